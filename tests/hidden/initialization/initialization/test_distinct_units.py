"""distinct_units(weight, tol) counts different rows; break_symmetry(weight, scale, generator) adds
noise to them.

Rows that count as equal lie within 0.8 tol of each other here, and others are 30 tol apart or more
in some entry. The noise is judged by its law: each statistic is refused where a value so extreme
has odds below ODDS, so a right answer loses a point here less than once in ten million times.
"""

import pytest
import torch
from scipy import stats

from grading.checks.expect import CheckFailed, expect, expect_tensor

ODDS = 1e-8


def count(submission, weight: torch.Tensor, **kwargs) -> int:
    """The number of different units, once it is known to be an int."""
    number = submission.distinct_units(weight.clone(), **kwargs)
    expect(number is not None, "The number is None: is there a `return`?")
    expect(type(number) is int, "The number of units must be an int.")
    return number


def choose(rng: torch.Generator, rows: torch.Tensor, number: int) -> torch.Tensor:
    """So many rows in any order: each of the given ones at least once."""
    more = torch.randint(len(rows), (number - len(rows),), generator=rng)
    order = torch.randperm(number, generator=rng)
    return rows[torch.cat([torch.arange(len(rows)), more])[order]]


@pytest.mark.points(0.75)
def test_count(submission, device, rng):
    """It counts the rows that are different, wherever the equal ones stand."""
    for groups, units, inputs in [
        (1, 6, 3),
        (4, 11, 5),
        (7, 7, 2),
        (3, 9, 1),
        (1, 1, 4),
        (12, 40, 64),
    ]:
        rows = torch.randn(groups, inputs, generator=rng) + torch.arange(groups)[:, None]
        number = count(submission, choose(rng, rows, units).to(device))
        expect(number != units or groups == units, "Equal rows are one unit: count each once.")
        expect(number == groups, "The number is wrong where rows are repeated: try rows a, b, a.")
    # Rows may share entries, their sum, or their order up to renumbering the inputs.
    row = torch.randn(5, generator=rng)
    rows = torch.stack([row, row.roll(1), -row, row + torch.eye(5)[3]])
    number = count(submission, choose(rng, rows, 9).to(device))
    expect(number == 4, "Rows are equal only if all of their entries are: compare them one by one.")


@pytest.mark.points(0.5)
def test_rounding(submission, device, rng):
    """Rows count as equal if no entry of them is more than `tol` apart, and only then."""
    for tol, kwargs in [(1e-6, {}), (1e-3, {"tol": 1e-3}), (0.5, {"tol": 0.5})]:
        rows = 60 * tol * torch.arange(5, dtype=torch.float64)[:, None].repeat(1, 4)
        rows[1::2, 1:] = rows[::2, 1:][:2]  # two pairs that differ in the first entry only
        weight = choose(rng, rows, 30)
        # Some stand at the edge where rounding to multiples of tol would part them.
        apart = 0.8 * tol * (torch.rand(30, 4, generator=rng, dtype=torch.float64) - 0.5)
        weight = (weight + tol / 2 + apart).to(device)
        number = count(submission, weight, **kwargs)
        hint = "Rows that are within `tol` of each other count as one: compare differences with it."
        expect(number <= 5, hint)
        hint = "Rows that differ in one entry only are different: look at the largest difference."
        expect(number == 5, hint)
    weight = torch.randn(6, 3, generator=rng, dtype=torch.float64).to(device)
    number = count(submission, torch.cat([weight, -weight]))
    expect(number == 12, "A row and its opposite are different: mind the sign of a difference.")


def noise(submission, weight: torch.Tensor, scale: float, *args) -> torch.Tensor:
    """What was added to a weight, over the scale."""
    result = expect_tensor(submission.break_symmetry(weight.clone(), scale, *args)).detach()
    expect(result.shape == weight.shape, "The result of break_symmetry has another shape.")
    expect(
        torch.isfinite(result).all(), "The result of break_symmetry holds infinite or nan entries."
    )
    return (result.double() - weight.double()).cpu() / scale


