"""Selects the cells of a notebook that are run: code, without visible checks."""

from __future__ import annotations

from collections.abc import Collection

from nbformat import NotebookNode

from grading.notebooks.repair import grade_id, is_autograded
from grading.notebooks.symbols import defined_in, needed_by


def code_cells(
    notebook: NotebookNode, above: str | None = None, *, always: Collection[str] = ()
) -> list[int]:
    """Return the indices of the code cells to run.

    A graded cell holds a visible check, so it is run only if a cell below needs a name that the
    graded cell defines.

    Args:
        notebook: a repaired notebook.
        above: the grade_id of a graded cell; only the cells above this cell are returned.
        always: the grade_ids of graded cells that are run in any case.
    """
    cells = notebook.cells
    names = [grade_id(cell) if is_autograded(cell) else None for cell in cells]
    end = names.index(above) if above is not None and above in names else len(cells)
    run: list[int] = []
    needed: set[str] = set()
    for index in (i for i in reversed(range(end)) if cells[i].cell_type == "code"):
        defined = defined_in(cells[index].source)
        if names[index] is None or names[index] in always or defined & needed:
            needed |= needed_by(cells[index].source)
            needed -= defined
            run.append(index)
    return run[::-1]
