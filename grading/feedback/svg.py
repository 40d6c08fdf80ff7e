"""Draws a chart as a small SVG without scripts and style sheets, and with all text escaped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from grading.checks.chart import Chart, Ends, Series
from grading.sandbox.told import Told

SIZE, SMALL = (360, 220), (180, 110)
LEFT, RIGHT, BOTTOM = 48, 8, 36  # margins
ROW = 16  # height of a row of the legend
LETTER = 6  # width of a letter, about
COLORS = ("#2f7fd6", "#e07b00", "#2a9d5c", "#d64545", "#9467bd", "#8c6d5a")
EXPECTED = 'stroke="currentColor" stroke-width="8" opacity=".22"'
EDGE = 0.01  # share of an axis by which a point may lie beyond its end and still be seen
ROOM = 0.5  # share of the expected range by which a student's points may widen an axis
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Point = tuple[float, float]
Say = Callable[[Told], str]


@dataclass(frozen=True)
class Axis:
    """Maps numbers from `low` to `high` to places from `start` to `end`.

    An axis may run backwards: `low` is then the larger number.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return the place of a value; a place far outside of the axis is moved nearer."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * min(max(share, -2), 3)

    def holds(self, value: float) -> bool:
        """Return whether a value lies on the axis, and can be seen."""
        return -EDGE <= (value - self.low) / (self.high - self.low) <= 1 + EDGE

    def ticks(self, least: float = 0) -> Iterator[tuple[float, float]]:
        """Yield a few round numbers and their places.

        Args:
            least: the smallest step.
        """
        low, high = sorted((self.low, self.high))
        span = high - low
        power = 10.0 ** math.floor(math.log10(span / 3))
        step = max(least, next(n * power for n in (5, 2, 1) if span / (n * power) > 2.9))
        for number in range(math.ceil(low / step), math.floor(high / step) + 1):
            yield number * step, self.place(number * step)


def draw(chart: Chart, alt: str, say: Say = str, *, small: bool = False) -> str:
    """Return the chart as an `<svg>` element, in the color of the text around it.

    Args:
        alt: a description of the chart, for readers who cannot see the picture.
        say: translates the words that the picture adds to the chart's own.
        small: make a small picture without words and numbers.
    """
    width, height = SMALL if small else SIZE
    left, right, top, bottom = (1, 1, 1, 1) if small else (LEFT, RIGHT, 0, BOTTOM)
    legend = [] if small else list(_legend(chart, say))
    if legend:
        top = ROW * (legend[-1][0] + 1) + 6
        height += top - ROW
    x, y = _view(chart, width - left - right, height - top - bottom)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}"'
            f' role="img" aria-label="{escape(alt)}" fill="currentColor"'
            ' font-family="sans-serif" font-size="11">',
            *(_legend_entry(*entry) for entry in legend),
            *([] if small else _scales(chart, x, y, left, top)),
            # An inner <svg> clips its content, here to the axes.
            f'<svg x="{left}" y="{top}" width="{x.end:g}" height="{y.start:g}">',
            '<rect width="100%" height="100%" fill="none" stroke="currentColor" opacity=".6"/>',
            *_shapes(chart, x, y),
            *([] if small else _names(chart, x, y)),
            *_warning(chart, x.end, say, small=small),
            "</svg></svg>",
        ]
    )


def draw_on_white(chart: Chart, alt: str, say: Say = str) -> str:
    """Return the chart as a picture of its own, with a white background."""
    return draw(chart, alt, say).replace("<svg ", '<svg style="color:#222;background:#fff" ', 1)


def points_of(series: Series, chart: Chart) -> list[Point | None]:
    """Return a series' points in the units of the axes; None for a gap."""
    points: list[Point | None] = []
    for x, y in zip(series.x, series.y, strict=False):
        if x is None or y is None or (chart.xlog and x <= 0) or (chart.log and y <= 0):
            points.append(None)
        else:
            points.append((_scaled(x, log=chart.xlog), _scaled(y, log=chart.log)))
    return points


def _scaled(value: float, *, log: bool) -> float:
    return math.log10(value) if log else value


def _all_points(chart: Chart, every_series: list[Series]) -> list[Point]:
    return [point for series in every_series for point in points_of(series, chart) if point]


def is_cut_off(series: Series, chart: Chart) -> bool:
    """Return whether part of a series lies outside of the picture."""
    x, y = _view(chart, 1, 1)
    return not all(x.holds(across) and y.holds(up) for across, up in _all_points(chart, [series]))


def _view(chart: Chart, width: float, height: float) -> tuple[Axis, Axis]:
    """Return the axes, with the ends that the chart sets.

    Where the chart sets none, the expected series fill the picture, and the student's points may
    widen the axes to a limit.
    """
    expected, everything = _all_points(chart, chart.expected), _all_points(chart, chart.series)
    x_ends = _range([x for x, _ in expected], [x for x, _ in everything], 0.02)
    y_ends = _range([y for _, y in expected], [y for _, y in everything], 0.05)
    if chart.xlim:
        x_ends = _ends(chart.xlim, log=chart.xlog)
    if chart.ylim:
        y_ends = _ends(chart.ylim, log=chart.log)
    return Axis(*x_ends, 0, width), Axis(*y_ends, height, 0)


def _ends(limits: Ends, *, log: bool) -> tuple[float, float]:
    first, last = limits
    return _scaled(first, log=log), _scaled(last, log=log)


def _range(expected: list[float], drawn: list[float], margin: float) -> tuple[float, float]:
    """Return the ends of an axis, with a margin, as a share of its length, at each end."""
    low, high = _span(expected, drawn)
    free = margin * (high - low)
    return low - free, high + free


