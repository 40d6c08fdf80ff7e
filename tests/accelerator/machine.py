"""Tries the accelerator of this machine: `make gpu`; or the emulated one, with `--emulated`.

    PYTHONPATH=tests python -m accelerator.machine [--emulated]

Prints what was tried and what came of it. The status is 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import torch
from nbformat.v4 import new_code_cell, new_notebook
from proofs.jobs import run_jobs
from proofs.verify import MODULES, Answer, Verification, emulate
from rich.console import Console
from rich.table import Table

from grading.checks.expect import CheckFailed
from grading.checks.runner import run_checks
from grading.checks.submission import Submission
from grading.grade.cache import ResultCache
from grading.grade.job import Job, Result
from grading.jobs.pool import LocalWorkers
from grading.notebooks.reading import imports_of
from grading.notebooks.repair import grade_id
from grading.notebooks.running import code_cells
from grading.sandbox.accelerator import accelerator, name_of_accelerator, share_memory
from grading.sandbox.policy import Sandbox, Settings
from grading.sandbox.spawn import what_is_missing

ASSIGNMENTS = ("numerical_stability", "initialization")
WORKERS, OF_EACH = 2, 10  # right answers, and as many wrong ones, of each assignment
EXERCISE = "sigmoid_gradient"  # whose solution fills the accelerator, or leaves work on it
NOT_TRIED = (
    "a second card, MIG, and a card that fails",
    "a driver that another user's work has filled or stopped",
    "AMD, Intel and Apple's devices",
)
EMULATED = (
    "the device's own rounding, and its speed",
    "memory that runs out on it, and the share of it that a kernel has",
    "work that goes on there after a call",
    "its driver in confinement",
)
HELD = """
import torch
device = torch.accelerator.current_accelerator()
def sigmoid_gradient(x):
    held = []
    while True:
        held.append(torch.empty(1 << 26, device=device).fill_(1))
"""
LEFT = """
import torch
device = torch.accelerator.current_accelerator()
size = 8192 if device.type == "cuda" else 256
square = torch.randn(size, size, device=device)
for _ in range(200):
    product = square @ square
def sigmoid_gradient(x):
    return torch.sigmoid(x.detach()) * torch.sigmoid(-x.detach())
