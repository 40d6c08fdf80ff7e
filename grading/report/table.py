"""Makes the table that `grade` prints, with a row for each student."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from grading.course.autograde import Visit
from grading.notebooks.names import printable
from grading.report.overview import Overview
from grading.report.terminal import plain

LARGE = 30  # students: the table of a larger class leaves out rows without a note


def needs_a_person(visited: Visit) -> bool:
    """Return whether a person should read a row: something was not graded, or is odd."""
    return visited.failed or bool(visited.notes)


def table_of(visits: list[Visit], overview: Overview) -> Table:
    """Return a table with a row for each student."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold", min_width=16)
    for name, task in overview.tasks.items():
        title = name.removeprefix("test_").replace("_", " ")
        table.add_column(f"{title} /{task.points:g}", justify="right")
    table.add_column(f"total /{overview.points:g}", justify="right")
    table.add_column("notes", overflow="fold", min_width=24)
    for visited in visits:
        entry = overview.by_student.get(visited.student)
        scores = [entry.outcomes[name].score if entry else None for name in overview.tasks]
        earned = entry.score if entry else None
        cells = ["–" if score is None else f"{score:g}" for score in scores]
        cells.append("not graded" if earned is None else f"{earned:g}")
        table.add_row(*map(plain, [printable(visited.student), *cells, "\n".join(visited.notes)]))
    return table


def totals(visits: list[Visit], overview: Overview) -> str:
    """Return a sentence: how many submissions there are, and the mean of their points."""
    entries = [overview.by_student.get(visited.student) for visited in visits]
    graded = [entry.score for entry in entries if entry and entry.score is not None]
    if not graded:
        return f"{len(visits)} submissions, none of them graded in full."
    mean = sum(graded) / len(graded)
    result = f"{len(graded)} of them graded in full, on average {mean:.2f} of {overview.points:g}"
    return f"{len(visits)} submissions, {result} points."
