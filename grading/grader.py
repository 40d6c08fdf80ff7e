"""Grades one notebook of one submission. It knows nothing of nbgrader's database."""

from __future__ import annotations

import hashlib
import json
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from grading.chart import Chart
from grading.checks import Check, Fault, run_checks
from grading.pictures import draw_pictures
from grading.repair import grade_id, is_autograded
from grading.sandbox.kernel import Files
from grading.sandbox.warm import Sandbox
from grading.submission import Submission


@dataclass(frozen=True)
class Exercise:
    """What the hidden checks found for one graded cell.

    Attributes:
        name: grade_id of the cell.
        points: what the cell is worth.
        checks: their outcomes; empty where the exercise could not be graded.
        fault: why it could not be graded, for the instructor, summed up in its first line; empty
            where it was.
        chart: a picture of what the student's code does, where there is one.
    """

    name: str
    points: float
    checks: list[Check] = field(default_factory=list)
    fault: str = ""
    chart: Chart | None = None

    @property
    def score(self) -> float | None:
        """The cell's points times its checks' share; None where it could not be graded."""
        if self.fault or not self.checks:
            return None
        earned = sum(check.points for check in self.checks if check.passed)
        return round(self.points * earned / sum(check.points for check in self.checks), 6)


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Attributes:
        device: auto (CPU, and CUDA where there is one), cpu or cuda.
        seed: of the hidden inputs; None draws them from the notebook's own code.
        sandbox: how to run the student's kernels.
    """

    device: str = "auto"
    seed: int | None = None
    sandbox: Sandbox = field(default_factory=Sandbox)


def grade_notebook(
    notebook: NotebookNode, checks: Path, settings: Settings, *, files: Files | None = None
) -> list[Exercise]:
    """Run a repaired notebook in a kernel of its own and judge each of its graded cells.

    Args:
        notebook: run in place; its graded cells are not run, as they hold the visible checks.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        files: the other files of the submission, by relative path.
    """
    graded = [cell for cell in notebook.cells if is_autograded(cell)]
    cells = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and not is_autograded(cell)
    ]
    seed = seed_of(notebook) if settings.seed is None else settings.seed
    # The kernel is told a seed of its own: it could show what it is told, or draw inputs from it.
    its_seed = _hash(f"{seed} kernel")
    try:
        with Submission(
            notebook, cells, sandbox=settings.sandbox, seed=its_seed, files=files
        ) as submission:
            charts = draw_pictures(checks, [str(grade_id(cell)) for cell in graded], submission)
            found = [_grade(cell, checks, submission, settings.device, seed) for cell in graded]
        return [replace(one, chart=charts.get(one.name)) for one in found]
    except Exception as error:  # the kernel could not be started: not the student's doing
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded]


def _grade(
    cell: NotebookNode, checks: Path, submission: Submission, device: str, seed: int
) -> Exercise:
    name, points = str(grade_id(cell)), float(cell.metadata.nbgrader.points)
    try:
        found = run_checks(checks / f"{name}.py", submission, device=device, seed=seed)
    except Fault as fault:
        return ungraded(cell, str(fault))
    return Exercise(name, points, found)


def ungraded(cell: NotebookNode, fault: str) -> Exercise:
    """The exercise of a graded cell that could not be judged."""
    return Exercise(str(grade_id(cell)), float(cell.metadata.nbgrader.points), fault=fault)


def seed_of(notebook: NotebookNode) -> int:
    """A seed that any regrade finds again, and that changes with every change to the code.

    So a table of answers that is put into the notebook is a table for other inputs.
    """
    code = json.dumps([cell.source for cell in notebook.cells if cell.cell_type == "code"])
    return _hash(code)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
