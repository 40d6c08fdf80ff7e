"""Limits what a kernel sees of the file system, by mounts in a namespace of its own."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from grading.sandbox.confinement import CLONE_NEWNS, HOME, NO_SHARED_MEMORY, SHARED_MEMORY
from grading.sandbox.policy import Limits

# From Linux's headers.
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC = 2, 4, 8, 0x1000, 0x4000
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY = 442, -100, 0x8000, 1
INERT = MS_NOSUID | MS_NODEV | MS_NOEXEC

ROOT = "root"  # in the scratch folder: the root folder of the kernel
LINKS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}  # in /dev, to /proc/self/fd
WHAT_IS_MISSING = (
    "mounts of its own ({}): by the times of files one kernel can leave a note for another; "
    + NO_SHARED_MEMORY
)


def mount_proc() -> None:
    """Give this process, the first of its namespace, a /proc with the numbers of that namespace.

    CUDA needs these numbers to agree. Linux forbids the mount in a container that hides parts of
    /proc.
    """
    ctypes.CDLL(None).unshare(CLONE_NEWNS)  # the supervisor keeps its own /proc
    ctypes.CDLL(None).mount(b"proc", b"/proc", b"proc", ctypes.c_ulong(INERT), None)


def enter_own_root(scratch: Path, visible: Iterable[Path], limits: Limits) -> list[Path]:
    """Let this process see only the visible paths, and write files only in memory of its own.

    So the process can connect to no socket but its own. Landlock already limits where the process
    writes, but reading also leaves a mark, the time of the latest access, which a later kernel
    could see; a read-only mount records no such times. The size of a file system in memory is
    bounded even for files that cannot be seen: deleted, unnamed, or of a process that has ended.

    Args:
        scratch: the scratch folder.
        visible: the files and folders that the process may see.
        limits: the limits of disk, files and memory.

    Returns:
        The folders in memory: the home folder, with its files, and /dev/shm.

    Raises:
        OSError: the system does not allow it.
    """
    root = scratch / ROOT
    root.mkdir()
    _mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV)
    bound: list[Path] = []
    for path in [Path("/proc"), *sorted(visible)]:
        _bind_with_links(path, root, bound)
    for name, number in LINKS.items():
        _place_in(root, Path("/dev", name)).symlink_to(f"/proc/self/fd{number}")
    _place_in(root, Path("/tmp")).mkdir(exist_ok=True)  # programs expect it
    _mount_memory(_place_in(root, SHARED_MEMORY), limits.memory // 2, limits)
    _bind(scratch, root, MS_BIND)  # without the root that is mounted in it; it may be in /dev/shm
    home = scratch / HOME
    _mount_memory(_place_in(root, home), limits.disk, limits)
    shutil.copytree(home, _place_in(root, home), symlinks=True, dirs_exist_ok=True)
    os.chroot(root)
    os.chdir("/")
    _set_read_only(Path("/"), True)
    # /proc keeps no such times, and a process writes of itself there.
    for path in (Path("/proc"), scratch, home, SHARED_MEMORY):
        _set_read_only(path, False)
    return [home, SHARED_MEMORY]


def _mount_memory(folder: Path, size: int, limits: Limits) -> None:
    folder.mkdir(exist_ok=True)
    options = f"size={size},nr_inodes={limits.files},mode=700"
    _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options)


def _bind_with_links(path: Path, root: Path, bound: list[Path]) -> None:
    """Make a path lead to the same file in a new root as outside, by the same links.

    Args:
        bound: paths that are in the new root already, with all that is below them.
    """
    for part in [*reversed(path.parents), path]:
        is_there = any(part.is_relative_to(place) for place in bound)
        if part.is_symlink():
            link, target = _place_in(root, part), part.readlink()
            if not is_there and not link.is_symlink():
                link.symlink_to(target)
            resolved = os.path.normpath(part.parent / target / path.relative_to(part))
            _bind_with_links(Path(resolved), root, bound)
            return
    if not is_there and path.exists():
        _bind(path, root, MS_BIND | MS_REC)
        bound.append(path)


def _bind(path: Path, root: Path, flags: int) -> None:
    target = _place_in(root, path)
    if path.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    _mount(str(path), target, None, flags)


def _place_in(root: Path, path: Path) -> Path:
    """Return the place of a path in a new root; make its parent folder."""
    place = root / path.relative_to("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _mount(source: str, target: Path, kind: str | None, flags: int, options: str = "") -> None:
    call = ctypes.CDLL(None, use_errno=True).mount
    names = (os.fsencode(source), os.fsencode(target), kind and kind.encode())
    if call(*names, ctypes.c_ulong(flags), options.encode()):
        raise _last_error(target)


def _set_read_only(path: Path, value: bool) -> None:
    """Make a mount and all mounts below it read-only, or make just that mount writable."""
    attributes = (ctypes.c_uint64 * 4)(*(MOUNT_ATTR_RDONLY * on for on in (value, not value)))
    flags, size = AT_RECURSIVE * value, ctypes.sizeof(attributes)
    call = ctypes.CDLL(None, use_errno=True).syscall
    if call(MOUNT_SETATTR, AT_FDCWD, os.fsencode(path), flags, attributes, size):
        raise _last_error(path)


def _last_error(path: Path) -> OSError:
    return OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
