"""Judges `distinct_units` and `break_symmetry` by the words of exercise 1.

> `distinct_units(weight, tol=1e-6)` returns how many different units there are, as an `int`.
> Rows count as equal if no entry of the one is more than `tol` away from the same entry of the
> other. Rows that are equal come in clear groups: those of different groups are much farther apart
> than `tol`, and those of the same group never are.
> `break_symmetry(weight, scale, generator=None)` returns a copy of `weight` with a random number
> added to every entry: independent, normal, of mean 0 and standard deviation `scale`.
> The same generator in the same state gives the same numbers; None is the default one.
> The result has the shape, dtype and device of `weight`, and `weight` stays as it is.

The rows are made of whole numbers in plain Python, so that it is known which are equal.
"""

import random
from collections.abc import Callable
from typing import Any

import torch
from evidence.normals import judge_numbers
from evidence.wrong import call, demand

FAR = 40  # this many tol are much farther than tol
SHAPES = [(1, 1), (1, 5), (4, 1), (3, 4), (4, 3), (5, 5), (2, 3, 2), (6,)]


def judge(distinct_units: Callable, break_symmetry: Callable) -> None:
    """Count rows of every kind, then judge the noise's form, its source and its law."""
    _judge_counts(distinct_units, random.Random(17))
    torch.manual_seed(17)
    _judge_form(break_symmetry)
    _judge_source(break_symmetry)
    _judge_law(break_symmetry)


def _judge_counts(distinct_units: Callable, numbers: random.Random) -> None:
    for units in (1, 2, 3, 5, 12, 40):
        for inputs in (1, 2, 3, 30):
            for count in {1, 2, units // 2, units - 1, units} & set(range(1, units + 1)):
                groups = _groups(count, inputs, numbers)
                rows = groups + [numbers.choice(groups) for _ in range(units - count)]
                numbers.shuffle(rows)
                _judge_count(distinct_units, rows, count, numbers)
    for rows, count in _odd_rows():
        _judge_count(distinct_units, rows, count, numbers)
    _judge_edges(distinct_units)


def _groups(count: int, inputs: int, numbers: random.Random) -> list[list[int]]:
    """So many different rows; some of them differ from another one in a single entry."""
    found: list[list[int]] = []
    while len(found) < count:
        row = [numbers.randint(-9, 9) for _ in range(inputs)]
        if found and numbers.random() < 0.5:
            row = list(numbers.choice(found))
            row[numbers.randrange(inputs)] += numbers.randint(1, 30)
        if row not in found:
            found.append(row)
    return found


def _odd_rows() -> list[tuple[list[list[int]], int]]:
    """Rows that share sum, entries or size, and how many of them are different."""
    return [
        ([[1, 2, 3], [3, 2, 1], [2, 1, 3], [1, 2, 3]], 3),
        ([[1, 4], [4, 1], [-1, -4], [-4, -1], [1, 4]], 4),
        ([[1, 1, 1], [2, 2, 2], [-1, -1, -1], [0, 0, 0], [2, 2, 2]], 4),
        ([[0, 0], [1, 0], [0, 1], [1, 1], [-1, 1], [1, -1], [0, 0]], 6),
        ([[1000, 1000], [1001, 1000], [1000, 1001], [1001, 1000]], 3),
        ([[5, 0], [6, 0], [7, 0], [6, 0], [5, 0], [8, 0]], 4),
    ]


def _judge_count(
    distinct_units: Callable, rows: list[list[int]], count: int, numbers: random.Random
) -> None:
    """Count these rows in units of 1, and in units of some `tol` with rounding errors."""
    what = f"for {len(rows)} rows of {len(rows[0])}"
    for dtype in (torch.float32, torch.float64):
        _demand_count(distinct_units, torch.tensor(rows, dtype=dtype), count, what)
    for tol in (1e-6, 1e-3, 0.25):
        kwargs = {} if tol == 1e-6 else {"tol": tol}
        noisy = [[tol * (FAR * e + numbers.uniform(-0.48, 0.48)) for e in row] for row in rows]
        weight = torch.tensor(noisy, dtype=torch.float64)
        _demand_count(distinct_units, weight, count, f"{what} and tol={tol}", **kwargs)


def _judge_edges(distinct_units: Callable) -> None:
    """Entries that are `tol` apart are not more; 0 is a `tol`, too."""
    for dtype in (torch.float32, torch.float64):
        rows = torch.tensor([[0.0, 8.0], [0.5, 8.0], [64.0, 8.0], [64.0, 7.5]], dtype=dtype)
        _demand_count(distinct_units, rows, 2, "for entries tol apart", tol=0.5)
        rows = rows[[0, 1, 1, 3, 0]]
        _demand_count(distinct_units, rows, 3, "with tol=0", tol=0.0)


def _demand_count(
    distinct_units: Callable, weight: torch.Tensor, count: int, what: str, **kwargs: Any
) -> None:
    found = call(distinct_units, weight, **kwargs)
    demand(type(found) is int, f"the number is no int, {what}")
    demand(found == count, f"{found} units in place of {count}, {what}")


def _noisy(break_symmetry: Callable, weight: torch.Tensor, *args: Any) -> torch.Tensor:
    """What it returns, which is known to be a tensor like `weight`."""
    kept = weight.clone()
    result = call(break_symmetry, weight, *args)
    demand(isinstance(result, torch.Tensor), "the result is no tensor")
    demand(result.shape == weight.shape, f"the shape is another than {tuple(weight.shape)}")
    demand(result.dtype == weight.dtype, f"the dtype is another than {weight.dtype}")
    demand(result.device == weight.device, "the result is on another device")
    demand(torch.equal(weight, kept), "weight has changed")
    return result


def _judge_form(break_symmetry: Callable) -> None:
    for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16):
        for shape in [*SHAPES, (2, 1, 1, 3), (300, 2)]:
            weight = torch.arange(1, 1 + torch.Size(shape).numel()).reshape(shape).to(dtype)
            for scale in (0.0, 0.5, 2.0):
                result = _noisy(break_symmetry, weight, scale)
                demand(scale or torch.equal(result, weight), "with scale 0 the result is another")
                kept = weight.clone()
                result.detach().add_(1)
                demand(torch.equal(weight, kept), "the result is no copy")


