"""One submission's way: the jobs in it, then nbgrader's autograde and feedback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from math import ceil
from typing import Any

from nbgrader.api import MissingEntry, SubmittedAssignment

from grading.course.course import Course, why_failed
from grading.course.errors import in_a_line
from grading.course.grades_csv import has_no_score
from grading.feedback.cell_report import notes_in
from grading.jobs.job import Job
from grading.jobs.limits import limited
from grading.jobs.pool import Workers, run_jobs
from grading.notebooks.intake import notes_of, set_aside, why_no_id
from grading.notebooks.matching import read_release, sort_out, take_in
from grading.notebooks.reading import fingerprint
from grading.notebooks.repair import restore
from grading.sandbox.policy import Limits

Records = dict[str, dict[str, Any]]  # of a submission's graded notebooks, by file name


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


def jobs_of(course: Course, assignment: str, student: str) -> Iterator[Job]:
    """A job for each readable notebook of a submission, once the submission has been cleared up."""
    folder = course.folder("submitted", assignment, student)
    if folder.is_symlink() or why_no_id(student):  # `autograde` says so
        return
    release = course.release(assignment)
    set_aside(folder)
    take_in(folder, release)
    for name, file in sort_out(folder, release).notebooks.items():
        if not file.problem:  # else `autograde` says so
            restore(notebook := deepcopy(file.notebook), read_release(release)[name])
            where = {"assignment": assignment, "student": student, "notebook": name}
            yield course.checks.job(notebook, where)


def run_submissions(
    course: Course, assignment: str, students: list[str], fresh: bool, workers: Workers
) -> Iterator[tuple[str, list[str], str]]:
    """Find the results of many submissions.

    Args:
        fresh: forget what is known of them.

    Yields:
        Each student as soon as all their results are kept, with the keys of their jobs; and, where
        that failed, why.
    """
    results = course.checks.results
    keys: dict[str, list[str]] = {}
    left: dict[str, int] = {}
    problems: dict[str, str] = {}
    forgotten: set[str] = set()  # another student's notebook may be the same, and graded by now

    def jobs() -> Iterator[tuple[str, Job]]:
        for student in students:
            try:
                found = list(jobs_of(course, assignment, student))
            except Exception as error:  # whatever it is, it is this student's
                found, problems[student] = [], in_a_line(error)
            keys[student], left[student] = [job.key for job in found], len(found)
            for job in found:
                if fresh and job.key not in forgotten:
                    forgotten.add(job.key)
                    results.forget(job.key)
                yield student, job

    for student, outcome in run_jobs(jobs(), results, workers):
        if isinstance(outcome, OSError):
            problems[student] = f"the result could not be kept: {outcome}"
        left[student] -= 1
        if not left[student]:
            yield student, keys[student], problems.get(student, "")
    for student in students:
        if not keys[student]:
            yield student, [], problems.get(student, "")


def autograde(course: Course, assignment: str, student: str, keys: Collection[str]) -> StudentRow:
    """Let nbgrader convert a submission and save its scores, unless it has done so before.

    Args:
        keys: of the submission's jobs, whose results are known.
    """
    row = StudentRow(student)
    try:
        _autograde(course, assignment, row, keys)
    except Exception as error:  # a full disk, a locked gradebook: the class goes on
        row.failed = True
        row.notes.append(in_a_line(error))
    return row


def _autograde(course: Course, assignment: str, row: StudentRow, keys: Collection[str]) -> None:
    folder = course.folder("submitted", assignment, row.student)
    if folder.is_symlink():
        row.notes, row.failed = ["its folder is a link to another one"], True
        return
    if problem := why_no_id(row.student):
        row.notes, row.failed = [problem], True
        return
    row.notes += (missing := course.missing(assignment, row.student))
    if len(missing) == len(course.notebooks(assignment)):
        row.failed = True
        row.notes += notes_of(folder)
    elif not _is_up_to_date(course, assignment, row.student, keys):
        error = why_failed(course.api.autograde(assignment, row.student))
        row.failed = bool(error)
        row.notes += [error] if error else []
    _read_gradebook(course, assignment, row)
    if row.scores and len(missing) == len(course.notebooks(assignment)):
        row.notes.append("the scores are of an earlier submission")


def _read_gradebook(course: Course, assignment: str, row: StudentRow) -> None:
    """Add the scores of a submission, and what there is to say of them."""
    with course.gradebook() as gradebook:
        try:
            submission = gradebook.find_submission(assignment, row.student)
        except MissingEntry:
            return
        row.scores = _scores(submission)
        row.notes += _lateness(submission)
    records = course.records(assignment, row.student)
    not_graded, waiting = _without_score(row.scores, records)
    row.failed |= bool(not_graded)
    row.notes += _notes(records)
    row.notes += [f"to be graded by a person: {', '.join(waiting)}"] if waiting else []


def _is_up_to_date(course: Course, assignment: str, student: str, keys: Collection[str]) -> bool:
    """Whether the graded notebooks and the gradebook show the results of just these jobs."""
    handed_in = fingerprint(course.folder("submitted", assignment, student))
    wanted = [(key, course.checks.results.fingerprint(key), handed_in) for key in keys]
    records = course.records(assignment, student)
    found = [tuple(map(record.get, ("key", "result", "stamp"))) for record in records.values()]
    if Counter(found) != Counter(wanted):
        return False
    with course.gradebook() as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return False
        # A late one is converted anew: what being late costs may have changed since.
        not_graded, _ = _without_score(_scores(submission), records)
        return not not_graded and not _lateness(submission)


def write_feedback(assignment: str, student: str) -> str:
    """Let nbgrader write the feedback for a student of the course in the current folder.

    Returns:
        What went wrong, if anything.
    """
    with limited(Limits()):
        return why_failed(_course().api.generate_feedback(assignment, student))


@cache
def _course() -> Course:
    """One for each process: nbgrader takes a second to begin."""
    return Course()


def _scores(submission: SubmittedAssignment) -> dict[str, float | None]:
    return {
        grade.name: None if has_no_score(grade) else grade.score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


def _without_score(
    scores: dict[str, float | None], records: Records
) -> tuple[list[str], list[str]]:
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


def _lateness(submission: SubmittedAssignment) -> list[str]:
    """Notes if the submission is late, and if it has lost points for that."""
    late, penalty = submission.total_seconds_late, submission.late_submission_penalty
    notes = [f"handed in {timedelta(seconds=ceil(late))} late"] if late else []
    return notes + ([f"{penalty:g} points off for being late"] if penalty else [])
