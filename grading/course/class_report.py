"""report.html: how a class did, for its instructor. One file, without a script, that loads nothing.

What students chose (their ids, what they drew, names of files) is text to the template, which
escapes it.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from grading.checks.chart import Chart
from grading.checks.outcome import NOT_WRITTEN, Exercise
from grading.course.results import Entry, Outcome, Overview
from grading.feedback.cell_report import sentence, title_of
from grading.feedback.page import TEMPLATES
from grading.feedback.svg import draw

BINS = 10  # of the distribution, besides the one of full marks
MOST_MISTAKES = 20
MOST_PICTURES = 24  # of an exercise
MOST_NAMES = 40  # in a list
SLOWEST = 5


@dataclass(frozen=True)
class Rate:
    """How many of those who were judged have passed a check."""

    exercise: str
    text: str
    passed: int
    judged: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.passed // self.judged


@dataclass(frozen=True)
class Mistake:
    """A hint, or the text of a check that failed without one, and who got it."""

    exercise: str
    text: str
    entries: list[Entry]


@dataclass(frozen=True)
class Picture:
    """A picture, and who drew it just so."""

    chart: Chart
    entries: list[Entry]
    is_right: bool


@dataclass(frozen=True)
class Gallery:
    """The pictures of an exercise; `left_out` counts the submissions whose are not shown."""

    exercise: str
    pictures: list[Picture]
    left_out: int


def write_report(overview: Overview, path: Path) -> None:
    """Write the page."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, TEMPLATES / "feedback"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "draw": lambda chart: Markup(draw(chart, small=True)),
        "number": _number,
        "sentence": sentence,
        "title_of": title_of,
    }
    folder = path.absolute().parent

    def page(entry: Entry, exercise: str) -> str:
        """The address of a student's feedback, from the report's place."""
        place = entry.feedback / f"{overview.tasks[exercise].notebook}.html"
        return f"{quote(os.fsencode(os.path.relpath(place, folder)))}#result-{quote(exercise)}"

    template = environment.get_template("report.html.j2")
    html = template.render(facts(overview), page=page, most=MOST_NAMES)
    path.write_text(html, encoding="utf-8", errors="replace")


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def facts(overview: Overview) -> dict[str, Any]:
    """All that the template shows."""
    entries = overview.entries
    scores = [entry.score for entry in entries if entry.score is not None]
    galleries = [gallery(overview, name) for name in overview.tasks]
    commonest = mistakes(overview)
    records = [record for entry in entries for record in entry.records.values()]
    return {
        "overview": overview,
        "now": datetime.now().astimezone(),
        "scores": scores,
        "unfinished": len(entries) - len(scores) + len(overview.lost),
        "mean": mean(scores or [0]),
        "median": median(scores or [0]),
        "bars": distribution(scores, overview.points),
        "rates": rates(overview),
        "mistakes": commonest[:MOST_MISTAKES],
        "rarer": commonest[MOST_MISTAKES:],
        "galleries": [gallery for gallery in galleries if gallery.pictures],
        "ungraded": list(ungraded(overview)),
        "odd": list(oddities(overview)),
        "seconds": sum(entry.seconds for entry in entries),
        "slowest": sorted(entries, key=lambda entry: -entry.seconds)[:SLOWEST],
        "machines": Counter(f"torch {r['torch']}, GPU: {r['gpu']}" for r in records if "gpu" in r),
        "not_confined": Counter(part for r in records for part in r.get("not_confined", [])),
        "chart_faults": Counter(_chart_faults(overview)),
    }


def distribution(scores: list[float], points: float) -> list[tuple[str, int]]:
    """How many scores lie in each tenth of the points, from its lower end on, and on all of them.

    Returns:
        Labels and counts.
    """
    share = [min(score / points, 1.0) if points else 1.0 for score in scores]
    counts = Counter(int(BINS * one + 1e-9) for one in share)
    return [(f"{points * number / BINS:g}", counts[number]) for number in range(BINS + 1)]


