"""How to grade: the limits of a student's code, how strictly it is confined, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

TRIES = 4  # at a notebook whose worker dies each time


@dataclass(frozen=True)
class Limits:
    """Limits of one notebook's run.

    Attributes:
        cell, call, notebook: seconds of processor time for a cell, for a call by a check, and for
            a notebook with all its checks; see `grading.sandbox.clock` for those that sleep.
        memory: bytes, of the kernel and all processes that it starts together.
        disk: bytes that they write.
        files: number of files in the scratch folder.
        processes: number of processes at once.
        output: bytes that all cells together may show, where a message counts as 2 KB or more;
            what a call shows is not read.
    """

    cell: float = 60
    call: float = 30
    notebook: float = 300
    memory: int = 4 << 30
    disk: int = 1 << 30
    files: int = 10_000
    processes: int = 64
    output: int = 20 << 20

    @property
    def worker(self) -> float:
        """Seconds of processor time for a worker that grades a notebook.

        More than enough: to read a notebook's messages is time of the notebook already.
        """
        return 2 * self.notebook


@dataclass(frozen=True)
class Sandbox:
    """How to run a kernel.

    Attributes:
        imports: import statements that are run before the kernel starts, to save it the time.
        isolation: strict (refuse to run it where the system cannot confine it in full), auto
            (confine it as far as the system can) or none.
    """

    imports: str = ""
    isolation: str = "auto"
    limits: Limits = field(default_factory=Limits)

    def check(self, missing: list[str]) -> None:
        """Raise NotConfined if parts of confinement are missing and isolation is strict."""
        if missing and self.isolation == "strict":
            lines = "\n".join(f"  {text}" for text in missing)
            raise NotConfined(
                f"this system cannot confine a student's code in full; missing:\n{lines}"
            )


@dataclass(frozen=True)
class Settings:
    """How to grade, as every grade depends on it.

    Attributes:
        device: auto (the CPU, and an accelerator where there is one), cpu, accelerator, or the
            name of one, such as cuda.
        sandbox: how to run the student's kernels.
    """

    device: str = "auto"
    sandbox: Sandbox = field(default_factory=Sandbox)


class NotConfined(Exception):
    """This system cannot confine a kernel in full, and isolation is strict."""
