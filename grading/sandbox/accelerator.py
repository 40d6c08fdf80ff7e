"""Finds the accelerator of this machine, and shares its memory between kernels."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # else imported in functions: `share_memory` alone need not wait for torch
    import torch

CONTEXT, LEAST = 1 << 29, 1 << 30  # bytes: of a process that uses it, and of a kernel's tensors
# torch's names: of the variable that says how to allocate memory, of its setting for a share of the
# memory, and of two errors, when no memory is left and when the accelerator has failed.
ALLOCATOR, SHARE = "PYTORCH_CUDA_ALLOC_CONF", "per_process_memory_fraction"
NONE_LEFT = "OutOfMemoryError"
LOST = "AcceleratorError"  # after it a process cannot use the accelerator any more


def accelerator() -> torch.device | None:
    """Return the first accelerator of the kind that torch can use here, if there is any."""
    import torch

    kind = torch.accelerator.current_accelerator(check_available=True)
    # With an index, as a tensor on it has: torch.device("cuda") differs from its own "cuda:0".
    return kind and torch.device(kind.type, 0)


def name_of_accelerator() -> str:
    """Return the accelerator's name; `none` on a machine without one."""
    import torch

    device = accelerator()
    if device is None:
        return "none"
    module = torch.get_device_module(device)
    return str(module.get_device_name()) if hasattr(module, "get_device_name") else device.type


def has_float64(device: torch.device) -> bool:
    """Return whether a device computes in double precision, unlike those of Apple."""
    import torch

    try:
        torch.zeros(1, dtype=torch.float64, device=device)
    except (TypeError, RuntimeError):
        return False
    return True


def kernels_that_fit(most: int) -> int:
    """Return how many kernels, but at most `most`, have room on the accelerator at once.

    Each kernel takes two processes: its own, and the worker that checks its notebook.
    """
    import torch

    device = accelerator()
    if device is None:
        return most
    try:
        _, memory = torch.accelerator.get_memory_info(device)
    except RuntimeError:  # such as MPS, which has the memory of the processor
        return most
    return max(1, min(most, memory // (2 * CONTEXT + LEAST)))


def share_memory(count: int) -> None:
    """Limit each kernel of this process to one of `count` shares of the accelerator's memory.

    If the environment says already how torch allocates memory, nothing changes.
    """
    os.environ.setdefault(ALLOCATOR, f"{SHARE}:{0.9 / count:.3f}")  # the rest is for the graders


def is_full(error: str, text: str) -> bool:
    """Return whether an error says that the accelerator has no memory left.

    False for a kernel that has asked for more than its own share: then its own code is to blame.

    Args:
        error: the name of the error's type.
        text: the error's message.
    """
    return error == NONE_LEFT and SHARE not in text
