"""Our steps in nbgrader's pipeline; `pipeline` puts them in their places.

autograde: SubmissionExporter → ForgetScores → … → SaveGrades
generate_feedback: PageExporter → TellGrades

A submission is graded as a whole, by `grading.grade`; nbgrader's steps carry what came of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor, SaveAutoGrades

from grading.course.grades_csv import has_no_score
from grading.feedback.page import FeedbackExporter, tell
from grading.grade.assignment import Assignment
from grading.grade.graded import Graded, GradedNotebook
from grading.grade.hidden_checks import HiddenChecks
from grading.jobs.grader import Grader
from grading.notebooks.reading import read_submission
from grading.notebooks.repair import is_autograded

Processed = tuple[NotebookNode, Any]


class SubmissionExporter(NotebookExporter):
    """Hands over what was graded, in the place of what was handed in.

    `grade` has graded a submission before nbgrader converts it; nbgrader's own command, and its
    Formgrader, have it graded here.

    Attributes:
        graded: submissions that are graded already, by their folders.
    """

    graded: ClassVar[dict[Path, Graded]] = {}
    _grader: Grader | None = None  # of this run of nbgrader's command
    _last: tuple[Path, Graded] | None = None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> Processed:
        """Give the graded notebook; a file that cannot be read costs its own grade only."""
        resources = resources or {}
        where, course = resources["nbgrader"], CourseDirectory(parent=self)
        folder, kind = Path(filename).parent, course.autograded_directory
        if folder == Path(course.format_path(kind, where["student"], where["assignment"])):
            return super().from_filename(filename, resources, **kwargs)  # by the steps before
        if folder in self.graded:
            graded = self.graded[folder]
        elif self._last and self._last[0] == folder:
            graded = self._last[1]
        else:
            graded = self._grade(folder, where["assignment"])
            self._last = folder, graded
        notebook = graded.notebooks[where["notebook"]]
        self._tell(notebook, f"{where['student']}, {where['notebook']}")
        return self.from_notebook_node(notebook.notebook, resources, **kwargs)

    def _grade(self, folder: Path, assignment: str) -> Graded:
        if self._grader is None:
            checks = HiddenChecks(parent=self)
            self._grader = Grader(Assignment.by(checks, assignment), checks.results)
        ignored = self._grader.assignment.ignored
        return self._grader.grade(read_submission(folder, list(ignored)))

    def _tell(self, graded: GradedNotebook, whose: str) -> None:
        for note in graded.record["notes"]:
            self.log.warning("%s: %s", whose, note)
        for exercise in graded.exercises:
            if exercise.fault:
                self.log.error("%s, %s: not graded: %s", whose, exercise.name, exercise.fault)


class RefuseOtherLanguages(NbGraderPreprocessor):
    """Refuses to make a student version of a notebook that no kernel of the grader's can run."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Raise a ValueError if the notebook is in another language than Python."""
        about = nb.metadata.get("kernelspec", {}), nb.metadata.get("language_info", {})
        language = about[0].get("language") or about[1].get("name") or "python"
        if language.lower() not in ("python", "python3", "ipython"):
            raise ValueError(
                f"{resources['unique_key']}.ipynb is in {language}: hidden checks are for Python. "
                "Have such assignments in a course whose nbgrader_config.py lacks configure(c)"
            )
        return nb, resources


class ForgetScores(NbGraderPreprocessor):
    """Clears the scores of an earlier run, so that none outlives the cell that earned it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Until SaveGrades runs, the gradebook says that the notebook needs grading."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(
                where["notebook"], where["assignment"], where["student"]
            )
            for grade in submission.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources


class SaveGrades(SaveAutoGrades):
    """Saves the scores as nbgrader does, but for those of cells that could not be graded."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> Processed:
        """Leave the score that ForgetScores has emptied where there is none."""
        names = [output.get("ename") for output in cell.get("outputs", [])]
        if is_autograded(cell) and "NotGraded" in names:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class PageExporter(FeedbackExporter):
    """Fills in the template, for a folder that is to hold pages of ours only."""

    def from_filename(  # type: ignore[override]
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """Take away what nbgrader has copied there; a student's page or folder may be in the way.

        What has the name of another notebook's page stays: it was written, or is about to be.
        """
        resources = resources or {}
        where, course = resources["nbgrader"], CourseDirectory(parent=self)
        place = course.format_path(course.feedback_directory, where["student"], where["assignment"])
        others = {f"{path.stem}.html" for path in Path(filename).parent.glob("*.ipynb")}
        for path in Path(place).glob("*"):
            if path.name not in others - {f"{where['notebook']}.html"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return super().from_filename(filename, resources, **kwargs)


class TellGrades(GetGrades):
    """nbgrader's step that fetches scores and comments, and all that the template needs."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Sum up what is on record of the notebook."""
        nb, resources = super().preprocess(nb, resources)
        say = HiddenChecks(parent=self).sentences(resources["nbgrader"]["assignment"])
        tell(nb, resources, say)
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
        """Return a person's comment: nbgrader's own only says that a cell was left as it was."""
        comment = self.gradebook.find_comment(
            cell.metadata.nbgrader.grade_id,
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        cell.metadata.nbgrader["comment"] = comment.manual_comment
