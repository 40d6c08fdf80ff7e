"""Runs the hidden checks of one exercise on a submission, with pytest, in this process."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from grading.exercise import Check
from grading.expect import Mistake
from grading.plugin import SUBMISSION
from grading.submission import Submission

# Plugins of pytest's that no check has a use for: they would take most of the time of a run.
UNUSED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging"),
    *("pastebin", "setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest"),
    "unraisableexception",
)


class Fault(Exception):
    """The grader itself is at fault, as the first line says: nothing is known of the submission."""


class Judge:
    """Plugin of one pytest run: hands it the submission and takes down what the checks find."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.functions: dict[str, pytest.Function] = {}
        self.unproven: set[str] = set()  # items that have not passed yet
        self.hints: dict[str, str] = {}
        self.faults: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SUBMISSION] = self.submission
        config.option.tbstyle = "native"  # the other styles parse the source of every failure

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            reason = report.longreprtext.strip().splitlines()[-1].removeprefix("E ").strip()
            self._blame(report.nodeid, f"could not be collected: {reason}", report)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            self.functions.setdefault(item.function.__name__, item)
            self.unproven.add(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" and report.passed:
            self.unproven.discard(item.nodeid)
        elif not report.passed:
            self._take_down(item, call.excinfo, report)
        return report

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

    def result(self, name: str) -> Check:
        """The outcome of the check with this name, over all its devices and parameters.

        Raises:
            Fault: the check lacks its points or its docstring, or has not been run.
        """
        item = self.functions[name]
        marker = item.get_closest_marker("points")
        text = inspect.getdoc(item.function)
        if marker is None or not marker.args or not marker.args[0] > 0 or not text:
            raise Fault(f"{item.nodeid}: a check needs @pytest.mark.points(n) and a docstring")
        passed = not any(node.split("[")[0] == item.nodeid.split("[")[0] for node in self.unproven)
        if not passed and name not in self.hints:
            raise Fault(f"{item.nodeid}: the check has not been run")
        hint = self.hints.get(name, "")
        return Check(name, " ".join(text.split("\n\n")[0].split()), marker.args[0], passed, hint)


def run_checks(path: Path, submission: Submission, *, device: str, seed: int) -> list[Check]:
    """Run every check of a file on the submission.

    Args:
        path: the file, plain pytest.
        device: auto, cpu or cuda.
        seed: of the hidden inputs.

    Raises:
        Fault: the file is missing, holds no check, or one of its checks erred by itself.
    """
    if not path.is_file():
        raise Fault(f"{path}: there is no such file of hidden checks")
    judge = Judge(submission)
    modules = set(sys.modules)
    quiet = [f"-pno:{name}" for name in UNUSED] + ["--capture=no"]
    # No conftest.py and no settings but the checks' own.
    alone = [f"--rootdir={path.parent}", f"--confcutdir={path.parent}", "-c", os.devnull]
    plugins = [
        "--import-mode=importlib",
        "--disable-plugin-autoload",
        "-p",
        "grading",
        "--assert=plain",
    ]
    try:
        code = pytest.main(
            [*quiet, *alone, *plugins, f"--device={device}", f"--seed={seed}", str(path)],
            plugins=[judge],
        )
    finally:
        for name in set(sys.modules) - modules:  # so that an edited check is read again
            if getattr(sys.modules[name], "__file__", None) == str(path):
                del sys.modules[name]
    if judge.faults:
        raise Fault("\n".join(judge.faults))
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise Fault(f"{path}: pytest ended with {pytest.ExitCode(code).name}")
    return [judge.result(name) for name in judge.functions]
