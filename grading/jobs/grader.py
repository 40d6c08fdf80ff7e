"""Grades one submission at a time, in a worker, so that a crash there does not end the caller."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from grading.grade.assignment import Assignment
from grading.grade.cache import CachedJudge, ResultCache
from grading.grade.graded import Graded
from grading.grade.job import inspect_machine
from grading.jobs.pool import LocalWorkers, run_all
from grading.notebooks.reading import HandedIn


class Grader:
    """Grades the submissions of an assignment, one at a time, as `grade` does for a class.

    Attributes:
        assignment: the assignment, with its `environment` set to that of this machine.
        missing: the parts of confinement that students' code has to do without.

    Args:
        assignment: the assignment.
        results: the cache of results to use; by default one that ends with this grader.

    Raises:
        NotConfined: isolation is strict, and parts of confinement are missing.
        ValueError: this machine lacks the device.
        OSError, RuntimeError: no kernel can be started here.
    """

    def __init__(self, assignment: Assignment, results: ResultCache | None = None) -> None:
        sandbox = assignment.settings.sandbox
        sandbox.check(list(assignment.exposed))
        self._folder = TemporaryDirectory(prefix="grader-")
        tries = Path(self._folder.name, "tries")
        tries.mkdir()
        results = results or ResultCache(Path(self._folder.name, "results"))
        self._judge = CachedJudge(results, tries)
        self._workers = LocalWorkers(1, sandbox.imports, assignment.modules)
        finalize(self, self._workers.close)
        environment, missing = self._workers.submit(inspect_machine, assignment.settings).result()
        self.missing = [*missing, *assignment.exposed]
        self.assignment = replace(assignment, environment=environment)

    def grade(self, handed_in: HandedIn) -> Graded:
        """Grade a submission.

        Raises:
            BrokenExecutor: the worker died at each attempt.
        """
        grade = partial(self.assignment.grade, judge=self._judge)
        try:
            ((_, outcome),) = run_all(grade, iter([handed_in]), self._workers)
        except (
            BaseException
        ):  # such as Ctrl-C: without this, the process would wait for the worker's end
            self._workers.close()
            raise
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
