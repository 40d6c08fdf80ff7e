"""Grades one submission in a worker: runs the checks, and nbgrader's steps; see `whole_class`.

A worker never opens the class's gradebook: nbgrader's steps write into a copy, see `gradebook`.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy.exc import SAWarning

from grading.course.course import Course, why_failed
from grading.course.errors import in_a_line
from grading.course.gradebook import GradebookCopy, Rows, hash_of_rows
from grading.course.ids import why_unclear
from grading.course.steps import SubmissionExporter
from grading.grade.assignment import Assignment
from grading.grade.cache import CachedJudge, Judge, ResultCache, known_in
from grading.grade.graded import Graded
from grading.grade.limits import limited
from grading.notebooks.intake import notes_of, set_aside
from grading.notebooks.matching import put_placeholders
from grading.notebooks.names import why_no_id
from grading.notebooks.reading import HandedIn, hash_of_folder, read_submission
from grading.sandbox.policy import Limits

EARLIER = "the scores are of an earlier submission"


@dataclass(frozen=True)
class Run:
    """What a worker needs to know of a run of `grade` in the current folder.

    Attributes:
        options: of `HiddenChecks`, as JSON.
        folder: holds the files that the workers share, see `begin_run`; deleted after the run.
        since: cached results from before this time are ignored, in seconds since 1970.
    """

    options: str
    folder: Path
    since: float

    @property
    def cells(self) -> Path:
        """The file of a gradebook that holds the assignment's cells and no submission."""
        return self.folder / "cells.db"

    @property
    def assignment(self) -> Path:
        """The file of the pickled assignment."""
        return self.folder / "assignment"

    @property
    def tries(self) -> Path:
        """The folder in which `CachedJudge` notes which jobs were begun."""
        return self.folder / "tries"


@dataclass(frozen=True)
class Task:
    """What a worker is to do for a student.

    Attributes:
        rows: the submission's rows in the gradebook.
        graded: the graded submission, if it was graded elsewhere.
        is_graded: whether only the feedback is to be written.
    """

    student: str
    rows: Rows
    graded: Graded | None = None
    is_graded: bool = False


@dataclass
class Visit:
    """What came of a student's submission in this run; the scores are in the gradebook.

    Attributes:
        notes: what an instructor should know.
        failed: whether a part of the submission could not be read, graded or saved.
        is_saved: whether the gradebook has scores of the student, be they missing.
    """

    student: str
    notes: list[str] = field(default_factory=list)
    failed: bool = False
    is_saved: bool = False

    def fail(self, note: str) -> None:
        """Add a note on what could not be done."""
        self.notes.append(note)
        self.failed = True


def begin_run(run: Run, assignment: Assignment, cells: Rows) -> None:
    """Write the files that the workers of a run share."""
    GradebookCopy(run.cells).make(cells)
    run.assignment.write_bytes(pickle.dumps(assignment))
    run.tries.mkdir()


def visit(run: Run, task: Task) -> tuple[Visit, Rows]:
    """Grade a submission, let nbgrader convert and save it, and write its feedback.

    Returns:
        What came of it, and the submission's new rows for the gradebook.
    """
    course, copy, assignment, results = _set_up(run)
    copy.lend(task.rows)
    visited = Visit(task.student)
    if not task.is_graded:
        visited = autograde(course, assignment, task, CachedJudge(results, run.tries))
    with limited(Limits()):
        rows = copy.take()
        visited.is_saved = bool(rows["grade"])
        try:
            problem = visited.is_saved and write_feedback(
                course, assignment.name, task.student, rows
            )
        except Exception as error:
            problem = in_a_line(error)
        if problem:
            visited.fail(f"feedback: {problem}")
    return visited, rows


