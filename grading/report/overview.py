"""Collects the results of a class, from the gradebook and the graded notebooks; writes checks.json.

The class report, checks.json and the exports are all made from the same `Overview`, so a score that
a person has set in the gradebook counts in all of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, Student

from grading.checks.chart import Series
from grading.checks.outcome import Exercise
from grading.course.course import Course, tasks_of
from grading.course.errors import in_a_line
from grading.course.grades import Grades, grades_in
from grading.feedback.cell_report import after_names, exercises_of, notes_in, title_of
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
    """A student of the class list; details that the list lacks are empty.

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
        """The last name and first name, or else the id."""
        return ", ".join(filter(None, [self.last_name, self.first_name])) or self.id


@dataclass(frozen=True)
class Entry:
    """One submission.

    Attributes:
        outcomes: by exercise.
        penalty: points taken off for being late.
        late: the time from the due date to the submission; zero if in time.
        flagged: whether a person has marked the submission in Formgrader.
        notes: oddities of the submission.
        records: the records of the graded notebooks, without the exercises, by file name.
        feedback, autograded: the folders of the student's pages and graded notebooks.
        handed_in: in UTC; None if the time is not known.
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
        """The sum of the scores, less the penalty; None where a score is missing."""
        earned = total(outcome.score for outcome in self.outcomes.values())
        return None if earned is None else max(0.0, earned - self.penalty)

    @property
    def is_incomplete(self) -> bool:
        """Whether the grader failed to score an exercise."""
        return any(o.score is None and not o.waits for o in self.outcomes.values())

    @property
    def remarks(self) -> list[str]:
        """What an instructor should know: lateness, notes, and why scores are missing."""
        late = timedelta(seconds=ceil(self.late.total_seconds()))
        remarks = [f"handed in {late} late"] if late else []
        remarks += [f"{self.penalty:g} points off for being late"] if self.penalty else []
        remarks += self.notes
        return remarks + after_names(
            (title_of(name), outcome.fault)
            for name, outcome in self.outcomes.items()
            if outcome.fault and not any(outcome.fault in note for note in self.notes)
        )

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was written in any exercise."""
        return is_untouched(self.outcomes)

    @property
    def seconds(self) -> float:
        """The time that grading took."""
        return seconds_in(self.records)


@dataclass(frozen=True)
class Overview:
    """The results of a class in an assignment.

    Attributes:
        tasks: the exercises, by name.
        absent: the students on the class list who have handed in nothing.
        lost: the reason by student id, for submissions that have no results at all.
        due: in UTC; None if no date is known.
    """

    assignment: str
    tasks: dict[str, Task]
    entries: list[Entry]
    absent: list[Person]
    lost: dict[str, str]
    due: datetime | None = None

    @property
    def points(self) -> float:
        """The most points that a submission can earn."""
        return sum(task.points for task in self.tasks.values())

    @cached_property
    def by_student(self) -> dict[str, Entry]:
        """The submissions, by the student's id."""
        return {entry.person.id: entry for entry in self.entries}


# Plotted series by their content: equal ones are shared, or a large class would fill the memory.
SameSeries = dict[tuple[str | float | None, ...], Series]


def collect(course: Course, assignment: str) -> Overview:
    """Read the gradebook and the graded notebooks of an assignment."""
    with course.gradebook() as gradebook:
        assignment_row = gradebook.find_assignment(assignment)
        tasks, due = tasks_of(assignment_row), assignment_row.duedate
        grades_by_student = grades_in(gradebook, assignment)
        people = _people(gradebook)
    handed_in = course.submissions(assignment)
    lost = {
        student: _why_lost(course, assignment, student)
        for student in handed_in
        if student not in grades_by_student
    }
    entries = []
    series: SameSeries = {}
    for student, grades in grades_by_student.items():
        try:
            entries.append(_entry(course, assignment, people[student], grades, tasks, series))
        except Exception as error:  # such as of the disk; the others still get a report
            lost[student] = in_a_line(error)
    absent = [
        people[student]
        for student in people
        if student not in grades_by_student and student not in handed_in
    ]
    lost = {printable(student): reason for student, reason in lost.items()}
    return Overview(assignment, tasks, entries, absent, lost, due)


def _why_lost(course: Course, assignment: str, student: str) -> str:
    return why_no_id(student) or "; ".join(course.missing(assignment, student)) or NOT_TAKEN_UP


def _people(gradebook: Gradebook) -> dict[str, Person]:
    parts = (Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    rows = gradebook.db.query(*parts).order_by(Student.id)
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
    exercises: dict[str, Exercise] = {}
    for record in records.values():
        exercises |= exercises_of(record)
        record.pop("exercises", None)
    for chart in [exercise.chart for exercise in exercises.values() if exercise.chart]:
        chart.series = [series.setdefault((s.kind, s.label, *s.x, *s.y), s) for s in chart.series]
    outcomes = {}
    for name in tasks:
        score, by_hand = grades.scores.get(name, (None, False))
        exercise = exercises.get(name)
        fault = exercise.fault.split("\n")[0] if exercise else NOT_READ if records else UNKNOWN
        outcomes[name] = Outcome(score, by_hand, exercise, fault if score is None else "")
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
    """Write the overview, without pictures, as checks.json; docs/checks.md is the schema."""
    contents = {
        "version": VERSION,
        "assignment": overview.assignment,
        "points": overview.points,
        "exercises": {name: asdict(task) for name, task in overview.tasks.items()},
        "submissions": [_as_json(entry) for entry in overview.entries],
        "absent": [person.id for person in overview.absent],
        "lost": list(overview.lost),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHECKS).write_text(json.dumps(contents, indent=1))


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
