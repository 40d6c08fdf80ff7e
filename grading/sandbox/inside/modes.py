"""Gives the grader's code in a kernel torch's usual settings, then restores the student's."""

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
    """Run a block on the CPU, outside of inference mode, and ignore warnings; then undo that.

    The student's functions are called outside of this context, in the student's own modes.
    """
    recursion_limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(recursion_limit, RECURSION_LIMIT))
    try:
        with (
            torch.inference_mode(False),
            nullcontext() if _default_device() == CPU else CPU,  # a device's context slows torch
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.setrecursionlimit(recursion_limit)


def read_modes() -> dict[str, object]:
    """Return the settings of torch that outlive the function that sets them."""
    return {
        "autograd": torch.is_grad_enabled(),
        "default dtype": torch.get_default_dtype(),
        "default device": _default_device(),
        "default seed": torch.initial_seed(),
    }


@contextmanager
def modes_for_call(
    *, seed: int | None = None, dtype: str | None = None, device: str | None = None
) -> Iterator[None]:
    """Run the block with another seed, default dtype and default device of torch; then undo that.

    A setting that is None stays as the student has it.
    """
    generator_state, default_dtype = torch.get_rng_state(), torch.get_default_dtype()
    try:
        if seed is not None:
            torch.default_generator.manual_seed(seed)  # and no other device's generator
        if dtype is not None:
            torch.set_default_dtype(getattr(torch, dtype))
        with torch.device(device) if device else nullcontext():
            yield
    finally:
        if seed is not None:
            torch.set_rng_state(generator_state)
        if dtype is not None:
            torch.set_default_dtype(default_dtype)


def reset_modes() -> None:
    """Set the modes of torch to those of a new kernel."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)


def _default_device() -> torch.device | None:
    """Return torch's default device; None where this machine lacks the device."""
    with suppress(RuntimeError, AssertionError, NotImplementedError):
        return torch.get_default_device()
    return None
