"""Reads what a student has handed in, and what of ours it is graded by."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.utils import find_all_files

from grading.notebooks.intake import is_placeholder, notebooks_set_aside, notes_of
from grading.notebooks.running import code_cells
from grading.notebooks.unfit import LARGEST_FILE, LARGEST_SUM
from grading.sandbox.told import Told

MINOR_WITH_IDS = 5  # nbformat 4.5 is the first in which cells have ids
WRITTEN = re.compile(r"^%%writefile (?:-a )?(\S+\.py)$", re.MULTILINE)  # by a cell


@dataclass(frozen=True)
class HandedIn:
    """What a student has handed in, but for what was set aside.

    Attributes:
        files: by path, those in upper folders before those below.
        hidden: the paths of those that no kernel may see.
        notes: what is to be said of the files that were set aside, or shared.
        notebooks_set_aside: the paths of the notebooks among them.
        stamp: a hash of it all; see `fingerprint`.
    """

    files: dict[str, bytes]
    hidden: frozenset[str] = frozenset()
    notes: tuple[Told, ...] = ()
    notebooks_set_aside: tuple[str, ...] = ()
    stamp: str = ""


def read_submission(folder: Path, ignore: list[str]) -> HandedIn:
    """Read a submission's folder, from which all has been set aside that must not be there.

    Args:
        ignore: nbgrader's patterns of names that no kernel sees.
    """
    paths = {str(path.relative_to(folder)): path for path in _paths_in(folder)}
    seen = {str(Path(path).relative_to(folder)) for path in find_all_files(str(folder), ignore)}
    return HandedIn(
        {name: path.read_bytes() for name, path in paths.items()},
        frozenset(paths.keys() - seen),
        tuple(notes_of(folder)),
        tuple(notebooks_set_aside(folder)),
        fingerprint(folder),
    )


def _paths_in(folder: Path) -> Iterator[Path]:
    """Yield the files, but no links and nothing of the grader's."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(parent, name) for name in sorted(names)):
            if path.is_file() and not path.is_symlink() and not is_placeholder(path):
                yield path


def read_files(folder: Path, ignore: list[str]) -> dict[str, bytes]:
    """Return the files of a folder of ours, by path relative to it.

    Args:
        ignore: nbgrader's patterns of names to leave out.
    """
    paths = sorted(map(Path, find_all_files(str(folder), ignore)))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}


def fingerprint(folder: Path) -> str:
    """Return a hash of a folder: of links, and of more than a submission may hold, of the names.

    No file is in memory as a whole, and placeholders do not count.
    """
    digest, left = hashlib.sha256(), LARGEST_SUM
    for path in sorted(folder.rglob("*")):
        if (path.is_symlink() or not path.is_dir()) and not is_placeholder(path):
            about = path.lstat()
            digest.update(os.fsencode(f"{path.relative_to(folder)}\0{about.st_size}\0"))
            if stat.S_ISREG(about.st_mode) and about.st_size <= min(LARGEST_FILE, left):
                left -= about.st_size
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def read_checks(folder: Path) -> dict[str, str]:
    """Return a notebook's files of hidden checks, by name; pytest will say if one is not UTF-8."""
    paths = sorted(folder.glob("*.py"))
    return {path.name: path.read_text("utf-8", "surrogateescape") for path in paths}


def read_notebooks(folder: Path) -> dict[str, NotebookNode]:
    """Return the notebooks of ours in a folder, by name; cells of older formats are given ids."""
    notebooks = {}
    for path in sorted(folder.glob("*.ipynb")):
        notebooks[path.stem] = notebook = nbformat.read(path, as_version=4)
        notebook.nbformat_minor = max(notebook.nbformat_minor, MINOR_WITH_IDS)
        for number, cell in enumerate(notebook.cells):
            cell.setdefault(
                "id", hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
            )
    return notebooks


def reference_in(source: NotebookNode) -> str:
    """Return the cells of code with the reference solutions, as a notebook in JSON.

    The visible checks that are not run are left out.
    """
    notebook = deepcopy(source)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.metadata = NotebookNode()  # which editors write anew
    run = code_cells(notebook)
    for index, cell in enumerate(notebook.cells):
        if index not in run:
            cell.source = ""
    return nbformat.writes(notebook)


def modules_in(check: str) -> set[str]:
    """Return what hidden checks import: modules, and names in them that may be modules, too."""
    found: set[str] = set()
    with suppress(SyntaxError, ValueError):  # pytest will say so
        for node in ast.walk(ast.parse(check)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def imports_of(folder: Path) -> str:
    """Return the import statements of the notebooks in a folder; see `imports_in`."""
    return imports_in(read_notebooks(folder).values(), read_files(folder, ["*.ipynb"]))


def imports_in(notebooks: Iterable[NotebookNode], files: Iterable[str]) -> str:
    """Return the import statements at the top level of notebooks, as one piece of code.

    Modules that stand beside the notebooks, or that a cell writes, are left to the kernel.

    Args:
        notebooks: of ours, not a student's: the code is run outside of any kernel.
        files: the paths of what stands beside them.
    """
    code = [cell for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"]
    written = [path for cell in code for path in WRITTEN.findall(cell.source)]
    modules = (Path(path).with_suffix("") for path in [*files, *written] if path.endswith(".py"))
    beside = {part for module in modules for part in module.parts}
    found: list[str] = []
    for cell in code:
        with suppress(SyntaxError):  # a cell may hold another language
            tree = ast.parse(TransformerManager().transform_cell(cell.source))
            imports = (pair for node in tree.body for pair in _imports(node))
            found += (line for module, line in imports if module.split(".")[0] not in beside)
    return "\n".join(dict.fromkeys(found))


def _imports(statement: ast.stmt) -> list[tuple[str, str]]:
    """Return the modules that a statement imports, each with a statement that does the same."""
    match statement:
        case ast.Import(names):
            return [(alias.name, f"import {ast.unparse(alias)}") for alias in names]
        case ast.ImportFrom(str(module), level=0) if module != "__future__":
            return [(module, ast.unparse(statement))]
    return []
