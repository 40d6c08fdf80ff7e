"""Reads scores, penalties and dates of all submissions of an assignment from the gradebook."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import or_

from grading.grade.graded import total


@dataclass
class Grades:
    """What the gradebook knows of a submission.

    Attributes:
        scores: score (None if missing) and whether a person has set it, by graded cell.
        total: of all cells, also of cells that share a name; None where a score is missing.
        handed_in: in UTC.
        penalty: points taken off for being late.
        late: the time from the due date to the submission; zero if in time.
        flagged: whether a person has marked the submission in Formgrader.
    """

    scores: dict[str, tuple[float | None, bool]] = field(default_factory=dict)
    total: float | None = 0.0
    handed_in: datetime | None = None
    penalty: float = 0.0
    late: timedelta = timedelta()
    flagged: bool = False

    @property
    def unscored(self) -> set[str]:
        """The graded cells without a score."""
        return {name for name, (score, _) in self.scores.items() if score is None}


def students_in(gradebook: Gradebook, assignment: str) -> set[str]:
    """Return the ids of students with a submission in the gradebook, by a single query."""
    query = gradebook.db.query(SubmittedAssignment.student_id).join(Assignment)
    return {student for (student,) in query.filter(Assignment.name == assignment)}


def has_class_list(gradebook: Gradebook) -> bool:
    """Return whether a class list was entered: a student has a name or address, or no work."""
    details = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    known = [column.is_not(None) for column in details]
    have_handed_in = gradebook.db.query(SubmittedAssignment.student_id)
    entered = or_(*known, Student.id.not_in(have_handed_in))
    return gradebook.db.query(Student.id).filter(entered).first() is not None


def grades_in(gradebook: Gradebook, assignment: str) -> dict[str, Grades]:
    """Return the grades of each student with a submission, by id.

    By two queries: by nbgrader's own way, an object at a time, a class of 500 takes ten seconds.
    """
    grades_by_student: defaultdict[str, Grades] = defaultdict(Grades)
    whose = SubmittedAssignment.student_id
    times = (SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension)
    details = (SubmittedNotebook.late_submission_penalty, SubmittedNotebook.flagged)
    notebooks = (
        gradebook.db.query(whose, *times, *details)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
        .order_by(whose)
    )
    for student, handed_in, due, extension, penalty, flagged in notebooks:
        grades_by_student[student].handed_in = handed_in
        if handed_in and due:
            late = handed_in - due - (extension or timedelta())
            grades_by_student[student].late = max(late, timedelta())
        grades_by_student[student].penalty += penalty or 0
        grades_by_student[student].flagged |= bool(flagged)
    cells = (
        gradebook.db.query(whose, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.score)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
    )
    for student, cell, by_checks, by_hand, score in cells:
        has_none = by_checks is None and by_hand is None  # which nbgrader calls 0
        grades = grades_by_student[student]
        grades.scores[cell] = None if has_none else score, by_hand is not None
        grades.total = total([grades.total, None if has_none else score])
    return grades_by_student
