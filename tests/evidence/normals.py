"""Judges numbers: whether they are independent and standard normal.

Each statistic has a known law, exact where the numbers are normal, and a value with odds below
ODDS is refused. A right answer meets some hundreds of them.
"""

import numpy as np
from evidence.wrong import demand
from scipy import special, stats

ODDS = 1e-8


def judge_size(z: np.ndarray, what: str) -> None:
    """Refuse numbers whose mean is not 0, or whose mean square is not 1."""
    demand(np.isfinite(z).all(), f"numbers are not finite {what}")
    demand(_odds_of_normal(z.sum() / z.size**0.5) > ODDS, f"the mean is not 0 {what}")
    square = np.square(z).sum()
    odds = 2 * min(stats.chi2.cdf(square, z.size), stats.chi2.sf(square, z.size))
    demand(odds > ODDS, f"the standard deviation is another {what}")


def judge_numbers(z: np.ndarray, what: str) -> None:
    """Refuse numbers, of shape (draws, entries), that are not all independent and normal."""
    judge_size(z, what)
    _judge_shape(z.ravel(), what)
    _judge_law(z, f"in one place {what}")
    _judge_law(z.sum(1) / z.shape[1] ** 0.5, f"in sum {what}")
    squares = np.square(z).sum(1)
    _judge_law(_as_normal(squares, z.shape[1]), f"by their sums of squares {what}")
    _judge_pairs(z, what)


def _judge_shape(z: np.ndarray, what: str) -> None:
    """Refuse numbers that are not normal, or that repeat."""
    _judge_law(z, what)
    below = z.size * np.log1p(-2 * stats.norm.sf(abs(z).max()))
    demand(below > np.log(ODDS), f"no number is large {what}")
    demand(np.exp(below) < 1 - ODDS, f"a number is too large {what}")
    demand(len(np.unique(abs(z))) > 0.9 * z.size, f"numbers are repeated {what}")


def _judge_law(z: np.ndarray, what: str) -> None:
    """Refuse columns of numbers that are not normal, by Kolmogorov's and Smirnov's test."""
    below = special.ndtr(np.sort(z, 0))
    steps = np.arange(len(z) + 1).reshape(-1, *[1] * (z.ndim - 1)) / len(z)
    apart = np.maximum(below - steps[:-1], steps[1:] - below).max()
    odds = special.kolmogorov(len(z) ** 0.5 * apart) * (z.size / len(z))
    demand(odds > ODDS, f"the numbers are not normal {what}")


def _as_normal(squares: np.ndarray, count: int) -> np.ndarray:
    """Normal numbers that grow as sums of so many squares do."""
    below = special.gammainc(count / 2, squares / 2)
    return special.ndtri(np.clip(below, 1e-15, 1 - 1e-15))


def _judge_pairs(z: np.ndarray, what: str) -> None:
    """Refuse entries or sizes that go along with others, or with those of the draw before."""
    for values in (z, _as_normal(np.square(z), 1)):
        one, other = values[:-1].ravel(), values[1:].ravel()
        odds = _odds_of_normal((one * other).sum() / np.linalg.norm(one))
        demand(odds > ODDS, f"numbers go along with those drawn before {what}")
        if z.shape[1] > 1:
            r = abs(np.corrcoef(values.T) - np.eye(z.shape[1])).max()
            t = r * ((len(z) - 2) / max(1 - r**2, 1e-15)) ** 0.5
            odds = stats.t.sf(t, len(z) - 2) * z.shape[1] ** 2
            demand(odds > ODDS, f"numbers go along with others {what}")


def _odds_of_normal(q: float) -> float:
    return float(2 * stats.norm.sf(abs(q)))
