"""Writes what the checks found into a notebook: for students, for nbgrader, and as a record."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.checks import Check
from grading.grader import Exercise
from grading.repair import grade_id
from grading.sentences import Sentences

RECORD = "grading"  # key in the metadata of an autograded notebook
NOT_GRADED = "Not graded yet: the grader could not judge this exercise. Your instructor is told."


def write_report(cell: NotebookNode, exercise: Exercise, notes: list[str], say: Sentences) -> None:
    """Replace the outputs of a graded cell by the report of its checks and its score.

    nbgrader reads the score from the one `execute_result`. A cell that could not be graded
    gets an error in its place, so that no version of nbgrader would take it for a pass.
    """
    html = "".join(f"<p>{_code(note)}</p>" for note in notes)
    if exercise.score is None:
        text = say(NOT_GRADED)
        cell.outputs = [
            new_output("display_data", {"text/html": f"{html}<p>{text}</p>", "text/plain": text}),
            new_output("error", ename="NotGraded", evalue=text, traceback=[text]),
        ]
        return
    score = say(f"{exercise.score:g} of {exercise.points:g} points")
    rows = "".join(_row(check) for check in exercise.checks)
    page = f"{html}<p><strong>{score}</strong></p><table>{rows}</table>"
    plain = "\n".join([*notes, score, *map(_line, exercise.checks)])
    cell.outputs = [
        new_output("display_data", {"text/html": page, "text/plain": plain}),
        new_output("execute_result", {"text/plain": str(exercise.score)}, execution_count=None),
    ]
    cell.execution_count = None


def write_record(notebook: NotebookNode, record: dict[str, Any], found: list[Exercise]) -> None:
    """Keep in the notebook's metadata what a grade was based on; students do not see it."""
    exercises = {
        exercise.name: {
            "score": exercise.score,
            "points": exercise.points,
            "fault": exercise.fault,
            "checks": {check.name: check.passed for check in exercise.checks},
        }
        for exercise in found
    }
    notebook.metadata[RECORD] = record | {"exercises": exercises}


def report(notebook: NotebookNode, found: list[Exercise], notes: list[str], say: Sentences) -> None:
    """Write the report of each exercise as `say` says it; the notes stand in the first."""
    by_name = {exercise.name: _translated(exercise, say) for exercise in found}
    notes = list(map(say, notes))
    for cell in notebook.cells:
        if exercise := by_name.get(grade_id(cell) or ""):
            write_report(cell, exercise, notes, say)
            notes = []


def _translated(exercise: Exercise, say: Sentences) -> Exercise:
    checks = [replace(one, text=say(one.text), hint=say(one.hint)) for one in exercise.checks]
    return replace(exercise, checks=checks)


def _row(check: Check) -> str:
    style = "text-align:left;vertical-align:top;padding:.1em .6em"
    text = _code(check.text) + (f"<br><em>{_code(check.hint)}</em>" if check.hint else "")
    mark = "✓" if check.passed else "✗"
    return f'<tr><td style="{style}">{mark}</td><td style="{style}">{text}</td></tr>'


def _line(check: Check) -> str:
    hint = f" → {check.hint}" if check.hint else ""
    return f"{'✓' if check.passed else '✗'} {check.text}{hint}"


def _code(text: str) -> str:
    """Escape a sentence for HTML; what stands between backticks becomes code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
