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
from datetime import timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SAWarning

from grading.course.course import Course, why_failed
from grading.course.errors import in_a_line
from grading.course.gradebook import GradebookCopy, Rows, hash_of_rows
from grading.course.grades import Grades, grades_in
from grading.course.ids import why_unclear
from grading.course.steps import SubmissionExporter
from grading.feedback.cell_report import notes_in
from grading.grade.assignment import Assignment
from grading.grade.cache import CachedJudge, Judge, ResultCache, known_in
from grading.grade.graded import Graded
from grading.grade.limits import limited
from grading.notebooks.intake import notes_of, set_aside
from grading.notebooks.matching import put_placeholders
from grading.notebooks.names import why_no_id
from grading.notebooks.reading import HandedIn, hash_of_folder, read_submission
from grading.sandbox.policy import Limits

Records = dict[str, dict[str, Any]]  # of a submission's graded notebooks, by file name


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
class StudentRow:
    """A student's row of the table that `grade` prints.

    Attributes:
        scores: by graded cell; None where the cell could not be graded.
        notes: what an instructor should know.
        failed: whether a part of the submission could not be graded.
    """

    student: str
    scores: dict[str, float | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: bool = False


def begin_run(run: Run, assignment: Assignment, cells: Rows) -> None:
    """Write the files that the workers of a run share."""
    GradebookCopy(run.cells).make(cells)
    run.assignment.write_bytes(pickle.dumps(assignment))
    run.tries.mkdir()


def visit(run: Run, task: Task) -> tuple[StudentRow, Rows]:
    """Grade a submission, let nbgrader convert and save it, and write its feedback.

    Returns:
        The student's row of the table, and the submission's new rows for the gradebook.
    """
    course, copy, assignment, results = _set_up(run)
    copy.lend(task.rows)
    row = autograde(course, assignment, task, CachedJudge(results, run.tries))
    with limited(Limits()):
        rows = copy.take()
        try:
            problem = row.scores and write_feedback(course, assignment.name, task.student, rows)
        except Exception as error:
            problem = in_a_line(error)
        if problem:
            row.failed = True
            row.notes.append(f"feedback: {problem}")
    return row, rows


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


def autograde(course: Course, assignment: Assignment, task: Task, judge: Judge) -> StudentRow:
    """Grade a submission, let nbgrader convert it and save the scores; return the table's row."""
    row = StudentRow(task.student)
    try:
        folder = course.folder("submitted", assignment.name, task.student)
        if refusal := why_refused(folder, task.student):
            row.notes, row.failed = [refusal], True
            return row
        problem, records = "", {}
        if task.is_graded:
            records = course.records(assignment.name, task.student)
        else:
            graded = task.graded or assignment.grade(_set_aside_and_read(folder, assignment), judge)
            with limited(Limits()):
                if task.graded:
                    _cache_results(graded, course.checks.results)
                put_placeholders(folder, graded.notebooks)
                problem = _convert(course, assignment.name, task.student, graded)
            records = {} if problem else graded.records
        with course.gradebook() as gradebook:
            grades = grades_in(gradebook, assignment.name).get(task.student)
        describe(course, assignment.name, row, grades, records, problem)
    except Exception as error:  # a full disk, a locked gradebook: the class goes on
        row.failed = True
        row.notes.append(in_a_line(error))
    return row


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
    if not graded.notebooks:
        return ""
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


def describe(
    course: Course,
    assignment: str,
    row: StudentRow,
    grades: Grades | None,
    records: Records,
    error: str = "",
) -> None:
    """Fill in a student's row of the table: scores, notes, and whether something failed.

    Args:
        error: why the submission could not be converted; empty if it could.
    """
    row.notes += course.missing(assignment, row.student)
    is_empty = not course.handed_in(assignment, row.student)
    if is_empty:
        row.notes += notes_of(course.folder("submitted", assignment, row.student))
    row.notes += [error] if error else []
    row.failed = bool(error) or is_empty
    if grades is None:
        return
    row.scores = {name: score for name, (score, _) in grades.scores.items()}
    not_graded, waiting = without_score(row.scores, records)
    row.failed |= bool(not_graded)
    row.notes += _late_notes(grades) + _record_notes(records)
    row.notes += [f"to be graded by a person: {', '.join(waiting)}"] if waiting else []
    row.notes += ["the scores are of an earlier submission"] if is_empty else []


def without_score(scores: dict[str, float | None], records: Records) -> tuple[list[str], list[str]]:
    """Return the cells that the grader failed to score, and those that a person has to score."""
    judged = {name for record in records.values() for name in record["exercises"]}
    unscored = sorted(name for name, score in scores.items() if score is None)
    waiting = [name for name in unscored if records and name not in judged]
    return [name for name in unscored if name not in waiting], waiting


def _record_notes(records: Records) -> list[str]:
    """Return notes for the instructor on a submission's graded notebooks, faults included."""
    notes = notes_in(records)
    for name, record in records.items():
        faults = {exercise["fault"] for exercise in record["exercises"].values()} - {""}
        if not record["problem"]:
            notes += [f"{name}: {fault.splitlines()[0]}" for fault in faults]
    return notes


def _late_notes(grades: Grades) -> list[str]:
    """Return a note if the submission is late, and one if it has lost points for being late."""
    late = timedelta(seconds=ceil(grades.late.total_seconds()))
    notes = [f"handed in {late} late"] if late else []
    return notes + ([f"{grades.penalty:g} points off for being late"] if grades.penalty else [])


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
