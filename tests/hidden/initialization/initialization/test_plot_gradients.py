"""plot_gradients(names, starts, x, gradient): the gradient by layer, for several starts.

A curve is recognised by its numbers, whatever its colour or place, so each mistake costs its own
check. What is drawn beside the curves costs nothing.
"""

from copy import deepcopy

import pytest
import torch

from grading.checks.expect import CheckFailed, expect
from grading.sandbox.wire import Curve, Figure

NAMES = ["small", "level", "he & co", "large", "last one"]


class Given:
    """Starts of very unlike gradients, and the curves that show them."""

    def __init__(self, rng: torch.Generator, device: torch.device, count: int) -> None:
        depth = int(torch.randint(4, 8, (1,), generator=rng))
        first = int(torch.randint(len(NAMES), (1,), generator=rng))
        self.names = [NAMES[(first + number) % len(NAMES)] for number in range(count)]
        self.x, self.gradient = (torch.randn(9, 6, generator=rng).to(device) for _ in range(2))
        self.starts = [self._draw(0.05 * 4**number, depth, rng) for number in range(count)]
        self.layers = torch.arange(depth + 1, dtype=torch.float64)
        self.expected = [self._gradients(weights) for weights in self.starts]

    def _draw(self, scale: float, depth: int, rng: torch.Generator) -> list[torch.Tensor]:
        """Weights with no gradient of 0, which a logarithmic axis could not show."""
        while True:
            draws = [torch.randn(6, 6, generator=rng) for _ in range(depth)]
            weights = [scale * draw.to(self.x.device) for draw in draws]
            if self._gradients(weights).all():
                return weights

    def _gradients(self, weights: list[torch.Tensor]) -> torch.Tensor:
        layers, gradients = [self.x], [self.gradient]
        for weight in weights:
            layers.append((layers[-1] @ weight.T).clamp(min=0))
        for weight, h in zip(weights[::-1], layers[:0:-1], strict=True):
            gradients.append((gradients[-1] * (h > 0)) @ weight)
        sizes = [g.double().square().mean().sqrt().cpu() for g in gradients[::-1]]
        return torch.stack(sizes)

    def draw(self, submission) -> list[Figure]:
        """All that is drawn of it."""
        submission.plot_gradients(*self.copies())
        return submission.figures

    def copies(self) -> tuple[list[str], list[list[torch.Tensor]], torch.Tensor, torch.Tensor]:
        """The arguments; what is done to them is lost."""
        return deepcopy((self.names, self.starts, self.x, self.gradient))


@pytest.fixture(scope="module")
def given(shared_rng, device) -> Given:
    """Three starts."""
    return Given(shared_rng, device, 3)


@pytest.fixture(scope="module")
def figures(submission, given) -> list[Figure]:
    """All that is drawn of these, once for all checks."""
    return given.draw(submission)


@pytest.fixture
def figure(figures) -> Figure:
    """The figure that shows the curves of the three starts."""
    return only(figures)


def only(figures: list[Figure]) -> Figure:
    """The one that shows the curves; blank ones are for `test_figure` to judge."""
    shown = [figure for figure in figures if figure.axes]
    expect(len(shown) > 0, "No figure was drawn.")
    expect(len(shown) == 1, "There is more than one figure: draw all curves in the same one.")
    return shown[0]


def visible(figure: Figure) -> list[Curve]:
    """The curves that a reader sees, without guide lines."""
    shown = [curve for curve in figure.curves if curve.visible and curve.in_data_units]
    return [curve for curve in shown if len(curve.points) > 2]


def find(figure: Figure, values: torch.Tensor) -> list[Curve]:
    """The visible curves with these numbers, in three digits, from left to right."""
    found = []
    for curve in visible(figure):
        y = curve.points[curve.points[:, 0].argsort(), 1]
        if y.shape == values.shape and torch.allclose(y, values, rtol=1e-3, atol=0):
            found.append(curve)
    return found


@pytest.fixture
def something(figure, given) -> None:
    """At least one of the curves is right."""
    hint = "This counts only for a figure with at least one right curve."
    expect(any(find(figure, values) for values in given.expected), hint)


@pytest.mark.points(0.75)
def test_curves(submission, device, rng):
    """There is a curve of the right numbers for each start, however many there are."""
    for count in [1, 2, 5]:
        given = Given(rng, device, count)
        figure = only(given.draw(submission))
        shown = visible(figure)
        expect(len(shown) > 0, "The figure shows no curve.")
        found = [bool(find(figure, values)) for values in given.expected]
        turned = any(find(figure, values.flip(0)) for values in given.expected)
        expect(
            any(found) or not turned, "The curves run backwards: the first layer is on the left."
        )
        expect(any(found), "None of the curves shows the gradients of its start.")
        hint = "Some starts have no curve: d2l.plot draws four at most, unless it gets more fmts."
        expect(all(found), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_layers(figure, given):
    """The curves run over the layers 0, 1, ..., L."""
    for values in given.expected:
        for curve in find(figure, values):
            at = curve.points[:, 0].sort().values
            shifted = torch.allclose(at, given.layers + 1)
            expect(not shifted, "The layers begin at 1: the first number belongs to x, layer 0.")
            expect(torch.allclose(at, given.layers), "The curves must run over the layers 0 to L.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_logarithmic(figure):
    """The vertical axis is logarithmic, and the horizontal one is not."""
    for curve in visible(figure):
        axes = figure.axes[curve.axes]
        expect(axes.yscale == "log", "The vertical axis is not logarithmic.")
        expect(axes.xscale == "linear", "The horizontal axis must be linear.")


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_legend(figure, given):
    """The legend tells the curves apart, and calls each by the name of its start."""
    entries: dict[str, list[Curve]] = {}
    for entry in figure.legend:
        seen = [figure.curves[i] for i in entry.curves if figure.curves[i].visible]
        entries.setdefault(entry.label.strip(), []).extend(seen)
    expect(len(entries) > 0, "The legend is missing.")
    expect(set(entries) >= set(given.names), "The legend must say the names of all starts.")
    for name, values in zip(given.names, given.expected, strict=True):
        for curve in find(figure, values):
            owners = [label for label in given.names if is_among(curve, entries[label])]
            expect(len(owners) < 2, "The curves look alike: the legend cannot tell them apart.")
            hint = "The names in the legend are swapped: check the order of the curves."
            expect(owners == [name], hint)


def is_among(curve: Curve, curves: list[Curve]) -> bool:
    """Whether it is one of them; curves are compared by what they are, not by their numbers."""
    return any(curve is other for other in curves)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_figure(submission, given, figures, figure):
    """There is one figure with one pair of axes, no curve is cut off, and nothing is returned."""
    result = submission.plot_gradients(*given.copies())
    expect(result is None, "The function returns something: it should only draw.")
    expect(len(figures) == 1, "There is an empty figure, too: draw in one figure.")
    curves = [curve for values in given.expected for curve in find(figure, values)]
    expect(len({curve.axes for curve in curves}) == 1, "Draw all curves in the same pair of axes.")
    hint = "Part of a curve is cut off: leave the range of the axes to the plot."
    expect(all(curve.is_whole for curve in curves), hint)
    kept = "autograd" not in submission.changed_modes
    if not kept:
        raise CheckFailed("Autograd is no longer as it was: use `with torch.no_grad():`.")
