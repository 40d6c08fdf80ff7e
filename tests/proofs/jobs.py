"""Runs many jobs at once, and keeps their results."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from functools import partial

from grading.grade.cache import CachedJudge, ResultCache
from grading.grade.job import Job, Result, failed
from grading.jobs.pool import Workers, run_all


def run_jobs(
    jobs: Iterator[tuple[str, Job]], results: ResultCache, workers: Workers
) -> Iterator[tuple[str, Result | OSError]]:
    """Find the result of each job and keep it.

    A job whose result is known already is not run; one that cannot be run has faults as a result.

    Yields:
        The name of each job and its result, in the order in which they end; or why it is not kept.
    """

    def known(named: tuple[str, Job]) -> Result | None:
        judged = results.get(named[1].key)
        return judged[0] if judged else None

    for (name, job), outcome in run_all(partial(_judge, results), jobs, workers, known):
        if isinstance(outcome, BrokenExecutor):
            yield name, failed(job, "its worker was ended again and again")
        elif isinstance(outcome, OSError):
            yield name, outcome
        elif isinstance(outcome, Exception):
            yield name, failed(job, repr(outcome))
        else:
            yield name, outcome


def _judge(results: ResultCache, named: tuple[str, Job]) -> Result:
    return CachedJudge(results)(named[1])[0]
