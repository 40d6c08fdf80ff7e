"""exploding_product(size, n_factors, device, generator): a random matrix and its long product.

One idea a check: the form of the answer, M, one factor, several factors, their number, and the
generator. A mistake in M itself spoils what can be known of the factors, and costs them too.

Random numbers differ between devices and versions, so what is judged is their law. Each
statistic below has an exactly known law for a right answer, and is refused where a value so
extreme has odds below ODDS. There are ten such tests per submission and device: a right answer
loses a point here once in ten million times.
"""

import pytest
import torch
from scipy import stats

from grading.checks.expect import CheckFailed, expect, expect_tensor

ODDS = 1e-8


def call(submission, device, **kwargs) -> tuple[torch.Tensor, torch.Tensor]:
    """M and the product, once they are known to be two square matrices.

    Their size, dtype and device are for `test_result` to judge.
    """
    result = submission.exploding_product(device=device, **kwargs)
    pair = isinstance(result, tuple | list) and len(result) == 2
    expect(pair, "Return two tensors: M and the product.")
    M, product = map(expect_tensor, result)
    square = M.ndim == 2 and M.shape[0] == M.shape[1] > 0
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
    """The M's and products of many calls that go on with the same generator.

    Returns:
        Two float64 tensors on the CPU, of shape (count, size, size).
    """
    generator = torch.Generator(device).manual_seed(draw_seed(rng))
    draws = [call(submission, device, generator=generator, **kwargs) for _ in range(count)]
    same = all(M.shape == draws[0][0].shape for M, _ in draws)
    expect(same, "The size of M changes from call to call.")
    M, product = (
        torch.stack([m.double().cpu() for m in part]) for part in zip(*draws, strict=True)
    )
    return M, product


def draw(submission, device, seed: int, **kwargs) -> torch.Tensor:
    """M and the product, drawn from a generator that starts with this seed."""
    generator = torch.Generator(device).manual_seed(seed)
    return torch.stack(call(submission, device, generator=generator, **kwargs))


def is_standard_normal(numbers: torch.Tensor) -> bool:
    """Whether mean, variance and shape fit independent standard normal numbers, by exact laws."""
    if not torch.isfinite(numbers).all():
        return False
    z = numbers.flatten().numpy()
    mean = 2 * stats.norm.sf(abs(z.sum()) / len(z) ** 0.5)
    square_sum = (z**2).sum()
    variance = 2 * min(stats.chi2.sf(square_sum, len(z)), stats.chi2.cdf(square_sum, len(z)))
    shape = stats.kstest(z, "norm").pvalue
    return bool(min(mean, variance, shape) > ODDS)


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
    if is_standard_normal(F / F.std()):
        return "The factor has another scale: its entries must have variance 1."
    return "The factor is not a standard normal matrix on the right of M: see its scale and number."


@pytest.mark.points(0.25)
def test_result(submission, device):
    """It returns two tensors, M and the product, of the size asked for and on the device."""
    for size in [4, 1, 7]:
        for tensor in call(submission, device, size=size, n_factors=3):
            expect(tensor.shape == (size, size), "M and the product must be size by size.")
            expect(tensor.dtype.is_floating_point, "M and the product must be floating-point.")
            expect(tensor.device == device, "M or the product is on the wrong device.")
    expect(call(submission, device)[0].shape == (4, 4), "Without a size they must be 4 by 4.")


@pytest.mark.points(0.25)
def test_start(submission, device, rng):
    """M is a matrix of standard normal numbers, and without factors the product."""
    M, product = sample(submission, device, rng, 20, size=16, n_factors=0)
    hint = "Without factors the product must be M: count the factors, and do not draw M again."
    expect(torch.equal(M, product), hint)
    hint = "The entries of M are not standard normal: use torch.randn."
    expect(is_standard_normal(M), hint)


@pytest.mark.points(0.5)
def test_one_factor(submission, device, rng):
    """One factor is one matrix of standard normal numbers, on the right of M."""
    # M^-1 (M F) = F. Rounding in float32 moves F by about cond(M) * 1e-7, so M's that are nearly
    # singular are passed over; F is independent of M, and so of the choice.
    M, product = sample(submission, device, rng, 20, size=16, n_factors=1)
    good = torch.linalg.cond(M) < 1e4
    expect(good.any(), "M is singular: its entries are not independent.")
    M, product = M[good], product[good]
    hint = "The product with one factor is M: is a factor missing, or M overwritten by the product?"
    expect((product != M).any((1, 2)).all(), hint)
    F = torch.linalg.solve(M, product)
    if not is_standard_normal(F):
        raise CheckFailed(what_is_wrong(M, product, F))
    # Sum of M_ij F_ij, given M, is normal with variance |M|^2.
    together = (M * F).sum((1, 2)) / M.norm(dim=(1, 2))
    odds = 2 * stats.norm.sf(float(together.sum().abs()) / len(together) ** 0.5)
    expect(odds > ODDS, "The factor is not drawn afresh: it resembles M.")


@pytest.mark.points(0.5)
def test_fresh_factors(submission, device, rng):
    """Each factor is drawn afresh."""
    # det(F1 F2) is positive or negative with equal odds if F1 and F2 are independent (turn the
    # sign of a row), and det(F F) is never negative: the odds of 40 such in a row are 2^-40.
    M, product = sample(submission, device, rng, 40, n_factors=2)
    signs = torch.det(product).sign() * torch.det(M).sign()
    counts = (signs > 0).sum(), (signs >= 0).sum()  # a singular matrix shows nothing either way
    odds = min(stats.binomtest(int(count), len(M)).pvalue for count in counts)
    expect(odds > ODDS, "The same sample is used more than once: draw inside of the loop.")


@pytest.mark.points(0.25)
def test_growth(submission, device, rng):
    """By default M is multiplied by a hundred factors, and grows as such products do."""
    # For a row v, log|v F1...Fn| - log|v| is a sum of n independent halves of log chi^2(N): its
    # mean is n (ln 2 + psi(N/2)) / 2 and its variance n psi_1(N/2) / 4 (for N = 4, n = 100:
    # 55.8 and 16.1). As a sum of 100 it is all but normal, the mean of 40 runs even more so.
    hint = "The product grows at another pace: check the number of factors and their scale."
    M, product = sample(submission, device, rng, 40)
    growth = (product[:, 0].norm(dim=1) / M[:, 0].norm(dim=1)).log()
    expect(torch.isfinite(growth).all(), hint)
    expect(len(growth.unique()) > 1, "Two calls give the same matrices: do not set a seed inside.")
    n, half = 100, torch.tensor(2.0, dtype=torch.float64)
    mean = n * (torch.tensor(2.0).log() + torch.digamma(half)) / 2
    variance = n * torch.polygamma(1, half) / 4
    z = ((growth - mean) / variance.sqrt()).numpy()
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
def test_generator(submission, device, rng):
    """Everything is drawn from the generator: the same one twice gives the same matrices."""
    seed = draw_seed(rng)
    first, again, other = (
        draw(submission, device, start, n_factors=3) for start in (seed, seed, seed + 1)
    )
    hint = "The same generator gives other matrices: pass generator=generator to every draw."
    expect(torch.equal(first, again), hint)
    hint = "Another generator gives the same matrices: draw from the one that is passed."
    expect(not torch.equal(first, other), hint)
    M, M_again = (call(submission, device)[0] for _ in range(2))
    hint = "Without a generator two calls give the same M: do not set a seed inside."
    expect(not torch.equal(M, M_again), hint)
