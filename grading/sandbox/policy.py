"""What a student's code may do and use, and how strictly that is kept."""

from __future__ import annotations

from dataclasses import dataclass, field


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


@dataclass(frozen=True)
class Sandbox:
    """How a kernel is to be run.

    Attributes:
        imports: code of the imports that it should find done.
        isolation: strict (refuse to run it where the system cannot confine it in full), auto
            (confine as far as it can) or none.
    """

    imports: str = ""
    isolation: str = "auto"
    limits: Limits = field(default_factory=Limits)


class NotConfined(Exception):
    """The system cannot confine a kernel as is demanded; the text says what is missing."""


def demand_full(missing: list[str], sandbox: Sandbox) -> None:
    """Raise NotConfined if something is missing and strict isolation is demanded."""
    if missing and sandbox.isolation == "strict":
        lines = "\n".join(f"  {text}" for text in missing)
        raise NotConfined(f"this system cannot confine a student's code in full; missing:\n{lines}")
