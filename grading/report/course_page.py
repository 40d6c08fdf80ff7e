"""index.html: the assignments of a course, and each student over all of them.

It is made from the checks.json of each assignment's report, so its numbers are those of the reports
that it leads to.
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
        totals: of those who have handed in, by id; None where it is not graded in full.
        untouched: the ids of those who wrote nothing.
        when: it was graded.
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
        """The totals of those who wrote something."""
        totals = [total for who, total in self.totals.items() if who not in self.untouched]
        return [total for total in totals if total is not None]

    @property
    def unfinished(self) -> int:
        """How many are not graded in full."""
        return sum(total is None for total in self.totals.values()) + len(self.lost)


def write_index(overview: Overview, reports: Path) -> None:
    """Write the page.

    Args:
        overview: of any of the assignments: all of them have the same class list.
        reports: the folder of the assignments' reports.
    """
    known = [entry.person for entry in overview.entries] + overview.absent
    people = {person.id: person for person in known}
    assignments = list(_read(reports))
    for graded in assignments:
        for student in (*graded.totals, *graded.lost):
            people.setdefault(student, Person(student, "", "", "", ""))
    sums = {who: sum(graded.totals.get(who) or 0 for graded in assignments) for who in people}
    by_name = sorted(people.values(), key=alphabetical)
    facts: dict[str, Any] = {
        "assignments": assignments,
        "by_name": by_name,
        "by_total": sorted(by_name, key=lambda person: -sums[person.id]),
        "sums": sums,
    }
    write_page(reports / INDEX, "course.html.j2", facts)


def _read(reports: Path) -> Iterator[Graded]:
    """Yield the assignments that there are reports of; one that cannot be read is left out."""
    for path in sorted(reports.glob(f"*/{CHECKS}")):
        try:
            about = json.loads(path.read_bytes())
            submissions = about["submissions"]
            yield Graded(
                about["assignment"],
                about["points"],
                {one["student"]: one["score"] for one in submissions},
                {one["student"] for one in submissions if one["untouched"]},
                len(about["absent"]),
                set(about["lost"]),
                datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
            )
        except (OSError, ValueError, LookupError, TypeError):
            continue
