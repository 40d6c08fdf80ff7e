"""Bounds what the grader itself does with what a student has sent, in a worker."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from grading.sandbox.confinement import data_size
from grading.sandbox.policy import Limits


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Give this process no more memory than a notebook has, and the processor time of a worker.

    Kernels have limits of their own, and are not counted. Beyond the memory nothing can be
    allocated, which is an error like any other; beyond the processor time Linux ends the process:
    no signal of Python's would be heard in the middle of a long computation.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime + limits.worker) + 1,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        wanted[resource.RLIMIT_DATA] = data_size() + limits.memory
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    try:
        for kind, value in wanted.items():
            soft, hard = before[kind]
            is_lower = soft == resource.RLIM_INFINITY or value < soft
            resource.setrlimit(kind, (value if is_lower else soft, hard))
        yield
    finally:
        for kind, pair in before.items():
            resource.setrlimit(kind, pair)
