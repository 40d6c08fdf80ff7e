"""Prints text and the progress of `grade`; a failing terminal costs no result."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Self, TextIO, cast

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
from rich.text import Text

from grading.notebooks.names import printable


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