def rates(overview: Overview) -> dict[str, list[Rate]]:
    """How often each check was passed, by exercise."""
    found: dict[str, list[Rate]] = {}
    for name in overview.tasks:
        passed: defaultdict[str, list[bool]] = defaultdict(list)
        texts = {}
        for _, exercise in _judged(overview, name):
            for check in exercise.checks:
                passed[check.name].append(check.passed)
                texts[check.name] = check.text
        found[name] = [
            Rate(name, texts[check], sum(each), len(each)) for check, each in passed.items()
        ]
    return found


def mistakes(overview: Overview) -> list[Mistake]:
    """What went wrong most often; a mistake that fails several checks counts once."""
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for name in overview.tasks:
        for entry, exercise in _judged(overview, name):
            hints = [check.hint or check.text for check in exercise.checks if not check.passed]
            for hint in dict.fromkeys(hints):
                found[name, hint].append(entry)
    every = [Mistake(name, hint, entries) for (name, hint), entries in found.items()]
    return sorted(every, key=lambda mistake: -len(mistake.entries))


def gallery(overview: Overview, name: str) -> Gallery:
    """What students' code draws, one picture for all that look the same; wrong ones first."""
    found: dict[tuple[object, ...], Picture] = {}
    for entry, exercise in _judged(overview, name):
        is_right = all(check.passed for check in exercise.checks)
        if (chart := exercise.chart) and not chart.fault:
            labels = tuple(series.label for series in chart.theirs)
            look = (is_right, labels, draw(chart, small=True))
            found.setdefault(look, Picture(chart, [], is_right)).entries.append(entry)
    every = list(found.values())
    every.sort(key=lambda picture: (picture.is_right, -len(picture.entries)))
    left_out = sum(len(picture.entries) for picture in every[MOST_PICTURES:])
    return Gallery(name, every[:MOST_PICTURES], left_out)


def ungraded(overview: Overview) -> Iterator[tuple[Entry, str, str]]:
    """Each exercise without a score, and why there is none."""
    for entry in overview.entries:
        for name, outcome in entry.outcomes.items():
            if outcome.score is None:
                yield entry, name, outcome.fault


def oddities(overview: Overview) -> Iterator[tuple[Entry, list[str]]]:
    """The submissions that a person should look at, and why."""
    same = _same_code(overview)
    for entry in overview.entries:
        reasons = list(entry.notes)
        if entry.flagged:
            reasons.append("It is flagged in Formgrader.")
        for name, task in overview.tasks.items():
            outcome = entry.outcomes[name]
            if task.points and outcome.score == 0 and not outcome.by_hand and _is_written(outcome):
                reasons.append(f"{title_of(name)}: something was written, and earned nothing.")
        reasons += same.get(entry.person.id, [])
        if reasons:
            yield entry, reasons


def _is_written(outcome: Outcome) -> bool:
    """Whether the checks found more than a stub."""
    checks = outcome.found.checks if outcome.found else []
    return any(check.passed or NOT_WRITTEN not in check.hint for check in checks)


def _same_code(overview: Overview) -> dict[str, list[str]]:
    """A sentence for each notebook of a student's that has the code of another student's."""
    owners: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in overview.entries:
        for book, record in entry.records.items():
            tasks = [
                name for name, task in overview.tasks.items() if f"{task.notebook}.ipynb" == book
            ]
            if "key" in record and any(_is_written(entry.outcomes[name]) for name in tasks):
                owners[book, record["key"]].append(entry)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for (book, _), entries in owners.items():
        for entry in entries:
            others = [other.person.id for other in entries if other is not entry]
            if others:
                more = f" and {len(others) - 5} more" if len(others) > 5 else ""
                names = ", ".join(others[:5])
                found[entry.person.id].append(f"{book}: the same code as {names}{more}.")
    return found


def _judged(overview: Overview, name: str) -> Iterator[tuple[Entry, Exercise]]:
    """The submissions whose exercise the checks could judge, and what they found."""
    for entry in overview.entries:
        exercise = entry.outcomes[name].found
        if exercise and exercise.checks:
            yield entry, exercise


def _chart_faults(overview: Overview) -> Iterator[str]:
    for name in overview.tasks:
        for _, exercise in _judged(overview, name):
            if exercise.chart and exercise.chart.fault:
                yield exercise.chart.fault
