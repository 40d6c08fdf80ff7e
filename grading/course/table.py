"""The table that `grade` prints: of a large class, only the lines that a person should read."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from grading.course.autograde import StudentRow
from grading.course.terminal import plain
from grading.notebooks.names import printable

LARGE = 30  # students: with more, those of whom nothing is to be said are left out

Points = dict[str, float]  # by exercise


def needs_a_person(row: StudentRow) -> bool:
    """Whether a person should read a line: something was not graded, or is odd."""
    return row.failed or bool(row.notes)


def table_of(rows: list[StudentRow], exercises: Points) -> Table:
    """A line for each student."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold", min_width=16)
    for name, points in exercises.items():
        title = name.removeprefix("test_").replace("_", " ")
        table.add_column(f"{title} /{points:g}", justify="right")
    table.add_column(f"total /{sum(exercises.values()):g}", justify="right")
    table.add_column("notes", overflow="fold", min_width=24)
    for row in rows:
        scores = [row.scores.get(name) for name in exercises]
        total = _total(row, exercises)
        cells = ["–" if score is None else f"{score:g}" for score in scores]
        cells.append("not graded" if total is None else f"{total:g}")
        table.add_row(*map(plain, [printable(row.student), *cells, "\n".join(row.notes)]))
    return table


def totals(rows: list[StudentRow], exercises: Points) -> str:
    """How many there are, and what they have on average."""
    graded = [total for row in rows if (total := _total(row, exercises)) is not None]
    if not graded:
        return f"{len(rows)} submissions, none of them graded in full."
    mean, most = sum(graded) / len(graded), sum(exercises.values())
    about = f"{len(graded)} of them graded in full, on average {mean:.2f} of {most:g} points"
    return f"{len(rows)} submissions, {about}."


def _total(row: StudentRow, exercises: Points) -> float | None:
    """The points of a student; None where some are missing."""
    scores = [row.scores.get(name) for name in exercises]
    given = [score for score in scores if score is not None]
    return sum(given) if len(given) == len(scores) else None
