"""Limits how many submissions a day a student gets feedback for; further feedback waits."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property

from grading.course.course import Course, why_failed
from grading.grade.assignment import EXCHANGE
from grading.notebooks.reading import hash_of_folder

WAITS = "its feedback waits for tomorrow"


class Answers:
    """Gives feedback to students by nbgrader's exchange, at most `limit` answers a day each.

    An answer is the feedback on one submission.

    Args:
        limit: the most submissions of a student that are answered in a day; 0 for no limit.
    """

    def __init__(self, course: Course, assignment: str, limit: int) -> None:
        self._course = course
        self._assignment = assignment
        self._limit = limit
        self._today = date.today().isoformat()
        self._path = course.caches / "answers" / f"{assignment}.json"

    @cached_property
    def waiting(self) -> set[str]:
        """The students whose feedback is not to be released today."""
        return set(filter(self._must_wait, self._hashes)) if self._limit else set()

    def give(self) -> str:
        """Release the feedback of students who need not wait; return an error, or an empty text.

        Students whose work did not come by the exchange get nothing there: nbgrader would stop at
        the first of them.
        """
        release, name = self._course.api.release_feedback, self._assignment
        if self._course.checks.answers_a_day:
            self._record_answers()
        students = [
            student
            for student in sorted(self._hashes.keys() - self.waiting)
            if self._has_come_by_the_exchange(student)
        ]
        errors = [why_failed(release(name, student)) for student in students]
        return next(filter(None, errors), "")

    def _has_come_by_the_exchange(self, student: str) -> bool:
        folder = self._course.folder("feedback", self._assignment, student)
        return all((folder / name).is_file() for name in EXCHANGE)

    @cached_property
    def _hashes(self) -> dict[str, str]:
        """The hash of each student's submission; a submission with any change is another one."""
        course, name = self._course, self._assignment
        return {
            student: hash_of_folder(course.folder("submitted", name, student))
            for student in course.submissions(name)
        }

    @cached_property
    def _answer_days(self) -> dict[str, dict[str, str]]:
        """The day on which each submission was first answered, by student and submission hash."""
        if not self._path.is_file():
            return {}
        return json.loads(self._path.read_bytes())

    def _must_wait(self, student: str) -> bool:
        days = self._answer_days.get(student, {})
        is_answered = self._hashes[student] in days
        return not is_answered and list(days.values()).count(self._today) >= self._limit

    def _record_answers(self) -> None:
        """Record answers before their release: after an interruption, a later run releases them."""
        for student in self._hashes.keys() - self.waiting:
            self._answer_days.setdefault(student, {}).setdefault(self._hashes[student], self._today)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new_file = self._path.with_suffix(".new")
        new_file.write_text(json.dumps(self._answer_days), encoding="utf-8")
        new_file.replace(self._path)
