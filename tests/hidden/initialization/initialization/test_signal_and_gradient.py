"""signal_and_gradient(weights, x, gradient): root mean squares forwards and backwards, by layer.

The network is computed here without autograd, in float64. The two lists are judged apart; so a
mistake in one of them costs its own check.
"""

from itertools import pairwise

import pytest
import torch

from grading.checks.expect import CheckFailed, expect

SIZES = [[3, 5, 4, 6], [4, 2, 7, 3, 5, 2, 6, 4], [2, 8]]  # of the layers, from h_0 on


def draw(rng: torch.Generator, sizes: list[int], device, examples: int = 7, dtype=torch.float64):
    """Weights of these sizes, x, and a gradient; all but a few units are active now and then."""
    weights = [
        torch.randn(n_out, n_in, generator=rng, dtype=dtype) * 1.3
        for n_in, n_out in pairwise(sizes)
    ]
    x, gradient = (
        torch.randn(examples, size, generator=rng, dtype=dtype) for size in (sizes[0], sizes[-1])
    )
    return [weight.to(device) for weight in weights], x.to(device), gradient.to(device)


def root_mean_square(values: torch.Tensor) -> float:
    """The root of the mean of the squares of all entries."""
    return float(values.double().square().mean().sqrt())


def expected(weights, x, gradient) -> tuple[list[float], list[float]]:
    """The two lists of a right answer."""
    layers, gradients = [x], [gradient]
    for weight in weights:
        layers.append((layers[-1] @ weight.T).clamp(min=0))
    for weight, h in zip(weights[::-1], layers[:0:-1], strict=True):
        gradients.append((gradients[-1] * (h > 0)) @ weight)
    return [root_mean_square(h) for h in layers], [root_mean_square(g) for g in gradients[::-1]]


def call(submission, weights, x, gradient) -> list[torch.Tensor]:
    """Both lists as float64 tensors on the CPU, once they are known to be numbers."""
    copies = [weight.clone() for weight in weights], x.clone(), gradient.clone()
    result = submission.signal_and_gradient(*copies)
    expect(result is not None, "The result is None: is there a `return`?")
    pair = isinstance(result, tuple | list) and len(result) == 2
    expect(pair, "Return two lists: the signals, and the gradients.")
    return [numbers(part) for part in result]


def numbers(part: object) -> torch.Tensor:
    """A list of numbers, or a tensor of them."""
    items = list(part) if isinstance(part, tuple | list | torch.Tensor) else None
    if items is None or not all(is_number(item) for item in items):
        raise CheckFailed("Each of the two lists must hold numbers, one for each layer.")
    return torch.tensor([float(item) for item in items], dtype=torch.float64)


def is_number(item: object) -> bool:
    if isinstance(item, torch.Tensor):
        return item.numel() == 1 and item.ndim == 0 and not item.is_complex()
    return isinstance(item, int | float)


def agree(found: torch.Tensor, wanted: list[float]) -> bool:
    """Whether the numbers agree in six digits: more than any mistake leaves, less than rounding."""
    other = torch.tensor(wanted, dtype=torch.float64)
    return found.shape == other.shape and torch.allclose(found, other, rtol=1e-6, atol=0)


@pytest.mark.points(1)
def test_signal(submission, device, rng):
    """The root mean square of the signal is right at each layer, and x is the first of them."""
    for sizes in SIZES:
        given = draw(rng, sizes, device)
        signals, _ = expected(*given)
        found, _ = call(submission, *given)
        count = len(sizes)
        expect(len(found) != count - 1, "A signal is missing: x itself is the first.")
        expect(len(found) == count, "There must be one more signal than there are layers.")
        weights, x, _ = given
        layers, linear = [x], [x]
        for weight in weights:
            layers.append((layers[-1] @ weight.T).clamp(min=0))
            linear.append(linear[-1] @ weight.T)
        for other, hint in [
            (signals[::-1], "The signals are in reverse order: x comes first."),
            ([s**2 for s in signals], "These are mean squares: take the root."),
            ([float(h.norm()) for h in layers], "These are sums of squares: take the mean."),
            ([float(h.abs().mean()) for h in layers], "These are mean absolute values."),
            (
                [float(h.std()) for h in layers],
                "These are standard deviations: do not take off the mean.",
            ),
            ([root_mean_square(h) for h in linear], "The ReLU is missing."),
            (
                [*signals[:-1], root_mean_square(layers[-2] @ weights[-1].T)],
                "The last layer has a ReLU, too.",
            ),
        ]:
            expect(agree(found, signals) or not agree(found, other), hint)
        expect(agree(found, signals), "The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T.")


