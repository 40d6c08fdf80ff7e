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
from traitlets.utils.importstring import import_item

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

# What no course can have set otherwise; lines after `configure(c)` may.
OURS = {
    "Autograde": ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"),
    "GenerateFeedback": ("exporter_class", "preprocessors"),
    "ExportApp": ("plugin_class",),
}


def configure(config: Any) -> None:
    """Have nbgrader's own commands, and its Formgrader, grade with hidden checks.

    A stub and a hook that the course has set before are kept; the hook is called first.

    Args:
        config: what `get_config()` gives in nbgrader_config.py; later lines there may change it.

    Raises:
        SystemExit: the course has set steps or exporters before, which ours would replace. (Any
            other error in nbgrader_config.py nbgrader logs, and goes on without hidden checks.)
    """
    _refuse_to_replace(config)
    # nbgrader finds its database tool (alembic) on the PATH, which an inactive .venv is not on.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    stub = {"python": 'raise NotImplementedError("Replace this line by your solution.")'}
    config.ClearSolutions.code_stub = stub | config.ClearSolutions.get("code_stub", {})
    course_hook = config.Autograde.get("pre_convert_hook")
    if isinstance(course_hook, str):
        course_hook = import_item(course_hook)

    def prepare(assignment: str, student: str, notebooks: list[str]) -> None:
        """Take a submission in before nbgrader converts these notebooks, and all that are found."""
        folder, course = Path(notebooks[0]).parent, CourseDirectory(config=config)
        try:
            if course_hook:
                course_hook(assignment=assignment, student=student, notebooks=notebooks)
        finally:
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


def _refuse_to_replace(config: Any) -> None:
    for section, names in OURS.items():
        for name in names:
            if name in config[section]:
                raise SystemExit(
                    f"nbgrader_config.py: c.{section}.{name} is set before configure(c), which has "
                    "to set it for hidden checks: take that line away, or put it after configure(c)"
                )
