"""Runs the hidden checks with pytest, in the grader's process, on a submission in a kernel."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks import plugin
from grading.checks.outcome import Check
from grading.checks.recorder import GraderError, Recorder
from grading.checks.submission import Submission
from grading.sandbox.policy import Settings

# Plugins of pytest that no check needs: loading them would take most of the time of a run.
UNUSED_PLUGINS = """
    cacheprovider debugging doctest faulthandler junitxml legacypath logging pastebin setuponly
    setupplan stepwise terminal threadexception unittest unraisableexception
"""
# Exit codes of a pytest run that was not aborted.
COMPLETED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


@cache
def check_devices(settings: Settings) -> None:
    """Check that a kernel can use each device that the checks are to run on.

    Otherwise every call there would fail, and students would lose points.

    Raises:
        ValueError: this machine lacks the device.
        RuntimeError: this machine has the device, but a confined kernel cannot use the device.
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


def run_checks(
    paths: Collection[Path],
    submission: Submission,
    *,
    device: str,
    seed: str,
    reference: Callable[[], Submission] | None = None,
) -> dict[str, list[Check] | GraderError]:
    """Run every check of some files on a submission.

    Args:
        paths: pytest files, all in one folder.
        submission: the submission to check.
        device: as in `grading.sandbox.policy.Settings`.
        seed: the seed of the hidden inputs.
        reference: returns the reference solutions. If a check raises an error on the submission,
            but passes on the reference, the check has failed: the answer is to blame.

    Returns:
        The outcomes of each file's checks, by the file's name without its suffix; or an error if
        the file is missing, holds no check, or one of its checks is broken.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    present = [path for path in paths if path.is_file()]
    options = [f"--checks-device={device}", f"--checks-seed={seed}"]
    recorder, ended = _record(present, options, submission)
    stumbled = [path for path in present if recorder.has_stumbled(path)] if reference else []
    if reference and stumbled:
        proof, _ = _record(stumbled, options, reference())
        for path in filter(proof.has_passed, stumbled):
            recorder.blame(path)
    outcomes: dict[str, list[Check] | GraderError] = {}
    for path in paths:
        try:
            if path not in present:
                raise GraderError(f"{path}: there is no such file of hidden checks")
            if ended not in COMPLETED:
                raise GraderError(f"{path.parent}: pytest ended with {ended.name}")
            outcomes[path.stem] = recorder.checks_in(path)
        except GraderError as error:
            outcomes[path.stem] = error
    return outcomes


def _record(
    paths: list[Path], options: list[str], submission: Submission
) -> tuple[Recorder, pytest.ExitCode]:
    recorder = Recorder(submission)
    return recorder, _run_pytest(paths, options, recorder) if paths else pytest.ExitCode.OK


def _run_pytest(paths: list[Path], options: list[str], recorder: Recorder) -> pytest.ExitCode:
    folder, files = paths[0].parent, [str(path) for path in paths]
    quiet = [f"-pno:{name}" for name in UNUSED_PLUGINS.split()] + ["--capture=no"]
    # No conftest.py and no settings from outside the folder.
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
