"""Writes index.html: all assignments of a course, and each student's points in all of them.

The page is made from the checks.json of each assignment, so that its numbers agree with the reports
to which the page links.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grading.report.overview import CHECKS, Overview, Person
from grading.report.page import alphabetical, write_page

INDEX = "index.html"


@dataclass(frozen=True)
class Graded:
    """An assignment as its checks.json describes it.

    Attributes:
        totals: by the id of each student who handed in; None where a score is missing.
        untouched: the ids of students who handed in, but wrote nothing.
        absent: how many students handed in nothing.
        lost: the ids of students whose submission could not be graded at all.
        when: the time of the grading.
    """

    name: str
    points: float
    totals: dict[str, float | None]
    untouched: set[str]
    absent: int
    lost: set[str]
    when: datetime

    @property
    def scores(self) -> list[float]:
        """The totals of students who wrote something and are graded in full."""
        totals = [total for student, total in self.totals.items() if student not in self.untouched]
        return [total for total in totals if total is not None]

    @property
    def unfinished(self) -> int:
        """The number of submissions that are not graded in full."""
        return sum(total is None for total in self.totals.values()) + len(self.lost)


def write_index(overview: Overview, reports: Path) -> None:
    """Write the page.

    Args:
        overview: of any assignment; the class list is the same for all.
        reports: the folder of the assignments' reports.
    """
    known = [entry.person for entry in overview.entries] + overview.absent
    people = {person.id: person for person in known}
    assignments = list(_read(reports))
    for graded in assignments:
        for student in (*graded.totals, *graded.lost):
            people.setdefault(student, Person(student, "", "", "", ""))
    sums = {
        student: sum(graded.totals.get(student) or 0 for graded in assignments)
        for student in people
    }
    by_name = sorted(people.values(), key=alphabetical)
    facts: dict[str, Any] = {
        "assignments": assignments,
        "by_name": by_name,
        "by_total": sorted(by_name, key=lambda person: -sums[person.id]),
        "sums": sums,
    }
    write_page(reports / INDEX, "course.html.j2", facts)


def _read(reports: Path) -> Iterator[Graded]:
    """Yield the assignments that have a readable checks.json."""
    for path in sorted(reports.glob(f"*/{CHECKS}")):
        try:
            checks = json.loads(path.read_bytes())
            submissions = checks["submissions"]
            yield Graded(
                checks["assignment"],
                checks["points"],
                {item["student"]: item["score"] for item in submissions},
                {item["student"] for item in submissions if item["untouched"]},
                len(checks["absent"]),
                set(checks["lost"]),
                datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
            )
        except (OSError, ValueError, LookupError, TypeError):
            continue
