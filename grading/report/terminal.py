"""Prints the table and the progress of `grade`; a failing terminal costs no result."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Self, TextIO, cast

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from grading.course.autograde import StudentRow
from grading.grade.graded import total
from grading.notebooks.names import printable

LARGE = 30  # students: the table of a larger class leaves out rows without a note

Points = dict[str, float]  # by exercise


class Output(io.TextIOBase):
    """Standard output, whose errors do not stop the grader.

    Characters that the terminal cannot show are replaced. Text for a pipe that `head` has closed,
    or for a full disk, is lost.
    """

    def __init__(self) -> None:
        for number in range(3):  # if closed, the next opened file would get its number
            try:
                os.fstat(number)
            except OSError:
                os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        self._stream: TextIO = sys.stdout or io.StringIO()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream, by which rich chooses the characters for lines."""
        return self._stream.encoding or "utf-8"

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the number of the stream, by which rich learns the width of the terminal."""
        return self._stream.fileno()

    def write(self, text: str) -> int:
        """Write as much of a text as possible; return the length of the whole text."""
        try:
            self._stream.write(text.encode(self.encoding, "replace").decode(self.encoding))
            self._stream.flush()
        except OSError as error:
            with suppress(OSError):  # so that Python, at its end, can flush the rest
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if not isinstance(error, BrokenPipeError):
                with suppress(OSError):
                    print(f"grade: not all could be printed: {error}", file=sys.__stderr__ or self)
        return len(text)


def console() -> Console:
    """Return a console that prints to `Output`."""
    output = Output()
    # A file or a pipe has no width of its own, and notes need some.
    return Console(file=cast(TextIO, output), width=None if output.isatty() else 160)


def plain(text: str) -> Text:
    """Return a text to be printed literally: names and errors may hold markup or escapes."""
    return Text("\n".join(map(printable, text.split("\n"))))


class Bar:
    """A progress bar: submissions graded, current activity and elapsed time.

    Args:
        total: the number of submissions.
    """

    def __init__(self, console: Console, total: int) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            SpinnerColumn("line"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
        )
        self._task = self._progress.add_task("starting", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def say(self, activity: str) -> None:
        """Show what is being done."""
        self._progress.update(self._task, description=activity)

    def advance(self) -> None:
        """Count one more submission as graded."""
        self._progress.advance(self._task)


def needs_a_person(row: StudentRow) -> bool:
    """Return whether a person should read a row: something was not graded, or is odd."""
    return row.failed or bool(row.notes)


def table_of(rows: list[StudentRow], exercises: Points) -> Table:
    """Return a table with a row for each student."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold", min_width=16)
    for name, points in exercises.items():
        title = name.removeprefix("test_").replace("_", " ")
        table.add_column(f"{title} /{points:g}", justify="right")
    table.add_column(f"total /{sum(exercises.values()):g}", justify="right")
    table.add_column("notes", overflow="fold", min_width=24)
    for row in rows:
        scores = [row.scores.get(name) for name in exercises]
        earned = total(scores)
        cells = ["–" if score is None else f"{score:g}" for score in scores]
        cells.append("not graded" if earned is None else f"{earned:g}")
        table.add_row(*map(plain, [printable(row.student), *cells, "\n".join(row.notes)]))
    return table


def totals(rows: list[StudentRow], exercises: Points) -> str:
    """Return a sentence: how many submissions there are, and the mean of their points."""
    sums = [total(row.scores.get(name) for name in exercises) for row in rows]
    graded = [earned for earned in sums if earned is not None]
    if not graded:
        return f"{len(rows)} submissions, none of them graded in full."
    mean, points = sum(graded) / len(graded), sum(exercises.values())
    result = f"{len(graded)} of them graded in full, on average {mean:.2f} of {points:g} points"
    return f"{len(rows)} submissions, {result}."
