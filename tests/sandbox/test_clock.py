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


def test_who_works_has_the_time_that_the_processor_gives(start):
    stopwatch = Stopwatch()
    start(WORKS, stopwatch)
    deadline = Deadline(stopwatch, 60)
    while stopwatch.seconds() < 0.5:
        assert 0 < deadline.step() <= STEP
        time.sleep(0.02)
    assert deadline.left() <= 59.5


def test_who_sleeps_is_stopped_by_the_clock_on_the_wall(start):
    stopwatch = Stopwatch()
    start(SLEEPS, stopwatch)
    deadline = Deadline(stopwatch, 0.3)
    assert deadline.step() <= STEP
    time.sleep(PATIENCE * 0.3)
    with pytest.raises(TimeoutError):
        deadline.step()


def test_the_kernels_of_a_notebook_share_one_stopwatch(start):
    stopwatch = Stopwatch()
    assert stopwatch.seconds() == 0
    first = start(WORKS, stopwatch)
    while stopwatch.seconds() < 0.2:
        time.sleep(0.02)
    first.kill()
    first.wait()
    spent = stopwatch.seconds()
    assert spent >= 0.2
    start(SLEEPS, stopwatch)
    assert stopwatch.seconds() >= spent
