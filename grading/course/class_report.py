"""report.html: how a class did, for its instructor. One file, without a script, that loads nothing.

What students chose (their ids, what they drew, names of files) is text to the template, which
escapes it.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median, pstdev
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from grading.course import attention
from grading.course.class_statistics import (
    chart_faults,
    distribution,
    gallery,
    mistakes,
    summary,
)
from grading.course.results import Entry, Overview
from grading.feedback.alt_text import describe
from grading.feedback.cell_report import sentence, title_of
from grading.feedback.page import TEMPLATES
from grading.feedback.svg import draw

MOST_LINES = 40  # of a list or a table
SLOWEST = 5


def write_report(overview: Overview, path: Path) -> None:
    """Write the page; what it says of the run before is read from the checks.json beside it."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, TEMPLATES / "feedback"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "draw": lambda chart: Markup(draw(chart, describe(chart), small=True)),
        "duration": _duration,
        "mean": lambda scores: _number(mean(scores)) if scores else "–",
        "number": _number,
        "sentence": sentence,
        "spread": lambda scores: _number(pstdev(scores)) if scores else "–",
        "title_of": title_of,
    }
    folder = path.absolute().parent

    def address(place: Path) -> str:
        return quote(os.fsencode(os.path.relpath(place, folder)))

    def page(entry: Entry, exercise: str) -> str:
        """The address of what a student reads of an exercise, from the report's place."""
        place = entry.feedback / f"{overview.tasks[exercise].notebook}.html"
        return f"{address(place)}#result-{quote(exercise)}"

    def book(entry: Entry, name: str) -> str:
        """The address of a student's graded notebook."""
        return address(entry.autograded / name)

    template = environment.get_template("report.html.j2")
    what = facts(overview) | {"changes": attention.changes(overview, path.with_name("checks.json"))}
    html = template.render(what, page=page, book=book, most=MOST_LINES)
    path.write_text(html, encoding="utf-8", errors="replace")


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _duration(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"


def facts(overview: Overview) -> dict[str, Any]:
    """All that the template shows."""
    entries = overview.entries
    scores = [entry.score for entry in entries if entry.score is not None]
    galleries = [gallery(overview, name) for name in overview.tasks]
    every_mistake = mistakes(overview)
    records = [record for entry in entries for record in entry.records.values()]
    failed: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for name, text in attention.failed_cells(entry).items():
            failed[name, text].append(entry)
    return {
        "overview": overview,
        "now": datetime.now().astimezone(),
        "scores": scores,
        "unfinished": len(entries) - len(scores) + len(overview.lost),
        "median": median(scores or [0]),
        "bars": distribution(scores, overview.points),
        "by_score": sorted(entries, key=lambda one: (-(one.score or 0), one.person.name)),
        "summaries": [summary(overview, name) for name in overview.tasks],
        "mistakes": [one for one in every_mistake if len(one.entries) > 1],
        "alone": [one for one in every_mistake if len(one.entries) == 1],
        "galleries": [gallery for gallery in galleries if gallery.pictures],
        "failed": sorted(failed.items(), key=lambda item: -len(item[1])),
        "ungraded": list(attention.ungraded(overview)),
        "odd": list(attention.to_look_at(overview)),
        "to_talk_to": list(attention.to_talk_to(overview)),
        "late": [entry for entry in entries if entry.late],
        "seconds": sum(entry.seconds for entry in entries),
        "slowest": sorted(entries, key=lambda entry: -entry.seconds)[:SLOWEST],
        "machines": Counter(f"torch {r['torch']}, GPU: {r['gpu']}" for r in records if "gpu" in r),
        "not_confined": Counter(part for r in records for part in r.get("not_confined", [])),
        "chart_faults": Counter(chart_faults(overview)),
    }
