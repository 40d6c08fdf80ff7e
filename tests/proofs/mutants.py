"""Mutants of solutions: each with one small mistake, made by cosmic-ray's operators.

To those (numbers, operators, comparisons, constants, loops) ours are added, for what they leave
alone: a statement, an argument or a method call is dropped, and `@` becomes `*`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from nbformat import NotebookNode
from proofs.examples import Example

from grading.notebooks.repair import grade_id, has_flag

# These need arguments of their own, or put in what no student would write.
LEFT_OUT = ("Variable", "ExceptionReplacer", "RemoveDecorator")


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake.

    Attributes:
        exercise: grade_id of the solution cell.
        name: exercise and number.
        change: exercise, the line that changed, and what it became.
        code: the cell's code.
    """

    exercise: str
    name: str
    change: str
    code: str

    @property
    def example(self) -> Example:
        """The mutant as a submission."""
        return Example(self.name, self.change, {}, frozenset(), "", {self.exercise: self.code}, [])


def mutants_of(notebook: NotebookNode) -> Iterator[Mutant]:
    """Every mutant of the solution cells of an instructor's notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and has_flag(cell, "solution"):
            yield from mutants_of_cell(str(grade_id(cell)), cell.source)


def mutants_of_cell(exercise: str, source: str) -> Iterator[Mutant]:
    """Every mutant of one solution cell."""
    original = ast.unparse(_without_docstrings(ast.parse(source)))
    ways = (_by_operators, _by_dropping, _by_rewriting)
    codes = dict.fromkeys(code for way in ways for code in way(original))
    for number, code in enumerate(code for code in codes if code != original):
        change = f"{exercise}: {_difference(original, code)}"
        yield Mutant(exercise, f"{exercise}-{number}", change, code)


def _by_operators(code: str) -> Iterator[str]:
    for name in sorted(operator_names()):
        if any(word in name for word in LEFT_OUT):
            continue
        operator, occurrence = get_operator(name)(), 0
        while (mutated := mutate_code(code, operator, occurrence)) is not None:
            yield mutated
            occurrence += 1


def _by_dropping(code: str) -> Iterator[str]:
    """Drop one statement, one argument or one keyword."""
    for owner, field, index in _droppable(ast.parse(code)):
        tree = ast.parse(code)
        nodes = list(ast.walk(tree))
        items = getattr(nodes[owner], field)
        del items[index]
        if field == "body" and not items:
            items.append(ast.Pass())
        yield ast.unparse(ast.fix_missing_locations(tree))


def _by_rewriting(code: str) -> Iterator[str]:
    """Make `x.method()` into `x`, or `a @ b` into `a * b`, in one place."""
    for place, _ in enumerate(ast.walk(ast.parse(code))):
        rewrite = _Rewrite(place)
        tree = rewrite.visit(ast.parse(code))
        if rewrite.done:
            yield ast.unparse(ast.fix_missing_locations(tree))


class _Rewrite(ast.NodeTransformer):
    """Rewrites the node that is visited as the n-th, if it can be rewritten."""

    def __init__(self, place: int) -> None:
        self.left = place
        self.done = False

    def visit(self, node: ast.AST) -> ast.AST:
        self.left -= 1
        if self.left == -1:
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name() | ast.Call() as value), args=[]):
                    self.done = True
                    return value
                case ast.BinOp(op=ast.MatMult()):
                    self.done = True
                    return ast.BinOp(node.left, ast.Mult(), node.right)
        return self.generic_visit(node)


def _droppable(tree: ast.Module) -> Iterator[tuple[int, str, int]]:
    """The number of a node, a field that is a list, and an index into it."""
    for owner, node in enumerate(ast.walk(tree)):
        fields = {ast.FunctionDef: ["body"], ast.For: ["body"], ast.Call: ["args", "keywords"]}
        for field in fields.get(type(node), []):
            for index in range(len(getattr(node, field))):
                yield owner, field, index


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return tree


def _difference(original: str, code: str) -> str:
    """The first lines in which they differ."""
    before, after = original.splitlines(), code.splitlines()
    for old, new in zip(before, after, strict=False):
        if old != new:
            return f"{old.strip()} => {new.strip()}"
    return f"{before[len(after)].strip()} => nothing"
