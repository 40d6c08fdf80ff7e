"""Grades one notebook from plain data: turns a `Job` into a `Result`, on this machine or another.

`run` is a pure function that reads no course folder and no database, so that any executor of
`concurrent.futures` can map `run` over jobs.
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

JUDGING_ROOMS = "checks grade jobs notebooks sandbox"  # results depend on these rooms
OTHER_VERSION = (
    "a worker has another version of the package `grading` than the command: "
    "install the same one everywhere, and let nobody change it while it runs"
)
NOT_CONFINED = "not confined"  # key of an environment


@cache
def source_hash(rooms: str = "") -> str:
    """Return a hash of this package's source: of the rooms that are named, or of all."""
    package = Path(__file__).parents[1]
    folders = [package / room for room in rooms.split()] or [package]
    paths = sorted(path for folder in folders for path in folder.rglob("*.*") if path.is_file())
    source = [path.read_bytes() for path in paths if path.suffix != ".pyc"]
    return hashlib.sha256(b"".join(source)).hexdigest()


@cache
def software() -> list[str]:
    """Return the name and version of every installed package, as any may change a grade.

    The last item is a hash of the rooms of this package that a grade depends on. The other rooms,
    such as those that write pages, can change without a notebook being graded again.
    """
    folders = [Path(entry) for entry in sys.path]
    packages = {path.stem for folder in folders for path in folder.glob("*.dist-info")}
    return [*sorted(packages), python_version(), machine(), source_hash(JUDGING_ROOMS)]


@dataclass(frozen=True)
class Job:
    """One notebook to grade, with all that its grade depends on.

    Attributes:
        notebook: the repaired notebook, as JSON.
        files: the other files of the submission, by relative path.
        reference: the code of the notebook with the reference solutions, as JSON; may be empty.
        checks: the source of the files of hidden checks, by file name.
        place: the folder of the checks, as error messages name it.
        seed: of the hidden inputs; see `seed_of`.
        settings: device, limits and isolation.
        environment: of the machine that is to grade the notebook.
        release: the outline of the released notebook, as JSON (see `grading.notebooks.released`);
            may be empty.
        released_files: what students were given beside the notebooks, by relative path: it replaces
            files of the same name in the submission.
        in_cells: the code of the graded cells without hidden checks, by cell name, which are graded
            as nbgrader does.
        packages: name and version of every package on the machine that made the job.
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
    released_files: dict[str, bytes] = field(default_factory=dict)
    in_cells: dict[str, str] = field(default_factory=dict)
    packages: list[str] = field(default_factory=software)

    @cached_property
    def key(self) -> str:
        """A hash of all that the result depends on: equal for jobs that must have the same result.

        The hash covers which parts of confinement are missing, because code may act differently
        where it can reach more. The hash does not cover

        * text and outputs, which are not run;
        * language and time zone, which are the same in all kernels (`grading.sandbox.spawn`);
        * the number of processors, their load and their speed, because a kernel computes with one
          thread, and its limits are in processor time;
        * Linux's version, PATH, and programs that are no Python packages, on which no usual
          exercise depends. `grade --fresh` grades again where one does.
        """
        released = {cell["id"] for cell in json.loads(self.release or '{"cells": []}')["cells"]}
        code = [
            [cell["source"], cell["metadata"].get("nbgrader"), *({cell["id"]} & released)]
            if cell["cell_type"] == "code"
            else [cell["id"]]
            for cell in json.loads(self.notebook)["cells"]
            if cell["cell_type"] == "code" or cell["id"] in released
        ]
        files = [_hash_each(self.files), _hash_each(self.released_files)]
        from_course = [self.reference, self.release, self.checks, self.in_cells, self.seed]
        parts = [code, files, from_course, asdict(self.settings), self.environment, self.packages]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _hash_each(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@dataclass(frozen=True)
class Result:
    """The result of a job.

    Attributes:
        outputs: of each code cell, in order; cleaned, so that nothing in them acts in a browser.
        exercises: what the hidden checks found.
        seconds: wall-clock time that the job took.
        not_confined: the parts of confinement that the kernel lacked.
        environment: of the machine that ran the job.
    """

    outputs: list[list[dict[str, Any]]]
    exercises: list[Exercise]
    seconds: float
    not_confined: list[str]
    environment: dict[str, str]

    @property
    def is_final(self) -> bool:
        """Whether no exercise has a fault of the grader, so that the result can be kept."""
        return not any(exercise.fault for exercise in self.exercises)

    def to_json(self) -> str:
        """Return the result as JSON, in which lone surrogates (invalid in UTF-8) are replaced."""
        return writable(json.dumps(asdict(self), ensure_ascii=False))

    @property
    def hash(self) -> str:
        """A hash of the result."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @staticmethod
    def from_json(text: str | bytes) -> Result:
        """Return the result that `to_json` wrote.

        Raises:
            ValueError: the text is not a result.
        """
        return _RESULT.validate_python(json.loads(text))


