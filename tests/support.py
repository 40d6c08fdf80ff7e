"""What several test files use: the paths of the course, and a copy of it to grade in."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Base, Gradebook, MissingEntry
from nbgrader.apps import NbGraderApp
from proofs import examples
from proofs.examples import Example, read_example, submit
from sqlalchemy import create_engine

from grading import cli
from grading.notebooks.repair import grade_id, is_autograded

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "numerical_stability"
ASSIGNMENTS = (ASSIGNMENT, "initialization")
# Whole submissions; those of one exercise each are for `make verify`, attacks for `make attack`.
EXAMPLES = [
    path
    for path in sorted((ROOT / "tests" / "submissions").glob("*/*.py"))
    if path.parent.name != "hostile" and read_example(path).is_whole
]
ATTACKS = sorted((ROOT / "tests" / "submissions" / "hostile").glob("*.py"))
CHECKS = sorted((ROOT / "tests" / "hidden" / ASSIGNMENT).glob("*/test_*.py"))
HANG = 30 * 60  # seconds: what has not come by then never comes, however busy the machine is
GRADE = str(Path(sys.executable).parent / "grade")


def first_of(names: Iterable[str]) -> list:
    """Parameters of a test that takes long: the first for `make test`, all for `make test-all`."""
    first, *others = names
    return [first, *(pytest.param(name, marks=pytest.mark.long) for name in others)]


def nbgrader_cell(source: str, name: str, make=new_code_cell, **flags) -> nbformat.NotebookNode:
    """A cell as nbgrader's toolbar marks it."""
    about = {"grade": False, "solution": False, "locked": False, "task": False}
    about |= flags | {"grade_id": name, "schema_version": 3}
    return make(source, metadata={"nbgrader": about})


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what must come, for as long as it takes."""
    end = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def nbgrader(arguments: list[str]) -> None:
    """nbgrader's command; it remembers nothing of an earlier one."""
    try:
        NbGraderApp.launch_instance(arguments)
    finally:
        NbGraderApp.clear_instance()


COMMANDS: dict[str, Callable[[list[str]], int | None]] = {"grade": cli.main, "nbgrader": nbgrader}


def _run_here(
    folder: Path, main: Callable[[list[str]], int | None], arguments: list[str]
) -> subprocess.CompletedProcess[str]:
    """Run a command's function in a folder."""
    out, errors = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = end.code
    return subprocess.CompletedProcess(arguments, status or 0, out.getvalue(), errors.getvalue())


@dataclass
class Course:
    """A copy of the course, with a gradebook and submissions of its own."""

    root: Path
    assignment: str = ASSIGNMENT

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's commands in the course's folder, as a user would.

        `grade` and `nbgrader` run in this process: they begin slowly, and the servers that they
        start serve the next run, too. `Class.start` makes a process of its own.
        """
        name, *arguments = command
        if name in COMMANDS:
            done = _run_here(self.root, COMMANDS[name], arguments)
        else:
            program = str(Path(sys.executable).parent / name)
            done = subprocess.run(
                [program, *arguments], cwd=self.root, capture_output=True, text=True
            )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def submit(self, example: Example) -> None:
        submit(example, self.root / "release" / self.assignment, self.root / "submitted")

    def submission(self, student: str, notebook: str) -> Path:
        return self.root / "submitted" / student / self.assignment / f"{notebook}.ipynb"

    def scores(self, student: str) -> dict[str, float | None]:
        """Points in the gradebook by exercise; None where it was not graded."""
        with Gradebook(f"sqlite:///{self.root}/gradebook.db", "d2l") as gradebook:
            try:
                submission = gradebook.find_submission(self.assignment, student)
            except MissingEntry:
                return {}
            return {
                grade.name.removeprefix("test_"): grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    @property
    def reports(self) -> Path:
        """What `grade` says of the class."""
        return self.root / "reports" / self.assignment

    def feedback(self, student: str, notebook: str) -> str:
        path = self.root / "feedback" / student / self.assignment / f"{notebook}.html"
        return path.read_text()


Scores = dict[tuple[str, str], float | None]


@dataclass
class Class:
    """A course with submissions, and the scores that it must end up with."""

    course: Course
    expected: Scores

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start `grade`, which can be interrupted even where this process ignores Ctrl-C."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return subprocess.Popen(
            [GRADE, *options],
            cwd=self.course.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def grade(self, *options: str) -> tuple[int, str]:
        """Status and text of one run."""
        done = self.course.run("grade", *options, check=False)
        return done.returncode, done.stdout + done.stderr

    def scores(self) -> Scores:
        """What the gradebook holds; a row too many would be an error."""
        rows = grade_rows(self.course.root, "auto_score", "needs_manual_grade")
        found = {(student, cell.removeprefix("test_")): score for student, cell, score, _ in rows}
        assert len(found) == len(rows)
        assert not any(manual for *_, score, manual in rows if score is not None)
        return found


def grade_rows(root: Path, *columns: str) -> list[tuple]:
    """Student, cell and these columns of each grade in a course's gradebook, in their order."""
    query = f"""
        SELECT student_id, base_cell.name, {", ".join(columns)}
        FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
        JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
        JOIN base_cell ON grade.cell_id = base_cell.id ORDER BY student_id, base_cell.name
    """
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as database:
        return database.execute(query).fetchall()


def results(graded: Class) -> list[Path]:
    return list((graded.course.root / ".cache").glob("results/*/*.json"))


def copy_course(root: Path, assignment: str = ASSIGNMENT, *, generate: bool = True) -> Course:
    """Copy what a course is made of into an empty folder, and generate the student version."""
    examples.copy_course(ROOT, assignment, root)
    course = Course(root)
    if generate:
        course.run("nbgrader", "generate_assignment", assignment, "--force")
    return course


def notebooks(folder: str, *assignments: str) -> list[Path]:
    """Those of some assignments, or of numerical_stability."""
    names = assignments or (ASSIGNMENT,)
    return [path for name in names for path in sorted((ROOT / folder / name).glob("*.ipynb"))]


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def exercises_in(path: Path) -> dict[str, float]:
    """The exercises of a notebook, by the cells that check them, with their points."""
    checks = [cell for cell in code_cells(path) if is_autograded(cell)]
    return {
        str(grade_id(cell)).removeprefix("test_"): cell.metadata.nbgrader.points for cell in checks
    }


def module_at(path: Path) -> ModuleType:
    """A file of hidden checks, as a module: pytest's own fixtures and marks do nothing there."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def new_gradebook(folder: Path) -> str:
    """The address of an empty gradebook of its own."""
    url = f"sqlite:///{folder}/gradebook.db"
    Base.metadata.create_all(create_engine(url))  # else nbgrader starts alembic, which takes long
    return url


EXERCISES = {
    name: points for path in notebooks("source") for name, points in exercises_in(path).items()
}
# What the reference answers; an exercise that it leaves out is there, and has no points.
REFERENCE = read_example(ROOT / "tests" / "submissions" / "right" / "reference.py").scores
FULL = dict.fromkeys(EXERCISES, 0.0) | REFERENCE


def row_in_table(scores: dict[str, float]) -> str:
    """The scores of all exercises and their sum, as the table on the terminal shows them."""
    return " ".join(f"{score:g}" for score in (*scores.values(), sum(scores.values())))
