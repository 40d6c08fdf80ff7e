"""Grades a class: sends new submissions to workers, and writes results into the gradebook."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from grading.course.autograde import (
    Records,
    Run,
    StudentRow,
    Task,
    begin_run,
    describe,
    feedback_hash,
    look_up,
    visit,
    why_refused,
    without_score,
)
from grading.course.course import Course
from grading.course.errors import in_a_line
from grading.course.gradebook import (
    Rows,
    forget_scores,
    merge,
    rows_of_assignment,
    rows_of_submissions,
)
from grading.course.grades import Grades, grades_in, has_class_list
from grading.grade.assignment import Assignment, grade_numbered
from grading.grade.graded import Graded
from grading.jobs.pool import Workers, run_all
from grading.notebooks.reading import HandedIn, hash_of_folder

# Limits of one transaction, so that a crash costs little.
MAX_SUBMISSIONS, MAX_SECONDS = 100, 5.0
WORKER_ENDED = "its worker was ended again and again: it takes too much time or memory to write"


def grade_class(
    course: Course,
    assignment: Assignment,
    students: list[str],
    workers: Workers,
    graders: Workers,
    *,
    fresh: bool,
    say: Callable[[str], None],
) -> Generator[StudentRow]:
    """Grade new and changed submissions, and write missing or outdated feedback.

    Args:
        workers: processes on this machine, in the course's folder.
        graders: processes that run the notebooks, perhaps on other machines; may be `workers`.
        fresh: grade every submission again.
        say: shows what is being done until the first row is yielded.

    Yields:
        The row of each student, once the grades are in the gradebook.
    """
    name = assignment.name
    # Workers may still write into the folder when the run is interrupted.
    temporary = TemporaryDirectory(prefix="gradebook-", ignore_cleanup_errors=True)
    with course.gradebook() as gradebook, temporary as folder:
        grades = grades_in(gradebook, name)
        late = [
            student
            for student in students
            if student in grades and _may_have_penalty(grades[student])
        ]
        unclear = _update_penalties(course, name, late)
        if late:
            grades = grades_in(gradebook, name)
        rows = rows_of_submissions(gradebook, name)
        ungraded, without_feedback = [], []
        for student in students:
            row = (
                None
                if fresh or student in unclear
                else _row_if_up_to_date(course, assignment, student, grades.get(student))
            )
            if row is None:
                ungraded.append(Task(student, rows[student]))
            elif row.scores and _feedback_is_outdated(course, name, student, rows[student]):
                without_feedback.append(Task(student, rows[student], is_graded=True))
            else:
                yield row
        if not ungraded and not without_feedback:
            return
        forget_scores(gradebook, [task.rows for task in ungraded])
        run = Run(json.dumps(course.options), Path(folder), time.time() if fresh else 0.0)
        begin_run(run, assignment, rows_of_assignment(gradebook, name))
        tasks: Iterator[Task] = iter(ungraded)
        refused: list[StudentRow] = []
        if graders is not workers:
            tasks = _graded_elsewhere(run, assignment, tasks, workers, graders, refused)
        say("grading")
        finished = run_all(partial(visit, run), chain(without_feedback, tasks), workers)
        has_list = has_class_list(gradebook)  # read before students who are not on it are added
        for row in _merged(gradebook, finished):
            if has_list and row.scores and not rows[row.student]["student"]:
                row.notes.append("was not on the class list: added")
            yield row
        yield from refused


def _may_have_penalty(grades: Grades) -> bool:
    return bool(grades.late or grades.penalty)  # a penalty may stem from an earlier due date


def _update_penalties(course: Course, assignment: str, students: list[str]) -> set[str]:
    """Compute late penalties again, as a due date, an extension or a score may have changed.

    Returns:
        Students whose penalty could not be computed; a worker grades these again, which fails for
        the same reason and reports the error.
    """
    failed = set()
    for student in students:
        try:
            course.assign_penalty(assignment, student)
        except Exception:
            failed.add(student)
    return failed


def _row_if_up_to_date(
    course: Course, assignment: Assignment, student: str, grades: Grades | None
) -> StudentRow | None:
    """Return a student's row of the table if the grades are up to date, or else None."""
    try:
        records = course.records(assignment.name, student)
        if grades is None or not _is_up_to_date(course, assignment, student, grades, records):
            return None
        describe(course, assignment.name, row := StudentRow(student), grades, records)
    except Exception:  # a worker meets the same error, and reports it
        return None
    return row


