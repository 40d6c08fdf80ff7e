"""What a hidden check expects of a submission, and the one sentence that a student reads.

A check may also use plain `assert`: the student then reads the check's docstring alone. Only
the text of a `Mistake` is ever shown, so it must hold no hidden input and no expected value.
"""

from __future__ import annotations

import torch


class Mistake(AssertionError):
    """The submission is wrong; the text is one sentence for the student."""


def expect(condition: bool | torch.Tensor, hint: str) -> None:
    """Raise a `Mistake` with this hint unless the condition holds."""
    if not condition:
        raise Mistake(hint)


def expect_tensor(value: object, name: str = "The result") -> torch.Tensor:
    """Return the value if it is a tensor.

    Raises:
        Mistake: it is anything else.
    """
    if value is None:
        raise Mistake(f"{name} is None: is there a `return`?")
    if not isinstance(value, torch.Tensor):
        raise Mistake(f"{name} is not a torch.Tensor.")
    return value


def expect_like(value: object, like: torch.Tensor, name: str = "The result") -> torch.Tensor:
    """Return the value if it is a tensor with the shape, dtype and device of `like`.

    Raises:
        Mistake: it differs in one of them, which the hint names.
    """
    tensor = expect_tensor(value, name)
    expect(tensor.shape == like.shape, f"{name} has the wrong shape.")
    expect(tensor.dtype == like.dtype, f"{name} has the wrong dtype: it must keep the input's.")
    expect(tensor.device == like.device, f"{name} is on the wrong device.")
    return tensor


def assert_close(
    value: object,
    expected: torch.Tensor,
    hint: str = "The values are wrong.",
    *,
    name: str = "The result",
    rtol: float | None = None,
    atol: float | None = None,
) -> None:
    """Compare as `torch.testing.assert_close` does, shape, dtype and device included.

    Args:
        value: what the submission gave back.
        expected: tensor of any shape.
        hint: the sentence for wrong values; a wrong shape, dtype or device has its own.
        rtol, atol: tolerances; by default eight units of the dtype's epsilon each, which
            leaves room for a handful of rounding errors and for nothing else.

    Raises:
        Mistake: they are not close.
    """
    tensor = expect_like(value, expected, name).detach()
    room = 8 * torch.finfo(expected.dtype).eps
    rtol, atol = (room if tolerance is None else tolerance for tolerance in (rtol, atol))
    expect(torch.isfinite(tensor).all(), f"{name} holds NaN or infinite values.")
    expect(torch.allclose(tensor, expected, rtol=rtol, atol=atol), hint)
