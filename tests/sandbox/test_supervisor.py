"""A kernel's supervisor: what uses too much is ended, and nothing is left in the end."""

import secrets
import subprocess
import sys

import psutil
import pytest
from kernels import IMPORTS, submission
from support import HANG, wait_until

from grading.checks.expect import CheckFailed
from grading.sandbox.policy import Limits, Sandbox
from grading.sandbox.spawn import what_is_missing

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
        (  # what waits in sockets is in no process's memory
            "import os, socket; os.fork(); os.fork(); "
            "kept = [socket.socketpair() for _ in range(200)]",
            "used more than 0.5 GB of memory",
        ),
        (
            "import os, select; read, _ = os.pipe(); same = [os.dup(read) for _ in range(300)]; "
            "kept = [select.epoll() for _ in range(40)]; "
            "[watching.register(file, 1) for watching in kept for file in same]",
            "watched more than 10000 files",
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


def test_what_children_write_whom_nobody_waits_for_is_counted_where_it_lies():
    code = "signal.signal(signal.SIGCHLD, signal.SIG_IGN); "
    code += "os.fork() or (open('much', 'wb').write(bytes(80 << 20)), os._exit(0))"
    cell = f"import os, signal, time\ndef f():\n    {code}\n    time.sleep({HANG})"
    limits = Limits(cell=60, call=HANG, notebook=HANG, disk=64 << 20)
    with submission(cell, limits=limits, isolation="none") as student:
        with pytest.raises(CheckFailed) as failed:
            student.f()
        assert str(failed.value) == "`f` wrote more than 0.0625 GB of files."


@pytest.mark.parametrize(
    ("isolation", "said"),
    [("auto", "`f` raised OSError."), ("none", "`f` made more than 200 files.")],
)
def test_files_are_bounded_by_their_own_file_system_or_counted(isolation, said):
    if isolation == "auto" and (missing := what_is_missing(Sandbox(IMPORTS))):
        pytest.skip(f"this system lacks {missing}")
    code = f"for n in range(400): open(f'{{n}}', 'w')\n    time.sleep({HANG})"
    cell = f"import time\ndef f():\n    {code}"
    limits = Limits(cell=60, call=HANG, notebook=HANG, files=200)
    with submission(cell, limits=limits, isolation=isolation) as student:
        with pytest.raises(CheckFailed) as failed:
            student.f()
        assert str(failed.value) == said
