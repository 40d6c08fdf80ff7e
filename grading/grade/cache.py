"""Keeps the results of jobs by their content: what was graded once is not graded again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from grading.grade.job import Result


class ResultCache:
    """A folder of results, a file for each.

    A file is written aside and put in its place in one step, so a reader finds all of it or
    nothing, whenever a writer is killed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Result | None:
        """The result of the job with this key, if it is there and can be read."""
        try:
            return Result.from_json(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None

    def has_final(self, key: str, since: float = 0.0) -> bool:
        """Whether there is a result with no fault of the grader's in it, from this time or later.

        Args:
            since: in seconds since 1970.
        """
        path = self._path(key)
        if not path.is_file() or path.stat().st_mtime < since:
            return False
        result = self.get(key)
        return result is not None and result.is_final

    def fingerprint(self, key: str) -> str:
        """A hash of the result of the job with this key; empty if there is none."""
        try:
            return hashlib.sha256(self._path(key).read_bytes()).hexdigest()
        except OSError:
            return ""

    def put(self, key: str, result: Result) -> None:
        """Keep a result in the place of any other.

        Raises:
            OSError: the disk is full, or the folder read-only.
        """
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
