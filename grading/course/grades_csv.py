"""Tables for spreadsheets; grades.csv, as nbgrader exports it, but with no number for no grade."""

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
# A spreadsheet would compute a text that begins like a formula.
# Also as wide characters, which East Asian versions take for the same, and what is skipped before.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class GradesExport(ExportPlugin):
    """Writes the columns of nbgrader's `CsvExportPlugin`.

    Where there is no grade it leaves the score empty: nbgrader's counts a cell without one as 0, as
    it does all that nobody has handed in. And it keeps a name with a comma in one field, and one
    that looks like a formula from being computed.
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
            most = assignment.max_score if grades else None  # else nothing has been graded
            for student in gradebook.students:
                if not self.student or student.id in map(str, self.student):
                    yield _row(assignment, student, grades.get(student.id), most)


def _row(
    assignment: Assignment, student: Student, grades: Grades | None, most: float | None
) -> dict[str, Any]:
    about = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": most,
    }
    if most is None:
        return about
    if grades is None:
        return about | {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = grades.penalty
    about |= {"timestamp": grades.handed_in, "late_submission_penalty": penalty}
    if grades.total is None:
        return about
    return about | {"raw_score": grades.total, "score": max(0.0, grades.total - penalty)}


def has_no_score(grade: Grade) -> bool:
    """Whether neither the checks nor a person have given this grade a score."""
    return grade.auto_score is None and grade.manual_score is None


class Exact(str):
    """A text that another program looks up, so that it is written as it is."""

    __slots__ = ()


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows of texts, numbers and dates; None is an empty field."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([_no_formula(field) for field in row] for row in rows)


def _no_formula(field: object) -> object:
    """Return a text that is no formula, unless it is to be exact. Numbers stay what they are."""
    is_formula = isinstance(field, str) and field.startswith(FORMULA)
    return f"'{field}" if is_formula and not isinstance(field, Exact) else field
