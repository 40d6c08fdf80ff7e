"""The accelerator of this machine, and how kernels share its memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at their places below: who only shares the memory out need not wait for torch
    import torch

CONTEXT, LEAST = 1 << 29, 1 << 30  # bytes: of a process that uses it, and for a kernel's tensors
# torch's words: where it reads how to allocate memory, for a share of it, and for there being none.
ALLOCATOR, SHARE = "PYTORCH_CUDA_ALLOC_CONF", "per_process_memory_fraction"
NONE_LEFT = "OutOfMemoryError"
LOST = "AcceleratorError"  # after it a process can do nothing more there


def accelerator() -> torch.device | None:
    """Return the first accelerator of the kind that torch can use here, if there is any."""
    import torch

    kind = torch.accelerator.current_accelerator(check_available=True)
    # With an index, as a tensor on it has: torch.device("cuda") differs from its own "cuda:0".
    return kind and torch.device(kind.type, 0)


def name_of_accelerator() -> str:
    """Return what the accelerator is called; `none` if there is none."""
    import torch

    device = accelerator()
    if device is None:
        return "none"
    module = torch.get_device_module(device)
    return str(module.get_device_name()) if hasattr(module, "get_device_name") else device.type


def has_float64(device: torch.device) -> bool:
    """Return whether a device computes in double precision, which Apple's do not."""
    import torch

    try:
        torch.zeros(1, dtype=torch.float64, device=device)
    except (TypeError, RuntimeError):
        return False
    return True


def kernels_that_fit(most: int) -> int:
    """Return how many kernels, at most so many, have room on the accelerator at once.

    Each takes two processes: its own, and the worker that checks it.
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
    """Let each kernel of this process have one of so many shares of the accelerator's memory.

    Where the environment says how torch is to allocate memory, that is left alone.
    """
    os.environ.setdefault(ALLOCATOR, f"{SHARE}:{0.9 / count:.3f}")  # the rest is for the graders


def is_full(error: str, text: str) -> bool:
    """Return whether an error says that the accelerator has no memory left.

    A kernel that has asked for more than its own share is told so, and is to blame.

    Args:
        error: the name of its type.
    """
    return error == NONE_LEFT and SHARE not in text