def _span(expected: list[float], drawn: list[float]) -> tuple[float, float]:
    if not drawn:
        return 0.0, 1.0
    low, high = min(expected or drawn), max(expected or drawn)
    room = ROOM * (high - low)
    low, high = max(low - room, min(drawn)), min(high + room, max(drawn))
    if low == high:
        room = abs(low) or 1.0
        return low - room, high + room
    return low, high


def _shapes(chart: Chart, x: Axis, y: Axis) -> Iterator[str]:
    for series in chart.expected:  # first, so that the student's series are drawn on top
        path = _path(series, chart, x, y)
        area = series.kind == "expected area"
        style = 'opacity=".16"' if area else f'fill="none" stroke-linejoin="round" {EXPECTED}'
        yield f'<path d="{path}" {style}/>'
    for series, pen in _pens(chart):
        path = _path(series, chart, x, y)
        yield f'<path d="{path}" {pen} stroke-linejoin="round"/>'


def _pens(chart: Chart) -> Iterator[tuple[Series, str]]:
    """Yield each of the student's series, with its attributes in the SVG."""
    for number, series in enumerate(chart.student_series):
        color, width = COLORS[number % len(COLORS)], 6 if series.kind == "points" else 2
        style = f'fill="none" stroke="{color}" stroke-width="{width}" stroke-linecap="round"'
        yield series, style


def _path(series: Series, chart: Chart, x: Axis, y: Axis) -> str:
    path, step = "", "M"
    for point in points_of(series, chart):
        if point:
            path += f"{step}{x.place(point[0]):.1f},{y.place(point[1]):.1f}"
            path += "h0" if step == "M" else ""  # a line of no length makes a single point visible
        step = "L" if point and series.kind != "points" else "M"
    return path


def _names(chart: Chart, x: Axis, y: Axis) -> Iterator[str]:
    """Yield the names of the expected lines, at the end where the lines are farther apart."""
    lines = [
        (series.label, _all_points(chart, [series])) for series in chart.expected if series.label
    ]
    lines = [(label, points) for label, points in lines if points]
    end = max(
        -1, 0, key=lambda end: _smallest_gap([y.place(points[end][1]) for _, points in lines])
    )
    beside, anchor = (-4, "end") if end else (4, "start")
    for label, points in lines:
        across, up = x.place(points[end][0]) + beside, y.place(points[end][1])
        up += -8 if up > 24 else 18
        text = f'text-anchor="{anchor}" opacity=".7">{escape(label)}'
        yield f'<text x="{across:.1f}" y="{up:.1f}" {text}</text>'


def _smallest_gap(places: list[float]) -> float:
    places = sorted(places)
    return min((b - a for a, b in pairwise(places)), default=0)


def _warning(chart: Chart, right: float, say: Say, *, small: bool) -> Iterator[str]:
    text = ""
    if not _all_points(chart, chart.student_series):  # for example, all values are infinite
        text = say(Told("nothing to see"))
    elif any(is_cut_off(series, chart) for series in chart.student_series):
        text = "↗" if small else f"{say(Told('more outside'))} ↗"
    if text:
        yield f'<text x="{right - 6:g}" y="15" text-anchor="end">{text}</text>'


def name_of(series: Series, say: Say) -> str:
    """Return the name of a series for the legend; may be empty."""
    return series.label or (say(Told("not in the legend")) if series.kind == "drawn" else "")


def _legend(chart: Chart, say: Say) -> Iterator[tuple[int, int, str, str]]:
    """Yield row, place, style and text of each entry."""
    entries = [(EXPECTED, say(Told("expected")))] if chart.expected else []
    entries += [(pen, name_of(series, say)) for series, pen in _pens(chart)]
    row, place = 0, LEFT
    for style, text in entries:
        length = 30 + sum(LETTER if letter.isascii() else 2 * LETTER for letter in text)
        if place + length > SIZE[0] and place > LEFT:
            row, place = row + 1, LEFT
        yield row, place, style, text
        place += length + 8


def _legend_entry(row: int, place: int, style: str, text: str) -> str:
    up = ROW * row + 10
    length = 0 if 'width="6"' in style else 16
    return (
        f'<path d="M{place + 20 - length},{up}h{length}" {style}/>'
        f'<text x="{place + 26}" y="{up + 4}">{escape(text)}</text>'
    )


def _scales(chart: Chart, x: Axis, y: Axis, left: float, top: float) -> Iterator[str]:
    """Yield the numbers, the lines of the grid, and the names of the axes."""
    right, bottom = left + x.end, top + y.start
    grid = 'stroke="currentColor" opacity=".15"'
    for value, place in x.ticks(least=1 if chart.xlog else 0):
        across, text = f"{left + place:.1f}", _number(value, log=chart.xlog)
        yield f'<path d="M{across},{top}V{bottom:g}" {grid}/>'
        yield f'<text x="{across}" y="{bottom + 13:g}" text-anchor="middle">{text}</text>'
    for value, place in y.ticks(least=1 if chart.log else 0):
        up, text = top + place, _number(value, log=chart.log)
        yield f'<path d="M{left},{up:.1f}H{right:g}" {grid}/>'
        yield f'<text x="{left - 4}" y="{up + 4:.1f}" text-anchor="end">{text}</text>'
    yield (
        f'<text x="{(left + right) / 2:g}" y="{bottom + 30:g}" text-anchor="middle">'
        f"{escape(chart.xlabel)}</text>"
    )
    yield (
        f'<text transform="translate(11 {(top + bottom) / 2:g}) rotate(-90)"'
        f' text-anchor="middle">{escape(chart.ylabel)}</text>'
    )


def _number(value: float, *, log: bool) -> str:
    if log:
        return "10" + f"{value:.0f}".translate(SUPERSCRIPTS)
    return f"{value:g}".replace("-", "−")
