"""multiply_all(M, factors): M times each factor in turn, from left to right."""

import pytest
import torch

from grading.expect import assert_close, expect, expect_like


def draw(rng: torch.Generator, rows: int, columns: int, device: torch.device) -> torch.Tensor:
    """A float64 matrix of standard normal numbers."""
    return torch.randn(rows, columns, generator=rng, dtype=torch.float64).to(device)


def chain(M: torch.Tensor, factors: list[torch.Tensor]) -> torch.Tensor:
    """M @ factors[0] @ factors[1] @ …"""
    return torch.linalg.multi_dot([M, *factors]) if factors else M


# Rounding errors of a product of k matrices, relative to its largest entry, are near k * 1e-16;
# grouping the factors in another way is as good. 1e-9 is far above that and below any mistake.
def expect_product(result: object, M: torch.Tensor, factors: list[torch.Tensor], hint: str) -> None:
    expected = chain(M, factors)
    assert_close(result, expected, hint, rtol=0, atol=1e-9 * float(expected.abs().max()))


@pytest.mark.points(0.75)
def test_order(submission, device, rng):
    """M stands on the left, and the factors follow in their order."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(4))
    result = expect_like(submission.multiply_all(M, factors), M)
    for other, hint in [
        (chain(factors[-1], [*factors[-2::-1], M]), "The product is the wrong way round: M first."),
        (chain(factors[0], [*factors[1:], M]), "The product starts on the left: M comes first."),
        (chain(M, factors[::-1]), "The factors are in reverse order."),
        (M * factors[0] * factors[1] * factors[2], "Multiply matrices: `*` is element by element."),
    ]:
        expect(not torch.allclose(result, other), hint)
    expect_product(result, M, factors, "Multiply by one factor after the other, each once.")


@pytest.mark.points(0.5)
def test_shapes(submission, device, rng):
    """The matrices need not be square; they only have to fit."""
    M, factors = draw(rng, 2, 3, device), [draw(rng, 3, 5, device), draw(rng, 5, 1, device)]
    hint = "Try a 2x3 matrix times a 3x5 one."
    expect_product(submission.multiply_all(M, factors), M, factors, hint)


@pytest.mark.points(0.25)
def test_no_factors(submission, device, rng):
    """Without factors the product is M itself."""
    M = draw(rng, 3, 3, device)
    hint = "Without factors, give M back as it is."
    assert_close(submission.multiply_all(M, []), M, hint, rtol=0, atol=0)


@pytest.mark.points(0.25)
def test_leaves_no_trace(submission, device, rng):
    """Neither M nor the factors are changed."""
    M, *factors = (draw(rng, 3, 3, device) for _ in range(3))
    kept = [M.clone(), *(factor.clone() for factor in factors)]
    submission.multiply_all(M, factors)
    expect(len(factors) == 2, "The list of factors has changed: pop and append change it.")
    expect(torch.equal(M, kept[0]), "M has changed: do not multiply in place.")
    same = all(map(torch.equal, factors, kept[1:]))
    expect(same, "A factor has changed: do not multiply in place.")


@pytest.mark.points(0.25)
def test_many_factors(submission, device, rng):
    """A hundred factors are multiplied as faithfully as two, and the dtype is kept."""
    M, *factors = (draw(rng, 4, 4, device) / 2 for _ in range(101))
    result = submission.multiply_all(M, factors)
    expect_product(result, M, factors, "With a hundred factors the product is wrong.")
    single = M.float()
    expect_like(submission.multiply_all(single, [factor.float() for factor in factors]), single)
