"""Exports grades as files that Canvas, Moodle and Gradescope read.

* `canvas.csv`, for *Import* in Canvas's gradebook, as its lib/gradebook_importer.rb reads it;
* `moodle.csv`, for *Import > CSV file* in Moodle's: https://docs.moodle.org/en/Grade_import;
* `gradescope/<student>/results.json`: https://gradescope-autograders.readthedocs.io/en/latest/specs/.

A submission without a grade is left out: an empty field could delete a score, and a 0 would be one.
Ids are written without protection from spreadsheets: to these systems `'+ada` is not `+ada`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from grading.course.grades_csv import Exact, write_csv
from grading.feedback.cell_report import as_line, title_of
from grading.feedback.translation import Sentences
from grading.grade.graded import Outcome
from grading.platforms.formats import gradescope, told
from grading.report.overview import Entry, Overview

Row = Iterable[str]


def export(overview: Overview, folder: Path, say: Sentences) -> None:
    """Write the files for all three into a folder, with the feedback that students may read."""
    entries = [replace(entry, outcomes=told(entry.outcomes, say)) for entry in overview.entries]
    graded = [(entry, entry.score) for entry in entries if entry.score is not None]
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "canvas.csv", _canvas_rows(overview, graded))
    write_csv(folder / "moodle.csv", _moodle_rows(overview, graded))
    for path in folder.glob("gradescope/*/results.json"):
        path.unlink()  # of an earlier run; the student may have no grade now
    for entry, score in graded:
        path = folder / "gradescope" / entry.person.id / "results.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        results = gradescope(entry.outcomes, overview.tasks, score, entry.seconds)
        path.write_text(json.dumps(results, indent=2))


def _canvas_rows(overview: Overview, graded: list[tuple[Entry, float]]) -> Iterator[Row]:
    """Yield the rows for Canvas, which finds a student by Canvas's own number or by login."""
    id_columns = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield [*id_columns, title_of(overview.assignment)]
    yield ["    Points Possible", "", "", "", "", f"{overview.points:g}"]
    for entry, score in graded:
        person = entry.person
        yield [person.name, Exact(person.lms_id), "", Exact(person.id), "", f"{score:g}"]


def _moodle_rows(overview: Overview, graded: list[tuple[Entry, float]]) -> Iterator[Row]:
    """Yield the rows for Moodle, which finds a student by username or by email address."""
    title = title_of(overview.assignment)
    # Moodle would give the grade in a row without an address to the student of the row before.
    has_emails = all(entry.person.email for entry, _ in graded)
    yield ["Username", *(["Email address"] if has_emails else []), title, f"{title} (feedback)"]
    for entry, score in graded:
        emails = [Exact(entry.person.email)] if has_emails else []
        text = "\n".join(
            _feedback_text(overview, name, outcome) for name, outcome in entry.outcomes.items()
        )
        yield [
            Exact(entry.person.id),
            *emails,
            f"{score:g}",
            escape(text, quote=False),
        ]  # Moodle reads HTML


def _feedback_text(overview: Overview, name: str, outcome: Outcome) -> str:
    line = f"{title_of(name)}: {outcome.score:g} of {overview.tasks[name].points:g}"
    failed = (as_line(check) for check in outcome.checks if not check.passed)
    return "\n".join([line, *failed])
