"""The command `grade-notebook`: has one submission graded, in a worker of its own.

Imports are most of the time that this takes. So this process has next to none, and the server that
kernels are forked from begins with its own before the worker does.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.jobs.pool import LocalWorkers, run_all
from grading.sandbox import spawn


def main(argv: list[str] | None = None) -> int:
    """Grade; the status is 0 if all was graded, 1 if something was not, 2 if refused."""
    arguments = sys.argv[1:] if argv is None else argv
    with (
        TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as folder,
        LocalWorkers(1, None, ()) as workers,
    ):
        work = partial(_work, folder=Path(folder))
        ((_, outcome),) = run_all(work, iter([arguments]), workers)
    if isinstance(outcome, Exception):
        error = f"{type(outcome).__name__}: {outcome}"
        print(f"grade-notebook: not graded: {error}", file=sys.stderr)
        return 1
    return outcome


def _work(arguments: list[str], folder: Path) -> int:
    spawn.start_early()
    os.environ.update(spawn.ONE_THREAD)
    gc.disable()  # to look through what is imported takes a tenth of the time
    from grading.platforms.submission import grade  # with it comes nbgrader, which takes seconds

    gc.enable()
    try:
        return grade(arguments, folder)
    except SystemExit as end:  # of `--help`
        sys.stdout.flush()
        return int(end.code or 0)


if __name__ == "__main__":
    sys.exit(main())
