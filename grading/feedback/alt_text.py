"""Says in words what a chart shows, for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grading.checks.chart import Chart, Series
from grading.feedback.svg import Say, is_cut_off, name_of, points_of
from grading.sandbox.told import Told

ON = 0.01  # of what is expected, from its lowest to its highest point: nobody sees less
NEAR = 0.05  # of it: beside the thick gray line


def describe(chart: Chart, say: Say = str) -> str:
    """Return the caption, and how each of the student's series runs: in `say`'s language."""
    return " ".join([chart.caption, *_sentences(chart, say)])


def _sentences(chart: Chart, say: Say) -> Iterator[str]:
    for series in chart.theirs:
        name = name_of(series, say)
        # What a logarithmic axis has no place for is not in the picture.
        points = zip(series.x, series.y, points_of(series, chart), strict=True)
        seen = [(x, y) for x, y, point in points if point]
        if not seen:
            yield say(Told(f"{name}: nothing to see."))
            continue
        (x, y), (last_x, last_y) = seen[0], seen[-1]
        yield say(Told(f"{name}: from {y:.2g} at {x:g} to {last_y:.2g} at {last_x:g}."))
        for area in (one for one in chart.expected if one.kind == "expected area"):
            inside = _inside(series, area)
            count = len(series.x)
            yield say(Told(f"{inside} of {count} points lie where they are expected."))
        if lines := [one for one in chart.expected if one.kind == "expected line"]:
            yield say(_beside(series, lines, chart))
        if is_cut_off(series, chart):
            yield say(Told("Part of it lies outside of the picture."))


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


def _beside(series: Series, lines: list[Series], chart: Chart) -> Told:
    """Where a series runs beside the expected line that is nearest to it."""
    points = dict(filter(None, points_of(series, chart)))
    wanted = [dict(filter(None, points_of(line, chart))) for line in lines]
    gaps = [_gap(points, one) for one in wanted]
    nearest = gaps.index(min(gaps))
    curve, count = lines[nearest].label, len(wanted[nearest])
    if gaps[nearest] > NEAR:
        return Told("It follows none of the expected curves.")
    if gaps[nearest] > ON:
        return Told(f"It is close to the expected curve {curve}, but not on it.")
    if len(points) < count:
        return Told(f"It meets {len(points)} of the {count} points of the expected curve {curve}.")
    return Told(f"It follows the expected curve {curve}.")


def _gap(points: dict[float, float], wanted: dict[float, float]) -> float:
    """How far the farthest point is from a line, as a share of the line's height."""
    if not wanted:
        return math.inf
    height = max(wanted.values()) - min(wanted.values()) or 1.0
    return max(abs(y - wanted.get(x, math.inf)) for x, y in points.items()) / height
