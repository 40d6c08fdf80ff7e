"""Reads what a student has handed in beside the notebooks, and the checks for it."""

from __future__ import annotations

import ast
import hashlib
import os
import stat
from collections.abc import Collection
from contextlib import suppress
from functools import cache
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbgrader.utils import find_all_files

from grading.notebooks.names import composed
from grading.notebooks.repair import is_autograded
from grading.notebooks.unfit import LARGEST_FILE, LARGEST_SUM


def read_files(
    folder: Path, ignore: list[str], without: Collection[str] = (), *, trusted: bool = False
) -> dict[str, bytes]:
    """The files of a folder, by path relative to it.

    Args:
        ignore: nbgrader's patterns of names to leave out.
        without: paths of files to leave out.
        trusted: whether it is ours; links in a stranger's folder are left out.
    """
    found: dict[str, bytes] = {}
    for path in sorted(map(Path, find_all_files(str(folder), ignore))):
        name = str(path.relative_to(folder))
        if name not in without and path.is_file() and (trusted or not path.is_symlink()):
            found[name] = path.read_bytes()
    # As on a Mac: a file can be opened by its name in either form.
    return {composed(name): data for name, data in found.items()} | found


def fingerprint(folder: Path) -> str:
    """A hash of a folder: of links, and of more than a submission may hold, only of the names.

    No file is in memory as a whole.
    """
    digest, left = hashlib.sha256(), LARGEST_SUM
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            about = path.lstat()
            digest.update(os.fsencode(f"{path.relative_to(folder)}\0{about.st_size}\0"))
            if stat.S_ISREG(about.st_mode) and about.st_size <= min(LARGEST_FILE, left):
                left -= about.st_size
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def read_checks(folder: Path) -> dict[str, str]:
    """The files of hidden checks of a notebook, by name; pytest will say if one is not UTF-8."""
    paths = sorted(folder.glob("*.py"))
    return {path.name: path.read_text("utf-8", "surrogateescape") for path in paths}


def read_reference(path: Path) -> str:
    """The code of the notebook with the reference solutions, as JSON, but not its visible checks.

    Empty where there is no such notebook.
    """
    return _read_reference(path, path.stat().st_mtime_ns) if path.is_file() else ""


@cache
def _read_reference(path: Path, _changed: int) -> str:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in filter(is_autograded, notebook.cells):
        cell.source = ""
    return nbformat.writes(notebook)


def modules_in(check: Path) -> set[str]:
    """What a file of hidden checks imports: modules, and names in them that may be modules, too."""
    found: set[str] = set()
    with suppress(SyntaxError, ValueError):  # pytest will say so
        for node in ast.walk(ast.parse(check.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def imports_of(folder: Path) -> str:
    """The import statements at the top level of an assignment's notebooks, as one piece of code.

    Args:
        folder: with notebooks of ours, not a student's: the code is run outside of any kernel.
    """
    paths = sorted(folder.glob("*.ipynb"))
    found = [line for path in paths for line in _imports_in(path, path.stat().st_mtime_ns)]
    return "\n".join(dict.fromkeys(found))


@cache
def _imports_in(path: Path, _changed: int) -> list[str]:
    """The import statements of a notebook, read once for each time that it was changed."""
    found: list[str] = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            with suppress(SyntaxError):  # a cell may hold another language
                tree = ast.parse(TransformerManager().transform_cell(cell.source))
                imports = (n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom))
                found += map(ast.unparse, imports)
    return found
