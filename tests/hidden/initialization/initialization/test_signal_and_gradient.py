"""signal_and_gradient(weights, x, gradient): root mean squares forwards and backwards, by layer.

The network is computed here without autograd, in float64. The two lists are judged apart; and what
is wrong in a list of an ordinary network is taken for granted where the network is an odd one. So
a mistake costs its own check.
"""

from itertools import pairwise

import pytest
import torch

from grading.checks.expect import expect, expect_numbers, situation

# Of the layers, from h_0 on: as the notebook's own, square ones, and one unit or input.
SIZES = [[2, 64, 64, 1], [3, 5, 4, 6], [4, 4, 4, 4], [4, 3, 7, 3, 5, 3, 6, 4], [1, 9, 3, 8]]
ORDINARY, DEEP = [5, 6, 7, 4, 5, 2], [16, 12] * 5 + [16]


def root_mean_square(values: torch.Tensor) -> torch.Tensor:
    """The root of the mean of the squares of all entries."""
    return values.square().mean().sqrt()


# What students may take in its place, after what puts it right.
MEASURES = [
    ("", root_mean_square),
    ("These are mean squares: take the root.", lambda h: h.square().mean()),
    ("These are norms: take the mean of the squares, not their sum.", torch.norm),
    ("These are sums of squares: take the mean, and its root.", lambda h: h.square().sum()),
    ("These are mean absolute values: square first.", lambda h: h.abs().mean()),
    ("These are standard deviations: do not take off the mean.", torch.std),
    ("These are standard deviations: do not take off the mean.", lambda h: h.std(correction=0)),
    ("These are the largest values: take the mean of the squares.", lambda h: h.abs().max()),
    ("These are plain means: square first.", torch.mean),
    (
        "The root is taken too early: take the mean of all squares first.",
        lambda h: h.square().mean(1).sqrt().mean(),
    ),
    (
        "The root is taken too early: take the mean of all squares first.",
        lambda h: h.square().mean(0).sqrt().mean(),
    ),
    (
        "The sum is divided by the examples only: divide by the number of entries.",
        lambda h: (h.square().sum() / h.shape[0]).sqrt(),
    ),
    (
        "The sum is divided by the units only: divide by the number of entries.",
        lambda h: (h.square().sum() / h.shape[1]).sqrt(),
    ),
]


# By which lists may be right all the same: not by a mean, which may be all but 0 by chance.
TOLERABLE = [measure for _, measure in MEASURES if measure is not torch.mean]


class Network:
    """Weights, x and a gradient at the output, and what a right answer computes on the way.

    Args:
        sizes: of the layers, from h_0 on.
        gain: of the weights; with 1 the signal keeps its size.
    """

    def __init__(
        self, rng: torch.Generator, sizes: list[int], device, *, examples=7, gain=1.0, dtype=None
    ) -> None:
        dtype = dtype or torch.float64
        self.device = device
        while True:
            self.weights = [
                gain * (2 / n_in) ** 0.5 * torch.randn(n_out, n_in, generator=rng, dtype=dtype)
                for n_in, n_out in pairwise(sizes)
            ]
            self.x, self.gradient = (
                5 * torch.randn(examples, size, generator=rng, dtype=dtype)
                for size in (sizes[0], sizes[-1])
            )
            if self._is_clear():
                return

    def _is_clear(self) -> bool:
        """Whether each layer is active, and it is clear by more than rounding which units are.

        Exactly at 0, where an example has died, a ReLU's slope is a matter of taste. In a last
        layer of a unit or two some example has, as one in a few does.
        """
        *_, last = self.layers()
        if len(last) > 1 and last.shape[1] <= 2 and last.any(1).all():
            return False
        sums = [h @ w.double().T for h, w in zip(self.layers(), self.weights, strict=False)]
        sizes = [root_mean_square(each) for each in [*self.layers(), *self.gradients()]]
        return min(sizes) > 0 and all(z.abs().min() > 1e-5 * root_mean_square(z) for z in sums)

    def layers(self, *, weights=None, relu: bool = True) -> list[torch.Tensor]:
        """The signals h_0, ..., h_L."""
        layers = [self.x.double()]
        for weight in self.weights if weights is None else weights:
            z = layers[-1] @ weight.double().T
            layers.append(z.clamp(min=0) if relu else z)
        return layers

    def gradients(self, *, start=None, passing=torch.mul) -> list[torch.Tensor]:
        """The gradients with respect to them.

        Args:
            passing: what a ReLU lets pass of a gradient, given where it is active.
        """
        back = [self.gradient.double() if start is None else start]
        for weight, h in zip(self.weights[::-1], self.layers()[:0:-1], strict=True):
            back.append(passing(back[-1], h > 0) @ weight.double())
        return back[::-1]

    def signal_mistakes(self) -> dict[str, list[torch.Tensor]]:
        """By hint: the layers of those who make a mistake."""
        layers = self.layers()
        last = layers[-2] @ self.weights[-1].double().T
        return {
            "The signals are in reverse order: x comes first.": layers[::-1],
            "The ReLU is missing.": self.layers(relu=False),
            "The last layer has a ReLU, too.": [*layers[:-1], last],
            "Measure each signal behind its ReLU, not before it.": [
                layers[0],
                *(h @ w.double().T for h, w in zip(layers, self.weights, strict=False)),
            ],
            "x gets no ReLU: it is h_0 itself.": [layers[0].clamp(min=0), *layers[1:]],
            "These are the gradients: the first list is for the signals.": self.gradients(),
        }

    def gradient_mistakes(self) -> dict[str, list[torch.Tensor]]:
        """By hint: the gradients of those who make a mistake."""
        gradients, last = self.gradients(), self.gradient.double()
        return {
            "The gradients are in reverse order: that of x comes first.": gradients[::-1],
            "The backward pass starts from ones: start it from `gradient`.": self.gradients(
                start=torch.ones_like(self.gradient, dtype=torch.float64)
            ),
            "Backwards, the ReLU is missing.": self.gradients(passing=lambda g, _: g),
            "Backwards, a ReLU is 0 where the signal is, whatever the gradient.": (
                self.gradients(passing=lambda g, _: g.clamp(min=0))
            ),
            "The last layer has a ReLU, too.": self.gradients(
                passing=lambda g, active: g if g is last else g * active, start=last
            ),
            "The gradient is divided by the number of examples: it is that of a sum.": [
                *(each / len(self.x) for each in gradients)
            ],
            "Measure each gradient before its layer's ReLU takes some of it away.": [
                gradients[0],
                *(g * (h > 0) for g, h in zip(gradients[1:], self.layers()[1:], strict=True)),
            ],
            "These are the signals: the second list is for the gradients.": self.layers(),
        }

    def call(self, submission) -> list[torch.Tensor]:
        """What a submission makes of copies: both lists as float64 tensors on the CPU."""
        given = [[w.clone() for w in self.weights], self.x.clone(), self.gradient.clone()]
        weights, x, gradient = (
            [w.to(self.device) for w in given[0]],
            *(each.to(self.device) for each in given[1:]),
        )
        return lists(submission.signal_and_gradient(weights, x, gradient))


