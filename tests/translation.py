"""Assignments in Chinese: the same code and hidden checks as the original, other words.

Each translated cell keeps in its metadata a hash of the text that it was translated from, and the
README in its last line. A code cell that says something is translated like a page of text; only its
strings and comments may differ. Run as a program, this copies the other code cells, adds cells that
a translation lacks, and takes the pages that are named for translated:

    python tests/translation.py [ASSIGNMENT/README.md] [ASSIGNMENT/NOTEBOOK/CELL...]
"""

import ast
import hashlib
import re
import shutil
import sys
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).parents[1]
SUFFIX = "_zh"
TRANSLATIONS = sorted(path.name for path in (ROOT / "source").glob(f"*{SUFFIX}"))
ORIGINALS = [name.removesuffix(SUFFIX) for name in TRANSLATIONS]
README, REQUIREMENTS = "README.md", "requirements.txt"
KEY = "translated_from"
SENTENCE = re.compile(r"[a-z] .*[.?:]\s*$")
STAMP = re.compile(r"<!-- translated from (\w+) -->\n\Z")


def translation_of(original: str) -> str:
    return original + SUFFIX


def notebooks_of(assignment: str) -> list[str]:
    return sorted(path.name for path in (ROOT / "source" / assignment).glob("*.ipynb"))


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def path_of(edition: str, name: str, folder: str = "source") -> Path:
    return ROOT / folder / edition / name


def cells_of(edition: str, name: str, folder: str = "source") -> list[nbformat.NotebookNode]:
    return nbformat.read(path_of(edition, name, folder), as_version=4).cells


def readme_of(original: str) -> str:
    return f"{original}/{README}"


def page_of(original: str, notebook: str, cell: nbformat.NotebookNode) -> str:
    return f"{original}/{notebook.removesuffix('.ipynb')}/{cell.id}"


def parsed(source: str) -> ast.Module:
    return ast.parse(TransformerManager().transform_cell(source))


def texts(node: ast.AST) -> set[str]:
    """The strings in a piece of code, docstrings left out; `{}` is what an f-string fills in."""
    match node:
        case ast.Expr(ast.Constant()):
            return set()
        case ast.Constant(str(text)):
            return {text}
        case ast.JoinedStr():
            parts = (
                next(iter(texts(part)), "") if isinstance(part, ast.Constant) else "{}"
                for part in node.values
            )
            filled = (part.value for part in node.values if isinstance(part, ast.FormattedValue))
            return {"".join(parts)}.union(*map(texts, filled))
    return set().union(*map(texts, ast.iter_child_nodes(node)))


def sentences_in(cell: nbformat.NotebookNode) -> list[str]:
    """What a code cell says, but for one that students fill in: its text is theirs."""
    is_answer = cell.metadata.get("nbgrader", {}).get("solution")
    if cell.cell_type != "code" or is_answer:
        return []
    return sorted(text for text in texts(parsed(cell.source)) if SENTENCE.search(text))


def stale() -> list[str]:
    """The pages, and the code that says something, whose original is new or has changed since."""
    return [page for original in ORIGINALS for page in _stale(original)]


def _stale(original: str) -> list[str]:
    translation = translation_of(original)
    stamp = STAMP.search(path_of(translation, README).read_text())
    is_fresh = stamp and stamp[1] == hash_of(path_of(original, README).read_text())
    found = [] if is_fresh else [readme_of(original)]
    for name in notebooks_of(original):
        stamps = {cell.id: cell.metadata.get(KEY) for cell in cells_of(translation, name)}
        found += [
            page_of(original, name, cell)
            for cell in cells_of(original, name)
            if (cell.cell_type == "markdown" or stamps.get(cell.id) or sentences_in(cell))
            and stamps.get(cell.id) != hash_of(cell.source)
        ]
    return found


def bring_up_to_date(original: str, translated: set[str]) -> None:
    """Copy the code, and stamp the pages that have been translated."""
    translation = translation_of(original)
    shutil.copy(path_of(original, REQUIREMENTS), path_of(translation, REQUIREMENTS))
    if readme_of(original) in translated:
        path = path_of(translation, README)
        stamp = f"<!-- translated from {hash_of(path_of(original, README).read_text())} -->\n"
        path.write_text(STAMP.sub("", path.read_text()) + stamp)
    for name in notebooks_of(original):
        notebook = nbformat.read(path_of(original, name), as_version=4)
        path = path_of(translation, name)
        theirs = {cell.id: cell for cell in cells_of(translation, name)} if path.is_file() else {}
        for cell in notebook.cells:
            old, is_new = theirs.get(cell.id), page_of(original, name, cell) in translated
            if old and (is_new or cell.cell_type == "markdown" or KEY in old.metadata):
                stamp = hash_of(cell.source) if is_new else old.metadata.get(KEY)
                cell.source = old.source
                if stamp:
                    cell.metadata[KEY] = stamp
        nbformat.write(notebook, path)


if __name__ == "__main__":
    for original in ORIGINALS:
        bring_up_to_date(original, set(sys.argv[1:]))
    print("\n".join(["To translate:", *stale()]) if stale() else "The translations are up to date.")
