"""Caches the results of jobs on disk, so that an unchanged notebook is not judged again."""

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

Judged = tuple[Result, str]  # with the result's hash
Judge = Callable[[Job], Judged]


class ResultCache:
    """A folder of results, with a file for each.

    A file is written under another name and then renamed, so that no reader sees half a file, even
    if the writer is killed. A result with a fault of the grader is not kept.

    Args:
        folder: where results are kept.
        since: a time in seconds since 1970; older results are ignored.
    """

    def __init__(self, folder: Path, since: float = 0.0) -> None:
        self.folder = folder
        self._since = since

    def get(self, key: str) -> Judged | None:
        """Return the result of the job with this key; None if there is none that can be read."""
        path = self._path(key)
        try:
            if path.stat().st_mtime < self._since:
                return None
            data = path.read_bytes()
            result = Result.from_json(data)
        except (OSError, ValueError):
            return None
        return (result, hashlib.sha256(data).hexdigest()) if result.is_final else None

    def hash_of(self, key: str) -> str:
        """Return the hash of the result of the job with this key; empty if there is none."""
        try:
            return hashlib.sha256(self._path(key).read_bytes()).hexdigest()
        except OSError:
            return ""

    def put(self, key: str, result: Result) -> None:
        """Keep the result of the job with this key, in place of an older result.

        Raises:
            OSError: the disk is full, or the folder read-only.
        """
        if not result.is_final:
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(result.to_json())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def judge(job: Job) -> Judged:
    """Run a job within its limits and return the result; an error becomes a fault of each exercise.

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
    return result, result.hash


class CachedJudge:
    """A judge that runs a job only if no result of the job is kept, and keeps the new result.

    Args:
        results: where results are kept.
        tries: a folder to count in how often each job was begun in this run. A job whose worker
            dies again and again is given up.
    """

    def __init__(self, results: ResultCache, tries: Path | None = None) -> None:
        self._results = results
        self._tries = tries

    def __call__(self, job: Job) -> Judged:
        """Return the result of a job, from the cache or by running the job.

        Raises:
            Crowded: no kernel can be started now.
            OSError: the result cannot be kept.
        """
        if judged := self._results.get(job.key):
            return judged
        if self._is_out_of_tries(job.key):
            seconds = job.settings.sandbox.limits.worker
            result = failed(job, ENDED.format(tries=TRIES, seconds=seconds))
            return result, result.hash
        try:
            result, result_hash = judge(job)
        except Crowded:
            self._forget_tries(job.key)
            raise
        self._results.put(job.key, result)
        return result, result_hash

    def _is_out_of_tries(self, key: str) -> bool:
        """Return whether a job has no try left; if one is left, count the try that begins now."""
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
    """Return a judge that looks up results and runs nothing.

    The judge raises a LookupError for a job whose result is not kept.
    """

    def read_from_cache(job: Job) -> Judged:
        if judged := results.get(job.key):
            return judged
        raise LookupError(job.key)

    return read_from_cache
