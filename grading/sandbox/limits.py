"""How much a submission may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one notebook's run.

    Attributes:
        cell, call, notebook: seconds of wall time for a cell, for a call by a check, and for a
            notebook with all its checks.
        memory: bytes, for the kernel and all that it starts together.
        disk: bytes in its scratch folder.
        files: number of files in its scratch folder.
        processes: number of processes that it may have at once.
        output: bytes that the cells together may print or show; what a call shows is not read.
    """

    cell: float = 60
    call: float = 30
    notebook: float = 300
    memory: int = 4 << 30
    disk: int = 1 << 30
    files: int = 10_000
    processes: int = 64
    output: int = 20 << 20
