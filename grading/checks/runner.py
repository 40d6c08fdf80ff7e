"""Runs pytest, here, on the hidden checks of a submission, whose functions are in a kernel."""

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


def run_checks(
    paths: Collection[Path],
    submission: Submission,
    *,
    device: str,
    seed: str,
    reference: Callable[[], Submission] | None = None,
) -> dict[str, list[Check] | GraderError]:
    """Run every check of some files on the submission.

    Args:
        paths: the files, plain pytest, all in one folder.
        device: as in `grading.sandbox.policy.Settings`.
        seed: of the hidden inputs.
        reference: gives right answers. A check that stumbles over the submission's, and passes on
            these, has failed: an answer is to blame, and not the check.

    Returns:
        By the file's name without its suffix, the outcomes of its checks; or an error: the file is
        missing, holds no check, or one of its checks failed by itself.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    there = [path for path in paths if path.is_file()]
    options = [f"--checks-device={device}", f"--checks-seed={seed}"]
    recorder, ended = _record(there, options, submission)
    stumbled = [path for path in there if recorder.has_stumbled(path)] if reference else []
    if reference and stumbled:
        proof, _ = _record(stumbled, options, reference())
        for path in filter(proof.has_passed, stumbled):
            recorder.blame(path)
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


def _record(
    paths: list[Path], options: list[str], submission: Submission
) -> tuple[Recorder, pytest.ExitCode]:
    """Run the checks in some files; return what they found, and how pytest ended."""
    recorder = Recorder(submission)
    return recorder, _run_pytest(paths, options, recorder) if paths else pytest.ExitCode.OK


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
