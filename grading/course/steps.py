"""Our steps in `nbgrader autograde`; `pipeline` puts them in their places.

SubmissionExporter → ForgetScores → RestoreCells → … → HiddenChecks → … → SaveGrades
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Dict, Enum, Float, Unicode

from grading.checks.outcome import ungraded
from grading.checks.seeds import read_secret
from grading.checks.settings import Settings
from grading.feedback.cell_report import RECORD, report, write_record
from grading.feedback.translation import Sentences
from grading.grade.cache import ResultCache
from grading.grade.job import Job, Result, failed, inspect_machine, run, seed_of, show, software
from grading.notebooks.matching import File, read_release, sort_out
from grading.notebooks.reading import (
    fingerprint,
    imports_of,
    read_checks,
    read_files,
    read_reference,
)
from grading.notebooks.rebuild import PASSED
from grading.notebooks.released import outline
from grading.notebooks.repair import is_autograded, restore
from grading.notebooks.sanitize import clean_notebook
from grading.sandbox.policy import Limits, Sandbox
from grading.sandbox.spawn import exposed

CONFIG = Path("nbgrader_config.py")  # in the folder of the course, where nbgrader works
Processed = tuple[NotebookNode, Any]
# What nbgrader's exchange adds to a submission, new each time: no work of the student's.
EXCHANGE = ("timestamp.txt", "submission_secret.txt")
NOTHING = File("", problem="This notebook was not handed in.")


class SubmissionExporter(NotebookExporter):
    """Reads submitted notebooks; an unreadable file costs its own grade and nobody else's."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> Processed:
        """Read and convert; of what could not be read there is an empty notebook."""
        resources = resources or {}
        where = resources["nbgrader"]
        folder = Path(filename).parent
        if folder == _folder(self, where, "autograded_directory"):  # by the steps before
            return super().from_filename(filename, resources, **kwargs)
        found = sort_out(folder, _release(self, where)).notebooks
        given = found.get(where["notebook"], NOTHING)
        # Each step has a copy of its resources, so the notebook is not among them.
        resources["handed_in"] = replace(given, notebook=NotebookNode())
        return self.from_notebook_node(given.notebook, resources, **kwargs)


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


class RestoreCells(NbGraderPreprocessor):
    """Repairs a submission by its release, and notes what it did."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Leave the notes, and why it cannot be graded if so, in the notebook's metadata."""
        where = resources["nbgrader"]
        given = resources["handed_in"]
        passed = nb.metadata.get(PASSED, [])
        notes = given.notes + restore(nb, read_release(_release(self, where))[where["notebook"]])
        if given.problem:
            notes = [*given.notes, given.problem]
        for note in notes:
            self.log.warning("%s, %s: %s", where["student"], where["notebook"], note)
        nb.metadata[RECORD] = {"problem": given.problem, "notes": notes, PASSED: passed}
        return nb, resources


def _release(step: NbGraderPreprocessor, where: dict[str, str]) -> Path:
    """The folder of the released assignment."""
    course = CourseDirectory(parent=step)
    folder = Path(course.format_path(course.release_directory, ".", where["assignment"]))
    if not (folder / f"{where['notebook']}.ipynb").is_file():
        raise FileNotFoundError(
            f"{folder} lacks the notebook {where['notebook']} to compare the submission with. "
            f"Run: nbgrader generate_assignment {where['assignment']}"
        )
    return folder


def _source(step: NbGraderPreprocessor, where: dict[str, str]) -> Path:
    """The folder of the assignment with the reference solutions."""
    course = CourseDirectory(parent=step)
    return Path(course.format_path(course.source_directory, ".", where["assignment"]))


def _folder(step: NbGraderPreprocessor, where: dict[str, str], kind: str) -> Path:
    """The folder of a submission: its `submitted_directory` or `autograded_directory`."""
    course = CourseDirectory(parent=step)
    path = course.format_path(getattr(course, kind), where["student"], where["assignment"])
    return Path(path)


