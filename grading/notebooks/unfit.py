"""Tells which files of a submission must not stay in its folder, and why.

Links, devices, huge files, files that would stand in for modules or settings, and what is too much:
then what programs have put there goes first, and notebooks stay the longest.
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
MOST_FILES = 1000  # with the folders that they are in
SETTINGS = {"conftest", "sitecustomize", "usercustomize"}
SETTINGS_FILES = {"pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"}
CHECKPOINTS = ".ipynb_checkpoints"  # students' work may be in it
# The folders of programs, besides hidden ones: by their names, or by what is in them.
OF_PROGRAMS = {"__pycache__", "node_modules", "site-packages", LEFT_BY_MACS}
IN_THE_WAY = Told("is in the place of one of the assignment's own")
ENVIRONMENT = {"pyvenv.cfg", "conda-meta"}

Reasons = dict[Path, Told]  # verb phrases
Sizes = dict[Path, int]  # in bytes


def find_unfit(folder: Path, given: Collection[str] = ()) -> Reasons:
    """Return the files and folders of a submission that must not stay, and why.

    Where anything in a program's folder must not, the folder goes as a whole.

    Args:
        given: the paths of the assignment's own files, which are copied over it.
    """
    folders = {str(parent) for path in given for parent in Path(path).parents}
    unfit: Reasons = {}
    fit: Sizes = {}
    programs: dict[Path, Path] = {}  # by each folder in one of them
    for parent, inner, files in os.walk(folder):
        where = Path(parent)
        if where != folder and where.parent in programs:
            programs[where] = programs[where.parent]
        elif where != folder and _is_a_programs(where, {*inner, *files}):
            programs[where] = where
        for name in [*sorted(inner), *sorted(files)]:
            path = where / name
            taken = given if path.is_dir() else folders
            is_in_the_way = str(path.relative_to(folder)) in taken
            reason = _why_unfit(path, is_top=where == folder)
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
    found = {path: reason for path, reason in unfit.items() if program_of(path) not in whole}
    found |= dict.fromkeys(sorted(whole), Told("holds what a program has put there"))
    excess = dict.fromkeys(_too_much(rest(), folder), Told("is one of too many or too large files"))
    return found | excess


def _is_a_programs(folder: Path, names: set[str]) -> bool:
    """Whether a folder is none that a student has made, such as .git or an environment."""
    is_hidden = folder.name.startswith(".") and folder.name != CHECKPOINTS
    return is_hidden or folder.name in OF_PROGRAMS or bool(ENVIRONMENT & names)


def _is_too_much(sizes: Sizes) -> bool:
    return len(sizes) > MOST_FILES or sum(sizes.values()) > LARGEST_SUM


def _too_much(sizes: Sizes, folder: Path) -> list[Path]:
    """Return what to leave out so that the rest is not too much; whole folders where possible."""
    if not _is_too_much(sizes):
        return []
    kept, total = {folder}, 0
    for path in sorted(sizes, key=_importance):
        new = list(takewhile(lambda each: each not in kept, [path, *path.parents]))
        size = sum(sizes[each] for each in new)
        if len(kept) + len(new) - 1 <= MOST_FILES and total + size <= LARGEST_SUM:
            kept.update(new)
            total += size
    return [path for path in sizes if path not in kept and path.parent in kept]


def _importance(path: Path) -> tuple[bool, int, Path]:
    return path.suffix != ".ipynb" and path.name != TIME, len(path.parts), path


def _why_unfit(path: Path, *, is_top: bool) -> Told | None:
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return Told("is a link to another file")
    if printable(path.name) != path.name:
        return Told("has a name that cannot be printed")
    if stat.S_ISDIR(about.st_mode):
        is_module = is_top and _shadows(path)
        return Told("would stand in for a module of that name") if is_module else None
    if not stat.S_ISREG(about.st_mode):
        return Told("is no ordinary file")
    if about.st_nlink > 1 and path.suffix != ".ipynb":
        return Told("is another file, too (a hard link: hand in a copy)")
    limit = LARGEST_NOTEBOOK if path.suffix == ".ipynb" else LARGEST_FILE
    if about.st_size > limit:
        return Told(f"is too large (over {limit >> 20} MB)")
    if is_top and path.name == TIME and not read_time(path):
        return Told("does not hold a time")
    if is_top and (path.name in SETTINGS_FILES or path.suffix == ".pth" or _shadows(path)):
        return Told("would stand in for a module or settings of that name")
    return None


def _shadows(path: Path) -> bool:
    """Whether `import` would take this in the place of an installed module."""
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
    """Return the notebooks that are the course's own files, and were not handed in.

    Of one that was handed in twice it cannot be told whose it was, and the one who did not make the
    link must not pay for it. A name outside of the course is no secret of the course's: a backup
    may be made of links.
    """
    unfit: Reasons = {}
    for same, names in linked(path for path in paths if path.suffix == ".ipynb"):
        places = {_submitted(path) if path.suffix == ".ipynb" else None for path in names}
        elsewhere = (path for path in same if places - {_submitted(path)})
        why = Told("is another file, too (a hard link: hand in a copy)")
        unfit |= dict.fromkeys(elsewhere, why)
    return unfit


def _submitted(notebook: Path) -> Path:
    """Return the folder of all submissions, if the notebook is in the place of one."""
    return notebook.absolute().parent.parent.parent


def linked(paths: Iterable[Path]) -> list[tuple[list[Path], list[Path]]]:
    """Return those of each file that has several names, and all its names in nbgrader's course."""
    files: dict[tuple[int, int], tuple[list[Path], list[Path]]] = {}
    for path in paths:
        about = path.lstat()
        if about.st_nlink > 1:
            files.setdefault((about.st_dev, about.st_ino), ([], []))[0].append(path)
    for parent, _, names in os.walk(Path.cwd()) if files else []:
        for name in names:
            with suppress(OSError):  # gone since
                about = Path(parent, name).lstat()
                if file := files.get((about.st_dev, about.st_ino)):
                    file[1].append(Path(parent, name))
    return list(files.values())
