"""plot_sigmoid_gradient(x): the sigmoid and its gradient against x, in one figure.

A curve is recognised by its numbers, whatever its label, colour or place in the order, and is
compared over the abscissae that it was drawn at: so each mistake costs its own check alone. A
wrong gradient costs a quarter of the points, and a missing legend a sixth. What is drawn beside
the two curves, such as guide lines and marked points, costs nothing.
"""

import pytest
import torch

from grading.checks.expect import CheckFailed, expect
from grading.sandbox.wire import Curve, Figure


@pytest.fixture(scope="module")
def x(device, shared_rng) -> torch.Tensor:
    """Between 40 and 60 float32 numbers in order, from below -3 to above 3."""
    count = int(torch.randint(40, 61, (1,), generator=shared_rng))
    low, high = (3 + 5 * torch.rand(2, generator=shared_rng)).tolist()
    return torch.linspace(-low, high, count, device=device)


@pytest.fixture(scope="module")
def figures(submission, x) -> list[Figure]:
    """All that is drawn of x, once for all checks.

    A copy of x is sent, so what is done to it is lost.
    """
    submission.plot_sigmoid_gradient(x.clone())
    return submission.figures


@pytest.fixture
def figure(figures) -> Figure:
    """The figure that shows the curves; blank ones are for `test_figure` to judge."""
    full = [figure for figure in figures if figure.curves]
    full = full or [figure for figure in figures if figure.axes]
    expect(len(full) > 0, "No figure was drawn.")
    expect(len(full) == 1, "There is more than one figure: draw both curves in the same one.")
    return full[0]


def visible(figure: Figure) -> list[Curve]:
    """The curves that a reader sees, without guides: an axhline, a straight line, a few dots."""
    return [curve for curve in shown(figure) if not is_guide(curve)]


def shown(figure: Figure) -> list[Curve]:
    """All that a reader sees of x and y, guides too."""
    return [curve for curve in figure.curves if curve.visible and curve.in_data_units]


def is_guide(curve: Curve) -> bool:
    """Whether by itself it is no curve, but a help to the eye: a straight line or a few dots."""
    return len(curve.points) <= 3 or is_straight(curve.points)


def is_straight(points: torch.Tensor) -> bool:
    """Whether all points lie on one line, or on two next to each other."""
    apart = points - points.mean(0)
    if not apart.isfinite().all():
        return False
    return bool(torch.linalg.svdvals(apart)[-1] < 1e-3 * len(points) ** 0.5 * apart.abs().max())


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """The sigmoid of a float64 tensor."""
    return torch.sigmoid(x)


def gradient(x: torch.Tensor) -> torch.Tensor:
    """Its derivative, by the formula."""
    return torch.sigmoid(x) * torch.sigmoid(-x)


def shows(curve: Curve, function, given: torch.Tensor) -> bool:
    """Whether the curve shows this function, over its own abscissae or over the given ones.

    `test_over_x` tells them apart.
    """
    given = given.detach().double().cpu()
    return any(is_graph(x, curve.points[:, 1], function) for x in (curve.points[:, 0], given))


def is_graph(x: torch.Tensor, y: torch.Tensor, function) -> bool:
    """Whether y is the function of x; over a point or two all functions agree."""
    spread = len(x) > 1 and x.max() - x.min() > 1
    return spread and len(x) == len(y) and lies_on(x, y, function)


def lies_on(x: torch.Tensor, y: torch.Tensor, function) -> bool:
    """Whether each y is the function's value at its x, in float32's accuracy."""
    return torch.allclose(y, function(x), rtol=0, atol=1e-5)


def find(figure: Figure, function, given: torch.Tensor) -> list[Curve]:
    """The visible curves that show this function."""
    return [curve for curve in visible(figure) if shows(curve, function, given)]


def graphs(figure: Figure) -> list[list[Curve]]:
    """What a reader sees as one curve: all that lies on the same function, in pieces or marked.

    A piece may be as short or as straight as a guide is.
    """
    found, others = [], visible(figure)
    for function in (sigmoid, gradient):
        if any(is_graph(*curve.points.T, function) for curve in visible(figure)):
            graph = [curve for curve in shown(figure) if lies_on(*curve.points.T, function)]
            found.append(graph)
            others = [curve for curve in others if not is_among(curve, graph)]
    return found + [[curve] for curve in others]


def runs_over(graph: list[Curve], given: torch.Tensor) -> bool:
    """Whether its pieces have a point over each of the given abscissae; marks may be elsewhere."""
    given = given.detach().double().cpu()
    near = [abs(curve.points[:, :1] - given) < 1e-4 for curve in graph]
    pieces = [over for over in near if over.any(1).all()]
    return bool(pieces and torch.cat(pieces).any(0).all())


def place(figure: Figure, curve: Curve) -> tuple[float, ...]:
    """Where in the figure its axes are; twins are in one place."""
    return tuple(round(side, 2) for side in figure.axes[curve.axes].box)