class HiddenChecks(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: runs the notebook, then the hidden checks on it.

    A result that is known already (see `grading.grade.cache`) is taken as it is: `grade` lets its
    workers find the results of a whole class, and nbgrader then takes them up here.
    """

    device = Enum(
        ("auto", "cpu", "cuda"), "auto", help="auto: CPU, and CUDA where there is one"
    ).tag(config=True)
    secret_file = Unicode(
        "grading_secret", help="hidden inputs follow from what is in it; it is made where missing"
    ).tag(config=True)
    checks_directory = Unicode(
        "tests/hidden", help="<assignment>/<notebook>/<graded cell>.py are in it"
    ).tag(config=True)
    results_directory = Unicode(".cache/results", help="where results are kept").tag(config=True)
    runs = Bool(
        True, help="run what has no result, or could not be graded; `grade` has workers for that"
    ).tag(config=True)
    environment = Dict(help="of the machine that grades; default: this one").tag(config=True)
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

    def settings(self, release: Path) -> Settings:
        """How to grade the assignment that was released in this folder."""
        limits = Limits(
            self.cell_seconds,
            self.call_seconds,
            self.notebook_seconds,
            memory=int(self.memory_gigabytes * (1 << 30)),
        )
        sandbox = Sandbox(imports_of(release), self.isolation, limits)
        return Settings(self.device, sandbox)

    def sentences(self, assignment: str) -> Sentences:
        """What says in the assignment's language what its students read."""
        return Sentences.read(Path(self.checks_directory, assignment))

    def job(self, notebook: NotebookNode, where: dict[str, str]) -> Job:
        """All that the grade of a repaired notebook depends on.

        Args:
            where: `student`, `assignment` and `notebook`, by their names.
        """
        submitted = _folder(self, where, "submitted_directory")
        contents = sort_out(submitted, _release(self, where))
        beside = submitted / Path(contents.notebooks[where["notebook"]].name).parent
        # Other notebooks may be run by this one; those of the assignment have grades of their own.
        ignore = [*CourseDirectory(parent=self).ignore, *EXCHANGE]
        files = read_files(submitted, ignore, contents.own)
        files |= {
            str((submitted / name).relative_to(beside)): data
            for name, data in files.items()
            if (submitted / name).is_relative_to(beside)
        }
        release = _release(self, where)
        checks = Path(self.checks_directory, where["assignment"], where["notebook"])
        settings = self.settings(release)
        return Job(
            notebook=json.dumps(notebook),
            files=files | read_files(release, [*ignore, "*.ipynb"], trusted=True),
            reference=self._reference(where),
            checks=read_checks(checks),
            place=str(checks),
            seed=seed_of(notebook, read_secret(Path(self.secret_file))),
            settings=settings,
            environment=self.environment or inspect_machine(settings)[0],
            release=json.dumps(outline(read_release(release)[where["notebook"]])),
        )

    def _reference(self, where: dict[str, str]) -> str:
        return read_reference(_source(self, where) / f"{where['notebook']}.ipynb")

    def common(self, assignment: str, notebook: str) -> str:
        """A hash of all that each grade of a notebook depends on, and what is shown with it."""
        where = {"assignment": assignment, "notebook": notebook}
        release = _release(self, where)
        settings = self.settings(release)
        parts = [
            read_files(release, CourseDirectory(parent=self).ignore, trusted=True),
            self._reference(where),
            read_checks(Path(self.checks_directory, assignment, notebook)),
            sorted(self.sentences(assignment).translations.items()),
            read_secret(Path(self.secret_file)),
            asdict(settings),
            CONFIG.read_bytes() if CONFIG.is_file() else b"",  # files to ignore, how much is shown
            self.environment or inspect_machine(settings)[0],
            software(),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Put the report of its checks, and the score, into each graded cell."""
        where = resources["nbgrader"]
        record = dict(nb.metadata[RECORD])
        if problem := record["problem"]:
            found = [ungraded(cell, problem) for cell in nb.cells if is_autograded(cell)]
        else:
            job = self.job(nb, where)
            result = self._result(job)
            show(result, nb)
            found = result.exercises
            record |= {"key": job.key, "result": self.results.fingerprint(job.key)}
            record["stamp"] = fingerprint(_folder(self, where, "submitted_directory"))
            record["course"] = self.common(where["assignment"], where["notebook"])
            record |= {"seconds": result.seconds} | result.environment
            record["device"] = self.device
            record["not_confined"] = result.not_confined + exposed(Path.cwd())
        for exercise in found:
            if exercise.fault:
                self.log.error(
                    "%s, %s: not graded: %s", where["student"], exercise.name, exercise.fault
                )
        repairs = dict.fromkeys(note for exercise in found for note in exercise.repairs)
        record["notes"] = [*record["notes"], *repairs]
        report(nb, found, record["notes"], self.sentences(where["assignment"]))
        write_record(nb, record, found)
        return nb, resources

    def _result(self, job: Job) -> Result:
        known = self.results.get(job.key)
        if self.runs and not (known and known.is_final):
            known = run(job)
            self.results.put(job.key, known)
        return known or failed(job, f"its result is not in {self.results.folder}: grade it again")


class Sanitize(NbGraderPreprocessor):
    """Takes all that could act in a browser from what the student wrote.

    What the code showed has been cleaned with it in the worker: see `grading.grade.job`.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Leave the cells of the release as they are."""
        where = resources["nbgrader"]
        release = read_release(_release(self, where))[where["notebook"]]
        clean_notebook(nb, ours={cell.source for cell in release.cells})
        return nb, resources


class SaveGrades(SaveAutoGrades):
    """Saves the scores as nbgrader does, but for those of cells that could not be graded."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> Processed:
        """Leave the score that ForgetScores has emptied where there is none."""
        names = [output.get("ename") for output in cell.get("outputs", [])]
        if is_autograded(cell) and "NotGraded" in names:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)
