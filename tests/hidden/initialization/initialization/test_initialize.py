"""initialize(kind, n_in, n_out, device, generator): normal weights of Xavier's or He's variance.

Random numbers differ between devices and versions, so their law is judged (`grading.checks.laws`).
The size, the form of the law and independence are judged apart, each on numbers that are made
right in the others, so a mistake costs its own check. There are some fifty statistics for a
submission and device, each refused at odds of 1e-9.
"""

from contextlib import suppress
from itertools import pairwise

import pytest
import torch

from grading.checks import laws
from grading.checks.expect import CallRaised, CheckFailed, expect, expect_tensor, situation
from grading.checks.submission import with_modes
from grading.sandbox.handle import Handle

KINDS = ("xavier", "he")
LARGE = [(300, 400), (400, 300)]
# Layers as the notebook's own, with one input, one unit or neither, square, and of odd sizes.
SMALL = [(2, 64), (64, 1), (1, 7), (5, 5), (6, 4), (3, 5), (1, 1)]
DRAWS = 10  # of each small layer


def variance(kind: str, n_in: int, n_out: int) -> float:
    """Of the weights; He et al. 2015 (eq. 10), and Glorot and Bengio 2010 (eq. 12)."""
    return 2 / n_in if kind == "he" else 2 / (n_in + n_out)


def call(submission, kind: str, n_in: int, n_out: int, device, *args) -> torch.Tensor:
    """The weights in float64 on the CPU, in the shape that was asked for or its transpose.

    An axis of length one may be missing: `test_form` asks for it.
    """
    if n_in * n_out > 20_000:  # a list of so many numbers would be too long to be read
        expect_tensor(submission.initialize(kind, 3, 2, device))
    with situation(where(n_in, n_out)):
        result = submission.initialize(kind, n_in, n_out, device, *args)
    weight = expect_tensor(result).detach()
    shapes = {sides(*shape): shape for shape in [(n_in, n_out), (n_out, n_in)]}
    there = sides(*weight.shape)
    expect(there in shapes, "The weights have another shape than (n_out, n_in).")
    weight = weight.reshape(shapes[there])
    finite = not weight.is_complex() and torch.isfinite(weight).all()
    expect(finite, "A weight is no finite number.")
    return weight.double().cpu()


def sides(*shape: int) -> tuple[int, ...]:
    """The lengths of the axes that are longer than one."""
    return tuple(length for length in shape if length > 1)


def where(n_in: int, n_out: int) -> str:
    """What a student may know of a layer's sizes."""
    if n_in == n_out == 1:
        return "With one input and one unit"
    if n_in == 1 or n_out == 1:
        return "With one input" if n_in == 1 else "With one unit"
    return (
        "With as many inputs as units" if n_in == n_out else "With more or fewer inputs than units"
    )


def standard(weight: torch.Tensor) -> torch.Tensor:
    """Numbers with mean 0 and variance 1, whatever those of the weights are."""
    apart = weight - weight.mean()
    return apart / apart.square().mean().sqrt()


def judge(submission, kind: str, device, rng: torch.Generator) -> None:
    """Raise a CheckFailed if the weights of a kind have not mean 0 and the right variance."""
    for n_in, n_out in [*LARGE, (64, 64), (2, 3000), (64, 1)]:
        times = 30 if n_out == 1 else 1
        draws = [call(submission, kind, n_in, n_out, device) for _ in range(times)]
        # Where all are the same, `test_generator` says so, and one is as good as thirty.
        weight = draws[0] if torch.equal(draws[0], draws[-1]) else torch.cat(draws)
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
        if (n_in, n_out) in LARGE and laws.size_odds(scaled["right"]) < laws.ODDS:
            for name, hint in [
                ("n_out", "The variance goes by the number of outputs: it must go by the inputs."),
                ("other", "The weights have the variance of the other kind."),
                ("squared", "The weights are multiplied by a variance: take its square root."),
                ("halved", "The variance is half of what it must be: mind the 2."),
            ]:
                expect(laws.size_odds(scaled[name]) < laws.ODDS, hint)
        hint = "The variance of the weights is wrong."
        expect(laws.size_odds(scaled["right"]) > laws.ODDS, hint)
        expect(laws.mean_odds(scaled["right"]) > laws.ODDS, "The mean of the weights is not 0.")
    compare_sizes(submission, kind, device, rng)


