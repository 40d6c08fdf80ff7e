"""The code keeps to the words that CONTRIBUTING.md lists, and says what a function does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted((ROOT / "grading").rglob("*.py"))
PARTS = re.compile(r"[A-Z]?[a-z]+")
# They begin what says what a function gives, and not what it does.
NO_VERBS = {
    *("a", "all", "an", "by", "each", "every", "how", "if", "it", "that", "the", "those", "what"),
    *("when", "where", "whether", "which", "who", "why"),
}


def refused() -> set[str]:
    """Return the words in the last column of the table."""
    table = PAGE.split("## Words")[1].split("## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")]
    return {word.strip() for row in rows[1:] for word in row[-1].split(",")} - {""}


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the names that a module gives, and the lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_are_made_of_the_words_in_use(path: Path):
    tree, words = ast.parse(path.read_text("utf-8")), refused()
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for line, name in names_in(tree)
        if {part.lower() for part in PARTS.findall(name)} & words
    ]
    assert not wrong, "see Words in CONTRIBUTING.md: " + ", ".join(wrong)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_of_functions_begin_with_a_verb(path: Path):
    wrong = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        is_property = any("property" in ast.unparse(each) for each in node.decorator_list)
        first = (ast.get_docstring(node) or "Return").split()[0].strip(",.").lower()
        if not is_property and first in NO_VERBS:
            wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}")
    assert not wrong, "begin with Return, Yield or what else it does: " + ", ".join(wrong)


def test_the_list_of_words_is_short():
    rows = [line for line in PAGE.split("## Words")[1].split("## ")[0].splitlines() if "|" in line]
    assert 10 < len(rows) - 2 <= 30
    assert {"found", "fingerprint"} <= refused()
