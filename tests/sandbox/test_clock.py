"""Time limits: a kernel that works is told from one that waits."""

import subprocess
import sys
import time

import pytest

from grading.sandbox.clock import PATIENCE, STEP, Deadline, Stopwatch

WORKS, SLEEPS = "while True: pass", "import time; time.sleep(60)"


@pytest.fixture
def start():
    """Start a program as a kernel; its stopwatch."""
    running: list[subprocess.Popen[bytes]] = []

    def start(program: str, stopwatch: Stopwatch) -> subprocess.Popen[bytes]:
        running.append(subprocess.Popen([sys.executable, "-c", program]))
        stopwatch.follow(running[-1].pid)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def wait_for(deadline: Deadline) -> float:
    """Wait until it has come; the seconds that it took by the clock on the wall."""
    started = time.monotonic()
    while (left := deadline.left()) > 0:
        time.sleep(min(left, STEP))
    with pytest.raises(TimeoutError):
        deadline.step()
    return time.monotonic() - started


def test_who_works_has_the_time_that_the_processor_gives(start):
    stopwatch = Stopwatch()
    start(WORKS, stopwatch)
    before = stopwatch.seconds()
    wait_for(Deadline(stopwatch, 0.3))
    assert stopwatch.seconds() - before == pytest.approx(0.3, abs=0.2)


def test_who_sleeps_is_stopped_by_the_clock_on_the_wall(start):
    stopwatch = Stopwatch()
    start(SLEEPS, stopwatch)
    deadline = Deadline(stopwatch, 0.3)
    assert wait_for(deadline) == pytest.approx(PATIENCE * 0.3, abs=0.5)


def test_the_kernels_of_a_notebook_share_one_stopwatch(start):
    stopwatch = Stopwatch()
    assert stopwatch.seconds() == 0
    first = start(WORKS, stopwatch)
    wait_for(Deadline(stopwatch, 0.2))
    first.kill()
    first.wait()
    spent = stopwatch.seconds()
    assert spent >= 0.2
    start(SLEEPS, stopwatch)
    assert stopwatch.seconds() >= spent
