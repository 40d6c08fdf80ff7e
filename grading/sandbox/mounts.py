"""What a kernel sees of the file system, where it has a namespace of its own for that."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from grading.sandbox.confinement import CLONE_NEWNS

# From Linux's headers.
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND = 2, 4, 8, 0x1000
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY = 442, -100, 0x8000, 1


def mount_proc() -> None:
    """Give this process, the first of its namespace, a /proc with the numbers of that namespace.

    CUDA needs them to agree. Linux forbids it in a container that hides parts of /proc.
    """
    ctypes.CDLL(None).unshare(CLONE_NEWNS)  # the supervisor goes on with its own /proc
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    ctypes.CDLL(None).mount(b"proc", b"/proc", b"proc", ctypes.c_ulong(flags), None)


def mount_read_only(scratch: Path) -> list[str]:
    """Have this process see all but its scratch folder and /proc on read-only mounts.

    Landlock lets it write nowhere else, but reading, too, leaves a mark: the time of the latest
    access, which a later kernel could see. On a read-only mount there is none.

    Returns:
        What is missing, if the system does not allow it.
    """
    here = os.fsencode(scratch)
    bound = ctypes.CDLL(None).mount(here, here, None, ctypes.c_ulong(MS_BIND), None) == 0
    if bound and _set_read_only(b"/", True):
        _set_read_only(b"/proc", False)  # it keeps no such times, and a process writes of itself
        if _set_read_only(here, False):
            return []
    return ["read-only mounts: by the times of files one kernel can leave a note for another"]


def _set_read_only(path: bytes, value: bool) -> bool:
    """Make a mount read-only with all that is below it, or make just that mount writable."""
    attributes = (ctypes.c_uint64 * 4)(*(MOUNT_ATTR_RDONLY * on for on in (value, not value)))
    flags, size = AT_RECURSIVE * value, ctypes.sizeof(attributes)
    call = ctypes.CDLL(None, use_errno=True).syscall
    return call(MOUNT_SETATTR, AT_FDCWD, path, flags, attributes, size) == 0
