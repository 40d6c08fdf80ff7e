"""Which cells of a notebook are run, and what of it can be imported ahead."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.notebooks.reading import imports_in, reference_in
from grading.notebooks.running import code_cells


def graded(source: str, name: str):
    about = {"grade": True, "solution": False, "grade_id": name, "points": 1}
    return new_code_cell(source, metadata={"nbgrader": about})


BELOW = {
    "print(top)": [0, 1, 3, 5],
    "def g():\n    return math.floor(top)": [0, 1, 3, 5],
    "values = [1]\nprint(values)": [0, 3, 5],
    "print(1)": [0, 3, 5],
    "this is no python": [0, 3, 5],
}


@pytest.mark.parametrize("below", BELOW)
def test_a_visible_check_is_run_where_a_cell_below_needs_what_it_leaves(below):
    cells = [
        new_code_cell("def f(): pass"),
        graded("import math\nvalues = [f()]\ntop = max(values)", "test_f"),
        new_markdown_cell("top"),
        new_code_cell(below),
        graded("assert top == 1", "test_g"),
        new_code_cell("print(2)"),
    ]
    notebook = new_notebook(cells=cells)
    assert code_cells(notebook) == BELOW[below]
    assert code_cells(notebook, above="test_g") == [i for i in BELOW[below] if i < 4]
    assert code_cells(notebook, above="test_f") == [0]


def test_what_a_visible_check_needs_of_another_is_there_too():
    cells = [graded("a = 1", "t1"), graded("b = a", "t2"), graded("c = b", "t3")]
    assert code_cells(new_notebook(cells=[*cells, new_code_cell("b")])) == [0, 1, 3]


def test_the_reference_keeps_the_visible_checks_that_are_run():
    cells = [graded("a = 1", "t1"), graded("assert a", "t2"), new_code_cell("a")]
    reference = reference_in(new_notebook(cells=cells))
    assert '"a = 1"' in reference
    assert "assert a" not in reference


def test_what_stands_beside_the_notebooks_or_is_written_by_a_cell_is_not_imported_ahead():
    code = [
        "from __future__ import annotations",
        "import math, shoplib, torch.nn as nn",
        "from shoplib import price\nfrom pack.module import *\nfrom . import sibling",
        "%%writefile written.py\nx = 1",
        "import written\nimport below\nfrom os import path\nimport csv",
    ]
    files = ["shoplib.py", "pack/module.py", "lib/below.py", "csv.txt"]
    notebook = new_notebook(cells=list(map(new_code_cell, code)))
    assert imports_in([notebook], files).split("\n") == [
        "import math",
        "import torch.nn as nn",
        "from os import path",
        "import csv",
    ]
