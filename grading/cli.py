"""The command `grade`: grades a class with nbgrader and shows the result."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from grading.course import lms
from grading.course.autograde import StudentRow
from grading.course.class_report import write_report
from grading.course.course import Course
from grading.course.errors import CourseError
from grading.course.lock import lock_course
from grading.course.results import Overview, collect, write_checks
from grading.course.whole_class import grade_class
from grading.jobs.machine import MEMORY, inspect_once
from grading.jobs.pool import LocalWorkers, Workers, cores
from grading.notebooks.names import printable
from grading.sandbox.spawn import exposed

MOST_NAMES = 10  # in one line


def main(argv: list[str] | None = None) -> int:
    """Grade; the status is 0 if everything was graded, 1 if something was not, 2 if refused."""
    args = _arguments(argv)
    # A file or a pipe has no width of its own, and notes need some.
    console = Console(width=None if sys.stdout.isatty() else 160)
    # nbgrader adds to its database in an order that newer SQLAlchemy versions remark upon.
    warnings.simplefilter("ignore", SAWarning)
    try:
        course = Course(device=args.device, isolation=args.isolation, runs=False)
        with lock_course():
            return _grade(course, args, console)
    except CourseError as refusal:
        console.print(_plain(f"grade: {refusal}"))
        return 2
    except (SQLAlchemyError, ImportError) as error:  # no database, or no driver for it
        console.print(_plain(f"grade: the gradebook cannot be used: {error}"))
        return 2
    except OSError as error:  # a full disk, a scheduler that has gone
        console.print(_plain(f"grade: {error}. What was graded is saved: run it again to go on."))
        return 2
    except KeyboardInterrupt:
        console.print("grade: interrupted; what was graded is saved. Run it again to go on.")
        return 130


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="grade",
        description="Grades what is in submitted/ and writes scores, feedback and a report.",
        epilog="Status: 0 if everything was graded, 1 if something was not (the table says what), "
        "2 if the command could not be carried out.",
    )
    parser.add_argument("assignment", nargs="?", help="default: the only one in source/")
    parser.add_argument("--student", metavar="GLOB", default="*", help="default: all of them")
    parser.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="where the checks run; auto: on the CPU, and on a GPU where there is one",
    )
    parser.add_argument(
        "--isolation",
        choices=("strict", "auto", "none"),
        default="auto",
        help="of the students' code; strict: grade only where it is complete; none: for debugging",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=cores(),
        help="submissions to grade at once; default: the cores of this machine",
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="of a Dask scheduler, whose workers grade instead"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="grade again what has been graded before"
    )
    parser.add_argument(
        "--export",
        metavar="FOLDER",
        type=Path,
        help="also write the grades for Canvas, Moodle and Gradescope, into this folder",
    )
    args = parser.parse_args(argv)
    if args.workers < 1:
        parser.error("--workers: at least 1")
    return args


def _grade(course: Course, args: argparse.Namespace, console: Console) -> int:
    """Grade the submissions, and show what came of it."""
    assignment = course.assignment(args.assignment)
    course.generate(assignment)
    is_outdated = course.is_outdated(assignment)  # it reads, and names, all notebooks of ours
    exercises = course.exercises(assignment)
    students = course.students(assignment, args.student)
    imports = course.checks.settings(course.release(assignment)).sandbox.imports
    modules = course.modules_of_checks(assignment)
    with (
        LocalWorkers(args.workers, None if args.cluster else imports, modules) as workers,
        _cluster(args.cluster) if args.cluster else workers as graders,
        _progress(console) as bar,
    ):
        _prepare(course, assignment, graders, console, is_here=graders is workers)
        graded = grade_class(course, assignment, students, workers, graders, fresh=args.fresh)
        with closing(graded):  # so that what is finished is saved, wherever it is interrupted
            rows = _followed(graded, len(students), bar)
    overview = collect(course, assignment)
    for student, why in overview.lost.items():
        if student in rows and not rows[student].failed:
            rows[student].failed = True
            rows[student].notes.append(f"not in the report: {why}")
    console.print(_table([rows[student] for student in students], exercises))
    failed = [printable(student) for student in students if rows[student].failed]
    if failed:
        console.print(_plain(f"Not graded in full: {', '.join(failed)}. See the notes."))
    for text in _unnoticed(course, assignment, is_outdated=is_outdated):
        console.print(_plain(text))
    _report(course, overview, args.export)
    console.print("The class: report.html. Grades: grades.csv, checks.json, gradebook.db.")
    console.print("Each student: autograded/, feedback/.")
    if args.export:
        console.print(_plain(f"Canvas, Moodle and Gradescope: {args.export}."))
    return 1 if failed else 0


def _followed(graded: Iterator[StudentRow], total: int, bar: Progress) -> dict[str, StudentRow]:
    """The line of each student, while the bar shows how many there are."""
    rows: dict[str, StudentRow] = {}
    task, failures = bar.add_task("grading", total=total), 0
    for row in graded:
        rows[row.student] = row
        failures += row.failed
        doing = f"grading, {failures} not graded" if failures else "grading"
        bar.update(task, advance=1, description=doing)
    return rows


def _unnoticed(course: Course, assignment: str, *, is_outdated: bool) -> Iterator[str]:
    """What the table does not show: an old release, misplaced files, grades without submission."""
    if is_outdated:
        yield (
            "source/ has changed since release/, which was graded, was made from it: "
            f"`nbgrader generate_assignment {assignment} --force` makes it anew."
        )
    if misplaced := course.misplaced():
        yield f"Not graded, as it is not in submitted/<student>/{assignment}: {_some(misplaced)}."
    if gone := course.without_submission(assignment):
        yield (
            f"No longer in submitted/, but in the gradebook and so in all reports: {_some(gone)}. "
            "`nbgrader db student remove ID --force` takes a student out."
        )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def _report(course: Course, overview: Overview, export: Path | None) -> None:
    """Write what is known of the class, not only of those who were graded now."""
    course.export()
    write_report(overview, Path("report.html"))
    write_checks(overview, Path("checks.json"))
    if export:
        lms.export(overview, export)


def _cluster(address: str) -> Workers:
    try:
        from grading.jobs.dask import ClusterWorkers
    except ImportError as error:
        raise CourseError(
            f"--cluster takes Dask; install this package as .[cluster]: {error}"
        ) from error
    return ClusterWorkers(address)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def _prepare(
    course: Course, assignment: str, graders: Workers, console: Console, *, is_here: bool
) -> None:
    """Let a worker look at its machine, and tell what is not confined there."""
    settings = course.checks.settings(course.release(assignment))
    memory = course.caches / MEMORY if is_here else None
    try:
        environment, missing = inspect_once(settings, graders, memory)
    except ValueError as error:
        raise CourseError(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise CourseError(f"students' code cannot be run here: {error}") from error
    course.configure(environment=environment)
    missing += exposed(Path.cwd())
    if missing and settings.sandbox.isolation == "strict":
        lines = "".join(f"\n  {text}" for text in missing)
        raise CourseError(f"this system cannot confine students' code in full; missing:{lines}")
    for text in missing:
        console.print(_plain(f"Not confined: {text}. See SECURITY.md."))


def _table(rows: list[StudentRow], exercises: dict[str, float]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold", min_width=16)
    for name, points in exercises.items():
        title = name.removeprefix("test_").replace("_", " ")
        table.add_column(f"{title} /{points:g}", justify="right")
    table.add_column(f"total /{sum(exercises.values()):g}", justify="right")
    table.add_column("notes", overflow="fold", min_width=24)
    for row in rows:
        scores = [row.scores.get(name) for name in exercises]
        graded = [score for score in scores if score is not None]
        total = f"{sum(graded):g}" if len(graded) == len(scores) else "not graded"
        cells = ["–" if score is None else f"{score:g}" for score in scores]
        table.add_row(*map(_plain, [printable(row.student), *cells, total, "\n".join(row.notes)]))
    return table


def _plain(text: str) -> Text:
    """Text that shows just what it says: names and errors may hold markup or terminal escapes."""
    return Text("".join(c if c.isprintable() or c == "\n" else "�" for c in text))


if __name__ == "__main__":
    sys.exit(main())
