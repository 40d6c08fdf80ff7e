"""Restores a submitted notebook to the structure of the released one.

Students may change only their own code and text. Everything that nbgrader depends on (ids, points,
flags, types and the text of locked cells) is taken from the release, whatever the submission says.
Notes tell what was repaired.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy

from nbformat import NotebookNode

from grading.sandbox.told import Told


def grade_id(cell: NotebookNode) -> str | None:
    """Return the grade_id of a cell; None if the cell has none."""
    metadata = cell.metadata.get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    value = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return value if isinstance(value, str) else None


def has_flag(cell: NotebookNode, flag: str) -> bool:
    """Return whether a released cell is marked as `grade`, `solution` or `locked`."""
    return bool(cell.metadata.get("nbgrader", {}).get(flag, False))


def is_autograded(cell: NotebookNode) -> bool:
    """Return whether a released cell is a graded one whose score the hidden checks give."""
    return cell.cell_type == "code" and has_flag(cell, "grade") and not has_flag(cell, "solution")


def restore(submitted: NotebookNode, release: NotebookNode) -> list[Told]:
    """Repair a submitted notebook in place.

    Cells that are not in the release become plain cells. Of several cells with one grade_id the
    last counts, as it does when the notebook is run. Missing locked or graded cells are put back
    after the cell that precedes them in the release.

    Returns:
        A sentence for each repair that a student or an instructor should know of.
    """
    submitted.metadata = deepcopy(release.metadata)
    _forget_ids(submitted, {cell.id for cell in release.cells})
    known = {name: cell for cell in release.cells if (name := grade_id(cell)) is not None}
    metadata = {cell.source: cell.metadata for cell in release.cells if grade_id(cell) is None}
    places: dict[str, NotebookNode] = {}
    copied: set[str] = set()
    for cell in submitted.cells:
        name = grade_id(cell)
        # An ungraded cell of the release keeps its metadata, which may say that the cell is folded.
        cell.metadata = deepcopy(metadata.get(cell.source, NotebookNode()))
        if name in known:
            copied |= {name} & places.keys()
            places[name] = cell
    notes = [
        Told(f"The cell `{name}` was there more than once: the last one counts.") for name in copied
    ]
    for name, cell in places.items():
        notes += _overwrite(submitted, cell, known[name])
    for name in [name for name in known if name not in places]:
        if has_flag(known[name], "locked") or has_flag(known[name], "grade"):
            places[name] = deepcopy(known[name])
            what = "the original was put back"
            if has_flag(known[name], "solution"):  # nbgrader takes the original text for unanswered
                places[name].source, what = "", "an empty one was put in its place"
            notes.append(Told(f"The cell `{name}` was missing: {what}."))
            _insert(submitted, places, name, known)
        else:
            notes.append(Told(f"The cell `{name}` is missing."))
    _make_ids_unique(submitted, places.values())
    return notes


def _overwrite(
    notebook: NotebookNode, cell: NotebookNode, original: NotebookNode
) -> Iterator[Told]:
    """Overwrite a student's cell with the original, but keep its contents if it is not locked.

    Text that was written into a locked cell may be an answer, so it is kept in a new cell above.

    Yields:
        A sentence for each change that the student had made.
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
    contents = (
        {} if is_locked else {key: cell[key] for key in ("source", "attachments") if key in cell}
    )
    cell.clear()
    cell.update(deepcopy(original), **contents)


def _insert(
    notebook: NotebookNode, places: dict[str, NotebookNode], name: str, order: Iterable[str]
) -> None:
    """Insert a cell after its nearest predecessor in the release that the notebook has."""
    names = list(order)
    before = [places[other] for other in names[: names.index(name)] if other in places]
    position = next(
        (i + 1 for i, cell in enumerate(notebook.cells) if before and cell is before[-1]), 0
    )
    notebook.cells.insert(position, places[name])


def _forget_ids(notebook: NotebookNode, known: Collection[str]) -> None:
    """Replace ids that are not in the release, which editors make up, by numbered ids."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.get("id") not in known:
            cell.id = f"cell-{number}"


def _make_ids_unique(notebook: NotebookNode, known: Collection[NotebookNode]) -> None:
    """Give a new id to each cell whose id another cell has; the release's cells keep their ids."""
    keep = set(map(id, known))
    taken = {cell.get("id", "") for cell in known}
    for number, cell in enumerate(notebook.cells):
        if id(cell) not in keep:
            if cell.get("id") in taken:
                cell.id = f"cell-{number}"
            taken.add(cell.get("id", ""))