def lists(result: object) -> list[torch.Tensor]:
    """Both lists, once they are known to be numbers."""
    expect(result is not None, "The result is None: is there a `return`?")
    pair = isinstance(result, tuple | list) and len(result) == 2
    expect(pair, "Return two lists: the signals, and the gradients.")
    hint = "Each of the two lists must hold numbers, one for each layer."
    return [expect_numbers(part, hint) for part in result]


def agree(numbers: torch.Tensor, wanted, measure=root_mean_square, rtol: float = 1e-5) -> bool:
    """Whether the numbers are the sizes of these tensors, by their own scale, however small."""
    other = torch.stack([measure(each) for each in wanted])
    return numbers.shape == other.shape and torch.allclose(numbers, other, rtol=rtol, atol=0)


def measure_of(numbers: torch.Tensor, wanted):
    """The measure by which a student's numbers are the sizes of these tensors; None if by none."""
    fitting = [measure for measure in TOLERABLE if agree(numbers, wanted, measure)]
    return fitting[0] if fitting else None


def judge(numbers: torch.Tensor, wanted, mistakes: dict[str, list[torch.Tensor]]) -> None:
    """Raise a CheckFailed that says what is wrong with a list, if anything is."""
    if agree(numbers, wanted):
        return
    for hint, measure in MEASURES:
        expect(not agree(numbers, wanted, measure), hint)
    for hint, layers in mistakes.items():
        expect(not agree(numbers, layers), hint)


def name_of(sizes: list[int]) -> str:
    """What a student may know of a network."""
    return "With layers of one size" if len(set(sizes)) == 1 else "With layers of unlike sizes"


@pytest.mark.points(1)
def test_signal(submission, device, rng):
    """The root mean square of the signal is right at each layer, and x is the first of them."""
    for sizes in SIZES:
        network = Network(rng, sizes, device)
        with situation(name_of(sizes)):
            numbers, _ = network.call(submission)
        expect(len(numbers) != len(sizes) - 1, "A signal is missing: x itself is the first.")
        hint = "There must be one more signal than there are layers."
        expect(len(numbers) == len(sizes), hint)
        judge(numbers, network.layers(), network.signal_mistakes())
        hint = "The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T."
        expect(agree(numbers, network.layers()), hint)


@pytest.mark.points(1)
def test_gradient(submission, device, rng):
    """The root mean square of the gradient is right at each layer, from x to the output."""
    for sizes in SIZES:
        network = Network(rng, sizes, device)
        with situation(name_of(sizes)):
            _, numbers = network.call(submission)
        hint = "A gradient is missing: there is one for x, and one for each layer."
        expect(len(numbers) != len(sizes) - 1, hint)
        hint = "There must be one more gradient than there are layers."
        expect(len(numbers) == len(sizes), hint)
        judge(numbers, network.gradients(), network.gradient_mistakes())
        hint = "The gradients are wrong: try one layer, by hand."
        if len(set(sizes)) == 1:
            hint = "Where layers have one size, the gradients are wrong: mind `.T` and the order."
        expect(agree(numbers, network.gradients()), hint)


