"""What several test files use: the paths of the course, and a copy of it to grade in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from grading.examples import Example, read_example, submit

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "numerical_stability"
# Whole submissions; those of one exercise each are for `make verify`, attacks for `make attack`.
EXAMPLES = [
    path
    for path in sorted((ROOT / "tests" / "submissions").glob("*/*.py"))
    if path.parent.name != "hostile" and read_example(path).is_whole
]
ATTACKS = sorted((ROOT / "tests" / "submissions" / "hostile").glob("*.py"))
CHECKS = sorted((ROOT / "tests" / "hidden" / ASSIGNMENT).glob("*/*.py"))


@dataclass
class Course:
    """A copy of the course, with a gradebook and submissions of its own."""

    root: Path
    assignment: str = ASSIGNMENT

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's commands in the course's folder, as a user would."""
        program = Path(sys.executable).parent / command[0]
        done = subprocess.run(
            [str(program), *command[1:]], cwd=self.root, capture_output=True, text=True
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

    def feedback(self, student: str, notebook: str) -> str:
        path = self.root / "feedback" / student / self.assignment / f"{notebook}.html"
        return path.read_text()


def copy_course(root: Path, *, generate: bool = True) -> Course:
    """Copy what a course is made of into an empty folder, and generate the student version."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for folder in ["source", "release", "tests/hidden"]:
        shutil.copytree(ROOT / folder, root / folder)
    (root / "submitted").mkdir()
    course = Course(root)
    if generate:
        course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    return course


def notebooks(folder: str) -> list[Path]:
    return sorted((ROOT / folder / ASSIGNMENT).glob("*.ipynb"))


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]
