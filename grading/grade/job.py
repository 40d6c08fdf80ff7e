"""A submitted notebook with all that its grade depends on, as plain data that can travel.

`run` is a pure function from a `Job` to a `Result`: it knows no course folder and no database, so
any `concurrent.futures` executor can map it, on this machine or on another.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from platform import machine, python_version
from typing import Any

import nbformat
from nbformat import NotebookNode
from pydantic import TypeAdapter

from grading.checks.outcome import Exercise, ungraded
from grading.checks.seeds import derive
from grading.notebooks.repair import is_autograded
from grading.notebooks.sanitize import clean_outputs, writable
from grading.sandbox.policy import Settings
from grading.sandbox.spawn import what_is_missing

DISTRIBUTION = "nbgrader-hidden-checks"  # this package, as it is installed
JUDGING = "checks grade jobs notebooks sandbox"  # rooms of which results come
OTHER_VERSION = (
    "a worker has another version of the package `grading` than the command: "
    "install the same one everywhere, and let nobody change it while it runs"
)
NOT_CONFINED = "not confined"  # key of an environment; on a cluster, each result says more


@cache
def source_hash(rooms: str = "") -> str:
    """Return a hash of this package's source: of some rooms, or of all that is in it."""
    package = Path(__file__).parents[1]
    folders = [package / room for room in rooms.split()] or [package]
    paths = sorted(path for folder in folders for path in folder.rglob("*.*") if path.is_file())
    source = [path.read_bytes() for path in paths if path.suffix != ".pyc"]
    return hashlib.sha256(b"".join(source)).hexdigest()


@cache
def software() -> list[str]:
    """Return every package with its version, as any may change a grade.

    At the end is a hash of the rooms of this one that a grade can come of: the page that shows the
    grade may change, and no kernel has to run again.
    """
    folders = [Path(entry) for entry in sys.path]
    packages = {path.stem for folder in folders for path in folder.glob("*.dist-info")}
    return [*sorted(packages), python_version(), machine(), source_hash(JUDGING)]


