"""Grades a class once, or as work arrives, writes the reports and prints the table."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from grading.course.answers import WAITS, Answers
from grading.course.autograde import Visit
from grading.course.course import Course, some
from grading.course.errors import CourseError
from grading.course.ids import RENAMED
from grading.course.lock import lock_course
from grading.course.watch import collect_work, follow, inbox
from grading.course.whole_class import grade_class
from grading.feedback.translation import Sentences
from grading.grade.assignment import Assignment
from grading.jobs.machine import MEMORY, inspect_once, workers_that_fit
from grading.jobs.pool import LocalWorkers, NoWorkerError, Workers
from grading.notebooks.names import printable
from grading.report import lms
from grading.report.class_page import REPORT, write_report
from grading.report.course_page import INDEX, write_index
from grading.report.overview import CHECKS, NOT_TAKEN_UP, Overview, collect, write_checks
from grading.report.table import LARGE, needs_a_person, table_of, totals
from grading.report.terminal import Bar, console, plain
from grading.sandbox.scratch import check_temporary_folder

REPORTS = Path("reports")


def run(args: argparse.Namespace) -> int:
    """Grade a class; return 0 if everything was graded, 1 if something was not, 2 if refused.

    Args:
        args: the arguments of the command, parsed.
    """
    screen = console()
    args.workers = args.workers or workers_that_fit("cpu" if args.cluster else args.device)
    return _watch(args, screen) if args.watch else _grade_once(args, screen)


def _watch(args: argparse.Namespace, screen: Console) -> int:
    """Grade submissions as they arrive, until the command is interrupted."""
    try:
        course = Course(device=args.device, isolation=args.isolation)
        folders = [course.folder("submitted", ".", ".").resolve()]
        folders += [inbox(course)] if args.collect else []
        folders[0].mkdir(parents=True, exist_ok=True)
    except (CourseError, OSError) as refusal:
        screen.print(plain(f"grade: {refusal}"))
        return 2
    grade = partial(_grade_once, args, screen)
    return follow(folders, grade, lambda text: screen.print(plain(text)))


def _grade_once(args: argparse.Namespace, screen: Console) -> int:
    """Grade the class once, or print why grading is impossible; return the status."""
    # nbgrader adds to its database in an order that newer SQLAlchemy versions remark upon.
    warnings.simplefilter("ignore", SAWarning)
    try:
        course = Course(device=args.device, isolation=args.isolation)
        with lock_course():
            name = course.assignment(args.assignment)
            if not args.collect:
                return _grade(course, name, args, screen)
            errors = [collect_work(course, name)]
            answers = Answers(course, name, course.checks.answers_a_day if args.watch else 0)
            status = _grade(course, name, args, screen, answers)
            errors.append(answers.give())
        for error in filter(None, errors):
            screen.print(plain(f"grade: the exchange: {error}"))
        return status if not any(errors) else 1
    except (CourseError, NoWorkerError) as refusal:
        screen.print(plain(f"grade: {refusal}"))
        return 2
    except (SQLAlchemyError, ImportError) as error:  # no database, or no driver for it
        screen.print(plain(f"grade: the gradebook cannot be used: {error}"))
        return 2
    except OSError as error:  # a full disk, a scheduler that has gone
        screen.print(plain(f"grade: {error}. What was graded is saved: run it again to go on."))
        return 2
    except KeyboardInterrupt:
        screen.print("grade: interrupted; what was graded is saved. Run it again to go on.")
        return 130


def _grade(
    course: Course,
    name: str,
    args: argparse.Namespace,
    screen: Console,
    answers: Answers | None = None,
) -> int:
    """Grade the submissions of an assignment, write the reports, and print the table."""
    _check_environment()
    course.generate(name)
    is_outdated = course.is_outdated(name)  # this also refuses notebooks that cannot be read
    course.check_names(name)
    renamed = course.unify_ids()
    students = course.students(name, args.student)
    try:
        assignment = Assignment.by(course.checks, name)
    except ValueError as error:
        raise CourseError(str(error)) from error
    imports = None if args.cluster else assignment.settings.sandbox.imports
    modules = {__name__} | (set() if args.cluster else assignment.modules)
    with (
        LocalWorkers(args.workers, imports, modules) as workers,
        _cluster(args.cluster) if args.cluster else workers as graders,
        Bar(screen, len(students)) as bar,
    ):
        bar.say("looking at this machine: starting a kernel server, which imports torch")
        assignment = _inspect(course, assignment, graders, screen, is_here=graders is workers)
        bar.say("looking for what is graded already")
        graded = grade_class(
            course, assignment, students, workers, graders, fresh=args.fresh, say=bar.say
        )
        with closing(graded):  # so that finished grades are saved at an interruption, too
            visits = _collect_visits(graded, bar)
    overview = collect(course, name)
    for student, visited in visits.items():
        _complete(visited, overview)
        visited.notes += [RENAMED] if student in renamed else []
        visited.notes += [WAITS] if answers and student in answers.waiting else []
    try:
        _report(course, overview, args.export, assignment.say)
    finally:  # the grades are shown even if the disk is full
        _show([visits[student] for student in students], overview, screen, everyone=args.all)
        for text in _warnings(course, name, is_outdated=is_outdated):
            screen.print(plain(text))
    folder = REPORTS / name
    screen.print(
        plain(f"The class: {folder / REPORT}, {CHECKS} beside it; the course: {REPORTS / INDEX}.")
    )
    screen.print("Grades: grades.csv, gradebook.db. Each student: autograded/, feedback/.")
    if args.export:
        screen.print(plain(f"Canvas, Moodle and Gradescope: {args.export / name}."))
    return 1 if any(visited.failed for visited in visits.values()) else 0


def _check_environment() -> None:
    """Raise a CourseError if file names or the kernels' sockets would fail later."""
    if (encoding := sys.getfilesystemencoding()) != "utf-8":
        raise CourseError(f"names of files are read as {encoding} here: set PYTHONUTF8=1")
    try:
        check_temporary_folder()
    except OSError as error:
        raise CourseError(str(error)) from error


