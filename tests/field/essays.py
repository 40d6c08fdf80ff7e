"""A second assignment, of which a part is graded by hand."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ESSAYS = "essays"
ANSWERS = {
    "mean": "def mean(values):\n    return sum(values) / len(values)",
    "explain": "It is where the numbers balance.",
    "program": "print(mean([1, 2, 6]))",
}
CHECKS = '''import pytest


@pytest.mark.points(1)
def test_mean_of_several(submission):
    """The mean is the sum over the number."""
    assert submission.mean([1, 2, 6]) == 3, "Divide by the number."
'''


def write_assignment(root: Path) -> None:
    """Write the notebook, and the hidden checks of the one cell that has some."""
    solution = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    text = {"solution": True, "grade": True, "cell_type": "markdown", "points": 3}
    program = {"solution": True, "grade": True, "cell_type": "code", "points": 1}
    check = {"grade": True, "locked": True, "cell_type": "code", "points": 2}
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Averages", id="title"),
            _cell(
                "mean", solution.format(ANSWERS["mean"]), {"solution": True, "cell_type": "code"}
            ),
            _cell("test_mean", "assert mean([1, 2, 6]) == 3", check),
            _cell("explain", "What is a mean?", text),
            _cell("program", solution.format(ANSWERS["program"]), program),
        ]
    )
    (root / "source" / ESSAYS).mkdir(parents=True)
    nbformat.write(notebook, root / "source" / ESSAYS / "averages.ipynb")
    (root / "tests/hidden" / ESSAYS / "averages").mkdir(parents=True)
    (root / "tests/hidden" / ESSAYS / "averages" / "test_mean.py").write_text(CHECKS)


def _cell(name: str, source: str, about: dict[str, object]) -> nbformat.NotebookNode:
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    new = new_code_cell if about["cell_type"] == "code" else new_markdown_cell
    return new(source, id=name, metadata={"nbgrader": flags | about | {"grade_id": name}})
