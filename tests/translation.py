"""The assignment in another language: the same code and hidden checks, other words.

Each translated cell keeps in its metadata a hash of the text that it was translated from, and the
README in its last line. A code cell that says something is translated like a page of text; only its
strings and comments may differ. Run as a program, this copies the other code cells, adds cells that
the translation lacks, and takes the pages that are named for translated:

    python tests/translation.py [README.md] [NOTEBOOK/CELL...]
"""

import hashlib
import re
import shutil
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
ORIGINAL, TRANSLATION = "numerical_stability", "numerical_stability_zh"
NOTEBOOKS = sorted(path.name for path in (ROOT / "source" / ORIGINAL).glob("*.ipynb"))
README, REQUIREMENTS = "README.md", "requirements.txt"
KEY = "translated_from"
STAMP = re.compile(r"<!-- translated from (\w+) -->\n\Z")


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def path_of(edition: str, name: str, folder: str = "source") -> Path:
    return ROOT / folder / edition / name


def cells_of(edition: str, name: str, folder: str = "source") -> list[nbformat.NotebookNode]:
    return nbformat.read(path_of(edition, name, folder), as_version=4).cells


def page_of(notebook: str, cell: nbformat.NotebookNode) -> str:
    return f"{notebook.removesuffix('.ipynb')}/{cell.id}"


def stale() -> list[str]:
    """The pages, and the code with translated strings, whose original has changed since."""
    stamp = STAMP.search(path_of(TRANSLATION, README).read_text())
    found = [] if stamp and stamp[1] == hash_of(path_of(ORIGINAL, README).read_text()) else [README]
    for name in NOTEBOOKS:
        stamps = {cell.id: cell.metadata.get(KEY) for cell in cells_of(TRANSLATION, name)}
        found += [
            page_of(name, cell)
            for cell in cells_of(ORIGINAL, name)
            if (cell.cell_type == "markdown" or stamps.get(cell.id))
            and stamps.get(cell.id) != hash_of(cell.source)
        ]
    return found


def bring_up_to_date(translated: set[str]) -> None:
    """Copy the code, and stamp the pages that have been translated."""
    shutil.copy(path_of(ORIGINAL, REQUIREMENTS), path_of(TRANSLATION, REQUIREMENTS))
    if README in translated:
        path = path_of(TRANSLATION, README)
        stamp = f"<!-- translated from {hash_of(path_of(ORIGINAL, README).read_text())} -->\n"
        path.write_text(STAMP.sub("", path.read_text()) + stamp)
    for name in NOTEBOOKS:
        notebook = nbformat.read(path_of(ORIGINAL, name), as_version=4)
        path = path_of(TRANSLATION, name)
        theirs = {cell.id: cell for cell in cells_of(TRANSLATION, name)} if path.is_file() else {}
        for cell in notebook.cells:
            old, is_new = theirs.get(cell.id), page_of(name, cell) in translated
            if old and (is_new or cell.cell_type == "markdown" or KEY in old.metadata):
                stamp = hash_of(cell.source) if is_new else old.metadata.get(KEY)
                cell.source = old.source
                if stamp:
                    cell.metadata[KEY] = stamp
        nbformat.write(notebook, path)


if __name__ == "__main__":
    bring_up_to_date(set(sys.argv[1:]))
    print("\n".join(["To translate:", *stale()]) if stale() else "The translation is up to date.")
