"""Assertions for hidden checks, each with a hint that the student reads.

A check may also use plain `assert`: the student then reads the check's docstring alone. Students
read the text of a `CheckFailed`, so the text must hold no hidden input and no expected value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from grading.sandbox.handle import NoAnswer


class CheckFailed(AssertionError):
    """A check found a mistake; the text is one sentence for the student."""


class CallRaised(CheckFailed):
    """The student's function raised an exception.

    Attributes:
        kinds: names of the exception's built-in types.
    """

    def __init__(self, hint: str, kinds: Collection[str] = ()) -> None:
        super().__init__(hint)
        self.kinds = kinds


TOLD = (CheckFailed, NoAnswer)  # exceptions whose text students read


def expect(condition: bool | torch.Tensor, hint: str) -> None:
    """Raise a `CheckFailed` with this hint unless the condition holds."""
    if not condition:
        raise CheckFailed(hint)


@contextmanager
def situation(name: str) -> Iterator[None]:
    """Prefix the hint of a call that raises an error with the situation: `With one example: …`."""
    try:
        yield
    except CallRaised as raised:
        if "NotImplementedError" in raised.kinds:  # a stub raises this in every situation
            raise
        raise CallRaised(f"{name}: {raised}", raised.kinds) from raised


def expect_numbers(values: object, hint: str) -> torch.Tensor:
    """Return the numbers of a list, tuple, tensor or array as a float64 tensor on the CPU.

    Items may be numbers of Python or numpy, or tensors or arrays with one entry.

    Raises:
        CheckFailed: `values` is of another type, or holds other items.
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
        CheckFailed: the value is of another type.
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
    """Raise a `CheckFailed` unless the values are close, with equal shape, dtype and device.

    Args:
        value: what the submission returned.
        expected: a tensor of any shape.
        hint: the sentence for wrong values; a wrong shape, dtype or device has its own sentence.
        name: the name of the value in sentences.
        rtol, atol: tolerances; by default eight times the dtype's epsilon each, which allows for a
            handful of rounding errors.

    Raises:
        CheckFailed: the values are not close.
    """
    tensor = expect_tensor(value, name).detach()
    expect(tensor.shape == expected.shape, f"{name} has the wrong shape.")
    expect(tensor.dtype == expected.dtype, f"{name} has the wrong dtype: it must keep the input's.")
    expect(tensor.device == expected.device, f"{name} is on the wrong device.")
    room = 8 * torch.finfo(expected.dtype).eps
    rtol, atol = (room if tolerance is None else tolerance for tolerance in (rtol, atol))
    expect(torch.isfinite(tensor).all(), f"{name} holds NaN or infinite values.")
    expect(torch.allclose(tensor, expected, rtol=rtol, atol=atol), hint)
