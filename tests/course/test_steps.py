"""nbgrader's own command, and its Formgrader, have a submission graded as `grade` does."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grading.course import steps
from grading.course.steps import HiddenChecks, SubmissionExporter
from grading.feedback.cell_report import RECORD
from grading.grade.assignment import Assignment
from grading.grade.graded import Graded, GradedNotebook
from grading.sandbox.policy import NotConfined, Sandbox, Settings


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
        def __init__(self, checks: HiddenChecks, assignment: str) -> None:
            asked.append((type(checks), assignment))

        def grade(self, where):
            asked.append(where)
            return graded("one", "two")

    monkeypatch.setattr(steps, "_Grader", Grader)
    assert [export(exporter, folder, name) for name in ("one", "two")] == ["one", "two"]
    assert asked == [(HiddenChecks, "a"), folder]


def test_what_grade_has_graded_is_handed_over(exporter, folder, monkeypatch):
    monkeypatch.setattr(steps, "_Grader", None)
    monkeypatch.setitem(SubmissionExporter.graded, folder, graded("one"))
    assert export(exporter, folder, "one") == "one"


@pytest.mark.usefixtures("folder")
def test_what_was_converted_already_is_read(exporter, tmp_path):
    done = tmp_path / "autograded" / "ada" / "a"
    done.mkdir(parents=True)
    notebook = new_notebook(cells=[new_code_cell("done")])
    (done / "one.ipynb").write_text(json.dumps(notebook))
    assert export(exporter, done, "one") == "done"


def test_a_course_that_students_could_read_is_refused_where_isolation_is_strict(monkeypatch):
    read = Assignment(
        *("a", {}, {}, {}, {}, "checks", {}, Settings(sandbox=Sandbox(isolation="strict")), ""),
        exposed=("the course itself",),
    )
    monkeypatch.setattr(HiddenChecks, "read", lambda *_: read)
    with pytest.raises(NotConfined, match="the course itself"):
        steps._Grader(HiddenChecks(), "a")
