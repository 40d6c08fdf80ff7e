"""What is known of a class: by its graded notebooks and, for every score, by the gradebook.

This is the one source of the class report, of checks.json and of the exports, so a score that a
person has set counts in all of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, Student

from grading.checks.chart import Series
from grading.checks.outcome import Exercise
from grading.course.course import Course, tasks_of
from grading.course.errors import in_a_line
from grading.course.grades import Grades, grades_in
from grading.feedback.cell_report import exercises_of, notes_in
from grading.grade.graded import (
    NOT_READ,
    VERSION,
    Outcome,
    Task,
    is_untouched,
    seconds_in,
    submission_as_json,
    total,
)
from grading.notebooks.names import printable, why_no_id

CHECKS = "checks.json"
NOT_TAKEN_UP = "nbgrader could not take it up: grade this student again to see why"
UNKNOWN = "there is no graded notebook: grade this student again to see why"


@dataclass(frozen=True)
class Person:
    """A student of the class list; what the list does not say is empty.

    Attributes:
        lms_id: the number by which a learning management system knows the student.
    """

    id: str
    first_name: str
    last_name: str
    email: str
    lms_id: str

    @property
    def name(self) -> str:
        """Last name and first name, or else the id."""
        return ", ".join(filter(None, [self.last_name, self.first_name])) or self.id


@dataclass(frozen=True)
class Entry:
    """One submission.

    Attributes:
        outcomes: by exercise.
        penalty: points taken off because it was late.
        late: by how long it was.
        flagged: whether a person has marked it in Formgrader.
        notes: what is odd about what was handed in.
        records: what its graded notebooks have on record but the exercises, by their names.
        feedback, autograded: the folders of the student's pages and graded notebooks.
        handed_in: in UTC; None where that is not known.
    """

    person: Person
    outcomes: dict[str, Outcome]
    penalty: float
    late: timedelta
    flagged: bool
    notes: list[str]
    records: dict[str, dict[str, Any]]
    feedback: Path
    autograded: Path
    handed_in: datetime | None = None

    @property
    def score(self) -> float | None:
        """The sum, less the penalty; None where a part is missing."""
        earned = total(outcome.score for outcome in self.outcomes.values())
        return None if earned is None else max(0.0, earned - self.penalty)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was written in any exercise."""
        return is_untouched(self.outcomes)

    @property
    def seconds(self) -> float:
        """How long it took to grade."""
        return seconds_in(self.records)


@dataclass(frozen=True)
class Overview:
    """A class and an assignment.

    Attributes:
        tasks: the exercises, by name.
        absent: those on the class list who have handed in nothing.
        lost: those who have, but of whom nothing is known, and why.
        due: in UTC; None where no date is known.
    """

    assignment: str
    tasks: dict[str, Task]
    entries: list[Entry]
    absent: list[Person]
    lost: dict[str, str]
    due: datetime | None = None

    @property
    def points(self) -> float:
        """What there is to earn."""
        return sum(task.points for task in self.tasks.values())


# By all that there is of them: of equal ones one is kept, or a large class would fill the memory.
SameSeries = dict[tuple[str | float | None, ...], Series]


def collect(course: Course, assignment: str) -> Overview:
    """Read the gradebook and the graded notebooks of an assignment."""
    with course.gradebook() as gradebook:
        about = gradebook.find_assignment(assignment)
        tasks, due = tasks_of(about), about.duedate
        grades = grades_in(gradebook, assignment)
        people = _people(gradebook)
    handed_in = course.submissions(assignment)
    lost = {who: _why_lost(course, assignment, who) for who in handed_in if who not in grades}
    entries = []
    series: SameSeries = {}
    for who, given in grades.items():
        try:
            entries.append(_entry(course, assignment, people[who], given, tasks, series))
        except Exception as error:  # such as of the disk; the report is of the others, too
            lost[who] = in_a_line(error)
    absent = [people[who] for who in people if who not in grades and who not in handed_in]
    lost = {printable(who): why for who, why in lost.items()}
    return Overview(assignment, tasks, entries, absent, lost, due)


def _why_lost(course: Course, assignment: str, student: str) -> str:
    return why_no_id(student) or "; ".join(course.missing(assignment, student)) or NOT_TAKEN_UP


def _people(gradebook: Gradebook) -> dict[str, Person]:
    about = (Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    rows = gradebook.db.query(*about).order_by(Student.id)
    return {row[0]: Person(*(value or "" for value in row)) for row in rows}


def _entry(
    course: Course,
    assignment: str,
    person: Person,
    grades: Grades,
    tasks: dict[str, Task],
    series: SameSeries,
) -> Entry:
    records = course.records(assignment, person.id)
    found: dict[str, Exercise] = {}
    for record in records.values():
        found |= exercises_of(record)
        record.pop("exercises", None)
    for chart in [exercise.chart for exercise in found.values() if exercise.chart]:
        chart.series = [series.setdefault((s.kind, s.label, *s.x, *s.y), s) for s in chart.series]
    outcomes = {}
    for name in tasks:
        score, by_hand = grades.scores.get(name, (None, False))
        exercise = found.get(name)
        why = exercise.fault.split("\n")[0] if exercise else NOT_READ if records else UNKNOWN
        outcomes[name] = Outcome(score, by_hand, exercise, why if score is None else "")
    return Entry(
        person,
        outcomes,
        grades.penalty,
        grades.late,
        grades.flagged,
        course.missing(assignment, person.id) + notes_in(records),
        records,
        course.folder("feedback", assignment, person.id),
        course.folder("autograded", assignment, person.id),
        grades.handed_in,
    )


def write_checks(overview: Overview, folder: Path) -> None:
    """Write all of it but the pictures as checks.json; docs/checks.md is the schema."""
    about = {
        "version": VERSION,
        "assignment": overview.assignment,
        "points": overview.points,
        "exercises": {name: asdict(task) for name, task in overview.tasks.items()},
        "submissions": [_as_json(entry) for entry in overview.entries],
        "absent": [person.id for person in overview.absent],
        "lost": list(overview.lost),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHECKS).write_text(json.dumps(about, indent=1))


def _as_json(entry: Entry) -> dict[str, Any]:
    return submission_as_json(
        entry.person.id,
        entry.score,
        entry.outcomes,
        entry.notes,
        entry.seconds,
        penalty=entry.penalty,
        late=round(entry.late.total_seconds()),
        flagged=entry.flagged,
    )
