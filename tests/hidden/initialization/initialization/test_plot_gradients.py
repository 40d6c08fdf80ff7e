"""plot_gradients(names, starts, x, gradient): the gradient by layer, for several starts.

A curve is recognised by its numbers, whatever its colour, place or figure, so each mistake costs
its own check. What is drawn beside the curves costs nothing, nor does a curve that is drawn twice.
"""

from copy import deepcopy
from itertools import chain, pairwise

import pytest
import torch

from grading.checks.expect import CheckFailed, expect, situation
from grading.sandbox.wire import Curve, Figure

# Three in a row are in no order: not by their letters, from either end, nor by length.
NAMES = ["unit matrix", "large", "start & rest", "he", "smallest first", "bad"]


class Given:
    """Starts of very unlike gradients, and the curves that show them.

    Args:
        sizes: of the layers; random ones by default.
    """

    def __init__(
        self, rng: torch.Generator, device: torch.device, count: int, sizes: list[int] | None = None
    ) -> None:
        depth = int(torch.randint(4, 8, (1,), generator=rng))
        first = int(torch.randint(len(NAMES), (1,), generator=rng))
        sizes = sizes or [6] * (depth + 1)
        self.names = [NAMES[(first + number) % len(NAMES)] for number in range(count)]
        self.x, self.gradient = (
            torch.randn(9, size, generator=rng).to(device) for size in (sizes[0], sizes[-1])
        )
        self.starts = [self._draw(0.05 * 4**number, sizes, rng) for number in range(count)]
        self.layers = torch.arange(len(sizes), dtype=torch.float64)
        self.expected = [self._gradients(weights) for weights in self.starts]
        self.signals = [sizes_of(self._signals(weights)) for weights in self.starts]

    def _draw(self, scale: float, sizes: list[int], rng: torch.Generator) -> list[torch.Tensor]:
        """Weights with no gradient of 0, which a logarithmic axis could not show.

        No example dies before the last layer: exactly at 0 a ReLU's slope is a matter of taste.
        """
        while True:
            draws = [
                torch.randn(n_out, n_in, generator=rng) * (6 / n_in) ** 0.5
                for n_in, n_out in pairwise(sizes)
            ]
            weights = [scale * draw.to(self.x.device) for draw in draws]
            lives = all(h.any(1).all() for h in self._signals(weights)[:-1])
            if lives and self._gradients(weights).all():
                return weights

    def _signals(self, weights: list[torch.Tensor]) -> list[torch.Tensor]:
        layers = [self.x]
        for weight in weights:
            layers.append((layers[-1] @ weight.T).clamp(min=0))
        return layers

    def _gradients(self, weights: list[torch.Tensor]) -> torch.Tensor:
        gradients = [self.gradient]
        for weight, h in zip(weights[::-1], self._signals(weights)[:0:-1], strict=True):
            gradients.append((gradients[-1] * (h > 0)) @ weight)
        return sizes_of(gradients[::-1])

    def mistakes(self, number: int) -> list[tuple[str, torch.Tensor]]:
        """What a curve may show in place of a start's gradients, after what to say of it."""
        values = self.expected[number]
        divided = "Each curve is divided by one of its numbers: draw them as they are."
        logarithms = "The curves show logarithms: draw the numbers, on a logarithmic axis."
        return [
            ("The curves run backwards: the first layer is on the left.", values.flip(0)),
            (
                "The curves show the signals: draw the second of the two lists.",
                self.signals[number],
            ),
            ("The curves show squares: take the root of each number.", values.square()),
            (logarithms, values.log()),
            (logarithms, values.log10()),
            (divided, values / values[0]),
            (divided, values / values[-1]),
            (divided, values / values.max()),
        ]

    def draw(self, submission) -> list[Figure]:
        """All that is drawn of it."""
        submission.plot_gradients(*self.copies())
        return submission.figures

    def copies(self) -> tuple[list[str], list[list[torch.Tensor]], torch.Tensor, torch.Tensor]:
        """The arguments; what is done to them is lost."""
        return deepcopy((self.names, self.starts, self.x, self.gradient))


def sizes_of(tensors: list[torch.Tensor]) -> torch.Tensor:
    """The root mean square of each."""
    return torch.stack([each.double().square().mean().sqrt().cpu() for each in tensors])


@pytest.fixture(scope="module")
def given(shared_rng, device) -> Given:
    """Three starts."""
    return Given(shared_rng, device, 3)


@pytest.fixture(scope="module")
def figures(submission, given) -> list[Figure]:
    """All that is drawn of these, once for all checks."""
    return given.draw(submission)


def visible(figures: list[Figure]) -> list[tuple[Figure, Curve]]:
    """The curves that a reader sees, without guide lines; `test_figure` asks where they are."""
    expect(any(figure.axes for figure in figures), "No figure was drawn.")
    return [
        (figure, curve)
        for figure in figures
        for curve in figure.curves
        if curve.visible and curve.in_data_units and len(curve.points) > 1
    ]


def is_close(y: torch.Tensor, values: torch.Tensor) -> bool:
    """Whether a curve has these numbers, in three digits, from left to right."""
    return y.shape == values.shape and torch.allclose(y, values, rtol=1e-3, atol=0)


def heights(curve: Curve) -> torch.Tensor:
    """The numbers of a curve from left to right."""
    return curve.points[curve.points[:, 0].argsort(), 1]


def has_curve(figures: list[Figure], values: torch.Tensor) -> bool:
    """Whether a curve has these numbers, also where one at an end is left out."""
    parts = [part for part in (values, values[1:], values[:-1]) if len(part) > 1]
    return any(is_close(heights(curve), part) for _, curve in visible(figures) for part in parts)


