"""Decides which files of a submission are unsafe, and must not stay in its folder.

Unsafe are links, devices, huge files, and files that would shadow modules or settings. Of too many
files, or too large ones in sum, those that programs left behind go first, and notebooks last.
"""

from __future__ import annotations

import importlib.util
import os
import stat
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from grading.notebooks.names import LEFT_BY_MACS, printable
from grading.notebooks.times import TIME, read_time
from grading.sandbox.told import Told

LARGEST_NOTEBOOK, LARGEST_FILE, LARGEST_SUM = 64 << 20, 100 << 20, 500 << 20  # bytes
MOST_FILES = 1000  # folders included
SETTINGS = {"conftest", "sitecustomize", "usercustomize"}
SETTINGS_FILES = {"pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"}
CHECKPOINTS = ".ipynb_checkpoints"  # may hold a student's work
# Folders that programs make, besides hidden ones: their names, or files and folders in them.
OF_PROGRAMS = {"__pycache__", "node_modules", "site-packages", LEFT_BY_MACS}
LINKED = Told("is another file, too (a hard link: hand in a copy)")
IN_THE_WAY = Told("is in the place of one of the assignment's own")
ENVIRONMENT = {"pyvenv.cfg", "conda-meta"}

Reasons = dict[Path, Told]  # reasons are verb phrases
Sizes = dict[Path, int]  # in bytes


def find_unfit(folder: Path, released_files: Collection[str] = ()) -> Reasons:
    """Return the unsafe files and folders of a submission, with reasons.

    A folder that a program made is unsafe as a whole if anything in the folder is.

    Args:
        folder: the submission's folder.
        released_files: the paths of the assignment's own files, which nbgrader copies into it.
    """
    folders = {str(parent) for path in released_files for parent in Path(path).parents}
    unfit: Reasons = {}
    fit: Sizes = {}
    programs: dict[Path, Path] = {}  # the program's folder, by each folder within it
    for parent, inner, files in os.walk(folder):
        current = Path(parent)
        if current != folder and current.parent in programs:
            programs[current] = programs[current.parent]
        elif current != folder and _is_made_by_a_program(current, {*inner, *files}):
            programs[current] = current
        for name in [*sorted(inner), *sorted(files)]:
            path = current / name
            taken = released_files if path.is_dir() else folders
            is_in_the_way = str(path.relative_to(folder)) in taken
            reason = _why_unfit(path, is_top=current == folder)
            if reason := reason or (IN_THE_WAY if is_in_the_way else None):
                unfit[path] = reason
                if name in inner:
                    inner.remove(name)
            else:
                fit[path] = path.lstat().st_size
    unfit |= _linked_elsewhere(fit)

    def program_of(path: Path) -> Path | None:
        return programs.get(path) or programs.get(path.parent)

    def rest() -> Sizes:
        return {p: n for p, n in fit.items() if p not in unfit and program_of(p) not in whole}

    whole = {program for path in unfit if (program := program_of(path))}
    if _is_too_much(rest()):
        whole |= set(programs.values())
    result = {path: reason for path, reason in unfit.items() if program_of(path) not in whole}
    result |= dict.fromkeys(sorted(whole), Told("holds what a program has put there"))
    excess = dict.fromkeys(
        _to_leave_out(rest(), folder), Told("is one of too many or too large files")
    )
    return result | excess


def _is_made_by_a_program(folder: Path, names: set[str]) -> bool:
    is_hidden = folder.name.startswith(".") and folder.name != CHECKPOINTS
    return is_hidden or folder.name in OF_PROGRAMS or bool(ENVIRONMENT & names)


def _is_too_much(sizes: Sizes) -> bool:
    return len(sizes) > MOST_FILES or sum(sizes.values()) > LARGEST_SUM


def _to_leave_out(sizes: Sizes, folder: Path) -> list[Path]:
    """Return the paths to leave out to keep within the limits; whole folders where possible."""
    if not _is_too_much(sizes):
        return []
    kept, total = {folder}, 0
    for path in sorted(sizes, key=_importance):
        new = list(takewhile(lambda part: part not in kept, [path, *path.parents]))
        size = sum(sizes[part] for part in new)
        if len(kept) + len(new) - 1 <= MOST_FILES and total + size <= LARGEST_SUM:
            kept.update(new)
            total += size
    return [path for path in sizes if path not in kept and path.parent in kept]


def _importance(path: Path) -> tuple[bool, int, Path]:
    return path.suffix != ".ipynb" and path.name != TIME, len(path.parts), path


def _why_unfit(path: Path, *, is_top: bool) -> Told | None:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return Told("is a link to another file")
    if printable(path.name) != path.name:
        return Told("has a name that cannot be printed")
    if stat.S_ISDIR(status.st_mode):
        is_module = is_top and _shadows(path)
        return Told("would stand in for a module of that name") if is_module else None
    if not stat.S_ISREG(status.st_mode):
        return Told("is no ordinary file")
    if status.st_nlink > 1 and path.suffix != ".ipynb":
        return LINKED
    limit = LARGEST_NOTEBOOK if path.suffix == ".ipynb" else LARGEST_FILE
    if status.st_size > limit:
        return Told(f"is too large (over {limit >> 20} MB)")
    if is_top and path.name == TIME and not read_time(path):
        return Told("does not hold a time")
    if is_top and (path.name in SETTINGS_FILES or path.suffix == ".pth" or _shadows(path)):
        return Told("would stand in for a module or settings of that name")
    return None


def _shadows(path: Path) -> bool:
    """Return whether `import` would find this path in place of an installed module or settings."""
    if path.is_dir() and not (path / "__init__.py").exists():
        return False
    module = path.name.split(".")[0]
    if not path.is_dir() and path.suffix not in (".py", ".pyc", ".so"):
        return False
    if module in SETTINGS or module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _linked_elsewhere(paths: Collection[Path]) -> Reasons:
    """Return the notebooks that are hard links to files of the course which nobody handed in.

    A hard link between two submissions stays: nobody can tell who made the link, and the other
    student must not pay for it. A link to a file outside of the course stays as well: it reveals
    no secret of the course, and a backup may consist of links.
    """
    unfit: Reasons = {}
    for same_file, names in linked(path for path in paths if path.suffix == ".ipynb"):
        places = {_submissions_folder(path) if path.suffix == ".ipynb" else None for path in names}
        elsewhere = (path for path in same_file if places - {_submissions_folder(path)})
        unfit |= dict.fromkeys(elsewhere, LINKED)
    return unfit


def _submissions_folder(notebook: Path) -> Path:
    return notebook.absolute().parent.parent.parent


def linked(paths: Iterable[Path]) -> list[tuple[list[Path], list[Path]]]:
    """Return the files among `paths` that have hard links.

    Returns:
        For each such file, its paths among `paths`, and its paths in the course (the current
        folder, as nbgrader has it).
    """
    files: dict[tuple[int, int], tuple[list[Path], list[Path]]] = {}
    for path in paths:
        status = path.lstat()
        if status.st_nlink > 1:
            files.setdefault((status.st_dev, status.st_ino), ([], []))[0].append(path)
    for parent, _, names in os.walk(Path.cwd()) if files else []:
        for name in names:
            with suppress(OSError):  # gone since
                status = Path(parent, name).lstat()
                if file := files.get((status.st_dev, status.st_ino)):
                    file[1].append(Path(parent, name))
    return list(files.values())
