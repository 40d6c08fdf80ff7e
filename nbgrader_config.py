"""nbgrader's configuration: the course, and our steps in its pipeline."""

import os
import sys
from pathlib import Path

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
)

from grading.export import GradesExport
from grading.feedback import FeedbackExporter, TellGrades
from grading.intake import set_aside
from grading.preprocessors import (
    ForgetScores,
    HiddenChecks,
    RestoreCells,
    Sanitize,
    SaveGrades,
    SubmissionExporter,
)

c = get_config()  # noqa: F821

# nbgrader finds its database tool (alembic) on the PATH, which an inactive .venv is not on.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

c.CourseDirectory.course_id = "d2l"

c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("Replace this line by your solution.")'
}

c.Autograde.pre_convert_hook = set_aside
c.Autograde.exporter_class = SubmissionExporter
c.Autograde.sanitize_preprocessors = [
    ForgetScores,
    RestoreCells,
    ClearOutput,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    HiddenChecks,  # in the place of Execute
    Sanitize,
    LimitOutput,
    SaveGrades,  # a SaveAutoGrades
    AssignLatePenalties,
    CheckCellMetadata,
]

c.GenerateFeedback.exporter_class = FeedbackExporter
c.GenerateFeedback.preprocessors = [TellGrades]  # a GetGrades

c.ExportApp.plugin_class = GradesExport
