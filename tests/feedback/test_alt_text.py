"""What is said of a chart to those who cannot see it."""

from grading.checks.chart import Chart
from grading.feedback.alt_text import describe


def test_a_curve_follows_what_is_expected_or_does_not():
    x = [0.0, 1.0, 2.0, 3.0]
    chart = Chart(caption="Your curves.")
    chart.expect("square", x, [0, 1, 4, 9])
    chart.line("mine", x, [0, 1.01, 4.1, 9])
    chart.line("other", x, [0, 1, 2, 3])
    chart.line("none", x, [float("nan")] * 4)
    assert describe(chart) == (
        "Your curves. mine: from 0 at 0 to 9 at 3. It follows the expected curve square. "
        "other: from 0 at 0 to 3 at 3. It follows none of the expected curves. "
        "none: nothing to see."
    )


def test_points_lie_where_they_are_expected_or_do_not():
    chart = Chart(caption="Your points.", log=True)
    chart.expect_between([1, 2, 3], [1, 10, 100], [10, 100, 1000])
    chart.points("yours", [1, 2, 3], [5, 1e9, float("inf")])
    assert describe(chart) == (
        "Your points. yours: from 5 at 1 to 1e+09 at 2. 1 of 3 points lie where they are expected."
    )
    assert describe(Chart(caption="Nothing.")) == "Nothing."
