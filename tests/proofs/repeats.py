"""Judges an answer several times, on hidden inputs of other seeds each time, in one kernel."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat

from grading.checks.outcome import Check
from grading.checks.recorder import GraderError
from grading.checks.runner import run_checks
from grading.checks.seeds import derive
from grading.checks.submission import Submission
from grading.grade.job import Job, folder_of_checks
from grading.grade.limits import limited
from grading.notebooks.running import code_cells


@dataclass(frozen=True)
class Repeat:
    """A job whose notebook has right answers to all exercises but these.

    Attributes:
        exercises: names of the files of their checks.
        times: how often to judge them.
    """

    job: Job
    exercises: tuple[str, ...]
    times: int


def judge_again(repeat: Repeat) -> dict[str, list[list[Check]]]:
    """By exercise, what its checks find each time.

    Raises:
        GraderError: a check failed by itself.
    """
    job, found = repeat.job, {name: list[list[Check]]() for name in repeat.exercises}
    notebook = nbformat.reads(job.notebook, as_version=4)
    with (
        limited(job.settings.sandbox.limits),
        folder_of_checks(job) as checks,
        Submission(notebook, code_cells(notebook), sandbox=job.settings.sandbox) as submission,
    ):
        for time in range(repeat.times):
            seed = derive(job.seed, "again", str(time))
            for name in repeat.exercises:
                files = [checks / f"{name}.py"]
                outcome = run_checks(files, submission, device=job.settings.device, seed=seed)[name]
                if isinstance(outcome, GraderError):
                    raise outcome
                found[name].append(outcome)
    return found
