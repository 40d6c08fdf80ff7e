"""What the grader's own work on a notebook may take, in a process of its own for each test."""

import resource
import signal
import subprocess
import sys

from grading.grade.limits import limited
from grading.sandbox.policy import Limits

LIMITED = """
from grading.grade.limits import limited
from grading.sandbox.policy import Limits
with limited(Limits(notebook={seconds}, memory=1 << 28)):
    {work}
print("no limit any more", len(bytes(1 << 29)))
"""


def run(work: str, seconds: int = 60) -> subprocess.CompletedProcess[str]:
    code = LIMITED.format(work=work, seconds=seconds)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_a_process_that_computes_too_long_is_ended():
    assert run("while True: pass", 1).returncode == -signal.SIGXCPU


def test_too_much_memory_is_an_error():
    assert "MemoryError" in run("bytes(1 << 29)").stderr


def test_afterwards_there_is_no_limit():
    assert run("bytes(1 << 27)").stdout.startswith("no limit any more")
    before = [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)]
    with limited(Limits()):
        pass
    after = [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)]
    assert before == after
