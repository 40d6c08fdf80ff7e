"""sigmoid_gradient(x): the derivative of the sigmoid at every element of x.

One idea a check, and one mistake costs its own idea: the values are judged by `test_peak`,
`test_everywhere` and `test_extremes`, the other checks compare the function's answers with each
other. Those are about form, and count only for a function that has something of a slope.
"""

import pytest
import torch

from grading.checks.expect import assert_close, expect, expect_tensor

# Of float64: differences over a tiny step have more digits nowhere, and other last ones where an
# element is computed alone, or among eight at a time.
SIX_DIGITS = {"rtol": 1e-6, "atol": 0.0}
DTYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16]


def draw(rng: torch.Generator, *shape: int, width: float = 10.0) -> torch.Tensor:
    """Uniform float64 numbers in [-width, width]."""
    return (2 * torch.rand(*shape, generator=rng, dtype=torch.float64) - 1) * width


def derivative(x: torch.Tensor) -> torch.Tensor:
    """e^-|x| / (1 + e^-|x|)^2: the sigmoid's derivative, without cancellation on either side."""
    small = torch.exp(-x.abs())
    return small / (1 + small) ** 2


def slopes(submission, x: torch.Tensor) -> torch.Tensor:
    """What the function says of x, in x's shape, dtype and device whatever its own are.

    `test_shapes` and `test_dtypes` judge those.
    """
    gradient = expect_tensor(submission.sigmoid_gradient(x.clone())).detach()
    expect(not gradient.is_complex(), "The result is complex.")
    expect(gradient.numel() == x.numel(), "There must be one slope for each element of x.")
    return gradient.reshape(x.shape).to(x)


@pytest.fixture
def something(submission, device, rng) -> None:
    """The function varies in the middle, and levels off far out.

    So do the sigmoid, its slope, and much that is nearly right, but not a constant, x or noise.
    """
    near = slopes(submission, draw(rng, 50, width=3.0).to(device))
    spread = near.max() - near.min()
    varies = spread > 0.01 * near.abs().max()
    for far in ([-40.0, -30.0], [30.0, 40.0]):
        values = slopes(submission, torch.tensor(far, dtype=torch.float64, device=device))
        level = (values[0] - values[1]).abs() < 1e-4 * spread
        hint = "This counts only for a function that varies near 0, and is level far from it."
        expect(varies and level, hint)


@pytest.mark.points(0.5)
def test_peak(submission, device):
    """The gradient peaks at x = 0, where it is 1/4."""
    x = torch.zeros(1, dtype=torch.float64, device=device)
    hint = "At 0 the value is not the slope: is it the sigmoid itself, or another function's slope?"
    peak = slopes(submission, x)
    assert_close(peak, torch.full_like(x, 0.25), hint, **SIX_DIGITS)
    for beside in (x - 1, x + 1):
        expect(slopes(submission, beside) < peak, "The slope must be smaller beside 0 than at 0.")


