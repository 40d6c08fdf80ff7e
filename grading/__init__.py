"""Grades nbgrader assignments with hidden checks, which run in another process than student code.

The public API is `Assignment`, `configure`, and the names that hidden checks import in
docs/new_assignment.md; any other name may change. The packages are rooms, each of which imports
only from the rooms below:

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
    """Import a public name on first use, so that pytest can load the plugin without the rest."""
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
