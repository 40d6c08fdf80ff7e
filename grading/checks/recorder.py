"""The pytest plugin that records the outcomes of hidden checks for the grader."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

from grading.checks import plugin
from grading.checks.expect import TOLD
from grading.checks.outcome import Check
from grading.checks.submission import Submission, hint_for_latest
from grading.sandbox.told import Told


class GraderError(Exception):
    """The checks are broken, so nothing is known of the submission.

    The first line of the text is the reason, the others give details.
    """


# Errors of a check that computes with an answer of an unexpected kind.
STUMBLES = (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RuntimeError)


class Recorder:
    """Plugin of one pytest run: gives the submission to the checks, and records their outcomes."""

    def __init__(self, submission: Submission) -> None:
        self.interrupted = False
        self._submission = submission
        self._items: list[pytest.Function] = []
        self._passed: set[str] = set()  # ids of items that passed
        self._hints: dict[str, str] = {}  # by the ids of failed items
        self._errors: dict[str, list[str]] = defaultdict(list)  # errors of checks, by file name
        self._stumbles: dict[str, dict[str, str]] = defaultdict(
            dict
        )  # hints, by file name and item

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.SUBMISSION] = self._submission
        config.option.tbstyle = "native"  # the other styles parse the source of every failure

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.interrupted = isinstance(excinfo.value, KeyboardInterrupt)  # or else pytest.exit

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            reason = report.longreprtext.strip().splitlines()[-1].removeprefix("E ").strip()
            self._record_error(f"could not be collected: {reason}", report)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._items = [item for item in session.items if isinstance(item, pytest.Function)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if report.passed:
            if report.when == "call":
                self._passed.add(item.nodeid)
        elif report.when == "call" and isinstance(error, AssertionError | pytest.fail.Exception):
            # The text of a plain assert may hold a hidden value.
            self._hints[item.nodeid] = str(error) if isinstance(error, TOLD) else ""
        elif report.when == "setup" and isinstance(error, TOLD):
            self._hints[item.nodeid] = str(error)  # a fixture found a mistake of the student
        else:
            if report.when in ("setup", "call") and isinstance(error, STUMBLES):
                hint = hint_for_latest(self._submission)
                self._stumbles[_file_of(item.nodeid)][item.nodeid] = hint
            reason = call.excinfo.exconly().splitlines()[0] if call.excinfo else report.outcome
            self._record_error(reason, report)
        return report

    def _record_error(self, reason: str, report: pytest.CollectReport | pytest.TestReport) -> None:
        text = f"{report.nodeid}: {reason}\n{report.longreprtext}"
        self._errors[_file_of(report.nodeid)].append(text)

    def has_stumbled(self, path: Path) -> bool:
        """Return whether wrong answers may have caused all errors of a file's checks."""
        errors, stumbles = self._errors.get(path.name, []), self._stumbles[path.name]
        return bool(errors) and len(errors) == len(stumbles)

    def has_passed(self, path: Path) -> bool:
        """Return whether every check of a file has passed."""
        try:
            return all(check.passed for check in self.checks_in(path))
        except GraderError:
            return False

    def blame(self, path: Path) -> None:
        """Count the errors of a file's checks as failures of the submission."""
        del self._errors[path.name]
        self._hints |= self._stumbles[path.name]

    def checks_in(self, path: Path) -> list[Check]:
        """Return the outcome of each check of a file, over all its devices and parameters.

        Raises:
            GraderError: the file has no check, or a check is broken or was not run.
        """
        if path.name in self._errors:
            raise GraderError("\n".join(self._errors[path.name]))
        items: dict[str, list[pytest.Function]] = defaultdict(list)
        for item in self._items:
            if _file_of(item.nodeid) == path.name:
                items[item.function.__name__].append(item)
        if not items:
            raise GraderError(f"{path}: there is no check in it")
        return [self._check(*named) for named in items.items()]

    def _check(self, name: str, items: list[pytest.Function]) -> Check:
        item = items[0]
        if len({item.nodeid.split("[")[0] for item in items}) > 1:
            raise GraderError(f"{item.nodeid}: another check has the same name")
        marker = item.get_closest_marker("points")
        text = inspect.getdoc(item.function)
        if marker is None or not marker.args or not marker.args[0] > 0 or not text:
            raise GraderError(
                f"{item.nodeid}: a check needs @pytest.mark.points(n) and a docstring"
            )
        failed = [item.nodeid for item in items if item.nodeid not in self._passed]
        hints = [self._hints[item] for item in failed if item in self._hints]
        if failed and not hints:
            raise GraderError(f"{item.nodeid}: the check has not been run")
        sentence = " ".join(text.split("\n\n")[0].split())
        hint = Told(hints[0] if hints else "")
        return Check(name, Told(sentence), marker.args[0], not failed, hint)


def _file_of(node_id: str) -> str:
    return node_id.split("::")[0]
