"""A kernel's supervisor: what uses too much is ended, and nothing is left in the end."""

import secrets
import subprocess
import sys

import psutil
import pytest
from kernels import submission
from support import HANG, wait_until

from grading.checks.expect import CheckFailed
from grading.sandbox.policy import Limits

GRADER = """
import sys
from nbformat.v4 import new_code_cell, new_notebook
from grading.checks.submission import Submission
from grading.sandbox.policy import Sandbox

child = "import subprocess; subprocess.Popen(['sleep', sys.argv[1]], start_new_session=True)"
notebook = new_notebook(cells=[new_code_cell(child.replace("sys.argv[1]", repr(sys.argv[1])))])
with Submission(notebook, [0], sandbox=Sandbox("import math", isolation=sys.argv[2])) as student:
    print(student._kernel._client.km.provisioner.pid, flush=True)
    sys.stdin.read()
"""


def commands() -> list[list[str]]:
    """The command line of every process."""
    return [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ["auto", "none"])
def test_nothing_of_a_kernel_is_left_when_its_grader_is_killed(isolation):
    seconds = f"{secrets.randbelow(10**6) + 10**6}"  # to know the process by
    command = [sys.executable, "-c", GRADER, seconds, isolation]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as grader:
        kernel = psutil.Process(int(grader.stdout.readline()))
        assert ["sleep", seconds] in commands()
        grader.kill()
    wait_until(lambda: not kernel.is_running() and ["sleep", seconds] not in commands())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("for n in range(400): open(f'{n}', 'w')", "made more than 200 files"),
        (
            f"import subprocess; [subprocess.Popen(['sleep', '{HANG}']) for _ in range(9)]",
            "started more than 8 processes",
        ),
        ("x = bytearray(b'x' * 10**9)", "used more than 0.5 GB of memory"),
        (
            "s = open('/dev/shm/s', 'wb'); [s.write(bytes(1 << 20)) for _ in range(250)]; "
            "x = b'x' * (300 << 20)",
            "used more than 0.5 GB of memory",
        ),
    ],
)
def test_a_call_that_uses_too_much_ends_its_kernel_and_says_so(code, said):
    cell = f"import time\ndef f():\n    {code}\n    time.sleep({HANG})"
    limits = Limits(cell=60, call=HANG, notebook=HANG, files=200, processes=8, memory=1 << 29)
    with submission(cell, limits=limits) as student:
        with pytest.raises(CheckFailed) as failed:
            student.f()
        assert said in str(failed.value) or (
            "memory" in said and "MemoryError" in str(failed.value)
        )
