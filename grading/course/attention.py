"""Which submissions a person should look at, whom to talk to, and what has changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from grading.course.class_statistics import is_written
from grading.course.results import Entry, Overview
from grading.feedback.cell_report import title_of
from grading.notebooks.rebuild import PASSED

MOST_ALIKE = 3  # students: an answer that more of them give is just the usual one
MOST_TO_TALK_TO = 10
HALF = 0.5  # of the points: with more, a student will manage

Reasons = Iterator[tuple[Entry, list[str]]]


def ungraded(overview: Overview) -> Iterator[tuple[Entry, str, str]]:
    """Each exercise without a score, and why there is none."""
    for entry in overview.entries:
        for name, outcome in entry.outcomes.items():
            if outcome.score is None:
                yield entry, name, outcome.fault


def to_look_at(overview: Overview) -> Reasons:
    """The submissions that a person should look at, and why.

    First come those in which a visible check says that all is well, and the hidden ones that all is
    wrong: such an answer may be right in a way that the author did not think of.
    """
    alike = _alike(overview)
    misled = {
        entry.person.id: [name for name in _in_vain(entry, overview) if _had_passed(entry, name)]
        for entry in overview.entries
    }
    for entry in sorted(overview.entries, key=lambda entry: not misled[entry.person.id]):
        passed = misled[entry.person.id]
        reasons = [
            f"{title_of(name)}: the visible check passed; it earned nothing." for name in passed
        ]
        reasons += entry.notes
        if entry.flagged:
            reasons.append("It is flagged in Formgrader.")
        reasons += [
            f"{title_of(name)}: something was written, and earned nothing."
            for name in _in_vain(entry, overview)
            if name not in passed
        ]
        reasons += alike.get(entry.person.id, [])
        if reasons:
            yield entry, reasons


def _in_vain(entry: Entry, overview: Overview) -> Iterator[str]:
    """The exercises in which something was written, and earned nothing."""
    for name, outcome in entry.outcomes.items():
        is_nothing = overview.tasks[name].points and outcome.score == 0 and not outcome.by_hand
        if is_nothing and is_written(outcome):
            yield name


def _had_passed(entry: Entry, name: str) -> bool:
    """Whether the visible check had run without an error where the student saved the notebook."""
    return any(name in record.get(PASSED, []) for record in entry.records.values())


def _alike(overview: Overview) -> dict[str, list[str]]:
    """A sentence for each answer of a student's that few others have given, too."""
    owners: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in overview.entries:
        for record in entry.records.values():
            for cell, fingerprint in record.get("answers", {}).items():
                if fingerprint:
                    owners[cell, fingerprint].append(entry.person.id)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for (cell, _), names in owners.items():
        for name in names if 1 < len(names) <= MOST_ALIKE else []:
            others = " and ".join(other for other in names if other != name)
            found[name].append(f"`{cell}`: the same code as {others}, but for names and layout.")
    return found


def to_talk_to(overview: Overview) -> Reasons:
    """The students with the least points, below half of them, and where their trouble lies."""
    graded = [(entry.score, entry) for entry in overview.entries if entry.score is not None]
    weak = [one for one in graded if one[0] < HALF * overview.points]
    for score, entry in sorted(weak, key=lambda one: one[0])[:MOST_TO_TALK_TO]:
        reasons = [f"{score:g} of {overview.points:g} points."]
        reasons += failed_cells(entry).values()
        reasons += [f"{title_of(name)}: tried in vain." for name in _in_vain(entry, overview)]
        unwritten = [
            title_of(name)
            for name, outcome in entry.outcomes.items()
            if outcome.found and outcome.found.checks and not is_written(outcome)
        ]
        reasons += [f"Not written: {', '.join(unwritten)}."] if unwritten else []
        yield entry, reasons


def failed_cells(entry: Entry) -> dict[str, str]:
    """What is said of the first cell that failed in each notebook, by the notebook's name."""
    said = {name: record.get("failed_cell", "") for name, record in entry.records.items()}
    return {name: text for name, text in said.items() if text}


def changes(overview: Overview, checks: Path) -> list[tuple[Entry, str, str]] | None:
    """Whose total is another than in this checks.json, of an earlier run: before, and now.

    None if there was no such run.
    """
    try:
        earlier = json.loads(checks.read_bytes())
        if earlier["assignment"] != overview.assignment:
            return None
        before = {one["student"]: one["score"] for one in earlier["submissions"]}
    except (OSError, ValueError, LookupError, TypeError):
        return None
    found = []
    for entry in overview.entries:
        old = before.get(entry.person.id, "nothing")
        if old != entry.score:
            found.append((entry, _said(old), _said(entry.score)))
    return found


def _said(score: float | str | None) -> str:
    return "not graded" if score is None else score if isinstance(score, str) else f"{score:g}"
