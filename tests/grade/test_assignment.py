"""A submission is graded from bytes to graded notebooks, with neither a course nor a kernel."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from proofs.examples import copy_course, overlay, read_example
from support import ASSIGNMENT, ROOT

from grading.checks.outcome import Check, Exercise
from grading.feedback.cell_report import RECORD
from grading.feedback.translation import Sentences
from grading.grade.assignment import Assignment
from grading.grade.job import Job, Result
from grading.notebooks.reading import HandedIn
from grading.notebooks.repair import grade_id, is_autograded
from grading.sandbox.policy import Settings

NAME, OTHER = "vanishing_gradients", "exploding_gradients"
RIGHT = read_example(ROOT / "tests" / "submissions" / "right" / "reference.py")


def course_in(root: Path) -> Path:
    """Return a folder with a course that has the assignment."""
    copy_course(ROOT, ASSIGNMENT, root)
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.HiddenChecks.device = 'cpu'\n")
    return root


def read(course: Path) -> Assignment:
    """Return the assignment as on a machine that need not be looked at."""
    return replace(Assignment.read(course, ASSIGNMENT), environment={"torch": "2"})


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    return read(course_in(tmp_path_factory.mktemp("course")))


class Judge:
    """Gives full marks, and keeps the jobs."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, job: Job) -> tuple[Result, str]:
        self.jobs.append(job)
        code = [cell for cell in nbformat.reads(job.notebook, 4).cells if cell.cell_type == "code"]
        check = Check("test_f", "It is right.", 1, passed=True)
        exercises = [
            Exercise(grade_id(cell), cell.metadata.nbgrader.points, [check])
            for cell in code
            if is_autograded(cell)
        ]
        shown = [[{"output_type": "stream", "name": "stdout", "text": "shown"}] for _ in code]
        return Result(shown, exercises, 1, ["memory"], {"torch": "2"}), "a hash"


def answered(assignment, name: str, comment: str = "") -> bytes:
    example = replace(RIGHT, extra=[*RIGHT.extra, f"# {comment}"])
    return nbformat.writes(overlay(example, assignment.released[name])).encode()


@pytest.fixture
def whole(assignment):
    return {f"{name}.ipynb": answered(assignment, name) for name in (NAME, OTHER)}


def test_each_notebook_comes_back_with_its_report_and_its_record(assignment, whole):
    handed_in = HandedIn(whole, notes=("`a` was set aside: it is a link.",), hash="a hash")
    graded = assignment.grade(handed_in, Judge())
    assert set(graded.records) == set(whole)
    for notebook in graded.notebooks.values():
        nbformat.validate(notebook.notebook)
        record = notebook.notebook.metadata[RECORD]
        assert record["notes"] == ["`a` was set aside: it is a link."]
        assert (record["stamp"], record["course"]) == ("a hash", assignment.hash)
        assert (record["result"], record["not_confined"]) == ("a hash", ["memory"])
        cells = [cell for cell in notebook.notebook.cells if cell.cell_type == "code"]
        for cell in cells:
            shown = str(cell.outputs)
            assert ("It is right." in shown) == is_autograded(cell) == ("shown" not in shown)
    assert [exercise.score for exercise in graded.notebooks[NAME].exercises] == [3, 3]


def test_it_can_be_graded_elsewhere(assignment, whole):
    sent = pickle.loads(pickle.dumps((assignment, HandedIn(whole))))
    here, there = Judge(), Judge()
    graded = pickle.loads(pickle.dumps(sent[0].grade(sent[1], there)))
    assert graded == assignment.grade(HandedIn(whole), here)
    assert [job.key for job in there.jobs] == [job.key for job in here.jobs]


def test_what_was_not_handed_in_is_not_graded(assignment, whole):
    del whole[f"{OTHER}.ipynb"]
    judge = Judge()
    assert list(assignment.grade(HandedIn(whole), judge).notebooks) == [NAME]
    assert len(judge.jobs) == 1
    assert assignment.grade(HandedIn({"notes.txt": b""}), judge).notebooks == {}


