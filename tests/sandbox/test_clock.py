"""Time limits: a kernel that works is told from one that waits."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from support import HANG, wait_until

from grading.sandbox.clock import PATIENCE, QUEUE, STEP, Deadline, Stopwatch

WORKS, SLEEPS = "while True: pass", f"import time; time.sleep({HANG})"
ROUNDING = 1e-6  # of a difference between large numbers


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
    deadline = Deadline(stopwatch, HANG)
    end = stopwatch.seconds() + 0.5  # of the time since then: what was spent before is not counted
    while stopwatch.seconds() < end:
        assert 0 < deadline.step() <= STEP
        time.sleep(0.02)
    assert deadline.left() <= HANG - 0.5 + ROUNDING


def test_a_kernel_is_not_read_again_at_once(start, monkeypatch):
    stopwatch = Stopwatch()
    start(WORKS, stopwatch)
    reads = []
    monkeypatch.setattr(psutil.Process, "cpu_times", lambda _: reads.append(1))
    monkeypatch.setattr("grading.sandbox.clock.FRESH", HANG)
    deadline = Deadline(stopwatch, HANG)
    for _ in range(100):
        deadline.step()
    assert len(reads) <= 1


def test_who_sleeps_is_stopped_by_the_clock_on_the_wall(start, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("grading.sandbox.clock.time.monotonic", lambda: now[0])
    stopwatch = Stopwatch()
    start(SLEEPS, stopwatch)
    deadline = Deadline(stopwatch, HANG)
    now[0] = PATIENCE * HANG - 1
    assert 0 < deadline.step() <= STEP
    now[0] = (PATIENCE + QUEUE) * HANG  # more than that is not given for what others took
    with pytest.raises(TimeoutError):
        deadline.step()


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="Linux counts it")
def test_who_waits_for_a_processor_is_not_stopped_by_the_clock_on_the_wall(start, monkeypatch):
    monkeypatch.setattr("grading.sandbox.clock.PATIENCE", 0)
    stopwatch = Stopwatch()
    one = {min(os.sched_getaffinity(0))}
    kernel = start(WORKS, stopwatch)
    os.sched_setaffinity(kernel.pid, one)
    deadline, impatient = Deadline(stopwatch, HANG), Deadline(stopwatch, 0.01)
    others = [start(WORKS, Stopwatch()) for _ in range(4)]
    for other in others:
        os.sched_setaffinity(other.pid, one)
    # With no patience all time counts that has passed, but for that in the queue; and in the end
    # most of it has passed there.
    wait_until(lambda: -deadline.left() < stopwatch.seconds() + stopwatch.queued() / 2 - 0.2)
    assert impatient.left() < 0  # but there is an end to it


def test_the_time_that_it_takes_to_read_messages_is_the_notebooks():
    stopwatch = Stopwatch()
    deadline = Deadline(stopwatch, HANG)
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    assert stopwatch.seconds() >= 0.2
    assert deadline.left() <= HANG - 0.2 + ROUNDING


def test_the_kernels_of_a_notebook_share_one_stopwatch(start):
    before = time.process_time()
    stopwatch = Stopwatch()
    assert 0 <= stopwatch.seconds() <= time.process_time() - before
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