def look_up(run: Run, task: Task) -> Graded | HandedIn:
    """Return the graded submission if all its results are cached, or else the submission."""
    course, _, assignment, results = _set_up(run)
    folder = course.folder("submitted", assignment.name, task.student)
    if task.is_graded or why_refused(folder, task.student):  # `visit` sees to these
        return Graded()
    submission = _set_aside_and_read(folder, assignment)
    try:
        return assignment.grade(submission, known_in(results))
    except LookupError:
        return submission


@cache
def _set_up(run: Run) -> tuple[Course, GradebookCopy, Assignment, ResultCache]:
    """Return what a process sets up once for all its tasks: nbgrader takes a second to start."""
    # nbgrader adds to its database in an order that newer SQLAlchemy versions remark upon.
    warnings.simplefilter("ignore", SAWarning)
    course = Course(**json.loads(run.options))
    path = run.folder / f"{os.getpid()}.db"
    shutil.copy(run.cells, path)
    copy = GradebookCopy(path)
    course.directory.db_url = copy.url
    assignment: Assignment = pickle.loads(run.assignment.read_bytes())
    return course, copy, assignment, ResultCache(course.checks.results.folder, run.since)


def autograde(course: Course, assignment: Assignment, task: Task, judge: Judge) -> Visit:
    """Grade a submission, let nbgrader convert it and save the scores."""
    visited = Visit(task.student)
    try:
        folder = course.folder("submitted", assignment.name, task.student)
        if refusal := why_refused(folder, task.student):
            visited.fail(refusal)
            return visited
        graded = task.graded or assignment.grade(_set_aside_and_read(folder, assignment), judge)
        with limited(Limits()):
            if task.graded:
                _cache_results(graded, course.checks.results)
            put_placeholders(folder, graded.notebooks)
            if not graded.notebooks:
                visited.failed = True
                visited.notes += course.missing(assignment.name, task.student)
                visited.notes += notes_of(folder)
                visited.notes += [EARLIER] if task.rows["grade"] else []
            elif problem := _convert(course, assignment.name, task.student, graded):
                visited.fail(problem)
    except Exception as error:  # a full disk, a locked gradebook: the class goes on
        visited.fail(in_a_line(error))
    return visited


def _set_aside_and_read(folder: Path, assignment: Assignment) -> HandedIn:
    """Move unsafe files out of a submission, then read the rest."""
    with limited(Limits()):
        set_aside(folder, assignment.files)
        return read_submission(folder, list(assignment.ignored))


def _cache_results(graded: Graded, results: ResultCache) -> None:
    """Write results that came from another machine into this machine's cache."""
    for notebook in graded.notebooks.values():
        if notebook.result and results.hash_of(notebook.key) != notebook.record["result"]:
            results.put(notebook.key, notebook.result)


def _convert(course: Course, assignment: str, student: str, graded: Graded) -> str:
    """Let nbgrader convert a graded submission; return an error, or an empty text."""
    folder = course.folder("submitted", assignment, student)
    SubmissionExporter.graded[folder] = graded
    try:
        return why_failed(course.api.autograde(assignment, student))
    finally:
        del SubmissionExporter.graded[folder]


def why_refused(folder: Path, student: str) -> str:
    """Return why a submission's folder may not be read at all; empty if it may be."""
    if folder.is_symlink():
        return "its folder is a link to another one"
    return why_no_id(student) or why_unclear(folder)


def write_feedback(course: Course, assignment: str, student: str, rows: Rows) -> str:
    """Let nbgrader write a student's feedback, and save the stamp of what it was written from.

    Returns:
        An error, or an empty text.
    """
    if error := why_failed(course.api.generate_feedback(assignment, student)):
        return error
    path = course.feedback_note(assignment, student)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(feedback_hash(course, assignment, student, rows), encoding="utf-8")
    return ""


def feedback_hash(course: Course, assignment: str, student: str, rows: Rows) -> str:
    """Return hashes of a student's graded notebooks, feedback pages and gradebook rows."""
    folders = [course.folder(kind, assignment, student) for kind in ("autograded", "feedback")]
    return " ".join([*map(hash_of_folder, folders), hash_of_rows(rows)])
