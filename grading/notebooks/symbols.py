"""Analyses code without running it: names that cells define and need, and likeness of code."""

from __future__ import annotations

import ast
import hashlib
import re
import symtable
import warnings
from collections.abc import Iterator
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 20_000  # letters of a cell: a longer cell is not analysed
MOST_MAGICS = 100  # in a cell: a cell with more is not analysed
LEAST = 40  # nodes of a syntax tree: shorter code is alike by chance (the reference has 27 to 76)
# Errors for text that is no code, or is nested too deeply for Python or for walking its tree.
CANNOT_BE_READ = (SyntaxError, ValueError, RuntimeError, MemoryError)
CONTINUED = re.compile(r"(?:.*\\\n)*.*\n?")  # a line, with its continuation lines
NO_SYMBOLS = symtable.symtable("", "cell", "exec")
MAGIC = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$")


class _Magics(TransformerManager):
    """Turns a cell's magics into calls, one line at a time.

    IPython's own way reads the whole cell again for each magic.
    """

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Return the lines as Python code; raise a SyntaxError if there are too many magics."""
        lines = CONTINUED.findall("".join(lines))
        magics = {line for line in lines if MAGIC.search(line)}
        if len(magics) > MOST_MAGICS:
            raise SyntaxError("too many magics")
        calls = {line: "".join(super(_Magics, self).do_token_transforms([line])) for line in magics}
        return [calls.get(line, line) for line in lines]


def parse(source: str) -> ast.Module:
    """Return the syntax tree of code; an empty tree if the code is too long or cannot be read."""
    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # warnings on the code, such as invalid escapes
            return ast.parse(source if len(source) <= LONGEST else "")
    except CANNOT_BE_READ:
        return ast.Module([], [])


def unparse(tree: ast.Module) -> str:
    """Return the code of a syntax tree; empty if the tree is nested too deeply."""
    try:
        return ast.unparse(tree)
    except CANNOT_BE_READ:
        return ""


def python_of(source: str) -> str:
    """Return a cell's code with magics as calls; empty if the text is too long or no code."""
    if parse(source).body:
        return source
    try:
        code = str(_Magics().transform_cell(source if len(source) <= LONGEST else ""))
    except CANNOT_BE_READ:
        return ""
    return code if parse(code).body else ""


def defined_in(source: str) -> set[str]:
    """Return the names that a cell binds: functions, classes, modules and variables."""
    symbols = _table(source).get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def needed_by(source: str) -> set[str]:
    """Return the global names that a cell, or a function within the cell, uses."""
    return set(_needed(_table(source)))


def needed_by_functions(source: str) -> dict[str, set[str]]:
    """Return the global names that each function or class of a cell uses, by its name."""
    return {table.get_name(): set(_needed(table)) for table in _table(source).get_children()}


@lru_cache(maxsize=4096)  # all cells of two notebooks
def _table(source: str) -> symtable.SymbolTable:
    try:
        table = symtable.symtable(python_of(source), "cell", "exec")
    except CANNOT_BE_READ:
        return NO_SYMBOLS
    # The symbols of nested functions can grow with the square of the nesting.
    is_much = sum(len(inner.get_identifiers()) for inner in _tables_in(table)) > LONGEST
    return NO_SYMBOLS if is_much else table


def _tables_in(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
    """Return the tables of some code and of all functions and classes in it."""
    tables = [table]
    for inner in tables:
        tables += inner.get_children()
    return tables


def _needed(table: symtable.SymbolTable) -> Iterator[str]:
    for inner in _tables_in(table):
        for symbol in inner.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or inner.get_type() == "module"):
                yield symbol.get_name()


def hash_of_code(source: str) -> str:
    """Return a hash of code that ignores layout, comments, docstrings and chosen names.

    Names that the code binds are replaced by numbers; others, such as `torch.sigmoid`, count. The
    hash is empty for text that is too short, too long, or no code.
    """
    try:
        tree = parse(source)
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
