"""Puts a submitted notebook back into the shape of the released one.

Only the students' own code and text is theirs to change. Everything that nbgrader goes by
(ids, points, flags, types and the text of locked cells) is taken from the release, whatever
the submission says; what had to be repaired is told in notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy

from nbformat import NotebookNode

from grading.sandbox.told import Told


def grade_id(cell: NotebookNode) -> str | None:
    """Return the id that nbgrader knows the cell by, if it has one."""
    metadata = cell.metadata.get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None


def has_flag(cell: NotebookNode, flag: str) -> bool:
    """Whether a cell of the release is marked as `grade`, `solution` or `locked`."""
    return bool(cell.metadata.get("nbgrader", {}).get(flag, False))


def is_autograded(cell: NotebookNode) -> bool:
    """Whether a cell of the release is one whose score the hidden checks give."""
    return cell.cell_type == "code" and has_flag(cell, "grade") and not has_flag(cell, "solution")


def restore(submitted: NotebookNode, release: NotebookNode) -> list[Told]:
    """Repair a submitted notebook in place.

    Cells that the release does not know become plain cells. Of a cell that occurs more than
    once the last one counts, as it does when the notebook is run. Missing locked or graded
    cells are put back after the cell that they follow in the release.

    Returns:
        A sentence for each thing that a student or an instructor would want to know.
    """
    submitted.metadata = deepcopy(release.metadata)
    _forget_ids(submitted, {cell.id for cell in release.cells})
    known = {name: cell for cell in release.cells if (name := grade_id(cell)) is not None}
    ours = {cell.source: cell.metadata for cell in release.cells if grade_id(cell) is None}
    places: dict[str, NotebookNode] = {}
    copied: set[str] = set()
    for cell in submitted.cells:
        name = grade_id(cell)
        # A cell of the release's that is not graded keeps its look: a picture's code stays folded.
        cell.metadata = deepcopy(ours.get(cell.source, NotebookNode()))
        if name in known:
            copied |= {name} & places.keys()
            places[name] = cell
    notes = [
        Told(f"The cell `{name}` was there more than once: the last one counts.") for name in copied
    ]
    for name, cell in places.items():
        notes += _put_right(submitted, cell, known[name])
    for name in [name for name in known if name not in places]:
        if has_flag(known[name], "locked") or has_flag(known[name], "grade"):
            places[name] = deepcopy(known[name])
            what = "the original was put back"
            if has_flag(known[name], "solution"):  # as it came, nbgrader would call it unanswered
                places[name].source, what = "", "an empty one was put in its place"
            notes.append(Told(f"The cell `{name}` was missing: {what}."))
            _insert(submitted, places, name, known)
        else:
            notes.append(Told(f"The cell `{name}` is missing."))
    _make_ids_unique(submitted, places.values())
    return notes


def _put_right(
    notebook: NotebookNode, cell: NotebookNode, original: NotebookNode
) -> Iterator[Told]:
    """Give a student's cell all of the original but, where that is not locked, what it holds.

    What was written into a locked cell becomes a cell of its own above it: it may be an answer.
    """
    name = grade_id(original)
    if cell.cell_type != original.cell_type:
        yield Told(f"The cell `{name}` had become a {cell.cell_type} cell.")
    is_locked = has_flag(original, "locked")
    if is_locked and cell.source.strip() != original.source.strip():
        place = next(i for i, other in enumerate(notebook.cells) if other is cell)
        notebook.cells.insert(place, NotebookNode(cell))
        yield Told(
            f"The cell `{name}` had been edited: the original was put back below what it held."
        )
    held = {} if is_locked else {key: cell[key] for key in ("source", "attachments") if key in cell}
    cell.clear()
    cell.update(deepcopy(original), **held)


def _insert(
    notebook: NotebookNode, places: dict[str, NotebookNode], name: str, order: Iterable[str]
) -> None:
    """Put a cell after the nearest of its predecessors that the notebook has."""
    names = list(order)
    before = [places[other] for other in names[: names.index(name)] if other in places]
    position = next(
        (i + 1 for i, cell in enumerate(notebook.cells) if before and cell is before[-1]), 0
    )
    notebook.cells.insert(position, places[name])


def _forget_ids(notebook: NotebookNode, known: Collection[str]) -> None:
    """Give cells with ids that the release does not know, which editors make up, numbers."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.get("id") not in known:
            cell.id = f"cell-{number}"


def _make_ids_unique(notebook: NotebookNode, known: Collection[NotebookNode]) -> None:
    """Give a new id to each cell that has another's; the release's cells keep theirs."""
    keep = set(map(id, known))
    seen = {cell.get("id", "") for cell in known}
    for number, cell in enumerate(notebook.cells):
        if id(cell) not in keep:
            if cell.get("id") in seen:
                cell.id = f"cell-{number}"
            seen.add(cell.get("id", ""))
