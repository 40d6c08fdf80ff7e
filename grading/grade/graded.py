"""What comes of a submission: its graded notebooks, with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from nbformat import NotebookNode

from grading.checks.outcome import Check, Exercise, of_the_notebook, ungraded
from grading.feedback.cell_report import RECORD, notes_in, report, told, write_record
from grading.feedback.translation import Sentences
from grading.grade.cache import Judged
from grading.grade.job import Job, Result, show
from grading.notebooks.matching import File
from grading.notebooks.rebuild import PASSED
from grading.notebooks.repair import is_autograded, restore
from grading.notebooks.sanitize import clean_notebook
from grading.sandbox.told import Told

VERSION = 1  # of the JSON that docs/checks.md describes
NOT_READ = "it waits for a person to grade it"


@dataclass(frozen=True)
class Task:
    """An exercise of the assignment: the notebook that it is in, and its points."""

    notebook: str
    points: float


@dataclass(frozen=True)
class Outcome:
    """An exercise of one submission.

    Attributes:
        score: None where there is none yet.
        by_hand: whether a person has set it.
        found: what the checks found, if they have been run.
        fault: why there is no score, summed up in a line; empty where there is one.
    """

    score: float | None
    by_hand: bool
    found: Exercise | None
    fault: str

    @property
    def checks(self) -> list[Check]:
        """What came of each check; none where they have not been run, or could not judge."""
        return self.found.checks if self.found else []

    @property
    def is_written(self) -> bool:
        """Whether the checks found more than a stub."""
        return self.found is not None and not self.found.is_unwritten

    @property
    def is_left(self) -> bool:
        """Whether it was left as it was: the checks found a stub, and no person gave points."""
        return bool(self.checks) and not self.is_written and self.score == 0

    @property
    def waits(self) -> bool:
        """Whether only a person can give a score."""
        return self.score is None and self.found is None

    def told(self, say: Sentences) -> Outcome:
        """Return what students may read of it, in the assignment's language."""
        return replace(self, found=told(self.found, say)) if self.found else self

    def as_json(self) -> dict[str, Any]:
        """Return all but the picture; docs/checks.md is the schema."""
        return {
            "score": self.score,
            "by_hand": self.by_hand,
            "fault": self.fault,
            "note": self.found.note if self.found else "",
            "checks": [asdict(check) for check in self.checks],
        }


def total(scores: Iterable[float | None]) -> float | None:
    """Return the sum of scores; None where one is missing."""
    known = list(scores)
    given = [score for score in known if score is not None]
    return sum(given) if len(given) == len(known) else None


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
    notes: list[Told]
    problem: Told
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
    """A graded submission.

    Attributes:
        notebooks: those that were handed in, by name.
        tasks: the exercises of the assignment, by name.
    """

    notebooks: dict[str, GradedNotebook] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """What is kept of each notebook, by the name of its file."""
        return {f"{name}.ipynb": graded.record for name, graded in self.notebooks.items()}

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What came of each exercise; in a notebook that was not handed in, each has earned 0."""
        return {name: self._outcome(name, task) for name, task in self.tasks.items()}

    def _outcome(self, name: str, task: Task) -> Outcome:
        if task.notebook not in self.notebooks:
            return Outcome(0.0, by_hand=False, found=None, fault="")
        exercises = self.notebooks[task.notebook].exercises
        found = next((exercise for exercise in exercises if exercise.name == name), None)
        if found is None:
            return Outcome(None, by_hand=False, found=None, fault=NOT_READ)
        return Outcome(found.score, by_hand=False, found=found, fault=found.fault.split("\n")[0])

    @property
    def score(self) -> float | None:
        """The sum; None where a part is missing."""
        return total(outcome.score for outcome in self.outcomes.values())

    @property
    def points(self) -> float:
        """What there is to earn."""
        return sum(task.points for task in self.tasks.values())

    @property
    def notes(self) -> list[str]:
        """What a person should know of what was handed in."""
        wanted = dict.fromkeys(task.notebook for task in self.tasks.values())
        missing = [name for name in wanted if name not in self.notebooks]
        return [f"{name}.ipynb: was not handed in" for name in missing] + notes_in(self.records)

    @property
    def seconds(self) -> float:
        """How long it took to grade."""
        return seconds_in(self.records)

    def to_json(self) -> dict[str, Any]:
        """Return the submission as in checks.json; docs/checks.md is the schema."""
        return {"version": VERSION, "points": self.points} | submission_as_json(
            "", self.score, self.outcomes, self.notes, self.seconds
        )


def seconds_in(records: dict[str, dict[str, Any]]) -> float:
    """Return how long it took to grade the notebooks of these records."""
    return sum(record.get("seconds", 0) for record in records.values())


def is_untouched(outcomes: dict[str, Outcome]) -> bool:
    """Return whether nothing was written in any exercise."""
    return bool(outcomes) and all(outcome.is_left for outcome in outcomes.values())


def submission_as_json(
    student: str,
    score: float | None,
    outcomes: dict[str, Outcome],
    notes: list[str],
    seconds: float,
    *,
    penalty: float = 0.0,
    late: int = 0,
    flagged: bool = False,
) -> dict[str, Any]:
    """Return what docs/checks.md says of a submission."""
    return {
        "student": student,
        "score": score,
        "penalty": penalty,
        "late": late,
        "flagged": flagged,
        "untouched": is_untouched(outcomes),
        "notes": notes,
        "seconds": round(seconds, 2),
        "exercises": {name: outcome.as_json() for name, outcome in outcomes.items()},
    }


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
    record["notes"] += of_the_notebook(exercises)
    write_record(notebook, record, exercises)
    clean_notebook(notebook, ours={cell.source for cell in original.cells})
    return GradedNotebook(notebook, exercises, key, result)
