"""plot_sigmoid_gradient(x): the sigmoid and its gradient against x, in one figure.

A curve is recognised by its numbers, whatever its label, colour or place in the order, and is
compared over the abscissae that it was drawn at: so each mistake costs its own check alone. A
wrong gradient costs a quarter of the points, and a missing legend a sixth.
"""

import pytest
import torch

from grading.checks.expect import expect
from grading.sandbox.wire import Curve, Figure


@pytest.fixture
def x(device, rng) -> torch.Tensor:
    """Between 40 and 60 float32 numbers in order, from below -3 to above 3."""
    count = int(torch.randint(40, 61, (1,), generator=rng))
    low, high = (3 + 5 * torch.rand(2, generator=rng)).tolist()
    return torch.linspace(-low, high, count, device=device)


def draw(submission, x: torch.Tensor) -> Figure:
    """The figure that shows the curves; figures without any axes are blank, so they don't count.

    A copy of x is sent, so what is done to it is lost.
    """
    submission.plot_sigmoid_gradient(x.clone())
    figures = [figure for figure in submission.figures if figure.axes]
    expect(len(figures) > 0, "No figure was drawn.")
    expect(len(figures) == 1, "There is more than one figure: draw both curves in the same one.")
    return figures[0]


def visible(figure: Figure) -> list[Curve]:
    """The curves that a reader sees, without decorations: an axhline, a straight line, a dot."""
    shown = [curve for curve in figure.curves if curve.visible and curve.in_data_units]
    return [curve for curve in shown if len(curve.points) > 2]


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """The sigmoid of a float64 tensor."""
    return torch.sigmoid(x)


def gradient(x: torch.Tensor) -> torch.Tensor:
    """Its derivative, by the formula."""
    return torch.sigmoid(x) * torch.sigmoid(-x)


def find(figure: Figure, function, given: torch.Tensor) -> Curve | None:
    """The visible curve that shows this function, in float32's accuracy.

    It may do so over its own abscissae or over the given ones: `test_over_x` tells them apart.
    """
    given = given.detach().double().cpu()
    for curve in visible(figure):
        own, y = curve.points.T
        for x in (own, given):
            spread = len(x) > 1 and x.max() - x.min() > 1  # over a point or two all agree
            if spread and len(x) == len(y) and torch.allclose(y, function(x), rtol=0, atol=1e-5):
                return curve
    return None


@pytest.mark.points(0.75)
def test_sigmoid_curve(submission, x):
    """One of the curves is the sigmoid."""
    figure = draw(submission, x)
    expect(len(visible(figure)) > 0, "The figure shows no curve.")
    expect(find(figure, sigmoid, x) is not None, "None of the curves is the sigmoid.")


@pytest.mark.points(0.75)
def test_gradient_curve(submission, x):
    """One of the curves is the gradient of the sigmoid."""
    figure = draw(submission, x)
    expect(len(visible(figure)) > 0, "The figure shows no curve.")
    expect(find(figure, gradient, x) is not None, "None of the curves is the sigmoid's gradient.")


@pytest.mark.points(0.5)
def test_over_x(submission, x):
    """Both curves run over the values of x that the function was given."""
    curves = visible(draw(submission, x))
    expect(len(curves) > 0, "The figure shows no curve.")
    given = x.double().cpu().sort().values
    for curve in curves:
        drawn = curve.points[:, 0].sort().values
        hint = "A curve is not drawn over the given x: use the argument, and pass it as abscissae."
        expect(drawn.shape == given.shape and torch.allclose(drawn, given, atol=1e-5), hint)


@pytest.mark.points(0.5)
def test_legend(submission, x):
    """The legend calls the curves `sigmoid` and `gradient`."""
    figure = draw(submission, x)
    entries = {entry.label.strip().lower(): entry.curves for entry in figure.legend}
    expect(len(entries) > 0, "The legend is missing.")
    expect(set(entries) == {"sigmoid", "gradient"}, "The legend must say `sigmoid` and `gradient`.")
    for name, function in [("sigmoid", sigmoid), ("gradient", gradient)]:
        seen = any(figure.curves[i].visible for i in entries[name])
        expect(seen, "A legend entry belongs to no curve that can be seen.")
        drawn = {id(figure.curves[i]) for i in entries[name]} & set(map(id, visible(figure)))
        expect(len(drawn) == 1, "The curves look alike: the legend cannot tell them apart.")
        found = find(figure, function, x)
        same = found is None or any(figure.curves[i] is found for i in entries[name])
        expect(same, "The names in the legend are swapped: check the order of the curves.")


@pytest.mark.points(0.25)
def test_figure(submission, x):
    """There is one figure of 4.5 by 2.5 inches, with two curves that can be seen."""
    figure = draw(submission, x)
    width, height = figure.size
    expect(abs(width - 4.5) < 0.01 and abs(height - 2.5) < 0.01, "The figure has another size.")
    expect(len(visible(figure)) == 2, "The figure does not show exactly two curves.")
    for curve in visible(figure):
        axes = figure.axes[curve.axes]
        linear = axes.xscale == axes.yscale == "linear"
        expect(linear, "An axis is logarithmic: the curves have another shape there.")
        for ends, values in [(axes.xlim, curve.points[:, 0]), (axes.ylim, curve.points[:, 1])]:
            inside = min(ends) - 0.1 <= values.min() and values.max() <= max(ends) + 0.1
            expect(inside, "Part of a curve is cut off: leave the range of the axes to the plot.")


@pytest.mark.points(0.25)
def test_with_gradients(submission, x):
    """It also draws an x that requires gradients, leaves it as it was, and returns nothing."""
    x.requires_grad_(True)
    values = x.detach().clone()
    result = submission.plot_sigmoid_gradient(x)
    expect(len(submission.figures) > 0, "No figure was drawn.")
    expect(torch.equal(x.detach(), values), "The values of x have changed.")
    expect(x.requires_grad and x.grad is None, "x.grad or x.requires_grad has changed.")
    expect(result is None, "The function returns something: it should only draw.")