def judge(z: torch.Tensor) -> None:
    """Raise a CheckFailed if numbers are not independent and standard normal."""
    expect(z.any(), "break_symmetry adds nothing to weight.")
    apart = (z - z.mean()) / z.std()
    pairs = [
        (apart[::2], apart[1::2]),
        (apart[:, ::2], apart[:, 1::2]),
        (apart[:80], apart[:80].T.roll(1, 0)),
    ]
    alike = any(2 * stats.norm.sf(abs(float((a * b).sum() / a.norm()))) < ODDS for a, b in pairs)
    expect(not alike, "The added numbers are not independent: each entry needs one of its own.")
    mean = 2 * stats.norm.sf(abs(float(z.sum())) / z.numel() ** 0.5)
    expect(mean > ODDS, "The added numbers do not have mean 0.")
    square = float(z.square().sum())
    low, high = stats.chi2.cdf(square, z.numel()), stats.chi2.sf(square, z.numel())
    hint = "The added numbers have another standard deviation than `scale`."
    expect(2 * min(low, high) > ODDS, hint)
    hint = "The added numbers are not normal: use torch.randn."
    expect(stats.kstest(z.flatten().numpy(), "norm").pvalue > ODDS, hint)


@pytest.mark.points(0.5)
def test_noise(submission, device, rng):
    """break_symmetry adds an independent normal number of the asked standard deviation to each."""
    weight = torch.randn(120, 80, generator=rng, dtype=torch.float64).to(device)
    for least in [0.1, 2]:  # where neither square nor root of a scale is the scale
        scale = least * (1 + float(torch.rand(1, generator=rng)))
        judge(noise(submission, weight, scale))


@pytest.fixture
def something(submission, device) -> None:
    """What break_symmetry adds grows with the scale, and is not the same for all entries."""
    weight = torch.zeros(20, 20, dtype=torch.float64, device=device)
    some, others = noise(submission, weight, 1.0), noise(submission, weight, 100.0)
    hint = "This counts only for a break_symmetry that adds noise of the asked size."
    expect(0.3 < others.std() < 3 and 0.3 < some.std() < 3, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_form(submission, device, rng):
    """break_symmetry leaves `weight` as it is, and its result is like it; the generator decides."""
    for shape, dtype in [
        ((3, 5), torch.float32),
        ((4, 1), torch.float64),
        ((2, 3, 4), torch.float16),
    ]:
        weight = torch.randn(*shape, generator=rng, dtype=dtype).to(device)
        before = weight.clone()
        result = expect_tensor(submission.break_symmetry(weight, 0.5))
        expect(torch.equal(weight, before), "`weight` has changed: add to a copy.")
        expect(result.shape == weight.shape, "The result must have the shape of weight.")
        expect(result.dtype == dtype, "The result must keep the dtype of weight.")
        expect(result.device == weight.device, "The result must stay on the device of weight.")
        result = expect_tensor(submission.break_symmetry(weight, 0.0))
        expect(torch.equal(result, before), "With scale 0 the result must equal weight.")
    weight = torch.zeros(5, 4, device=device)
    seed = int(torch.randint(2**31, (1,), generator=rng))
    generator = torch.Generator(device).manual_seed(seed)
    first = noise(submission, weight, 1.0, generator)
    second = noise(submission, weight, 1.0, generator)
    again = noise(submission, weight, 1.0, torch.Generator(device).manual_seed(seed))
    hint = "The generator is not used: pass it on to torch.randn."
    expect(torch.equal(first, again), hint)
    if torch.equal(first, second):
        raise CheckFailed("Two calls with one generator add the same: do not set a seed inside.")
    fresh = [noise(submission, weight, 1.0) for _ in range(2)]
    expect(not torch.equal(*fresh), "Two calls without a generator add the same numbers.")
