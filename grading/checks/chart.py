"""A picture of what a student's code does, as plain numbers (see `grading.checks.pictures`)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from grading.notebooks.sanitize import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

MAX_SERIES = 12  # in a chart: a student may draw a thousand
MAX_POINTS = 200  # in a series
MAX_LABEL = 30
LARGEST, SMALLEST = 1e300, 1e-200  # so that drawing does not overflow

Kind = Literal["line", "points", "expected line", "expected area"]
Numbers: TypeAlias = "torch.Tensor | Sequence[float]"


@dataclass(frozen=True)
class Series:
    """Points of a chart that belong together.

    Attributes:
        kind: a line or points of the student's, or a line or an area that right answers follow.
        x, y: coordinates, None where there is a gap; of an area, those of its outline.
    """

    kind: Kind
    label: str
    x: list[float | None]
    y: list[float | None]

    @property
    def is_expected(self) -> bool:
        """Whether right answers follow it; else it is the student's."""
        return self.kind.startswith("expected")


@dataclass
class Chart:
    """A picture, in terms that any drawing library knows.

    Attributes:
        log: whether the y axis is logarithmic.
        fault: why it could not be drawn, for the instructor; empty where it was.
    """

    caption: str = ""
    xlabel: str = ""
    ylabel: str = ""
    log: bool = False
    series: list[Series] = field(default_factory=list)
    fault: str = ""

    def expect(self, label: str, x: Numbers, y: Numbers) -> None:
        """Draw the line that a right answer follows."""
        self._add("expected line", label, _numbers(x), _numbers(y))

    def expect_between(self, x: Numbers, low: Numbers, high: Numbers) -> None:
        """Draw the area that right answers fall into."""
        across, floor, ceiling = _numbers(x), _numbers(low), _numbers(high)
        self._add("expected area", "", across + across[::-1], floor + ceiling[::-1])

    def line(self, label: str, x: Numbers, y: Numbers) -> None:
        """Draw a line of the student's."""
        self._add("line", label, _numbers(x), _numbers(y))

    def points(self, label: str, x: Numbers, y: Numbers) -> None:
        """Draw points of the student's."""
        self._add("points", label, _numbers(x), _numbers(y))

    @property
    def expected(self) -> list[Series]:
        """What right answers follow."""
        return [series for series in self.series if series.is_expected]

    @property
    def theirs(self) -> list[Series]:
        """What the student's code gave."""
        return [series for series in self.series if not series.is_expected]

    def _add(self, kind: Kind, label: str, x: list[float | None], y: list[float | None]) -> None:
        if len(self.series) < MAX_SERIES:
            label = " ".join(clean_text(label).split())[:MAX_LABEL]
            self.series.append(Series(kind, label, x, y))


def _numbers(values: Numbers) -> list[float | None]:
    """At most MAX_POINTS of the values, evenly spaced, in five digits."""
    import torch  # it takes seconds, and who only shows a chart needs none

    flat = torch.as_tensor(values).detach().flatten().to("cpu", torch.float64)
    if len(flat) > MAX_POINTS:
        flat = flat[torch.linspace(0, len(flat) - 1, MAX_POINTS).long()]
    return [_number(value) for value in flat.tolist()]


def _number(value: float) -> float | None:
    if not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return float(f"{value:.5g}") if abs(value) > SMALLEST else 0.0
