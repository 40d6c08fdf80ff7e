"""nbgrader's exchange: the assignment goes out to students, and their work comes back."""

import csv
import re
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import nbformat
import pytest
import support
from nbgrader.api import Gradebook
from proofs.examples import overlay
from support import ASSIGNMENT, FULL, GRADE, Course, wait_until

from grading.course.answers import WAITS
from grading.grade.assignment import EXCHANGE


@pytest.fixture
def nbgrader(tmp_path, monkeypatch):
    """Run a command of nbgrader's in a folder."""
    exchange = [f"--Exchange.root={tmp_path}/exchange", f"--Exchange.cache={tmp_path}/cache"]

    def run(folder: Path, command: str, *options: str) -> None:
        monkeypatch.chdir(folder)
        support.nbgrader([command, ASSIGNMENT, *exchange, *options])

    return run


def make_due(course: Course, when: datetime) -> None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "d2l") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=when.isoformat())


@pytest.mark.slow
def test_the_exchange_brings_an_assignment_out_and_work_and_feedback_back(
    new_course, examples, nbgrader, tmp_path
):
    course = new_course()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    nbgrader(course.root, "release_assignment")

    (home := tmp_path / "home").mkdir()  # none of the course's configuration is there
    nbgrader(home, "fetch_assignment", "--course=d2l")
    work, released = home / ASSIGNMENT, course.root / "release" / ASSIGNMENT
    assert {path.name for path in work.iterdir()} == {path.name for path in released.iterdir()}
    for path in work.glob("*.ipynb"):
        nbformat.write(overlay(examples["reference"], nbformat.read(path, as_version=4)), path)
    nbgrader(home, "submit", "--course=d2l", "--student=anna")
    make_due(course, datetime.now(UTC))
    nbgrader(home, "submit", "--course=d2l", "--student=late")

    nbgrader(course.root, "collect")
    collected = course.root / "submitted" / "late" / ASSIGNMENT
    added = {path.name for path in collected.iterdir()} - {path.name for path in work.iterdir()}
    assert added == set(EXCHANGE)
    table = course.run("grade").stdout
    full = f"{sum(FULL.values()):g}"
    assert re.search(r"late .* 0 +handed in 0:0\d:\d\d late", table)
    assert table.count("handed in") == table.count(f"{full} points off") == 1
    assert "set aside" not in table
    with (course.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    scores = {student: (row["raw_score"], row["score"]) for student, row in rows.items()}
    assert scores == {"anna": (f"{full}.0", f"{full}.0"), "late": (f"{full}.0", "0.0")}

    nbgrader(course.root, "release_feedback")
    nbgrader(home, "fetch_feedback", "--course=d2l")
    assert len(list((work / "feedback").rglob("*.html"))) == 4  # two notebooks, handed in twice

    make_due(course, datetime.now(UTC) + timedelta(days=1))
    assert "handed in" not in course.run("grade").stdout
    # Both have handed in the same, but for what the exchange has added: it is judged once.
    assert len(list((course.root / ".cache").glob("results/*/*.json"))) == 2


@pytest.mark.long
def test_what_students_submit_is_graded_and_given_back_while_they_wait(
    new_course, examples, nbgrader, tmp_path
):
    course = new_course()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(tmp_path / 'exchange')!r}\n")
        config.write(f"c.Exchange.cache = {str(tmp_path / 'graders')!r}\n")
        config.write("c.HiddenChecks.answers_a_day = 1\n")
    nbgrader(course.root, "release_assignment")
    course.submit(examples["unfinished"])  # by hand, with a time of its own
    by_hand = course.root / "submitted" / "unfinished" / ASSIGNMENT / "timestamp.txt"
    by_hand.write_text("2026-03-01 12:00 UTC")

    def has_pages(number: int) -> bool:
        return len(list((tmp_path / "exchange" / "d2l" / "feedback").glob("*.html"))) >= number

    signal.signal(signal.SIGINT, signal.default_int_handler)  # where this process ignores Ctrl-C
    command = [GRADE, ASSIGNMENT, "--watch", "--collect"]
    with (tmp_path / "said").open("w") as said:
        grader = subprocess.Popen(command, cwd=course.root, stdout=said, stderr=said)
    try:
        for student, name in (("anna", "reference"), ("ben", "untouched")):
            (home := tmp_path / student).mkdir()
            nbgrader(home, "fetch_assignment", "--course=d2l")
            work = home / ASSIGNMENT
            for path in work.glob("*.ipynb"):
                nbformat.write(overlay(examples[name], nbformat.read(path, as_version=4)), path)
            nbgrader(home, "submit", "--course=d2l", f"--student={student}")
            wait_until(partial(has_pages, 2 * (student == "ben") + 2))
            nbgrader(home, "fetch_feedback", "--course=d2l")
            (page, *_) = (work / "feedback").rglob("vanishing_gradients.html")
            assert "of 6 points" in page.read_text()
        assert course.scores("anna")["multiply_all"] == 2
        # Who submits again on that day is graded, and answered on another.
        shutil.copytree(tmp_path / "ben" / ASSIGNMENT, tmp_path / "anna" / ASSIGNMENT,
                        dirs_exist_ok=True)  # fmt: skip
        nbgrader(tmp_path / "anna", "submit", "--course=d2l", "--student=anna")
        wait_until(lambda: WAITS in (tmp_path / "said").read_text())
        assert course.scores("anna")["multiply_all"] == 0
        assert has_pages(4)
        assert not has_pages(5)
    finally:
        grader.send_signal(signal.SIGINT)
        assert grader.wait(60) in (0, 130)
    printed = (tmp_path / "said").read_text()
    assert "Waiting for what is handed in" in printed
    assert "the exchange:" not in printed
