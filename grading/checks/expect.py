"""What a hidden check expects of a submission, and the one sentence that a student reads.

A check may also use plain `assert`: the student then reads the check's docstring alone. Students
read the text of a `CheckFailed`, so it must hold no hidden input and no expected value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from grading.sandbox.handle import NoAnswer


class CheckFailed(AssertionError):
    """The submission is wrong; the text is one sentence for the student."""


class CallRaised(CheckFailed):
    """The student's function raised an exception.

    Attributes:
        kinds: names of Python's own types that the exception is of.
    """

    def __init__(self, hint: str, kinds: Collection[str] = ()) -> None:
        super().__init__(hint)
        self.kinds = kinds


TOLD = (CheckFailed, NoAnswer)  # students read their text


def expect(condition: bool | torch.Tensor, hint: str) -> None:
    """Raise a `CheckFailed` with this hint unless the condition holds."""
    if not condition:
        raise CheckFailed(hint)


@contextmanager
def situation(name: str) -> Iterator[None]:
    """Where a call raises an error, say in which situation: `With one example: …`."""
    try:
        yield
    except CallRaised as raised:
        if "NotImplementedError" in raised.kinds:  # it is not written yet, in any situation
            raise
        raise CallRaised(f"{name}: {raised}", raised.kinds) from raised


def expect_numbers(values: object, hint: str) -> torch.Tensor:
    """Return the numbers of a list, tuple, tensor or array, in float64 on the CPU.

    Each may be a number of Python's or numpy's, or a tensor or array with one entry.

    Raises:
        CheckFailed: they are anything else.
    """
    if isinstance(values, torch.Tensor | np.ndarray) and values.ndim == 0:
        raise CheckFailed(hint)
    items = list(values) if isinstance(values, list | tuple | torch.Tensor | np.ndarray) else None
    if items is None or not all(map(_is_number, items)):
        raise CheckFailed(hint)
    return torch.tensor(
        [item.item() if isinstance(item, torch.Tensor | np.ndarray) else item for item in items],
        dtype=torch.float64,
    )


def _is_number(item: object) -> bool:
    match item:
        case torch.Tensor():
            return item.numel() == 1 and not item.is_complex()
        case np.ndarray() | np.generic():
            return item.size == 1 and not np.iscomplexobj(item)
    return isinstance(item, int | float)


def expect_tensor(value: object, name: str = "The result") -> torch.Tensor:
    """Return the value if it is a tensor.

    Raises:
        CheckFailed: it is anything else.
    """
    if value is None:
        raise CheckFailed(f"{name} is None: is there a `return`?")
    if not isinstance(value, torch.Tensor):
        raise CheckFailed(f"{name} is not a torch.Tensor.")
    return value


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
        hint: the sentence for wrong values; a wrong shape, dtype or device has one of its own.
        name: what the sentences call the value.
        rtol, atol: tolerances; by default eight times the dtype's epsilon each, which leaves room
            for a handful of rounding errors.

    Raises:
        CheckFailed: they are not close.
    """
    tensor = expect_tensor(value, name).detach()
    expect(tensor.shape == expected.shape, f"{name} has the wrong shape.")
    expect(tensor.dtype == expected.dtype, f"{name} has the wrong dtype: it must keep the input's.")
    expect(tensor.device == expected.device, f"{name} is on the wrong device.")
    room = 8 * torch.finfo(expected.dtype).eps
    rtol, atol = (room if tolerance is None else tolerance for tolerance in (rtol, atol))
    expect(torch.isfinite(tensor).all(), f"{name} holds NaN or infinite values.")
    expect(torch.allclose(tensor, expected, rtol=rtol, atol=atol), hint)
