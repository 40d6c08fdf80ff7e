"""Grades one submission from its files: the part of `grade-notebook` that runs in a worker."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread

from grading.grade.assignment import Assignment
from grading.grade.cache import CachedJudge, ResultCache
from grading.grade.graded import Graded
from grading.grade.job import inspect_machine
from grading.platforms.formats import FORMATS, why_not_graded
from grading.sandbox import spawn
from grading.sandbox.policy import NotConfined

# Formats of systems that show students all that the command prints: notes for staff are left out.
READ_BY_STUDENTS = {"autolab"}
REFUSED = (OSError, ValueError, RuntimeError, NotConfined)


def grade(args: argparse.Namespace, folder: Path) -> int:
    """Grade a submission; return the status: 0 if all was graded, 1 if not, 2 for an error.

    Args:
        args: the arguments of the command, parsed.
        folder: an empty folder, which keeps the results for another worker if this one dies.

    Raises:
        Crowded: no kernel can be started now.
    """
    try:
        assignment = Assignment.read(
            args.course, args.assignment, device=args.device, isolation=args.isolation
        )
        assignment, missing = _prepared_for_this_machine(assignment)
        Thread(target=_import_all, args=[assignment.modules], daemon=True).start()
        graded = assignment.grade(args.files, CachedJudge(ResultCache(folder / "results"), folder))
        _write(args, assignment, graded)
    except spawn.Crowded:  # there may be room later
        raise
    except REFUSED as error:
        print(f"grade-notebook: {error}", file=sys.stderr)
        return 2
    reasons = why_not_graded(graded)
    if args.format not in READ_BY_STUDENTS:
        notes = [] if args.format == "text" else graded.notes
        parts = [f"not confined: {part}. See SECURITY.md." for part in missing]
        for text in [*parts, *notes, *(f"not graded: {reason}" for reason in reasons)]:
            print(f"grade-notebook: {text}", file=sys.stderr)
    return 1 if reasons else 0


def _prepared_for_this_machine(assignment: Assignment) -> tuple[Assignment, list[str]]:
    """Return the assignment with this machine's environment, and what is not confined here."""
    sandbox = assignment.settings.sandbox
    sandbox.check(list(assignment.exposed))
    if spawn.AVAILABLE:
        spawn.server(sandbox.imports)  # the server starts while this process imports torch
    environment, missing = inspect_machine(assignment.settings)
    return replace(assignment, environment=environment), [*missing, *assignment.exposed]


def _import_all(modules: set[str]) -> None:
    """Import what hidden checks will import, while a kernel runs the notebook."""
    for name in sorted(modules):
        with suppress(Exception):  # the check that imports it says so
            import_module(name)


def _write(args: argparse.Namespace, assignment: Assignment, graded: Graded) -> None:
    """Write the result and the feedback pages where the arguments say."""
    text = FORMATS[args.format](graded, assignment.say)
    if args.output:
        args.output.write_text(f"{text}\n", encoding="utf-8", errors="replace")
    else:
        encoding = sys.stdout.encoding or "utf-8"
        with suppress(BrokenPipeError):  # for example, `head` has read enough
            print(text.encode(encoding, "replace").decode(encoding), flush=True)
    if args.feedback:
        args.feedback.mkdir(parents=True, exist_ok=True)
        for name, page in assignment.pages(graded, "").items():
            path = args.feedback / f"{name}.html"
            path.write_text(page, encoding="utf-8", errors="replace")