@pytest.mark.points(1)
def test_everywhere(submission, device, rng):
    """The gradient is right at every x, to six digits."""
    for _ in range(2):  # an answer must not be kept for the next x of the same shape
        x = draw(rng, 100).to(device)
        gradient = slopes(submission, x)
        for other, hint in [
            (torch.sigmoid(x), "This is the sigmoid, not its derivative."),
            (-derivative(x), "The sign is wrong: the sigmoid climbs everywhere."),
            (1 - torch.tanh(x) ** 2, "This is the derivative of tanh, which is another function."),
        ]:
            expect(not torch.allclose(gradient, other), hint)
        hint = "Compare a few values with the rise of the sigmoid over a tiny step."
        assert_close(gradient, derivative(x), hint, **SIX_DIGITS)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_shapes(submission, device, rng):
    """A tensor of any shape gets one slope for each of its elements."""
    columns = draw(rng, 3, 4).to(device).T  # not contiguous
    shapes = [(6,), (4, 4), (2, 3, 4), (1,), (1, 1), (1, 5), (5, 1), (2, 1, 3), (1, 1, 1, 2)]
    for x in [*(draw(rng, *shape).to(device) for shape in shapes), columns]:
        gradient = expect_tensor(submission.sigmoid_gradient(x.clone()))
        expect(gradient.shape == x.shape, "The result must have the shape of x.")
        one_by_one = slopes(submission, x.flatten())
        hint = "An element's slope must not depend on the other elements or on the shape."
        assert_close(slopes(submission, x).flatten(), one_by_one, hint, **SIX_DIGITS)
    for x in [torch.tensor(0.5, device=device), torch.zeros(0, 3, device=device)]:
        hint = "Try a tensor with no axis, torch.tensor(0.5), and an empty one, torch.zeros(0)."
        gradient = expect_tensor(submission.sigmoid_gradient(x.clone()))
        expect(gradient.shape == x.shape, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_dtypes(submission, device, rng):
    """The result keeps the dtype and the device of x."""
    x = draw(rng, 20, width=4.0).to(device)
    exact = slopes(submission, x)
    for dtype in DTYPES:
        rounded = x.to(dtype)
        gradient = expect_tensor(submission.sigmoid_gradient(rounded.clone()))
        expect(gradient.dtype == dtype, "The result must keep the dtype of x.")
        expect(gradient.device == x.device, "The result must stay on the device of x.")
        # Slopes are at most 1/4, and so is what rounding x, or 1 - sigmoid(x), moves them by.
        room = 4 * torch.finfo(dtype).eps
        hint = "In float32 and smaller dtypes the values are not those of float64."
        assert_close(slopes(submission, rounded).double(), exact, hint, rtol=0, atol=room)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_extremes(submission, device):
    """Far out, at x = -1000 or 1000, the gradient is 0 and not nan, whatever the dtype."""
    for dtype in DTYPES:
        far = torch.tensor([20.0, 100.0, 1000.0, torch.finfo(dtype).max], dtype=dtype)
        x = torch.cat([-far, torch.zeros(1, dtype=dtype), far]).to(device)
        gradient = slopes(submission, x)
        hint = "Far from 0 it gives nan: exp(1000) overflows, so let torch.sigmoid do that part."
        expect(torch.isfinite(gradient).all(), hint)
        flat = (gradient[x != 0].abs() < 1e-6).all()
        expect(flat, "Far from 0 the sigmoid is flat: its slope is 0.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_with_gradients(submission, device, rng):
    """Where x requires gradients, or has some already, the slopes are the same."""
    x = draw(rng, 12).to(device)
    plain = slopes(submission, x)
    leaf, filled = (x.clone().requires_grad_() for _ in range(2))
    filled.grad = torch.ones_like(x)
    result_of_another = x.clone().requires_grad_() * 1.0
    for other in [leaf, filled, result_of_another]:
        gradient = submission.sigmoid_gradient(other)
        hint = "With an x that requires gradients it gives None: work on x.detach().clone()."
        expect(gradient is not None, hint)
        hint = "The slopes are others where x requires gradients: do they add up in x.grad?"
        gradient = expect_tensor(gradient).reshape(x.shape).to(x)
        assert_close(gradient, plain, hint, **SIX_DIGITS)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_leaves_no_trace(submission, device, rng):
    """x is left as it was, autograd stays on, and the result carries no graph."""
    far = torch.tensor([-1000.0, 0.5, 1000.0], device=device)  # not float64
    for given, requires_grad in [
        (draw(rng, 5).to(device), False),
        (draw(rng, 5).to(device), True),
        (far, False),
    ]:
        x = given.clone().requires_grad_(requires_grad)
        x.grad = torch.ones_like(x) if requires_grad else None
        result = submission.sigmoid_gradient(x)
        kept = "autograd" not in submission.changed_modes
        expect(kept, "Autograd is no longer as it was: use `with torch.no_grad():`.")
        expect(not submission.changed_modes, "A default of torch's is no longer what it was.")
        if result is not None:  # else `test_with_gradients` says so
            result = expect_tensor(result)
            expect(not result.requires_grad, "The result still carries a graph: detach it.")
        like_given = x.shape == given.shape and x.dtype == given.dtype
        expect(like_given, "The shape or the dtype of x has changed: work on a copy.")
        expect(torch.equal(x.detach(), given), "The values of x have changed.")
        expect(x.requires_grad == requires_grad, "x.requires_grad has changed: work on a copy.")
        hint = "x.grad has changed: work on a copy that is cut off from x, x.detach().clone()."
        if requires_grad:
            expect(x.grad is not None and torch.equal(x.grad, torch.ones_like(x)), hint)
        else:
            expect(x.grad is None, hint)
