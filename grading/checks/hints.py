"""Hints for students whose function cannot be called, or raises an error."""

from __future__ import annotations

import builtins
import re

from nbformat import NotebookNode

from grading.checks.outcome import NOT_WRITTEN
from grading.notebooks.sanitize import clean_text
from grading.sandbox.wire import Failure

MAX_ERROR, MAX_TRACEBACK = 120, 20_000  # letters of an error's text and of its traceback
PLACE = re.compile(r" \([^()]*, line \d+\)$")  # where a SyntaxError is
ANSI = re.compile(r"\x1b\[[\d;]*m")  # the colors of a traceback


def hint_for(name: str, failure: Failure, notebook: NotebookNode) -> str:
    """What to tell a student about a function that gave no value.

    Args:
        notebook: with the outputs of the first run, whose kernel had been told nothing hidden.
    """
    if failure.error == "missing" and (why := _why_missing(name, notebook)):
        return f"`{name}` is not defined: its cell ended in {why}."
    if failure.error == "missing":
        return (
            f"`{name}` is not defined as a function once the notebook has run from top to bottom."
        )
    if failure.type == "NotImplementedError":
        return f"`{name}` {NOT_WRITTEN}."
    return f"`{name}` raised {failure.type if _is_known(failure.type) else 'an exception'}."


def _is_known(error: str) -> bool:
    """Whether it is Python's own: a student's own type could have a hidden input as its name."""
    return isinstance(getattr(builtins, error, None), type)


def _why_missing(name: str, notebook: NotebookNode) -> str:
    """The error in the cell that should define a function, and its line; empty if there is none."""
    defines = re.compile(rf"^[ \t]*(def[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*=)", re.M)
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if errors and _is_known(errors[0].ename) and defines.search(cell.source):
            first = clean_text(errors[0].evalue).split("\n")[0][:MAX_ERROR]
            told = f"{errors[0].ename}: {PLACE.sub('', first)}"
            traceback = "\n".join([first, *errors[0].traceback])[:MAX_TRACEBACK]
            line = re.search(r"line (\d{1,4})\b", ANSI.sub("", traceback))
            return f"{told} (line {line[1]})" if line else told
    return ""
