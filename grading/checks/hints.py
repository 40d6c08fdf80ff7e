"""Words the hints for students whose function is missing or raises an error."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from grading.checks.outcome import NOT_WRITTEN
from grading.notebooks.endings import ending, failed, is_known, title_of
from grading.notebooks.symbols import defined_in, needed_by_functions
from grading.sandbox.handle import KINDS
from grading.sandbox.told import NOTHING, Told
from grading.sandbox.wire import Failure

MOST_NAMES = 3  # in a sentence
UNTOLD = ("Exception", "BaseException", "object")  # types too general for a hint


def hint_for(name: str, failure: Failure, notebook: NotebookNode) -> Told:
    """Return the hint for a function of a student that returned no value.

    Args:
        name: the name of the function.
        failure: why there is no value.
        notebook: the notebook with the outputs of the first run, which can hold no hidden input.
    """
    if failure.error == "missing" and failure.type in KINDS.split():
        kind = failure.type
        return Told(
            f"`{name}` is now of type {kind}, not a function: give one of them another name."
        )
    if failure.error == "missing":
        return _why_missing(name, notebook)
    if failure.type == "NameError" and (why := _why_unknown(name, notebook)):
        return why
    if failure.type != "NotImplementedError":
        return Told(f"`{name}` raised {_kind_of(failure) or 'an exception'}.")
    if _is_replaced(name, notebook):
        return Told(f"`{name}` was written, but the stub below replaced it: keep only your own.")
    return Told(f"`{name}` {NOT_WRITTEN}.")


def hint_for_value(name: str, notebook: NotebookNode) -> Told:
    """Return the hint for a variable that the notebook does not define."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and name in defined_in(cell.source) and (end := ending(cell)):
            return Told(f"`{name}` is not defined: its cell {end}.")
    return Told(f"`{name}` is not defined: no cell gives it a value.")


def hint_for_handle(label: str, failure: Failure) -> Told:
    """Return the hint for an object of a student whose use returned no value."""
    if failure.type == "NotImplementedError":
        return Told(f"`{label}` {NOT_WRITTEN}.")
    return Told(f"`{label}` raised {_kind_of(failure) or 'an exception'}.")


def _kind_of(failure: Failure) -> str:
    """Return the most specific built-in type of an exception; empty if that is too general."""
    kinds = [failure.type, *failure.kinds]
    known = [kind for kind in kinds if is_known(kind) and kind not in UNTOLD]
    return known[0] if known else ""


def _why_missing(name: str, notebook: NotebookNode) -> Told:
    """Return the hint for a missing function, judging by the cells that should define it."""
    defines = re.compile(rf"^([ \t]*)(?:(?:async )?def[ \t]+{name}\b|{name}[ \t]*=(?!=))", re.M)
    deletes = re.compile(rf"^[ \t]*(?:%reset\b|del\b.*\b{name}\b)", re.M)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    defining = [source for source in sources if defines.search(source)]
    for cell in notebook.cells:
        if cell.source in defining and (end := ending(cell)):
            return Told(f"`{name}` is not defined: its cell {end}.")
    if not defining:
        return Told(f"`{name}` is not defined: no cell has a function of that name.")
    if any(map(deletes.search, sources)):
        return Told(f"`{name}` was defined, but a cell takes it away: see `del` and `%reset`.")
    if all(source.lstrip().startswith("%%") for source in defining):
        return Told(
            f"`{name}` is not defined: its cell begins with %%, which keeps it from the others."
        )
    if all(all(defines.findall(source)) for source in defining):
        return Told(
            f"`{name}` is not defined: its first line is indented, so it is part of another."
        )
    return Told(
        f"`{name}` is not defined as a function once the notebook has run from top to bottom."
    )


def _why_unknown(name: str, notebook: NotebookNode) -> Told:
    """Return the hint on a failed cell that defines names which a function needs; may be empty.

    The names come from the code alone: a name that the kernel reports could be a hidden input.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    needs: dict[str, set[str]] = {}
    defined: set[str] = set()
    for cell in cells:
        if not failed(cell):
            needs |= needed_by_functions(cell.source)
            defined |= defined_in(cell.source)
    needed = {name}
    while more := {other for function in needed for other in needs.get(function, ())} - needed:
        needed |= more
    for cell in cells:
        names = sorted((defined_in(cell.source) & needed) - defined)
        if names and (end := ending(cell)):
            what, which = (
                ", ".join(f"`{missing}`" for missing in names[:MOST_NAMES]),
                title_of(cell),
            )
            return Told(f"`{name}` needs {what}, but the cell `{which}` that defines it {end}.")
    return NOTHING


def _is_replaced(name: str, notebook: NotebookNode) -> bool:
    """Return whether a stub is the last function of this name, but an earlier one is written."""
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    bodies = re.findall(rf"^def[ \t]+{name}\b.*\n(?:[ \t].*\n|\n)*", f"{source}\n", re.M)
    is_stub = ["raise NotImplementedError" in body for body in bodies]
    return bool(is_stub) and is_stub[-1] and not all(is_stub)
