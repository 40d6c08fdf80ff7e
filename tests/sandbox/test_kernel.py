"""A student's cells: whatever they do to their kernel, the others are run, and the outputs kept."""

from contextlib import suppress

import nbformat
import pytest
from kernels import PATIENT, submission

from grading.checks.expect import CheckFailed
from grading.sandbox import spawn
from grading.sandbox.policy import Limits


@pytest.mark.slow
def test_a_cell_that_ends_its_kernel_or_never_ends_is_passed_over():
    stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    cells = ["import os; os._exit(1)", stubborn, "1 / 0", "while True: pass", "def f(): return 7"]
    student = submission(*cells, limits=Limits(cell=2, call=5, notebook=120))
    with student:
        assert student.f() == 7
    said = [str(cell.outputs) for cell in student.first_run.cells]
    assert "ended its kernel, so it was skipped" in said[0]
    assert "did not end in time, so it was skipped" in said[1]
    assert "ZeroDivisionError" in said[2]
    assert "it ran for more than 2 s" in said[3]


@pytest.mark.slow
def test_a_cell_whose_end_is_drowned_in_its_output_has_ended():
    drown = """
kernel = get_ipython().kernel
def forget(*_, **__):
    del kernel._publish_status_and_flush
kernel._publish_status_and_flush = forget
print("much")
def f(): return 7
"""
    with submission(drown, "g = f") as student:
        assert student.g() == 7
    assert student.first_run.cells[0].outputs[0].text == "much\n"


FORMULAS = """
import gc, os
from matplotlib.mathtext import MathTextParser

def open_files():
    files = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            files[number] = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            pass
    return files

before = open_files()
for n in range(60):
    MathTextParser("path").parse(f"$x_{{{n}}}$")
    MathTextParser("agg").parse(f"$x_{{{n}}}$")
gc.collect()
after = open_files()
lost = [file for n, file in before.items() if file != "/dev/null" and after.get(n) != file]

def lost_files():
    return lost
"""


def test_files_that_were_open_before_a_kernel_began_take_none_of_its_own_along():
    """As matplotlib's fonts do, which it closes once it has read fifty other formulas."""
    with submission(FORMULAS) as student:
        assert student.lost_files() == []


@pytest.mark.parametrize(
    ("much", "kept"),
    [
        ("print('x' * 10**7)", 0),
        ("for n in range(1000): display(n)", 512),
        ("__import__('comm').create_comm(target_name='x', buffers=[bytes(10**7)])", 0),
        ("display(1, metadata={'x': 'x' * 10**7})", 0),
    ],
)
def test_output_is_limited(much, kept):
    limits = Limits(cell=5, call=5, notebook=120, output=1 << 20)
    with submission(much, "def f(): return 7", limits=limits) as student:
        assert student.f() == 7
    *shown, output = student.first_run.cells[0].outputs
    assert len(shown) <= kept
    assert "showed more than 1 MB of output, or over 512 times" in output.evalue


@pytest.mark.parametrize(
    "sabotage",
    [
        "from comm import create_comm; create_comm(target_name='jupyter.widget', data={})",
        "get_ipython().kernel.session.key = b'x'",
        "k = get_ipython().kernel; k.session.send(k.iopub_socket, 'status', {}, k.get_parent())",
        "display({'text/plain': 5}, raw=True)",
    ],
)
def test_a_message_that_cannot_be_read_is_never_the_graders_fault(sabotage):
    with submission("def f(): return 7", sabotage) as student, suppress(CheckFailed):
        assert student.f() == 7
    nbformat.validate(student.first_run)


ENDINGS = [
    "quit()",
    "exit",
    "quit(keep_kernel=True)",
    "get_ipython().ask_exit()",
    "get_ipython().kernel.do_shutdown(False)",
    "%gui asyncio\nexit()",
    "import sys; sys.exit(3)",
    "raise SystemExit",
    "raise KeyboardInterrupt",
    "%reset -f",
    "import os; os.chdir('/')",
    "import os; os.close(1)",
    "import logging; logging.disable()",
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "import matplotlib.pyplot as plt; plt.switch_backend('agg')",
    "breakpoint()",
]


@pytest.mark.slow
@pytest.mark.parametrize("is_warm", [True, False])
def test_a_cell_that_would_leave_is_done_and_no_other_cell_is_blamed(is_warm, monkeypatch):
    if not is_warm:
        monkeypatch.setattr(spawn, "AVAILABLE", False)
    cells = [cell for ending in ENDINGS for cell in (ending, "import time; time.sleep(0.15)")]
    with submission(*cells, "def f(): return 7", limits=PATIENT) as student:
        assert student.f() == 7
    said = [str(cell.outputs) for cell in student.first_run.cells]
    assert "skipped" not in " ".join(said)
    assert set(said[1::2]) <= {"[]"}


@pytest.mark.parametrize(("is_whole", "kinds"), [(True, ["html", "text"]), (False, ["text"])])
def test_what_nobody_will_see_is_not_drawn(is_whole, kinds):
    shows = """
asked = []
class Shown:
    def __repr__(self): return asked.append("text") or "shown"
    def _repr_html_(self): return asked.append("html") or "<b>shown</b>"
Shown()
"""
    with submission(shows, "def kinds(): return sorted(asked)", is_whole=is_whole) as student:
        assert student.kinds() == kinds
