"""exploding_product(size, n_factors, device, generator): a random matrix and its long product.

One idea a check: the form of the answer, M, one factor, several factors, their number, and the
generator. A mistake in M itself spoils what can be known of the factors, and costs them too.

Random numbers differ between devices and versions, so what is judged is their law. Each
statistic below has an exactly known law for a right answer, and is refused where a value so
extreme has odds below ODDS. There are forty such tests per submission and device: a right
answer loses a point here less than once in two million times.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest
import torch
from scipy import special, stats

from grading.checks.expect import CheckFailed, expect, expect_tensor

ODDS = 1e-8


def call(submission, device, **kwargs) -> tuple[torch.Tensor, torch.Tensor]:
    """M and the product, copied to the CPU: where they are is for `test_result` to judge."""
    M, product = matrices(submission, device, **kwargs)
    return M.cpu(), product.cpu()


def matrices(submission, device, **kwargs) -> tuple[torch.Tensor, torch.Tensor]:
    """M and the product, once they are known to be two square matrices of no absurd size.

    Their size, dtype and device are for `test_result` to judge.
    """
    largest = 4 * kwargs.get("size", 4)  # an answer without the size, 4 by 4, may be judged, too
    result = submission.exploding_product(device=device, **kwargs)
    pair = isinstance(result, tuple | list) and len(result) == 2
    expect(pair, "Return two tensors: M and the product.")
    M, product = map(expect_tensor, result)
    square = M.ndim == 2 and largest >= M.shape[0] == M.shape[1] > 0
    expect(square and M.shape == product.shape, "Both must be size by size matrices.")
    expect(not (M.is_complex() or product.is_complex()), "The result is complex.")
    expect(torch.isfinite(M).all(), "M holds infinite or nan entries.")
    return M.detach(), product.detach()


def draw_seed(rng: torch.Generator) -> int:
    """A seed for a generator of the submission's."""
    return int(torch.randint(2**31, (1,), generator=rng))


def sample(
    submission, device, rng: torch.Generator, count: int, **kwargs
) -> tuple[torch.Tensor, torch.Tensor]:
    """The M's and products of many calls, each with a generator of its own.

    Returns:
        Two float64 tensors on the CPU, of shape (count, size, size).
    """
    generators = [torch.Generator(device).manual_seed(draw_seed(rng)) for _ in range(count)]
    return stacked([call(submission, device, generator=each, **kwargs) for each in generators])


def stacked(pairs: list[tuple[torch.Tensor, torch.Tensor]]) -> tuple[torch.Tensor, torch.Tensor]:
    """The M's and the products of several calls: float64, on the CPU, (count, size, size)."""
    same = all(M.shape == pairs[0][0].shape for M, _ in pairs)
    expect(same, "The size of M changes from call to call.")
    M, product = (torch.stack([m.double() for m in part]) for part in zip(*pairs, strict=True))
    return M, product


def draw(submission, device, seed: int, **kwargs) -> torch.Tensor:
    """M and the product, drawn from a generator that starts with this seed."""
    return torch.stack(end_of(submission, device, seed, **kwargs)[0])


def end_of(
    submission, device, seed: int, **kwargs
) -> tuple[tuple[torch.Tensor, torch.Tensor], torch.Tensor]:
    """M and the product, and the state that a generator with this seed is left in."""
    generator = torch.Generator(device).manual_seed(seed)
    return call(submission, device, generator=generator, **kwargs), generator.get_state()


def is_standard_normal(numbers: torch.Tensor) -> bool:
    """Whether mean, variance, shape and largest fit independent standard normal numbers.

    All by exact laws. Of ten thousand such numbers the largest is nearly always beyond 3.

    Args:
        numbers: of shape (count, size, size). Mean and variance of a matrix must vary, too: they do
            not if each was brought to mean 0 and variance 1.
    """
    if not torch.isfinite(numbers).all():
        return False
    z = numbers.flatten().numpy()
    mean = 2 * stats.norm.sf(abs(z.sum()) / len(z) ** 0.5)
    square_sum = (z**2).sum()
    variance = both_ends(square_sum, len(z))
    shape = stats.kstest(z, "norm").pvalue
    below = len(z) * np.log1p(-2 * stats.norm.sf(abs(z).max()))  # log odds that all are
    largest = 2 * min(np.exp(below), -np.expm1(below))
    by_matrix = numbers.flatten(1)
    sums = by_matrix.sum(1).numpy() / by_matrix.shape[1] ** 0.5  # standard normal, as these are:
    squares = stats.norm.ppf(stats.chi2.cdf((by_matrix**2).sum(1).numpy(), by_matrix.shape[1]))
    vary = min(both_ends((each**2).sum(), len(each)) for each in (sums, squares))
    return bool(min(mean, variance, shape, largest, vary) > ODDS)


