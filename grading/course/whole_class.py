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
    Run,
    Task,
    Visit,
    begin_run,
    feedback_hash,
    look_up,
    visit,
    why_refused,
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
) -> Generator[Visit]:
    """Grade new and changed submissions, and write missing or outdated feedback.

    Args:
        workers: processes on this machine, in the course's folder.
        graders: processes that run the notebooks, perhaps on other machines; may be `workers`.
        fresh: grade every submission again.
        say: shows what is being done until the first student is yielded.

    Yields:
        What came of each student's submission, once the grades are in the gradebook.
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
            may_be_kept = student in grades and student not in unclear and not fresh
            if not may_be_kept or not _is_up_to_date(course, assignment, student, grades[student]):
                ungraded.append(Task(student, rows[student]))
            elif _feedback_is_outdated(course, name, student, rows[student]):
                without_feedback.append(Task(student, rows[student], is_graded=True))
            else:
                yield Visit(student, is_saved=True)
        if not ungraded and not without_feedback:
            return
        forget_scores(gradebook, [task.rows for task in ungraded])
        run = Run(json.dumps(course.options), Path(folder), time.time() if fresh else 0.0)
        begin_run(run, assignment, rows_of_assignment(gradebook, name))
        tasks: Iterator[Task] = iter(ungraded)
        refused: list[Visit] = []
        if graders is not workers:
            tasks = _graded_elsewhere(run, assignment, tasks, workers, graders, refused)
        say("grading")
        finished = run_all(partial(visit, run), chain(without_feedback, tasks), workers)
        has_list = has_class_list(gradebook)  # read before students who are not on it are added
        for visited in _merged(gradebook, finished):
            if has_list and visited.is_saved and not rows[visited.student]["student"]:
                visited.notes.append("was not on the class list: added")
            yield visited
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


def _is_up_to_date(course: Course, assignment: Assignment, student: str, grades: Grades) -> bool:
    """Return whether the grades are complete, and of the current submission, checks and results."""
    try:
        records = course.records(assignment.name, student)
        folder = course.folder("submitted", assignment.name, student)
        is_complete = records.keys() == set(course.handed_in(assignment.name, student))
        if why_refused(folder, student) or not records or not is_complete:
            return False
        now = hash_of_folder(folder), assignment.hash
        return all(
            (record.get("stamp"), record.get("course")) == now
            and record.get("result") == course.checks.results.hash_of(record.get("key", ""))
            and grades.unscored.isdisjoint(record["exercises"])
            for record in records.values()
        )
    except Exception:  # a worker meets the same error, and reports it
        return False


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
    refused: list[Visit],
) -> Iterator[Task]:
    """Let `graders`, which do not see the course, grade submissions; yield the tasks with results.

    Args:
        refused: the list to which students are added whose work cannot be read or graded.
    """
    sent: list[Task] = []  # graders know a student only by the index in this list

    def submissions() -> Iterator[tuple[int, Graded | HandedIn]]:
        for task, outcome in run_all(partial(look_up, run), tasks, workers):
            if isinstance(outcome, Exception):
                refused.append(_failed(task.student, outcome))
            else:
                sent.append(task)
                yield len(sent) - 1, outcome

    def if_graded(numbered: tuple[int, Graded | HandedIn]) -> Graded | None:
        return numbered[1] if isinstance(numbered[1], Graded) else None

    grade = partial(grade_numbered, assignment)
    for (number, _), outcome in run_all(grade, submissions(), graders, if_graded):
        if isinstance(outcome, Exception):
            refused.append(_failed(sent[number].student, outcome))
        else:
            yield replace(sent[number], graded=outcome)


def _merged(
    gradebook: Gradebook,
    finished: Iterable[tuple[Task, tuple[Visit, Rows] | Exception]],
) -> Iterator[Visit]:
    """Write finished submissions into the gradebook, many at once; then yield them."""
    unsaved: list[tuple[Task, Visit, Rows]] = []
    began = time.monotonic()
    try:
        for task, outcome in finished:
            if isinstance(outcome, Exception):
                yield _failed(task.student, outcome)
                continue
            unsaved.append((task, *outcome))
            if len(unsaved) >= MAX_SUBMISSIONS or time.monotonic() - began > MAX_SECONDS:
                batch, unsaved, began = unsaved, [], time.monotonic()
                yield from _merge(gradebook, batch)
    except BaseException:  # such as an interruption
        _merge(gradebook, unsaved)
        raise
    yield from _merge(gradebook, unsaved)


def _merge(gradebook: Gradebook, finished: list[tuple[Task, Visit, Rows]]) -> list[Visit]:
    try:
        problems = merge(gradebook, [(task.rows, rows) for task, _, rows in finished])
    except SQLAlchemyError as error:
        problems = [in_a_line(error)] * len(finished)
    for (_, visited, _), problem in zip(finished, problems, strict=True):
        if problem:
            visited.fail(problem)
    return [visited for _, visited, _ in finished]


def _failed(student: str, error: Exception) -> Visit:
    reason = WORKER_ENDED if isinstance(error, BrokenExecutor) else in_a_line(error)
    return Visit(student, [reason], failed=True)
