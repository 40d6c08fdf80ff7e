"""Time limits: a kernel that works is told from one that waits."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from grading.sandbox.clock import PATIENCE, QUEUE, STEP, Deadline, Stopwatch

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


def test_a_kernel_is_not_read_again_at_once(start, monkeypatch):
    stopwatch = Stopwatch()
    start(WORKS, stopwatch)
    reads = []
    monkeypatch.setattr(psutil.Process, "cpu_times", lambda _: reads.append(1))
    monkeypatch.setattr("grading.sandbox.clock.FRESH", 60)
    deadline = Deadline(stopwatch, 60)
    for _ in range(100):
        deadline.step()
    assert len(reads) <= 1


def test_who_sleeps_is_stopped_by_the_clock_on_the_wall(start):
    stopwatch = Stopwatch()
    start(SLEEPS, stopwatch)
    deadline = Deadline(stopwatch, 0.3)
    assert deadline.step() <= STEP
    time.sleep((PATIENCE + QUEUE) * 0.3)
    with pytest.raises(TimeoutError):
        deadline.step()


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="Linux counts it")
def test_who_waits_for_a_processor_is_not_stopped_by_the_clock_on_the_wall(start, monkeypatch):
    monkeypatch.setattr("grading.sandbox.clock.PATIENCE", 0)
    stopwatch = Stopwatch()
    one = {min(os.sched_getaffinity(0))}
    kernel = start(WORKS, stopwatch)
    os.sched_setaffinity(kernel.pid, one)
    deadline, impatient = Deadline(stopwatch, 60), Deadline(stopwatch, 0.01)
    others = [start(WORKS, Stopwatch()) for _ in range(4)]
    for other in others:
        os.sched_setaffinity(other.pid, one)
    while stopwatch.queued() < 1:
        time.sleep(0.02)
    assert deadline.left() > -1 - stopwatch.seconds()  # nearly all the time was spent in the queue
    assert impatient.left() < 0  # but there is an end to it


def test_the_time_that_it_takes_to_read_messages_is_the_notebooks():
    stopwatch = Stopwatch()
    deadline = Deadline(stopwatch, 60)
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    assert stopwatch.seconds() >= 0.2
    assert deadline.left() <= 59.8


def test_the_kernels_of_a_notebook_share_one_stopwatch(start):
    stopwatch = Stopwatch()
    assert stopwatch.seconds() == pytest.approx(0, abs=0.1)
    first = start(WORKS, stopwatch)
    while stopwatch.seconds() < 0.2:
        time.sleep(0.02)
    first.kill()
    first.wait()
    spent = stopwatch.seconds()
    assert spent >= 0.2
    start(SLEEPS, stopwatch)
    assert stopwatch.seconds() >= spent
    assert stopwatch.queued() >= 0
