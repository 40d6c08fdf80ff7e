"""Finds the assignment's notebooks among the files of a submission, by the cells that they hold.

Browsers, mail programs and students rename files, put them into folders and hand in two of them. So
a notebook is known by its graded cells, and of several the one counts that was worked on. Where it
is not clear which one that is there is no grade, and a person is told why.
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
# The name that a line of code gives to a function, a class or a value.
BINDS = re.compile(r"^(?:(?:async )?def |class )(\w+)|^(\w+) *=[^=]", re.MULTILINE)


@dataclass(frozen=True)
class File:
    """A file of a submission that is a notebook, or is called one.

    Attributes:
        name: its path in the submission.
        notebook: what could be read of it.
        notes: what is to be said of it.
        problem: why it cannot be read.
    """

    name: str
    notebook: NotebookNode = field(default_factory=new_notebook)
    notes: list[Told] = field(default_factory=list)
    problem: Told = NOTHING


@dataclass(frozen=True)
class Contents:
    """What a submission holds.

    Attributes:
        notebooks: the file that counts as each of the assignment's notebooks; where there can be no
            grade, its problem is a sentence that says why. What was not handed in is left out.
        own: the files that hold cells of the assignment, have its notebooks' names, or are broken.
    """

    notebooks: dict[str, File]
    own: set[str]


def put_placeholders(folder: Path, names: Iterable[str]) -> None:
    """Have a file where nbgrader looks for each notebook that was handed in by another name."""
    for name in names:
        path = folder / f"{name}.ipynb"
        if not path.exists():
            path.write_bytes(PLACEHOLDER)


def sort_out(handed_in: HandedIn, originals: dict[str, NotebookNode]) -> Contents:
    """Find what was handed in as each of the assignment's notebooks.

    Args:
        originals: the released notebooks, by name.
    """
    names = [name for name in handed_in.files if LEFT_BY_MACS not in Path(name).parts]
    files = [file for name in names if (file := _read(name, handed_in.files[name]))]
    for file in files:
        _name_checks(file.notebook, originals)
    ours = {name for original in originals.values() for name in _names_of(original)}
    own = {file.name for file in files if file.problem or ours & _names_of(file.notebook)}
    own |= {f"{name}.ipynb" for name in originals}
    notebooks = {}
    for name, original in originals.items():
        others = originals.keys() - {name}
        notes = [note for note in handed_in.notes if not _is_about(note, others)]
        set_aside = next((note for note in notes if _is_about(note, [name])), NOTHING)
        search = _Search(name, original, files, names, handed_in.notebooks_set_aside, others)
        if file := search.result(set_aside):
            kept = [note for note in notes if note != file.problem]
            notebooks[name] = replace(file, notes=kept + file.notes)
    return Contents(notebooks, own)


def _read(name: str, data: bytes) -> File | None:
    """Return a file if it is, or is called, a notebook; hidden files are no student's work."""
    is_called_one = ".ipynb" in name.lower()
    if any(part.startswith(".") for part in Path(name).parts):
        return None
    if len(data) > LARGEST_NOTEBOOK:
        return File(name, problem=Told("it is too large")) if is_called_one else None
    if not (is_called_one or (data[:1] == b"{" and b'"nbformat"' in data)):
        return None
    try:
        notebook, notes = rebuild(data)
    except Unreadable as error:
        return File(name, problem=Told(str(error))) if is_called_one else None
    return File(name, notebook, notes)


def _names_of(notebook: NotebookNode) -> set[str]:
    return {name for cell in notebook.cells if (name := grade_id(cell)) is not None}


def _name_checks(notebook: NotebookNode, originals: dict[str, NotebookNode]) -> None:
    """Give its name back to each locked cell that a tool has taken it from."""
    there = _names_of(notebook)
    nameless = {
        cell.source: name
        for original in originals.values()
        for cell in original.cells
        if has_flag(cell, "locked") and (name := grade_id(cell)) not in there
    }
    for cell in notebook.cells:
        if grade_id(cell) is None and (name := nameless.pop(cell.source, None)):
            cell.metadata = nbformat.from_dict({"nbgrader": {"grade_id": name}})


def _is_about(note: str, names: Collection[str]) -> bool:
    return any(note.startswith(f"`{name}.ipynb` was set aside") for name in names)


class _Search:
    """The search for the file that counts as one of the assignment's notebooks.

    Args:
        name: of the notebook; `others` are the assignment's other ones.
        files: the notebooks that were handed in.
        names: all that was handed in; `gone` are the notebooks of it that were set aside.
    """

    def __init__(
        self,
        name: str,
        original: NotebookNode,
        files: list[File],
        names: Collection[str],
        gone: Collection[str],
        others: Collection[str],
    ) -> None:
        self.name, self.original, self.others = name, original, others
        self.path = f"{name}.ipynb"
        self.unread = {file.name: file.problem for file in files if file.problem}
        self.readable = [file for file in files if not file.problem]
        readable = {file.name for file in self.readable}
        self.names = list(dict.fromkeys(name for name in [*names, *gone] if name not in readable))
        self.unseen = {*self.unread, *gone} - readable

    def result(self, set_aside: Told) -> File | None:
        """Return the file that counts, if any was handed in.

        Args:
            set_aside: a note that a file of the notebook's name was set aside.
        """
        candidates = self._candidates()
        worked_on = [file for file in candidates if self._is_worked_on(file.notebook)]
        versions = {_text_of(file.notebook): file.name for file in worked_on}
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
        """Return the files that may be the notebook; first the one that has its name."""
        wanted = {grade_id(cell) for cell in self.original.cells} - {None}
        count = {file.name: len(wanted & _names_of(file.notebook)) for file in self.readable}
        found = [file for file in self.readable if 2 * count[file.name] >= len(wanted)]
        found = found or [file for file in self.readable if count[file.name]]
        if not found:  # all that nbgrader keeps in the cells has been lost
            found = [f for f in self.readable if f.name == self.path and not _names_of(f.notebook)]
        return sorted(found, key=lambda file: file.name != self.path)

    def _is_worked_on(self, notebook: NotebookNode) -> bool:
        """Whether it has an answer in its own cell, or in another that defines the same name."""
        given = {cell.source.strip() for cell in self.original.cells}
        solutions = [cell for cell in self.original.cells if has_flag(cell, "solution")]
        answers = {grade_id(cell) for cell in solutions}
        defined = {name for cell in solutions for name in _defined_in(cell)}
        return any(
            grade_id(cell) in answers or defined & _defined_in(cell)
            for cell in notebook.cells
            if cell.source.strip() not in given
        )

    def _why_unclear(self, is_there: bool) -> Told:
        """Why the work may be in a file that is none of the candidates; empty if there is none."""
        places = [name for name in self.names if self._may_be_in(Path(name), is_there)]
        problems = {self.unread.get(name) for name in places}
        if not is_there and len(problems) == 1 and (problem := problems.pop()):
            what = "This notebook" if places == [self.path] else listed(places)
            return Told(f"{what} could not be read: {problem}.")
        found = "Nothing was written in this notebook" if is_there else "It was not handed in"
        return Told(f"{found}, but the work may be in {listed(places)}." if places else "")

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
    return {found[1] or found[2] for found in BINDS.finditer(source)}


def _text_of(notebook: NotebookNode) -> tuple[str, ...]:
    """Return what is graded of a notebook: two that differ in nothing else are the same."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code" or grade_id(cell))
    return tuple(text for cell in cells if (text := cell.source.strip()))
