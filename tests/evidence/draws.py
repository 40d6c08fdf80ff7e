"""Judges `exploding_product` by the words of exercise 4, with thousands of draws.

> `M` and every factor are `size` × `size`, with independent standard normal entries.
> Each factor is *freshly drawn*: no two are the same sample.
> `M` is the leftmost matrix of the product, and what you return as `M` is `M` before it is
> multiplied. Everything is drawn on `device` and from `generator`, so that whoever passes the same
> generator twice, in the same state, gets the same matrices, and whoever passes none gets new ones.

Each statistic has a known law, and a value with odds below ODDS is refused. There are about a
hundred, so a right answer is refused less than once in a million times.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from evidence.wrong import call, demand
from scipy import special, stats

ODDS = 1e-8


def judge(exploding_product: Callable) -> None:
    """Judge what is returned, where it is drawn from, single matrices, and long products."""
    torch.manual_seed(17)
    _judge_form(exploding_product)
    _judge_sources(exploding_product)
    _judge_counts(exploding_product)
    _judge_entries(exploding_product)
    _judge_traces(exploding_product)
    _judge_growth(exploding_product)


def _pair(exploding_product: Callable, *args: Any, **kwargs: Any) -> tuple[torch.Tensor, ...]:
    result = call(exploding_product, *args, **kwargs)
    is_pair = isinstance(result, tuple | list) and len(result) == 2
    demand(is_pair, "it does not return M and the product")
    demand(all(isinstance(part, torch.Tensor) for part in result), "the results are no tensors")
    return tuple(part.detach() for part in result)


def _many(exploding_product: Callable, count: int, **kwargs: Any) -> list[np.ndarray]:
    """The M's and the products of many calls with one generator."""
    generator = torch.Generator().manual_seed(17)
    pairs = [_pair(exploding_product, generator=generator, **kwargs) for _ in range(count)]
    size = kwargs.get("size", 4)
    for part in (part for pair in pairs for part in pair):
        demand(part.shape == (size, size), "the results have another size")
    return [torch.stack(part).double().numpy() for part in zip(*pairs, strict=True)]


def _judge_form(exploding_product: Callable) -> None:
    for size in (1, 2, 5, 4):
        for n_factors in (0, 1, 2, 30):
            for device in ("cpu", torch.device("cpu"), None):
                pair = _pair(exploding_product, size, n_factors, device)
                for part in pair:
                    demand(part.shape == (size, size), "the results have another size")
                    demand(part.dtype == torch.float32, "the results have another dtype")
                    demand(part.device.type == "cpu", "the results are on another device")
                if n_factors == 0:
                    demand(torch.equal(*pair), "without factors the product is not M")
    demand(_pair(exploding_product)[0].shape == (4, 4), "by default the size is not 4")


def _judge_sources(exploding_product: Callable) -> None:
    """The same state of a generator gives the same matrices; another one, or none, gives others."""

    def draw(seed: int, beside: int, **kwargs: Any) -> torch.Tensor:
        torch.manual_seed(beside)
        generator = torch.Generator().manual_seed(seed)
        return torch.stack(_pair(exploding_product, generator=generator, **kwargs))

    for n_factors in (0, 1, 4, 100):
        first, again = (draw(1, beside, n_factors=n_factors) for beside in (2, 3))
        demand(torch.equal(first, again), "the same generator gives other matrices")
        demand(not torch.equal(first[0], draw(2, 2)[0]), "M is not drawn from the generator")
    default, hundred = draw(5, 1), draw(5, 1, n_factors=100)
    demand(torch.equal(default, hundred), "by default there are not 100 factors")
    generator = torch.Generator().manual_seed(3)
    for given in (None, generator):
        pairs = [_pair(exploding_product, 6, 1, generator=given) for _ in range(3)]
        factors = [np.linalg.solve(*(part.double().numpy() for part in pair)) for pair in pairs]
        for one, other in [(0, 1), (0, 2), (1, 2)]:
            demand(not torch.equal(pairs[one][0], pairs[other][0]), "two calls give the same M")
            close = np.allclose(factors[one], factors[other], rtol=0.01)
            demand(not close, "two calls give the same factor")


