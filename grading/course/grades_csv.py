"""Writes grades.csv with nbgrader's columns, but no 0 for a missing grade; and any safe CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, Student
from nbgrader.plugins import ExportPlugin

from grading.course.grades import Grades, grades_in

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)
# A spreadsheet computes a text that begins with one of these: East Asian versions also know the
# wide characters, and white space before a formula is skipped.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class GradesExport(ExportPlugin):
    """Writes the columns of nbgrader's `CsvExportPlugin`.

    A missing grade is an empty field, where nbgrader's plugin counts a cell without a score, or an
    assignment that nobody has handed in, as 0. A name with a comma stays in one field, and a name
    that looks like a formula is not computed by a spreadsheet.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write `grades.csv`, or the file that `--to` names."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        rows = ([row.get(name) for name in COLUMNS] for row in self._rows(gradebook))
        write_csv(path, [COLUMNS, *rows])

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in map(str, self.assignment):
                continue
            grades = grades_in(gradebook, assignment.name)
            max_score = assignment.max_score if grades else None  # None: nothing is graded yet
            for student in gradebook.students:
                if not self.student or student.id in map(str, self.student):
                    yield _row(assignment, student, grades.get(student.id), max_score)


def _row(
    assignment: Assignment, student: Student, grades: Grades | None, max_score: float | None
) -> dict[str, Any]:
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": max_score,
    }
    if max_score is None:
        return row
    if grades is None:
        return row | {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = grades.penalty
    row |= {"timestamp": grades.handed_in, "late_submission_penalty": penalty}
    if grades.total is None:
        return row
    return row | {"raw_score": grades.total, "score": max(0.0, grades.total - penalty)}


def has_no_score(grade: Grade) -> bool:
    """Return whether neither the checks nor a person have given a score."""
    return grade.auto_score is None and grade.manual_score is None


class Exact(str):
    """A text that `write_csv` writes unchanged, as another program looks it up."""

    __slots__ = ()


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows of texts, numbers and dates, where None is an empty field."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([_quote_formula(field) for field in row] for row in rows)


def _quote_formula(field: object) -> object:
    is_formula = isinstance(field, str) and field.startswith(FORMULA)
    return f"'{field}" if is_formula and not isinstance(field, Exact) else field
