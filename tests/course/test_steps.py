"""nbgrader's own command, and its Formgrader, have a submission graded as `grade` does."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grading.course import steps
from grading.course.steps import PageExporter, SubmissionExporter
from grading.feedback.cell_report import RECORD
from grading.feedback.page import FeedbackExporter
from grading.feedback.translation import Sentences
from grading.grade.assignment import Assignment
from grading.grade.graded import Graded, GradedNotebook
from grading.sandbox.policy import Settings

ASSIGNMENT = Assignment("a", {}, {}, {}, {}, {}, "checks", Sentences({}), Settings(), "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "submitted" / "ada" / "a"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def exporter(tmp_path):
    return SubmissionExporter(config=Config({"CourseDirectory": {"root": str(tmp_path)}}))


def graded(*names: str) -> Graded:
    def notebook(name: str) -> GradedNotebook:
        book = new_notebook(cells=[new_code_cell(name)], metadata={RECORD: {"notes": ["odd"]}})
        return GradedNotebook(book, [])

    return Graded({name: notebook(name) for name in names})


def export(exporter, folder, name: str) -> str:
    where = {"student": "ada", "assignment": "a", "notebook": name}
    text, _ = exporter.from_filename(str(folder / f"{name}.ipynb"), {"nbgrader": where})
    return "".join(json.loads(text)["cells"][0]["source"])


def test_a_submission_is_graded_once_for_all_its_notebooks(exporter, folder, monkeypatch):
    asked = []

    class Grader:
        def __init__(self, assignment: Assignment, results) -> None:
            self.assignment = assignment
            asked.append((assignment.name, results.folder.name))

        def grade(self, handed_in):
            asked.append(sorted(handed_in.files))
            return graded("one", "two")

    monkeypatch.setattr(Assignment, "by", lambda *_: ASSIGNMENT)
    monkeypatch.setattr(steps, "Grader", Grader)
    (folder / "one.ipynb").write_text("{}")
    assert [export(exporter, folder, name) for name in ("one", "two")] == ["one", "two"]
    assert asked == [("a", "results"), ["one.ipynb"]]


def test_what_grade_has_graded_is_handed_over(exporter, folder, monkeypatch):
    monkeypatch.setattr(steps, "Grader", None)
    monkeypatch.setitem(SubmissionExporter.graded, folder, graded("one"))
    assert export(exporter, folder, "one") == "one"


@pytest.mark.usefixtures("folder")
def test_what_was_converted_already_is_read(exporter, tmp_path):
    done = tmp_path / "autograded" / "ada" / "a"
    done.mkdir(parents=True)
    notebook = new_notebook(cells=[new_code_cell("done")])
    (done / "one.ipynb").write_text(json.dumps(notebook))
    assert export(exporter, done, "one") == "done"


def test_feedback_is_pages_of_ours_and_nothing_else(tmp_path, monkeypatch):
    graded, place = (tmp_path / kind / "ada" / "a" for kind in ("autograded", "feedback"))
    graded.mkdir(parents=True)
    for name in ("one", "two"):
        (graded / f"{name}.ipynb").write_text("{}")
    for folder in ("one.html", "two.html", "data"):  # as nbgrader has copied them
        (place / folder).mkdir(parents=True)
        (place / folder / "a.html").write_text("<script>")
    (place / "three.html").write_text("<script>")
    (place / "three.html").chmod(0o444)
    monkeypatch.setattr(FeedbackExporter, "from_filename", lambda *_, **__: ("a page", {}))
    exporter = PageExporter(config=Config({"CourseDirectory": {"root": str(tmp_path)}}))
    for name in ("one", "two"):
        where = {"student": "ada", "assignment": "a", "notebook": name}
        text, _ = exporter.from_filename(str(graded / f"{name}.ipynb"), {"nbgrader": where})
        (place / f"{name}.html").write_text(text)
    assert sorted(path.name for path in place.iterdir()) == ["one.html", "two.html"]
    assert {path.read_text() for path in place.iterdir()} == {"a page"}
