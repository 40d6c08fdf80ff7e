"""Calling a student's functions in a kernel of their own, as if they were local."""

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks.expect import Mistake
from grading.checks.submission import Submission
from grading.sandbox.policy import Limits, Sandbox

IMPORTS = "import torch\nimport matplotlib.pyplot"
FUNCTIONS = """
import os, sys, time
import matplotlib.pyplot as plt
import torch

state = []

def double(x):
    return 2 * x

def pollute(x, factors):
    x.requires_grad_()
    (x ** 2).sum().backward()
    with torch.no_grad():
        x += 1
    factors.append(torch.zeros(1))

def draw(generator=None):
    return torch.rand(2, generator=generator)

def plot():
    plt.figure(figsize=(4, 2))
    plt.plot([0, 1, 2], [0, 1, float("nan")], "r--", label="red")
    plt.plot([0, 1], [1, 0], "b-", label="blue")
    plt.plot([0, 1], [1, 1], label="hidden", visible=False)
    plt.axhline(0.5)
    plt.legend()
    plt.xlabel("abscissa")
    plt.show()
    plt.scatter([0, 3], [1, 2])
    plt.close("all")

def count():
    state.append(1)
    return len(state)

def fail(kind):
    if kind == "exit": sys.exit()
    if kind == "interrupt": raise KeyboardInterrupt
    if kind == "spell": raise type("x_is_3", (Exception,), {})
    raise ValueError("the hidden input is 3")

def end(): os._exit(1)
def sleep(): time.sleep(1000)
def unwritten(): raise NotImplementedError
def bottomless():
    result = []
    result.append(result)
    return result
def look(): return [os.getcwd(), sorted(os.listdir()), dict(os.environ).get("SECRET")]
def flood(): print("x" * 10_000_000); return 1
"""


def notebook(*cells: str):
    return new_notebook(cells=[new_code_cell(cell) for cell in cells])


def submission(*cells: str, **kwargs) -> Submission:
    limits = kwargs.pop("limits", Limits(cell=5, call=5, notebook=120))
    sandbox = Sandbox(IMPORTS, kwargs.pop("isolation", "auto"), limits)
    first_run = notebook(*cells)
    student = Submission(first_run, list(range(len(cells))), sandbox=sandbox, **kwargs)
    student.first_run = first_run
    return student


@pytest.fixture(scope="module")
def student():
    with submission(FUNCTIONS) as running:
        yield running


def test_a_call_gives_the_result(student):
    assert torch.equal(student.double(torch.arange(3)), torch.arange(0, 6, 2))
    assert student.double(1.5) == 3.0


def test_what_a_call_does_to_its_arguments_is_done_to_the_callers(student):
    x, factors = torch.tensor([1.0, 2.0]), []
    assert student.pollute(x, factors=factors) is None
    assert torch.equal(x.detach(), torch.tensor([2.0, 3.0]))
    assert x.requires_grad
    assert torch.equal(x.grad, torch.tensor([2.0, 4.0]))
    assert len(factors) == 1


def test_a_generator_is_advanced_and_the_others_are_seeded(student):
    mine, theirs = (torch.Generator().manual_seed(1) for _ in range(2))
    assert torch.equal(student.draw(generator=theirs), torch.rand(2, generator=mine))
    assert torch.equal(student.draw(generator=theirs), torch.rand(2, generator=mine))
    with submission(FUNCTIONS, seed=5) as one, submission(FUNCTIONS, seed=5) as same:
        assert torch.equal(one.draw(), same.draw())
        assert not torch.equal(one.draw(), student.draw())


def test_figures_are_read_as_numbers_also_when_they_were_shown_and_closed(student):
    assert student.plot() is None
    lines, points = student.figures
    assert lines.size == [4, 2]
    assert lines.axes[0].xlabel == "abscissa"
    assert [(c.visible, c.in_data_units) for c in lines.curves] == [
        (True, True),
        (True, True),
        (False, True),
        (True, False),
    ]
    assert lines.curves[0].points.isnan().sum() == 1
    by_label = {entry.label: entry.curves for entry in lines.legend}
    assert (by_label["red"], by_label["blue"]) == ([0], [1])
    assert points.curves[0].points.tolist() == [[0, 1], [3, 2]]
    student.double(1)
    assert student.figures == []


@pytest.mark.parametrize(
    ("name", "args", "hint"),
    [
        ("nothing", [], "`nothing` is not defined once the notebook has run from top to bottom."),
        ("state", [], "`state` is not defined once the notebook has run from top to bottom."),
        ("unwritten", [], "`unwritten` has not been written yet."),
        ("fail", ["value"], "`fail` raised ValueError."),
        ("fail", ["exit"], "`fail` raised SystemExit."),
        ("fail", ["interrupt"], "`fail` raised KeyboardInterrupt."),
        ("fail", ["spell"], "`fail` raised an exception."),
        ("bottomless", [], "`bottomless` gave back something that cannot be read as data."),
    ],
)
def test_a_call_that_goes_wrong_is_a_mistake_that_leaks_nothing(student, name, args, hint):
    with pytest.raises(Mistake) as mistake:
        getattr(student, name)(*args)
    assert str(mistake.value) == hint


