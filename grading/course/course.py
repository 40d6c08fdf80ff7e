"""The course in the current folder, by way of nbgrader's own API: where everything is."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat.v4 import new_notebook
from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from grading.course.errors import CourseError
from grading.course.grades import students_in
from grading.course.grades_csv import GradesExport
from grading.course.ids import unify_ids
from grading.course.release import is_outdated, points_in_gradebook, points_in_release
from grading.feedback.cell_report import RECORD
from grading.grade.graded import Task
from grading.grade.hidden_checks import CONFIG, HiddenChecks
from grading.notebooks.names import PATTERN, SET_ASIDE, composed, is_student, shown

MOST_NAMES = 10  # in one line
WAY_ON = (
    ". The gradebook holds grades for other cells than there are now. To go on, keep a copy of "
    "gradebook.db, run `nbgrader db assignment remove {name} --force`, and grade again; "
    "docs/grading.md, *Change the assignment*, says more"
)


class Course:
    """The course in the current folder.

    Args:
        options: of `HiddenChecks`, in the place of what `nbgrader_config.py` says.

    Raises:
        CourseError: there is no course here.
    """

    def __init__(self, **options: Any) -> None:
        if not CONFIG.is_file():
            raise CourseError(f"there is no {CONFIG} here: run it in the folder of the course")
        self.app = NbGrader()
        self.app.initialize([])
        self.app.log_level = "WARN"
        self.directory = CourseDirectory(parent=self.app)
        if found := set(PATTERN) & set(self.directory.root):
            raise CourseError(
                f"{self.directory.root}: nbgrader takes the {' '.join(sorted(found))} in this path "
                "for a pattern, and finds no notebooks; rename the folder"
            )
        self.options = options
        ours = {"HiddenChecks": options, "NbGraderAPI": {"log_level": "WARN"}}
        self.app.update_config(Config(ours))
        self.api = NbGraderAPI(self.directory, parent=self.app)
        self.checks = HiddenChecks(parent=self.app)

    def assignment(self, name: str | None) -> str:
        """Return the assignment with this name, or the only one that there is."""
        source = self._source()
        names = self._assignments()
        if name in names or (name is None and len(names) == 1):
            return name or names[0]
        asked = f"there is no assignment {name}" if name else "name the assignment"
        raise CourseError(f"{asked}; {source} holds: {', '.join(names) or 'none'}")

    def _source(self) -> Path:
        return Path(self.directory.format_path(self.directory.source_directory, ".", "."))

    def _assignments(self) -> list[str]:
        folders = (path for path in self._source().glob("*") if path.is_dir())
        return sorted(path.name for path in folders if path.name[0] != ".")

    def generate(self, assignment: str) -> None:
        """Make the student version where it is missing or the gradebook does not know its cells.

        Raises:
            CourseError: nbgrader cannot make it.
        """
        with self.gradebook() as gradebook:
            try:
                known = gradebook.find_assignment(assignment)
            except MissingEntry:
                points, submissions = {}, []
            else:
                points = points_in_gradebook(known)
                submissions = sorted(students_in(gradebook, assignment))
            if points and points == points_in_release(self.release(assignment)):
                return
            if not points:  # `nbgrader db assignment add` came first, then `nbgrader autograde`
                for student in submissions:  # without a cell, and in nbgrader's way
                    gradebook.remove_submission(assignment, student)
                submissions = []
        if error := why_failed(self.api.generate_assignment(assignment)):
            way = WAY_ON.format(name=assignment) if submissions else ""
            raise CourseError(f"the student version could not be generated: {error}{way}")

    def is_outdated(self, assignment: str) -> bool:
        """Whether the source has changed since the student version was made."""
        source = self.folder("source", assignment, ".")
        return is_outdated(self.release(assignment), source, self.app)

    def students(self, assignment: str, pattern: str) -> list[str]:
        """Return the students with a submission whose ids match a glob pattern."""
        students = self.submissions(assignment, pattern)
        if not students:
            names = some(self.submissions(assignment)) or "none"
            wanted = f"{self.directory.submitted_directory}/{pattern}/{assignment}"
            others = f"; in another place: {some(paths)}" if (paths := self.misplaced()) else ""
            raise CourseError(f"no submission matches {wanted}; there are: {names}{others}")
        return students

    def submissions(self, assignment: str, pattern: str = "*") -> list[str]:
        """Return the ids of those who have handed in, by a glob pattern."""
        folders = sorted(self._submitted().glob(f"*/{assignment}"))
        names = [path.parent.name for path in folders if path.is_dir()]
        wanted = composed(pattern)
        return [n for n in names if is_student(n) and fnmatch.fnmatch(composed(n), wanted)]

    def unify_ids(self) -> list[str]:
        """Have each student by one name: the ids whose folders were renamed."""
        with self.gradebook() as gradebook:
            known = [row[0] for row in gradebook.db.query(Student.id)]
        return unify_ids(self._submitted(), known)

    def misplaced(self) -> list[str]:
        """Return what was handed in, but not to `submitted/<student>/<assignment>`."""
        submitted, assignments = self._submitted(), self._assignments()
        files = [path for path in submitted.glob("*") if not path.is_dir()]
        wrong = [
            path
            for path in submitted.glob("*/*")
            if is_student(path.parent.name)
            and not (path.is_dir() and path.name.split(SET_ASIDE)[0] in assignments)
        ]
        paths = [path for path in files + wrong if path.name[0] != "." and path.name != "README.md"]
        return sorted(str(path.relative_to(self.directory.root)) for path in paths)

    def without_submission(self, assignment: str) -> list[str]:
        """Return the ids of those who have grades, but no submission any more."""
        with self.gradebook() as gradebook:
            graded = students_in(gradebook, assignment)
        return sorted(graded - set(self.submissions(assignment)))

    def _submitted(self) -> Path:
        return Path(self.directory.root, self.directory.submitted_directory)

    def exercises(self, assignment: str) -> dict[str, float]:
        """Return the graded cells of the assignment, by name, and their points.

        Raises:
            CourseError: two notebooks have one of the same name.
        """
        with self.gradebook() as gradebook:
            tasks = tasks_of(gradebook.find_assignment(assignment))
            return {name: task.points for name, task in tasks.items()}

    def export(self) -> None:
        """Write grades.csv."""
        with self.gradebook() as gradebook:
            GradesExport(parent=self.app).export(gradebook)

    def assign_penalty(self, assignment: str, student: str) -> None:
        """Let nbgrader work out again what being late costs a student who has been graded."""
        for name in self.notebooks(assignment):
            where = {"assignment": assignment, "student": student, "notebook": Path(name).stem}
            resources = {"nbgrader": where | {"db_url": self.directory.db_url}}
            AssignLatePenalties(parent=self.app).preprocess(new_notebook(), resources)

    def missing(self, assignment: str, student: str) -> list[str]:
        """Return a note for each notebook that was not handed in under its name."""
        given, wanted = self._given(assignment, student), self.notebooks(assignment)
        others = sorted(given.difference(wanted))
        note = f"; {some(others)}: none of ours" if others else ""
        return [f"{name}: was not handed in{note}" for name in wanted if name not in given]

    def handed_in(self, assignment: str, student: str) -> list[str]:
        """Return the file names of the assignment's notebooks that were handed in."""
        given = self._given(assignment, student)
        return [name for name in self.notebooks(assignment) if name in given]

    def _given(self, assignment: str, student: str) -> set[str]:
        folder = self.folder("submitted", assignment, student)
        return {path.name for path in folder.glob("*.ipynb")}

    def records(self, assignment: str, student: str) -> dict[str, dict[str, Any]]:
        """Return what the graded notebooks have on record, by their names."""
        found = {}
        for path in sorted(self.folder("autograded", assignment, student).glob("*.ipynb")):
            with suppress(ValueError, LookupError):  # cut off, or graded by another grader
                found[path.name] = json.loads(path.read_bytes())["metadata"][RECORD]
        return found

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Yield the database, which is opened once, as it takes long, and is left unlocked."""
        try:
            yield self._gradebook
        finally:
            self._gradebook.db.remove()

    @cached_property
    def _gradebook(self) -> Gradebook:
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def feedback_note(self, assignment: str, student: str) -> Path:
        """Return the file that says what a student's feedback was written from."""
        return self.caches / "feedback" / assignment / student

    @property
    def caches(self) -> Path:
        """The folder of what is remembered from one run to the next."""
        return self.checks.results.folder.parent

    def release(self, assignment: str) -> Path:
        """Return the folder of the student version."""
        return self.folder("release", assignment, ".")

    def folder(self, kind: str, assignment: str, student: str) -> Path:
        """Return a folder of nbgrader's, such as `submitted`."""
        directory = getattr(self.directory, f"{kind}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def notebooks(self, assignment: str) -> list[str]:
        """Return the file names of the assignment's notebooks."""
        return sorted(path.name for path in self.release(assignment).glob("*.ipynb"))


def some(names: list[str]) -> str:
    """Names in a line: those at the beginning where there are many."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(shown, names[:MOST_NAMES])) + more


def tasks_of(assignment: Assignment) -> dict[str, Task]:
    """Return the exercises of an assignment, by the names of their graded cells.

    Raises:
        CourseError: two notebooks have one of the same name.
    """
    tasks: dict[str, Task] = {}
    for notebook in assignment.notebooks:
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            if cell.name in tasks:
                raise CourseError(f"two notebooks have a graded cell {cell.name}: rename one")
            tasks[cell.name] = Task(notebook.name, cell.max_score)
    return tasks


def why_failed(result: dict[str, Any]) -> str:
    """Return what went wrong in one of nbgrader's steps, in a line; empty if nothing did.

    Args:
        result: what nbgrader's API has returned.

    Raises:
        KeyboardInterrupt: the step was interrupted, which nbgrader takes for an error.
    """
    if result["success"]:
        return ""
    text = f"{result.get('log', '')}\n{result['error']}"
    if "KeyboardInterrupt" in result["error"]:
        raise KeyboardInterrupt
    # The last lines of tracebacks; nbgrader's own exceptions only point to those above.
    ends = re.findall(
        r"^ *((?!nbgrader\.)[\w.]*(?:Error|Exception|Exists)\b.*)", text, re.MULTILINE
    )
    lines = ends or re.findall(r"^\[ERROR\] (.*)", text, re.MULTILINE)
    return lines[0] if lines else text.strip().splitlines()[-1]
