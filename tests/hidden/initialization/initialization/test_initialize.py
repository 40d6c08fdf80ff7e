"""initialize(kind, n_in, n_out, device, generator): normal weights of Xavier's or He's variance.

Random numbers differ between devices and versions, so their law is judged. Each statistic is
refused where a value so extreme has odds below ODDS; there are two dozen of them for a submission
and device, so a right answer loses a point here less than once in three million times.
"""

import pytest
import torch
from scipy import stats

from grading.checks.expect import CallRaised, CheckFailed, expect, expect_tensor

ODDS = 1e-8


def variance(kind: str, n_in: int, n_out: int) -> float:
    """Of the weights; He et al. 2015 (eq. 10), and Glorot and Bengio 2010 (eq. 12)."""
    return 2 / n_in if kind == "he" else 2 / (n_in + n_out)


def call(submission, kind: str, n_in: int, n_out: int, device, *args) -> torch.Tensor:
    """The weights in float64 on the CPU, in the shape that was asked for or its transpose."""
    weight = expect_tensor(submission.initialize(kind, n_in, n_out, device, *args)).detach()
    shapes = [(n_out, n_in), (n_in, n_out)]
    expect(tuple(weight.shape) in shapes, "The weights have another shape than (n_out, n_in).")
    expect(
        not weight.is_complex() and torch.isfinite(weight).all(), "A weight is no finite number."
    )
    return weight.double().cpu()


def size_odds(z: torch.Tensor) -> float:
    """How likely so extreme a sum of squares is, if the numbers are standard normal."""
    square, n = float(z.square().sum()), z.numel()
    return float(2 * min(stats.chi2.cdf(square, n), stats.chi2.sf(square, n)))


def judge(submission, kind: str, device) -> None:
    """Raise a CheckFailed if the weights of a kind are not normal with the right variance."""
    for n_in, n_out in [(200, 40), (30, 150), (64, 64)]:
        weight = call(submission, kind, n_in, n_out, device)
        scaled = {
            name: weight / size**0.5
            for name, size in {
                "right": variance(kind, n_in, n_out),
                "n_out": 2 / n_out,
                "other": variance("he" if kind == "xavier" else "xavier", n_in, n_out),
                "squared": variance(kind, n_in, n_out) ** 2,
                "halved": variance(kind, n_in, n_out) / 2,
            }.items()
        }
        if n_in != n_out and size_odds(scaled["right"]) < ODDS:
            for name, hint in [
                ("n_out", "The variance goes by the number of outputs: it must go by the inputs."),
                ("other", "The weights have the variance of the other kind."),
                ("squared", "The weights are multiplied by a variance: take its square root."),
                ("halved", "The variance is half of what it must be: mind the 2."),
            ]:
                expect(size_odds(scaled[name]) < ODDS, hint)
        z = scaled["right"].flatten()
        expect(size_odds(z) > ODDS, "The variance of the weights is wrong.")
        mean = 2 * stats.norm.sf(abs(float(z.sum())) / len(z) ** 0.5)
        expect(mean > ODDS, "The mean of the weights is not 0.")
        hint = "The weights are not normal: torch.randn draws normal numbers."
        expect(stats.kstest(z.numpy(), "norm").pvalue > ODDS, hint)


@pytest.mark.points(0.75)
def test_xavier(submission, device):
    """Xavier's weights are normal, of mean 0 and variance 2 / (n_in + n_out)."""
    judge(submission, "xavier", device)


@pytest.mark.points(0.75)
def test_he(submission, device):
    """He's weights are normal, of mean 0 and variance 2 / n_in."""
    judge(submission, "he", device)


@pytest.fixture
def something(submission, device) -> None:
    """Wide layers get smaller weights than narrow ones, and no two weights are alike."""
    wide, narrow = (call(submission, "he", n, n, device) for n in (400, 4))
    hint = "This counts only for random weights that are smaller in wider layers."
    expect(0 < 3 * wide.std() < narrow.std(), hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_form(submission, device):
    """There is a row for each unit; dtype and device are as asked for, and no gradient is."""
    for kind, n_in, n_out in [("xavier", 7, 3), ("he", 2, 5), ("he", 1, 1)]:
        weight = expect_tensor(submission.initialize(kind, n_in, n_out, device))
        hint = "The shape must be (n_out, n_in): a row for each unit."
        expect(weight.shape == (n_out, n_in), hint)
        hint = "The weights must be of torch's default dtype, which is float32."
        expect(weight.dtype == torch.float32, hint)
        expect(weight.device == device, "The weights are on the wrong device.")
        expect(not weight.requires_grad, "The weights require gradients: leave that to the caller.")
    weight = expect_tensor(submission.initialize("he", 3, 2))
    expect(weight.device.type == "cpu", "Without a device they must be on torch's default one.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_independent(submission, device):
    """The weights of a layer are independent of each other."""
    for kind in ["xavier", "he"]:
        weight = call(submission, kind, 60, 60, device)
        z = (weight - weight.mean()) / weight.std()
        pairs = [(z[::2], z[1::2]), (z[:, ::2], z[:, 1::2]), (z.triu(1), z.T.triu(1))]
        for some, others in pairs:
            # Given the first, the sum of products is normal with variance |some|^2.
            together = float((some * others).sum() / some.norm())
            hint = "Some weights follow from others: each entry needs a number of its own."
            expect(2 * stats.norm.sf(abs(together)) > ODDS, hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_generator(submission, device, rng):
    """The weights are drawn from the generator, and without one they differ from call to call."""
    seed = int(torch.randint(2**31, (1,), generator=rng))
    for kind in ["xavier", "he"]:
        generator = torch.Generator(device).manual_seed(seed)
        first = call(submission, kind, 5, 4, device, generator)
        second = call(submission, kind, 5, 4, device, generator)
        again = call(submission, kind, 5, 4, device, torch.Generator(device).manual_seed(seed))
        expect(torch.equal(first, again), "The generator is not used: pass it on to torch.randn.")
        hint = "Two calls with one generator give the same weights: do not set a seed inside."
        expect(not torch.equal(first, second), hint)
        fresh = [call(submission, kind, 5, 4, device) for _ in range(2)]
        hint = "Two calls without a generator give the same weights: do not set a seed inside."
        expect(not torch.equal(*fresh), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_unknown_kind(submission, device):
    """Any other kind raises a ValueError."""
    for kind in ["zeros", "uniform", ""]:
        try:
            submission.initialize(kind, 3, 2, device)
        except CallRaised as raised:
            hint = "An unknown kind raises another error: raise a ValueError."
            expect("ValueError" in str(raised), hint)
            continue
        raise CheckFailed("An unknown kind raises no error: raise a ValueError.")
