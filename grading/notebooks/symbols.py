"""Reads from the code of a cell which names it defines and which it needs, without running it."""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 20_000  # letters of a cell: of a longer one nothing is known
CANNOT_BE_READ = (SyntaxError, ValueError, RecursionError, MemoryError)


def python_of(source: str) -> str:
    """Return the code of a cell with its magics as calls; empty if it is too long or no code."""
    with suppress(*CANNOT_BE_READ), warnings.catch_warnings(action="ignore"):
        code = TransformerManager().transform_cell(source) if len(source) <= LONGEST else ""
        ast.parse(code)
        return code
    return ""


def defined_in(source: str) -> set[str]:
    """Return the names that a cell binds: functions, classes, modules and variables."""
    symbols = _table(source).get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def needed_by(source: str) -> set[str]:
    """Return the names that a cell, or a function in it, takes from the cells above or its own."""
    return set(_needed(_table(source)))


def needed_by_functions(source: str) -> dict[str, set[str]]:
    """Return the names that each function or class of a cell takes from outside of it."""
    return {table.get_name(): set(_needed(table)) for table in _table(source).get_children()}


@lru_cache(maxsize=256)
def _table(source: str) -> symtable.SymbolTable:
    try:
        return symtable.symtable(python_of(source), "cell", "exec")
    except CANNOT_BE_READ:
        return symtable.symtable("", "cell", "exec")


def _needed(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _needed(child)
