"""Grades one notebook of one submission. It knows nothing of nbgrader's database."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from grading.chart import Chart
from grading.checks import Fault, run_checks
from grading.exercise import Check, Exercise, ungraded
from grading.pictures import draw_pictures
from grading.repair import grade_id, is_autograded
from grading.sandbox.kernel import Files
from grading.settings import Settings, hashed
from grading.submission import Submission


def grade_notebook(
    notebook: NotebookNode,
    checks: Path,
    settings: Settings,
    *,
    seed: int,
    files: Files | None = None,
) -> tuple[list[Exercise], bool]:
    """Run a repaired notebook in a kernel of its own and judge each of its graded cells.

    Args:
        notebook: run in place; its graded cells are not run, as they hold the visible checks.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        seed: of the hidden inputs.
        files: the other files of the submission, by relative path.

    Returns:
        What was found, and whether a kernel died on the way, nobody knows of what.
    """
    graded = [cell for cell in notebook.cells if is_autograded(cell)]
    names = [str(grade_id(cell)) for cell in graded]
    cells = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and not is_autograded(cell)
    ]
    # The kernel is told a seed of its own: it could show what it is told, or draw inputs from it.
    its_seed = hashed(f"{seed} kernel")
    try:
        with Submission(
            notebook, cells, sandbox=settings.sandbox, seed=its_seed, files=files
        ) as submission:
            charts = draw_pictures(checks, names, submission)
            paths = [checks / f"{name}.py" for name in names]
            found = run_checks(paths, submission, device=settings.device, seed=seed)
        exercises = [
            _exercise(cell, found[name], charts.get(name))
            for cell, name in zip(graded, names, strict=True)
        ]
        return exercises, submission.has_died
    except Exception as error:  # the kernel could not be started: not the student's doing
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded], False


def _exercise(cell: NotebookNode, found: list[Check] | Fault, chart: Chart | None) -> Exercise:
    if isinstance(found, Fault):
        return replace(ungraded(cell, str(found)), chart=chart)
    name, points = str(grade_id(cell)), float(cell.metadata.nbgrader.points)
    return Exercise(name, points, found, chart=chart)
