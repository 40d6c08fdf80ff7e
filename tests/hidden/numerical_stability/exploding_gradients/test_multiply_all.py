"""multiply_all(M, factors): M times each factor in turn, from left to right.

The values are judged by `test_product`, half of the points, and once more where there are no
factors. The other checks ask how the function treats its arguments, whatever the product.
"""

import pytest
import torch

from grading.checks.expect import assert_close, expect, expect_tensor


def draw(rng: torch.Generator, rows: int, columns: int, device: torch.device) -> torch.Tensor:
    """A float64 matrix of standard normal numbers."""
    return torch.randn(rows, columns, generator=rng, dtype=torch.float64).to(device)


def chain(M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """M @ factors[0] @ factors[1] @ …"""
    return torch.linalg.multi_dot([M, *factors]) if factors else M


# Rounding errors of a product of k matrices, relative to its largest entry, are near k * 1e-16;
# grouping the factors in another way is as good. 1e-9 is far above that and below any mistake.
def expect_product(
    result: torch.Tensor, M: torch.Tensor, factors: list[torch.Tensor], hint: str
) -> None:
    expected = chain(M, factors)
    if result.shape == expected.shape:
        ratio = result / expected
        if torch.allclose(ratio, torch.ones_like(ratio), rtol=1e-3):
            hint = "The product is right to a few digits only: keep the dtype of M."
        elif torch.allclose(ratio, ratio.mean()):
            hint = "The product is a multiple of the right one: do not rescale it."
    assert_close(result, expected, hint, rtol=0, atol=1e-9 * float(expected.abs().max()))


def call(submission, M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """The product in M's dtype and device; copies are sent, so what is done to them is lost."""
    copies = [factor.clone() for factor in factors]
    return expect_tensor(submission.multiply_all(M.clone(), copies)).detach().to(M)


@pytest.mark.points(1)
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
        expect(result.shape != other.shape or not torch.allclose(result, other), hint)
    expect_product(result, M, factors, "Multiply by one factor after the other, each once.")
    M, factors = draw(rng, 2, 3, device), [draw(rng, 3, 5, device), draw(rng, 5, 1, device)]
    result = call(submission, M, factors)
    expect_product(result, M, factors, "Try a 2x3 matrix times a 3x5 one.")


def multiply(submission, M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """The product, once it is known to be more than M or zero: else no check has been earned."""
    before = M.clone()
    result = expect_tensor(submission.multiply_all(M, factors))
    expect(result.count_nonzero() > 0, "The product is zero.")
    expect(not torch.equal(result, before), "The factors are not used.")
    return result


@pytest.mark.points(0.25)
def test_no_factors(submission, device, rng):
    """Without factors the product is M itself."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    multiply(submission, M.clone(), [factor.clone() for factor in factors])
    result = call(submission, M, [])
    assert_close(result, M, "Without factors, give M back as it is.", rtol=0, atol=0)


@pytest.mark.points(0.5)
def test_leaves_no_trace(submission, device, rng):
    """Neither M nor the factors are changed."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    kept = [M.clone(), *(factor.clone() for factor in factors)]
    multiply(submission, M, factors)
    expect(len(factors) == 2, "The list of factors has changed: pop and append change it.")
    expect(torch.equal(M, kept[0]), "M has changed: do not multiply in place.")
    same = all(map(torch.equal, factors, kept[1:]))
    expect(same, "A factor has changed: do not multiply in place.")


@pytest.mark.points(0.25)
def test_dtypes(submission, device, rng):
    """The product keeps the dtype and the device of M."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    for dtype in [torch.float64, torch.float32]:
        rounded = [factor.to(dtype) for factor in factors]
        result = multiply(submission, M.to(dtype), rounded)
        expect(result.dtype == dtype, "The product must keep the dtype of M.")
        expect(result.device == M.device, "The product must stay on the device of M.")
