"""What tests that run a student's code share: notebooks of a few cells, and their submissions."""

from nbformat.v4 import new_code_cell, new_notebook

from grading.checks.submission import Submission
from grading.sandbox.policy import Limits, Sandbox

IMPORTS = "import torch\nimport matplotlib.pyplot"
PATIENT = Limits(cell=60, call=60, notebook=120)  # for a kernel that has yet to import torch


def notebook(*cells: str):
    return new_notebook(cells=[new_code_cell(cell) for cell in cells])


def submission(*cells: str, **kwargs) -> Submission:
    """A submission of these cells; its `first_run` is the notebook that gets the outputs."""
    limits = kwargs.pop("limits", Limits(cell=5, call=5, notebook=120))
    sandbox = Sandbox(kwargs.pop("imports", IMPORTS), kwargs.pop("isolation", "auto"), limits)
    first_run = notebook(*cells)
    student = Submission(first_run, list(range(len(cells))), sandbox=sandbox, **kwargs)
    student.first_run = first_run
    return student
