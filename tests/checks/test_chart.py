"""Charts: what a student draws in them is bounded."""

import torch

from grading.checks.chart import MAX_POINTS, MAX_SERIES, Chart


def test_what_a_student_draws_is_bounded():
    chart = Chart()
    for _ in range(100):
        chart.line("x" * 1000 + "\x1b[2J\ud800", torch.arange(10_000), torch.arange(10_000))
    assert len(chart.series) == MAX_SERIES
    assert all(len(one.x) == len(one.y) == MAX_POINTS for one in chart.series)
    assert (chart.series[0].x[0], chart.series[0].x[-1]) == (0, 9999)
    assert all(len(one.label) < 40 for one in chart.series)
