"""Data classes for the outcomes of hidden checks, by check and by exercise."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from grading.checks.chart import Chart
from grading.notebooks.repair import grade_id
from grading.sandbox.told import NOTHING, Told

THE_NOTEBOOK = "The notebook "  # start of a hint on a notebook in which no function can be called
NOT_WRITTEN = Told("has not been written yet")  # end of the hint for an unchanged stub


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes:
        name: name of the check's function.
        text: first paragraph of the function's docstring; students read this text in any case.
        points: points for passing.
        passed: whether the check passed on every device and parameter.
        hint: one sentence on the failure, for the student; may be empty.
    """

    name: str
    text: Told
    points: float
    passed: bool
    hint: Told = NOTHING


def with_hints(checks: list[Check]) -> list[tuple[Check, Told]]:
    """Return each check with its hint; the hint is empty if an earlier check has the same."""
    hints = [check.hint for check in checks]
    return [
        (check, NOTHING if check.hint in hints[:number] else check.hint)
        for number, check in enumerate(checks)
    ]


@dataclass(frozen=True)
class Exercise:
    """The result of an exercise, which is a graded cell.

    Attributes:
        name: grade_id of the cell.
        points: maximum score of the cell.
        checks: outcomes of the checks; empty if the exercise could not be graded.
        fault: why the exercise could not be graded, for the instructor, with a summary in the first
            line; empty if it was graded.
        chart: a picture of what the student's code does; None if there is none.
        note: a sentence for students if the exercise was not judged in the usual way.
        repairs: a sentence on each released cell that was put back before judging.
        by_cell: the score by nbgrader's rules; None if hidden checks judge the exercise.
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
        """The cell's points times the share of points of passed checks; None if it is ungraded."""
        if self.by_cell is not None:
            return self.by_cell
        if self.fault or not self.checks:
            return None
        earned = sum(check.points for check in self.checks if check.passed)
        return round(self.points * earned / sum(check.points for check in self.checks), 6)

    @property
    def is_unwritten(self) -> bool:
        """True if every check has failed because a function has not been written."""
        return all(check.hint.endswith(f"{NOT_WRITTEN}.") for check in self.checks)


def of_the_notebook(exercises: list[Exercise]) -> list[Told]:
    """Return the distinct hints that concern the notebook as a whole, for the instructor."""
    hints = (check.hint for exercise in exercises for check in exercise.checks)
    return list(dict.fromkeys(hint for hint in hints if hint.startswith(THE_NOTEBOOK)))


def ungraded(cell: NotebookNode, fault: str) -> Exercise:
    """Return the result of a graded cell that could not be judged."""
    return Exercise(str(grade_id(cell)), float(cell.metadata.nbgrader.points), fault=fault)
