"""Grades what is handed in as it arrives, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from nbgrader.exchange.default import Exchange
from watchfiles import watch

from grading.course.course import Course, why_failed

TICK = 1000  # milliseconds after which a watcher that has seen nothing says so


def inbox(course: Course) -> Path:
    """Return the folder of nbgrader's exchange in which work arrives.

    Raises:
        FileNotFoundError: there is none, as no assignment has been released.
    """
    folder = Path(Exchange(parent=course.app).root, course.directory.course_id, "inbound")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: nothing was released there; see nbgrader's exchange")
    return folder


def collect_work(course: Course, assignment: str) -> str:
    """Bring what has arrived in the exchange to `submitted/`; return what went wrong, if so."""
    return why_failed(course.api.collect(assignment))


def changes_in(folders: list[Path]) -> Iterator[None]:
    """Yield at once, and again whenever something has changed since the last time, or a day begins.

    What changes while the caller is at work is not lost.
    """
    changes = watch(*folders, rust_timeout=TICK, yield_on_timeout=True)
    next(changes)  # from here on, the watcher is awake
    day = date.today()
    yield
    for changed in changes:
        if changed or day != date.today():
            day = date.today()
            yield


def follow(folders: list[Path], grade: Callable[[], int], say: Callable[[str], None]) -> int:
    """Grade, and again whenever something has changed in the folders, until it is interrupted.

    Args:
        grade: grades a class, which takes next to nothing where nothing is new; gives its status,
            130 if it was interrupted.
    """
    try:
        for _ in changes_in(folders):
            if grade() == 130:
                return 130
            say("Waiting for what is handed in; Ctrl-C ends it.")
    except KeyboardInterrupt:
        say("Ended.")
    return 0
