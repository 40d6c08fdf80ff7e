"""The command `grade-notebook`: grades one submission, in a worker process.

Most of the time goes into imports. So this process imports next to nothing, and the server that
kernels are forked from starts to import before the worker does.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.jobs.options import add_course, add_machine, command_parser
from grading.jobs.pool import LocalWorkers, run_all
from grading.sandbox import spawn

FORMATS = ("text", "json", "junit", "gradescope", "prairielearn", "autolab")  # see `formats`


def main(argv: list[str] | None = None) -> int:
    """Grade a submission; return the status: 0 if all was graded, 1 if not, 2 for an error."""
    arguments = parser().parse_args(argv)
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


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    new = command_parser(
        "grade-notebook",
        "Grades one submission; no class, no gradebook and no names are needed.",
        "Status: 0 if it was graded, 1 if it was not (standard error says why), "
        "2 if the command could not be carried out.",
    )
    new.add_argument("assignment")
    new.add_argument("files", nargs="+", type=_existing, help="notebooks, folders or zips")
    new.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    new.add_argument("--output", metavar="FILE", type=Path, help="default: standard output")
    new.add_argument(
        "--feedback", metavar="FOLDER", type=Path, help="also write what the student reads"
    )
    add_course(new)
    add_machine(new)
    return new


def _existing(path: str) -> Path:
    if not Path(path).exists():
        raise argparse.ArgumentTypeError(f"there is no {path}")
    return Path(path)


def _grade_in_worker(arguments: argparse.Namespace, folder: Path) -> int:
    spawn.start_early()
    os.environ.update(spawn.ONE_THREAD)
    gc.disable()  # collecting garbage would take a tenth of the time of the imports
    from grading.platforms.submission import grade  # imports nbgrader, which takes seconds

    gc.enable()
    return grade(arguments, folder)


if __name__ == "__main__":
    sys.exit(main())
