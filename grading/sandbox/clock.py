"""Limits a kernel's processor time, not wall-clock time, so that a busy machine costs no points."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path

import psutil

# Both are multiples of a kernel's limit of processor time: the most wall-clock time, for code that
# sleeps, and the most time seconds waiting for a processor, which is allowed on top of that.
PATIENCE, QUEUE = 3, 9
STEP = 0.5  # seconds until a kernel's processor time is read again
FRESH = 0.02  # seconds for which a kernel's times are not read again: reading them takes long


class Stopwatch:
    """The processor time of a notebook's kernels, one after the other, and of this process.

    This process reads what the kernels send, so the time of reading counts as the kernels' time.
    """

    def __init__(self) -> None:
        self._before = self._before_queued = 0.0  # seconds of the kernels that have ended
        self._latest = self._latest_queued = 0.0  # seconds of the kernel that runs
        self._kernel: psutil.Process | None = None
        self._started = time.process_time()
        self._read_at = -math.inf

    def follow(self, pid: int) -> None:
        """Measure another kernel from now on, which has just started."""
        self._read()
        self._before, self._latest = self._before + self._latest, 0.0
        self._before_queued, self._latest_queued = self._before_queued + self._latest_queued, 0.0
        with suppress(psutil.Error):  # it may have ended already
            self._kernel = psutil.Process(pid)

    def seconds(self) -> float:
        """Return the processor time so far, with that of child processes that have ended."""
        self._read_if_old()
        return self._before + self._latest + time.process_time() - self._started

    def queued(self) -> float:
        """Return the seconds in which kernels were ready to run, but waited for a processor.

        Linux counts this time (https://docs.kernel.org/scheduler/sched-stats.html); elsewhere the
        result is 0.
        """
        self._read_if_old()
        return self._before_queued + self._latest_queued

    def _read_if_old(self) -> None:
        if time.monotonic() - self._read_at > FRESH:
            self._read()

    def _read(self) -> None:
        """Read both times of the running kernel; of one that has ended, keep the latest times."""
        self._read_at = time.monotonic()
        if self._kernel is None:
            return
        with suppress(psutil.Error):
            times = self._kernel.cpu_times()
            seconds = times.user + times.system + times.children_user + times.children_system
            self._latest = max(self._latest, seconds)
        with suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self._kernel.pid}/schedstat").read_text().split()
            self._latest_queued = max(self._latest_queued, int(fields[1]) / 1e9)


class Deadline:
    """A time limit in processor seconds, with a cap on wall-clock time for code that sleeps.

    The cap is `PATIENCE` times as many seconds. Time in which the kernel waits for a processor does
    not count, up to `QUEUE` times as many seconds.

    Attributes:
        stopwatch: measures the kernels whose time is limited.
    """

    def __init__(self, stopwatch: Stopwatch, seconds: float) -> None:
        self.stopwatch = stopwatch
        self._processor = stopwatch.seconds() + seconds
        self._wall = time.monotonic() + PATIENCE * seconds
        self._queued, self._most_queued = stopwatch.queued(), QUEUE * seconds

    def left(self) -> float:
        """Return the seconds left for a kernel that is never idle; 0 or less after the deadline."""
        processor = self._processor - self.stopwatch.seconds()
        queued = min(self.stopwatch.queued() - self._queued, self._most_queued)
        return min(processor, self._wall + queued - time.monotonic())

    def step(self) -> float:
        """Return how many seconds to wait for the kernel before asking for this deadline again.

        Raises:
            TimeoutError: the deadline has come.
        """
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return min(left, STEP)
