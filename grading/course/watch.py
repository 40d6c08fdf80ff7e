"""Grades submissions as they arrive, until the command is interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from nbgrader.exchange.default import Exchange
from watchfiles import watch

from grading.course.course import Course, why_failed

TICK = 1000  # milliseconds after which a watcher reports that nothing has changed


def inbox(course: Course) -> Path:
    """Return the folder of nbgrader's exchange in which submissions arrive.

    Raises:
        FileNotFoundError: there is no such folder, as no assignment has been released.
    """
    folder = Path(Exchange(parent=course.app).root, course.directory.course_id, "inbound")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: nothing was released there; see nbgrader's exchange")
    return folder


def collect_work(course: Course, assignment: str) -> str:
    """Copy new submissions from the exchange to `submitted/`; return an error, or an empty text."""
    return why_failed(course.api.collect(assignment))


def changes_in(folders: list[Path]) -> Iterator[None]:
    """Yield at once, then after each change in the folders and at the beginning of each day.

    Changes while the caller is at work count, too.
    """
    changes = watch(*folders, rust_timeout=TICK, yield_on_timeout=True)
    next(changes)  # starts the watcher, so that no later change is missed
    day = date.today()
    yield
    for changed in changes:
        if changed or day != date.today():
            day = date.today()
            yield


def follow(folders: list[Path], grade: Callable[[], int], say: Callable[[str], None]) -> int:
    """Grade at once and after each change in the folders, until Ctrl-C; return the status, 0.

    Args:
        grade: grades what is new in a class; returns the command's status, 130 if interrupted.
        say: prints a line for the user.
    """
    try:
        for _ in changes_in(folders):
            if grade() == 130:
                return 130
            say("Waiting for what is handed in; Ctrl-C ends it.")
    except KeyboardInterrupt:
        say("Ended.")
    return 0
