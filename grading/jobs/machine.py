"""Caches facts about this machine that a grade depends on, as inspection takes seconds."""

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
    """Return what `inspect_machine` returns in a worker, from a file if there is one.

    Args:
        settings: the settings of the kernels.
        workers: the workers whose machine is inspected.
        memory: the file that keeps the facts until this machine changes; None if the workers are on
            other machines.
    """
    machine_hash = _machine_hash(settings)
    if memory:
        with suppress(OSError, ValueError, LookupError, TypeError):
            remembered = json.loads(memory.read_bytes())
            if remembered["signs"] == machine_hash:
                return remembered["environment"], remembered["missing"]
    environment, missing = workers.submit(inspect_machine, settings).result()
    if memory:
        facts = {"signs": machine_hash, "environment": environment, "missing": missing}
        with suppress(OSError):  # then the next run inspects the machine again
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(json.dumps(facts), encoding="utf-8")
    return environment, missing


def workers_that_fit(device: str) -> int:
    """Return how many workers to start: one for each core, if the accelerator has room for all."""
    if device == "cpu" or not _gpus():
        return cores()
    # In another process: this one starts a fork server later, and must not initialize CUDA before.
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(kernels_that_fit, cores()).result()


def _gpus() -> list[str]:
    return [path.read_text() for pattern in GPUS for path in sorted(Path("/").glob(pattern))]


def _machine_hash(settings: Settings) -> str:
    """Return a hash of packages, system version, GPUs and settings, to notice any change."""
    devices = sorted(map(str, Path("/dev").glob("nvidia*")))
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    parts = [software(), asdict(settings), *os.uname(), os.geteuid(), *_gpus(), devices, visible]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
