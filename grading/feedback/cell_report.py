"""Writes check results into a notebook: a report for students, a score for nbgrader, a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from markupsafe import Markup, escape
from nbformat import NotebookNode
from nbformat.v4 import new_output
from pydantic import TypeAdapter, ValidationError

from grading.checks.chart import Series
from grading.checks.outcome import Check, Exercise
from grading.feedback.alt_text import describe
from grading.feedback.svg import draw_on_white
from grading.feedback.translation import Sentences
from grading.notebooks.endings import stopped_by_the_grader
from grading.notebooks.endings import title_of as title_of_cell
from grading.notebooks.repair import grade_id, has_flag, is_autograded
from grading.notebooks.sanitize import clean_text
from grading.notebooks.symbols import hash_of_code
from grading.sandbox.told import NOTHING, Told

RECORD = "grading"  # key in the metadata of an autograded notebook
NOT_GRADED = Told(
    "Not graded yet: the grader could not judge this exercise. Your instructor is told."
)
_EXERCISES = TypeAdapter(dict[str, Exercise])


def write_report(cell: NotebookNode, exercise: Exercise, notes: list[Told], say: Sentences) -> None:
    """Replace the outputs of a graded cell by a report of its checks and its score.

    nbgrader reads the score from the one `execute_result`. A cell that could not be graded gets an
    error instead, so that no version of nbgrader counts the cell as passed.
    """
    html = "".join(f"<p>{sentence(note)}</p>" for note in notes)
    if exercise.score is None:
        text = say(NOT_GRADED)
        cell.outputs = [
            new_output("display_data", {"text/html": f"{html}<p>{text}</p>", "text/plain": text}),
            new_output("error", ename="NotGraded", evalue=text, traceback=[text]),
        ]
        return
    score = say(Told(f"{exercise.score:g} of {exercise.points:g} points"))
    rows = "".join(_row(check) for check in exercise.checks)
    note = f"<p>{sentence(exercise.note)}</p>" if exercise.note else ""
    page = f"{html}<p><strong>{score}</strong></p>{note}<table>{rows}</table>"
    chart = exercise.chart
    pictures: list[dict[str, str]] = []
    if chart and not chart.fault:
        alt = describe(chart, say)
        pictures = [{"image/svg+xml": draw_on_white(chart, alt, say), "text/plain": alt}]
    summary = [score, exercise.note] if exercise.note else [score]
    plain = "\n".join([*notes, *summary, *map(as_line, exercise.checks)])
    cell.outputs = [
        new_output("display_data", {"text/html": page, "text/plain": plain}),
        *(new_output("display_data", picture) for picture in pictures),
        new_output("execute_result", {"text/plain": str(exercise.score)}, execution_count=None),
    ]
    cell.execution_count = None


def write_record(notebook: NotebookNode, record: dict[str, Any], exercises: list[Exercise]) -> None:
    """Keep a record of what a grade was based on in the metadata, which students do not see.

    The record gets the exercises, fingerprints of the answers, by which submissions are compared,
    and a sentence on the first cell that failed.
    """
    by_name = {exercise.name: asdict(exercise) for exercise in exercises}
    solutions = (cell for cell in notebook.cells if has_flag(cell, "solution"))
    answers = {grade_id(cell): hash_of_code(cell.source) for cell in solutions}
    extra = {"answers": answers, "failed_cell": next(_failed_cells(notebook), "")}
    notebook.metadata[RECORD] = record | extra | {"exercises": by_name}


def _failed_cells(notebook: NotebookNode) -> Iterator[str]:
    """Yield a sentence for instructors on each cell that ended in an error; stubs are left out."""
    for cell in notebook.cells:
        for output in [] if is_autograded(cell) else cell.get("outputs", []):
            error = output.get("ename", "NotImplementedError")
            if error != "NotImplementedError":
                yield f"The cell `{title_of_cell(cell)}` ended in {clean_text(error)[:40]}."


def notes_in(records: dict[str, dict[str, Any]]) -> list[str]:
    """Return each note in the records once, after the names of the notebooks with that note."""
    return after_names((name, note) for name, record in records.items() for note in record["notes"])


def after_names(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return each text once, after all names with that text; `named` holds names and texts."""
    names_by_text: dict[str, list[str]] = {}
    for name, text in named:
        names_by_text.setdefault(text, []).append(name)
    return [f"{', '.join(names)}: {text}" for text, names in names_by_text.items()]


def exercises_of(record: dict[str, Any]) -> dict[str, Exercise]:
    """Return a record's exercises, by name; none if another version of the grader wrote it."""
    try:
        return _EXERCISES.validate_python(record["exercises"])
    except (LookupError, ValidationError):
        return {}


def report(
    notebook: NotebookNode, exercises: list[Exercise], notes: list[Told], say: Sentences
) -> None:
    """Write the report of each exercise, in `say`'s language; the first report gets the notes."""
    by_name = {exercise.name: translated(exercise, say) for exercise in exercises}
    notes = list(map(say, notes))
    for cell in notebook.cells:
        for error in stopped_by_the_grader(cell):
            error.evalue = say(error.evalue)
            error.traceback = [error.evalue]
        if exercise := by_name.get(grade_id(cell) or ""):
            write_report(cell, exercise, notes, say)
            notes = []


def translated(exercise: Exercise, say: Sentences) -> Exercise:
    """Return an exercise with its texts in the assignment's language."""
    checks = [
        replace(check, text=say(check.text), hint=say(check.hint)) for check in exercise.checks
    ]
    exercise = replace(exercise, checks=checks, note=say(exercise.note))
    if not exercise.chart:
        return exercise
    chart = exercise.chart
    return replace(
        exercise,
        chart=replace(
            chart,
            caption=say(Told(chart.caption)),
            xlabel=say(Told(chart.xlabel)),
            ylabel=say(Told(chart.ylabel)),
            series=[_with_translated_label(series, say) for series in chart.series],
        ),
    )


def told(exercise: Exercise, say: Sentences) -> Exercise:
    """Return an exercise with only what students may read, in the assignment's language."""
    exercise = translated(exercise, say)
    if say.detail == "scores":
        return replace(exercise, checks=[], chart=None, note=NOTHING)
    if say.detail == "checks":
        checks = [replace(check, hint=NOTHING) for check in exercise.checks]
        return replace(exercise, checks=checks)
    return exercise


def _with_translated_label(series: Series, say: Sentences) -> Series:
    # Students chose the labels of what they drew.
    return series if series.kind == "drawn" else replace(series, label=say(Told(series.label)))


def _row(check: Check) -> str:
    style = "text-align:left;vertical-align:top;padding:.1em .6em"
    hint = f"<br><em>{sentence(check.hint)}</em>" if check.hint else ""
    mark = "✓" if check.passed else "✗"
    cells = [mark, f"{sentence(check.text)}{hint}"]  # no `+`: it would escape the hint's markup
    return "<tr>" + "".join(f'<td style="{style}">{cell}</td>' for cell in cells) + "</tr>"


def as_line(check: Check) -> str:
    """Return a check's outcome as a line of plain text."""
    hint = f" → {check.hint}" if check.hint else ""
    return f"{'✓' if check.passed else '✗'} {check.text}{hint}"


def sentence(text: str) -> Markup:
    """Return a sentence as HTML, with text between backticks as code."""
    parts = escape(text).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else part for i, part in enumerate(parts)
    )


def title_of(name: str) -> str:
    """Return the name of a notebook or of a graded cell in words."""
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]