def test_a_call_that_ends_the_kernel_or_never_ends_costs_only_itself():
    with submission(FUNCTIONS, limits=Limits(cell=5, call=2, notebook=120)) as student:
        assert student.count() == 1
        with pytest.raises(Mistake, match=r"`end` ended its kernel\."):
            student.end()
        assert student.count() == 1
        with pytest.raises(Mistake, match=r"`sleep` did not end in time\."):
            student.sleep()
        assert student.count() == 1


def test_no_hidden_input_comes_to_light_through_a_kernel_that_is_started_again(tmp_path):
    spy = f"path = {str(tmp_path / 'spied')!r}\nimport os\n"
    tell = "print(open(path).read() if os.path.exists(path) else 'nothing')"
    steal = "def f(x):\n    open(path, 'w').write(f'told {x}')\n    os._exit(0)"
    with submission(spy, tell, steal, isolation="none") as student:
        for _ in range(2):
            with pytest.raises(Mistake):
                student.f(12345)
    assert (tmp_path / "spied").read_text() == "told 12345"
    assert "12345" not in str(student.first_run)


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


def test_the_time_for_a_whole_notebook_is_limited():
    limits, message = Limits(cell=5, call=5, notebook=0), "more than 0 s in all"
    with submission(FUNCTIONS, limits=limits) as student, pytest.raises(Mistake, match=message):
        student.count()


def test_a_kernel_works_in_a_folder_of_its_own_that_goes_with_it(monkeypatch):
    monkeypatch.setenv("SECRET", "of the grader's")
    with submission(FUNCTIONS, files={"data.csv": b"1,2"}) as student:
        folder, files, secret = student.look()
        assert files == ["data.csv"]
        assert secret is None
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_much_output_does_no_harm(student):
    assert student.flood() == 1


@pytest.mark.parametrize(
    "sabotage",
    [
        "import builtins; builtins.exec = None",
        "import json; json.loads = None",
        "import torch; torch.manual_seed = None",
        "get_ipython().input_transformers_post.append(lambda lines: ['pass'])",
        "import threading, os; threading.Timer(0.1, lambda: os._exit(0)).start(); import time",
    ],
)
def test_a_kernel_that_works_against_the_agent_spoils_only_its_own_answers(sabotage):
    limits = Limits(cell=5, call=2, notebook=120)
    with submission("def f(): return 7", sabotage, limits=limits) as student:
        time.sleep(0.3)
        with pytest.raises(Mistake):
            student.f()


def test_a_dead_fork_server_is_replaced():
    from grading.sandbox import spawn

    with submission("def f(): return 7") as student:
        assert student.f() == 7
    os.kill(spawn.server(IMPORTS)._process.pid, signal.SIGKILL)
    with submission("def f(): return 8") as student:
        assert student.f() == 8


def test_without_a_fork_server_a_kernel_is_started_in_the_plain_way(monkeypatch):
    from grading.sandbox import spawn

    monkeypatch.setattr(spawn, "AVAILABLE", False)
    patient = Limits(cell=60, call=60, notebook=120)  # it has yet to import torch
    with submission("def f(): return 7", limits=patient) as student:
        assert student.f() == 7


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
    with submission("def f(): return 7", sabotage) as student, suppress(Mistake):
        assert student.f() == 7
    nbformat.validate(student.first_run)


def test_what_a_student_leaves_in_the_scratch_folder_undoes_nothing():
    deep = "import os\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')"
    with submission(deep, "def f(): return 7") as student:
        assert student.f() == 7


def test_a_fork_server_that_was_stopped_is_replaced(monkeypatch):
    from grading.sandbox import spawn

    sandbox = Sandbox("import json")
    monkeypatch.setattr(spawn, "SECONDS_TO_IMPORT", 20)
    with Submission(notebook("def f(): return 7"), [0], sandbox=sandbox) as student:
        assert student.f() == 7
    os.kill(spawn.server(sandbox.imports)._process.pid, signal.SIGSTOP)
    with Submission(notebook("def f(): return 8"), [0], sandbox=sandbox) as student:
        assert student.f() == 8


GRADER = """
import sys, time
from nbformat.v4 import new_code_cell, new_notebook
from grading.checks.submission import Submission
from grading.sandbox.policy import Sandbox

child = "import subprocess; subprocess.Popen(['sleep', sys.argv[1]], start_new_session=True)"
notebook = new_notebook(cells=[new_code_cell(child.replace("sys.argv[1]", repr(sys.argv[1])))])
with Submission(notebook, [0], sandbox=Sandbox("import math", isolation=sys.argv[2])) as student:
    print(student._kernel._client.km.provisioner.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("isolation", ["auto", "none"])
def test_nothing_of_a_kernel_is_left_when_its_grader_is_killed(isolation):
    seconds = f"{secrets.randbelow(10**6) + 10**6}"  # to know the process by
    command = [sys.executable, "-c", GRADER, seconds, isolation]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        kernel = psutil.Process(int(grader.stdout.readline()))
        assert ["sleep", seconds] in commands()
        grader.kill()
    _, alive = psutil.wait_procs([kernel], timeout=10)
    assert not alive
    assert ["sleep", seconds] not in commands()


def commands() -> list[list[str]]:
    """The command line of every process."""
    return [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
