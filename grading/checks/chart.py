"""A picture of what a student's code does, as plain numbers (see `grading.checks.pictures`)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from grading.notebooks.sanitize import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from grading.sandbox.wire import Axes, Figure

MAX_SERIES = 12  # in a chart: a student may draw a thousand
MAX_POINTS = 200  # in a series
MAX_LABEL = 30
LARGEST, SMALLEST = 1e300, 1e-200  # so that drawing does not overflow

Kind = Literal["line", "points", "drawn", "expected line", "expected area"]
Numbers: TypeAlias = "torch.Tensor | Sequence[float]"
Ends = list[float]  # of an axis: where it begins, and where it ends


@dataclass(frozen=True)
class Series:
    """Points of a chart that belong together.

    Attributes:
        kind: a line or points of the student's, a curve that the student has drawn, or a line or an
            area that right answers follow.
        label: of a curve that the student has drawn, its names in the legend; empty where it has
            none there.
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
        xlog: whether the x axis is.
        xlim, ylim: the ends of the axes, where they are to be just these.
        fault: why it could not be drawn, for the instructor; empty where it was.
    """

    caption: str = ""
    xlabel: str = ""
    ylabel: str = ""
    log: bool = False
    series: list[Series] = field(default_factory=list)
    fault: str = ""
    xlog: bool = False
    xlim: Ends | None = None
    ylim: Ends | None = None

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

    def curves(self, figures: list[Figure]) -> None:
        """Draw the curves of the student's figures, on axes like theirs."""
        panels = {}
        for number, figure in enumerate(figures):
            for index, curve in enumerate(figure.curves):
                if curve.visible and curve.in_data_units and len(curve.points) > 0:
                    names = [entry.label for entry in figure.legend if index in entry.curves]
                    x, y = (_numbers(values) for values in curve.points.T)
                    self._add("drawn", " / ".join(names), x, y)
                    panels[number, curve.axes] = figure.axes[curve.axes]
        if panels:
            self._take_axes(list(panels.values()))

    def _take_axes(self, panels: list[Axes]) -> None:
        self.xlog = all(axes.xscale == "log" for axes in panels)
        self.log = all(axes.yscale == "log" for axes in panels)
        self.xlim, self.ylim = None, None
        if len(panels) == 1:
            self.xlim = _ends(panels[0].xlim, log=self.xlog)
            self.ylim = _ends(panels[0].ylim, log=self.log)
            self.xlabel += _other_scale(panels[0].xscale)
            self.ylabel += _other_scale(panels[0].yscale)

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


def _other_scale(name: str) -> str:
    """Return what to add to the name of an axis whose scale is not drawn here, such as symlog."""
    return "" if name in ("linear", "log") else f" ({clean_text(name)[:MAX_LABEL]} scale)"


def _ends(ends: list[float], *, log: bool) -> Ends | None:
    """Return the ends of an axis if something can be drawn between them."""
    low, high = sorted(ends)
    fits = math.isfinite(high - low) and max(-low, high) < LARGEST
    apart = high - low > SMALLEST + 1e-9 * max(-low, high)
    return list(ends) if fits and apart and not (log and low < SMALLEST) else None


def _number(value: float) -> float | None:
    if not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return float(f"{value:.5g}") if abs(value) > SMALLEST else 0.0
