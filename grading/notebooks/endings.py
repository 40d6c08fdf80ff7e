"""Describes why a cell of an executed notebook did not run to its end."""

from __future__ import annotations

import builtins
import re

from nbformat import NotebookNode

from grading.notebooks.repair import grade_id
from grading.notebooks.sanitize import clean_text
from grading.sandbox.accelerator import is_full
from grading.sandbox.told import NOTHING, Told

MAX_TITLE = 60  # letters
MAX_ERROR, MAX_TRACEBACK = 120, 20_000  # letters of an error's text and of its traceback
PLACE = re.compile(r" \([^()]*, line \d+\)$")  # where a SyntaxError is
ANSI = re.compile(r"\x1b\[[\d;]*m")  # the colors of a traceback
SKIPPED = re.compile(r"This cell (.{1,60}), so it was skipped\.")
# `%matplotlib widget` has an error of its own for a missing module.
NOT_INSTALLED = re.compile(r"No module named '([\w.]{1,60})'|'(?:widget|ipympl)' is not a recogni")
TOO_LONG, TOO_MUCH = "CellTimeoutError", "CellSkipped"  # the cell was interrupted; it was left out


def failed(cell: NotebookNode) -> bool:
    """Return whether a cell ended in an error."""
    return bool(_errors(cell))


def can_be_run_again(cell: NotebookNode) -> bool:
    """Return whether a cell neither ended its kernel nor was interrupted."""
    return not stopped_by_the_grader(cell)


def stopped_by_the_grader(cell: NotebookNode) -> list[NotebookNode]:
    """Return the error outputs that say that a cell was interrupted or skipped."""
    return [error for error in _errors(cell) if error.ename in (TOO_LONG, TOO_MUCH)]


def met_full_accelerator(cell: NotebookNode) -> bool:
    """Return whether a cell ended because an accelerator had no memory left."""
    return any(is_full(error.ename, error.evalue) for error in _errors(cell))


def title_of(cell: NotebookNode) -> str:
    """Return a title for a cell: its grade_id, or else its first line."""
    first = cell.source.strip().split("\n")[0].replace("`", "'")
    return clean_text(grade_id(cell) or first)[:MAX_TITLE].strip()


def missing_module(cell: NotebookNode) -> str:
    """Return the missing module that ended a cell; empty if something else ended the cell."""
    texts = [error.evalue for error in _errors(cell) if is_known(error.ename)]
    match = NOT_INSTALLED.match(texts[0]) if texts else None
    return (match[1] or "ipympl") if match else ""


def ending(cell: NotebookNode) -> Told:
    """Return how a cell failed, as a verb phrase with the line; empty if it ran to its end."""
    errors = _errors(cell)
    if errors and (skipped := SKIPPED.fullmatch(errors[0].evalue)):
        return Told(f"{clean_text(skipped[1])}, so it was skipped")
    if not errors or not is_known(errors[0].ename):
        return NOTHING
    first = clean_text(errors[0].evalue).split("\n")[0][:MAX_ERROR]
    told = Told(f"ended in {errors[0].ename}: {PLACE.sub('', first)}")
    traceback = "\n".join([first, *errors[0].traceback])[:MAX_TRACEBACK]
    line = re.search(r"line (\d{1,4})\b", ANSI.sub("", traceback))
    return Told(f"{told} (line {line[1]})") if line else told


def is_known(error: str) -> bool:
    """Return whether an error type is one of Python's or IPython's.

    The name of any other type could be a hidden input, so students are not shown it.
    """
    return error == "UsageError" or isinstance(getattr(builtins, error, None), type)


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]
