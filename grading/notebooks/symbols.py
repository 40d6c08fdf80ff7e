"""Reads code without running it: the names that it defines and needs, and what it is like."""

from __future__ import annotations

import ast
import hashlib
import symtable
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 20_000  # letters of a cell: of a longer one nothing is known
LEAST = 40  # nodes of a syntax tree: shorter code is alike by chance (the reference has 27 to 76)
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


def fingerprint(source: str) -> str:
    """Return a form of code without layout, comments, docstrings and the choice of names.

    Names that the code itself binds are counted instead of compared; `torch.sigmoid` stays what it
    is. Empty for code that is too short or too long, or none at all.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # of what Python thinks of the code
            tree = ast.parse(source if len(source) <= LONGEST else "")
        nodes = list(ast.walk(tree))
        bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
        bound |= {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        order: dict[str, str] = {}
        for node in nodes:
            match node:
                case ast.Name(name) if name in bound:
                    node.id = order.setdefault(name, str(len(order)))
                case ast.arg(name):
                    node.arg = order.setdefault(name, str(len(order)))
                case ast.FunctionDef(body=[ast.Expr(ast.Constant(str())), _, *_]):
                    del node.body[0]
        text = ast.dump(tree) if len(nodes) >= LEAST else ""
    except CANNOT_BE_READ:
        return ""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16] if text else ""
