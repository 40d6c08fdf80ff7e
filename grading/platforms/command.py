"""The command `grade-notebook`: grades one submission, in a worker process.

Most of the time goes into imports. So this process imports next to nothing, and the server that
kernels are forked from starts to import before the worker does.
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
    """Grade a submission; return the status: 0 if all was graded, 1 if not, 2 for an error."""
    arguments = sys.argv[1:] if argv is None else argv
    with (
        TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as folder,
        LocalWorkers(1, None, ()) as workers,
    ):
        work = partial(_grade_in_worker, folder=Path(folder))
        ((_, outcome),) = run_all(work, iter([arguments]), workers)
    if isinstance(outcome, Exception):
        error = f"{type(outcome).__name__}: {outcome}"
        print(f"grade-notebook: not graded: {error}", file=sys.stderr)
        return 1
    return outcome


def _grade_in_worker(arguments: list[str], folder: Path) -> int:
    spawn.start_early()
    os.environ.update(spawn.ONE_THREAD)
    gc.disable()  # collecting garbage would take a tenth of the time of the imports
    from grading.platforms.submission import grade  # imports nbgrader, which takes seconds

    gc.enable()
    try:
        return grade(arguments, folder)
    except SystemExit as end:  # raised for `--help` and wrong arguments
        sys.stdout.flush()
        return int(end.code or 0)


if __name__ == "__main__":
    sys.exit(main())
