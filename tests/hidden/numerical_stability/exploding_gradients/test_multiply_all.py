"""multiply_all(M, factors): M times each factor in turn, from left to right.

The values are judged by `test_product`, once more for other numbers of factors, and where there
are none. The other checks ask how the function treats its arguments, whatever the product; they
are about form, and count only for a function that makes something of the factors.
"""

from contextlib import suppress
from itertools import combinations

import pytest
import torch

from grading.checks.expect import CallRaised, CheckFailed, assert_close, expect, expect_tensor


def draw(rng: torch.Generator, rows: int, columns: int, device: torch.device) -> torch.Tensor:
    """A float64 matrix of standard normal numbers."""
    return torch.randn(rows, columns, generator=rng, dtype=torch.float64).to(device)


def chain(M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """M @ factors[0] @ factors[1] @ …"""
    return torch.linalg.multi_dot([M, *factors]) if factors else M


# Rounding errors of a product of k float64 matrices, relative to its largest entry, are near
# k * 1e-16; grouping the factors in another way is as good. 1e-9 is far above that and below any
# mistake. A result of another dtype is less exact, and for `test_dtypes` to judge.
ROOM = {torch.float64: 1e-9, torch.float32: 1e-3}


def expect_product(
    result: torch.Tensor, M: torch.Tensor, factors: list[torch.Tensor], hint: str
) -> None:
    expected, room = chain(M, factors), ROOM.get(result.dtype, 0.1)
    result = result.to(M)
    if result.shape == expected.shape:
        ratio = result / expected
        if torch.allclose(ratio, torch.ones_like(ratio), rtol=1e-3):
            hint = "The product is right to a few digits only: keep the dtype of M."
        elif ratio.any() and torch.allclose(ratio, ratio.mean()):
            hint = "The product is a multiple of the right one: do not rescale it."
    assert_close(result, expected, hint, rtol=0, atol=room * float(expected.abs().max()))


def call(submission, M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """The product; copies are sent, so what is done to them is lost.

    What is the same matrix in the list is the same in the copy.
    """
    copies = {id(factor): factor.clone() for factor in factors}
    sent = [copies[id(factor)] for factor in factors]
    return expect_tensor(submission.multiply_all(M.clone(), sent)).detach().to(M.device)


@pytest.fixture
def something(submission, device, rng) -> None:
    """The result follows from the factors, and is no multiple of an argument.

    So it is where the product is nearly right, but not with a constant, M itself or noise.
    """
    M, *factors = (draw(rng, 3, 3, device) for _ in range(7))
    lists = [factors[:2], factors[2:4], factors[4:]]
    results = [call(submission, M, chosen).to(M) for chosen in lists]
    again = [call(submission, M, chosen).to(M) for chosen in lists]
    follows = all(map(torch.equal, results, again))
    differ = not any(torch.equal(*pair) for pair in combinations(results, 2))
    given = any(is_multiple(result, argument) for result in results for argument in (M, *factors))
    hint = "This counts only for a function whose result is made of the factors."
    expect(follows and differ and not given, hint)


def is_multiple(result: torch.Tensor, argument: torch.Tensor) -> bool:
    """Whether a result is only an argument times a number, or holds no numbers at all."""
    if result.shape != argument.shape:
        return False
    ratio = result / argument
    return not ratio.isfinite().all() or torch.allclose(ratio, ratio.mean())


@pytest.mark.points(0.75)
def test_product(submission, device, rng):
    """M stands on the left, and the factors follow in their order, square or not."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(4))
    result = call(submission, M, factors)
    for other, hint in [
        (chain(factors[-1], [*factors[-2::-1], M]), "The product is the wrong way round: M first."),
        (chain(factors[0], [*factors[1:], M]), "The product starts on the right: M comes first."),
        (chain(M, factors[::-1]), "The factors are in reverse order."),
        (chain(M, factors[:-1]), "The last factor is missing."),
        (chain(M, factors[1:]), "The first factor is missing."),
        (chain(factors[0], factors[1:]), "M is missing: the product begins with it."),
        (M * factors[0] * factors[1] * factors[2], "Multiply matrices: `*` is element by element."),
        (chain(M, [factor.T for factor in factors]), "The factors are transposed."),
        (M + sum(factors), "The factors are added, not multiplied."),
        (chain(M, [factors[0]] * 3), "The same factor is used again and again."),
        (chain(M, factors[:1]), "Only the first factor is used: does the loop end too early?"),
        (M @ factors[-1], "Only the last factor is used: keep the product so far."),
        (M, "The factors are not used."),
    ]:
        other = other.to(result)
        expect(result.shape != other.shape or not torch.allclose(result, other, rtol=1e-3), hint)
    expect_product(result, M, factors, "Multiply by one factor after the other, each once.")
    for shapes, hint in [
        ([(2, 3), (3, 5), (5, 1)], "Try a 2x3 matrix times a 3x5 one."),
        ([(1, 3), (3, 4)], "Try a 1x3 matrix times a 3x4 one: the product is 1x4."),
    ]:
        M, *factors = (draw(rng, *shape, device) for shape in shapes)
        expect_product(call(submission, M, factors), M, factors, hint)


@pytest.mark.points(0.25)
def test_any_number(submission, device, rng):
    """Any number of factors will do, and one and the same matrix may be among them twice."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(131))
    hint = "With fewer or more factors the product is wrong: multiply by each of them, in a loop."
    for count in [1, 2, 7, 130]:
        expect_product(call(submission, M, factors[:count]), M, factors[:count], hint)
    first, second, *_ = factors
    hint = "Where a matrix is in the list twice, multiply by it twice."
    for twice in [[first, second, first], [first, first]]:
        expect_product(call(submission, M, twice), M, twice, hint)
    small = [factor / 100 for factor in factors[:15]]
    hint = "Where the product becomes very small it is wrong: leave its entries as they are."
    expect_product(call(submission, M, small), M, small, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_no_factors(submission, device, rng):
    """Without factors the product is M itself."""
    M = draw(rng, 3, 3, device)
    result = call(submission, M, [])
    hint = "Without factors, give M back as it is."
    assert_close(result, M.to(result.dtype), hint, rtol=0, atol=0)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_misfits(submission, device, rng):
    """Matrices whose shapes do not fit raise an error."""
    chains = [[(2, 3), (4, 5), (6, 7)], [(2, 3), (3, 4), (5, 6), (7, 8)]]
    # After these two, a matrix that would fit if it were transposed, multiplied the other way round
    # or by element, or reshaped; and one that fits what comes of it.
    for misfit, last in [((5, 4), (5, 6)), ((5, 2), (4, 6)), ((2, 4), (4, 6)), ((8, 3), (6, 2))]:
        chains.append([(2, 3), (3, 4), misfit, last])
    for shapes in chains:
        M, *factors = (draw(rng, *shape, device) for shape in shapes)
        try:
            submission.multiply_all(M, factors)
        except CallRaised:
            continue
        raise CheckFailed("Shapes that do not fit must raise an error: leave that to `@`.")


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_leaves_no_trace(submission, device, rng):
    """Neither M nor the factors are changed."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    kept = [M.clone(), *(factor.clone() for factor in factors)]
    submission.multiply_all(M, factors)
    hint = "The list of factors has changed: pop and append change it."
    expect(len(factors) == 2, hint)
    expect(torch.equal(M, kept[0]), "M has changed: do not multiply in place.")
    graphs = [matrix.requires_grad for matrix in (M, *factors)]
    expect(not any(graphs), "A matrix requires gradients now: work on copies, or leave that out.")
    same = all(map(torch.equal, factors, kept[1:]))
    expect(same, "A factor has changed: do not multiply in place.")
    none: list[torch.Tensor] = []
    with suppress(CallRaised):  # `test_no_factors` says so
        submission.multiply_all(M, none)
    expect(not none, hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_dtypes(submission, device, rng):
    """The product keeps the dtype and the device of M."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    for dtype in [torch.float64, torch.float32, torch.float16, torch.bfloat16]:
        rounded = [factor.to(dtype) for factor in factors]
        result = expect_tensor(submission.multiply_all(M.to(dtype), rounded))
        expect(result.dtype == dtype, "The product must keep the dtype of M.")
        expect(result.device == M.device, "The product must stay on the device of M.")
