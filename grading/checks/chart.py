"""Data classes for charts of what a student's code does; `pictures` makes them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from grading.notebooks.sanitize import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from grading.sandbox.wire import Axes, Figure

MAX_SERIES = 12  # in a chart: a student may draw thousands
MAX_POINTS = 200  # in a series
MAX_LABEL = 30
LARGEST, SMALLEST = 1e300, 1e-200  # bounds of coordinates, so that drawing does not overflow

Kind = Literal["line", "points", "drawn", "expected line", "expected area"]
Numbers: TypeAlias = "torch.Tensor | Sequence[float]"
Ends = list[float]  # the lower and the upper end of an axis


@dataclass(frozen=True)
class Series:
    """One line, set of points or area in a chart.

    Attributes:
        kind: `line` or `points` for values of the student's function, `drawn` for a curve in the
            student's own figure, `expected line` or `expected area` for right answers.
        label: name in the legend; for a curve in the student's figure, its name there, if any.
        x, y: coordinates, None for a gap; those of an area are the outline's.
    """

    kind: Kind
    label: str
    x: list[float | None]
    y: list[float | None]

    @property
    def is_expected(self) -> bool:
        """True for a series of right answers, False for one of the student's."""
        return self.kind.startswith("expected")


@dataclass
class Chart:
    """A chart, independent of any drawing library.

    Attributes:
        log: whether the y axis is logarithmic.
        xlog: whether the x axis is logarithmic.
        xlim, ylim: fixed ends of the axes; None to fit the data.
        fault: why the chart could not be made, for the instructor; empty if it was made.
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
        """Add the line of a right answer."""
        self._add("expected line", label, _numbers(x), _numbers(y))

    def expect_between(self, x: Numbers, low: Numbers, high: Numbers) -> None:
        """Add the area that right answers lie in."""
        across, floor, ceiling = _numbers(x), _numbers(low), _numbers(high)
        self._add("expected area", "", across + across[::-1], floor + ceiling[::-1])

    def line(self, label: str, x: Numbers, y: Numbers) -> None:
        """Add a line of the student's values."""
        self._add("line", label, _numbers(x), _numbers(y))

    def points(self, label: str, x: Numbers, y: Numbers) -> None:
        """Add points of the student's values."""
        self._add("points", label, _numbers(x), _numbers(y))

    def curves(self, figures: list[Figure]) -> None:
        """Add the curves of the student's figures, with the scales and ends of their axes."""
        panels = {}
        for number, figure in enumerate(figures):
            indices_by_label = [(entry.label, figure.curves_of(entry)) for entry in figure.legend]
            for index, curve in enumerate(figure.curves):
                if curve.visible and curve.in_data_units and len(curve.points) > 0:
                    names = [label for label, indices in indices_by_label if index in indices]
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
            self.xlabel += _unsupported_scale_note(panels[0].xscale)
            self.ylabel += _unsupported_scale_note(panels[0].yscale)

    @property
    def expected(self) -> list[Series]:
        """The series of right answers."""
        return [series for series in self.series if series.is_expected]

    @property
    def student_series(self) -> list[Series]:
        """The series of the student's code."""
        return [series for series in self.series if not series.is_expected]

    def _add(self, kind: Kind, label: str, x: list[float | None], y: list[float | None]) -> None:
        if len(self.series) < MAX_SERIES:
            label = " ".join(clean_text(label).split())[:MAX_LABEL]
            self.series.append(Series(kind, label, x, y))


def _numbers(values: Numbers) -> list[float | None]:
    """Return at most MAX_POINTS of the values, evenly spaced, with five digits."""
    import torch  # importing torch takes seconds, and showing a chart needs no torch

    flat = torch.as_tensor(values).detach().flatten().to("cpu", torch.float64)
    if len(flat) > MAX_POINTS:
        flat = flat[torch.linspace(0, len(flat) - 1, MAX_POINTS).long()]
    return [_number(value) for value in flat.tolist()]


def _unsupported_scale_note(name: str) -> str:
    return "" if name in ("linear", "log") else f" ({clean_text(name)[:MAX_LABEL]} scale)"


def _ends(ends: list[float], *, log: bool) -> Ends | None:
    """Return the ends of an axis; None if nothing can be drawn between them."""
    low, high = sorted(ends)
    fits = math.isfinite(high - low) and max(-low, high) < LARGEST
    apart = high - low > SMALLEST + 1e-9 * max(-low, high)
    return list(ends) if fits and apart and not (log and low < SMALLEST) else None


def _number(value: float) -> float | None:
    if not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return float(f"{value:.5g}") if abs(value) > SMALLEST else 0.0
