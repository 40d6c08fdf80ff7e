"""Replaces steps of nbgrader's autograde and generate_feedback; `pipeline` installs these.

autograde: SubmissionExporter → ForgetScores → … → SaveGrades
generate_feedback: PageExporter → TellGrades

`grading.grade` grades a submission as a whole; nbgrader's steps only pass the results on.
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
from grading.grade.assignment import EXCHANGE, Assignment
from grading.grade.graded import Graded, GradedNotebook
from grading.grade.hidden_checks import HiddenChecks
from grading.jobs.grader import Grader
from grading.notebooks.reading import read_submission
from grading.notebooks.repair import is_autograded

Processed = tuple[NotebookNode, Any]


class SubmissionExporter(NotebookExporter):
    """Gives nbgrader the graded notebook in the place of the one that was handed in.

    The command `grade` grades a submission before nbgrader converts it. For nbgrader's own command
    and Formgrader, this exporter grades the submission itself.

    Attributes:
        graded: the submissions that are already graded, by folder.
    """

    graded: ClassVar[dict[Path, Graded]] = {}
    _grader: Grader | None = None  # for one run of nbgrader's command
    _last_graded: tuple[Path, Graded] | None = None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> Processed:
        """Return the graded notebook; an unreadable file costs only the grade of its notebook."""
        resources = resources or {}
        context, course = resources["nbgrader"], CourseDirectory(parent=self)
        folder, kind = Path(filename).parent, course.autograded_directory
        if folder == Path(course.format_path(kind, context["student"], context["assignment"])):
            return super().from_filename(filename, resources, **kwargs)  # is graded already
        if folder in self.graded:
            graded = self.graded[folder]
        elif self._last_graded and self._last_graded[0] == folder:
            graded = self._last_graded[1]
        else:
            graded = self._grade(folder, context["assignment"])
            self._last_graded = folder, graded
        notebook = graded.notebooks[context["notebook"]]
        self._log_problems(notebook, f"{context['student']}, {context['notebook']}")
        return self.from_notebook_node(notebook.notebook, resources, **kwargs)

    def _grade(self, folder: Path, assignment: str) -> Graded:
        if self._grader is None:
            checks = HiddenChecks(parent=self)
            self._grader = Grader(Assignment.by(checks, assignment), checks.results)
        ignored = self._grader.assignment.ignored
        return self._grader.grade(read_submission(folder, list(ignored)))

    def _log_problems(self, graded: GradedNotebook, whose: str) -> None:
        for note in graded.record["notes"]:
            self.log.warning("%s: %s", whose, note)
        for exercise in graded.exercises:
            if exercise.fault:
                self.log.error("%s, %s: not graded: %s", whose, exercise.name, exercise.fault)


class RefuseOtherLanguages(NbGraderPreprocessor):
    """Refuses to make a student version of a notebook that is not in Python."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Raise a ValueError if the notebook is in another language than Python."""
        infos = nb.metadata.get("kernelspec", {}), nb.metadata.get("language_info", {})
        language = infos[0].get("language") or infos[1].get("name") or "python"
        if language.lower() not in ("python", "python3", "ipython"):
            raise ValueError(
                f"{resources['unique_key']}.ipynb is in {language}: hidden checks are for Python. "
                "Have such assignments in a course whose nbgrader_config.py lacks configure(c)"
            )
        return nb, resources


class ForgetScores(NbGraderPreprocessor):
    """Clears the scores of an earlier run, so that none outlives the code that earned the score."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Mark the notebook as not graded in the gradebook, until SaveGrades runs."""
        context = resources["nbgrader"]
        with Gradebook(context["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(
                context["notebook"], context["assignment"], context["student"]
            )
            for grade in submission.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources


class SaveGrades(SaveAutoGrades):
    """Saves scores as nbgrader does, except for cells that could not be graded."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> Processed:
        """Save the score of a cell; leave the score empty if the cell could not be graded."""
        names = [output.get("ename") for output in cell.get("outputs", [])]
        if is_autograded(cell) and "NotGraded" in names:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class PageExporter(FeedbackExporter):
    """Writes a feedback page, in a folder that is to hold only the grader's pages."""

    def from_filename(  # type: ignore[override]
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """Delete the student's files that nbgrader copied to the folder, and fill in the page.

        Pages of other notebooks of the submission stay, as this run writes them, too; and what the
        exchange has added, by which it knows whose feedback this is.
        """
        resources = resources or {}
        context, course = resources["nbgrader"], CourseDirectory(parent=self)
        folder = course.format_path(
            course.feedback_directory, context["student"], context["assignment"]
        )
        kept = {f"{path.stem}.html" for path in Path(filename).parent.glob("*.ipynb")}
        kept = kept - {f"{context['notebook']}.html"} | set(EXCHANGE)
        for path in Path(folder).glob("*"):
            if path.is_dir() or path.name not in kept:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        return super().from_filename(filename, resources, **kwargs)


class TellGrades(GetGrades):
    """Passes scores, comments and check results to the feedback template."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Add to the resources what the feedback page shows of the notebook."""
        nb, resources = super().preprocess(nb, resources)
        say = HiddenChecks(parent=self).sentences(resources["nbgrader"]["assignment"])
        tell(nb, resources, say)
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        metadata = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(
            metadata.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        metadata.by_hand = grade.manual_score is not None
        if has_no_score(grade):  # nbgrader calls that 0
            metadata.score = None

    def _get_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:  # noqa: ARG002
        """Add a person's comment; nbgrader's own only says that a cell was left unchanged."""
        comment = self.gradebook.find_comment(
            cell.metadata.nbgrader.grade_id,
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        cell.metadata.nbgrader["comment"] = comment.manual_comment