@dataclass(frozen=True)
class Job:
    """One notebook to grade.

    Attributes:
        notebook: the repaired notebook, as JSON.
        files: the other files of the submission, by relative path.
        reference: the code of the notebook with the reference solutions, as JSON; may be empty.
        checks: the text of the files of hidden checks, by name.
        place: the folder of the checks, as messages should name it.
        seed: of the hidden inputs; see `seed_of`.
        environment: of the machine that is to grade it.
        release: what `grading.notebooks.released` goes by of the release, as JSON; may be empty.
        given: the files that students were given, which stand in the place of theirs.
        in_cells: the code of the graded cells that have no hidden checks, by name; they are graded
            as nbgrader does.
        packages: this package and all others where the job was made.
    """

    notebook: str
    files: dict[str, bytes]
    reference: str
    checks: dict[str, str]
    place: str
    seed: str
    settings: Settings
    environment: dict[str, str]
    release: str = ""
    given: dict[str, bytes] = field(default_factory=dict)
    in_cells: dict[str, str] = field(default_factory=dict)
    packages: list[str] = field(default_factory=software)

    @cached_property
    def key(self) -> str:
        """The same for two jobs if they must have the same result.

        In it is also what could not be confined: code that reaches more may do something else.
        Not in it are

        * text and outputs, which are not run;
        * language and time zone: kernels have the same everywhere (`grading.sandbox.spawn`);
        * the number of processors, their load and their speed: a kernel computes with one thread,
          and its limits go by processor time;
        * Linux's version, PATH, and programs that are no Python packages: of what an exercise asks
          for nothing depends on them. `grade --fresh` grades anew where something does.
        """
        released = {cell["id"] for cell in json.loads(self.release or '{"cells": []}')["cells"]}
        code = [
            [cell["source"], cell["metadata"].get("nbgrader"), *({cell["id"]} & released)]
            if cell["cell_type"] == "code"
            else [cell["id"]]
            for cell in json.loads(self.notebook)["cells"]
            if cell["cell_type"] == "code" or cell["id"] in released
        ]
        files = [_hashes(self.files), _hashes(self.given)]
        ours = [self.reference, self.release, self.checks, self.in_cells, self.seed]
        parts = [code, files, ours, asdict(self.settings), self.environment, self.packages]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _hashes(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@dataclass(frozen=True)
class Result:
    """What came of a job.

    Attributes:
        outputs: of each code cell, in order; nothing in them can act in a browser.
        exercises: what the hidden checks found.
        seconds: wall time that it took.
        not_confined: the parts of confinement that the kernel had to do without.
        environment: where it was graded.
    """

    outputs: list[list[dict[str, Any]]]
    exercises: list[Exercise]
    seconds: float
    not_confined: list[str]
    environment: dict[str, str]

    @property
    def is_final(self) -> bool:
        """Whether grading again would find the same: no fault of the grader's is in it."""
        return not any(exercise.fault for exercise in self.exercises)

    def to_json(self) -> str:
        """Return the result as JSON; halves of characters, which no file can hold, are replaced."""
        return writable(json.dumps(asdict(self), ensure_ascii=False))

    @property
    def fingerprint(self) -> str:
        """A hash of the result as JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @staticmethod
    def from_json(text: str | bytes) -> Result:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a result.
        """
        return _RESULT.validate_python(json.loads(text))


_RESULT = TypeAdapter(Result)


def seed_of(notebook: NotebookNode, files: dict[str, bytes], secret: str) -> str:
    """Return the seed of a notebook's hidden inputs.

    It is the same whenever the notebook is graded in this course, and another one after every
    change to the code, or to a file beside it, so a table of answers that is put there would not
    fit its new inputs. Only who has the secret can work it out.
    """
    code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return derive(secret, json.dumps(_hashes(files), sort_keys=True), *code)


def run(job: Job) -> Result:
    """Grade the notebook in a kernel of its own; a fault of the grader's is in the result.

    Raises:
        RuntimeError: this process has another version of the package or of torch, or another GPU,
            so its grade might differ.
    """
    from grading.checks.looks import grade_notebook  # with it comes torch, which takes seconds

    if job.packages[-1] != source_hash(JUDGING):
        raise RuntimeError(OTHER_VERSION)
    if not environment().items() <= job.environment.items():
        raise RuntimeError(f"a worker has {environment()}, where another has {job.environment}")
    notebook = nbformat.reads(job.notebook, as_version=4)
    reference = nbformat.reads(job.reference, as_version=4) if job.reference else None
    release = nbformat.from_dict(json.loads(job.release)) if job.release else None
    started = time.monotonic()
    with folder_of_checks(job) as checks:
        found = grade_notebook(
            notebook,
            checks,
            job.settings,
            seed=job.seed,
            files=job.files,
            given=job.given,
            reference=reference,
            release=release,
            in_cells=job.in_cells,
        )
        folder = str(checks).removesuffix(job.place)
    clean_outputs(notebook)
    return Result(
        outputs=[cell.outputs for cell in notebook.cells if cell.cell_type == "code"],
        exercises=[replace(one, fault=one.fault.replace(folder, "")) for one in found],
        seconds=round(time.monotonic() - started, 2),
        not_confined=what_is_missing(job.settings.sandbox),
        environment=environment(),
    )


@contextmanager
def folder_of_checks(job: Job) -> Iterator[Path]:
    """Write the hidden checks of a job into a folder, which is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        checks = Path(folder, job.place)
        checks.mkdir(parents=True)
        for name, text in job.checks.items():
            (checks / name).write_text(text, "utf-8", "surrogateescape")
        yield checks


def failed(job: Job, fault: str) -> Result:
    """Return the result of a job that could not be run, because of this fault of the grader's."""
    notebook = nbformat.reads(job.notebook, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = [ungraded(cell, fault) for cell in code if is_autograded(cell)]
    return Result([[] for _ in code], found, 0, [], job.environment)


def show(result: Result, notebook: NotebookNode) -> None:
    """Put the outputs of a result into the notebook that it is of."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for cell, outputs in zip(code, result.outputs, strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]


def inspect_machine(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """Return a machine's environment, and the parts of confinement that are missing there.

    Where some are missing, they are part of the environment, too.

    Raises:
        ValueError: it lacks the device.
        OSError, RuntimeError: no kernel can be started there, or none can use the device.
    """
    from grading.checks.runner import check_devices

    check_devices(settings)
    missing = what_is_missing(settings.sandbox)
    return environment() | ({NOT_CONFINED: "; ".join(missing)} if missing else {}), missing


@cache
def environment() -> dict[str, str]:
    """Return what of this machine may change a grade: the version of torch, and the accelerator."""
    import torch

    from grading.sandbox.accelerator import name_of_accelerator

    version = str(torch.__version__)  # a str needs no torch to unpickle
    return {"torch": version, "gpu": name_of_accelerator()}
