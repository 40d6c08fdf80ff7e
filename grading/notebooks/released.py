"""Puts released cells back whose definitions an executed notebook lacks.

A student's first cell may import a module that is not installed here, so that the lines below the
import never run; or the cell was deleted, split, or turned into text. Names that the released cell
defines are then missing further down. Answers, and cells that a student added, stay as they are.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from copy import deepcopy

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from grading.notebooks.endings import can_be_run_again, ending, failed, missing_module, title_of
from grading.notebooks.repair import grade_id, has_flag, is_autograded
from grading.notebooks.symbols import defined_in, needed_by, parse, python_of, unparse
from grading.sandbox.told import Told

KEPT = ("id", "cell_type", "metadata")  # fields of each cell
ALIKE = 0.5  # share of a released cell's lines that the student's version of the cell must hold


def outline(release: NotebookNode) -> NotebookNode:
    """Return the part of a release that `mend` uses: all cells, with the instructor's code only."""
    cells = [
        {key: cell[key] for key in KEPT}
        | {"source": cell.source if _is_instructors_code(cell) else ""}
        for cell in release.cells
    ]
    return from_dict({"cells": cells})


def mend(notebook: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[Told]]:
    """Return an executed notebook with the released cells that define names it lacks.

    Each released cell is inserted before the student's version of the cell, of which all statements
    that can be run stay; or else after the cells that precede the released cell in the release.

    Returns:
        The notebook, and a sentence for each inserted cell.
    """
    cells = notebook.cells
    inserted: defaultdict[int, list[NotebookNode]] = defaultdict(list)
    replaced: dict[int, list[NotebookNode]] = {}
    notes = []
    for index in _lacking(notebook, release):
        released = release.cells[index]
        at = _find_edited(released, cells)
        edited = None if at is None else cells[at]
        inserted[_index_after(release.cells[:index], cells) if at is None else at].append(released)
        notes.append(_note_on(released, edited))
        if at is not None and edited is not None and edited.cell_type == "code" and failed(edited):
            replaced[at] = [new_code_cell(_in_try_statements(edited))]
    mended = [
        cell
        for index in range(len(cells) + 1)
        for cell in inserted[index] + replaced.get(index, cells[index : index + 1])
    ]
    return NotebookNode(notebook, cells=deepcopy(mended)), notes


def _lacking(notebook: NotebookNode, release: NotebookNode) -> list[int]:
    """Return the indices of the released cells that define names which the notebook lacks."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_autograded(cell)]
    present = {cell.source.strip() for cell in code}
    defined = {name for cell in code if not failed(cell) for name in defined_in(cell.source)}
    needed = {name for cell in code for name in needed_by(cell.source)}
    lacking_names = {
        index: defined_in(cell.source) - defined
        for index, cell in enumerate(release.cells)
        if _is_instructors_code(cell) and cell.source.strip() not in present
    }
    lacking: set[int] = set()
    while more := {i for i in lacking_names if lacking_names[i] & needed} - lacking:
        lacking |= more
        needed |= {name for index in more for name in needed_by(release.cells[index].source)}
    return sorted(lacking)


def _is_instructors_code(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not has_flag(cell, "solution") and not is_autograded(cell)


def _find_edited(released: NotebookNode, cells: list[NotebookNode]) -> int | None:
    """Return the index of the student's version of a released cell, found by id or by lines."""
    same = [index for index, cell in enumerate(cells) if cell.id == released.id]
    if len(same) == 1:
        return same[0]
    lines = _lines(released)
    alike = {
        index: (_lines(cell) & lines).total() / lines.total()
        for index, cell in enumerate(cells)
        if cell.cell_type == "code"
        and grade_id(cell) is None  # a cell with a grade_id is no version of another
    }
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= ALIKE else None


def _lines(cell: NotebookNode) -> Counter[str]:
    return Counter(line for line in map(str.strip, cell.source.split("\n")) if line)


def _index_after(before: list[NotebookNode], cells: list[NotebookNode]) -> int:
    """Return the index after the last of these released cells that the notebook has; or else 0."""
    ids = {cell.id: index for index, cell in enumerate(cells)}
    code = {cell.source: index for index, cell in enumerate(cells) if cell.cell_type == "code"}
    known = (ids.get(cell.id, code.get(cell.source)) for cell in reversed(before))
    return next((place + 1 for place in known if place is not None), 0)


def _in_try_statements(cell: NotebookNode) -> str:
    """Return a cell's code with each statement in a `try`, so that one failure stops no other."""
    tree = parse(python_of(cell.source) if can_be_run_again(cell) else "")
    go_on = ast.ExceptHandler(ast.Name("Exception"), None, [ast.Pass()])
    for index, statement in enumerate(tree.body):
        if getattr(statement, "module", "") != "__future__":  # Python allows these at the top only
            tree.body[index] = ast.Try([statement], [go_on], [], [])
    return unparse(tree)


def _note_on(released: NotebookNode, edited: NotebookNode | None) -> Told:
    if edited is None or edited.cell_type != "code":
        title = title_of(released)
        return Told(f"The released cell `{title}` was missing or no code: it was put back.")
    title = title_of(edited)
    if not failed(edited):
        return Told(f"The cell `{title}` lacks lines of the released one, which was run before it.")
    if module := missing_module(edited):
        what = f"`{module}`, which is not installed here"
        return Told(f"The cell `{title}` needs {what}: the released cell was run in its place.")
    how = ending(edited) or "did not run to its end"
    return Told(f"The cell `{title}` {how}: the released cell was run in its place.")
