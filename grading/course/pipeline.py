"""Puts our steps into nbgrader's pipeline: a course's nbgrader_config.py calls `configure`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    ClearOutput,
    LimitOutput,
    OverwriteCells,
)

from grading.course.feedback_step import TellGrades
from grading.course.grades_csv import GradesExport
from grading.course.steps import (
    ForgetScores,
    HiddenChecks,
    RestoreCells,
    Sanitize,
    SaveGrades,
    SubmissionExporter,
)
from grading.feedback.page import FeedbackExporter
from grading.notebooks.intake import set_aside
from grading.notebooks.matching import take_in


def configure(config: Any) -> None:
    """Have nbgrader's own commands, and its Formgrader, grade with hidden checks.

    Args:
        config: what `get_config()` gives in nbgrader_config.py; later lines there may change it.
    """
    # nbgrader finds its database tool (alembic) on the PATH, which an inactive .venv is not on.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    config.ClearSolutions.code_stub = {
        "python": 'raise NotImplementedError("Replace this line by your solution.")'
    }

    def prepare(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
        """Take a submission in before nbgrader converts these notebooks, and all that are found."""
        folder, course = Path(notebooks[0]).parent, CourseDirectory(config=config)
        notebooks.clear()  # nbgrader goes on whatever a hook raises, but not without notebooks
        set_aside(folder)
        take_in(folder, Path(course.format_path(course.release_directory, ".", assignment)))
        notebooks += sorted(map(str, folder.glob("*.ipynb")))

    config.Autograde.pre_convert_hook = prepare
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [
        ForgetScores,
        RestoreCells,  # so there is nothing left to check or to deduplicate
        ClearOutput,
        OverwriteCells,
    ]
    config.Autograde.autograde_preprocessors = [
        HiddenChecks,  # in the place of Execute
        Sanitize,
        LimitOutput,
        SaveGrades,  # a SaveAutoGrades
        AssignLatePenalties,
    ]
    config.SubmissionExporter.optimistic_validation = True  # once, not after each of these steps
    config.GenerateFeedback.exporter_class = FeedbackExporter
    config.GenerateFeedback.preprocessors = [TellGrades]  # a GetGrades
    config.ExportApp.plugin_class = GradesExport
