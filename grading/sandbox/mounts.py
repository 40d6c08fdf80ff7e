"""What a kernel sees of the file system, where it has a namespace of its own for that."""

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

ROOT = "root"  # in the scratch folder: where a kernel's own root is put together
LINKS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}  # in /dev, to /proc/self/fd
WHAT_IS_MISSING = (
    "mounts of its own ({}): by the times of files one kernel can leave a note for another; "
    + NO_SHARED_MEMORY
)


def mount_proc() -> None:
    """Give this process, the first of its namespace, a /proc with the numbers of that namespace.

    CUDA needs them to agree. Linux forbids it in a container that hides parts of /proc.
    """
    ctypes.CDLL(None).unshare(CLONE_NEWNS)  # the supervisor goes on with its own /proc
    ctypes.CDLL(None).mount(b"proc", b"/proc", b"proc", ctypes.c_ulong(INERT), None)


def enter_own_root(scratch: Path, visible: Iterable[Path], limits: Limits) -> list[Path]:
    """Have this process see nothing but some paths, and write to memory of its own only.

    So it can connect to no socket but its own. Landlock lets it write only to its scratch folder
    and to /dev/shm, but reading, too, leaves a mark, the time of the latest access, which a later
    kernel could see: on a read-only mount there is none. In memory, files are bounded, however they
    are hidden: without a name, sent to nobody, or by a process that is gone.

    Returns:
        The folders in memory: its home folder, with what was in it, and /dev/shm.

    Raises:
        OSError: the system does not allow it.
    """
    root = scratch / ROOT
    root.mkdir()
    _mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV)
    own: list[Path] = []
    for path in [Path("/proc"), *sorted(visible)]:
        _show(path, root, own)
    for name, number in LINKS.items():
        _inside(root, Path("/dev", name)).symlink_to(f"/proc/self/fd{number}")
    _inside(root, Path("/tmp")).mkdir(exist_ok=True)  # programs look whether it is there
    _in_memory(_inside(root, SHARED_MEMORY), limits.memory // 2, limits)
    _bind(scratch, root, MS_BIND)  # without the root that is mounted in it; it may be in /dev/shm
    home = scratch / HOME
    _in_memory(_inside(root, home), limits.disk, limits)
    shutil.copytree(home, _inside(root, home), symlinks=True, dirs_exist_ok=True)
    os.chroot(root)
    os.chdir("/")
    _set_read_only(Path("/"), True)
    # /proc keeps no such times, and a process writes of itself there.
    for path in (Path("/proc"), scratch, home, SHARED_MEMORY):
        _set_read_only(path, False)
    return [home, SHARED_MEMORY]


def _in_memory(folder: Path, size: int, limits: Limits) -> None:
    folder.mkdir(exist_ok=True)
    options = f"size={size},nr_inodes={limits.files},mode=700"
    _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options)


def _show(path: Path, root: Path, bound: list[Path]) -> None:
    """Have a path lead within a new root to where it leads outside, by the same links.

    Args:
        bound: what is there already with all that is below it.
    """
    for part in [*reversed(path.parents), path]:
        is_there = any(part.is_relative_to(place) for place in bound)
        if part.is_symlink():
            link, target = _inside(root, part), part.readlink()
            if not is_there and not link.is_symlink():
                link.symlink_to(target)
            whole = os.path.normpath(part.parent / target / path.relative_to(part))
            _show(Path(whole), root, bound)
            return
    if not is_there and path.exists():
        _bind(path, root, MS_BIND | MS_REC)
        bound.append(path)


def _bind(path: Path, root: Path, flags: int) -> None:
    target = _inside(root, path)
    if path.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    _mount(str(path), target, None, flags)


def _inside(root: Path, path: Path) -> Path:
    """Return the place of a path in a new root, and make its folder."""
    place = root / path.relative_to("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _mount(source: str, target: Path, kind: str | None, flags: int, options: str = "") -> None:
    call = ctypes.CDLL(None, use_errno=True).mount
    names = (os.fsencode(source), os.fsencode(target), kind and kind.encode())
    if call(*names, ctypes.c_ulong(flags), options.encode()):
        raise _last_error(target)


def _set_read_only(path: Path, value: bool) -> None:
    """Make a mount read-only with all that is below it, or make just that mount writable."""
    attributes = (ctypes.c_uint64 * 4)(*(MOUNT_ATTR_RDONLY * on for on in (value, not value)))
    flags, size = AT_RECURSIVE * value, ctypes.sizeof(attributes)
    call = ctypes.CDLL(None, use_errno=True).syscall
    if call(MOUNT_SETATTR, AT_FDCWD, os.fsencode(path), flags, attributes, size):
        raise _last_error(path)


def _last_error(path: Path) -> OSError:
    return OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
