"""Remembers what a machine is like: to look takes the start of a kernel, which takes seconds."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from grading.grade.job import inspect_machine, software
from grading.jobs.pool import Workers, cores
from grading.sandbox.accelerator import kernels_that_fit
from grading.sandbox.policy import Settings

MEMORY = "machine.json"  # in the folder of caches
GPUS = ("proc/driver/nvidia/gpus/*/information", "proc/driver/nvidia/version")


def inspect_once(
    settings: Settings, workers: Workers, memory: Path | None
) -> tuple[dict[str, str], list[str]]:
    """Return what `inspect_machine` finds where the workers are.

    Args:
        memory: the file that keeps it until this machine changes; None for other machines.
    """
    signs = _signs(settings)
    if memory:
        with suppress(OSError, ValueError, LookupError, TypeError):
            known = json.loads(memory.read_bytes())
            if known["signs"] == signs:
                return known["environment"], known["missing"]
    environment, missing = workers.submit(inspect_machine, settings).result()
    if memory:
        about = {"signs": signs, "environment": environment, "missing": missing}
        with suppress(OSError):  # so it will be looked at again
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(json.dumps(about), encoding="utf-8")
    return environment, missing


def workers_that_fit(device: str) -> int:
    """Return how many workers to have: one for each core that has room on the accelerator, too."""
    if device == "cpu" or not _gpus():
        return cores()
    # A process of its own: this one must not begin with CUDA, and has a fork server to start later.
    with ProcessPoolExecutor(1, get_context("spawn")) as asked:
        return asked.submit(kernels_that_fit, cores()).result()


def _gpus() -> list[str]:
    return [path.read_text() for pattern in GPUS for path in sorted(Path("/").glob(pattern))]


def _signs(settings: Settings) -> str:
    """Return a hash of all that tells that the machine, or what is asked of it, is another."""
    devices = sorted(map(str, Path("/dev").glob("nvidia*")))
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    parts = [software(), asdict(settings), *os.uname(), os.geteuid(), *_gpus(), devices, visible]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
