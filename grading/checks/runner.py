"""Judges a notebook: runs it in a kernel, and the hidden checks on it with pytest, here."""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Collection, Generator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks import plugin
from grading.checks.chart import Chart
from grading.checks.expect import Mistake
from grading.checks.outcome import Check, Exercise, ungraded
from grading.checks.pictures import draw_pictures
from grading.checks.settings import Settings, hashed
from grading.checks.submission import Submission
from grading.notebooks.repair import grade_id, is_autograded
from grading.sandbox.kernel import Files

# Plugins of pytest's that no check has a use for: they would take most of the time of a run.
UNUSED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging"),
    *("pastebin", "setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest"),
    "unraisableexception",
)
# How pytest ends once it has run all that it could.
THROUGH = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


class Fault(Exception):
    """The grader itself is at fault, as the first line says: nothing is known of the submission."""


class Judge:
    """Plugin of a pytest run that takes down what the checks of one file find."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.functions: dict[str, pytest.Function] = {}
        self.unproven: dict[str, str] = {}  # ids of items that have not passed yet: their checks
        self.hints: dict[str, str] = {}
        self.faults: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self._is_ours(report):
            reason = report.longreprtext.strip().splitlines()[-1].removeprefix("E ").strip()
            self._blame(report.nodeid, f"could not be collected: {reason}", report)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            if self._is_ours(item):
                assert isinstance(item, pytest.Function)
                name = item.function.__name__
                first = self.functions.setdefault(name, item)
                if first.nodeid.split("[")[0] != item.nodeid.split("[")[0]:
                    self.faults.append(f"{item.nodeid}: another check has the same name")
                self.unproven[item.nodeid] = name

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" and report.passed:
            self.unproven.pop(item.nodeid, None)
        elif not report.passed and self._is_ours(report):
            self._take_down(item, call.excinfo, report)
        return report

    def _is_ours(self, node: pytest.CollectReport | pytest.TestReport | pytest.Item) -> bool:
        return node.nodeid.split("::")[0] == self.path.name

    def _take_down(self, item: pytest.Function, found: Any, report: pytest.TestReport) -> None:
        name = item.function.__name__
        error = found.value if found else None
        if report.when == "call" and isinstance(error, AssertionError | pytest.fail.Exception):
            self.hints.setdefault(name, str(error) if isinstance(error, Mistake) else "")
        else:
            reason = found.exconly().splitlines()[0] if found else report.outcome
            self._blame(item.nodeid, reason, report)

    def _blame(self, node: str, reason: str, report: Any) -> None:
        """Take down a fault of the checks': a line of summary, then the details."""
        self.faults.append(f"{node}: {reason}\n{report.longreprtext}")

    def outcomes(self) -> list[Check]:
        """The outcome of each check, over all its devices and parameters.

        Raises:
            Fault: there is no check, or one has erred by itself, has not been run, or lacks its
                points or its docstring.
        """
        if self.faults:
            raise Fault("\n".join(self.faults))
        if not self.functions:
            raise Fault(f"{self.path}: there is no check in it")
        return [self._outcome(*named) for named in self.functions.items()]

    def _outcome(self, name: str, item: pytest.Function) -> Check:
        marker = item.get_closest_marker("points")
        text = inspect.getdoc(item.function)
        if marker is None or not marker.args or not marker.args[0] > 0 or not text:
            raise Fault(f"{item.nodeid}: a check needs @pytest.mark.points(n) and a docstring")
        passed = name not in self.unproven.values()
        if not passed and name not in self.hints:
            raise Fault(f"{item.nodeid}: the check has not been run")
        hint = self.hints.get(name, "")
        return Check(name, " ".join(text.split("\n\n")[0].split()), marker.args[0], passed, hint)


