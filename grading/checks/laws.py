"""Statistical tests of random numbers, for checks of functions that draw normal numbers.

Each `…_odds` function returns the probability of a value of its statistic that is as extreme, for
independent standard normal numbers. So a check that refuses odds below `ODDS` refuses a right
answer with this probability. Numbers are float64 tensors.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

ODDS = 1e-9
SAME = 1e-5  # numbers of about 1 that differ by less count as equal


def mean_odds(z: torch.Tensor) -> float:
    """Return the odds of the sum, which is normal."""
    return _two_sided_odds(z.sum() / z.numel() ** 0.5)


def size_odds(z: torch.Tensor) -> float:
    """Return the odds of the sum of squares, which follows a chi-squared law."""
    return float(_chi_squared_odds(z.square().sum(), z.numel()))


def part_odds(z: torch.Tensor) -> float:
    """Return the odds of the least likely sum of squares in a row or column, among all of them."""
    square = z.square()
    odds = [_chi_squared_odds(square.sum(axis), z.shape[axis]).min() for axis in (0, 1)]
    return float(min(odds)) * sum(z.shape)


def normal_scores(values: torch.Tensor) -> torch.Tensor:
    """Return normal scores: a normal quantile for the rank of each number, in the same shape.

    Equal numbers get the quantile of their middle rank.
    """
    _, places, counts = values.unique(return_inverse=True, return_counts=True)
    middles = (counts.cumsum(0) - counts / 2).double() / values.numel()
    return torch.special.ndtri(middles)[places]


def pair_odds(z: torch.Tensor) -> float:
    """Return the odds of the products of pairs in a matrix: neighbours, halves, mirrored entries.

    Given the first number of each pair, the sum of products is normal, with the sum of squares of
    these first numbers as its variance.
    """
    side = min(z.shape)
    square = z[:side, :side]
    pairs = [
        (z[: len(z) // 2 * 2 : 2], z[1::2]),
        (z[: len(z) // 2], z[-(len(z) // 2) :]),
        (z[:, : z.shape[1] // 2 * 2 : 2], z[:, 1::2]),
        (z[:, : z.shape[1] // 2], z[:, -(z.shape[1] // 2) :]),
        (square.triu(1), square.T.triu(1)),
    ]
    return min(_two_sided_odds((a * b).sum() / a.norm()) for a, b in pairs if a.any()) * len(pairs)


def shape_odds(z: torch.Tensor) -> float:
    """Return the odds of the largest number, of the distribution, and of the fourth moment.

    The odds of the largest number are exact; the others hold for many numbers.
    """
    z, count = z.flatten(), z.numel()
    beyond = 2 * torch.special.ndtr(-z.abs().max())  # of one number
    none, some = torch.exp(count * torch.log1p(-beyond)), -torch.expm1(count * torch.log1p(-beyond))
    at = torch.special.ndtr(z).sort().values
    steps = torch.arange(count + 1, dtype=at.dtype, device=at.device) / count
    gap = torch.maximum(steps[1:] - at, at - steps[:-1]).max()
    distribution = 2 * torch.exp(-2 * count * gap.square())
    # The fourth moment has a heavier tail than a normal number, hence the 0.9.
    fourth = 0.9 * (z**4 - 6 * z.square() + 3).sum() / (24 * count) ** 0.5
    return 3 * min(2 * float(min(none, some)), float(distribution), _two_sided_odds(fourth))


def has_repeats(z: torch.Tensor) -> bool:
    """Return whether more than a tenth of the absolute values are repeated.

    Less than 1 % of normal float32 numbers are. The largest absolute value is left out, because
    numbers may be clipped to it.
    """
    sizes = z.abs().flatten()
    sizes = sizes[sizes < sizes.max()]
    return len(sizes.unique()) < 0.9 * len(sizes)


def relation(draws: torch.Tensor) -> str:
    """Return the kind of equation that holds in each of many draws of a matrix; may be empty.

    With eight draws, an equation holds by chance less than once in 10^20 submissions.

    Args:
        draws: numbers of mean 0 and standard deviation 1 or so, of shape (draws, rows, columns).

    Returns:
        `constant` (an entry is always the same), `alike` (an entry follows from another one),
        `centred` (a sum is always the same), `orthogonal` (a product of two rows or columns is
        always the same) or `standardised` (a sum of squares is always the same).
    """
    return next(_relations(draws), "")


def _relations(draws: torch.Tensor) -> Iterator[str]:
    entries = draws.flatten(1)
    if _is_constant(entries).any():
        yield "constant"
        return
    apart = entries - entries.mean(0)
    alike = (apart.T @ apart) / torch.outer(apart.norm(dim=0), apart.norm(dim=0))
    if (alike.abs().fill_diagonal_(0) > 1 - SAME**2).any():
        yield "alike"
    axes = [axis for axis in (1, 2) if draws.shape[axis] > 1]
    sums = [draws.sum(axis) / draws.shape[axis] ** 0.5 for axis in axes]
    whole = entries.sum(1, keepdim=True) / entries.shape[1] ** 0.5
    if any(_is_constant(total).any() for total in [*sums, whole]):
        yield "centred"
    for matrix in (draws, draws.mT):
        if matrix.shape[2] > 1 and matrix.shape[1] > 1:
            products = (matrix[:, 1:] * matrix[:, :-1]).sum(2)
            if _is_constant(products).any():
                yield "orthogonal"
    squares = [draws.square().sum(axis) for axis in (1, 2)]
    if any(
        _is_constant(total).any() for total in [*squares, entries.square().sum(1, keepdim=True)]
    ):
        yield "standardised"


def _is_constant(values: torch.Tensor) -> torch.Tensor:
    return values.amax(0) - values.amin(0) <= SAME * values.abs().amax(0).clamp(min=1)


def _two_sided_odds(q: torch.Tensor) -> float:
    return float(2 * torch.special.ndtr(-q.abs()))


def _chi_squared_odds(square: torch.Tensor, count: int) -> torch.Tensor:
    """Return the odds of a sum of so many squares, on both sides."""
    half = torch.full_like(square, count / 2)
    below, above = (
        torch.special.gammainc(half, square / 2),
        torch.special.gammaincc(half, square / 2),
    )
    return 2 * torch.minimum(below, above)
