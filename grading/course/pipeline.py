"""Puts our steps into nbgrader's pipeline: a course's nbgrader_config.py calls `configure`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, LimitOutput

from grading.course.grades_csv import GradesExport
from grading.course.steps import (
    ForgetScores,
    PageExporter,
    RefuseOtherLanguages,
    SaveGrades,
    SubmissionExporter,
    TellGrades,
)
from grading.notebooks.intake import set_aside
from grading.notebooks.matching import put_placeholders, sort_out
from grading.notebooks.reading import read_files, read_notebooks, read_submission

# The settings that `configure` replaces: a course may set them only after `configure(c)`.
REPLACED = {
    "Autograde": (
        "exporter_class",
        "pre_convert_hook",
        "sanitize_preprocessors",
        "autograde_preprocessors",
    ),
    "GenerateFeedback": ("exporter_class", "preprocessors"),
    "ExportApp": ("plugin_class",),
}


def configure(config: Any) -> None:
    """Make nbgrader's own commands, and its Formgrader, grade with hidden checks.

    Code stubs that the course has set before are kept.

    Args:
        config: the result of `get_config()` in nbgrader_config.py; later lines may change it.

    Raises:
        SystemExit: the course has already set something that `configure` would replace. (nbgrader
            only logs any other error in nbgrader_config.py, and goes on without hidden checks.)
    """
    _refuse_to_replace(config)
    # nbgrader finds its database tool (alembic) on the PATH, which an inactive .venv is not on.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    stub = {"python": 'raise NotImplementedError("Replace this line by your solution.")'}
    config.ClearSolutions.code_stub = stub | config.ClearSolutions.get("code_stub", {})

    def prepare(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
        """Set unsafe files aside before nbgrader converts a submission, and list its notebooks."""
        folder, course = Path(notebooks[0]).parent, CourseDirectory(config=config)
        notebooks.clear()  # nbgrader goes on whatever a hook raises, but not without notebooks
        if folder not in SubmissionExporter.graded:
            release = Path(course.format_path(course.release_directory, ".", assignment))
            set_aside(folder, read_files(release, ["*.ipynb"]))
            contents = sort_out(read_submission(folder, []), read_notebooks(release))
            put_placeholders(folder, contents.notebooks)
        notebooks += sorted(map(str, folder.glob("*.ipynb")))

    # The setting may be a list, or a lazy value that adds to nbgrader's own; both can insert.
    config.GenerateAssignment.preprocessors.insert(0, RefuseOtherLanguages)
    config.Autograde.pre_convert_hook = prepare
    config.Autograde.exporter_class = SubmissionExporter  # it grades, so there is little left:
    config.Autograde.sanitize_preprocessors = [ForgetScores]
    config.Autograde.autograde_preprocessors = [
        LimitOutput,
        SaveGrades,  # a SaveAutoGrades
        AssignLatePenalties,
    ]
    config.SubmissionExporter.optimistic_validation = True  # once, not after each of these steps
    config.GenerateFeedback.exporter_class = PageExporter
    config.GenerateFeedback.preprocessors = [TellGrades]  # a GetGrades
    config.ExportApp.plugin_class = GradesExport


def _refuse_to_replace(config: Any) -> None:
    for section, names in REPLACED.items():
        for name in names:
            if name in config[section]:
                raise SystemExit(
                    f"nbgrader_config.py: c.{section}.{name} is set before configure(c), which has "
                    "to set it for hidden checks: take that line away, or put it after configure(c)"
                )
