"""Settings of a kernel: the limits of a student's code, how strictly it is confined, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

ISOLATION = ("strict", "auto", "none")  # see `Sandbox.isolation`
TRIES = 4  # at grading a notebook whose worker dies each time


@dataclass(frozen=True)
class Limits:
    """Limits of one notebook's run.

    Attributes:
        cell, call, notebook: seconds of processor time for a cell, for a call by a check, and for
            a notebook with all its checks; see `grading.sandbox.clock` for code that sleeps.
        memory: bytes of memory of the kernel and all processes started by it together.
        disk: bytes that the kernel and these processes write.
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

        The notebook's messages are read in this time too, but also count as time of the notebook.
        """
        return 2 * self.notebook


@dataclass(frozen=True)
class Sandbox:
    """Imports, isolation level and limits for a kernel.

    Attributes:
        imports: import statements that are run before the kernel starts, to save time.
        isolation: strict (refuse to run a kernel where the system cannot confine the kernel in
            full), auto (confine the kernel as far as the system can) or none.
    """

    imports: str = ""
    isolation: str = "auto"
    limits: Limits = field(default_factory=Limits)

    def check(self, missing: list[str]) -> None:
        """Raise NotConfined if parts of confinement are missing and isolation is strict."""
        if missing and self.isolation == "strict":
            lines = "\n".join(f"  {part}" for part in missing)
            raise NotConfined(
                f"this system cannot confine a student's code in full; missing:\n{lines}"
            )


@dataclass(frozen=True)
class Settings:
    """The device and the kernel settings, on which every grade depends.

    Attributes:
        device: auto (the CPU, and an accelerator where there is one), cpu, accelerator, or the
            name of one, such as cuda.
        sandbox: how to run the student's kernels.
    """

    device: str = "auto"
    sandbox: Sandbox = field(default_factory=Sandbox)


class NotConfined(Exception):
    """This system cannot confine a kernel in full, and isolation is strict."""
