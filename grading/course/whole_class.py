"""Grades a class: what is new goes to the workers, and what comes back into the gradebook."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from grading.course.autograde import (
    CELLS,
    Found,
    Records,
    Run,
    StudentRow,
    describe,
    feedback_stamp,
    finish,
    prepare,
    why_refused,
    without_score,
)
from grading.course.course import Course
from grading.course.errors import in_a_line
from grading.course.gradebook import (
    GradebookCopy,
    Rows,
    forget_scores,
    merge,
    rows_of_assignment,
    rows_of_submissions,
)
from grading.course.grades import Grades, grades_in, has_class_list
from grading.grade.job import Job, Result
from grading.jobs.pool import Workers, find_results, run_all
from grading.notebooks.reading import fingerprint

MOST, SECONDS = 100, 5.0  # submissions in a transaction, and between two
WORKER_ENDED = "its worker was ended again and again: it takes too much time or memory to write"


def grade_class(
    course: Course,
    assignment: str,
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
    # Workers may still write into the folder when the run is interrupted.
    temporary = TemporaryDirectory(prefix="gradebook-", ignore_cleanup_errors=True)
    with course.gradebook() as gradebook, temporary as folder:
        grades = grades_in(gradebook, assignment)
        late = [one for one in students if one in grades and _is_late(grades[one])]
        unclear = _penalize(course, assignment, late)
        if late:
            grades = grades_in(gradebook, assignment)
        rows = rows_of_submissions(gradebook, assignment)
        common = {
            name: course.checks.common(assignment, Path(name).stem)
            for name in course.notebooks(assignment)
        }
        ungraded, untold = [], []
        for student in students:
            row = (
                None
                if fresh or student in unclear
                else _look_up(course, assignment, student, grades.get(student), common)
            )
            if row is None:
                ungraded.append(student)
            elif row.scores and _is_untold(course, assignment, student, rows[student]):
                untold.append(student)
            else:
                yield row
        if not ungraded and not untold:
            return
        forget_scores(gradebook, [rows[student] for student in ungraded])
        GradebookCopy(Path(folder, CELLS)).make(rows_of_assignment(gradebook, assignment))
        since = time.time() if fresh else 0.0
        run = Run(assignment, json.dumps(course.options), Path(folder), since)
        refused: list[StudentRow] = []
        found = chain(
            (Found(student, rows[student], is_graded=True) for student in untold),
            _find(run, ungraded, rows, workers, graders, refused, say),
        )
        finished = run_all(partial(finish, run), found, workers)
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
    course: Course,
    assignment: str,
    student: str,
    grades: Grades | None,
    common: dict[str, str],
) -> StudentRow | None:
    """The line of a student who has been graded; None if there is something to do, or unclear."""
    try:
        records = course.records(assignment, student)
        if grades is None or not _is_up_to_date(
            course, assignment, student, grades, records, common
        ):
            return None
        describe(course, assignment, row := StudentRow(student), grades, records)
    except Exception:  # the worker will meet it, too, and say so
        return None
    return row


def _is_up_to_date(
    course: Course,
    assignment: str,
    student: str,
    grades: Grades,
    records: Records,
    common: dict[str, str],
) -> bool:
    """Whether graded notebooks and gradebook are of what was handed in, and of today's checks.

    Args:
        common: what all grades of each notebook depend on.
    """
    folder = course.folder("submitted", assignment, student)
    is_complete = records.keys() == set(course.handed_in(assignment, student))
    if why_refused(folder, student) or not is_complete:
        return False
    stamp = fingerprint(folder)
    results = course.checks.results
    for name, record in records.items():
        shown = (record.get("stamp"), record.get("course"), record.get("result"))
        if shown != (stamp, common[name], results.fingerprint(record.get("key", ""))):
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


def _find(
    run: Run,
    students: list[str],
    rows: dict[str, Rows],
    workers: Workers,
    graders: Workers,
    refused: list[StudentRow],
    say: Callable[[str], None],
) -> Iterator[Found]:
    """Find the results of each submission.

    Args:
        refused: the lines of those whose submissions cannot be read are added to it.
    """
    results: dict[str, dict[str, Result]] = {}
    left: dict[str, int] = {}
    found = 0

    def jobs() -> Iterator[tuple[str, Job | None]]:
        say("starting workers, which import what the hidden checks do")
        for student, jobs in run_all(partial(prepare, run), iter(students), workers):
            if isinstance(jobs, Exception):
                refused.append(StudentRow(student, notes=[_why(jobs)], failed=True))
                continue
            if not results:
                say("starting a kernel server, which imports what the notebooks do")
            results[student], left[student] = {}, len(jobs) or 1
            yield from ((student, job) for job in jobs)
            if not jobs:
                yield student, None

    for student, job, result in find_results(jobs(), graders):
        if job and result:
            if not found:
                say("grading")
            found += 1
            results[student][job.key] = result
        left[student] -= 1
        if not left.get(student):
            yield Found(student, rows[student], results.pop(student))


def _merged(
    gradebook: Gradebook,
    finished: Iterable[tuple[Found, tuple[StudentRow, Rows] | Exception]],
) -> Iterator[StudentRow]:
    """Write what was finished into the gradebook, many submissions at once; also if interrupted."""
    waiting: list[tuple[Found, StudentRow, Rows]] = []
    began = time.monotonic()
    try:
        for found, outcome in finished:
            if isinstance(outcome, Exception):
                yield StudentRow(found.student, notes=[_why(outcome)], failed=True)
                continue
            waiting.append((found, *outcome))
            if len(waiting) >= MOST or time.monotonic() - began > SECONDS:
                now, waiting, began = waiting, [], time.monotonic()
                yield from _merge(gradebook, now)
    except BaseException:
        _merge(gradebook, waiting)
        raise
    yield from _merge(gradebook, waiting)


def _merge(
    gradebook: Gradebook, finished: list[tuple[Found, StudentRow, Rows]]
) -> list[StudentRow]:
    try:
        problems = merge(gradebook, [(found.rows, rows) for found, _, rows in finished])
    except SQLAlchemyError as error:
        problems = [in_a_line(error)] * len(finished)
    for (_, row, _), problem in zip(finished, problems, strict=True):
        row.failed |= bool(problem)
        row.notes += [problem] if problem else []
    return [row for _, row, _ in finished]


def _why(error: Exception) -> str:
    return WORKER_ENDED if isinstance(error, BrokenExecutor) else in_a_line(error)