def _collect_visits(graded: Iterator[Visit], bar: Bar) -> dict[str, Visit]:
    """Return what came of each student's submission, while the bar shows the progress."""
    visits: dict[str, Visit] = {}
    failures = 0
    for visited in graded:
        visits[visited.student] = visited
        failures += visited.failed
        bar.say(f"grading, {failures} not graded" if failures else "grading")
        bar.advance()
    return visits


def _complete(visited: Visit, overview: Overview) -> None:
    """Add what the gradebook and the graded notebooks say of a submission."""
    student = visited.student
    if entry := overview.by_student.get(student):
        visited.notes = list(dict.fromkeys([*entry.remarks, *visited.notes]))
        visited.failed |= entry.is_incomplete
    elif not visited.failed:
        visited.fail(f"not in the report: {overview.lost.get(printable(student), NOT_TAKEN_UP)}")


def _show(visits: list[Visit], overview: Overview, screen: Console, *, everyone: bool) -> None:
    """Print the table; for a large class, only the rows that a person should read."""
    is_whole = everyone or len(visits) <= LARGE
    shown = visits if is_whole else [visited for visited in visits if needs_a_person(visited)]
    if shown:
        screen.print(table_of(shown, overview))
    if len(visits) > LARGE:
        screen.print(totals(visits, overview))
    if len(shown) < len(visits):
        hidden = len(visits) - len(shown)
        screen.print(f"Of {hidden} there is nothing else to be said: `--all` shows them, too.")
    failed = [visited.student for visited in visits if visited.failed]
    if failed:
        screen.print(plain(f"Not graded in full: {some(failed)}. See the notes."))


def _warnings(course: Course, assignment: str, *, is_outdated: bool) -> Iterator[str]:
    """Yield warnings of an outdated release, misplaced files, and grades without a submission."""
    if is_outdated:
        yield (
            "source/ has changed since release/, which was graded, was made from it: "
            f"`nbgrader generate_assignment {assignment} --force` makes it anew."
        )
    if misplaced := course.misplaced():
        yield f"Not graded, as it is not in submitted/<student>/{assignment}: {some(misplaced)}."
    if former := course.without_submission(assignment):
        yield (
            f"No longer in submitted/, but in the gradebook and so in all reports: {some(former)}. "
            "`nbgrader db student remove ID --force` takes a student out."
        )


def _report(course: Course, overview: Overview, export: Path | None, say: Sentences) -> None:
    """Write the reports and exports on the whole class, not only on newly graded students."""
    folder = REPORTS / overview.assignment
    course.export()
    write_report(overview, folder)  # first, as it compares with the earlier checks.json
    write_checks(overview, folder)
    write_index(overview, REPORTS)
    if export:
        lms.export(overview, export / overview.assignment, say)


def _cluster(address: str) -> Workers:
    try:
        from grading.jobs.dask import ClusterWorkers
    except ImportError as error:
        raise CourseError(
            f"--cluster takes Dask; install this package as .[cluster]: {error}"
        ) from error
    return ClusterWorkers(address)


def _inspect(
    course: Course, assignment: Assignment, graders: Workers, screen: Console, *, is_here: bool
) -> Assignment:
    """Return the assignment with the environment of the graders' machine, on which grades depend.

    Also print how students' code is not confined there; with strict isolation, raise a CourseError.
    """
    settings = assignment.settings
    memory = course.caches / MEMORY if is_here else None
    try:
        environment, missing = inspect_once(settings, graders, memory)
    except ValueError as error:
        raise CourseError(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise CourseError(f"students' code cannot be run here: {error}") from error
    missing += assignment.exposed
    if missing and settings.sandbox.isolation == "strict":
        lines = "".join(f"\n  {text}" for text in missing)
        raise CourseError(f"this system cannot confine students' code in full; missing:{lines}")
    for text in missing:
        screen.print(plain(f"Not confined: {text}. See SECURITY.md."))
    if cells := [name for code in assignment.in_cells.values() for name in code]:
        text = f"Without hidden checks, so that students' code could reach theirs: {some(cells)}."
        screen.print(plain(text))
    return replace(assignment, environment=environment)
