"""Says in words what a chart shows, for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grading.checks.chart import Chart, Series
from grading.feedback.svg import Say, points_of

CLOSE = 0.05  # of what is expected, from its lowest to its highest point


def describe(chart: Chart, say: Say = str) -> str:
    """The caption, and how each of the student's series runs: in `say`'s language."""
    return " ".join([chart.caption, *_sentences(chart, say)])


def _sentences(chart: Chart, say: Say) -> Iterator[str]:
    for series in chart.theirs:
        seen = [(x, y) for x, y in zip(series.x, series.y, strict=True) if None not in (x, y)]
        if not seen:
            yield say(f"{series.label}: nothing to see.")
            continue
        (x, y), (last_x, last_y) = seen[0], seen[-1]
        yield say(f"{series.label}: from {y:.2g} at {x:g} to {last_y:.2g} at {last_x:g}.")
        for area in (one for one in chart.expected if one.kind == "expected area"):
            inside = _inside(series, area)
            yield say(f"{inside} of {len(series.x)} points lie where they are expected.")
        lines = [one for one in chart.expected if one.kind == "expected line"]
        followed = [line.label for line in lines if _follows(series, line, chart)]
        if followed:
            yield say(f"It follows the expected curve {followed[0]}.")
        elif lines:
            yield say("It follows none of the expected curves.")


def _inside(series: Series, area: Series) -> int:
    """How many points lie in an area, whose outline runs along its floor and back."""
    half = len(area.x) // 2
    bounds = dict(zip(area.x[:half], zip(area.y, area.y[::-1], strict=True), strict=False))
    inside = 0
    for x, y in zip(series.x, series.y, strict=True):
        low, high = bounds.get(x, (None, None))
        if y is not None and low is not None and high is not None:
            inside += low <= y <= high
    return inside


def _follows(series: Series, line: Series, chart: Chart) -> bool:
    wanted = dict(filter(None, points_of(line, chart)))
    points = list(filter(None, points_of(series, chart)))
    off = [abs(y - wanted.get(x, math.inf)) for x, y in points]
    room = CLOSE * (max(wanted.values()) - min(wanted.values())) if wanted else 0
    return bool(points) and len(points) > len(wanted) / 2 and max(off) <= room
