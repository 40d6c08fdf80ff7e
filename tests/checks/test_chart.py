"""Charts: what a student draws in them is bounded, and shown as it was drawn."""

import math

import pytest
import torch

from grading.checks.chart import MAX_POINTS, MAX_SERIES, Chart
from grading.sandbox.wire import Axes, Curve, Figure, LegendEntry


def figure(*curves, label="", hidden=False, **axes) -> Figure:
    """What a student has drawn in one pair of axes: the numbers of each curve over 0, 1, 2, …"""
    about = {
        "visible": True,
        "xlim": [0, 9],
        "ylim": [0, 9],
        "xscale": "linear",
        "yscale": "linear",
    }
    drawn = [
        Curve.model_construct(
            points=torch.tensor(list(enumerate(curve)), dtype=torch.float64).reshape(-1, 2),
            axes=0,
            visible=not hidden,
            in_data_units=True,
        )
        for curve in curves
    ]
    legend = [LegendEntry(label=label, curves=[0])] if label else []
    panel = Axes.model_construct(**about | axes)
    return Figure.model_construct(axes=[panel], curves=drawn, legend=legend)


def test_what_a_student_draws_is_bounded():
    chart = Chart()
    for _ in range(100):
        chart.line("x" * 1000 + "\x1b[2J\ud800", torch.arange(10_000), torch.arange(10_000))
    assert len(chart.series) == MAX_SERIES
    assert all(len(one.x) == len(one.y) == MAX_POINTS for one in chart.series)
    assert (chart.series[0].x[0], chart.series[0].x[-1]) == (0, 9999)
    assert all(len(one.label) < 40 for one in chart.series)


def test_the_axes_are_those_of_the_students_figure():
    chart = Chart(log=True)
    chart.curves([figure([1, 2], [3, 4], label="mine", xlim=[9, 0], ylim=[0.5, 1.5])])
    assert [(one.kind, one.label, one.y) for one in chart.series] == [
        ("drawn", "mine", [1, 2]),
        ("drawn", "", [3, 4]),
    ]
    assert (chart.xlim, chart.ylim, chart.xlog, chart.log) == ([9, 0], [0.5, 1.5], False, False)
    chart.curves([figure([1], xscale="log", yscale="log", xlim=[1, 10])])
    assert (chart.xlim, chart.xlog, chart.log) == ([1, 10], True, True)
    chart = Chart(xlabel="layer", ylabel="gradient")
    chart.curves([figure([1], xscale="symlog")])
    assert (chart.xlabel, chart.ylabel) == ("layer (symlog scale)", "gradient")


def test_several_figures_share_axes_that_are_nobodys_own():
    chart = Chart(log=True)
    chart.curves([figure([1], yscale="log"), figure(), figure([2])])
    assert (chart.xlim, chart.ylim, chart.log) == (None, None, False)
    chart = Chart(log=True)
    chart.curves([figure([1], hidden=True)])
    assert chart == Chart(log=True)


@pytest.mark.parametrize(
    "ends", [[0, 0], [math.nan, 1], [-math.inf, 1], [-1e308, 1e308], [1e9, 1e9 + 1e-6], [0, 1e-300]]
)
def test_ends_between_which_nothing_can_be_drawn_are_not_taken(ends):
    chart = Chart()
    chart.curves([figure([1, 2], xlim=ends)])
    assert chart.xlim is None
    chart.curves([figure([1, 2], ylim=[-1, 1], yscale="log")])
    assert chart.ylim is None
