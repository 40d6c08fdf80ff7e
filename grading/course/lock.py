"""Keeps a second `grade` out of a course: two would write to each other's files."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from grading.course.errors import CourseError

LOCK = Path(".cache/grade.lock")  # in the course's folder


@contextmanager
def lock_course() -> Iterator[None]:
    """Keep other runs of `grade` out of the course in the current folder.

    The system releases the lock whenever and however the process ends, so none is left behind.

    Raises:
        CourseError: another `grade` is at work; the message says which.
    """
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read() or "another process"
            raise CourseError(
                f"another `grade` is at work in this course ({holder}): let it finish, or stop it"
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}, since {datetime.now():%H:%M}")
        file.flush()
        yield