def _judge_counts(exploding_product: Callable) -> None:
    """Numbers, of size 1: log|product / M| has a known mean and variance, and its sign is even."""
    mean, variance = (np.log(2) + special.digamma(0.5)) / 2, special.polygamma(1, 0.5) / 4
    for n_factors in (1, 2, 3, 4, 5, 6, 9, 14):
        pairs = _many(exploding_product, 1500, size=1, n_factors=n_factors)
        M, product = (part.ravel() for part in pairs)
        demand((M != 0).all() and (product != 0).all(), "a number is 0")
        what = f"with {n_factors} numbers as factors"
        growth = np.log(abs(product / M))
        z = (growth - n_factors * mean) / (n_factors * variance) ** 0.5
        _demand_normal_mean(z, what, spread=4 + 8 / n_factors)  # twice what it is, for the tails
        _demand_normal_mean(np.sign(product), what)
        _demand_normal_mean(np.sign(product * M), what)


def _demand_normal_mean(z: np.ndarray, what: str, spread: float | None = None) -> None:
    """Refuse numbers whose mean is not 0, or with a spread (of squares) their variance not 1."""
    demand(np.isfinite(z).all(), f"numbers are not finite {what}")
    odds = 2 * stats.norm.sf(abs(z.sum()) / len(z) ** 0.5)
    demand(odds > ODDS, f"the law is another {what}")
    if spread is not None:
        squares = (z**2 - 1).sum() / (len(z) * spread) ** 0.5
        demand(2 * stats.norm.sf(abs(squares)) > ODDS, f"the spread is another {what}")


def _judge_entries(exploding_product: Callable) -> None:
    """All entries of M and of one factor are standard normal, and none goes along with another."""
    M, product = _many(exploding_product, 12000, size=3, n_factors=1)
    good = np.linalg.cond(M) < 1e3  # F is independent of M, and so of this choice
    demand(good.mean() > 0.9, "M is often singular")
    F = np.linalg.solve(M[good], product[good])
    for name, matrix in [("M", M), ("a factor", F)]:
        odds = stats.kstest(matrix.ravel(), "norm").pvalue
        demand(odds > ODDS, f"the entries of {name} are not standard normal")
        all_below = matrix.size * np.log1p(-2 * stats.norm.sf(abs(matrix).max()))
        demand(all_below > np.log(ODDS), f"no entry of {name} is large")
        for entries in matrix.reshape(len(matrix), -1).T:
            odds = stats.kstest(entries, "norm").pvalue
            demand(odds > ODDS, f"an entry of {name} is not standard normal")
    entries = np.concatenate([part.reshape(len(F), -1) for part in (M[good], F)], 1)
    for values in (entries, entries**2):
        together = np.corrcoef(values.T) - np.eye(entries.shape[1])
        odds = 2 * stats.norm.sf(abs(together).max() * len(F) ** 0.5)
        demand(odds > ODDS, "entries of M or of a factor go along with others")


def _judge_traces(exploding_product: Callable) -> None:
    """The trace of F1 F2 … is 0 in the mean, unless a factor is used again or is M."""
    for n_factors in (2, 3, 4):
        M, product = _many(exploding_product, 1500, size=3, n_factors=n_factors)
        good = np.linalg.cond(M) < 1e3
        factors = np.linalg.solve(M[good], product[good])
        for what in (factors, product):
            signs = np.sign(np.trace(what, axis1=1, axis2=2))
            _demand_normal_mean(signs, f"of the trace with {n_factors} factors")
        signs = np.sign(np.linalg.det(product[good]) * np.linalg.det(M[good]))
        _demand_normal_mean(signs, f"of the determinant with {n_factors} factors")


def _judge_growth(exploding_product: Callable) -> None:
    """By default the first row grows by a sum of 100 independent logarithms of chi's."""
    M, product = _many(exploding_product, 1500)
    with np.errstate(all="ignore"):
        growth = np.log(np.linalg.norm(product[:, 0], axis=1) / np.linalg.norm(M[:, 0], axis=1))
    mean, variance = (np.log(2) + special.digamma(2)) / 2, special.polygamma(1, 2) / 4
    z = (growth - 100 * mean) / (100 * variance) ** 0.5
    _demand_normal_mean(z, "with a hundred factors", spread=2.1)
