"""`grade-notebook` grades one submission as `grade` does, and says why where it does not."""

import json
import shutil
import subprocess
import sys

import pytest
from platforms.test_formats import FAULTY, SUBMISSIONS
from proofs.examples import read_example, submit
from support import ASSIGNMENT, ROOT

from grading import Assignment
from grading.platforms import command

COMMAND = [sys.executable, "-m", "grading.platforms.command"]


@pytest.mark.slow
def test_a_stranger_grades_one_notebook(tmp_path):
    answer = read_example(ROOT / "tests" / "submissions" / "wrong" / "elementwise.py")
    submit(answer, ROOT / "release" / ASSIGNMENT, tmp_path / "work")
    work = tmp_path / "work" / answer.name / ASSIGNMENT
    for path in list(work.iterdir()):
        path.rename(path.with_stem(f"{path.stem} (1)"))
    before = {path: path.read_bytes() for path in work.iterdir()}
    options = ["--course", ROOT, "--feedback", tmp_path / "pages", "--output", tmp_path / "out"]
    run = [*COMMAND, ASSIGNMENT, work, "--format", "json", *options]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    graded = json.loads((tmp_path / "out").read_text())
    assert graded["score"] == 8.25
    assert graded["exercises"]["test_multiply_all"]["score"] == 1
    assert "It was handed in as `vanishing_gradients (1).ipynb`." in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"work", "pages", "out"}
    assert {path: path.read_bytes() for path in work.iterdir()} == before
    assert Assignment.read(ROOT, ASSIGNMENT).grade([work]).score == 8.25
    page = (tmp_path / "pages" / "exploding_gradients.html").read_text()
    assert '<span class="total">3 <small>of 4 points</small></span>' in page


def test_no_course_and_no_assignment_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command.main(["a", "b.ipynb"]) == 2
    assert "is no course: it holds no nbgrader_config.py" in capsys.readouterr().err
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    assert command.main(["a", "b.ipynb"]) == 2
    assert "nbgrader generate_assignment a" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["nbgrader_config.py"]


@pytest.fixture
def printed(monkeypatch, capsys, tmp_path):
    """Return the status, what was printed and what went to standard error."""

    def run(graded, *argv: str):
        class Grader:
            missing = ("memory",)

            def __init__(self, assignment) -> None:
                pass

            def grade(self, _):
                return graded

        monkeypatch.setattr(command, "Grader", Grader)
        (tmp_path / "x.ipynb").write_text("{}")
        status = command.main([ASSIGNMENT, str(tmp_path / "x.ipynb"), "--course", str(ROOT), *argv])
        return status, *capsys.readouterr()

    return run


def test_what_is_for_staff_is_on_standard_error(printed):
    status, out, err = printed(SUBMISSIONS["half"], "--format", "prairielearn")
    assert (status, json.loads(out)["gradable"]) == (0, True)
    assert err.splitlines() == [
        "grade-notebook: not confined: memory. See SECURITY.md.",
        "grade-notebook: one.ipynb: It was handed in as `x.ipynb`.",
    ]
    status, out, err = printed(FAULTY)
    assert (status, "not graded, of 4" in out) == (1, True)
    assert err.splitlines()[-1] == "grade-notebook: not graded: test_f: no disk"


def test_autolab_shows_students_everything_so_nothing_is_said_there(printed):
    assert printed(FAULTY, "--format", "autolab")[::2] == (1, "")


@pytest.mark.long
def test_it_finds_what_grade_finds(new_course, examples, tmp_path):
    """Of every fourth whole submission; both work out the same hidden inputs."""
    course, chosen = new_course(), list(examples.values())[::4]
    for example in chosen:
        course.submit(example)
    course.run("grade", ASSIGNMENT, check=False)
    about = json.loads((course.reports / "checks.json").read_text())
    entries = {entry["student"]: entry for entry in about["submissions"]}
    assert len(entries) == len(chosen)
    for example in chosen:
        work = course.root / "submitted" / example.name / ASSIGNMENT
        options = ["--course", course.root, "--format", "json", "--output", tmp_path / "out"]
        subprocess.run([*COMMAND, ASSIGNMENT, work, *options], capture_output=True, check=False)
        graded = json.loads((tmp_path / "out").read_text())
        assert graded["score"] == entries[example.name]["score"], example.name
        assert graded["exercises"] == entries[example.name]["exercises"], example.name
