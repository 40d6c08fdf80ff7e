"""Grades a class: what is new goes to the workers, and what comes back into the gradebook."""

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
    feedback_stamp,
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
from grading.notebooks.reading import HandedIn, fingerprint

MOST, SECONDS = 100, 5.0  # submissions in a transaction, and between two
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
    """Grade those who are not graded yet, and write the feedback that is missing.

    Args:
        workers: of this machine; they work in the folder of the course.
        graders: they run the notebooks, and may be elsewhere.
        fresh: grade everyone again.
        say: is told what is being done until there is a line.

    Yields:
        The line of each student, once what it says is in the gradebook.
    """
    name = assignment.name
    # Workers may still write into the folder when the run is interrupted.
    temporary = TemporaryDirectory(prefix="gradebook-", ignore_cleanup_errors=True)
    with course.gradebook() as gradebook, temporary as folder:
        grades = grades_in(gradebook, name)
        late = [who for who in students if who in grades and _is_late(grades[who])]
        unclear = _penalize(course, name, late)
        if late:
            grades = grades_in(gradebook, name)
        rows = rows_of_submissions(gradebook, name)
        ungraded, untold = [], []
        for student in students:
            row = (
                None
                if fresh or student in unclear
                else _look_up(course, assignment, student, grades.get(student))
            )
            if row is None:
                ungraded.append(Task(student, rows[student]))
            elif row.scores and _is_untold(course, name, student, rows[student]):
                untold.append(Task(student, rows[student], is_graded=True))
            else:
                yield row
        if not ungraded and not untold:
            return
        forget_scores(gradebook, [task.rows for task in ungraded])
        run = Run(json.dumps(course.options), Path(folder), time.time() if fresh else 0.0)
        begin_run(run, assignment, rows_of_assignment(gradebook, name))
        tasks: Iterator[Task] = iter(ungraded)
        refused: list[StudentRow] = []
        if graders is not workers:
            tasks = _graded_elsewhere(run, assignment, tasks, workers, graders, refused)
        say("grading")
        finished = run_all(partial(visit, run), chain(untold, tasks), workers)
        has_list = has_class_list(gradebook)  # before those who are on none are added
        for row in _merged(gradebook, finished):
            if has_list and row.scores and not rows[row.student]["student"]:
                row.notes.append("was not on the class list: added")
            yield row
        yield from refused


def _is_late(grades: Grades) -> bool:
    """Whether being late costs something, or did when it was last worked out."""
    return bool(grades.late or grades.penalty)


def _penalize(course: Course, assignment: str, students: list[str]) -> set[str]:
    """See again what being late costs: since then a due date, an extension or a score may be new.

    Returns:
        The students for whom that cannot be worked out: the worker will meet it, too, and say so.
    """
    unclear = set()
    for student in students:
        try:
            course.assign_penalty(assignment, student)
        except Exception:
            unclear.add(student)
    return unclear


def _look_up(
    course: Course, assignment: Assignment, student: str, grades: Grades | None
) -> StudentRow | None:
    """Return the line of a student who is graded; None if there is, or may be, work to do."""
    try:
        records = course.records(assignment.name, student)
        if grades is None or not _is_up_to_date(course, assignment, student, grades, records):
            return None
        describe(course, assignment.name, row := StudentRow(student), grades, records)
    except Exception:  # the worker will meet it, too, and say so
        return None
    return row


def _is_up_to_date(
    course: Course, assignment: Assignment, student: str, grades: Grades, records: Records
) -> bool:
    """Whether graded notebooks and gradebook are of what was handed in, and of today's checks."""
    folder = course.folder("submitted", assignment.name, student)
    is_complete = records.keys() == set(course.handed_in(assignment.name, student))
    if why_refused(folder, student) or not is_complete:
        return False
    stamp = fingerprint(folder)
    results = course.checks.results
    for record in records.values():
        shown = (record.get("stamp"), record.get("course"), record.get("result"))
        if shown != (stamp, assignment.hash, results.fingerprint(record.get("key", ""))):
            return False
    scores = {name: score for name, (score, _) in grades.scores.items()}
    return not without_score(scores, records)[0]


def _is_untold(course: Course, assignment: str, student: str, rows: Rows) -> bool:
    """Whether a student's feedback is not of what is graded now, a person's comments included."""
    try:
        note = course.feedback_note(assignment, student).read_text(encoding="utf-8")
        return note != feedback_stamp(course, assignment, student, rows)
    except (OSError, ValueError):  # there is none, or it is damaged
        return True


def _graded_elsewhere(
    run: Run,
    assignment: Assignment,
    tasks: Iterator[Task],
    workers: Workers,
    graders: Workers,
    refused: list[StudentRow],
) -> Iterator[Task]:
    """Have submissions graded by workers that know no course.

    Args:
        refused: the lines of those that cannot be read, or graded, are added to it.
    """
    sent: list[Task] = []  # by the numbers that stand for students there

    def taken_in() -> Iterator[tuple[int, Graded | HandedIn]]:
        for task, outcome in run_all(partial(look_up, run), tasks, workers):
            if isinstance(outcome, Exception):
                refused.append(StudentRow(task.student, notes=[_why(outcome)], failed=True))
            else:
                sent.append(task)
                yield len(sent) - 1, outcome

    def known(numbered: tuple[int, Graded | HandedIn]) -> Graded | None:
        return numbered[1] if isinstance(numbered[1], Graded) else None

    grade = partial(grade_numbered, assignment)
    for (number, _), outcome in run_all(grade, taken_in(), graders, known):
        if isinstance(outcome, Exception):
            student = sent[number].student
            refused.append(StudentRow(student, notes=[_why(outcome)], failed=True))
        else:
            yield replace(sent[number], graded=outcome)


def _merged(
    gradebook: Gradebook,
    finished: Iterable[tuple[Task, tuple[StudentRow, Rows] | Exception]],
) -> Iterator[StudentRow]:
    """Write what was finished into the gradebook, many submissions at once; also if interrupted."""
    waiting: list[tuple[Task, StudentRow, Rows]] = []
    began = time.monotonic()
    try:
        for task, outcome in finished:
            if isinstance(outcome, Exception):
                yield StudentRow(task.student, notes=[_why(outcome)], failed=True)
                continue
            waiting.append((task, *outcome))
            if len(waiting) >= MOST or time.monotonic() - began > SECONDS:
                now, waiting, began = waiting, [], time.monotonic()
                yield from _merge(gradebook, now)
    except BaseException:
        _merge(gradebook, waiting)
        raise
    yield from _merge(gradebook, waiting)


def _merge(gradebook: Gradebook, finished: list[tuple[Task, StudentRow, Rows]]) -> list[StudentRow]:
    try:
        problems = merge(gradebook, [(task.rows, rows) for task, _, rows in finished])
    except SQLAlchemyError as error:
        problems = [in_a_line(error)] * len(finished)
    for (_, row, _), problem in zip(finished, problems, strict=True):
        row.failed |= bool(problem)
        row.notes += [problem] if problem else []
    return [row for _, row, _ in finished]


def _why(error: Exception) -> str:
    return WORKER_ENDED if isinstance(error, BrokenExecutor) else in_a_line(error)
