"""Keeps the results of jobs by their content: what was judged once is not judged again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from grading.grade.job import Job, Result, failed, run
from grading.grade.limits import limited
from grading.sandbox.policy import TRIES
from grading.sandbox.spawn import Crowded

ENDED = (
    "its worker was ended, {tries} times: to judge it took more than {seconds:g} s of processor "
    "time, or more memory than this machine has, or met a limit that SECURITY.md lists"
)

Judged = tuple[Result, str]  # with the hash by which the result is known again
Judge = Callable[[Job], Judged]


class ResultCache:
    """A folder of results, a file for each.

    A file is written aside and put in its place in one step, so a reader finds all of it or
    nothing, whenever a writer is killed. A result with a fault of the grader's in it is not kept.

    Args:
        since: results from before this time do not count, in seconds since 1970.
    """

    def __init__(self, folder: Path, since: float = 0.0) -> None:
        self.folder = folder
        self._since = since

    def get(self, key: str) -> Judged | None:
        """Return the result of the job with this key, if it is there and can be read."""
        path = self._path(key)
        try:
            if path.stat().st_mtime < self._since:
                return None
            data = path.read_bytes()
            result = Result.from_json(data)
        except (OSError, ValueError):
            return None
        return (result, hashlib.sha256(data).hexdigest()) if result.is_final else None

    def fingerprint(self, key: str) -> str:
        """Return a hash of the result of the job with this key; empty if there is none."""
        try:
            return hashlib.sha256(self._path(key).read_bytes()).hexdigest()
        except OSError:
            return ""

    def put(self, key: str, result: Result) -> None:
        """Keep a result in the place of any other.

        Raises:
            OSError: the disk is full, or the folder read-only.
        """
        if not result.is_final:
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(result.to_json())
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def judge(job: Job) -> Judged:
    """Run a job within its limits; where it cannot be run, its exercises have faults.

    Raises:
        Crowded: no kernel can be started now.
    """
    try:
        with limited(job.settings.sandbox.limits):
            result = run(job)
    except Crowded:
        raise
    except Exception as error:
        result = failed(job, f"{type(error).__name__}: {error}")
    return result, result.fingerprint


class CachedJudge:
    """Judges what is not known yet, and keeps the result.

    Args:
        tries: a folder where to note which jobs were begun in this run, as their workers may die.
    """

    def __init__(self, results: ResultCache, tries: Path | None = None) -> None:
        self._results = results
        self._tries = tries

    def __call__(self, job: Job) -> Judged:
        """Find the result of a job.

        Raises:
            Crowded: no kernel can be started now.
            OSError: the result cannot be kept.
        """
        if known := self._results.get(job.key):
            return known
        if self._is_given_up(job.key):
            seconds = job.settings.sandbox.limits.worker
            result = failed(job, ENDED.format(tries=TRIES, seconds=seconds))
            return result, result.fingerprint
        try:
            result, fingerprint = judge(job)
        except Crowded:
            self._forget_tries(job.key)
            raise
        self._results.put(job.key, result)
        return result, fingerprint

    def _is_given_up(self, key: str) -> bool:
        """Whether a job has been begun often enough; if not, it is noted that it is now."""
        if self._tries is None:
            return False
        with (self._tries / key).open("ab") as file:
            if file.tell() >= TRIES:
                return True
            file.write(b".")
        return False

    def _forget_tries(self, key: str) -> None:
        if self._tries is not None:
            (self._tries / key).unlink(missing_ok=True)


def known_in(results: ResultCache) -> Judge:
    """Return a judge who knows the results that are kept, and no other.

    It raises a LookupError where there is none.
    """

    def look_up(job: Job) -> Judged:
        if known := results.get(job.key):
            return known
        raise LookupError(job.key)

    return look_up
