"""How often a day a student is answered: what is beyond that is graded, but its feedback waits."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property

from grading.course.course import Course, why_failed
from grading.notebooks.reading import fingerprint

WAITS = "its feedback waits for tomorrow"


class Answers:
    """The feedback that nbgrader's exchange gives to students, and what it has given them before.

    Args:
        limit: answers a day to a student; 0 for as many as there are.
    """

    def __init__(self, course: Course, assignment: str, limit: int) -> None:
        self._course = course
        self._assignment = assignment
        self._limit = limit
        self._today = date.today().isoformat()
        self._path = course.caches / "answers" / f"{assignment}.json"

    @cached_property
    def waiting(self) -> set[str]:
        """Those whose feedback is not to be given today."""
        return set(filter(self._waits, self._handed_in)) if self._limit else set()

    def give(self) -> str:
        """Put feedback where its students fetch it; return what went wrong, if so."""
        release = self._course.api.release_feedback
        if self._course.checks.answers_a_day:
            self._note()
        if not self.waiting:
            return why_failed(release(self._assignment))
        students = sorted(self._handed_in.keys() - self.waiting)
        errors = [why_failed(release(self._assignment, student)) for student in students]
        return next(filter(None, errors), "")

    @cached_property
    def _handed_in(self) -> dict[str, str]:
        """By student, the fingerprint of the submission: any change makes it another one."""
        course, name = self._course, self._assignment
        return {
            student: fingerprint(course.folder("submitted", name, student))
            for student in course.submissions(name)
        }

    @cached_property
    def _given(self) -> dict[str, dict[str, str]]:
        """By student, the day on which each submission was first answered, by its fingerprint."""
        if not self._path.is_file():
            return {}
        return json.loads(self._path.read_bytes())

    def _waits(self, student: str) -> bool:
        given = self._given.get(student, {})
        is_answered = self._handed_in[student] in given
        return not is_answered and list(given.values()).count(self._today) >= self._limit

    def _note(self) -> None:
        """Note who is answered, before it is done: who is interrupted then is answered later."""
        for student in self._handed_in.keys() - self.waiting:
            self._given.setdefault(student, {}).setdefault(self._handed_in[student], self._today)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(".new")
        aside.write_text(json.dumps(self._given), encoding="utf-8")
        aside.replace(self._path)