@pytest.mark.points(1)
def test_gradient(submission, device, rng):
    """The root mean square of the gradient is right at each layer, from x to the output."""
    for sizes in SIZES:
        given = draw(rng, sizes, device)
        _, gradients = expected(*given)
        _, found = call(submission, *given)
        count = len(sizes)
        hint = "A gradient is missing: there is one for x, and one for each layer."
        expect(len(found) != count - 1, hint)
        expect(len(found) == count, "There must be one more gradient than there are layers.")
        weights, x, gradient = given
        ones = expected(weights, x, torch.ones_like(gradient))[1]
        linear = [gradient]
        for weight in weights[::-1]:
            linear.append(linear[-1] @ weight)
        for other, hint in [
            (gradients[::-1], "The gradients are in reverse order: that of x comes first."),
            ([g**2 for g in gradients], "These are mean squares: take the root."),
            (ones, "The backward pass starts from ones: start it from `gradient`."),
            ([root_mean_square(g) for g in linear[::-1]], "Backwards, the ReLU is missing."),
        ]:
            expect(agree(found, gradients) or not agree(found, other), hint)
        expect(agree(found, gradients), "The gradients are wrong: try one layer, by hand.")


@pytest.fixture
def something(submission, device, rng) -> None:
    """Both lists follow from the arguments: they grow as the weights do."""
    weights, x, gradient = draw(rng, [8, 32, 16], device, examples=40)  # some units are active
    some = call(submission, weights, x, gradient)
    others = call(submission, [9 * weight for weight in weights], x, gradient)
    grown = all(
        b.numel() > 0 and float(b.sum()) > 2 * float(a.sum()) > 0
        for a, b in zip(some, others, strict=True)
    )
    expect(grown, "This counts only for lists that follow from the weights.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_no_layers(submission, device, rng):
    """Without layers there is one number each, that of x and that of the gradient."""
    given = draw(rng, [4], device)
    for found, wanted in zip(call(submission, *given), expected(*given), strict=True):
        expect(
            agree(found, wanted), "Without layers, give the root mean squares of both arguments."
        )


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_any_input(submission, device, rng):
    """One example is enough, a ReLU may be dead, and float32 will do."""
    for examples, dtype in [(1, torch.float64), (50, torch.float32)]:
        given = draw(rng, [4, 6, 5], device, examples, dtype)
        for found, wanted in zip(call(submission, *given), expected(*given), strict=True):
            close = found.shape == (3,) and torch.allclose(
                found, torch.tensor(wanted, dtype=torch.float64), rtol=1e-4, atol=0
            )
            expect(close, "With one example, or in float32, the numbers are wrong.")
    weights, x, gradient = draw(rng, [3, 4, 2], device)
    given = [-weights[0].abs(), weights[1]], x.abs(), gradient
    for found, wanted in zip(call(submission, *given), expected(*given), strict=True):
        expect(
            agree(found, wanted), "Where all units are 0, so is what comes before or after them."
        )


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_leaves_no_trace(submission, device, rng):
    """No argument is changed, even where it requires gradients, and autograd stays on."""
    weights, x, gradient = draw(rng, [3, 4, 2], device)
    tensors = [*weights, x, gradient]
    kept = [tensor.clone() for tensor in tensors]
    plain = call(submission, weights, x, gradient)
    for requires in [False, True]:
        for tensor in tensors:
            tensor.requires_grad_(requires)
        result = submission.signal_and_gradient(weights, x, gradient)
        same = all(map(torch.equal, map(numbers, result), plain))
        hint = "Where the arguments require gradients, the numbers are others: work on copies."
        expect(same, hint)
        values = all(torch.equal(a.detach(), b) for a, b in zip(tensors, kept, strict=True))
        expect(values and len(weights) == 2, "An argument has changed: work on copies.")
        clean = all(t.grad is None and t.requires_grad == requires for t in tensors)
        hint = "A `.grad` or `requires_grad` of an argument has changed: detach what you work on."
        expect(clean, hint)
    kept_on = "autograd" not in submission.changed_modes
    expect(kept_on, "Autograd is no longer as it was: use `with torch.no_grad():`.")
