"""Makes charts of what the student's functions return, on inputs that are not hidden.

The file `pictures.py` beside the hidden checks may hold a function for each graded cell, with the
cell's name. Such a function calls the student's functions as a check does, and draws the results
over those of a right answer; the docstring is the caption:

    def test_sigmoid(submission, chart):
        '''Your curve, over the one to expect (gray).'''
        x = torch.arange(-8.0, 8.0, 0.1)  # as in the notebook
        chart.expect("sigmoid", x, torch.sigmoid(x))
        chart.line("yours", x, submission.sigmoid(x))

Charts are made before the first check is run, because a kernel that knows hidden inputs could draw
them. Charts change no grade.
"""

from __future__ import annotations

import inspect
import runpy
from collections.abc import Collection
from pathlib import Path

from grading.checks.chart import Chart
from grading.checks.expect import TOLD
from grading.checks.plugin import PICTURES as FILE
from grading.checks.submission import Submission


def draw_pictures(folder: Path, cells: Collection[str], submission: Submission) -> dict[str, Chart]:
    """Return the charts of the graded cells that have one, by the name of the cell.

    If a call of the student's function fails, the chart is left out; if `pictures.py` itself fails,
    the chart holds the fault.
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
        except TOLD:
            continue
        except Exception as error:
            chart = Chart(fault=f"{FILE}, {name}: {type(error).__name__}: {error}")
        charts[name] = chart
    return charts