class Setup:
    """Plugin of a pytest run that hands in the submission, and sees whether it is interrupted."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.interrupted = False

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.SUBMISSION] = self.submission
        config.option.tbstyle = "native"  # the other styles parse the source of every failure

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.interrupted = isinstance(excinfo.value, KeyboardInterrupt)  # or else pytest.exit


def grade_notebook(
    notebook: NotebookNode,
    checks: Path,
    settings: Settings,
    *,
    seed: int,
    files: Files | None = None,
) -> tuple[list[Exercise], bool]:
    """Run a repaired notebook in a kernel of its own and judge each of its graded cells.

    Args:
        notebook: run in place; its graded cells are not run, as they hold the visible checks.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        seed: of the hidden inputs.
        files: the other files of the submission, by relative path.

    Returns:
        What was found, and whether a kernel died on the way, nobody knows of what.
    """
    graded = [cell for cell in notebook.cells if is_autograded(cell)]
    names = [str(grade_id(cell)) for cell in graded]
    cells = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and not is_autograded(cell)
    ]
    # The kernel is told a seed of its own: it could show what it is told, or draw inputs from it.
    its_seed = hashed(f"{seed} kernel")
    try:
        demand_devices(settings)
        with Submission(
            notebook, cells, sandbox=settings.sandbox, seed=its_seed, files=files
        ) as submission:
            charts = draw_pictures(checks, names, submission)
            paths = [checks / f"{name}.py" for name in names]
            found = run_checks(paths, submission, device=settings.device, seed=seed)
        exercises = [
            _exercise(cell, found[name], charts.get(name))
            for cell, name in zip(graded, names, strict=True)
        ]
        return exercises, submission.has_died
    except Exception as error:  # the kernel could not be started: not the student's doing
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded], False


@cache
def demand_devices(settings: Settings) -> None:
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


def _exercise(cell: NotebookNode, found: list[Check] | Fault, chart: Chart | None) -> Exercise:
    if isinstance(found, Fault):
        return replace(ungraded(cell, str(found)), chart=chart)
    name, points = str(grade_id(cell)), float(cell.metadata.nbgrader.points)
    return Exercise(name, points, found, chart=chart)


def run_checks(
    paths: Collection[Path], submission: Submission, *, device: str, seed: int
) -> dict[str, list[Check] | Fault]:
    """Run every check of some files on the submission.

    Args:
        paths: the files, plain pytest, all in one folder.
        device: auto, cpu or cuda.
        seed: of the hidden inputs.

    Returns:
        By the file's name without its suffix, the outcomes of its checks; or a fault: the file is
        missing, holds no check, or one of its checks erred by itself.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    judges = [Judge(path) for path in paths if path.is_file()]
    fault = _run(judges, submission, [f"--device={device}", f"--seed={seed}"]) if judges else None
    missing = [path for path in paths if not path.is_file()]
    return {
        **{path.stem: Fault(f"{path}: there is no such file of hidden checks") for path in missing},
        **{judge.path.stem: fault or _outcomes(judge) for judge in judges},
    }


def _outcomes(judge: Judge) -> list[Check] | Fault:
    try:
        return judge.outcomes()
    except Fault as fault:
        return fault


def _run(judges: list[Judge], submission: Submission, options: list[str]) -> Fault | None:
    """Let pytest run the files of the judges; the fault that ended it early, if any."""
    paths = [str(judge.path) for judge in judges]
    folder = judges[0].path.parent
    modules = set(sys.modules)
    quiet = [f"-pno:{name}" for name in UNUSED] + ["--capture=no"]
    # No conftest.py and no settings but the checks' own.
    alone = [f"--rootdir={folder}", f"--confcutdir={folder}", "-c", os.devnull]
    plain = ["--import-mode=importlib", "--disable-plugin-autoload", "--assert=plain"]
    what = ["--continue-on-collection-errors", *options, *paths]
    setup = Setup(submission)
    try:
        with pytest.MonkeyPatch.context() as environment:
            for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
                environment.delenv(name, raising=False)
            code = pytest.main([*quiet, *alone, *plain, *what], plugins=[plugin, setup, *judges])
    finally:
        for name in set(sys.modules) - modules:  # so that an edited check is read again
            if getattr(sys.modules[name], "__file__", None) in paths:
                del sys.modules[name]
    if setup.interrupted:
        raise KeyboardInterrupt
    if code in THROUGH:
        return None
    return Fault(f"{folder}: pytest ended with {pytest.ExitCode(code).name}")
