"""Writes report.html: how a class did in an assignment, for the instructor."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from grading.report import attention
from grading.report.overview import CHECKS, Entry, Overview, Person
from grading.report.page import alphabetical, write_page
from grading.report.statistics import (
    arrivals,
    chart_faults,
    distribution,
    gallery,
    mistakes,
    summary,
)

REPORT = "report.html"
MOST_LINES = 40  # shown of a list or a table
COMMONEST = 12  # mistakes that are shown at once; the others are folded
SLOWEST = 5

Row = tuple[Person, Entry | None, str]  # the text says why there is no total


def write_report(overview: Overview, folder: Path) -> None:
    """Write the page into a folder, with the changes since the checks.json in that folder."""
    absolute = folder.absolute()

    def relative_url(path: Path) -> str:
        return quote(os.fsencode(os.path.relpath(path, absolute)))

    def feedback_url(entry: Entry, exercise: str) -> str:
        path = entry.feedback / f"{overview.tasks[exercise].notebook}.html"
        return f"{relative_url(path)}#result-{quote(exercise)}"

    def notebook_url(entry: Entry, name: str) -> str:
        return relative_url(entry.autograded / name)

    people = [entry.person for entry in overview.entries] + overview.absent
    names = Counter(person.name for person in people)

    def display_name(person: Person) -> str:
        return person.name if names[person.name] == 1 else f"{person.name} ({person.id})"

    changes = attention.changes(overview, folder / CHECKS)
    show = {"page": feedback_url, "book": notebook_url, "called": display_name, "most": MOST_LINES}
    show["commonest"] = COMMONEST
    write_page(folder / REPORT, "report.html.j2", facts(overview) | show | {"changes": changes})


def facts(overview: Overview) -> dict[str, Any]:
    """Return the facts that the template shows, by the names that the template uses."""
    entries = overview.entries
    written = [entry for entry in entries if not entry.is_untouched]
    scores = [entry.score for entry in written if entry.score is not None]
    galleries = [gallery(overview, name) for name in overview.tasks]
    all_mistakes = mistakes(overview)
    by_name = sorted(_rows(overview), key=lambda row: alphabetical(row[0]))
    records = [record for entry in entries for record in entry.records.values()]
    failed: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for name, text in attention.failed_cells(entry).items():
            failed[name, text].append(entry)
    return {
        "overview": overview,
        "scores": scores,
        "untouched": [entry for entry in entries if entry.is_untouched],
        "unfinished": sum(entry.score is None for entry in entries) + len(overview.lost),
        "median": median(scores) if scores else None,
        "bars": distribution(scores, overview.points),
        "arrivals": arrivals(overview),
        "by_name": by_name,
        "by_total": sorted(by_name, key=_total, reverse=True),
        "summaries": [summary(overview, name) for name in overview.tasks],
        "mistakes": [mistake for mistake in all_mistakes if len(mistake.entries) > 1],
        "alone": [mistake for mistake in all_mistakes if len(mistake.entries) == 1],
        "galleries": [gallery for gallery in galleries if gallery.pictures],
        "failed": sorted(failed.items(), key=lambda item: -len(item[1])),
        "ungraded": list(attention.ungraded(overview)),
        "to_look_at": attention.together(attention.to_look_at(overview), attention.weak(overview)),
        "late": [entry for entry in entries if entry.late],
        "seconds": sum(entry.seconds for entry in entries),
        "slowest": sorted(entries, key=lambda entry: -entry.seconds)[:SLOWEST],
        "machines": Counter(f"torch {r['torch']}, GPU: {r['gpu']}" for r in records if "gpu" in r),
        "not_confined": Counter(part for r in records for part in r.get("not_confined", [])),
        "chart_faults": Counter(chart_faults(overview)),
    }


def _rows(overview: Overview) -> Iterator[Row]:
    """Yield a row of the table for each student, also without a submission or a grade."""
    for entry in overview.entries:
        yield entry.person, entry, "" if entry.score is not None else "not graded in full"
    for person in overview.absent:
        yield person, None, "not handed in"
    for student in overview.lost:
        yield Person(student, "", "", "", ""), None, "not graded"


def _total(row: Row) -> float:
    return -1.0 if row[1] is None or row[1].score is None else row[1].score
