"""Time limits by a kernel's processor time, so that a busy machine costs nobody a point."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path

import psutil

# How much longer than its limit of processor time a kernel may take by the clock on the wall, for
# code that sleeps; and how much longer again while other programs have the processors.
PATIENCE, QUEUE = 3, 9
STEP = 0.5  # seconds to wait before one looks at a kernel's processor time again
FRESH = 0.02  # seconds for which what was read of a kernel is not read again: it takes long


class Stopwatch:
    """The processor time of a notebook's kernels, one after the other, and of this process.

    This process reads what they send: where that is too much, it is their time that is used up.
    """

    def __init__(self) -> None:
        self._before = self._before_queued = 0.0  # of the kernels that have ended
        self._latest = self._latest_queued = 0.0  # of the one that runs
        self._kernel: psutil.Process | None = None
        self._started = time.process_time()
        self._read_at = -math.inf

    def follow(self, pid: int) -> None:
        """Go on with another kernel, which has just started."""
        self._read()
        self._before, self._latest = self._before + self._latest, 0.0
        self._before_queued, self._latest_queued = self._before_queued + self._latest_queued, 0.0
        with suppress(psutil.Error):  # it may have ended already
            self._kernel = psutil.Process(pid)

    def seconds(self) -> float:
        """Return the time so far, with that of processes that a kernel has waited for."""
        self._read_if_old()
        return self._before + self._latest + time.process_time() - self._started

    def queued(self) -> float:
        """Return the time in which they were ready to run, but other programs had the processors.

        Linux counts it (https://docs.kernel.org/scheduler/sched-stats.html); elsewhere it is 0.
        """
        self._read_if_old()
        return self._before_queued + self._latest_queued

    def _read_if_old(self) -> None:
        if time.monotonic() - self._read_at > FRESH:
            self._read()

    def _read(self) -> None:
        """Read both times of the kernel that runs; of one that has ended, the latest ones count."""
        self._read_at = time.monotonic()
        if self._kernel is None:
            return
        with suppress(psutil.Error):
            times = self._kernel.cpu_times()
            spent = times.user + times.system + times.children_user + times.children_system
            self._latest = max(self._latest, spent)
        with suppress(OSError, IndexError, ValueError):
            counted = Path(f"/proc/{self._kernel.pid}/schedstat").read_text().split()
            self._latest_queued = max(self._latest_queued, int(counted[1]) / 1e9)


class Deadline:
    """The moment at which a kernel has taken so many seconds of processor time from now.

    It comes at the latest when `PATIENCE` times as many seconds have passed, of which up to `QUEUE`
    times as many are not counted: those in which the kernel waited for a processor.

    Attributes:
        stopwatch: of the kernels whose time is counted.
    """

    def __init__(self, stopwatch: Stopwatch, seconds: float) -> None:
        self.stopwatch = stopwatch
        self._processor = stopwatch.seconds() + seconds
        self._wall = time.monotonic() + PATIENCE * seconds
        self._queued, self._most_queued = stopwatch.queued(), QUEUE * seconds

    def left(self) -> float:
        """Seconds until then, if the kernel is never idle; none or fewer once it has come."""
        processor = self._processor - self.stopwatch.seconds()
        queued = min(self.stopwatch.queued() - self._queued, self._most_queued)
        return min(processor, self._wall + queued - time.monotonic())

    def step(self) -> float:
        """How long to wait for the kernel before the deadline is looked at again.

        Raises:
            TimeoutError: the deadline has come.
        """
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return min(left, STEP)
