"""The step in nbgrader's pipeline that hands the feedback page what it tells; see `pipeline`."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades

from grading.course.grades_csv import has_no_score
from grading.course.steps import HiddenChecks, Processed
from grading.feedback.cell_report import RECORD, exercises_of, title_of, translated
from grading.feedback.page import MOST_TEXT, parts_of


class TellGrades(GetGrades):
    """nbgrader's step that fetches scores and comments, and all that the template needs."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Sum up what is on record of the notebook."""
        nb, resources = super().preprocess(nb, resources)
        left = MOST_TEXT
        for cell in nb.cells:
            cell.source = cell.source[:left]
            left -= len(cell.source)
        record = nb.metadata.get(RECORD, {})
        say = HiddenChecks(parent=self).sentences(resources["nbgrader"]["assignment"])
        found = {name: translated(exercise, say) for name, exercise in exercises_of(record).items()}
        totals = resources["nbgrader"]
        resources["title"] = title_of(totals["notebook"])
        totals["score"] = max(0.0, totals["score"])  # however late it was
        resources["share"] = min(100, round(100 * totals["score"] / (totals["max_score"] or 1)))
        resources["say"] = say
        resources["notes"] = list(map(say, record.get("notes", [])))
        resources["parts"], resources["comments"] = parts_of(nb, found)
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        about = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(
            about.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        about.by_hand = grade.manual_score is not None
        if has_no_score(grade):  # nbgrader calls that 0
            about.score = None

    def _get_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:  # noqa: ARG002
        """A person's comment: nbgrader's own only says that a cell was left as it was."""
        comment = self.gradebook.find_comment(
            cell.metadata.nbgrader.grade_id,
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        cell.metadata.nbgrader["comment"] = comment.manual_comment
