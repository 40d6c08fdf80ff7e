"""The command `grade`: reads its arguments before it imports what grades a class."""

from __future__ import annotations

import argparse
from pathlib import Path

from grading.jobs.options import add_machine, command_parser


def main(argv: list[str] | None = None) -> int:
    """Run `grade`; return 0 if everything was graded, 1 if something was not, 2 if refused."""
    args = _arguments(argv)
    from grading.run import run  # imports nbgrader, which takes seconds

    return run(args)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = command_parser(
        "grade",
        "Grades what is in submitted/ and writes scores, feedback and a report.",
        "Status: 0 if everything was graded, 1 if something was not (the table says what), "
        "2 if the command could not be carried out.",
    )
    parser.add_argument("assignment", nargs="?", help="default: the only one in source/")
    parser.add_argument("--student", metavar="GLOB", default="*", help="default: all of them")
    add_machine(parser)
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        help="submissions to grade at once; default: one for each core, or as many as a GPU holds",
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="of a Dask scheduler, whose workers grade instead"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="grade again what has been graded before"
    )
    parser.add_argument(
        "--all", action="store_true", help="print all of a large class, not only who needs a person"
    )
    parser.add_argument(
        "--collect",
        action="store_true",
        help="first collect what has arrived in nbgrader's exchange, at last release the feedback",
    )
    parser.add_argument(
        "--watch", action="store_true", help="go on with what is handed in, until it is stopped"
    )
    parser.add_argument(
        "--export",
        metavar="FOLDER",
        type=Path,
        help="also write the grades for Canvas, Moodle and Gradescope, into this folder",
    )
    args = parser.parse_args(argv)
    if args.workers is not None and args.workers < 1:
        parser.error("--workers: at least 1")
    return args
