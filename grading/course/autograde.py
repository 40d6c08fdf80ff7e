"""One submission's way through nbgrader's steps, in a worker; `whole_class` leads many along it.

A worker has no part in the class's gradebook: nbgrader's steps write into a copy, see `gradebook`.
"""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Iterator
from copy import deepcopy
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
from grading.feedback.cell_report import notes_in
from grading.grade.job import Job, Result
from grading.grade.limits import limited
from grading.notebooks.intake import notes_of, set_aside
from grading.notebooks.matching import read_release, sort_out, take_in
from grading.notebooks.names import why_no_id
from grading.notebooks.reading import fingerprint
from grading.notebooks.repair import restore
from grading.sandbox.policy import Limits

Records = dict[str, dict[str, Any]]  # of a submission's graded notebooks, by file name
CELLS = "cells.db"  # a gradebook with the assignment's cells and no submission


@dataclass(frozen=True)
class Run:
    """What a worker has to know of a run of `grade`, in the current folder.

    Attributes:
        options: of `HiddenChecks`, as JSON.
        folder: for the copies of the gradebook; it is gone after the run.
        since: results from before this time do not count, in seconds since 1970.
    """

    assignment: str
    options: str
    folder: Path
    since: float


@dataclass(frozen=True)
class Found:
    """What there is to finish a submission with.

    Attributes:
        rows: the submission's in the gradebook.
        results: those that are new, by the keys of their jobs.
        is_graded: whether only its feedback is to be written.
    """

    student: str
    rows: Rows
    results: dict[str, Result] = field(default_factory=dict)
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


def prepare(run: Run, student: str) -> list[Job]:
    """The jobs of a submission that have no result yet, once it has been cleared up."""
    course, _ = _place(run)
    with limited(Limits()):
        jobs = list(jobs_of(course, run.assignment, student))
    return [job for job in jobs if not course.checks.results.has_final(job.key, run.since)]


def finish(run: Run, found: Found) -> tuple[StudentRow, Rows]:
    """Convert a submission by nbgrader, and write its feedback.

    Returns:
        Its line of the table, and the rows that the gradebook is to have.
    """
    course, copy = _place(run)
    copy.lend(found.rows)
    row = StudentRow(found.student)
    with limited(Limits()):
        try:
            for key, result in found.results.items():
                course.checks.results.put(key, result)
        except OSError as error:
            row.notes, row.failed = [f"the result could not be kept: {error}"], True
            return row, found.rows
        row = autograde(course, run.assignment, found.student, is_graded=found.is_graded)
        rows = copy.take()
        try:
            why = row.scores and write_feedback(course, run.assignment, found.student, rows)
        except Exception as error:
            why = in_a_line(error)
        if why:
            row.failed = True
            row.notes.append(f"feedback: {why}")
    return row, rows


@cache
def _place(run: Run) -> tuple[Course, GradebookCopy]:
    """A course and a gradebook for each process: nbgrader takes a second to begin."""
    # nbgrader adds to its database in an order that newer SQLAlchemy versions remark upon.
    warnings.simplefilter("ignore", SAWarning)
    course = Course(**json.loads(run.options))
    path = run.folder / f"{os.getpid()}.db"
    shutil.copy(run.folder / CELLS, path)
    copy = GradebookCopy(path)
    course.directory.db_url = copy.url
    return course, copy


def jobs_of(course: Course, assignment: str, student: str) -> Iterator[Job]:
    """A job for each readable notebook of a submission, once the submission has been cleared up."""
    folder = course.folder("submitted", assignment, student)
    if why_refused(folder, student):  # `autograde` says so
        return
    release = course.release(assignment)
    set_aside(folder)
    take_in(folder, release)
    for name, file in sort_out(folder, release).notebooks.items():
        if not file.problem:  # else `autograde` says so
            restore(notebook := deepcopy(file.notebook), read_release(release)[name])
            where = {"assignment": assignment, "student": student, "notebook": name}
            yield course.checks.job(notebook, where)


def autograde(
    course: Course, assignment: str, student: str, *, is_graded: bool = False
) -> StudentRow:
    """Let nbgrader convert a submission, the results of whose jobs are known, and save its scores.

    Args:
        is_graded: whether that has been done.
    """
    row = StudentRow(student)
    try:
        folder = course.folder("submitted", assignment, student)
        if refusal := why_refused(folder, student):
            row.notes, row.failed = [refusal], True
        else:
            why = ""
            if not is_graded and course.handed_in(assignment, student):
                why = why_failed(course.api.autograde(assignment, student))
            with course.gradebook() as gradebook:
                grades = grades_in(gradebook, assignment).get(student)
            describe(course, assignment, row, grades, course.records(assignment, student), why)
    except Exception as error:  # a full disk, a locked gradebook: the class goes on
        row.failed = True
        row.notes.append(in_a_line(error))
    return row


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
    """The cells that have no score: those that could not be graded, and those left to a person."""
    judged = {name for record in records.values() for name in record["exercises"]}
    without = sorted(name for name, score in scores.items() if score is None)
    waiting = [name for name in without if records and name not in judged]
    return [name for name in without if name not in waiting], waiting


def _notes(records: Records) -> list[str]:
    """What an instructor should know of the graded notebooks of a submission."""
    notes = notes_in(records)
    for name, record in records.items():
        faults = {exercise["fault"] for exercise in record["exercises"].values()} - {""}
        if not record["problem"]:
            notes += [f"{name}: {fault.splitlines()[0]}" for fault in faults]
    return notes


def _lateness(grades: Grades) -> list[str]:
    """Notes if the submission is late, and if it has lost points for that."""
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
    """A hash of a student's feedback and all that it depends on."""
    folders = [course.folder(kind, assignment, student) for kind in ("autograded", "feedback")]
    return " ".join([*map(fingerprint, folders), digest(rows)])
