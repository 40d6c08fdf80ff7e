"""What comes of a submission: its graded notebooks, with all that is known of them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from grading.checks.outcome import Exercise, ungraded
from grading.feedback.cell_report import RECORD, report, write_record
from grading.feedback.translation import Sentences
from grading.grade.cache import Judged
from grading.grade.job import Job, Result, show
from grading.notebooks.matching import File
from grading.notebooks.rebuild import PASSED
from grading.notebooks.repair import is_autograded, restore
from grading.notebooks.sanitize import clean_notebook


@dataclass(frozen=True)
class Draft:
    """A notebook that was handed in, repaired.

    Attributes:
        notes: what is to be said of it.
        problem: why it cannot be graded; empty if it can.
        passed: the visible checks that had passed, as the student saved it.
        job: to be judged, where there is no problem.
    """

    notebook: NotebookNode
    notes: list[str]
    problem: str
    passed: list[str]
    job: Job | None = None

    @classmethod
    def of(cls, file: File, original: NotebookNode) -> Draft:
        """Repair what was handed in by the notebook that was released."""
        notebook = deepcopy(file.notebook)
        passed = notebook.metadata.get(PASSED, [])
        repairs = restore(notebook, original)
        notes = [*file.notes, *([file.problem] if file.problem else repairs)]
        return cls(notebook, notes, file.problem, passed)


@dataclass(frozen=True)
class GradedNotebook:
    """A notebook with the report of each exercise in it; its metadata holds the record.

    Attributes:
        key: of the job; empty where there was none.
        result: what came of the job.
    """

    notebook: NotebookNode
    exercises: list[Exercise]
    key: str = ""
    result: Result | None = None

    @property
    def record(self) -> dict[str, Any]:
        """What is kept of the notebook; see `grading.feedback.cell_report`."""
        record: dict[str, Any] = self.notebook.metadata[RECORD]
        return record


@dataclass(frozen=True)
class Graded:
    """A graded submission: its notebooks, by name."""

    notebooks: dict[str, GradedNotebook] = field(default_factory=dict)

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """What is kept of each notebook, by the name of its file."""
        return {f"{name}.ipynb": graded.record for name, graded in self.notebooks.items()}


def graded_notebook(
    draft: Draft,
    judged: Judged | None,
    original: NotebookNode,
    say: Sentences,
    about: dict[str, Any],
) -> GradedNotebook:
    """Write what the checks found into a notebook, and take from it all that could act.

    Args:
        judged: what came of the draft's job, if there was one.
        original: the notebook that was released.
        about: what else is kept of a notebook that was judged.
    """
    notebook, key, result = draft.notebook, "", None
    record: dict[str, Any] = {"problem": draft.problem, PASSED: draft.passed}
    if draft.job is None or judged is None:
        cells = filter(is_autograded, notebook.cells)
        exercises = [ungraded(cell, draft.problem) for cell in cells]
    else:
        result, fingerprint = judged
        key, exercises = draft.job.key, result.exercises
        show(result, notebook)
        record |= about | {"key": key, "result": fingerprint, "seconds": result.seconds}
        record |= result.environment
        record["not_confined"] = [*result.not_confined, *about["not_confined"]]
    repairs = dict.fromkeys(note for exercise in exercises for note in exercise.repairs)
    record["notes"] = [*draft.notes, *repairs]
    report(notebook, exercises, record["notes"], say)
    write_record(notebook, record, exercises)
    clean_notebook(notebook, ours={cell.source for cell in original.cells})
    return GradedNotebook(notebook, exercises, key, result)
