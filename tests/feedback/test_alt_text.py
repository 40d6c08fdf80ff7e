"""What is said of a chart to those who cannot see it."""

from grading.checks.chart import Chart
from grading.feedback.alt_text import describe


def test_a_curve_follows_what_is_expected_or_does_not():
    x = [0.0, 1.0, 2.0, 3.0]
    chart = Chart(caption="Your curves.")
    chart.expect("square", x, [0, 1, 4, 9])
    chart.line("mine", x, [0, 1.01, 4.01, 9])
    chart.line("beside", x, [0, 1.3, 4.3, 9])
    chart.line("short", x[:3], [0, 1, 4])
    chart.line("other", x, [0, 1, 2, 3])
    chart.line("none", x, [float("nan")] * 4)
    assert describe(chart).split(". ") == [
        *("Your curves", "mine: from 0 at 0 to 9 at 3", "It follows the expected curve square"),
        "beside: from 0 at 0 to 9 at 3",
        "It is close to the expected curve square, but not on it",
        "short: from 0 at 0 to 4 at 2",
        "It meets 3 of the 4 points of the expected curve square",
        *("other: from 0 at 0 to 3 at 3", "It follows none of the expected curves"),
        "none: nothing to see.",
    ]


def test_what_the_picture_does_not_show_is_not_said_to_be_there():
    chart = Chart(caption="Your gradients.", log=True)
    chart.expect("gradient", [0, 1, 2], [1, 10, 100])
    chart.points("yours", [0, 1, 2], [0, 10, 0])
    chart.points("zeros", [0, 1, 2], [0, 0, 0])
    assert describe(chart) == (
        "Your gradients. yours: from 10 at 1 to 10 at 1. "
        "It meets 1 of the 3 points of the expected curve gradient. zeros: nothing to see."
    )
    chart = Chart(xlim=[0, 1])
    chart.line("yours", [0, 1, 2], [0, 1, 2])
    assert describe(chart).endswith("Part of it lies outside of the picture.")


def test_points_lie_where_they_are_expected_or_do_not():
    chart = Chart(caption="Your points.", log=True)
    chart.expect_between([1, 2, 3], [1, 10, 100], [10, 100, 1000])
    chart.points("yours", [1, 2, 3], [5, 1e9, float("inf")])
    assert describe(chart) == (
        "Your points. yours: from 5 at 1 to 1e+09 at 2. 1 of 3 points lie where they are expected. "
        "Part of it lies outside of the picture."
    )
    assert describe(Chart(caption="Nothing.")) == "Nothing."
