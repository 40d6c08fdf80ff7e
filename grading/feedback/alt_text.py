"""Describes a chart in words, for readers who cannot see the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grading.checks.chart import Chart, Series
from grading.feedback.svg import Say, is_cut_off, name_of, points_of
from grading.sandbox.told import Told

ON = 0.01  # as a share of the expected line's height: nobody sees a smaller distance
NEAR = 0.05  # likewise: beside the thick gray line


def describe(chart: Chart, say: Say = str) -> str:
    """Return the caption and a description of each of the student's series, as `say` translates."""
    return " ".join([chart.caption, *_sentences(chart, say)])


def _sentences(chart: Chart, say: Say) -> Iterator[str]:
    for series in chart.student_series:
        name = name_of(series, say)
        # A logarithmic axis shows no point that is zero or negative.
        points = zip(series.x, series.y, points_of(series, chart), strict=True)
        seen = [(x, y) for x, y, point in points if point]
        if not seen:
            yield say(Told(f"{name}: nothing to see."))
            continue
        (x, y), (last_x, last_y) = seen[0], seen[-1]
        yield say(Told(f"{name}: from {y:.2g} at {x:g} to {last_y:.2g} at {last_x:g}."))
        for area in (series for series in chart.expected if series.kind == "expected area"):
            inside = _count_inside(series, area)
            count = len(series.x)
            yield say(Told(f"{inside} of {count} points lie where they are expected."))
        if lines := [series for series in chart.expected if series.kind == "expected line"]:
            yield say(_comparison_with(series, lines, chart))
        if is_cut_off(series, chart):
            yield say(Told("Part of it lies outside of the picture."))


def _count_inside(series: Series, area: Series) -> int:
    """Return how many points lie in an area, outlined by its lower edge and then its upper edge."""
    half = len(area.x) // 2
    bounds = dict(zip(area.x[:half], zip(area.y, area.y[::-1], strict=True), strict=False))
    inside = 0
    for x, y in zip(series.x, series.y, strict=True):
        low, high = bounds.get(x, (None, None))
        if y is not None and low is not None and high is not None:
            inside += low <= y <= high
    return inside


def _comparison_with(series: Series, lines: list[Series], chart: Chart) -> Told:
    """Return a sentence that compares a series with the nearest expected line."""
    points = dict(filter(None, points_of(series, chart)))
    expected = [dict(filter(None, points_of(line, chart))) for line in lines]
    gaps = [_largest_gap(points, line) for line in expected]
    nearest = gaps.index(min(gaps))
    curve, count = lines[nearest].label, len(expected[nearest])
    if gaps[nearest] > NEAR:
        return Told("It follows none of the expected curves.")
    if gaps[nearest] > ON:
        return Told(f"It is close to the expected curve {curve}, but not on it.")
    if len(points) < count:
        return Told(f"It meets {len(points)} of the {count} points of the expected curve {curve}.")
    return Told(f"It follows the expected curve {curve}.")


def _largest_gap(points: dict[float, float], line: dict[float, float]) -> float:
    """Return the distance of the farthest point from a line, as a share of the line's height."""
    if not line:
        return math.inf
    height = max(line.values()) - min(line.values()) or 1.0
    return max(abs(y - line.get(x, math.inf)) for x, y in points.items()) / height
