"""Judges `multiply_all` by the words of exercise 3, with products computed in plain Python.

> Write `multiply_all(M, factors)`, which returns `M @ factors[0] @ factors[1] @ ...`.
> Without factors the product is `M` itself.
> There may be any number of factors. Neither `M` nor the factors, nor their list, are changed.
> The matrices need not be square; they only have to fit, and where they do not, there is an error.
> The list may be empty or long, and hold a tensor twice.
"""

from collections.abc import Callable

import torch
from evidence.wrong import Wrong, call, demand

# Rounding in a product of k small matrices costs about k times the dtype's precision.
DTYPES = {torch.float64: 1e-11, torch.float32: 1e-3, torch.float16: 0.2, torch.bfloat16: 0.5}
CHAINS = [
    [(3, 3)],
    [(1, 1)],
    [(2, 5)],
    *([(3, 3)] * (count + 1) for count in (1, 2, 3, 4, 5, 8, 17, 64, 131)),
    [(1, 3), (3, 2)],
    [(4, 1), (1, 4)],
    [(2, 3), (3, 5), (5, 1)],
    [(1, 4), (4, 1), (1, 6), (6, 2)],
    [(5, 2), (2, 7), (7, 3), (3, 3), (3, 4)],
]
# No axis of length 1 among them: einsum, which some use, stretches that by itself.
MISFITS = [
    [(2, 3), (4, 5)],
    [(2, 3), (2, 3)],
    [(3, 3), (3, 3), (2, 3)],
    [(2, 3), (3, 4), (5, 6)],
    [(4, 2), (2, 2), (2, 3), (2, 4)],
]


def judge(multiply_all: Callable) -> None:
    """Try chains of every length, some with a matrix in them twice, and some that do not fit."""
    numbers = torch.Generator().manual_seed(17)

    def draw(shape: tuple[int, int], dtype: torch.dtype) -> torch.Tensor:
        matrix = torch.randn(shape, generator=numbers, dtype=torch.float64) / shape[0] ** 0.5
        return matrix.to(dtype)

    for dtype, precision in DTYPES.items():
        for shapes in CHAINS[:: 1 if dtype == torch.float64 else 3]:
            M, *factors = (draw(shape, dtype) for shape in shapes)
            _judge_one(multiply_all, M, factors, precision)
    M, a, b = (draw((3, 3), torch.float64) for _ in range(3))
    for factors in ([a, a], [a, b, a], [b, a, a, b], [M], [M, M], [a, M], [M.T, a.T]):
        _judge_one(multiply_all, M, factors, 1e-11)
    for shapes in MISFITS:
        _judge_misfit(multiply_all, [draw(shape, torch.float64) for shape in shapes])


def _product(matrices: list[list[list[float]]]) -> list[list[float]]:
    """Row times column, one matrix after the other."""
    product, *rest = matrices
    for factor in rest:
        columns = list(zip(*factor, strict=True))
        product = [
            [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
            for row in product
        ]
    return product


def _judge_one(
    multiply_all: Callable, M: torch.Tensor, factors: list[torch.Tensor], precision: float
) -> None:
    what = f"{len(factors)} factors in {M.dtype}"
    kept = [matrix.clone() for matrix in (M, *factors)]
    given = list(factors)
    result = call(multiply_all, M, given)
    demand(isinstance(result, torch.Tensor), f"the result is no tensor, for {what}")
    demand(result.dtype == M.dtype, f"the result has another dtype, for {what}")
    demand(result.device == M.device, f"the result is on another device, for {what}")
    same = len(given) == len(factors) and all(a is b for a, b in zip(given, factors, strict=True))
    demand(same, f"the list has changed, for {what}")
    demand(all(map(torch.equal, (M, *factors), kept)), f"a matrix has changed, for {what}")
    exact = _product([matrix.double().tolist() for matrix in kept])
    expected = torch.tensor(exact, dtype=torch.float64)
    demand(result.shape == expected.shape, f"the result has another shape, for {what}")
    room = precision * expected.abs().max() if factors else 0
    apart = (result.detach().double() - expected).abs()
    demand((apart <= room).all(), f"the product is another, for {what}")


def _judge_misfit(multiply_all: Callable, matrices: list[torch.Tensor]) -> None:
    M, *factors = matrices
    try:
        multiply_all(M, factors)
    except Exception:
        return
    shapes = ", ".join(str(tuple(matrix.shape)) for matrix in matrices)
    raise Wrong(f"no error for matrices that do not fit: {shapes}")