def compare_sizes(submission, kind: str, device, rng: torch.Generator) -> None:
    """Compare layers that get the same numbers from their generators, but for their size.

    What is drawn in another way for each shape tells nothing, and passes.
    """
    seed = int(torch.randint(2**31, (1,), generator=rng))
    sizes = [(200, 60), (60, 200), (1, 12000), (3, 4000), (5, 2400), (4000, 3)]
    sizes = [*pairwise(sizes), *pairwise([(1, 12), (12, 1), (2, 6), (6, 2), (3, 4), (4, 3)])]
    for one, other in sizes:
        weights = []
        for n_in, n_out in (one, other):
            generator = torch.Generator(device).manual_seed(seed)
            weight = call(submission, kind, n_in, n_out, device, generator)
            weights.append(weight.flatten() / variance(kind, n_in, n_out) ** 0.5)
        ratio = weights[1] / weights[0]
        if (ratio / ratio[0] - 1).abs().max() < laws.SAME:
            hint = "The variance is right for some sizes only: try odd ones, and divide with `/`."
            expect(abs(float(ratio[0]) - 1) < 1e-4, hint)


@pytest.mark.points(0.75)
def test_xavier(submission, device, rng):
    """Xavier's weights have mean 0 and variance 2 / (n_in + n_out)."""
    judge(submission, "xavier", device, rng)


@pytest.mark.points(0.75)
def test_he(submission, device, rng):
    """He's weights have mean 0 and variance 2 / n_in."""
    judge(submission, "he", device, rng)


