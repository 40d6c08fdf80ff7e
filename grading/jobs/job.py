"""A submitted notebook with all that its grade depends on, as plain data that can travel.

`run` is a pure function from a `Job` to a `Result`: it knows no course folder and no database, so
any `concurrent.futures` executor can map it, on this machine or on another.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import distributions
from pathlib import Path
from platform import machine, python_version
from typing import Any

import nbformat
from nbformat import NotebookNode
from pydantic import TypeAdapter

from grading.checks.outcome import Exercise, ungraded
from grading.checks.settings import Settings
from grading.notebooks.repair import is_autograded
from grading.notebooks.sanitize import writable
from grading.sandbox.policy import Limits
from grading.sandbox.spawn import what_is_missing


@cache
def _package() -> str:
    """A hash of this package's source."""
    source = [path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.py"))]
    return hashlib.sha256(b"".join(source)).hexdigest()


@dataclass(frozen=True)
class Job:
    """One notebook to grade.

    Attributes:
        notebook: the repaired notebook, as JSON.
        files: the other files of the submission, by relative path.
        checks: the text of the files of hidden checks, by name.
        place: the folder of the checks, as messages should name it.
        environment: of the machine that is to grade it.
        package: a hash of this package's source where the job was made.
    """

    notebook: str
    files: dict[str, bytes]
    checks: dict[str, str]
    place: str
    settings: Settings
    environment: dict[str, str]
    package: str = field(default_factory=_package)

    @cached_property
    def key(self) -> str:
        """The same for two jobs if they must have the same result."""
        code = [
            [cell.source, cell.metadata.get("nbgrader")]
            for cell in nbformat.reads(self.notebook, as_version=4).cells
            if cell.cell_type == "code"
        ]
        files = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        software = [self.package, self.environment, _other_software()]
        parts = [code, files, self.checks, asdict(self.settings), software]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Result:
    """What came of a job.

    Attributes:
        outputs: of each code cell, in order.
        exercises: what the hidden checks found.
        seed: of the hidden inputs.
        seconds: wall time that it took.
        not_confined: the parts of confinement that the kernel had to do without.
        environment: where it was graded.
        kernel_died: whether a kernel died for an unknown reason.
    """

    outputs: list[list[dict[str, Any]]]
    exercises: list[Exercise]
    seed: int
    seconds: float
    not_confined: list[str]
    environment: dict[str, str]
    kernel_died: bool = False

    @property
    def is_final(self) -> bool:
        """Whether grading again would find the same: no fault of the grader's is in it."""
        return not any(exercise.fault for exercise in self.exercises)

    def may_be_disturbed(self, limits: Limits) -> bool:
        """Whether points may have been lost because the machine was busy with other work.

        That takes a run which was long enough to reach a time limit, or a kernel that died: where
        memory runs out, Linux kills any process.
        """
        lost = any(not check.passed for exercise in self.exercises for check in exercise.checks)
        reached = self.seconds >= min(limits.cell, limits.call, limits.notebook)
        return not self.is_final or (lost and (reached or self.kernel_died))

    def to_json(self) -> str:
        """The result as JSON; halves of characters, which no file can hold, are replaced."""
        return writable(json.dumps(asdict(self), ensure_ascii=False))

    @staticmethod
    def from_json(text: str | bytes) -> Result:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a result.
        """
        return _RESULT.validate_python(json.loads(text))


_RESULT = TypeAdapter(Result)


def run(job: Job) -> Result:
    """Grade the notebook in a kernel of its own; a fault of the grader's is in the result.

    Raises:
        RuntimeError: this process has another version of the package or of torch, or another GPU,
            so its grade might differ.
    """
    from grading.checks.runner import grade_notebook  # with it comes torch, which takes seconds

    if job.package != _package():
        raise RuntimeError("a worker has another version of the package `grading` than we have")
    if job.environment != environment():
        raise RuntimeError(f"a worker has {environment()}, where another has {job.environment}")
    notebook = nbformat.reads(job.notebook, as_version=4)
    seed = job.settings.seed_of(notebook)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        checks = Path(folder, job.place)
        checks.mkdir(parents=True)
        for name, text in job.checks.items():
            (checks / name).write_text(text, encoding="utf-8")
        found, kernel_died = grade_notebook(
            notebook, checks, job.settings, seed=seed, files=job.files
        )
    return Result(
        outputs=[cell.outputs for cell in notebook.cells if cell.cell_type == "code"],
        exercises=[replace(one, fault=one.fault.replace(f"{folder}/", "")) for one in found],
        seed=seed,
        seconds=round(time.monotonic() - started, 2),
        not_confined=what_is_missing(job.settings.sandbox),
        environment=environment(),
        kernel_died=kernel_died,
    )


def failed(job: Job, fault: str) -> Result:
    """The result of a job that could not be run, because of this fault of the grader's."""
    notebook = nbformat.reads(job.notebook, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = [ungraded(cell, fault) for cell in code if is_autograded(cell)]
    return Result([[] for _ in code], found, 0, 0, [], job.environment)


def show(result: Result, notebook: NotebookNode) -> None:
    """Put the outputs of a result into the notebook that it is of."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for cell, outputs in zip(code, result.outputs, strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]


def inspect_machine(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """A worker's environment, and the parts of confinement that are missing on its machine.

    Raises:
        ValueError: it lacks the device.
        OSError, RuntimeError: no kernel can be started there, or none can use the device.
    """
    from grading.checks.runner import check_devices

    check_devices(settings)
    return environment(), what_is_missing(settings.sandbox)


@cache
def environment() -> dict[str, str]:
    """What of this machine may change a grade: the version of torch, and the GPU."""
    import torch

    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else "none"
    return {
        "torch": str(torch.__version__),
        "gpu": gpu,
    }  # a str needs no torch to unpickle


@cache
def _other_software() -> list[str]:
    """Every installed package and its version, as any of them may change a grade."""
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    return [*packages, python_version(), machine()]
