"""Grades notebooks with hidden checks that never meet the student's code.

`Assignment` and `configure` are public, and so is what docs/new_assignment.md has hidden checks
import; other names may change. Rooms, of which each imports only from those below it:

    cli
    course
    platforms
    jobs
    grade
    feedback
    checks
    notebooks
    sandbox
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grading.course.pipeline import configure
    from grading.grade.assignment import Assignment

__all__ = ["Assignment", "configure"]
HOME = {"Assignment": "grading.grade.assignment", "configure": "grading.course.pipeline"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: pytest loads this package for its plugin alone."""
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