"""
INSIDE = """
import torch
def where(): return str(torch.ones(3, device=torch.accelerator.current_accelerator()).device)
"""


class Wrong(Exception):
    """Something is not as it must be; the text says what."""


@dataclass(frozen=True)
class Tried:
    """How to try this machine.

    Attributes:
        before: code that kernels run before their imports, where the accelerator is emulated.
        modules: what workers import.
    """

    before: str
    modules: list[str]

    def sandbox(self, assignment: str) -> Sandbox:
        """Return how to run the kernels of an assignment."""
        return Sandbox(self.before + imports_of(Path("source", assignment)))

    def references(self) -> str:
        """Hold the hidden checks of both assignments against the reference solutions."""
        failed, count = [], 0
        for assignment in ASSIGNMENTS:
            for path in sorted(Path("source", assignment).glob("*.ipynb")):
                checks = sorted(Path("tests/hidden", assignment, path.stem).glob("test_*.py"))
                notebook = nbformat.read(path, as_version=4)
                sandbox = self.sandbox(assignment)
                with Submission(notebook, code_cells(notebook), sandbox=sandbox) as running:
                    outcomes = run_checks(checks, running, device="accelerator", seed="1")
                for name, outcome in outcomes.items():
                    if isinstance(outcome, Exception):
                        raise Wrong(str(outcome))
                    count += len(outcome)
                    failed += [f"{name}, {check.name}" for check in outcome if not check.passed]
        if failed:
            raise Wrong(f"{len(failed)} of {count} hidden checks fail: {'; '.join(failed)}")
        return f"{count} hidden checks pass"

    def answers(self) -> str:
        """Judge right and wrong answers, by two workers that share the accelerator."""
        errors, count = [], 0
        for assignment in ASSIGNMENTS:
            verification = Verification(Path.cwd(), assignment, "")
            answers = [a for a in verification.answers() if a.is_as_written]
            chosen = [*_spread(answers, "right"), *_spread(answers, "wrong")]
            results = self._judge(verification, chosen)
            for answer, result in zip(chosen, results, strict=True):
                verification.judge(answer, result.exercises)
            errors += verification.errors
            count += len(chosen)
        if errors:
            raise Wrong("; ".join(errors))
        return f"{count} answers, each judged as it must be, by {WORKERS} workers"

    def _judge(self, verification: Verification, answers: list[Answer]) -> list[Result]:
        sandbox = self.sandbox(verification.assignment)
        settings = Settings("auto", sandbox)
        jobs = [verification.job(answer, settings) for answer in answers]
        return self._run(jobs, sandbox)

    def _run(self, jobs: list[Job], sandbox: Sandbox) -> list[Result]:
        named = ((str(number), job) for number, job in enumerate(jobs))
        with (
            tempfile.TemporaryDirectory() as folder,
            LocalWorkers(WORKERS, sandbox.imports, self.modules) as workers,
        ):
            results = dict(run_jobs(named, ResultCache(Path(folder)), workers))
        for result in results.values():
            if isinstance(result, OSError):
                raise result
        return [results[str(number)] for number in range(len(jobs))]

    def confinement(self) -> str:
        """Look whether a confined kernel can use the accelerator."""
        sandbox = self.sandbox(ASSIGNMENTS[0])
        with _running(INSIDE, sandbox) as running:
            where = running.where()
        if where != str(accelerator()):
            raise Wrong(f"a confined kernel computes on {where}")
        missing = what_is_missing(sandbox)
        return f"a kernel computes on {where}; not confined: {'; '.join(missing) or 'nothing'}"

    def memory(self) -> str:
        """Let a kernel ask for more than its share of the accelerator's memory."""
        share_memory(WORKERS)
        with _running(HELD, self.sandbox(ASSIGNMENTS[0])) as running:
            try:
                running.sigmoid_gradient(torch.zeros(1))
            except CheckFailed as failed:
                return f"who takes more than a share is told: {failed}"
        raise Wrong("a kernel took all that it asked for")

    def neighbours(self) -> str:
        """Grade who fills the accelerator, and who leaves work on it, beside honest students."""
        verification = Verification(Path.cwd(), ASSIGNMENTS[0], "")
        answers = (a for a in verification.answers() if EXERCISE in a.exercises)
        honest = next(answer for answer in answers if answer.kind == "right")
        settings = Settings("auto", self.sandbox(ASSIGNMENTS[0]))
        sources = [HELD, "", "", LEFT, "", ""]
        written = [verification.job(_written(honest, source), settings) for source in sources]
        jobs = [replace(job, seed=str(number)) for number, job in enumerate(written)]
        results = self._run(jobs, settings.sandbox)
        graded = [e for r in results for e in r.exercises if e.name == f"test_{EXERCISE}"]
        scores = [exercise.score for exercise in graded]
        points = graded[0].points
        if scores != [0, points, points, scores[3], points, points]:
            faults = "; ".join(each.fault.split("\n")[0] for each in graded if each.fault)
            raise Wrong(f"of {points:g} points they have {scores}; not graded: {faults or 'none'}")
        return f"who fills it has 0 points, who leaves work there {scores[3]:g}, others {points:g}"


def _spread(answers: list[Answer], kind: str) -> list[Answer]:
    """Return some answers of a kind, from all over the corpus."""
    of_kind = [answer for answer in answers if answer.kind == kind]
    return of_kind[:: len(of_kind) // OF_EACH][:OF_EACH]


def _written(answer: Answer, source: str) -> Answer:
    """Return the answer with another solution of the exercise, if one is given."""
    content = deepcopy(answer.content)
    for cell in content.cells:
        if source and grade_id(cell) == EXERCISE:
            cell.source = source
    return replace(answer, content=content)


def _running(source: str, sandbox: Sandbox) -> Submission:
    return Submission(new_notebook(cells=[new_code_cell(source)]), [0], sandbox=sandbox)


def main() -> int:
    """Try everything, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--emulated", action="store_true", help="have an emulated accelerator")
    args = parser.parse_args()
    before, modules = emulate() if args.emulated else ("", [])
    if accelerator() is None:
        print(f"torch {torch.__version__} finds no accelerator here; try --emulated")
        return 1
    tried, is_right = Tried(before, [*MODULES, *modules]), True
    attempts = [tried.references, tried.answers, tried.confinement, tried.memory, tried.neighbours]
    table = Table("tried", "seconds", "what came of it", show_lines=True)
    for attempt in attempts:
        began = time.monotonic()
        try:
            text = attempt()
        except Exception as error:  # the others are tried all the same
            text, is_right = f"[red]{type(error).__name__}: {error}", False
        said = (attempt.__doc__ or "").split("\n")[0]
        table.add_row(said, f"{time.monotonic() - began:.0f}", text)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"torch {torch.__version__}, {name_of_accelerator()}")
    console.print(table)
    for text in (*NOT_TRIED, *(EMULATED if args.emulated else ())):
        console.print(f"Not tried: {text}.")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
