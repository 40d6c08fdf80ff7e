"""Time limits by a kernel's processor time, so that a busy machine costs nobody a point."""

from __future__ import annotations

import time
from contextlib import suppress

import psutil

# How much longer than its limit of processor time a kernel may take by the clock on the wall: for
# code that sleeps, and for a machine that has much else to do.
PATIENCE = 3
STEP = 0.5  # seconds to wait before one looks at a kernel's processor time again


class Stopwatch:
    """The processor time of a notebook's kernels, which run one after the other."""

    def __init__(self) -> None:
        self._before = 0.0  # of the kernels that have ended
        self._latest = 0.0  # of the one that runs
        self._kernel: psutil.Process | None = None

    def follow(self, pid: int) -> None:
        """Go on with another kernel, which has just started."""
        self._before, self._latest = self.seconds(), 0.0
        with suppress(psutil.Error):  # it may have ended already
            self._kernel = psutil.Process(pid)

    def seconds(self) -> float:
        """The time so far, with that of processes which a kernel has started and waited for."""
        with suppress(psutil.Error):
            if self._kernel is not None:
                times = self._kernel.cpu_times()
                spent = times.user + times.system + times.children_user + times.children_system
                self._latest = max(self._latest, spent)
        return self._before + self._latest


class Deadline:
    """The moment at which a kernel has taken so many seconds of processor time from now.

    It comes at the latest when `PATIENCE` times as many seconds have passed.

    Attributes:
        stopwatch: of the kernels whose time is counted.
    """

    def __init__(self, stopwatch: Stopwatch, seconds: float) -> None:
        self.stopwatch = stopwatch
        self._processor = stopwatch.seconds() + seconds
        self._wall = time.monotonic() + PATIENCE * seconds

    def left(self) -> float:
        """Seconds until then, if the kernel is never idle; none or fewer once it has come."""
        processor = self._processor - self.stopwatch.seconds()
        return min(processor, self._wall - time.monotonic())

    def step(self) -> float:
        """How long to wait for the kernel before the deadline is looked at again.

        Raises:
            TimeoutError: the deadline has come.
        """
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return min(left, STEP)
