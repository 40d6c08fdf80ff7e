"""Finds the assignment's notebooks among the files of a submission, by their graded cells.

Browsers, mail programs and students rename files, move them into folders and hand in copies. So a
notebook is recognized by its graded cells, and of several copies the edited one counts. Where
several edited versions differ, the notebook gets no grade and a note for the instructor.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from grading.notebooks.intake import PLACEHOLDER
from grading.notebooks.names import LEFT_BY_MACS, listed, shown
from grading.notebooks.reading import HandedIn
from grading.notebooks.rebuild import Unreadable, rebuild
from grading.notebooks.repair import grade_id, has_flag
from grading.notebooks.unfit import CHECKPOINTS, LARGEST_NOTEBOOK
from grading.sandbox.told import NOTHING, Told

ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
# A line of code that defines a function, a class or a value, with its name.
BINDS = re.compile(r"^(?:(?:async )?def |class )(\w+)|^(\w+) *=[^=]", re.MULTILINE)


@dataclass(frozen=True)
class File:
    """A file of a submission that is a notebook, or is named like one.

    Attributes:
        name: its path in the submission.
        notebook: the rebuilt notebook; empty if the file cannot be read.
        notes: sentences on the file for students and instructors.
        problem: why the file cannot be read; empty if it can.
    """

    name: str
    notebook: NotebookNode = field(default_factory=new_notebook)
    notes: list[Told] = field(default_factory=list)
    problem: Told = NOTHING


@dataclass(frozen=True)
class Contents:
    """The notebooks of a submission, sorted out.

    Attributes:
        notebooks: the file that counts, by the name of the assignment's notebook. If the notebook
            cannot be graded, the file's `problem` says why. Missing notebooks are left out.
        own: files that no kernel may see: submitted notebooks and unreadable ones.
    """

    notebooks: dict[str, File]
    own: set[str]


def put_placeholders(folder: Path, names: Iterable[str]) -> None:
    """Create placeholder files for notebooks that were handed in under another name.

    nbgrader only looks for the expected names.
    """
    for name in names:
        path = folder / f"{name}.ipynb"
        if not path.exists():
            path.write_bytes(PLACEHOLDER)


def sort_out(handed_in: HandedIn, originals: dict[str, NotebookNode]) -> Contents:
    """Return the file that counts as each of the assignment's notebooks.

    Args:
        originals: the released notebooks, by name.
    """
    names = [name for name in handed_in.files if LEFT_BY_MACS not in Path(name).parts]
    files = [file for name in names if (file := _read(name, handed_in.files[name]))]
    for file in files:
        _restore_names(file.notebook, originals)
    released = {name for original in originals.values() for name in _names_of(original)}
    own = {file.name for file in files if file.problem or released & _names_of(file.notebook)}
    own |= {f"{name}.ipynb" for name in originals}
    notebooks = {}
    for name, original in originals.items():
        others = originals.keys() - {name}
        notes = [note for note in handed_in.notes if not _says_set_aside(note, others)]
        set_aside = next((note for note in notes if _says_set_aside(note, [name])), NOTHING)
        search = _Search(name, original, files, names, handed_in.notebooks_set_aside, others)
        if file := search.result(set_aside):
            kept = [note for note in notes if note != file.problem]
            notebooks[name] = replace(file, notes=kept + file.notes)
    return Contents(notebooks, own)


def _read(name: str, data: bytes) -> File | None:
    """Return the file if it is a notebook or named like one; None for others and hidden files."""
    has_suffix = ".ipynb" in name.lower()
    if any(part.startswith(".") for part in Path(name).parts):
        return None
    if len(data) > LARGEST_NOTEBOOK:
        return File(name, problem=Told("it is too large")) if has_suffix else None
    if not (has_suffix or (data[:1] == b"{" and b'"nbformat"' in data)):
        return None
    try:
        notebook, notes = rebuild(data)
    except Unreadable as error:
        return File(name, problem=Told(str(error))) if has_suffix else None
    return File(name, notebook, notes)


def _names_of(notebook: NotebookNode) -> set[str]:
    return {name for cell in notebook.cells if (name := grade_id(cell)) is not None}


def _restore_names(notebook: NotebookNode, originals: dict[str, NotebookNode]) -> None:
    """Restore the grade_id of each locked cell from which a tool has removed the metadata."""
    present = _names_of(notebook)
    nameless = {
        cell.source: name
        for original in originals.values()
        for cell in original.cells
        if has_flag(cell, "locked") and (name := grade_id(cell)) not in present
    }
    for cell in notebook.cells:
        if grade_id(cell) is None and (name := nameless.pop(cell.source, None)):
            cell.metadata = nbformat.from_dict({"nbgrader": {"grade_id": name}})


def _says_set_aside(note: str, names: Collection[str]) -> bool:
    return any(note.startswith(f"`{name}.ipynb` was set aside") for name in names)


class _Search:
    """The search for the file that counts as one of the assignment's notebooks.

    Args:
        name: the name of the notebook.
        original: the notebook as released.
        files: the notebooks in the submission.
        names: the paths of all files in the submission.
        paths_set_aside: the paths of the notebooks that were set aside from the submission.
        others: the names of the assignment's other notebooks.
    """

    def __init__(
        self,
        name: str,
        original: NotebookNode,
        files: list[File],
        names: Collection[str],
        paths_set_aside: Collection[str],
        others: Collection[str],
    ) -> None:
        self.name, self.original, self.others = name, original, others
        self.path = f"{name}.ipynb"
        self.unread = {file.name: file.problem for file in files if file.problem}
        self.readable = [file for file in files if not file.problem]
        readable = {file.name for file in self.readable}
        self.names = list(
            dict.fromkeys(name for name in [*names, *paths_set_aside] if name not in readable)
        )
        self.unseen = {*self.unread, *paths_set_aside} - readable

    def result(self, set_aside: Told) -> File | None:
        """Return the file that counts; None if the notebook was not handed in.

        Args:
            set_aside: the note that a file with the notebook's name was set aside; may be empty.
        """
        candidates = self._candidates()
        worked_on = [file for file in candidates if self._is_worked_on(file.notebook)]
        # Files with the same graded text are copies of one version.
        versions = {_graded_text(file.notebook): file.name for file in worked_on}
        if len(versions) > 1:
            versions_of_it = listed(versions.values())
            what = f"Several versions were handed in: {versions_of_it}. Which one counts?"
            return File(self.path, problem=Told(what))
        if not worked_on and (problem := set_aside or self._why_unclear(bool(candidates))):
            return File(self.path, problem=problem)
        if not candidates:
            return None
        chosen, *left = worked_on or candidates
        notes: list[Told] = []
        if chosen.name != self.path:
            notes.append(Told(f"It was handed in as `{shown(chosen.name)}`."))
        if left_out := {file.name for file in candidates} - {chosen.name, *(f.name for f in left)}:
            notes.append(Told(f"Left out, as nothing was written in it: {listed(left_out)}."))
        return replace(chosen, notes=notes + chosen.notes)

    def _candidates(self) -> list[File]:
        """Return the files that may be the notebook; first the file with the expected name."""
        wanted = {grade_id(cell) for cell in self.original.cells} - {None}
        count = {file.name: len(wanted & _names_of(file.notebook)) for file in self.readable}
        likely = [file for file in self.readable if 2 * count[file.name] >= len(wanted)]
        likely = likely or [file for file in self.readable if count[file.name]]
        if not likely:  # a tool may have removed all of nbgrader's metadata
            likely = [f for f in self.readable if f.name == self.path and not _names_of(f.notebook)]
        return sorted(likely, key=lambda file: file.name != self.path)

    def _is_worked_on(self, notebook: NotebookNode) -> bool:
        """Return whether a solution cell, or any cell that defines the same name, was edited."""
        released = {cell.source.strip() for cell in self.original.cells}
        solutions = [cell for cell in self.original.cells if has_flag(cell, "solution")]
        answers = {grade_id(cell) for cell in solutions}
        defined = {name for cell in solutions for name in _defined_in(cell)}
        return any(
            grade_id(cell) in answers or defined & _defined_in(cell)
            for cell in notebook.cells
            if cell.source.strip() not in released
        )

    def _why_unclear(self, is_there: bool) -> Told:
        """Return why the work may be in a file that is not a candidate; empty if it is in none."""
        places = [name for name in self.names if self._may_be_in(Path(name), is_there)]
        problems = {self.unread.get(name) for name in places}
        if not is_there and len(problems) == 1 and (problem := problems.pop()):
            what = "This notebook" if places == [self.path] else listed(places)
            return Told(f"{what} could not be read: {problem}.")
        finding = "Nothing was written in this notebook" if is_there else "It was not handed in"
        return Told(f"{finding}, but the work may be in {listed(places)}." if places else "")

    def _may_be_in(self, path: Path, is_there: bool) -> bool:
        stem = path.name.split(".")[0]
        if path.parent.name == CHECKPOINTS:
            return not is_there and stem == f"{self.name}-checkpoint"
        is_of_another = stem in self.others
        is_unseen = str(path) in self.unseen and not is_of_another
        is_of_its_name = stem.casefold() == self.name.casefold() and str(path) != self.path
        return is_unseen or is_of_its_name or path.suffix.lower() in ARCHIVES


def _defined_in(cell: NotebookNode) -> set[str]:
    source = cell.source if cell.cell_type == "code" else ""
    return {match[1] or match[2] for match in BINDS.finditer(source)}


def _graded_text(notebook: NotebookNode) -> tuple[str, ...]:
    cells = (cell for cell in notebook.cells if cell.cell_type == "code" or grade_id(cell))
    return tuple(text for cell in cells if (text := cell.source.strip()))
