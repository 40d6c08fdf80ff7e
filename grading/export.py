"""grades.csv: nbgrader's own export, with no number where there is no grade."""

from __future__ import annotations

import csv
from pathlib import Path

from nbgrader.api import Grade, Gradebook
from nbgrader.plugins import CsvExportPlugin

SCORES = ("raw_score", "score")


class GradesExport(CsvExportPlugin):
    """nbgrader counts a cell without a score as 0; here such a submission has an empty score."""

    def export(self, gradebook: Gradebook) -> None:
        """Write `grades.csv`, or the file that `--to` names, in the columns of nbgrader."""
        super().export(gradebook)
        path = Path(self.to or "grades.csv")
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        ungraded = {
            (assignment.name, submission.student.id)
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            if any(has_no_score(grade) for book in submission.notebooks for grade in book.grades)
        }
        for row in rows:
            if (row["assignment"], row["student_id"]) in ungraded:
                row.update(dict.fromkeys(SCORES, ""))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys() if rows else [], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def has_no_score(grade: Grade) -> bool:
    """Whether neither the checks nor a person have given this grade a score."""
    return grade.auto_score is None and grade.manual_score is None