def _judge_source(break_symmetry: Callable) -> None:
    weight = torch.zeros(4, 5)

    def draw(seed: int, beside: int) -> torch.Tensor:
        torch.manual_seed(beside)
        return _noisy(break_symmetry, weight, 1.0, torch.Generator().manual_seed(seed))

    first, again, other = draw(1, 2), draw(1, 3), draw(2, 2)
    demand(torch.equal(first, again), "the same generator gives other numbers")
    demand(not (first == other).any(), "another generator gives the same numbers")
    for args in [(1.0, torch.Generator()), (1.0,), (1.0, None)]:
        one, two = (_noisy(break_symmetry, weight, *args) for _ in range(2))
        demand(not (one == two).any(), "two calls add the same numbers")
    by_default = []
    for seed in (5, 5, 6):
        torch.manual_seed(seed)
        by_default.append(_noisy(break_symmetry, weight, 1.0))
    demand(torch.equal(*by_default[:2]), "torch's default generator does not decide")
    demand(not (by_default[0] == by_default[2]).any(), "torch's default generator is not used")


def _judge_law(break_symmetry: Callable) -> None:
    generator = torch.Generator().manual_seed(17)

    def noise(shape: tuple[int, ...], scale: float, *args: Any) -> torch.Tensor:
        weight = torch.randn(shape, generator=generator, dtype=torch.float64)
        return (_noisy(break_symmetry, weight, scale, *args) - weight).detach() / scale

    for shape in SHAPES:
        for args in [(), (generator,)]:
            draws = [noise(shape, 3.0, *args).flatten() for _ in range(600)]
            judge_numbers(torch.stack(draws).numpy(), f"for shape {shape}")
    for scale in (0.01, 0.3, 1.0, 7.0, 500.0):
        judge_numbers(noise((400, 60), scale, generator).numpy(), f"for scale {scale}")
