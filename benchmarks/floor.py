"""The floor: a class's cells in bare IPython shells, with no kernel protocol and no checks.

    python floor.py COURSE AT_ONCE

It does what cannot be left out if notebooks are to be run at all, and only that.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell

from grading.notebooks.reading import imports_of
from grading.notebooks.repair import is_autograded
from grading.sandbox.forkserver import warm_up


class Shell(InteractiveShell):
    """A shell that shows figures as a notebook does, but has no event loop."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: `%matplotlib inline` asks for no more."""


def run_cells(path: Path) -> None:
    """Run a notebook's cells, but for the graded ones, which `grade` does not run either."""
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 — until the process ends
    shell = Shell.instance(xmode="Plain")  # as in our kernels
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and not is_autograded(cell):
            shell.run_cell(cell.source)


def main() -> None:
    """Fork a process for each notebook, so many at once."""
    course, at_once = Path(sys.argv[1]), int(sys.argv[2])
    exec(imports_of(next((course / "release").iterdir())), {})
    warm_up()
    gc.freeze()
    running = 0
    for path in sorted((course / "submitted").glob("*/*/*.ipynb")):
        if running == at_once:
            os.wait()
            running -= 1
        running += 1
        if os.fork() == 0:
            os.environ["OMP_NUM_THREADS"] = "1"
            sys.modules["torch"].set_num_threads(1)
            run_cells(path)
            os._exit(0)
    while running:
        os.wait()
        running -= 1


if __name__ == "__main__":
    main()
