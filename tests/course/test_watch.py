"""`grade --watch` sees what arrives, also while it is at work, and answers as often as it may."""

import _thread
import datetime
import signal
import threading
from types import SimpleNamespace

import pytest

from grading.course import answers, watch
from grading.course.answers import Answers
from grading.course.watch import changes_in, follow
from grading.grade.assignment import EXCHANGE


def test_what_arrives_while_a_class_is_graded_is_not_lost(tmp_path):
    rounds = changes_in([tmp_path])
    next(rounds)  # at once
    for number in range(2):
        (tmp_path / f"{number}").write_text("handed in during the round")
        next(rounds)


def test_it_goes_on_after_a_refusal_and_ends_when_it_is_interrupted(tmp_path):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # where this process ignores Ctrl-C
    graded, said = [], []

    def grade() -> int:
        graded.append(len(graded))
        if len(graded) == 1:
            (tmp_path / "a").write_text("x")
            return 2
        threading.Timer(0.5, _thread.interrupt_main).start()
        return 0

    assert follow([tmp_path], grade, said.append) == 0
    assert len(graded) >= 2
    assert said[0].startswith("Waiting")
    assert said[-1] == "Ended."


def test_a_run_that_was_interrupted_ends_it(tmp_path):
    assert follow([tmp_path], lambda: 130, print) == 130


@pytest.fixture
def set_day(monkeypatch):
    """Let it be a day of May."""

    def set_day(day: int) -> None:
        today = SimpleNamespace(today=lambda: datetime.date(2030, 5, day))
        monkeypatch.setattr(answers, "date", today)
        monkeypatch.setattr(watch, "date", today)

    return set_day


def test_a_new_day_is_a_change(tmp_path, set_day):
    set_day(1)
    rounds = changes_in([tmp_path])
    next(rounds)
    set_day(2)
    next(rounds)


class Exchange:
    """Stands in for a course with an exchange, in a folder."""

    def __init__(self, folder, answers_a_day: int) -> None:
        self.root, self.caches = folder, folder / "cache"
        self.checks = SimpleNamespace(answers_a_day=answers_a_day)
        self.api = self
        self.released: list[str] = []

    def submit(self, student: str, text: str, *, by_exchange: bool = True) -> None:
        folder = self.folder("submitted", "a", student)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "helper.py").write_text(text)
        (feedback := self.folder("feedback", "a", student)).mkdir(parents=True, exist_ok=True)
        for name in EXCHANGE if by_exchange else EXCHANGE[:1]:
            (feedback / name).touch()

    def folder(self, kind: str, assignment: str, student: str):
        return self.root / kind / student / assignment

    def submissions(self, assignment: str) -> list[str]:
        return sorted(path.parent.name for path in self.root.glob(f"submitted/*/{assignment}"))

    def release_feedback(self, assignment: str, student: str):
        assert assignment == "a"
        self.released.append(student)
        return {"success": True}

    def answer(self, limit: int | None = None) -> tuple[set[str], list[str]]:
        """A round, of a run of its own: who waits, and whose feedback is given."""
        most = self.checks.answers_a_day if limit is None else limit
        given = Answers(self, "a", most)
        waiting, self.released = given.waiting, []
        assert given.give() == ""
        return waiting, self.released


def test_who_had_all_answers_of_a_day_waits_for_the_next(tmp_path, set_day):
    course = Exchange(tmp_path, answers_a_day=2)
    set_day(1)
    for text in ("first", "second"):
        course.submit("anna", text)
        course.submit("ben", "only")
        assert course.answer() == (set(), ["anna", "ben"])
        assert course.answer() == (set(), ["anna", "ben"])  # what was answered is no new answer
    course.submit("anna", "third")
    assert course.answer() == ({"anna"}, ["ben"])
    course.submit("anna", "fourth")
    assert course.answer() == ({"anna"}, ["ben"])
    set_day(2)
    assert course.answer() == (set(), ["anna", "ben"])
    course.submit("anna", "fifth")
    assert course.answer() == (set(), ["anna", "ben"])
    course.submit("anna", "sixth")
    assert course.answer() == ({"anna"}, ["ben"])


def test_an_instructor_who_grades_gives_all_answers(tmp_path, set_day):
    course = Exchange(tmp_path, answers_a_day=1)
    set_day(1)
    for text in ("first", "second"):
        course.submit("anna", text)
        waiting, _ = course.answer()
    assert waiting == {"anna"}
    assert course.answer(limit=0) == (set(), ["anna"])
    assert course.answer() == (set(), ["anna"])  # given is given
    course.submit("anna", "third")
    assert course.answer() == ({"anna"}, [])


def test_without_a_limit_nothing_is_noted(tmp_path):
    course = Exchange(tmp_path, answers_a_day=0)
    course.submit("anna", "first")
    assert course.answer() == (set(), ["anna"])
    assert not course.caches.exists()


def test_what_was_put_there_by_hand_keeps_nobody_from_an_answer(tmp_path):
    course = Exchange(tmp_path, answers_a_day=0)
    course.submit("anna", "first", by_exchange=False)
    course.submit("ben", "first")
    assert course.answer() == (set(), ["ben"])
