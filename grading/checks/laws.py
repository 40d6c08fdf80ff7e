"""Laws of independent standard normal numbers, for checks of what is random.

Each `…_odds` is how likely so extreme a value of a statistic is where the law holds, so a check
that refuses odds below `ODDS` refuses a right answer that often. Numbers are float64 tensors.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

ODDS = 1e-9
SAME = 1e-5  # numbers that differ by less, where they are about 1, are taken for one


def mean_odds(z: torch.Tensor) -> float:
    """Return the odds of the sum, which is normal."""
    return _both_sides(z.sum() / z.numel() ** 0.5)


def size_odds(z: torch.Tensor) -> float:
    """Return the odds of the sum of squares, which follows a chi-squared law."""
    return float(_chi_squared(z.square().sum(), z.numel()))


def part_odds(z: torch.Tensor) -> float:
    """Return the odds of the least likely sum of squares in a row or column, among all of them."""
    square = z.square()
    odds = [_chi_squared(square.sum(axis), z.shape[axis]).min() for axis in (0, 1)]
    return float(min(odds)) * sum(z.shape)


def normal_scores(values: torch.Tensor) -> torch.Tensor:
    """Return numbers in the order of these, spread as normal ones are, in the same shape.

    Equal numbers have the score in the middle of theirs.
    """
    _, places, counts = values.unique(return_inverse=True, return_counts=True)
    middles = (counts.cumsum(0) - counts / 2).double() / values.numel()
    return torch.special.ndtri(middles)[places]


def pair_odds(z: torch.Tensor) -> float:
    """Return the odds of the products of neighbours in a matrix, and of mirrored entries.

    Given the first of each pair, the sum of products is normal with the sum of their squares.
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
    return min(_both_sides((a * b).sum() / a.norm()) for a, b in pairs if a.any()) * len(pairs)


def shape_odds(z: torch.Tensor) -> float:
    """Return the odds of the largest number, of the distribution, and of the fourth moment.

    The law of the largest is exact; the others are those of many numbers.
    """
    z, count = z.flatten(), z.numel()
    beyond = 2 * torch.special.ndtr(-z.abs().max())  # of one number
    none, some = torch.exp(count * torch.log1p(-beyond)), -torch.expm1(count * torch.log1p(-beyond))
    at = torch.special.ndtr(z).sort().values
    steps = torch.arange(count + 1, dtype=at.dtype, device=at.device) / count
    gap = torch.maximum(steps[1:] - at, at - steps[:-1]).max()
    distribution = 2 * torch.exp(-2 * count * gap.square())
    # Its law has a heavier tail than the normal one, hence the 0.9.
    fourth = 0.9 * (z**4 - 6 * z.square() + 3).sum() / (24 * count) ** 0.5
    return 3 * min(2 * float(min(none, some)), float(distribution), _both_sides(fourth))


def has_repeats(z: torch.Tensor) -> bool:
    """Return whether more than a tenth of the sizes occur twice.

    Of float32's normals less than 1 % do. The largest size is left out, to which numbers may be cut
    off.
    """
    sizes = z.abs().flatten()
    sizes = sizes[sizes < sizes.max()]
    return len(sizes.unique()) < 0.9 * len(sizes)


def relation(draws: torch.Tensor) -> str:
    """Return an equation that holds in each of many draws of a matrix; empty where there is none.

    No equation holds by chance: of eight draws, not once in 10^20 submissions.

    Args:
        draws: of shape (draws, rows, columns), of mean 0 and standard deviation 1 or so.

    Returns:
        `constant` (an entry is always the same), `alike` (an entry follows from another one),
        `centred` (a sum is always the same), `orthogonal` (the product of two rows or columns is)
        or `standardised` (a sum of squares is).
    """
    return next(_relations(draws), "")


def _relations(draws: torch.Tensor) -> Iterator[str]:
    entries = draws.flatten(1)
    if _is_same(entries).any():
        yield "constant"
        return
    apart = entries - entries.mean(0)
    alike = (apart.T @ apart) / torch.outer(apart.norm(dim=0), apart.norm(dim=0))
    if (alike.abs().fill_diagonal_(0) > 1 - SAME**2).any():
        yield "alike"
    axes = [axis for axis in (1, 2) if draws.shape[axis] > 1]
    sums = [draws.sum(axis) / draws.shape[axis] ** 0.5 for axis in axes]
    whole = entries.sum(1, keepdim=True) / entries.shape[1] ** 0.5
    if any(_is_same(each).any() for each in [*sums, whole]):
        yield "centred"
    for matrix in (draws, draws.mT):
        if matrix.shape[2] > 1 and matrix.shape[1] > 1:
            products = (matrix[:, 1:] * matrix[:, :-1]).sum(2)
            if _is_same(products).any():
                yield "orthogonal"
    squares = [draws.square().sum(axis) for axis in (1, 2)]
    if any(_is_same(each).any() for each in [*squares, entries.square().sum(1, keepdim=True)]):
        yield "standardised"


def _is_same(values: torch.Tensor) -> torch.Tensor:
    """Which columns hold one and the same number, but for rounding."""
    return values.amax(0) - values.amin(0) <= SAME * values.abs().amax(0).clamp(min=1)


def _both_sides(q: torch.Tensor) -> float:
    """How likely a standard normal number is to be so far from 0."""
    return float(2 * torch.special.ndtr(-q.abs()))


def _chi_squared(square: torch.Tensor, count: int) -> torch.Tensor:
    """How likely so extreme a sum of so many squares is."""
    half = torch.full_like(square, count / 2)
    below, above = (
        torch.special.gammainc(half, square / 2),
        torch.special.gammaincc(half, square / 2),
    )
    return 2 * torch.minimum(below, above)
