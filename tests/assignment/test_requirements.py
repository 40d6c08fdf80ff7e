"""The students' requirements.txt names what d2l and the notebooks import."""

import ast
import importlib.util
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from support import ROOT, code_cells
from translation import ORIGINALS, TRANSLATIONS

D2L = "d2l"  # is installed by itself: it asks for releases of 2023


def modules(statements: list[ast.stmt]) -> set[str]:
    """The first parts of the names of what these statements import."""
    names = []
    for statement in statements:
        if isinstance(statement, ast.Import):
            names += [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            names.append(statement.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {D2L}


def required(folder: Path) -> set[str]:
    lines = (folder / "requirements.txt").read_text().splitlines()
    return {line for line in lines if not line.startswith("#")}


def packages(modules: set[str]) -> set[str]:
    owners = packages_distributions()
    return {owners[module][0].lower() for module in modules}


@pytest.mark.parametrize("edition", ORIGINALS + TRANSLATIONS)
def test_all_that_is_imported_is_required(edition):
    folder = ROOT / "release" / edition
    d2l = Path(importlib.util.find_spec(D2L).submodule_search_locations[0], "torch.py")
    # What its functions import is needed by none of the notebooks.
    needed = modules(ast.parse(d2l.read_text()).body)
    for path in folder.glob("*.ipynb"):
        for cell in code_cells(path):
            code = TransformerManager().transform_cell(cell.source)
            needed |= modules(list(ast.walk(ast.parse(code))))
    assert packages(needed) <= required(folder)
