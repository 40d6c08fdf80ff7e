"""Another assignment, by docs/new_assignment.md to the letter, and not a line of grading/."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import ordinary
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from support import ROOT, Course, nbgrader_cell

FOLDER = "tests/hidden/statistics/averages"
PAGE = (ROOT / "docs" / "new_assignment.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
CONFIG, _, TEXT, SOLUTION, VISIBLE, CHECKS, PICTURES = (
    code for kind, code in BLOCKS if kind != "sh"
)
BUILD_IT, INSTALL_IT, TRY_IT, RELEASE_IT, GRADE_IT = (
    code.split() for kind, code in BLOCKS if kind == "sh"
)


@pytest.fixture(scope="module")
def course(new_course) -> Course:
    """A course with a second assignment, `statistics`, for which nothing has been generated."""
    root = new_course().root
    write_assignment(root)
    return Course(root, "statistics")


def write_assignment(root: Path) -> None:
    """Do what the page says, up to the commands."""
    notebook = new_notebook(
        cells=[
            new_markdown_cell(TEXT),
            nbgrader_cell(SOLUTION, "mean", solution=True),
            nbgrader_cell(VISIBLE, "test_mean", grade=True, locked=True, points=2),
        ]
    )
    assert f"`{FOLDER}/test_mean.py`" in PAGE
    (root / "source" / "statistics").mkdir(parents=True)
    nbformat.write(notebook, root / "source" / "statistics" / "averages.ipynb")
    folder = root / FOLDER
    folder.mkdir(parents=True)
    (folder / "test_mean.py").write_text(CHECKS)
    (folder / "pictures.py").write_text(PICTURES)


def hand_in(course: Course, student: str, code: str) -> None:
    path = course.submission(student, "averages")
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[nbgrader_cell(code, "mean", solution=True)]), path)


@pytest.mark.slow
def test_it_is_generated_graded_and_reported(course):
    hand_in(course, "ada", "def mean(values):\n    return sum(values) / len(values)")
    hand_in(course, "ben", "def mean(values):\n    return values[0]")
    hand_in(course, "cyn", "import os\nos._exit(0)")
    assert "2 passed" in course.run(*TRY_IT).stdout
    course.run(*RELEASE_IT)
    assert (
        "raise NotImplementedError"
        in (course.root / "release" / "statistics" / "averages.ipynb").read_text()
    )
    course.run(*GRADE_IT)
    assert [course.scores(name) for name in ("ada", "ben", "cyn")] == [
        {"mean": 2},
        {"mean": 0.5},
        {"mean": 0},
    ]
    assert "The mean of one number is that number." in course.feedback("ben", "averages")
    assert "`mean`" not in course.feedback("cyn", "averages")
    assert "Your means of 0 and x." in course.feedback("ben", "averages")
    assert "Your means of 0 and x." not in course.feedback("cyn", "averages")
    assert "The mean of one number is that number." in (course.reports / "report.html").read_text()


@pytest.mark.slow
def test_another_assignment_leaves_reports_and_exports_of_the_first_as_they_are(course, examples):
    root = course.root
    course.run("grade", "statistics", "--export", "lms")
    written = [*course.reports.iterdir(), *(root / "lms" / "statistics").rglob("*.*")]
    before = {path: path.read_bytes() for path in written}
    assert {"report.html", "checks.json", "canvas.csv", "moodle.csv"} <= {p.name for p in before}
    other = Course(root)
    other.submit(replace(examples["untouched"], name="ada"))
    other.run("grade", other.assignment, "--export", "lms")
    assert {path: path.read_bytes() for path in written} == before
    assert (root / "lms" / other.assignment / "canvas.csv").is_file()
    index = BeautifulSoup((root / "reports" / "index.html").read_text(), "html.parser")
    links = [link["href"] for link in index.main.find("table").find_all("a")]
    assert links == ["numerical_stability/report.html", "statistics/report.html"]
    first, *_ = index.find("div", role="region").tbody.find_all("tr")
    assert first.get_text(" ", strip=True) == "ada 2 wrote nothing 2"


@pytest.mark.slow
def test_several_assignments_must_be_told_apart(course):
    done = course.run("grade", check=False)
    assert done.returncode == 2
    assert "numerical_stability, statistics" in done.stdout


@pytest.mark.slow
def test_a_fault_of_the_checks_is_no_ones_zero(course):
    path = course.root / FOLDER / "test_mean.py"
    path.write_text(CHECKS.replace("submission.mean([7])", "no_such_name"))
    done = course.run("grade", "statistics", "--student", "ada", check=False)
    assert done.returncode == 1
    assert "no_such_name" in done.stdout
    assert course.scores("ada") == {"mean": None}
    assert "Not graded yet" in course.feedback("ada", "averages")
    path.write_text(CHECKS + "this is no python")
    done = course.run("grade", "statistics", "--student", "ada", check=False)
    assert done.returncode == 1
    assert "could not be collected: SyntaxError" in " ".join(done.stdout.split())
    assert course.scores("ada") == {"mean": None}
    path.unlink()
    done = course.run("grade", "statistics", "--student", "ada", check=False)
    assert done.returncode == 1
    assert "no such file of hidden checks" in " ".join(done.stdout.split())
    assert course.scores("ada") == {"mean": None}


@pytest.mark.slow
def test_what_a_person_is_to_grade_is_said_and_is_no_failure(course):
    essays = Course(course.root, "essays")
    for folder in ("source", "tests/hidden"):
        shutil.copytree(course.root / folder / "statistics", course.root / folder / "essays")
    (course.root / "tests/hidden/essays/averages/test_mean.py").write_text(CHECKS)
    path = course.root / "source" / "essays" / "averages.ipynb"
    notebook = nbformat.read(path, as_version=4)
    about = {"grade_id": "essay", "task": True, "points": 4, "grade": False, "solution": False}
    about |= {"locked": True, "schema_version": 3, "cell_type": "markdown"}
    notebook.cells.append(new_markdown_cell("What is a mean?", metadata={"nbgrader": about}))
    nbformat.write(notebook, path)
    hand_in(essays, "ben", "def mean(values):\n    return values[0]")

    def table() -> str:
        return " ".join(course.run("grade", "essays").stdout.split())

    assert re.search("total /6 .* ben 0.5 – not graded .* Essay: it waits for a person", table())
    graded = course.root / "autograded" / "ben" / "essays" / "averages.ipynb"
    before = graded.stat().st_mtime_ns
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "d2l") as gradebook:
        gradebook.find_grade("essay", "averages", "essays", "ben").manual_score = 3
        gradebook.db.commit()
    assert "ben 0.5 3 3.5" in table()
    assert graded.stat().st_mtime_ns == before


@dataclass(frozen=True)
class Elsewhere:
    """An environment of its own, in which this clone's code cannot be found."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    def run(self, command: list[str], folder: Path) -> str:
        """Run one of the environment's commands in a folder."""
        program = self.python.with_name(command[0])
        done = subprocess.run([program, *command[1:]], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Elsewhere:
    """Do what the page says of a course of one's own."""
    here = Elsewhere(tmp_path_factory.mktemp("elsewhere"))
    uv = [Path(sys.executable).with_name("uv")]
    # The versions of this clone's environment, which are downloaded already.
    there = ["--python", here.python, "--constraint", ROOT / "requirements.lock"]
    for command, folder in (
        ([*BUILD_IT[1:-1], here.folder / "dist"], ROOT),
        (["venv", "--python", sys.executable, here.python.parents[1]], here.folder),
        ([*INSTALL_IT[1:], *there], here.folder),
        (["pip", "install", "pandas", *there], here.folder),  # what the exercises import
    ):
        subprocess.run([*uv, *command], cwd=folder, check=True, capture_output=True)
    return here


@pytest.mark.long
def test_a_course_elsewhere_takes_nothing_but_the_wheel_and_the_page(tmp_path, elsewhere):
    write_assignment(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    course = Course(tmp_path, "statistics")
    hand_in(course, "ada", "def mean(values):\n    return sum(values) / len(values)")
    hand_in(course, "ben", "def mean(values):\n    return values[0]")
    assert "2 passed" in elsewhere.run(TRY_IT, tmp_path)
    elsewhere.run(RELEASE_IT, tmp_path)
    assert "ben" in elsewhere.run(GRADE_IT, tmp_path)
    grades = (tmp_path / "grades.csv").read_text()
    assert "ada,,,,2.0,0.0,2.0,2.0" in grades
    assert "ben,,,,0.5,0.0,0.5,2.0" in grades
    assert "The mean of one number is that number." in course.feedback("ben", "averages")
    code = (
        "import grading, importlib.util; print(grading.__file__, importlib.util.find_spec('d2l'))"
    )
    found = elsewhere.run(["python", "-P", "-c", code], tmp_path)
    assert found.startswith(str(elsewhere.python.parents[1]))
    assert found.endswith("None\n")


@pytest.mark.long
def test_ordinary_exercises_can_be_checked_elsewhere(tmp_path, elsewhere):
    """The reference has full marks, the stub and each of three mistakes none."""
    ordinary.write_assignment(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    elsewhere.run(["nbgrader", "generate_assignment", "ordinary"], tmp_path)
    course = Course(tmp_path, "ordinary")
    stub = nbformat.read(tmp_path / "release" / "ordinary" / "book.ipynb", as_version=4)
    for student, cells in [*ordinary.submissions().items(), ("stub", stub.cells)]:
        path = course.submission(student, "book")
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), path)
    passed = f"{len(ordinary.EXERCISES)} passed"
    assert passed in elsewhere.run(["pytest", "tests/hidden"], tmp_path)
    elsewhere.run(["grade", "ordinary"], tmp_path)
    for student in ("right", "stub", "wrong_0", "wrong_1", "wrong_2"):
        scores, expected = course.scores(student), 2 if student == "right" else 0
        assert len(scores) == len(ordinary.EXERCISES)
        assert scores == dict.fromkeys(scores, expected), student
