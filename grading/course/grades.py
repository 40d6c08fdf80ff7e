"""What nbgrader's gradebook says of the submissions of an assignment, read all at once."""

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
    """What the gradebook has of a submission.

    Attributes:
        scores: by graded cell, and whether a person has set it; None where there is none.
        total: of all cells, also of those with one name; None where a score is missing.
        handed_in: in UTC.
        penalty: points taken off because it was late.
        late: by how long it was.
        flagged: whether a person has marked it in Formgrader.
    """

    scores: dict[str, tuple[float | None, bool]] = field(default_factory=dict)
    total: float | None = 0.0
    handed_in: datetime | None = None
    penalty: float = 0.0
    late: timedelta = timedelta()
    flagged: bool = False


def students_in(gradebook: Gradebook, assignment: str) -> set[str]:
    """Return the ids of those who have a submission there, with one query."""
    query = gradebook.db.query(SubmittedAssignment.student_id).join(Assignment)
    return {student for (student,) in query.filter(Assignment.name == assignment)}


def has_class_list(gradebook: Gradebook) -> bool:
    """Whether students were entered: one has a name or an address, or has never handed in."""
    about = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    known = [column.is_not(None) for column in about]
    have_handed_in = gradebook.db.query(SubmittedAssignment.student_id)
    entered = or_(*known, Student.id.not_in(have_handed_in))
    return gradebook.db.query(Student.id).filter(entered).first() is not None


def grades_in(gradebook: Gradebook, assignment: str) -> dict[str, Grades]:
    """By student, with two queries: one object at a time takes nbgrader ten seconds for 500."""
    found: defaultdict[str, Grades] = defaultdict(Grades)
    whose = SubmittedAssignment.student_id
    times = (SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension)
    about = (SubmittedNotebook.late_submission_penalty, SubmittedNotebook.flagged)
    books = (
        gradebook.db.query(whose, *times, *about)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
        .order_by(whose)
    )
    for student, handed_in, due, extension, penalty, flagged in books:
        found[student].handed_in = handed_in
        if handed_in and due:
            late = handed_in - due - (extension or timedelta())
            found[student].late = max(late, timedelta())
        found[student].penalty += penalty or 0
        found[student].flagged |= bool(flagged)
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
        grades = found[student]
        grades.scores[cell] = None if has_none else score, by_hand is not None
        grades.total = total([grades.total, None if has_none else score])
    return found
