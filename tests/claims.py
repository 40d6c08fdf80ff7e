"""What the tests of a text's claims share: its functions, and the numbers that nothing claims."""

from __future__ import annotations

import ast
import contextlib
import math
import re
from collections.abc import Callable, Iterable

import torch
from d2l import torch as d2l
from nbformat import NotebookNode


def functions(cells: Iterable[NotebookNode]) -> dict:
    """The functions and CONSTANTS that cells define, to be called here."""
    names = {"torch": torch, "d2l": d2l, "math": math}
    for cell in cells:
        if cell.cell_type == "code" and cell.id not in ("setup", "checks"):
            with contextlib.suppress(SyntaxError):
                tree = ast.parse(cell.source)
                tree.body = list(filter(_is_definition, tree.body))
                exec(compile(tree, "notebook", "exec"), names)
    return names


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]).isupper()
    return isinstance(node, ast.FunctionDef)


def near(value, wanted: float, within: float) -> bool:
    return abs(float(value) - wanted) <= within * abs(wanted)


def initialized(function: Callable, rows: int, columns: int) -> float:
    """The variance of a matrix that one of torch's functions has filled."""
    generator = torch.Generator().manual_seed(1)
    return function(torch.empty(rows, columns), generator=generator).var().item()


def unclaimed(
    cells: Iterable[NotebookNode], claims: Iterable[str], no_claim: re.Pattern[str]
) -> dict[str, list[str]]:
    """By the id of each page, the numbers in it that no claim quotes, with the words around them.

    Args:
        no_claim: what holds a number and claims nothing.
    """
    quotes, left = sorted(claims, key=len, reverse=True), {}
    for cell in cells:
        if cell.cell_type == "markdown":
            text = " ".join(cell.source.split())
            for quote in quotes:
                text = text.replace(quote, "")
            if found := re.findall(r".{0,40}\d.{0,30}", no_claim.sub("", text)):
                left[cell.id] = found
    return left