def both_ends(square_sum: float, count: int) -> float:
    """The odds of a sum of so many squares of standard normal numbers that is so far out."""
    return 2 * min(stats.chi2.sf(square_sum, count), stats.chi2.cdf(square_sum, count))


def are_alike(some: torch.Tensor, others: torch.Tensor) -> bool:
    """Whether numbers go along with others, too well for independent standard normal ones."""
    # Given the first, the sum of products is normal with variance |some|^2.
    together = float((some * others).sum() / some.norm())
    return bool(2 * stats.norm.sf(abs(together)) < ODDS)


def has_pattern(F: torch.Tensor) -> bool:
    """Whether entries repeat: across the diagonal, in the next row or column, or along diagonals.

    Args:
        F: of shape (count, size, size) with an even size.
    """
    i, j = torch.triu_indices(*F.shape[1:], offset=1)
    pairs = [(F[:, i, j], F[:, j, i])]
    for part in (F, F.mT):
        pairs += [(part[:, ::2], part[:, 1::2].roll(shift, 2)) for shift in (-1, 0, 1)]
    return any(are_alike(*pair) for pair in pairs)


def is_coarse(numbers: torch.Tensor) -> bool:
    """Whether the numbers were rounded to half precision, where every other one is far from it."""
    return any(
        ((numbers - numbers.to(half)).abs() < 1e-4 * numbers.abs()).double().mean() > 0.9
        for half in (torch.float16, torch.bfloat16)
    )


def what_is_wrong(M: torch.Tensor, product: torch.Tensor, F: torch.Tensor) -> str:
    """A hint for a product with one factor that is not M times a standard normal F."""
    if not torch.isfinite(product).all():
        return "With one factor the product is infinite or nan: count the factors."
    well_posed = (torch.linalg.cond(product) < 1e4).all()
    if well_posed and is_standard_normal(torch.linalg.solve(product, M)):
        return "The results are swapped: M comes first, then the product."
    if is_standard_normal(product):
        return "M is not in the product: start the product from M."
    if is_standard_normal(torch.linalg.solve(M, product, left=False)):
        return "The factor stands on the left of M: it belongs on the right side."
    if is_standard_normal(product / M):
        return "Multiply matrices with `@`: `*` is element by element."
    if has_pattern(F / F.std()):
        return "The entries of the factor are not independent: some follow from others."
    if is_standard_normal(F / F.std()):
        return "The factor has another scale: its entries must have variance 1."
    return "The factor is not a standard normal matrix on the right of M: see its scale and number."


