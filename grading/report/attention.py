"""Finds the submissions that a person should look at, and the totals that have changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from grading.feedback.cell_report import title_of
from grading.notebooks.rebuild import PASSED
from grading.report.overview import Entry, Overview

MOST_ALIKE = 3  # students: code that more of them share is simply common
MOST_WEAK = 10
HALF = 0.5  # of the points: with more, a student will manage

Reasons = Iterator[tuple[Entry, list[str]]]


def ungraded(overview: Overview) -> Iterator[tuple[Entry, str, str]]:
    """Yield each exercise without a score, and why the score is missing."""
    for entry in overview.entries:
        for name, outcome in entry.outcomes.items():
            if outcome.score is None:
                yield entry, name, outcome.fault


def to_look_at(overview: Overview) -> Reasons:
    """Yield the submissions that a person should look at, and why.

    First come the submissions in which an exercise passed the visible check but earned nothing: an
    answer of this kind may be right in a way that the author did not think of.
    """
    shared_code = _shared_code(overview)
    misled = {
        entry.person.id: [
            name for name in _without_points(entry, overview) if _passed_visible_check(entry, name)
        ]
        for entry in overview.entries
    }
    for entry in sorted(overview.entries, key=lambda entry: not misled[entry.person.id]):
        passed = misled[entry.person.id]
        reasons = []
        if passed:
            names = ", ".join(map(title_of, passed))
            reasons.append(f"{names}: the visible check passed; it earned nothing.")
        reasons += entry.notes
        if entry.flagged:
            reasons.append("It is flagged in Formgrader.")
        if others := [title_of(n) for n in _without_points(entry, overview) if n not in passed]:
            reasons.append(f"{', '.join(others)}: something was written, and earned nothing.")
        reasons += shared_code.get(entry.person.id, [])
        if reasons:
            yield entry, reasons


def _without_points(entry: Entry, overview: Overview) -> Iterator[str]:
    """Yield the exercises that have an answer, but earned no points from the checks."""
    for name, outcome in entry.outcomes.items():
        is_zero = overview.tasks[name].points and outcome.score == 0 and not outcome.by_hand
        if is_zero and outcome.is_written:
            yield name


def _passed_visible_check(entry: Entry, name: str) -> bool:
    return any(name in record.get(PASSED, []) for record in entry.records.values())


def _shared_code(overview: Overview) -> dict[str, list[str]]:
    """Return sentences, by student, on answers with the same code as those of few others."""
    owners: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in overview.entries:
        for record in entry.records.values():
            for cell, code_hash in record.get("answers", {}).items():
                if code_hash:
                    owners[cell, code_hash].append(entry)
    cells: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)  # by students
    for (cell, _), entries in owners.items():
        if 1 < len(entries) <= MOST_ALIKE:
            cells[tuple(entry.person.id for entry in entries)].append(f"`{cell}`")
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for students, shared in cells.items():
        people = "; ".join(overview.by_student[student].person.name for student in students)
        text = f"{', '.join(shared)}: the same code, but for names and layout ({people})."
        for student in students:
            sentences[student].append(text)
    return sentences


def weak(overview: Overview) -> Reasons:
    """Yield the submissions with the fewest points, below half, and what is missing or fails."""
    tried = [(entry.score, entry) for entry in overview.entries if not entry.is_untouched]
    low = [
        (score, entry)
        for score, entry in tried
        if score is not None and score < HALF * overview.points
    ]
    for _, entry in sorted(low, key=lambda pair: pair[0])[:MOST_WEAK]:
        unwritten = [title_of(name) for name, outcome in entry.outcomes.items() if outcome.is_left]
        reasons = ["Less than half of the points.", *failed_cells(entry).values()]
        yield entry, reasons + ([f"Not written: {', '.join(unwritten)}."] if unwritten else [])


def together(*lists: Reasons) -> list[tuple[list[Entry], list[str]]]:
    """Join lists: return each submission once with all its reasons, grouped by equal reasons."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    entries: dict[str, Entry] = {}
    for entry, texts in (pair for pairs in lists for pair in pairs):
        entries[entry.person.id] = entry
        reasons[entry.person.id] += texts
    rows: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for student, entry in entries.items():
        rows[tuple(reasons[student])].append(entry)
    return [(alike, list(shared)) for shared, alike in rows.items()]


def failed_cells(entry: Entry) -> dict[str, str]:
    """Return how the first failed cell of each notebook ended, by the notebook's file name."""
    failures = {name: record.get("failed_cell", "") for name, record in entry.records.items()}
    return {name: text for name, text in failures.items() if text}


def changes(overview: Overview, checks: Path) -> list[tuple[Entry, str, str]] | None:
    """Return the submissions with another total than in an earlier run, with old and new total.

    Args:
        checks: the checks.json of the earlier run; None is returned if it cannot be read.
    """
    try:
        earlier = json.loads(checks.read_bytes())
        if earlier["assignment"] != overview.assignment:
            return None
        before = {item["student"]: item["score"] for item in earlier["submissions"]}
    except (OSError, ValueError, LookupError, TypeError):
        return None
    changed = []
    for entry in overview.entries:
        old = before.get(entry.person.id, "nothing")
        if old != entry.score:
            changed.append((entry, _as_text(old), _as_text(entry.score)))
    return changed


def _as_text(score: float | str | None) -> str:
    return "not graded" if score is None else score if isinstance(score, str) else f"{score:g}"