@pytest.fixture
def something(figures) -> None:
    """A curve bends as an S or a bell does: once or twice, where a straight line never does.

    So does tanh, but not the line y = x, and noise bends at every point.
    """
    for curve in [curve for figure in figures for curve in visible(figure)]:
        bends = curve.points[curve.points[:, 0].argsort(), 1].diff().diff()
        signs = bends[bends.abs() > 1e-2 * bends.abs().max()].sign()
        if 2 <= len(signs.unique_consecutive()) <= 3:
            return
    raise CheckFailed("This counts only for a figure with a curve that is an S or a bell.")


@pytest.mark.points(0.75)
def test_sigmoid_curve(figure, x):
    """One of the curves is the sigmoid."""
    expect(len(visible(figure)) > 0, "The figure shows no curve.")
    expect(len(find(figure, sigmoid, x)) > 0, "None of the curves is the sigmoid.")


@pytest.mark.points(0.75)
def test_gradient_curve(figure, x):
    """One of the curves is the gradient of the sigmoid."""
    expect(len(visible(figure)) > 0, "The figure shows no curve.")
    expect(len(find(figure, gradient, x)) > 0, "None of the curves is the sigmoid's gradient.")


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_over_x(figure, x):
    """Both curves run over the values of x that the function was given."""
    drawn = graphs(figure)
    expect(len(drawn) > 0, "The figure shows no curve.")
    hint = "A curve is not drawn over the given x: use the argument, and pass it as abscissae."
    expect(all(runs_over(graph, x) for graph in drawn), hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_legend(figure, x):
    """The legend calls the curves `sigmoid` and `gradient`."""
    entries: dict[str, list[Curve]] = {"sigmoid": [], "gradient": []}
    labels = set()
    for entry in figure.legend:
        labels.add(label := entry.label.strip().lower())
        curves = [figure.curves[index] for index in figure.curves_of(entry)]
        entries.setdefault(label, []).extend(curve for curve in curves if curve.visible)
    expect(len(labels) > 0, "The legend is missing.")
    expect(labels >= {"sigmoid", "gradient"}, "The legend must say `sigmoid` and `gradient`.")
    seen = entries["sigmoid"] and entries["gradient"]
    expect(bool(seen), "A legend entry belongs to no curve that can be seen.")
    both = [curve for curve in entries["sigmoid"] if is_among(curve, entries["gradient"])]
    expect(not both, "The curves look alike: the legend cannot tell them apart.")
    for name, function in [("sigmoid", sigmoid), ("gradient", gradient)]:
        found = find(figure, function, x)
        same = not found or any(is_among(curve, entries[name]) for curve in found)
        expect(same, "The names in the legend are swapped: check the order of the curves.")


def is_among(curve: Curve, curves: list[Curve]) -> bool:
    """Whether it is one of them; curves are compared by what they are, not by their numbers."""
    return any(curve is other for other in curves)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_figure(figures, figure):
    """There is one figure of 4.5 by 2.5 inches, and both curves are in one pair of axes."""
    width, height = figure.size
    sized = abs(width - 4.5) < 0.01 and abs(height - 2.5) < 0.01
    expect(sized, "The figure has another size.")
    # A figure without axes shows nothing, so it costs nothing.
    others = [other for other in figures if other is not figure and other.axes]
    expect(not others, "There is an empty figure, too: draw in one figure.")
    drawn = graphs(figure)
    two = len(drawn) <= 2 <= len(visible(figure))
    expect(two, "The figure does not show exactly two curves.")
    shared = set.intersection(*({place(figure, curve) for curve in graph} for graph in drawn))
    expect(len(shared) > 0, "The curves are in two panels: draw both in the same pair of axes.")
    for graph in drawn:
        pieces = [curve for curve in graph if place(figure, curve) in shared]
        axes = figure.axes[pieces[0].axes]
        linear = axes.xscale == axes.yscale == "linear"
        hint = "The axes are logarithmic, or not plain: the curves have another shape there."
        expect(linear, hint)
        upright = axes.xlim[0] < axes.xlim[1] and axes.ylim[0] < axes.ylim[1]
        expect(upright, "An axis runs backwards: the S must climb from left to right.")
        hint = "Part of a curve is cut off: leave the range of the axes to the plot."
        expect(all(curve.is_whole for curve in pieces), hint)
        points = torch.cat([curve.points for curve in pieces])
        for (low, high), values in zip((axes.xlim, axes.ylim), points.T, strict=True):
            room = abs(high - low)
            hint = "A curve is too small to be read: leave the range of the axes to the plot."
            expect(values.max() - values.min() > 0.05 * room, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_with_gradients(submission, x):
    """It also draws an x that requires gradients, leaves it as it was, and returns nothing."""
    values, x = x, x.clone().requires_grad_()
    result = submission.plot_sigmoid_gradient(x)
    expect(len(submission.figures) > 0, "No figure was drawn.")
    expect(torch.equal(x.detach(), values), "The values of x have changed.")
    expect(x.requires_grad and x.grad is None, "x.grad or x.requires_grad has changed.")
    expect(result is None, "The function returns something: it should only draw.")
    kept = "autograd" not in submission.changed_modes
    expect(kept, "Autograd is no longer as it was: use `with torch.no_grad():`.")
