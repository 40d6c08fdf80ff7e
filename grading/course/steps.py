"""Our steps in nbgrader's pipeline; `pipeline` puts them in their places.

autograde: SubmissionExporter → ForgetScores → … → SaveGrades; generate_feedback: TellGrades

A submission is graded as a whole, by `grading.grade`; nbgrader's steps carry what came of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from weakref import finalize

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Enum, Float, Unicode
from traitlets.config import LoggingConfigurable

from grading.course.grades_csv import has_no_score
from grading.feedback.cell_report import RECORD, exercises_of, title_of, translated
from grading.feedback.page import MOST_TEXT, parts_of
from grading.feedback.translation import Sentences
from grading.grade.assignment import Assignment
from grading.grade.cache import CachedJudge, ResultCache
from grading.grade.graded import Graded, GradedNotebook
from grading.grade.job import inspect_machine
from grading.jobs.pool import LocalWorkers, run_all
from grading.notebooks.reading import read_submission
from grading.notebooks.repair import is_autograded
from grading.sandbox.policy import Limits, Sandbox, Settings
from grading.sandbox.spawn import exposed

CONFIG = Path("nbgrader_config.py")  # in the folder of the course, where nbgrader works
Processed = tuple[NotebookNode, Any]


class HiddenChecks(LoggingConfigurable):
    """How a course is graded; its settings are in `nbgrader_config.py`."""

    device = Unicode(
        "auto",
        help="auto (the CPU, and an accelerator where there is one), cpu, accelerator…",
    ).tag(config=True)
    secret_file = Unicode(
        "grading_secret", help="hidden inputs follow from what is in it; it is made where missing"
    ).tag(config=True)
    checks_directory = Unicode(
        "tests/hidden", help="<assignment>/<notebook>/<graded cell>.py are in it"
    ).tag(config=True)
    results_directory = Unicode(".cache/results", help="where results are kept").tag(config=True)
    cell_seconds = Float(Limits.cell, help="processor time for a cell").tag(config=True)
    call_seconds = Float(Limits.call, help="processor time for a call by a check").tag(config=True)
    notebook_seconds = Float(
        Limits.notebook, help="processor time for a notebook, its checks included"
    ).tag(config=True)
    memory_gigabytes = Float(
        Limits.memory / (1 << 30), help="for a kernel and all that it starts"
    ).tag(config=True)
    isolation = Enum(
        ("strict", "auto", "none"),
        "auto",
        help="of a student's kernel; strict: grade only where it is complete; none: for debugging",
    ).tag(config=True)

    @property
    def results(self) -> ResultCache:
        """The results that are known."""
        return ResultCache(Path(self.results_directory).resolve())

    def sentences(self, assignment: str) -> Sentences:
        """What says in the assignment's language what its students read."""
        return Sentences.read(Path(self.checks_directory, assignment))

    def read(self, assignment: str) -> Assignment:
        """Read all of ours that grades of an assignment depend on, but what the machine is like.

        Raises:
            FileNotFoundError: there is no student version.
        """
        course = CourseDirectory(parent=self)
        release = Path(course.format_path(course.release_directory, ".", assignment))
        if not any(release.glob("*.ipynb")):
            raise FileNotFoundError(
                f"{release} lacks the notebooks to compare a submission with. "
                f"Run: nbgrader generate_assignment {assignment}"
            )
        limits = Limits(
            self.cell_seconds,
            self.call_seconds,
            self.notebook_seconds,
            memory=int(self.memory_gigabytes * (1 << 30)),
        )
        read = Assignment.read(
            assignment,
            release=release,
            source=Path(course.format_path(course.source_directory, ".", assignment)),
            checks=Path(self.checks_directory, assignment),
            settings=Settings(self.device, Sandbox("", self.isolation, limits)),
            secret_file=Path(self.secret_file),
            ignored=course.ignore,
            configuration=CONFIG.read_bytes() if CONFIG.is_file() else b"",
        )
        return replace(read, exposed=tuple(exposed(Path.cwd())))


class SubmissionExporter(NotebookExporter):
    """Hands over what was graded, in the place of what was handed in.

    `grade` has graded a submission before nbgrader converts it; nbgrader's own command, and its
    Formgrader, have it graded here.

    Attributes:
        graded: submissions that are graded already, by their folders.
    """

    graded: ClassVar[dict[Path, Graded]] = {}
    _grader: _Grader | None = None  # of this run of nbgrader's command
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
            self._grader = _Grader(HiddenChecks(parent=self), assignment)
        return self._grader.grade(folder)

    def _tell(self, graded: GradedNotebook, whose: str) -> None:
        for note in graded.record["notes"]:
            self.log.warning("%s: %s", whose, note)
        for exercise in graded.exercises:
            if exercise.fault:
                self.log.error("%s, %s: not graded: %s", whose, exercise.name, exercise.fault)


class _Grader:
    """Grades submissions in a worker, whose end is one student's, as `grade` does.

    Raises:
        NotConfined: isolation is strict, and students' code could read the course.
    """

    def __init__(self, checks: HiddenChecks, assignment: str) -> None:
        read = checks.read(assignment)
        read.settings.sandbox.check(list(read.exposed))
        self._results = checks.results
        self._tries = TemporaryDirectory(prefix="tries-")
        self._workers = LocalWorkers(1, read.settings.sandbox.imports, read.modules)
        finalize(self, self._workers.close)
        environment, _ = self._workers.submit(inspect_machine, read.settings).result()
        self._assignment = replace(read, environment=environment)

    def grade(self, folder: Path) -> Graded:
        """Grade what is in a folder that has been cleared up."""
        handed_in = read_submission(folder, list(self._assignment.ignored))
        judge = CachedJudge(self._results, Path(self._tries.name))
        grade = partial(self._assignment.grade, judge=judge)
        try:
            ((_, outcome),) = run_all(grade, iter([handed_in]), self._workers)
        except BaseException:  # such as Ctrl-C: else this process would wait for the worker's end
            self._workers.close()
            raise
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


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
