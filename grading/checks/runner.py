"""Runs a notebook in a kernel, and then pytest, here, on the hidden checks for it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks import plugin
from grading.checks.outcome import Check, Exercise, ungraded
from grading.checks.pictures import draw_pictures
from grading.checks.recorder import GraderError, Recorder
from grading.checks.settings import Settings, hashed
from grading.checks.submission import Submission
from grading.notebooks.repair import grade_id, is_autograded
from grading.sandbox.scratch import Files

# Plugins of pytest's that no check has a use for: they would take most of the time of a run.
UNUSED_PLUGINS = """
    cacheprovider debugging doctest faulthandler junitxml legacypath logging pastebin setuponly
    setupplan stepwise terminal threadexception unittest unraisableexception
"""
# How pytest ends once it has run all that it could.
COMPLETED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


def grade_notebook(
    notebook: NotebookNode,
    checks: Path,
    settings: Settings,
    *,
    seed: int,
    files: Files | None = None,
) -> tuple[list[Exercise], bool]:
    """Run a repaired notebook in a kernel of its own and grade each of its graded cells.

    Args:
        notebook: run in place; its graded cells are not run, as they hold the visible checks.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        seed: of the hidden inputs.
        files: the other files of the submission.

    Returns:
        What was found, and whether a kernel died for an unknown reason.
    """
    graded = {str(grade_id(cell)): cell for cell in notebook.cells if is_autograded(cell)}
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    cells = [index for index in code if not is_autograded(notebook.cells[index])]
    try:
        check_devices(settings)
        # The kernel has another seed: it could show the seed, or draw the hidden inputs from it.
        with Submission(
            notebook, cells, sandbox=settings.sandbox, seed=hashed(f"{seed} kernel"), files=files
        ) as submission:
            charts = draw_pictures(checks, graded, submission)
            paths = [checks / f"{name}.py" for name in graded]
            found = run_checks(paths, submission, device=settings.device, seed=seed)
        exercises = [
            replace(_exercise(cell, found[name]), chart=charts.get(name))
            for name, cell in graded.items()
        ]
        return exercises, submission.has_died
    except Exception as error:  # the kernel could not be started: not the student's doing
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded.values()], False


@cache
def check_devices(settings: Settings) -> None:
    """Make sure that a kernel can use each device that the checks are to run on.

    Else every call there would fail, and the students would pay for it.

    Raises:
        ValueError: this machine lacks the device.
        RuntimeError: it has it, but a confined kernel cannot use it.
    """
    for device in plugin.devices(settings.device):
        cell = new_code_cell(f"import torch\ntorch.zeros(1, device={str(device)!r}).item()")
        if device.type != "cpu":
            with Submission(new_notebook(cells=[cell]), [0], sandbox=settings.sandbox):
                errors = [output.evalue for output in cell.outputs if "evalue" in output]
            if errors:
                raise RuntimeError(
                    f"this machine has {device}, but no kernel can use it: {errors[0]} "
                    "With --device cpu the checks do without."
                )


def _exercise(cell: NotebookNode, found: list[Check] | GraderError) -> Exercise:
    if isinstance(found, GraderError):
        return ungraded(cell, str(found))
    return Exercise(str(grade_id(cell)), float(cell.metadata.nbgrader.points), found)


def run_checks(
    paths: Collection[Path], submission: Submission, *, device: str, seed: int
) -> dict[str, list[Check] | GraderError]:
    """Run every check of some files on the submission.

    Args:
        paths: the files, plain pytest, all in one folder.
        device: auto, cpu or cuda.
        seed: of the hidden inputs.

    Returns:
        By the file's name without its suffix, the outcomes of its checks; or an error: the file is
        missing, holds no check, or one of its checks failed by itself.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    recorder = Recorder(submission)
    there = [path for path in paths if path.is_file()]
    options = [f"--device={device}", f"--seed={seed}"]
    ended = _run_pytest(there, options, recorder) if there else pytest.ExitCode.OK
    found: dict[str, list[Check] | GraderError] = {}
    for path in paths:
        try:
            if path not in there:
                raise GraderError(f"{path}: there is no such file of hidden checks")
            if ended not in COMPLETED:
                raise GraderError(f"{path.parent}: pytest ended with {ended.name}")
            found[path.stem] = recorder.checks_in(path)
        except GraderError as error:
            found[path.stem] = error
    return found


def _run_pytest(paths: list[Path], options: list[str], recorder: Recorder) -> pytest.ExitCode:
    folder, files = paths[0].parent, [str(path) for path in paths]
    quiet = [f"-pno:{name}" for name in UNUSED_PLUGINS.split()] + ["--capture=no"]
    # No conftest.py and no settings but the checks' own.
    alone = [f"--rootdir={folder}", f"--confcutdir={folder}", "-c", os.devnull]
    plain = ["--import-mode=importlib", "--disable-plugin-autoload", "--assert=plain"]
    what = ["--continue-on-collection-errors", *options, *files]
    modules = set(sys.modules)
    try:
        with pytest.MonkeyPatch.context() as environment:
            for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
                environment.delenv(name, raising=False)
            code = pytest.main([*quiet, *alone, *plain, *what], plugins=[plugin, recorder])
    finally:
        for name in set(sys.modules) - modules:  # so that an edited check is read again
            if getattr(sys.modules[name], "__file__", None) in files:
                del sys.modules[name]
    if recorder.interrupted:
        raise KeyboardInterrupt
    return pytest.ExitCode(code)
