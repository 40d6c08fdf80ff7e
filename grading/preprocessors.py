"""Our steps in nbgrader's pipeline; nbgrader_config.py puts them in their places.

SubmissionExporter → ForgetScores → RestoreCells → … → HiddenChecks → … → SaveGrades
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Enum, Float, Integer, Unicode

from grading.grader import Exercise, Settings, environment, grade_notebook, seed_of
from grading.intake import notes_of
from grading.limits import Limits
from grading.repair import grade_id, is_autograded, restore
from grading.report import RECORD, report, write_record
from grading.sanitize import clean_notebook
from grading.warm import Sandbox, imports_of, what_is_missing

Processed = tuple[NotebookNode, Any]
CURRENT_FORMAT = 4


class SubmissionExporter(NotebookExporter):
    """Reads submitted notebooks; an unreadable file costs its own grade and nobody else's."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> Processed:
        """Read and convert; what could not be read becomes an empty notebook that says why."""
        about: dict[str, Any] = {"unreadable": "", "notes": []}
        try:
            notebook = _read(Path(filename), about["notes"])
        except Unreadable as error:
            self.log.error("%s: %s", filename, error)
            notebook, about["unreadable"] = new_notebook(), str(error)
        return self.from_notebook_node(notebook, (resources or {}) | about, **kwargs)


class Unreadable(Exception):
    """A file is no notebook; the text says why."""


def _read(path: Path, notes: list[str]) -> NotebookNode:
    """A notebook in the current format; that it was in an older one is noted."""
    try:
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            raise Unreadable("the file is empty")
        notebook = nbformat.reader.reads(text)
        major, _ = nbformat.reader.get_version(notebook)
        if major < CURRENT_FORMAT:
            notes.append(f"It was in the older notebook format {major}: converted.")
        notebook = nbformat.convert(notebook, CURRENT_FORMAT)
        _, notebook = nbformat.validator.normalize(notebook)
        nbformat.validate(notebook, relax_add_props=True)
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"the file cannot be read ({error})") from error
    except nbformat.reader.NotJSONError as error:
        raise Unreadable("the file is not JSON, so it is no notebook") from error
    except Unreadable:
        raise
    except Exception as error:  # nbformat raises whatever a malformed structure runs into
        first_line = str(error).strip().split("\n")[0]
        raise Unreadable(f"the file is no valid notebook ({first_line})") from error
    return notebook


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
    """Repairs a submission by its release (see `grading.repair`) and notes what it did."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Leave the notes, or why the file was unreadable, in the notebook's metadata."""
        where = resources["nbgrader"]
        original = nbformat.read(_release(self, where) / f"{where['notebook']}.ipynb", as_version=4)
        notes = resources["notes"] + restore(nb, original)
        if reason := resources["unreadable"]:
            notes = [f"This notebook could not be read: {reason}."]
        notes = notes_of(_folder(self, where, "submitted_directory")) + notes
        for note in notes:
            self.log.warning("%s, %s: %s", where["student"], where["notebook"], note)
        nb.metadata[RECORD] = {"unreadable": reason, "notes": notes}
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


def _folder(step: NbGraderPreprocessor, where: dict[str, str], kind: str) -> Path:
    """The folder of a submission: its `submitted_directory` or `autograded_directory`."""
    course = CourseDirectory(parent=step)
    path = course.format_path(getattr(course, kind), where["student"], where["assignment"])
    return Path(path)


class HiddenChecks(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: runs the notebook, then the hidden checks on it."""

    device = Enum(
        ("auto", "cpu", "cuda"), "auto", help="auto: CPU, and CUDA where there is one"
    ).tag(config=True)
    seed = Integer(
        None, allow_none=True, help="seed of all hidden inputs; None: one for each submission"
    ).tag(config=True)
    checks_directory = Unicode(
        "tests/hidden", help="<assignment>/<notebook>/<graded cell>.py are in it"
    ).tag(config=True)
    cell_seconds = Float(Limits.cell, help="wall time for a cell").tag(config=True)
    call_seconds = Float(Limits.call, help="wall time for a call by a check").tag(config=True)
    notebook_seconds = Float(
        Limits.notebook, help="wall time for a notebook, its checks included"
    ).tag(config=True)

    memory_gigabytes = Float(
        Limits.memory / (1 << 30), help="for a kernel and all that it starts"
    ).tag(config=True)
    isolation = Enum(
        ("strict", "auto", "none"),
        "auto",
        help="of a student's kernel; strict: grade only where it is complete; none: for debugging",
    ).tag(config=True)

    def sandbox(self, release: Path) -> Sandbox:
        """How to run the kernels of the assignment that was released in this folder."""
        limits = Limits(
            self.cell_seconds,
            self.call_seconds,
            self.notebook_seconds,
            memory=int(self.memory_gigabytes * (1 << 30)),
        )
        return Sandbox(imports_of(release), self.isolation, limits)

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Put the report of its checks, and the score, into each graded cell."""
        where = resources["nbgrader"]
        record = dict(nb.metadata[RECORD])
        sandbox = self.sandbox(_release(self, where))
        settings = Settings(self.device, self.seed, sandbox)
        course = Path.cwd()  # nbgrader's converters work from there
        record["not_confined"] = what_is_missing(sandbox, course)
        record["seed"] = seed_of(nb) if self.seed is None else self.seed
        if reason := record["unreadable"]:
            found = [
                Exercise(str(grade_id(cell)), cell.metadata.nbgrader.points, fault=reason)
                for cell in nb.cells
                if is_autograded(cell)
            ]
        else:
            checks = course / self.checks_directory / where["assignment"] / where["notebook"]
            files = _folder(self, where, "autograded_directory")
            found = grade_notebook(nb, checks, settings, files=files)
        for exercise in found:
            if exercise.fault:
                self.log.error(
                    "%s, %s: not graded: %s", where["student"], exercise.name, exercise.fault
                )
        report(nb, found, record["notes"])
        write_record(nb, record | environment(), found)
        return nb, resources


class Sanitize(NbGraderPreprocessor):
    """Takes all that could act in a browser from what the student wrote and showed."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        """Leave the cells of the release as they are."""
        where = resources["nbgrader"]
        release = nbformat.read(_release(self, where) / f"{where['notebook']}.ipynb", as_version=4)
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
