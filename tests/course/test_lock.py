"""A course is graded by one `grade` at a time; the second one says who the first is."""

import multiprocessing
import os

import pytest

from grading import cli
from grading.course.errors import CourseError
from grading.course.lock import LOCK, lock_course

ASIDE = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")


def hold(locked, done):
    with lock_course():
        locked.set()
        done.wait()


def is_free():
    with lock_course():
        return True


def test_a_second_grade_stops_and_says_who_the_first_is(capsys):
    with lock_course():
        assert cli.main([]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert f"another `grade` is at work in this course (process {os.getpid()} on " in said
    assert "Traceback" not in said
    cli.main([])
    assert "another" not in capsys.readouterr().out


def test_one_after_the_other():
    assert is_free()
    assert is_free()
    assert LOCK.read_text().count("process") == 1


def test_a_killed_grade_leaves_no_lock_behind():
    locked, done = ASIDE.Event(), ASIDE.Event()
    other = ASIDE.Process(target=hold, args=(locked, done), daemon=True)
    other.start()
    assert locked.wait(600)
    with pytest.raises(CourseError, match=f"process {other.pid} on"):
        is_free()
    other.kill()
    other.join()
    assert is_free()