_RESULT = TypeAdapter(Result)


def seed_of(notebook: NotebookNode, files: dict[str, bytes], secret: str) -> str:
    """Return the seed of a notebook's hidden inputs.

    The seed stays the same whenever the same notebook is graded in this course, and differs after
    any change to its code or files. So a notebook that is changed to hold a table of the right
    answers is judged by new inputs. Nobody can compute the seed without the secret.
    """
    code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return derive(secret, json.dumps(_hash_each(files), sort_keys=True), *code)


def run(job: Job) -> Result:
    """Grade a notebook in a new kernel and return the result, with any fault of the grader in it.

    Raises:
        RuntimeError: this process has another version of the package or of torch, or another GPU,
            so that the grade might differ.
    """
    from grading.checks.attempts import grade_notebook  # imports torch, which takes seconds

    if job.packages[-1] != source_hash(JUDGING_ROOMS):
        raise RuntimeError(OTHER_VERSION)
    if not environment().items() <= job.environment.items():
        raise RuntimeError(f"a worker has {environment()}, where another has {job.environment}")
    notebook = nbformat.reads(job.notebook, as_version=4)
    reference = nbformat.reads(job.reference, as_version=4) if job.reference else None
    release = nbformat.from_dict(json.loads(job.release)) if job.release else None
    started = time.monotonic()
    with folder_of_checks(job) as checks:
        exercises = grade_notebook(
            notebook,
            checks,
            job.settings,
            seed=job.seed,
            files=job.files,
            released_files=job.released_files,
            reference=reference,
            release=release,
            in_cells=job.in_cells,
        )
        folder = str(checks).removesuffix(job.place)
    clean_outputs(notebook)
    return Result(
        outputs=[cell.outputs for cell in notebook.cells if cell.cell_type == "code"],
        exercises=[
            replace(exercise, fault=exercise.fault.replace(folder, "")) for exercise in exercises
        ],
        seconds=round(time.monotonic() - started, 2),
        not_confined=what_is_missing(job.settings.sandbox),
        environment=environment(),
    )


@contextmanager
def folder_of_checks(job: Job) -> Iterator[Path]:
    """Yield a temporary folder that holds the files of a job's hidden checks."""
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        checks = Path(folder, job.place)
        checks.mkdir(parents=True)
        for name, text in job.checks.items():
            (checks / name).write_text(text, "utf-8", "surrogateescape")
        yield checks


def failed(job: Job, fault: str) -> Result:
    """Return the result of a job that could not be run: this fault for each exercise."""
    notebook = nbformat.reads(job.notebook, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    exercises = [ungraded(cell, fault) for cell in code if is_autograded(cell)]
    return Result([[] for _ in code], exercises, 0, [], job.environment)


def show(result: Result, notebook: NotebookNode) -> None:
    """Put the outputs of a result into its notebook."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for cell, outputs in zip(code, result.outputs, strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]


def inspect_machine(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """Return this machine's environment, and the parts of confinement that are missing.

    The missing parts are named in the environment, too.

    Raises:
        ValueError: this machine lacks the device.
        OSError, RuntimeError: no kernel can be started here, or none can use the device.
    """
    from grading.checks.runner import check_devices

    check_devices(settings)
    missing = what_is_missing(settings.sandbox)
    return environment() | ({NOT_CONFINED: "; ".join(missing)} if missing else {}), missing


@cache
def environment() -> dict[str, str]:
    """Return what may change a grade on this machine: the version of torch, and the accelerator."""
    import torch

    from grading.sandbox.accelerator import name_of_accelerator

    version = str(torch.__version__)  # a str needs no torch to unpickle
    return {"torch": version, "gpu": name_of_accelerator()}
