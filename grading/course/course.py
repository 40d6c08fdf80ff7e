"""Reads and changes the course in the current folder, through nbgrader's API."""

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
HOW_TO_GO_ON = (
    ". The gradebook holds grades for other cells than there are now. To go on, keep a copy of "
    "gradebook.db, run `nbgrader db assignment remove {name} --force`, and grade again; "
    "docs/grading.md, *Change the assignment*, says more"
)


class Course:
    """The course in the current folder.

    Args:
        options: of `HiddenChecks`; they override those in `nbgrader_config.py`.

    Raises:
        CourseError: the current folder is no course, or has a path that nbgrader cannot handle.
    """

    def __init__(self, **options: Any) -> None:
        if not CONFIG.is_file():
            raise CourseError(f"there is no {CONFIG} here: run it in the folder of the course")
        self.app = NbGrader()
        self.app.initialize([])
        self.app.log_level = "WARN"
        self.directory = CourseDirectory(parent=self.app)
        if chars := set(PATTERN) & set(self.directory.root):
            raise CourseError(
                f"{self.directory.root}: nbgrader takes the {' '.join(sorted(chars))} in this path "
                "for a pattern, and finds no notebooks; rename the folder"
            )
        self.options = options
        settings = {"HiddenChecks": options, "NbGraderAPI": {"log_level": "WARN"}}
        self.app.update_config(Config(settings))
        self.api = NbGraderAPI(self.directory, parent=self.app)
        self.checks = HiddenChecks(parent=self.app)

    def assignment(self, name: str | None) -> str:
        """Return the name of an assignment, checked; None stands for the only one in the course.

        Raises:
            CourseError: there is no such assignment, or no name was given and there are several.
        """
        source = self._source()
        names = self._assignments()
        if name in names or (name is None and len(names) == 1):
            return name or names[0]
        problem = f"there is no assignment {name}" if name else "name the assignment"
        raise CourseError(f"{problem}; {source} holds: {', '.join(names) or 'none'}")

    def _source(self) -> Path:
        return Path(self.directory.format_path(self.directory.source_directory, ".", "."))

    def _assignments(self) -> list[str]:
        folders = (path for path in self._source().glob("*") if path.is_dir())
        return sorted(path.name for path in folders if path.name[0] != ".")

    def generate(self, assignment: str) -> None:
        """Make the student version if it is missing or its cells are not those in the gradebook.

        Raises:
            CourseError: nbgrader cannot make the student version.
        """
        with self.gradebook() as gradebook:
            try:
                assignment_row = gradebook.find_assignment(assignment)
            except MissingEntry:
                points, submissions = {}, []
            else:
                points = points_in_gradebook(assignment_row)
                submissions = sorted(students_in(gradebook, assignment))
            if points and points == points_in_release(self.release(assignment)):
                return
            if not points:  # `nbgrader db assignment add` came first, then `nbgrader autograde`
                for student in submissions:  # without a cell, and in nbgrader's way
                    gradebook.remove_submission(assignment, student)
                submissions = []
        if error := why_failed(self.api.generate_assignment(assignment)):
            advice = HOW_TO_GO_ON.format(name=assignment) if submissions else ""
            raise CourseError(f"the student version could not be generated: {error}{advice}")

    def is_outdated(self, assignment: str) -> bool:
        """Return whether the source has changed since the student version was made."""
        source = self.folder("source", assignment, ".")
        return is_outdated(self.release(assignment), source, self.app)

    def students(self, assignment: str, pattern: str) -> list[str]:
        """Return the ids of students with a submission that match a glob pattern.

        Raises:
            CourseError: there are none.
        """
        students = self.submissions(assignment, pattern)
        if not students:
            names = some(self.submissions(assignment)) or "none"
            wanted = f"{self.directory.submitted_directory}/{pattern}/{assignment}"
            others = f"; in another place: {some(paths)}" if (paths := self.misplaced()) else ""
            raise CourseError(f"no submission matches {wanted}; there are: {names}{others}")
        return students

    def submissions(self, assignment: str, pattern: str = "*") -> list[str]:
        """Return the ids of students with a submission that match a glob pattern, if any."""
        folders = sorted(self._submitted().glob(f"*/{assignment}"))
        names = [path.parent.name for path in folders if path.is_dir()]
        pattern = composed(pattern)
        return [n for n in names if is_student(n) and fnmatch.fnmatch(composed(n), pattern)]

    def unify_ids(self) -> list[str]:
        """Rename folders so that each student has one id; return the ids of those renamed."""
        with self.gradebook() as gradebook:
            known_ids = [row[0] for row in gradebook.db.query(Student.id)]
        return unify_ids(self._submitted(), known_ids)

    def misplaced(self) -> list[str]:
        """Return the paths in `submitted/` that are not in `submitted/<student>/<assignment>`."""
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
        """Return the ids of students who have grades, but no longer a submission."""
        with self.gradebook() as gradebook:
            graded = students_in(gradebook, assignment)
        return sorted(graded - set(self.submissions(assignment)))

    def _submitted(self) -> Path:
        return Path(self.directory.root, self.directory.submitted_directory)

    def check_names(self, assignment: str) -> None:
        """Raise a CourseError if two notebooks have a graded cell of the same name."""
        with self.gradebook() as gradebook:
            tasks_of(gradebook.find_assignment(assignment))

    def export(self) -> None:
        """Write grades.csv."""
        with self.gradebook() as gradebook:
            GradesExport(parent=self.app).export(gradebook)

    def assign_penalty(self, assignment: str, student: str) -> None:
        """Let nbgrader compute the late penalty of a graded submission again."""
        for name in self.notebooks(assignment):
            ids = {"assignment": assignment, "student": student, "notebook": Path(name).stem}
            resources = {"nbgrader": ids | {"db_url": self.directory.db_url}}
            AssignLatePenalties(parent=self.app).preprocess(new_notebook(), resources)

    def missing(self, assignment: str, student: str) -> list[str]:
        """Return a note for each notebook of the assignment that the submission lacks."""
        submitted, expected = self._submitted_names(assignment, student), self.notebooks(assignment)
        others = sorted(submitted.difference(expected))
        note = f"; {some(others)}: none of ours" if others else ""
        return [f"{name}: was not handed in{note}" for name in expected if name not in submitted]

    def handed_in(self, assignment: str, student: str) -> list[str]:
        """Return the file names of the assignment's notebooks that are in the submission."""
        submitted = self._submitted_names(assignment, student)
        return [name for name in self.notebooks(assignment) if name in submitted]

    def _submitted_names(self, assignment: str, student: str) -> set[str]:
        folder = self.folder("submitted", assignment, student)
        return {path.name for path in folder.glob("*.ipynb")}

    def records(self, assignment: str, student: str) -> dict[str, dict[str, Any]]:
        """Return the record in the metadata of each graded notebook, by file name."""
        records = {}
        for path in sorted(self.folder("autograded", assignment, student).glob("*.ipynb")):
            with suppress(ValueError, LookupError):  # cut off, or graded by another grader
                records[path.name] = json.loads(path.read_bytes())["metadata"][RECORD]
        return records

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Yield the gradebook, and unlock it afterwards; opened only once, as that takes long."""
        try:
            yield self._gradebook
        finally:
            self._gradebook.db.remove()

    @cached_property
    def _gradebook(self) -> Gradebook:
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def feedback_note(self, assignment: str, student: str) -> Path:
        """Return the path of the stamp of a student's feedback, see `write_feedback`."""
        return self.caches / "feedback" / assignment / student

    @property
    def caches(self) -> Path:
        """The folder of the files that are kept from one run to the next."""
        return self.checks.results.folder.parent

    def release(self, assignment: str) -> Path:
        """Return the folder of the student version."""
        return self.folder("release", assignment, ".")

    def folder(self, kind: str, assignment: str, student: str) -> Path:
        """Return a student's folder of a kind that nbgrader knows, such as `submitted`."""
        directory = getattr(self.directory, f"{kind}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def notebooks(self, assignment: str) -> list[str]:
        """Return the file names of the assignment's notebooks."""
        return sorted(path.name for path in self.release(assignment).glob("*.ipynb"))


def some(names: list[str]) -> str:
    """Return names in one line: at most the first `MOST_NAMES`, and how many more there are."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(shown, names[:MOST_NAMES])) + more


def tasks_of(assignment: Assignment) -> dict[str, Task]:
    """Return the exercises of an assignment by the names of their graded cells.

    Raises:
        CourseError: two notebooks have a graded cell of the same name.
    """
    tasks: dict[str, Task] = {}
    for notebook in assignment.notebooks:
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            if cell.name in tasks:
                raise CourseError(f"two notebooks have a graded cell {cell.name}: rename one")
            tasks[cell.name] = Task(notebook.name, cell.max_score)
    return tasks


def why_failed(result: dict[str, Any]) -> str:
    """Return why one of nbgrader's steps failed, in a line; empty if the step succeeded.

    Args:
        result: the return value of a method of nbgrader's API.

    Raises:
        KeyboardInterrupt: the step was interrupted, which nbgrader reports as an error.
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