def _is_up_to_date(
    course: Course, assignment: Assignment, student: str, grades: Grades, records: Records
) -> bool:
    """Return whether the grades are complete, and of the current submission, checks and results."""
    folder = course.folder("submitted", assignment.name, student)
    is_complete = records.keys() == set(course.handed_in(assignment.name, student))
    if why_refused(folder, student) or not is_complete:
        return False
    submission_hash = hash_of_folder(folder)
    results = course.checks.results
    for record in records.values():
        recorded = (record.get("stamp"), record.get("course"), record.get("result"))
        if recorded != (
            submission_hash,
            assignment.hash,
            results.hash_of(record.get("key", "")),
        ):
            return False
    scores = {name: score for name, (score, _) in grades.scores.items()}
    return not without_score(scores, records)[0]


def _feedback_is_outdated(course: Course, assignment: str, student: str, rows: Rows) -> bool:
    """Return whether the feedback lacks a newer grade or comment, is changed, or is missing."""
    try:
        noted = course.feedback_note(assignment, student).read_text(encoding="utf-8")
        return noted != feedback_hash(course, assignment, student, rows)
    except (OSError, ValueError):  # no feedback yet, or a damaged note
        return True


def _graded_elsewhere(
    run: Run,
    assignment: Assignment,
    tasks: Iterator[Task],
    workers: Workers,
    graders: Workers,
    refused: list[StudentRow],
) -> Iterator[Task]:
    """Let `graders`, which do not see the course, grade submissions; yield the tasks with results.

    Args:
        refused: the list to which rows of submissions are added that cannot be read or graded.
    """
    sent: list[Task] = []  # graders know a student only by the index in this list

    def submissions() -> Iterator[tuple[int, Graded | HandedIn]]:
        for task, outcome in run_all(partial(look_up, run), tasks, workers):
            if isinstance(outcome, Exception):
                refused.append(StudentRow(task.student, notes=[_reason(outcome)], failed=True))
            else:
                sent.append(task)
                yield len(sent) - 1, outcome

    def if_graded(numbered: tuple[int, Graded | HandedIn]) -> Graded | None:
        return numbered[1] if isinstance(numbered[1], Graded) else None

    grade = partial(grade_numbered, assignment)
    for (number, _), outcome in run_all(grade, submissions(), graders, if_graded):
        if isinstance(outcome, Exception):
            student = sent[number].student
            refused.append(StudentRow(student, notes=[_reason(outcome)], failed=True))
        else:
            yield replace(sent[number], graded=outcome)


def _merged(
    gradebook: Gradebook,
    finished: Iterable[tuple[Task, tuple[StudentRow, Rows] | Exception]],
) -> Iterator[StudentRow]:
    """Write finished submissions into the gradebook, many at once; yield the rows of the table."""
    unsaved: list[tuple[Task, StudentRow, Rows]] = []
    began = time.monotonic()
    try:
        for task, outcome in finished:
            if isinstance(outcome, Exception):
                yield StudentRow(task.student, notes=[_reason(outcome)], failed=True)
                continue
            unsaved.append((task, *outcome))
            if len(unsaved) >= MAX_SUBMISSIONS or time.monotonic() - began > MAX_SECONDS:
                batch, unsaved, began = unsaved, [], time.monotonic()
                yield from _merge(gradebook, batch)
    except BaseException:  # such as an interruption
        _merge(gradebook, unsaved)
        raise
    yield from _merge(gradebook, unsaved)


def _merge(gradebook: Gradebook, finished: list[tuple[Task, StudentRow, Rows]]) -> list[StudentRow]:
    try:
        problems = merge(gradebook, [(task.rows, rows) for task, _, rows in finished])
    except SQLAlchemyError as error:
        problems = [in_a_line(error)] * len(finished)
    for (_, row, _), problem in zip(finished, problems, strict=True):
        row.failed |= bool(problem)
        row.notes += [problem] if problem else []
    return [row for _, row, _ in finished]


def _reason(error: Exception) -> str:
    return WORKER_ENDED if isinstance(error, BrokenExecutor) else in_a_line(error)
