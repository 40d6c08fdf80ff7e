"""The course in the current folder, by way of nbgrader's own API: its jobs, and its one writer."""

from __future__ import annotations

import fnmatch
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from grading.course.grades_csv import GradesExport, has_no_score
from grading.course.steps import HiddenChecks
from grading.feedback.cell_report import RECORD, notes_in
from grading.jobs.job import Job
from grading.notebooks.intake import SET_ASIDE, notes_of, set_aside
from grading.notebooks.reading import Unreadable, modules_in, read_notebook, stamp
from grading.notebooks.repair import restore

CONFIG = Path("nbgrader_config.py")


class Refused(Exception):
    """The command cannot be carried out; the text says why and what to do."""


@dataclass(frozen=True)
class Task:
    """An exercise of the assignment: the notebook that it is in, and its points."""

    notebook: str
    points: float


@dataclass
class Row:
    """One student's line of the table.

    Attributes:
        scores: by graded cell; None where it could not be graded.
        notes: what an instructor should know.
        failed: whether something of the submission could not be graded.
    """

    student: str
    scores: dict[str, float | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: bool = False


class Course:
    """The course in the current folder.

    Args:
        options: for `configure`.

    Raises:
        Refused: there is no course here.
    """

    def __init__(self, **options: Any) -> None:
        if not CONFIG.is_file():
            raise Refused(f"there is no {CONFIG} here: run it in the folder of the course")
        self.app = NbGrader()
        self.app.initialize([])
        self.app.log_level = "WARN"
        self.directory = CourseDirectory(parent=self.app)
        self.configure(**options)

    def configure(self, **options: Any) -> None:
        """Set options of `HiddenChecks`, in the place of what `nbgrader_config.py` says."""
        ours = {"HiddenChecks": options, "NbGraderAPI": {"log_level": "WARN"}}
        self.app.update_config(Config(ours))
        self.api = NbGraderAPI(self.directory, parent=self.app)
        self.checks = HiddenChecks(parent=self.app)

    def assignment(self, name: str | None) -> str:
        """The assignment with this name, or the only one that there is."""
        source = self._source()
        names = self._assignments()
        if name in names or (name is None and len(names) == 1):
            return name or names[0]
        asked = f"there is no assignment {name}" if name else "name the assignment"
        raise Refused(f"{asked}; {source} holds: {', '.join(names) or 'none'}")

    def _source(self) -> Path:
        return Path(self.directory.format_path(self.directory.source_directory, ".", "."))

    def _assignments(self) -> list[str]:
        folders = (path for path in self._source().glob("*") if path.is_dir())
        return sorted(path.name for path in folders if path.name[0] != ".")

    def generate(self, assignment: str) -> None:
        """Make the student version where the gradebook or the release lacks it."""
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(assignment)
                known = self.release(assignment).is_dir()
            except MissingEntry:
                known = False
        if not known and (error := _why_failed(self.api.generate_assignment(assignment))):
            raise Refused(f"the student version could not be generated: {error}")

    def students(self, assignment: str, pattern: str) -> list[str]:
        """The students with a submission whose ids match a glob pattern."""
        students = self.submissions(assignment, pattern)
        if not students:
            names = ", ".join(self.submissions(assignment)) or "none"
            wanted = f"{self.directory.submitted_directory}/{pattern}/{assignment}"
            strays = "".join(f"; in another place: {path}" for path in self.strays())
            raise Refused(f"no submission matches {wanted}; there are: {names}{strays}")
        return students

    def submissions(self, assignment: str, pattern: str = "*") -> list[str]:
        """The ids of those who have handed in, by a glob pattern."""
        folders = sorted(self._submitted().glob(f"*/{assignment}"))
        names = [folder.parent.name for folder in folders if folder.is_dir()]
        return fnmatch.filter(names, pattern)

    def strays(self) -> list[str]:
        """What was handed in, but not to `submitted/<student>/<assignment>`."""
        submitted, assignments = self._submitted(), self._assignments()
        files = [path for path in submitted.glob("*") if not path.is_dir()]
        wrong = [
            path
            for path in submitted.glob("*/*")
            if not (path.is_dir() and path.name.split(SET_ASIDE)[0] in assignments)
        ]
        paths = [path for path in files + wrong if path.name[0] != "." and path.name != "README.md"]
        return sorted(str(path.relative_to(self.directory.root)) for path in paths)

    def gone(self, assignment: str) -> list[str]:
        """The ids of those who have grades, but no submission any more."""
        with self.gradebook() as gradebook:
            found = gradebook.find_assignment(assignment).submissions
            return sorted({one.student.id for one in found} - set(self.submissions(assignment)))

    def _submitted(self) -> Path:
        return Path(self.directory.root, self.directory.submitted_directory)

    def known_students(self) -> set[str]:
        """The ids of the students on the class list."""
        with self.gradebook() as gradebook:
            return {student.id for student in gradebook.students}

    def exercises(self, assignment: str) -> dict[str, float]:
        """The graded cells of the assignment, by name, and their points.

        Raises:
            Refused: two notebooks have one of the same name.
        """
        with self.gradebook() as gradebook:
            tasks = tasks_of(gradebook.find_assignment(assignment))
            return {name: task.points for name, task in tasks.items()}

    def modules_of_checks(self, assignment: str) -> set[str]:
        """What the hidden checks import: modules, and names in them that may be modules, too."""
        paths = Path(self.checks.checks_directory, assignment).glob("*/*.py")
        return set().union(*map(modules_in, paths))

    def jobs(self, assignment: str, student: str) -> Iterator[Job]:
        """What there is to grade of a submission, once it has been sorted and repaired."""
        folder = self.folder("submitted", assignment, student)
        paths = [folder / name for name in self._notebooks(assignment)]
        if folder.is_symlink():
            return
        set_aside(assignment, student, [str(path) for path in paths])
        for path in paths:
            release = nbformat.read(self.release(assignment) / path.name, as_version=4)
            try:
                notebook, _ = read_notebook(path)
            except Unreadable:  # `take_up` says so
                continue
            restore(notebook, release)
            where = {"assignment": assignment, "student": student, "notebook": path.stem}
            yield self.checks.job(notebook, where)

    def take_up(self, assignment: str, student: str, keys: Collection[str]) -> Row:
        """Let nbgrader convert a submission and save its scores, unless it has done so before.

        Args:
            keys: of the submission's jobs.
        """
        row = Row(student)
        try:
            self._take_up(assignment, row, keys)
        except (OSError, SQLAlchemyError) as error:  # a full disk, a locked gradebook
            row.failed = True
            row.notes.append(str(error).split("\n")[0])
        return row

    def _take_up(self, assignment: str, row: Row, keys: Collection[str]) -> None:
        missing = self.missing(assignment, row.student)
        row.notes += missing
        if self.folder("submitted", assignment, row.student).is_symlink():
            row.notes, row.failed = ["its folder is a link to another one"], True
            return
        row.failed = len(missing) == len(self._notebooks(assignment))
        if row.failed:
            row.notes += notes_of(self.folder("submitted", assignment, row.student))
        if not row.failed and not self._is_taken_up(assignment, row.student, keys):
            error = _why_failed(self.api.autograde(assignment, row.student))
            row.failed = bool(error)
            row.notes += [error] if error else []
        with self.gradebook() as gradebook:
            try:
                submission = gradebook.find_submission(assignment, row.student)
            except MissingEntry:
                return
            row.scores = _scores(submission)
            row.notes += _lateness(submission)
        if len(missing) == len(self._notebooks(assignment)):
            row.notes.append("the scores are of an earlier submission")
        records = self.records(assignment, row.student)
        not_graded, waiting = _without_score(row.scores, records)
        row.failed |= bool(not_graded)
        row.notes += _notes(records)
        row.notes += [f"to be graded by a person: {', '.join(waiting)}"] if waiting else []

    def _is_taken_up(self, assignment: str, student: str, keys: Collection[str]) -> bool:
        """Whether the graded notebooks and the gradebook are of just these jobs' results."""
        handed_in = stamp(self.folder("submitted", assignment, student))
        wanted = [(key, self.checks.results.stamp(key), handed_in) for key in keys]
        records = self.records(assignment, student)
        found = [tuple(map(record.get, ("key", "result", "stamp"))) for record in records.values()]
        if Counter(found) != Counter(wanted):
            return False
        with self.gradebook() as gradebook:
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                return False
            # What being late costs may have changed since.
            not_graded, _ = _without_score(_scores(submission), records)
            return not not_graded and not _lateness(submission)

    def export(self) -> None:
        """Write grades.csv."""
        with self.gradebook() as gradebook:
            GradesExport(parent=self.app).export(gradebook)

    def missing(self, assignment: str, student: str) -> list[str]:
        """A note for each notebook that was not handed in under its name."""
        folder = self.folder("submitted", assignment, student)
        given, wanted = {path.name for path in folder.glob("*.ipynb")}, self._notebooks(assignment)
        others = "".join(f"; {name} is none of ours" for name in sorted(given.difference(wanted)))
        return [f"{name}: was not handed in{others}" for name in wanted if name not in given]

    def records(self, assignment: str, student: str) -> dict[str, dict[str, Any]]:
        """What the graded notebooks have on record, by their names."""
        found = {}
        for path in sorted(self.folder("autograded", assignment, student).glob("*.ipynb")):
            with suppress(ValueError, LookupError):  # cut off, or graded by another grader
                found[path.name] = json.loads(path.read_bytes())["metadata"][RECORD]
        return found

    def gradebook(self) -> Gradebook:
        """The database."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def release(self, assignment: str) -> Path:
        """The folder of the student version."""
        return self.folder("release", assignment, ".")

    def folder(self, kind: str, assignment: str, student: str) -> Path:
        """A folder of nbgrader's, such as `submitted`."""
        directory = getattr(self.directory, f"{kind}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def _notebooks(self, assignment: str) -> list[str]:
        return sorted(path.name for path in self.release(assignment).glob("*.ipynb"))


def write_feedback(assignment: str, student: str) -> str:
    """Let nbgrader write the feedback for a student of the course in the current folder.

    Returns:
        What went wrong, if anything.
    """
    return _why_failed(_course().api.generate_feedback(assignment, student))


@cache
def _course() -> Course:
    """One for each process: nbgrader takes a second to begin."""
    return Course()


def tasks_of(assignment: Assignment) -> dict[str, Task]:
    """The exercises of an assignment, by the names of their graded cells.

    Raises:
        Refused: two notebooks have one of the same name.
    """
    tasks: dict[str, Task] = {}
    for notebook in assignment.notebooks:
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            if cell.name in tasks:
                raise Refused(f"two notebooks have a graded cell {cell.name}: rename one")
            tasks[cell.name] = Task(notebook.name, cell.max_score)
    return tasks


def _scores(submission: SubmittedAssignment) -> dict[str, float | None]:
    return {
        grade.name: None if has_no_score(grade) else grade.score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


def _without_score(
    scores: dict[str, float | None], records: dict[str, dict[str, Any]]
) -> tuple[list[str], list[str]]:
    """The cells that have no score: those that could not be graded, and those left to a person."""
    judged = {name for record in records.values() for name in record["exercises"]}
    without = sorted(name for name, score in scores.items() if score is None)
    waiting = [name for name in without if records and name not in judged]
    return [name for name in without if name not in waiting], waiting


def _notes(records: dict[str, dict[str, Any]]) -> list[str]:
    """What an instructor should know of the graded notebooks of a submission."""
    notes = notes_in(records)
    for name, record in records.items():
        faults = {exercise["fault"] for exercise in record["exercises"].values()} - {""}
        if not record["unreadable"]:
            notes += [f"{name}: {fault.splitlines()[0]}" for fault in faults]
    return notes


def _lateness(submission: SubmittedAssignment) -> list[str]:
    """Notes if the submission is late, and if it has lost points for that."""
    late, penalty = submission.total_seconds_late, submission.late_submission_penalty
    notes = [f"handed in {timedelta(seconds=ceil(late))} late"] if late else []
    return notes + ([f"{penalty:g} points off for being late"] if penalty else [])


def _why_failed(result: dict[str, Any]) -> str:
    """What went wrong in a step of nbgrader's, in a line; empty if nothing did.

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
