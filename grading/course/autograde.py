"""One submission's way to its grades and pages, in a worker; `whole_class` leads many along it.

A worker has no part in the class's gradebook: nbgrader's steps write into a copy, see `gradebook`.
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
from grading.course.gradebook import GradebookCopy, Rows, digest
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
from grading.notebooks.reading import HandedIn, fingerprint, read_submission
from grading.sandbox.policy import Limits

Records = dict[str, dict[str, Any]]  # of a submission's graded notebooks, by file name


@dataclass(frozen=True)
class Run:
    """What a worker has to know of a run of `grade`, in the current folder.

    Attributes:
        options: of `HiddenChecks`, as JSON.
        folder: for what the workers share, see `begin_run`; it is gone after the run.
        since: results from before this time do not count, in seconds since 1970.
    """

    options: str
    folder: Path
    since: float

    @property
    def cells(self) -> Path:
        """A gradebook with the assignment's cells and no submission."""
        return self.folder / "cells.db"

    @property
    def assignment(self) -> Path:
        """The assignment, pickled."""
        return self.folder / "assignment"

    @property
    def tries(self) -> Path:
        """The folder in which `CachedJudge` notes what was begun."""
        return self.folder / "tries"


@dataclass(frozen=True)
class Task:
    """What there is to do for a student.

    Attributes:
        rows: the submission's in the gradebook.
        graded: the submission, where it was graded elsewhere.
        is_graded: whether only its feedback is to be written.
    """

    student: str
    rows: Rows
    graded: Graded | None = None
    is_graded: bool = False


@dataclass
class StudentRow:
    """One student's line of the table that `grade` prints.

    Attributes:
        scores: by graded cell; None where it could not be graded.
        notes: what an instructor should know.
        failed: whether something of the submission could not be graded.
    """

    student: str
    scores: dict[str, float | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: bool = False


def begin_run(run: Run, assignment: Assignment, cells: Rows) -> None:
    """Write what the workers of a run share."""
    GradebookCopy(run.cells).make(cells)
    run.assignment.write_bytes(pickle.dumps(assignment))
    run.tries.mkdir()


def visit(run: Run, task: Task) -> tuple[StudentRow, Rows]:
    """Grade a submission, have nbgrader convert it, and write its feedback.

    Returns:
        Its line of the table, and the rows that the gradebook is to have.
    """
    course, copy, assignment, results = _place(run)
    copy.lend(task.rows)
    row = autograde(course, assignment, task, CachedJudge(results, run.tries))
    with limited(Limits()):
        rows = copy.take()
        try:
            why = row.scores and write_feedback(course, assignment.name, task.student, rows)
        except Exception as error:
            why = in_a_line(error)
        if why:
            row.failed = True
            row.notes.append(f"feedback: {why}")
    return row, rows


def look_up(run: Run, task: Task) -> Graded | HandedIn:
    """Return a submission graded, if all results are known, or else as it was handed in."""
    course, _, assignment, results = _place(run)
    folder = course.folder("submitted", assignment.name, task.student)
    if task.is_graded or why_refused(folder, task.student):  # `visit` says so
        return Graded()
    handed_in = _take_in(folder, assignment)
    try:
        return assignment.grade(handed_in, known_in(results))
    except LookupError:
        return handed_in


@cache
def _place(run: Run) -> tuple[Course, GradebookCopy, Assignment, ResultCache]:
    """Return what each process has of its own: nbgrader takes a second to begin."""
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
    """Grade a submission, and let nbgrader convert it and save its scores."""
    row = StudentRow(task.student)
    try:
        folder = course.folder("submitted", assignment.name, task.student)
        if refusal := why_refused(folder, task.student):
            row.notes, row.failed = [refusal], True
            return row
        why, records = "", {}
        if task.is_graded:
            records = course.records(assignment.name, task.student)
        else:
            graded = task.graded or assignment.grade(_take_in(folder, assignment), judge)
            with limited(Limits()):
                if task.graded:
                    _keep(graded, course.checks.results)
                put_placeholders(folder, graded.notebooks)
                why = _convert(course, assignment.name, task.student, graded)
            records = {} if why else graded.records
        with course.gradebook() as gradebook:
            grades = grades_in(gradebook, assignment.name).get(task.student)
        describe(course, assignment.name, row, grades, records, why)
    except Exception as error:  # a full disk, a locked gradebook: the class goes on
        row.failed = True
        row.notes.append(in_a_line(error))
    return row


def _take_in(folder: Path, assignment: Assignment) -> HandedIn:
    """Read a submission, once it has been cleared up."""
    with limited(Limits()):
        set_aside(folder, assignment.files)
        return read_submission(folder, list(assignment.ignored))


def _keep(graded: Graded, results: ResultCache) -> None:
    """Keep the results that were found elsewhere."""
    for notebook in graded.notebooks.values():
        if notebook.result and results.fingerprint(notebook.key) != notebook.record["result"]:
            results.put(notebook.key, notebook.result)


def _convert(course: Course, assignment: str, student: str, graded: Graded) -> str:
    """Let nbgrader take up what was graded; what went wrong, if anything."""
    if not graded.notebooks:
        return ""
    folder = course.folder("submitted", assignment, student)
    SubmissionExporter.graded[folder] = graded
    try:
        return why_failed(course.api.autograde(assignment, student))
    finally:
        del SubmissionExporter.graded[folder]


def why_refused(folder: Path, student: str) -> str:
    """Why a submission is not looked at, whatever is in its folder."""
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
    """Add to a line of the table what is known of the submission.

    Args:
        error: why it could not be converted, if so.
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
    row.notes += _lateness(grades) + _notes(records)
    row.notes += [f"to be graded by a person: {', '.join(waiting)}"] if waiting else []
    row.notes += ["the scores are of an earlier submission"] if is_empty else []


def without_score(scores: dict[str, float | None], records: Records) -> tuple[list[str], list[str]]:
    """Return the cells without a score: not graded, or left to a person."""
    judged = {name for record in records.values() for name in record["exercises"]}
    without = sorted(name for name, score in scores.items() if score is None)
    waiting = [name for name in without if records and name not in judged]
    return [name for name in without if name not in waiting], waiting


def _notes(records: Records) -> list[str]:
    """Return what an instructor should know of the graded notebooks of a submission."""
    notes = notes_in(records)
    for name, record in records.items():
        faults = {exercise["fault"] for exercise in record["exercises"].values()} - {""}
        if not record["problem"]:
            notes += [f"{name}: {fault.splitlines()[0]}" for fault in faults]
    return notes


def _lateness(grades: Grades) -> list[str]:
    """Return notes if the submission is late, and if it has lost points for that."""
    late = timedelta(seconds=ceil(grades.late.total_seconds()))
    notes = [f"handed in {late} late"] if late else []
    return notes + ([f"{grades.penalty:g} points off for being late"] if grades.penalty else [])


def write_feedback(course: Course, assignment: str, student: str, rows: Rows) -> str:
    """Let nbgrader write a student's feedback, and note what it was written from.

    Returns:
        What went wrong, if anything.
    """
    if error := why_failed(course.api.generate_feedback(assignment, student)):
        return error
    note = course.feedback_note(assignment, student)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(feedback_stamp(course, assignment, student, rows), encoding="utf-8")
    return ""


def feedback_stamp(course: Course, assignment: str, student: str, rows: Rows) -> str:
    """Return a hash of a student's feedback and all that it depends on."""
    folders = [course.folder(kind, assignment, student) for kind in ("autograded", "feedback")]
    return " ".join([*map(fingerprint, folders), digest(rows)])