@pytest.fixture
def something(submission, device, rng) -> None:
    """Both lists follow from the arguments: they grow as the weights do."""
    network = Network(rng, [8, 32, 16], device, examples=40)  # some units are active
    some = network.call(submission)
    network.weights = [9 * weight for weight in network.weights]
    others = network.call(submission)
    grown = all(
        b.numel() > 0 and float(b.abs().sum()) > 2 * float(a.abs().sum()) > 0
        for a, b in zip(some, others, strict=True)
    )
    expect(grown, "This counts only for lists that follow from the weights.")


@pytest.fixture
def measures(submission, device, rng) -> list:
    """By which measure the student's signals and gradients of an ordinary network are right."""
    network = Network(rng, ORDINARY, device, examples=30)
    parts = zip(network.call(submission), [network.layers(), network.gradients()], strict=True)
    found = [measure_of(*part) for part in parts]
    expect(any(found), "This counts only where signals or gradients are right.")
    return found


def holds(submission, network: Network, measures: list, hint: str, rtol: float = 1e-5) -> None:
    """Raise a CheckFailed if what was right of an ordinary network is wrong of this one."""
    wanted = [network.layers(), network.gradients()]
    for numbers, layers, measure in zip(network.call(submission), wanted, measures, strict=True):
        expect(measure is None or agree(numbers, layers, measure, rtol), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_no_layers(submission, device, rng):
    """Without layers there is one number each, that of x and that of the gradient."""
    network = Network(rng, ORDINARY, device)
    signals, gradients = network.call(submission)
    found = [
        measure_of(signals[:1], [network.x]),
        measure_of(gradients[-1:], [network.gradient]),
    ]
    hint = "This counts only where one end of the lists is right: x or `gradient`."
    expect(any(found), hint)
    hint = "Without layers, give the root mean squares of both arguments."
    with situation("Without layers"):
        holds(submission, Network(rng, [4], device), found, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_any_input(submission, device, rng, measures):
    """One example is enough, a ReLU may be dead, tiny numbers are not 0, and float32 will do."""
    with situation("With one example"):
        network = Network(rng, [4, 6, 5], device, examples=1)
        holds(submission, network, measures, "With one example, the numbers are wrong.")
    with situation("In float32"):
        network = Network(rng, [4, 6, 5], device, examples=50, dtype=torch.float32)
        holds(submission, network, measures, "In float32, the numbers are wrong.", 1e-4)
        deep = Network(rng, DEEP, device, examples=30, gain=0.05, dtype=torch.float32)
        hint = "Tiny numbers are wrong: 1e-13 is not 0, so do not round or clamp."
        holds(submission, deep, measures, hint, 1e-4)
        deep = Network(rng, DEEP, device, examples=30, gain=20.0, dtype=torch.float32)
        holds(submission, deep, measures, "Where the numbers are large, they are wrong.", 1e-4)
    network = Network(rng, [3, 9, 9, 2], device)
    network.weights[-1] = -network.weights[-1].abs()
    with situation("Where all units of the last layer are 0"):
        hint = (
            "Where all units of the last layer are 0, so is each gradient that comes through them."
        )
        holds(submission, network, measures, hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_leaves_no_trace(submission, device, rng):
    """No argument is changed, even where it requires gradients, and autograd stays on."""
    network = Network(rng, [3, 4, 2], device)
    plain = network.call(submission)
    weights = [weight.to(device) for weight in network.weights]
    x, gradient = network.x.to(device), network.gradient.to(device)
    tensors = [*weights, x, gradient]
    kept = [tensor.clone() for tensor in tensors]
    for requires in [False, True]:
        for tensor in tensors:
            tensor.requires_grad_(requires)
        with situation("Where the arguments require gradients" if requires else "On a second call"):
            result = submission.signal_and_gradient(weights, x, gradient)
        same = all(map(torch.equal, lists(result), plain))
        hint = "Where the arguments require gradients, the numbers are others: work on copies."
        expect(same or not requires, hint)
        expect(same, "Called again, it gives other numbers: begin each call anew.")
        values = all(torch.equal(a.detach(), b) for a, b in zip(tensors, kept, strict=True))
        expect(values and len(weights) == 2, "An argument has changed: work on copies.")
        clean = all(t.grad is None and t.requires_grad == requires for t in tensors)
        hint = "A `.grad` or `requires_grad` of an argument has changed: detach what you work on."
        expect(clean, hint)
    kept_on = "autograd" not in submission.changed_modes
    expect(kept_on, "Autograd is no longer as it was: use `with torch.no_grad():`.")
