"""What the hidden checks find out about a graded cell, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from grading.checks.chart import Chart
from grading.notebooks.repair import grade_id
from grading.sandbox.told import NOTHING, Told

THE_NOTEBOOK = "The notebook "  # the beginning of a hint where no exercise can be asked
NOT_WRITTEN = Told("has not been written yet")  # the end of the hint for a stub left as it was


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes:
        name: of its function.
        text: first paragraph of its docstring; students read it, whether it passed or not.
        points: what it is worth.
        passed: whether it passed on every device and parameter.
        hint: if it failed, one sentence on what to look at; may be empty.
    """

    name: str
    text: Told
    points: float
    passed: bool
    hint: Told = NOTHING


def with_hints(checks: list[Check]) -> list[tuple[Check, Told]]:
    """Return each check with its hint, unless an earlier one has given the same."""
    hints = [check.hint for check in checks]
    return [
        (check, NOTHING if check.hint in hints[:number] else check.hint)
        for number, check in enumerate(checks)
    ]


@dataclass(frozen=True)
class Exercise:
    """What the hidden checks found out about a graded cell.

    Attributes:
        name: grade_id of the cell.
        points: what the cell is worth.
        checks: their outcomes; empty where the exercise could not be graded.
        fault: why it could not be graded, for the instructor; the first line sums it up. Empty
            where it was graded.
        chart: a picture of what the student's code does, where there is one.
        note: what students should know of how it was judged; empty for the usual way.
        repairs: a sentence on each cell of the release that the notebook was given to judge it.
        by_cell: the score that nbgrader gives to the cell; None where hidden checks judge it.
    """

    name: str
    points: float
    checks: list[Check] = field(default_factory=list)
    fault: str = ""
    chart: Chart | None = None
    note: Told = NOTHING
    repairs: list[Told] = field(default_factory=list)
    by_cell: float | None = None

    @property
    def score(self) -> float | None:
        """The cell's points times its checks' share; None where it could not be graded."""
        if self.by_cell is not None:
            return self.by_cell
        if self.fault or not self.checks:
            return None
        earned = sum(check.points for check in self.checks if check.passed)
        return round(self.points * earned / sum(check.points for check in self.checks), 6)

    @property
    def is_unwritten(self) -> bool:
        """Whether all that the checks found is that it, or what it calls, is not written."""
        return all(check.hint.endswith(f"{NOT_WRITTEN}.") for check in self.checks)


def of_the_notebook(exercises: list[Exercise]) -> list[Told]:
    """Return the hints that blame a notebook as a whole, each once: an instructor should know."""
    hints = (check.hint for exercise in exercises for check in exercise.checks)
    return list(dict.fromkeys(hint for hint in hints if hint.startswith(THE_NOTEBOOK)))


def ungraded(cell: NotebookNode, fault: str) -> Exercise:
    """Return the exercise of a graded cell that could not be judged."""
    return Exercise(str(grade_id(cell)), float(cell.metadata.nbgrader.points), fault=fault)
