"""Reads the files of a submission, and the instructor's files that it is graded with."""

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
# The first line of a cell that writes a module.
WRITTEN = re.compile(r"^%%writefile (?:-a )?(\S+\.py)$", re.MULTILINE)


@dataclass(frozen=True)
class HandedIn:
    """A submission, without the files that were set aside.

    Attributes:
        files: contents by path, those in upper folders before those below.
        hidden: the paths of the files that no kernel may see.
        notes: sentences on the files that were set aside, or are hard links.
        notebooks_set_aside: the paths of the notebooks that were set aside.
        hash: of all files; see `hash_of_folder`.
    """

    files: dict[str, bytes]
    hidden: frozenset[str] = frozenset()
    notes: tuple[Told, ...] = ()
    notebooks_set_aside: tuple[str, ...] = ()
    hash: str = ""


def read_submission(folder: Path, ignore: list[str]) -> HandedIn:
    """Return the submission in a folder from which unsafe files were set aside.

    Args:
        ignore: nbgrader's patterns for names of files that no kernel sees.
    """
    paths = {str(path.relative_to(folder)): path for path in _paths_in(folder)}
    visible = {str(Path(path).relative_to(folder)) for path in find_all_files(str(folder), ignore)}
    return HandedIn(
        {name: path.read_bytes() for name, path in paths.items()},
        frozenset(paths.keys() - visible),
        tuple(notes_of(folder)),
        tuple(notebooks_set_aside(folder)),
        hash_of_folder(folder),
    )


def _paths_in(folder: Path) -> Iterator[Path]:
    """Yield the regular files of a folder, without links and the grader's placeholders."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(parent, name) for name in sorted(names)):
            if path.is_file() and not path.is_symlink() and not is_placeholder(path):
                yield path


def read_files(folder: Path, ignore: list[str]) -> dict[str, bytes]:
    """Return the contents of the files in an instructor's folder, by relative path.

    Args:
        ignore: nbgrader's patterns for names of files to leave out.
    """
    paths = sorted(map(Path, find_all_files(str(folder), ignore)))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}


def hash_of_folder(folder: Path) -> str:
    """Return a hash of the paths, sizes and contents of a folder's files.

    Of links and oversized files only path and size count; placeholders do not count at all. Files
    are read in pieces, to save memory.
    """
    content, left = hashlib.sha256(), LARGEST_SUM
    for path in sorted(folder.rglob("*")):
        if (path.is_symlink() or not path.is_dir()) and not is_placeholder(path):
            status = path.lstat()
            content.update(os.fsencode(f"{path.relative_to(folder)}\0{status.st_size}\0"))
            if stat.S_ISREG(status.st_mode) and status.st_size <= min(LARGEST_FILE, left):
                left -= status.st_size
                with path.open("rb") as file:
                    content.update(hashlib.file_digest(file, "sha256").digest())
    return content.hexdigest()


def read_checks(folder: Path) -> dict[str, str]:
    """Return the sources of a notebook's hidden checks, by file name.

    Bytes that are not UTF-8 are kept, for pytest to report.
    """
    paths = sorted(folder.glob("*.py"))
    return {path.name: path.read_text("utf-8", "surrogateescape") for path in paths}


def read_notebooks(folder: Path) -> dict[str, NotebookNode]:
    """Return the notebooks in an instructor's folder, by name, with an id for every cell."""
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
    """Return the reference notebook as JSON, with its code cells only.

    Visible checks that are not run are empty.
    """
    notebook = deepcopy(source)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.metadata = NotebookNode()  # editors change it without changing code
    indices = code_cells(notebook)
    for index, cell in enumerate(notebook.cells):
        if index not in indices:
            cell.source = ""
    return nbformat.writes(notebook)


def modules_in(check: str) -> set[str]:
    """Return the modules that hidden checks import; imported names are included as submodules."""
    modules: set[str] = set()
    with suppress(SyntaxError, ValueError):  # pytest reports it
        for node in ast.walk(ast.parse(check)):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return modules


def imports_of(folder: Path) -> str:
    """Return the import statements of the notebooks in a folder; see `imports_in`."""
    return imports_in(read_notebooks(folder).values(), read_files(folder, ["*.ipynb"]))


def imports_in(notebooks: Iterable[NotebookNode], files: Iterable[str]) -> str:
    """Return the import statements at the top level of notebooks, as one piece of code.

    Modules in files beside the notebooks, or in files that a cell writes, are left out: only a
    kernel has those files.

    Args:
        notebooks: the instructor's, never a student's: the code runs outside of any kernel.
        files: the paths of the files beside the notebooks.
    """
    code = [cell for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"]
    written = [path for cell in code for path in WRITTEN.findall(cell.source)]
    modules = (Path(path).with_suffix("") for path in [*files, *written] if path.endswith(".py"))
    beside = {part for module in modules for part in module.parts}
    statements: list[str] = []
    for cell in code:
        with suppress(SyntaxError):  # a cell may hold another language
            tree = ast.parse(TransformerManager().transform_cell(cell.source))
            imports = (pair for node in tree.body for pair in _imports(node))
            statements += (line for module, line in imports if module.split(".")[0] not in beside)
    return "\n".join(dict.fromkeys(statements))


def _imports(statement: ast.stmt) -> list[tuple[str, str]]:
    """Return the modules that a statement imports, each with an equivalent import statement."""
    match statement:
        case ast.Import(names):
            return [(alias.name, f"import {ast.unparse(alias)}") for alias in names]
        case ast.ImportFrom(str(module), level=0) if module != "__future__":
            return [(module, ast.unparse(statement))]
    return []
