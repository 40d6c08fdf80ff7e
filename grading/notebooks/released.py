"""Gives a notebook back what it lacks of the release's own cells.

A student's first cell may ask for what this machine lacks, so that the lines below it never run; or
it was deleted, split, or turned into text. What the released cell defines is then missing further
down. What students are to write, and cells of their own, are left as they are.
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

KEPT = ("id", "cell_type", "metadata")  # of each cell
ALIKE = 0.5  # of a released cell's lines are in the cell that was made of it


def outline(release: NotebookNode) -> NotebookNode:
    """Return what `mend` goes by of a release: its own code, and which cells there are."""
    cells = [
        {key: cell[key] for key in KEPT} | {"source": cell.source if _is_its_own(cell) else ""}
        for cell in release.cells
    ]
    return from_dict({"cells": cells})


def mend(notebook: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[Told]]:
    """Return a notebook that was run once, with the released cells whose names it lacks.

    Each stands before the cell that was made of it, of which all is kept that can be run; or after
    the cells that it follows in the release.

    Returns:
        The notebook, and a sentence for each cell that it was given.
    """
    cells = notebook.cells
    given: defaultdict[int, list[NotebookNode]] = defaultdict(list)
    instead: dict[int, list[NotebookNode]] = {}
    notes = []
    for index in _lacking(notebook, release):
        released = release.cells[index]
        at = _twin(released, cells)
        twin = None if at is None else cells[at]
        given[_behind(release.cells[:index], cells) if at is None else at].append(released)
        notes.append(_note(released, twin))
        if at is not None and twin is not None and twin.cell_type == "code" and failed(twin):
            instead[at] = [new_code_cell(_what_can_be_run(twin))]
    mended = [
        cell
        for index in range(len(cells) + 1)
        for cell in given[index] + instead.get(index, cells[index : index + 1])
    ]
    return NotebookNode(notebook, cells=deepcopy(mended)), notes


def _lacking(notebook: NotebookNode, release: NotebookNode) -> list[int]:
    """Return the indices of the released cells with names that no cell defines and some need."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_autograded(cell)]
    there = {cell.source.strip() for cell in code}
    defined = {name for cell in code if not failed(cell) for name in defined_in(cell.source)}
    needed = {name for cell in code for name in needed_by(cell.source)}
    waiting = {
        index: defined_in(cell.source) - defined
        for index, cell in enumerate(release.cells)
        if _is_its_own(cell) and cell.source.strip() not in there
    }
    lacking: set[int] = set()
    while more := {index for index in waiting if waiting[index] & needed} - lacking:
        lacking |= more
        needed |= {name for index in more for name in needed_by(release.cells[index].source)}
    return sorted(lacking)


def _is_its_own(cell: NotebookNode) -> bool:
    """Return whether a cell of the release is code that is not for students to write."""
    return cell.cell_type == "code" and not has_flag(cell, "solution") and not is_autograded(cell)


def _twin(released: NotebookNode, cells: list[NotebookNode]) -> int | None:
    """Return the index of the cell that was made of a released one: by its id, or by its lines."""
    same = [index for index, cell in enumerate(cells) if cell.id == released.id]
    if len(same) == 1:
        return same[0]
    lines = _lines(released)
    alike = {
        index: (_lines(cell) & lines).total() / lines.total()
        for index, cell in enumerate(cells)
        if cell.cell_type == "code" and grade_id(cell) is None  # which it would be known by
    }
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= ALIKE else None


def _lines(cell: NotebookNode) -> Counter[str]:
    return Counter(line for line in map(str.strip, cell.source.split("\n")) if line)


def _behind(before: list[NotebookNode], cells: list[NotebookNode]) -> int:
    """Return the index behind the last of some released cells that there is; 0 without any."""
    ids = {cell.id: index for index, cell in enumerate(cells)}
    code = {cell.source: index for index, cell in enumerate(cells) if cell.cell_type == "code"}
    known = (ids.get(cell.id, code.get(cell.source)) for cell in reversed(before))
    return next((place + 1 for place in known if place is not None), 0)


def _what_can_be_run(cell: NotebookNode) -> str:
    """Return the code of a cell in which a statement that fails does not stop the others."""
    tree = parse(python_of(cell.source) if can_be_run_again(cell) else "")
    go_on = ast.ExceptHandler(ast.Name("Exception"), None, [ast.Pass()])
    for index, statement in enumerate(tree.body):
        if getattr(statement, "module", "") != "__future__":  # which no other may enclose
            tree.body[index] = ast.Try([statement], [go_on], [], [])
    return unparse(tree)


def _note(released: NotebookNode, twin: NotebookNode | None) -> Told:
    if twin is None or twin.cell_type != "code":
        title = title_of(released)
        return Told(f"The released cell `{title}` was missing or no code: it was put back.")
    title = title_of(twin)
    if not failed(twin):
        return Told(f"The cell `{title}` lacks lines of the released one, which was run before it.")
    if module := missing_module(twin):
        what = f"`{module}`, which is not installed here"
        return Told(f"The cell `{title}` needs {what}: the released cell was run in its place.")
    how = ending(twin) or "did not run to its end"
    return Told(f"The cell `{title}` {how}: the released cell was run in its place.")
