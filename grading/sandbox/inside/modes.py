"""Lets the grader's code in a kernel do its work whatever the student has set for all of it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

import numpy as np
import torch

CPU = torch.device("cpu")
RECURSION_LIMIT = 1000  # Python's own


@contextmanager
def own_modes() -> Iterator[None]:
    """Work on the CPU, outside of inference mode, where no warning is an error; then undo that.

    The student's functions are called outside of it, and see the student's own modes.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        with (
            torch.inference_mode(False),
            nullcontext() if _default_device() == CPU else CPU,  # in it, all of torch is slower
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.setrecursionlimit(limit)


def read_modes() -> dict[str, object]:
    """Return what a function may set in torch for all that comes after it."""
    return {
        "autograd": torch.is_grad_enabled(),
        "default dtype": torch.get_default_dtype(),
        "default device": _default_device(),
        "default seed": torch.initial_seed(),
    }


@contextmanager
def given_modes(
    *, seed: int | None = None, dtype: str | None = None, device: str | None = None
) -> Iterator[None]:
    """Give torch's default generator a seed, and new tensors a dtype and a device; then undo that.

    What is None stays as the student has it.
    """
    state, before = torch.get_rng_state(), torch.get_default_dtype()
    try:
        if seed is not None:
            torch.default_generator.manual_seed(seed)  # not those of other devices
        if dtype is not None:
            torch.set_default_dtype(getattr(torch, dtype))
        with torch.device(device) if device else nullcontext():
            yield
    finally:
        if seed is not None:
            torch.set_rng_state(state)
        if dtype is not None:
            torch.set_default_dtype(before)


def reset_modes() -> None:
    """Give these their values of a new kernel."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)


def _default_device() -> torch.device | None:
    """None where this machine lacks it."""
    with suppress(RuntimeError, AssertionError, NotImplementedError):
        return torch.get_default_device()
    return None
