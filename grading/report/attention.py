"""Which submissions a person should look at, and what has changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from grading.feedback.cell_report import title_of
from grading.notebooks.rebuild import PASSED
from grading.report.overview import Entry, Overview

MOST_ALIKE = 3  # students: an answer that more of them give is just the usual one
MOST_WEAK = 10
HALF = 0.5  # of the points: with more, a student will manage

Reasons = Iterator[tuple[Entry, list[str]]]


def ungraded(overview: Overview) -> Iterator[tuple[Entry, str, str]]:
    """Each exercise without a score, and why there is none."""
    for entry in overview.entries:
        for name, outcome in entry.outcomes.items():
            if outcome.score is None:
                yield entry, name, outcome.fault


def to_look_at(overview: Overview) -> Reasons:
    """Yield the submissions that a person should look at, and why.

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
        reasons = []
        if passed:
            names = ", ".join(map(title_of, passed))
            reasons.append(f"{names}: the visible check passed; it earned nothing.")
        reasons += entry.notes
        if entry.flagged:
            reasons.append("It is flagged in Formgrader.")
        if in_vain := [title_of(name) for name in _in_vain(entry, overview) if name not in passed]:
            reasons.append(f"{', '.join(in_vain)}: something was written, and earned nothing.")
        reasons += alike.get(entry.person.id, [])
        if reasons:
            yield entry, reasons


def _in_vain(entry: Entry, overview: Overview) -> Iterator[str]:
    """Yield the exercises in which something was written, and earned nothing."""
    for name, outcome in entry.outcomes.items():
        is_nothing = overview.tasks[name].points and outcome.score == 0 and not outcome.by_hand
        if is_nothing and outcome.is_written:
            yield name


def _had_passed(entry: Entry, name: str) -> bool:
    """Whether the visible check had run without an error where the student saved the notebook."""
    return any(name in record.get(PASSED, []) for record in entry.records.values())


def _alike(overview: Overview) -> dict[str, list[str]]:
    """Sentences on the answers of each student that few others have given, too."""
    owners: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in overview.entries:
        for record in entry.records.values():
            for cell, fingerprint in record.get("answers", {}).items():
                if fingerprint:
                    owners[cell, fingerprint].append(entry)
    cells: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)  # by who shares them
    for (cell, _), entries in owners.items():
        if 1 < len(entries) <= MOST_ALIKE:
            cells[tuple(entry.person.id for entry in entries)].append(f"`{cell}`")
    names = {entry.person.id: entry.person.name for entry in overview.entries}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for alike, shared in cells.items():
        who = "; ".join(names[student] for student in alike)
        text = f"{', '.join(shared)}: the same code, but for names and layout ({who})."
        for student in alike:
            found[student].append(text)
    return found


def weak(overview: Overview) -> Reasons:
    """Those with the least points, below half of them, and where their trouble lies."""
    tried = [(entry.score, entry) for entry in overview.entries if not entry.is_untouched]
    few = [
        (score, entry)
        for score, entry in tried
        if score is not None and score < HALF * overview.points
    ]
    for _, entry in sorted(few, key=lambda pair: pair[0])[:MOST_WEAK]:
        left = [title_of(name) for name, outcome in entry.outcomes.items() if outcome.is_left]
        reasons = ["Less than half of the points.", *failed_cells(entry).values()]
        yield entry, reasons + ([f"Not written: {', '.join(left)}."] if left else [])


def together(*lists: Reasons) -> list[tuple[list[Entry], list[str]]]:
    """Each student once, with all reasons of these lists, beside those who have just the same."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    entries: dict[str, Entry] = {}
    for entry, some in (one for reasons_of_kind in lists for one in reasons_of_kind):
        entries[entry.person.id] = entry
        reasons[entry.person.id] += some
    rows: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for student, entry in entries.items():
        rows[tuple(reasons[student])].append(entry)
    return [(who, list(why)) for why, who in rows.items()]


def failed_cells(entry: Entry) -> dict[str, str]:
    """Return how the first cell that failed in each notebook ended, by the notebook's name."""
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
