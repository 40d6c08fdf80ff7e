"""Limits the memory and processor time that a worker itself spends on a submission."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from grading.sandbox.confinement import data_size
from grading.sandbox.policy import Limits


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Limit this process to a notebook's memory and a worker's processor time, within the block.

    Kernels have limits of their own and are not counted. Where memory runs out, an allocation fails
    with an ordinary error; where processor time runs out, Linux ends the process, because Python
    handles no signal in the middle of a long computation.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    new_limits = {
        resource.RLIMIT_CPU: int(usage.ru_utime + usage.ru_stime + limits.worker) + 1,
        resource.RLIMIT_CORE: 1,  # see `limit_resources` of the sandbox
    }
    if sys.platform == "linux":
        new_limits[resource.RLIMIT_DATA] = data_size() + limits.memory
    old_limits = {kind: resource.getrlimit(kind) for kind in new_limits}
    try:
        for kind, value in new_limits.items():
            soft, hard = old_limits[kind]
            is_lower = soft == resource.RLIM_INFINITY or value < soft
            resource.setrlimit(kind, (value if is_lower else soft, hard))
        yield
    finally:
        for kind, limit in old_limits.items():
            resource.setrlimit(kind, limit)
