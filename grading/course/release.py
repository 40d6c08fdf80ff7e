"""Compares the student version (the release) with its source and with the gradebook."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Assignment
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Configurable

from grading.course.errors import CourseError
from grading.notebooks.repair import grade_id, has_flag

# The steps by which nbgrader takes solutions out of the source.
CLEARED = (ClearSolutions, ClearHiddenTests, ClearMarkScheme)

Points = dict[tuple[str, str], float]  # by notebook and graded cell


def points_in_release(folder: Path) -> Points:
    """Return the points of each graded cell of the student version.

    Raises:
        CourseError: a notebook cannot be read.
    """
    return {
        (path.stem, grade_id(cell) or ""): float(cell.metadata["nbgrader"].get("points", 0))
        for path in folder.glob("*.ipynb")
        for cell in _read_notebook(path).cells
        if has_flag(cell, "grade") or has_flag(cell, "task")
    }


def points_in_gradebook(assignment: Assignment) -> Points:
    """Return the points of each graded cell in the gradebook."""
    return {
        (notebook.name, cell.name): cell.max_score
        for notebook in assignment.notebooks
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    }


def is_outdated(release: Path, source: Path, parent: Configurable) -> bool:
    """Return whether the student version has other cells than the source would give today.

    Args:
        parent: holds nbgrader's settings of the steps that take solutions out of the source.

    Raises:
        CourseError: a notebook cannot be read.
    """
    steps = [step(parent=parent) for step in CLEARED]

    def cells_of(path: Path, *, is_source: bool) -> list[tuple[str, str]]:
        notebook = _read_notebook(path)
        for step in steps if is_source else []:
            notebook, _ = step.preprocess(notebook, {})
        return [(cell.cell_type, cell.source) for cell in notebook.cells]

    released = {path.name: cells_of(path, is_source=False) for path in release.glob("*.ipynb")}
    return released != {
        path.name: cells_of(path, is_source=True) for path in source.glob("*.ipynb")
    }


def _read_notebook(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except ValueError as error:
        raise CourseError(f"{path} is no notebook: {str(error).splitlines()[0]}") from error