def find(figures: list[Figure], given: Given, number: int) -> list[tuple[Figure, Curve]]:
    """The visible curves of a start, right or wrong in a known way, which `test_curves` charges."""
    values = given.expected[number]
    parts = [values, values[1:], values[:-1], *(wrong for _, wrong in given.mistakes(number))]
    return [
        (figure, curve)
        for figure, curve in visible(figures)
        if any(is_close(heights(curve), part) for part in parts if len(part) > 1)
    ]


@pytest.fixture
def found(figures, given) -> list[list[tuple[Figure, Curve]]]:
    """The curves of each start."""
    curves = [find(figures, given, number) for number in range(len(given.starts))]
    hint = "This counts only for a figure with at least one right curve, or nearly so."
    expect(any(curves), hint)
    return curves


@pytest.mark.points(0.75)
def test_curves(submission, device, rng):
    """There is a curve of the right numbers for each start, however many there are."""
    for count, sizes in [(1, None), (2, None), (5, None), (3, [2, 7, 7, 7, 4, 1]), (2, [5, 3, 4])]:
        given = Given(rng, device, count, sizes)
        with situation("With one start" if count == 1 else "With several starts"):
            figures = given.draw(submission)
        shown = visible(figures)
        expect(len(shown) > 0, "The figure shows no curve.")
        found = [has_curve(figures, values) for values in given.expected]
        if not any(found):
            for number in range(count):
                for hint, values in given.mistakes(number):
                    expect(not any(is_close(heights(c), values) for _, c in shown), hint)
            raise CheckFailed("None of the curves shows the gradients of its start.")
        if not all(found):
            is_four = count == 5 and found == [True] * 4 + [False]
            hint = "Some starts have no curve: there must be one for each."
            if is_four:
                hint = (
                    "The fifth start has no curve: d2l.plot draws four, unless it gets more fmts."
                )
            raise CheckFailed(hint)


@pytest.mark.points(0.25)
def test_layers(given, found):
    """The curves run over the layers 0, 1, ..., L."""
    for curves in found:
        for _, curve in curves:
            at = curve.points[:, 0].sort().values
            if len(at) == len(given.layers):
                shifted = torch.allclose(at, given.layers + 1)
                hint = "The layers begin at 1: the first number belongs to x, layer 0."
                expect(not shifted, hint)
                hint = "The curves must run over the layers 0 to L."
                expect(torch.allclose(at, given.layers), hint)
        hint = "A curve lacks its first or last point: there are L + 1, from x to the output."
        lengths = {len(curve.points) for _, curve in curves}
        expect(not curves or len(given.layers) in lengths, hint)


@pytest.mark.points(0.25)
def test_logarithmic(found):
    """The vertical axis is logarithmic, and the horizontal one is not."""
    for figure, curve in chain(*found):
        axes = figure.axes[curve.axes]
        expect(axes.yscale == "log", "The vertical axis is not logarithmic.")
        expect(axes.xscale == "linear", "The horizontal axis must be linear.")


@pytest.mark.points(0.5)
def test_legend(figures, given, found):
    """The legend tells the curves apart, and calls each by the name of its start."""
    entries: dict[str, list[Curve]] = {}
    for figure in figures:
        for entry in figure.legend:
            curves = [figure.curves[index] for index in figure.curves_of(entry)]
            seen = entries.setdefault(entry.label.strip(), [])
            seen.extend(curve for curve in curves if curve.visible)
    expect(len(entries) > 0, "The legend is missing.")
    expect(set(entries) >= set(given.names), "The legend must say the names of all starts.")
    for name, curves in zip(given.names, found, strict=True):
        # A curve may be drawn more than once, as a line and as dots on it.
        owners = {
            label for label in given.names for _, curve in curves if is_among(curve, entries[label])
        }
        expect(len(owners) < 2, "The curves look alike: the legend cannot tell them apart.")
        hint = "The names in the legend are swapped: check the order of the curves."
        expect(not owners or owners == {name}, hint)
        hint = "A name in the legend belongs to no curve that can be seen."
        expect(not curves or bool(owners), hint)


def is_among(curve: Curve, curves: list[Curve]) -> bool:
    """Whether it is one of them; curves are compared by what they are, not by their numbers."""
    return any(curve is other for other in curves)


@pytest.mark.points(0.25)
def test_figure(submission, given, figures, found):
    """There is one figure with one pair of axes, no curve is cut off, and nothing is returned."""
    result = submission.plot_gradients(*given.copies())
    expect(result is None, "The function returns something: it should only draw.")
    drawn = list(chain(*found))
    hint = "There is more than one figure: draw all curves in the same one."
    expect(all(figure is drawn[0][0] for figure, _ in drawn), hint)
    # A figure that was opened and has no axes shows nothing at all.
    shown = [figure for figure in figures if figure.axes]
    expect(len(shown) == 1, "There is an empty figure, too: draw in one figure.")
    hint = "Draw all curves in the same pair of axes."
    expect(len({curve.axes for _, curve in drawn}) == 1, hint)
    hint = "Part of a curve is cut off: leave the range of the axes to the plot."
    # On a logarithmic axis layer 0 has no place; `test_logarithmic` says so.
    plain = [curve for figure, curve in drawn if figure.axes[curve.axes].xscale == "linear"]
    expect(all(curve.is_whole for curve in plain), hint)
    kept = "autograd" not in submission.changed_modes
    if not kept:
        raise CheckFailed("Autograd is no longer as it was: use `with torch.no_grad():`.")