@pytest.fixture
def something(submission, device) -> None:
    """The size of the product follows from the number of factors, or it becomes M without any.

    So it does where the law is nearly right, but not with constants, M twice or noise.
    """
    growth = []
    for _ in range(3):
        (_, few), (M, many) = (call(submission, device, n_factors=n) for n in (2, 40))
        *before, after = (end.double().norm().log() for end in (few, M, many))
        growth.append(after - torch.stack(before))  # since two factors, and since M
    runs = torch.stack(growth)
    if runs.isfinite().all() and any((runs > 5).all(0) | (runs < -5).all(0)):
        return
    hint = "This counts only for a product that follows from M and the number of factors."
    expect(not torch.equal(M, many), hint)
    M, product = call(submission, device, n_factors=0)
    expect(torch.equal(M, product), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_result(submission, device):
    """It returns M and the product: of the size asked for, the default dtype, on the device."""
    for size in [4, 1, 7]:
        for tensor in matrices(submission, device, size=size, n_factors=3):
            expect(tensor.shape == (size, size), "M and the product must be size by size.")
            hint = "M and the product must be of torch's default dtype, which is float32."
            expect(tensor.dtype == torch.float32, hint)
            expect(tensor.device == device, "M or the product is on the wrong device.")
    expect(call(submission, device)[0].shape == (4, 4), "Without a size they must be 4 by 4.")
    M, _ = submission.exploding_product(3, 2, device)
    expect(M.shape == (3, 3), "The arguments must stay in their order: size comes first.")
    M, _ = submission.exploding_product(n_factors=2)
    expect(M.device.type == "cpu", "Without a device they must be on torch's default one.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_start(submission, device, rng):
    """M is a matrix of independent standard normal numbers, and without factors the product."""
    M, product = sample(submission, device, rng, 20, size=24, n_factors=0)
    hint = "Without factors the product must be M: count the factors, and do not draw M again."
    expect(torch.equal(M, product), hint)
    hint = "The entries of M are not independent: some follow from others."
    expect(not has_pattern((M - M.mean()) / M.std()), hint)
    hint = "The entries of M are not standard normal: use torch.randn."
    expect(is_standard_normal(M), hint)
    expect(not is_coarse(M), "The entries of M have been rounded to half precision.")


@pytest.mark.points(0.5)
def test_one_factor(submission, device, rng):
    """One factor is one matrix of independent standard normal numbers, on the right of M."""
    # M^-1 (M F) = F. Rounding in float32 moves F by about cond(M) * 1e-7, so M's that are nearly
    # singular are passed over; F is independent of M, and so of the choice.
    M, product = sample(submission, device, rng, 20, size=24, n_factors=1)
    good = torch.linalg.cond(M) < 1e4
    expect(good.any(), "M is singular: its entries are not independent.")
    M, product = M[good], product[good]
    hint = "The product with one factor is M: is a factor missing, or M overwritten by the product?"
    expect((product != M).any((1, 2)).all(), hint)
    F = torch.linalg.solve(M, product)
    if not is_standard_normal(F):
        raise CheckFailed(what_is_wrong(M, product, F))
    hint = "The factor or the product has been rounded to half precision."
    expect(not is_coarse(F) and not is_coarse(product), hint)
    hint = "The entries of the factor are not independent: some follow from others."
    expect(not has_pattern(F), hint)
    expect(not are_alike(M, F), "The factor is not drawn afresh: it resembles M.")
    # A second one stands on the right, too: where it is on the left of M, M^-1 times the product is
    # no product of two such matrices, and its rows differ much more in length.
    M, product = sample(submission, device, rng, 20, size=24, n_factors=2)
    good = torch.linalg.cond(M) < 1e4
    rows = torch.linalg.solve(M[good], product[good])[:, 0].norm(dim=1).log()
    around = (standardized(rows, M.shape[-1], n_factors=2) ** 2).sum()
    hint = "Each factor belongs on the right side of the product so far, as in product @ factor."
    # Halved, as the tails of these logarithms are longer than a normal law's; there it is 75 times
    # what it should be.
    expect(stats.chi2.sf(around / 2, len(rows)) > ODDS, hint)


@pytest.mark.points(0.5)
@pytest.mark.usefixtures("something")
def test_fresh_factors(submission, device, rng):
    """Each factor is drawn afresh."""
    hint = "The same sample is used more than once: draw inside of the loop."
    # det(F1 F2) is positive or negative with equal odds if F1 and F2 are independent (turn the
    # sign of a row), and det(F F) is never negative: the odds of 30 such in a row are 2^-30.
    M, product = sample(submission, device, rng, 30, n_factors=2)
    expect(are_even(torch.det(product).sign() * torch.det(M).sign()), hint)
    # Matrices of size 1 are numbers. The sign of their product is even, too, and its logarithm is
    # a sum of a hundred: were some of them the same, its variance would be larger.
    M, product = sample(submission, device, rng, 120, size=1, n_factors=100)
    expect(are_even(product.sign() * M.sign()) or not are_even(M.sign()), hint)
    if M.shape[1:] == (1, 1):  # else `test_result` says so
        growth = (product / M).abs().clamp(1e-45, 1e45)  # float32 ends there, or M, where swapped
        z = standardized(growth.log().flatten(), 1)
        around = ((z - z.mean()) ** 2).sum()
        expect(stats.chi2.sf(around, len(z) - 1) > ODDS, hint)
    # And each factor takes numbers of its own from the generator. (Where even the first takes
    # none, they are drawn ahead, and only the laws can tell.)
    seed = draw_seed(rng)
    ends = [end_of(submission, device, seed, size=1, n_factors=n) for n in range(103)]
    stays = [torch.equal(before, after) for (_, before), (_, after) in pairwise(ends)]
    expect(stays[0] or not any(stays), hint)
    # However they are drawn: where a further factor leaves the others as they were, it is the
    # quotient of two products. That three pairs of 102 agree in six digits has odds below 1e-8.
    starts, products = (part.flatten() for part in stacked([pair for pair, _ in ends]))
    exact = products[1:].abs() > 1e-36  # smaller numbers have fewer digits in float32
    factors = (products[1:] / products[:-1])[exact]
    same = (factors - factors[:, None]).abs() < 1e-6 * factors.abs()
    known = (starts == starts[0]).all() and stats.kstest(factors.numpy(), "norm").pvalue > ODDS
    expect(not known or is_coarse(factors) or same.triu(1).sum() < 3, hint)
    # Nor does it end early where the product is large: float32 goes on to 3e38, size 4 to 1e34.
    (_, before), (_, after) = (end_of(submission, device, seed, n_factors=n) for n in (140, 141))
    hint = "With 140 factors the last one is not drawn: do not end early."
    expect(stays[0] or not torch.equal(before, after), hint)


def are_even(signs: torch.Tensor) -> bool:
    """Whether both signs are as frequent; 0, which shows nothing, may count as either."""
    counts = (signs > 0).sum(), (signs >= 0).sum()
    return bool(min(stats.binomtest(int(n), signs.numel()).pvalue for n in counts) > ODDS)


def standardized(growth: torch.Tensor, size: int, n_factors: int = 100) -> np.ndarray:
    """How far log|v F1...Fn| - log|v| is from its mean, in standard deviations.

    For a row v it is a sum of n independent halves of log chi^2(N), with the size N: its mean
    is n (ln 2 + psi(N/2)) / 2 and its variance n psi_1(N/2) / 4. As a sum of 100, or for a large N,
    it is all but normal, sums over many runs even more so.
    """
    mean = n_factors * (np.log(2) + special.digamma(size / 2)) / 2
    return (growth.numpy() - mean) / (n_factors * special.polygamma(1, size / 2) / 4) ** 0.5


@pytest.mark.points(0.25)
def test_growth(submission, device, rng):
    """By default M is multiplied by a hundred factors, and grows as such products do."""
    hint = "The product grows at another pace: check the number of factors and their scale."
    M, product = sample(submission, device, rng, 40)
    growth = (product[:, 0].norm(dim=1) / M[:, 0].norm(dim=1)).log()
    expect(torch.isfinite(growth).all(), hint)
    expect(len(growth.unique()) > 1, "Two calls give the same matrices: do not set a seed inside.")
    z = standardized(growth, 4)
    expect(2 * stats.norm.sf(abs(z.sum()) / len(z) ** 0.5) > ODDS, hint)
    expect(stats.chi2.sf((z**2).sum(), len(z)) > ODDS, hint)
    # The law alone cannot tell 100 from 101; the same draws can.
    seed = draw_seed(rng)
    default, hundred = (
        draw(submission, device, seed, **given) for given in ({}, {"n_factors": 100})
    )
    again = draw(submission, device, seed)
    repeats = torch.equal(default, again)  # else `test_generator` says so
    expect(not repeats or torch.equal(default, hundred), "By default there are 100 factors.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_generator(submission, device, rng):
    """Everything is drawn from the generator: the same one twice gives the same matrices."""
    seed = draw_seed(rng)
    (first, left), (again, _), (other, _) = (
        end_of(submission, device, start, n_factors=25) for start in (seed, seed, seed + 1)
    )
    hint = "The same generator gives other matrices: pass generator=generator to every draw."
    expect(all(map(torch.equal, first, again)), hint)
    hint = "Another generator gives the same matrices: draw from the one that is passed."
    expect(not all(map(torch.equal, first, other)), hint)
    hint = "The generator is left as it was: let each draw take numbers from it."
    fresh = torch.Generator(device).manual_seed(seed).get_state()
    expect(not torch.equal(left, fresh), hint)
    # A score of times: a seed may be set to one of a few dozen.
    M, product = stacked([call(submission, device, n_factors=2) for _ in range(20)])
    seeded = "default seed" in submission.changed_modes
    expect(not seeded, "torch.manual_seed changes what others draw: do not set a seed inside.")
    hint = "Without a generator draw from torch's default one: generator=None does that."
    expect(device.type != "cpu" or submission.drew_by_default, hint)
    hint = "Without a generator two calls give the same M: do not set a seed inside."
    expect(len(M.unique(dim=0)) == len(M), hint)
    pairs = combinations(torch.linalg.pinv(M) @ product, 2)
    same = any(torch.allclose(*pair, rtol=0.01) for pair in pairs)
    hint = "Without a generator two calls give the same factors: do not set a seed inside."
    expect(torch.equal(M, product) or not same, hint)  # of an M that was overwritten others say so
