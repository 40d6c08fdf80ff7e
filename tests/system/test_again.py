"""A class that is graded again: what has changed is done anew, and nothing else."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook
from support import ASSIGNMENT, FULL, row_in_table

from grading.course import whole_class
from grading.course.autograde import Task, Visit

pytestmark = pytest.mark.slow
PAGES = ("autograded", "feedback")


@pytest.fixture(scope="module")
def graded(new_course, examples):
    """A class of two that has been graded."""
    course = new_course()
    for name in ("ada", "bo"):
        right = examples["reference"]
        course.submit(replace(right, name=name, extra=[*right.extra, f"mark = {name!r}"]))
    course.run("grade")
    return course


def written(course) -> dict[str, int]:
    """When each file of the students' pages was written."""
    paths = [path for folder in PAGES for path in (course.root / folder).rglob("*.*")]
    return {
        str(path.relative_to(course.root)): path.stat().st_mtime_ns
        for path in paths
        if ASSIGNMENT in path.parts
    }


def run_without_workers(course) -> str:
    """What `grade` prints; it must not need a worker, or torch."""
    code = (
        "import sys; from grading import cli; from grading.jobs.pool import LocalWorkers\n"
        "def executor(self): raise AssertionError('a worker was started')\n"
        "LocalWorkers.executor = executor\n"
        "status = cli.main([]); assert 'torch' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=course.root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_nothing_to_do_starts_nothing(graded):
    before = written(graded)
    said = run_without_workers(graded)
    assert written(graded) == before
    for name in ("ada", "bo"):
        assert f"{name} {row_in_table(FULL)}" in said


def test_a_comment_by_a_person_makes_that_feedback_new(graded):
    before = written(graded)
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db", "d2l") as gradebook:
        name = "vanishing_gradients"
        comment = gradebook.find_comment("sigmoid_gradient", name, ASSIGNMENT, "ada")
        comment.manual_comment = "Short and right."
        gradebook.db.commit()
    graded.run("grade")
    assert "Short and right." in graded.feedback("ada", "vanishing_gradients")
    changed = {path for path, time in written(graded).items() if before[path] != time}
    assert changed == {path for path in before if path.startswith("feedback/ada/")}


def test_feedback_that_was_lost_is_written_again(graded):
    page = graded.root / "feedback" / "bo" / ASSIGNMENT / "vanishing_gradients.html"
    text = page.read_text()
    page.unlink()
    graded.run("grade")
    assert page.read_text() == text


def test_a_score_by_a_person_stays_and_is_told(graded):
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db", "d2l") as gradebook:
        name = "exploding_gradients"
        grade = gradebook.find_grade("test_multiply_all", name, ASSIGNMENT, "bo")
        grade.manual_score, grade.needs_manual_grade = 1, False
        gradebook.db.commit()
    assert "bo 1 2 3 3 9" in " ".join(graded.run("grade").stdout.split())
    entries = json.loads((graded.reports / "checks.json").read_text())["submissions"]
    assert [one["score"] for one in entries if one["student"] == "bo"] == [9]


def test_a_submission_that_has_changed_is_converted_alone(graded):
    before = written(graded)
    path = graded.submission("ada", "exploding_gradients")
    text = path.read_text()
    path.write_text(text.replace("import torch", "import torch  # as before", 1))
    graded.run("grade")
    changed = {path for path, time in written(graded).items() if before[path] != time}
    assert changed == {path for path in before if "/ada/" in path}


def test_a_course_with_other_settings_is_converted_anew(graded):
    before = written(graded)
    with (graded.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LimitOutput.max_lines = 500\n")
    graded.run("grade")
    assert all(before[path] != time for path, time in written(graded).items())


def test_what_being_late_costs_is_worked_out_again_and_nothing_else(graded):
    with (graded.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    graded.run("grade")
    before = written(graded)
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db", "d2l") as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, "bo")
        grade = gradebook.find_grade("test_multiply_all", "exploding_gradients", ASSIGNMENT, "bo")

        def total() -> float:
            gradebook.db.commit()
            said = graded.run("grade").stdout
            assert ("late" in said) == (submission.total_seconds_late > 0)
            run_without_workers(graded)
            gradebook.db.refresh(submission)
            lost = [one.late_submission_penalty or 0 for one in submission.notebooks]
            return submission.score - sum(lost)

        grade.manual_score, grade.needs_manual_grade = 1, False
        submission.timestamp = datetime(2026, 1, 3)
        assert total() == 9
        submission.assignment.duedate = datetime(2026, 1, 1)
        assert total() == 0
        submission.extension = timedelta(days=2)
        assert total() == 9
        assert not grade.needs_manual_grade
    changed = {path for path, time in written(graded).items() if before[path] != time}
    assert changed == {path for path in before if path.startswith("feedback/bo/")}


def test_what_did_not_come_into_the_gradebook_is_no_grade(graded, examples, monkeypatch):
    shutil.rmtree(graded.root / "submitted" / "ada")
    graded.submit(replace(examples["one_sample"], name="ada"))

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(whole_class, "merge", interrupt)  # the workers have done their part by then
        assert graded.run("grade", check=False).returncode == 130
    assert set(graded.scores("ada").values()) == {None}
    graded.run("grade")
    assert graded.scores("ada") == examples["one_sample"].scores


def test_what_is_refused_keeps_no_score_of_an_earlier_submission(graded):
    before = graded.scores("bo")
    folder = graded.root / "submitted" / "bo" / ASSIGNMENT
    folder.symlink_to(folder.rename(folder.with_name("elsewhere")))
    assert graded.run("grade", check=False).returncode == 1
    assert set(graded.scores("bo").values()) == {None}
    folder.unlink()
    folder.with_name("elsewhere").rename(folder)
    graded.run("grade")
    assert graded.scores("bo") == before


def test_what_was_finished_before_an_interruption_is_in_the_gradebook(monkeypatch):
    merged = []
    monkeypatch.setattr(
        whole_class, "merge", lambda _, changes: merged.extend(changes) or [""] * len(changes)
    )

    def finished():
        yield Task("ada", {"student": {}}), (Visit("ada"), {"student": {"ada": {}}})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(whole_class._merged(None, finished()))
    assert merged == [({"student": {}}, {"student": {"ada": {}}})]
