"""Tells answers that are alike: the same code, whatever its layout, its comments and its names."""

from __future__ import annotations

import ast
import hashlib
import warnings

LEAST = 40  # nodes of a syntax tree: shorter code is alike by chance (the reference has 27 to 76)
LONGEST = 20_000  # letters


def fingerprint(source: str) -> str:
    """The same for two pieces of code that differ only in layout, comments, docstrings and names.

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
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16] if text else ""
