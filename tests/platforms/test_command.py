"""`grade-notebook` grades one submission as `grade` does, and says why where it does not."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from container import WITHOUT_NAMESPACES, skip_without_containers
from platforms.test_formats import FAULTY, SUBMISSIONS
from proofs.examples import Example, read_example, submit
from support import ASSIGNMENT, ASSIGNMENTS, ROOT, copy_course, exercises_in, notebooks

from grading import Assignment
from grading.grade.cache import ResultCache, known_in
from grading.notebooks.repair import grade_id
from grading.platforms import command, submission
from grading.platforms.formats import FORMATS

COMMAND = [sys.executable, "-m", "grading.platforms.command"]


def test_the_arguments_are_known_before_anything_that_takes_long_is_imported(capsys):
    assert set(command.FORMATS) == set(FORMATS)
    for arguments, status, text in [
        (["--help"], 0, "notebooks, folders or zips"),
        (["--version"], 0, "grade-notebook "),
        (["a", "nowhere.ipynb"], 2, "there is no nowhere.ipynb"),
    ]:
        with pytest.raises(SystemExit) as end:
            command.main(arguments)
        assert end.value.code == status
        assert text in "".join(capsys.readouterr())
    code = "import grading.platforms.command, sys; print({'nbformat', 'torch'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


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
    assert graded["score"] == sum(answer.scores.values())
    assert graded["exercises"]["test_multiply_all"]["score"] == 1
    assert "It was handed in as `vanishing_gradients (1).ipynb`." in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"work", "pages", "out"}
    assert {path: path.read_bytes() for path in work.iterdir()} == before
    assert Assignment.read(ROOT, ASSIGNMENT).grade([work]).score == graded["score"]
    page = (tmp_path / "pages" / "exploding_gradients.html").read_text()
    points = exercises_in(ROOT / "source" / ASSIGNMENT / "exploding_gradients.ipynb")
    earned = sum(answer.scores[name] for name in points if name in answer.scores)
    total = f"{earned:g} <small>of {sum(points.values()):g} points</small>"
    assert f'<span class="total">{total}</span>' in page


def test_no_course_and_no_assignment_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    arguments = command.parser().parse_args(["a", str(ROOT / "README.md")])
    assert submission.grade(arguments, tmp_path) == 2
    assert "is no course: it holds no nbgrader_config.py" in capsys.readouterr().err
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    assert submission.grade(arguments, tmp_path) == 2
    assert "nbgrader generate_assignment a" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["nbgrader_config.py"]


@pytest.fixture
def printed(monkeypatch, capsys, tmp_path):
    """Return the status, what was printed and what went to standard error."""

    def run(graded, *argv: str):
        found = {"torch": "2", "gpu": "none"}, ["memory"]
        monkeypatch.setattr(submission, "inspect_machine", lambda _: found)
        monkeypatch.setattr(submission.spawn, "AVAILABLE", False)  # no kernel is needed
        monkeypatch.setattr(Assignment, "grade", lambda *_: graded)
        (tmp_path / "x.ipynb").write_text("{}")
        options = [ASSIGNMENT, str(tmp_path / "x.ipynb"), "--course", str(ROOT)]
        arguments = command.parser().parse_args([*options, *argv])
        return submission.grade(arguments, tmp_path), *capsys.readouterr()

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


def corpus(assignment: str) -> list[Example]:
    """All examples but attacks, in as few submissions as have a place for each of their cells."""
    released = [nbformat.read(path, as_version=4) for path in notebooks("release", assignment)]
    names = {grade_id(cell) for notebook in released for cell in notebook.cells}
    submissions: list[Example] = []
    for path in sorted((ROOT / "tests" / "submissions").glob("*/*.py")):
        example = read_example(path)
        if path.parent.name == "hostile" or not example.cells.keys() <= names:
            continue
        for other in submissions:
            if not other.cells.keys() & example.cells.keys():
                other.cells.update(example.cells)
                other.extra.extend(example.extra)
                break
        else:
            submissions.append(replace(example, name=f"student_{len(submissions)}"))
    return submissions


@pytest.mark.long
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_it_finds_what_grade_finds(tmp_path, assignment):
    """It asks for the same to be judged, and makes the same of what is said.

    So it is for some submissions of the corpus, or for all of them with EACH=1; a few of
    them are judged by the command itself.
    """
    course = replace(copy_course(tmp_path / "course", assignment), assignment=assignment)
    submissions = corpus(assignment)[:: int(os.environ.get("EACH", "24"))]
    for example in submissions:
        course.submit(example)
    course.run("grade", assignment, check=False)
    about = json.loads((course.reports / "checks.json").read_text())
    expected = {
        entry["student"]: (entry["score"], entry["exercises"]) for entry in about["submissions"]
    }
    assert len(expected) == len(submissions)
    read = Assignment.read(course.root, assignment)
    judge = known_in(ResultCache(course.root / ".cache" / "results"))
    for student in expected:
        work = course.root / "submitted" / student / assignment
        graded = read.grade([work], judge).to_json()
        assert (graded["score"], graded["exercises"]) == expected[student], student
    for student in list(expected)[::10]:
        work = course.root / "submitted" / student / assignment
        options = ["--course", course.root, "--format", "json", "--output", tmp_path / "out"]
        subprocess.run([*COMMAND, assignment, work, *options], capture_output=True, check=False)
        graded = json.loads((tmp_path / "out").read_text())
        assert (graded["score"], graded["exercises"]) == expected[student], student


@pytest.mark.slow
def test_staff_read_once_what_is_not_confined_in_a_container(tmp_path):
    skip_without_containers()
    course = ["--course", ROOT, "--format", "gradescope", "--output", tmp_path / "out"]
    run = [*WITHOUT_NAMESPACES, *COMMAND, ASSIGNMENT, ROOT / "source" / ASSIGNMENT, *course]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out").read_text())["score"] == 10
    (line,) = (line for line in done.stderr.splitlines() if "not confined" in line)
    assert line.startswith("grade-notebook: not confined: namespaces")
