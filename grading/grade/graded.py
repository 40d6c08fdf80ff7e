"""Writes graded notebooks, and sums a graded submission up by exercise, for pages and as JSON."""

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

VERSION = 1  # of the JSON format in docs/checks.md
NOT_READ = "it waits for a person to grade it"


@dataclass(frozen=True)
class Task:
    """An exercise of the assignment: its notebook, and the points to earn."""

    notebook: str
    points: float


@dataclass(frozen=True)
class Outcome:
    """How one submission did in an exercise.

    Attributes:
        score: None where there is no score yet.
        by_hand: whether a person set the score.
        exercise: what the checks found; None where no checks have been run.
        fault: in one line, why there is no score; empty where there is a score.
    """

    score: float | None
    by_hand: bool
    exercise: Exercise | None
    fault: str

    @property
    def checks(self) -> list[Check]:
        """The outcome of each check; empty where none were run, or judging the exercise failed."""
        return self.exercise.checks if self.exercise else []

    @property
    def is_written(self) -> bool:
        """Whether the checks have been run, and found more than a stub."""
        return self.exercise is not None and not self.exercise.is_unwritten

    @property
    def is_left(self) -> bool:
        """Whether the student left a stub, for which no person gave points."""
        return bool(self.checks) and not self.is_written and self.score == 0

    @property
    def waits(self) -> bool:
        """Whether only a person can give a score."""
        return self.score is None and self.fault == NOT_READ

    def told(self, say: Sentences) -> Outcome:
        """Return this outcome with only what students may read, in the assignment's language."""
        return replace(self, exercise=told(self.exercise, say)) if self.exercise else self

    def as_json(self) -> dict[str, Any]:
        """Return all but the chart as JSON; docs/checks.md is the schema."""
        return {
            "score": self.score,
            "by_hand": self.by_hand,
            "fault": self.fault,
            "note": self.exercise.note if self.exercise else "",
            "checks": [asdict(check) for check in self.checks],
        }


def total(scores: Iterable[float | None]) -> float | None:
    """Return the sum of scores; None where a score is missing."""
    every_score = list(scores)
    known_scores = [score for score in every_score if score is not None]
    return sum(known_scores) if len(known_scores) == len(every_score) else None


@dataclass(frozen=True)
class Draft:
    """A submitted notebook after its repair, and before its job is run.

    Attributes:
        notebook: the repaired notebook.
        notes: what a person should know of the notebook.
        problem: why the notebook cannot be graded; empty if there is no such reason.
        passed: the visible checks whose saved outputs say that they passed.
        job: to be run; None where there is a problem.
    """

    notebook: NotebookNode
    notes: list[Told]
    problem: Told
    passed: list[str]
    job: Job | None = None

    @classmethod
    def of(cls, file: File, original: NotebookNode) -> Draft:
        """Repair a submitted notebook by the released notebook, and return the draft."""
        notebook = deepcopy(file.notebook)
        passed = notebook.metadata.get(PASSED, [])
        repairs = restore(notebook, original)
        notes = [*file.notes, *([file.problem] if file.problem else repairs)]
        return cls(notebook, notes, file.problem, passed)


@dataclass(frozen=True)
class GradedNotebook:
    """A submitted notebook that holds the report of each exercise, and in its metadata the record.

    Attributes:
        notebook: with its reports and its record.
        exercises: what the hidden checks found.
        key: of the job; empty where there was no job.
        result: of the job; None where there was no job.
    """

    notebook: NotebookNode
    exercises: list[Exercise]
    key: str = ""
    result: Result | None = None

    @property
    def record(self) -> dict[str, Any]:
        """What the metadata keeps of how the notebook was graded; see `write_record`."""
        record: dict[str, Any] = self.notebook.metadata[RECORD]
        return record


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Attributes:
        notebooks: the notebooks that were handed in, by name.
        tasks: the exercises of the assignment, by name.
    """

    notebooks: dict[str, GradedNotebook] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """The record of each notebook, by file name."""
        return {f"{name}.ipynb": graded.record for name, graded in self.notebooks.items()}

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of each exercise, by name; 0 points in a notebook that was not handed in."""
        return {name: self._outcome(name, task) for name, task in self.tasks.items()}

    def _outcome(self, name: str, task: Task) -> Outcome:
        if task.notebook not in self.notebooks:
            return Outcome(0.0, by_hand=False, exercise=None, fault="")
        exercises = self.notebooks[task.notebook].exercises
        exercise = next((exercise for exercise in exercises if exercise.name == name), None)
        if exercise is None:
            return Outcome(None, by_hand=False, exercise=None, fault=NOT_READ)
        return Outcome(
            exercise.score, by_hand=False, exercise=exercise, fault=exercise.fault.split("\n")[0]
        )

    @property
    def score(self) -> float | None:
        """The sum of the exercises' scores; None where a score is missing."""
        return total(outcome.score for outcome in self.outcomes.values())

    @property
    def points(self) -> float:
        """The sum of the points to earn."""
        return sum(task.points for task in self.tasks.values())

    @property
    def notes(self) -> list[str]:
        """What a person should know of the submission, missing notebooks included."""
        expected = dict.fromkeys(task.notebook for task in self.tasks.values())
        missing = [name for name in expected if name not in self.notebooks]
        return [f"{name}.ipynb: was not handed in" for name in missing] + notes_in(self.records)

    @property
    def seconds(self) -> float:
        """The wall-clock time that grading took."""
        return seconds_in(self.records)

    def to_json(self) -> dict[str, Any]:
        """Return the submission in the format of checks.json; docs/checks.md is the schema."""
        return {"version": VERSION, "points": self.points} | submission_as_json(
            "", self.score, self.outcomes, self.notes, self.seconds
        )


def seconds_in(records: dict[str, dict[str, Any]]) -> float:
    """Return the wall-clock time that grading the notebooks of these records took."""
    return sum(record.get("seconds", 0) for record in records.values())


def is_untouched(outcomes: dict[str, Outcome]) -> bool:
    """Return whether the student left every exercise as a stub."""
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
    """Return a submission as JSON, in the format of docs/checks.md."""
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
    provenance: dict[str, Any],
) -> GradedNotebook:
    """Write reports and record into a draft's notebook, and clean it of all that acts in a browser.

    Args:
        draft: its notebook is changed.
        judged: the result of the draft's job; None if there was no job.
        original: the released notebook.
        say: translates what students read.
        provenance: further entries for the record of a notebook that was judged.
    """
    notebook, key, result = draft.notebook, "", None
    record: dict[str, Any] = {"problem": draft.problem, PASSED: draft.passed}
    if draft.job is None or judged is None:
        cells = filter(is_autograded, notebook.cells)
        exercises = [ungraded(cell, draft.problem) for cell in cells]
    else:
        result, result_hash = judged
        key, exercises = draft.job.key, result.exercises
        show(result, notebook)
        record |= provenance | {"key": key, "result": result_hash, "seconds": result.seconds}
        record |= result.environment
        record["not_confined"] = [*result.not_confined, *provenance["not_confined"]]
    repairs = dict.fromkeys(note for exercise in exercises for note in exercise.repairs)
    record["notes"] = [*draft.notes, *repairs]
    report(notebook, exercises, record["notes"], say)
    record["notes"] += of_the_notebook(exercises)
    write_record(notebook, record, exercises)
    clean_notebook(notebook, instructor_texts={cell.source for cell in original.cells})
    return GradedNotebook(notebook, exercises, key, result)
