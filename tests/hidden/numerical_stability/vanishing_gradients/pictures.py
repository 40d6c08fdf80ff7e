"""What students see of their curves, on the grid of the notebook."""

import torch

from grading.checks.expect import expect


def test_plot_sigmoid_gradient(submission, chart):
    """What you drew, over the curves to expect (gray), for x from −8 to 8 as in the notebook."""
    x = torch.arange(-8.0, 8.0, 0.1)
    chart.xlabel = "x"
    chart.expect("sigmoid", x, torch.sigmoid(x))
    chart.expect("gradient", x, torch.sigmoid(x) * torch.sigmoid(-x))
    submission.plot_sigmoid_gradient(x)
    chart.curves(submission.figures)
    expect(len(chart.student_series) > 0, "No curve was drawn.")
