"""Draws the pictures of a notebook: what the student's code does on inputs that are no secret.

The file `pictures.py` beside the hidden checks may hold a function for each graded cell, with the
cell's name. It calls the student's functions as a check does, and puts what comes back over what
was to be expected; its docstring is the caption:

    def test_sigmoid(submission, chart):
        '''Your curve, over the one to expect (gray).'''
        x = torch.arange(-8.0, 8.0, 0.1)  # as in the notebook
        chart.expect("sigmoid", x, torch.sigmoid(x))
        chart.line("yours", x, submission.sigmoid(x))

Students see their pictures. So these are drawn before any check has told the kernel anything: a
kernel could draw what it has been told. Pictures change no grade.
"""

from __future__ import annotations

import inspect
import runpy
from collections.abc import Collection
from pathlib import Path

from grading.checks.chart import Chart
from grading.checks.expect import Mistake
from grading.checks.submission import Submission

FILE = "pictures.py"


def draw_pictures(folder: Path, cells: Collection[str], submission: Submission) -> dict[str, Chart]:
    """The pictures of the graded cells that have one, by name.

    One that a `Mistake` prevents is left out; one that errs by itself holds nothing but the fault.
    """
    charts: dict[str, Chart] = {}
    if not (folder / FILE).is_file():
        return charts
    try:
        functions = runpy.run_path(str(folder / FILE))
    except Exception as error:
        return dict.fromkeys(cells, Chart(fault=f"{FILE}: {type(error).__name__}: {error}"))
    for name in (name for name in cells if name in functions):
        chart = Chart(caption=" ".join((inspect.getdoc(functions[name]) or "").split()))
        try:
            functions[name](submission, chart)
        except Mistake:
            continue
        except Exception as error:
            chart = Chart(fault=f"{FILE}, {name}: {type(error).__name__}: {error}")
        charts[name] = chart
    return charts