@pytest.fixture
def something(submission, device) -> None:
    """Wide layers get smaller weights than narrow ones, and no two weights are alike."""
    wide, narrow = (call(submission, "he", n, n, device) for n in (400, 16))
    hint = "This counts only for random weights that are smaller in wider layers."
    expect(0 < 3 * wide.std() < narrow.std(), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_normal(submission, device):
    """The weights are normal numbers, the largest and the smallest included."""
    weights = [call(submission, kind, *sizes, device) for kind in KINDS for sizes in LARGE]
    if any(laws.mean_odds(weight / weight.std()) < laws.ODDS for weight in weights):
        return  # `test_xavier` or `test_he` says so
    z = torch.cat([standard(weight).flatten() for weight in weights])
    hint = "The weights are not normal: torch.randn draws normal numbers."
    expect(laws.shape_odds(z) > laws.ODDS, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_independent(submission, device):
    """The weights of a layer are independent of each other, and all of one size."""
    for kind in KINDS:
        weight = call(submission, kind, *LARGE[0], device)
        hint = "Many weights are of equal size: each needs a number of its own, in full precision."
        expect(not laws.has_repeats(weight), hint)
        hint = "Some rows or columns have larger weights than others."
        # Whatever their law is: `test_normal` asks for that.
        expect(laws.part_odds(standard(laws.normal_scores(weight))) > laws.ODDS, hint)
        for n in (60, 61):
            z = standard(laws.normal_scores(call(submission, kind, n, n, device)))
            hint = "Some weights follow from others: each entry needs a number of its own."
            expect(laws.pair_odds(z) > laws.ODDS, hint)
        for sizes in SMALL:
            try:
                draws = torch.stack([call(submission, kind, *sizes, device) for _ in range(DRAWS)])
            except CallRaised:
                continue  # `test_xavier` or `test_he` says so
            if torch.equal(draws[0], draws[1]):
                continue  # `test_generator` says so
            found = laws.relation(draws / variance(kind, *sizes) ** 0.5)
            for equation, hint in [
                ("constant", "Some weights are the same in each call: all must be random."),
                ("alike", "Some weights follow from others: each entry needs a number of its own."),
                ("centred", "Some weights always have the same sum: do not take off their mean."),
                ("orthogonal", "The rows or columns are orthogonal: independent ones are not."),
                ("standardised", "The weights always have one mean square: do not divide by it."),
            ]:
                expect(found != equation, hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_form(submission, device):
    """There is a row for each unit; dtype and device are as asked for, and no gradient is."""
    for kind, n_in, n_out in [("xavier", 7, 3), ("he", 2, 5), ("he", 2, 1), ("xavier", 64, 1)]:
        weight = expect_tensor(submission.initialize(kind, n_in, n_out, device))
        hint = "The shape must be (n_out, n_in): a row for each unit."
        expect(weight.shape == (n_out, n_in), hint)
        hint = "The weights must be of torch's default dtype, which is float32 at first."
        expect(weight.dtype == torch.float32, hint)
        expect(weight.device == device, "The weights are on the wrong device.")
        expect(not weight.requires_grad, "The weights require gradients: leave that to the caller.")
        expect(
            "default dtype" not in submission.changed_modes, "torch's default dtype has changed."
        )
    with with_modes(submission, dtype="float64"):
        weight = expect_tensor(submission.initialize("he", 3, 2, device))
    hint = "Where torch's default dtype is float64, so is the weights': do not fix one."
    expect(weight.dtype == torch.float64, hint)
    weight = expect_tensor(submission.initialize("he", 3, 2))
    expect(weight.device.type == "cpu", "Without a device they must be on torch's default one.")
    for kind in KINDS:
        # On this device, which every machine has, no tensor has numbers; who looks at them, as a
        # right answer may, gets an error, which tells nothing.
        with suppress(CallRaised):
            weight = submission.initialize(kind, 3, 2, torch.device("meta"))
            hint = "The weights are on the wrong device: pass `device` on to torch.randn."
            expect(isinstance(weight, Handle) and weight.device == torch.device("meta"), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_generator(submission, device, rng):
    """The weights are drawn from the generator, and without one from torch's own."""
    seed = int(torch.randint(2**31, (1,), generator=rng))
    for kind, sizes in [("xavier", (5, 4)), ("he", (5, 4)), ("he", (2, 64))]:
        generator = torch.Generator(device).manual_seed(seed)
        first = call(submission, kind, *sizes, device, generator)
        second = call(submission, kind, *sizes, device, generator)
        again = call(submission, kind, *sizes, device, torch.Generator(device).manual_seed(seed))
        expect(torch.equal(first, again), "The generator is not used: pass it on to torch.randn.")
        hint = "Two calls with one generator give the same weights: do not set a seed inside."
        expect(not torch.equal(first, second), hint)
        fresh = torch.stack([call(submission, kind, *sizes, device) for _ in range(20)])
        hint = "Two calls without a generator give the same weights: do not set a seed inside."
        expect(len(fresh.unique(dim=0)) == len(fresh), hint)  # also if there are a few dozen seeds
        expect("default seed" not in submission.changed_modes, "torch's own seed has changed.")
        seeded = []
        for _ in range(2):
            with with_modes(submission, seed=seed):
                seeded.append(call(submission, kind, *sizes, torch.device("cpu")))
        hint = "Without a generator, torch.manual_seed must decide: None is torch's own generator."
        expect(torch.equal(*seeded), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_unknown_kind(submission, device):
    """Any other kind raises a ValueError."""
    begins_alike = ("xavier_uniform", "he_normal", "hex", "xavierhe", "h", "x")
    for kind in ["zeros", "uniform", "", *begins_alike, None, 0]:
        try:
            submission.initialize(kind, 3, 2, device)
        except CallRaised as raised:
            hint = "An unknown kind raises another error: raise a ValueError."
            if not isinstance(kind, str):
                hint = "A kind that is no string raises another error: raise a ValueError."
            expect("ValueError" in raised.kinds, hint)
            continue
        hint = "An unknown kind raises no error: raise a ValueError."
        if kind in begins_alike:
            hint = "A kind whose name only resembles a known one raises no error: compare with ==."
        raise CheckFailed(hint)