def ungraded(assignment, files: dict[str, bytes]) -> str:
    """Why the first notebook of these files has no grade."""
    judge = Judge()
    graded = assignment.grade(HandedIn(files), judge).notebooks[NAME]
    assert not [job for job in judge.jobs if job.place.endswith(NAME)]
    assert {exercise.score for exercise in graded.exercises} == {None}
    assert graded.result is None
    assert graded.record["notes"] == [graded.record["problem"]]
    return graded.record["problem"]


def test_what_cannot_be_read_or_is_unclear_has_no_grade_and_a_reason(assignment, whole):
    assert "it is not JSON" in ungraded(assignment, whole | {f"{NAME}.ipynb": b"x"})
    versions = {f"{name}.ipynb": answered(assignment, NAME, name) for name in "ab"}
    assert "`a.ipynb`, `b.ipynb`. Which one counts?" in ungraded(assignment, versions)
    mistaken = {f"{NAME}.ipynb": whole[f"{OTHER}.ipynb"]}
    assert ungraded(assignment, mistaken) == "This notebook was not handed in."


def test_a_kernel_sees_the_files_of_its_notebook_but_none_of_the_assignment(assignment, whole):
    files = {f"work/{name}": data for name, data in whole.items()}
    files |= {"work/data.csv": b"1", "a.txt": b"2", "timestamp.txt": b"3", "e\u0301.txt": b"4"}
    judge = Judge()
    assignment.grade(HandedIn(files, hidden=frozenset(["timestamp.txt"])), judge)
    for job in judge.jobs:
        seen = {name: data for name, data in job.files.items() if name not in assignment.files}
        assert seen == {
            **{"work/data.csv": b"1", "data.csv": b"1", "a.txt": b"2"},
            **{"e\u0301.txt": b"4", "\u00e9.txt": b"4"},
        }


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"data.csv": b"1"}},
        {"references": {}},
        {"checks": {NAME: {"test_f.py": "pass"}}},
        {"say": Sentences({"It is right.": "对"})},
        {"say": Sentences({}, "scores")},
        {"settings": Settings("auto")},
        {"secret": "another"},
        {"environment": {"torch": "another"}},
        {"exposed": ("the course",)},
        {"configuration": b"c.LimitOutput.max_lines = 5"},
        {"packages": ["another"]},
        {"source": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_changes_with_all_that_grades_and_pages_depend_on(assignment, change):
    assert replace(assignment, **change).hash != assignment.hash


def test_a_worker_with_another_version_of_the_package_grades_nothing(assignment):
    with pytest.raises(RuntimeError, match="install the same one everywhere"):
        replace(assignment, source="another").grade({})


def test_what_an_editor_writes_into_a_notebook_of_ours_changes_nothing(assignment, tmp_path):
    course = course_in(tmp_path)
    for path in course.glob("[rs]*/*/*.ipynb"):
        notebook = json.loads(path.read_text())
        notebook["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
        path.write_text(json.dumps(notebook))
    (course / "grading_secret").write_text(assignment.secret)
    assert read(course).hash == assignment.hash


def test_who_hands_in_thirty_times_learns_nothing_of_hidden_inputs(assignment):
    """Helper files that differ by a bit, as who asks a bit at a time would hand in: new inputs."""
    notebook = nbformat.writes(overlay(RIGHT, assignment.released[NAME])).encode()
    judge = Judge()
    for number in range(30):
        files = {f"{NAME}.ipynb": notebook, "helper.py": b"asks = %d" % number}
        assignment.grade(files, judge)
        assignment.grade({**files, "seen.bin": b"beside"}, judge)
    seeds = [job.seed for job in judge.jobs]
    assert len(set(seeds)) == 60
    assignment.grade({f"{NAME}.ipynb": notebook, "helper.py": b"asks = 7"}, judge)
    assert judge.jobs[-1].seed == seeds[14]  # the same work has the same grade
