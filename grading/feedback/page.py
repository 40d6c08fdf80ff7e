"""Writes the feedback page that a student reads, by a template for nbgrader's generate_feedback.

What a student wrote, and what the code showed, has been cleaned during grading. The page has no
script and loads nothing, and its content security policy makes the browser refuse both.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from nbgrader.preprocessors import LimitOutput
from traitlets import default

from grading.checks.chart import Chart
from grading.checks.outcome import Check, Exercise, with_hints
from grading.feedback.alt_text import describe
from grading.feedback.cell_report import RECORD, exercises_of, sentence, title_of, told
from grading.feedback.markdown import markdown_to_html
from grading.feedback.svg import draw
from grading.feedback.translation import Sentences
from grading.notebooks.repair import has_flag
from grading.sandbox.told import NOTHING, Told

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_CODE = 10_000  # letters; a longer cell gets no colors, which would take seconds
HEADING = re.compile(r"(</?h)([1-6])\b")
TITLE = re.compile(r"#\s*@title\s+([^\n{]+)")
MOST_TEXT = 1 << 20  # letters of a notebook's cells, and of Markdown and TeX in their outputs
PARSED = ("text/markdown", "text/latex")  # outputs of these types are parsed


@dataclass(frozen=True)
class Part:
    """What the top of the page shows of a graded cell.

    Attributes:
        name: grade_id of the cell.
        score: None where there is no score yet.
        points: to earn.
        why: the reason, where there is no score.
        by_hand: whether a person set the score.
        note: on how the exercise was judged; may be empty.
        checks: empty for a cell that only a person can grade.
        chart: of what the student's code does; None where there is no chart.
        comments: the cells of this exercise that a person commented on.
    """

    name: str
    score: float | None
    points: float
    why: Told
    by_hand: bool
    note: Told
    checks: list[Check]
    chart: Chart | None
    comments: list[NotebookNode]

    @property
    def told(self) -> list[tuple[Check, Told]]:
        """Each check with its hint, which is empty where an earlier check gave the same hint."""
        return with_hints(self.checks)


def tell(notebook: NotebookNode, resources: dict[str, Any], say: Sentences) -> None:
    """Add to nbconvert's resources all that the template shows of a graded notebook.

    Args:
        notebook: holds the score and the comment of each graded cell in its metadata. Text beyond
            `MOST_TEXT` is cut off.
        resources: hold nbgrader's names and totals.
        say: translates what students read.
    """
    _truncate(notebook)
    record = notebook.metadata.get(RECORD, {})
    exercises = {name: told(exercise, say) for name, exercise in exercises_of(record).items()}
    totals = resources["nbgrader"]
    totals["score"] = max(0.0, totals["score"])  # a late penalty may exceed the score
    resources["title"] = title_of(totals["notebook"])
    resources["share"] = min(100, round(100 * totals["score"] / (totals["max_score"] or 1)))
    resources["say"] = say
    resources["notes"] = list(map(say, record.get("notes", [])))
    resources["parts"], resources["comments"] = _parts_of(notebook, exercises)


def _truncate(notebook: NotebookNode) -> None:
    """Cut off a notebook's text where turning it into HTML would take too long."""
    letters_left = MOST_TEXT
    for cell in notebook.cells:
        bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
        for holder, key in [
            (cell, "source"),
            *((bundle, kind) for bundle in bundles for kind in PARSED),
        ]:
            if key in holder:
                holder[key] = holder[key][:letters_left]
                letters_left -= len(holder[key])


def _parts_of(
    notebook: NotebookNode, exercises: dict[str, Exercise]
) -> tuple[list[Part], list[NotebookNode]]:
    """Return what the page shows of each graded cell, and the commented cells after the last.

    Any other commented cell belongs to a part, because an exercise ends with its graded cell.
    """
    parts: list[Part] = []
    comments: list[NotebookNode] = []
    for cell in notebook.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("comment"):
            comments.append(cell)
        if "points" in metadata:
            parts.append(_part_of(cell, exercises, comments))
            comments = []
    return parts, comments


def _part_of(
    cell: NotebookNode, exercises: dict[str, Exercise], comments: list[NotebookNode]
) -> Part:
    """Return what the page shows of a graded cell."""
    metadata = cell.metadata.nbgrader
    exercise = exercises.get(metadata.grade_id)
    chart = exercise.chart if exercise else None
    return Part(
        name=metadata.grade_id,
        score=metadata.score,
        points=metadata.points,
        why=Told("the grader could not judge it, and your instructor knows.")
        if exercise
        else Told("your instructor has yet to read it."),
        by_hand=metadata.by_hand,
        note=exercise.note if exercise else NOTHING,
        checks=exercise.checks if exercise else [],
        chart=chart if chart and not chart.fault else None,
        comments=comments,
    )


def is_folded(cell: NotebookNode) -> bool:
    """Return whether Jupyter or Colab folds a cell's code; False for a student's answer."""
    in_jupyter = cell.metadata.get("jupyter", {}).get("source_hidden")
    in_colab = cell.metadata.get("cellView") == "form"
    return bool(in_jupyter or in_colab) and not has_flag(cell, "solution")


def title_of_code(cell: NotebookNode) -> str:
    """Return the title that Colab shows in place of a cell's code; empty if there is none."""
    title = TITLE.match(cell.source)
    return title[1].strip() if title else ""


def highlight(source: str) -> str:
    """Return code as HTML, in colors unless the code is long."""
    return _in_colors(source) if len(source) <= LONGEST_CODE else f"<pre>{escape(source)}</pre>"


def lower_headings(html: str) -> str:
    """Return HTML with its headings two levels lower, to stand below the headings of the page."""
    return HEADING.sub(lambda match: f"{match[1]}{min(6, int(match[2]) + 2)}", html)


@lru_cache(maxsize=512)  # most of a class's cells are the same, as they were released
def _in_colors(source: str) -> str:
    return str(Highlight2HTML()(source))


def page_of(
    graded: NotebookNode, names: dict[str, str], scores: dict[str, float | None], say: Sentences
) -> str:
    """Return the feedback page of a graded notebook that is in no gradebook, as HTML.

    Args:
        graded: the notebook, which stays unchanged.
        names: of the student, the assignment and the notebook, by nbgrader's keys.
        scores: of the notebook's exercises, by name.
        say: translates what students read.
    """
    notebook, points = deepcopy(graded), 0.0
    for cell in notebook.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("grade_id") in scores:
            metadata.update(score=scores[metadata.grade_id], by_hand=False)
            points += metadata.points
    earned = sum(score or 0 for score in scores.values())
    totals = {"score": earned, "max_score": points, "late_penalty": 0}
    resources: dict[str, Any] = {"nbgrader": names | totals}
    LimitOutput().preprocess(notebook, resources)
    tell(notebook, resources, say)
    return str(FeedbackExporter().from_notebook_node(notebook, resources)[0])


class Compiled(BytecodeCache):
    """Keeps compiled templates in memory, because each page loads its templates again."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bucket's template, if the template was compiled before and has not changed."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled template in the bucket."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class FeedbackExporter(TemplateExporter):
    """An nbconvert exporter that writes the feedback page."""

    output_mimetype = "text/html"
    compiled = Compiled()

    @property
    def environment(self) -> Environment:
        """The Jinja environment of nbconvert, with the templates that were compiled before."""
        environment: Environment = super().environment
        environment.bytecode_cache = self.compiled
        return environment

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "feedback"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """Yield the names and functions of the template's filters."""
        yield from super().default_filters()
        yield "draw", self.draw
        yield "highlight", highlight
        yield "is_folded", is_folded
        yield "lower_headings", lower_headings
        yield "points", "{:g}".format
        yield "say", self.say
        yield "sentence", sentence
        yield "title_of", title_of
        yield "title_of_code", title_of_code
        yield "markdown2html", self.markdown2html

    @pass_context
    def draw(self, context: Context, chart: Chart) -> str:
        """Return a chart as SVG, with its description in the assignment's language."""
        say = context["resources"]["say"]
        return draw(chart, describe(chart, say), say)

    @pass_context
    def say(self, context: Context, text: Told) -> str:
        """Return a sentence of the template in the assignment's language."""
        return str(context["resources"]["say"](text))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML, with its headings lowered to stand below those of the page."""
        path = context["resources"].get("metadata", {}).get("path", "")
        cell = context.get("cell", {})
        return lower_headings(markdown_to_html(source, path, cell.get("attachments", {})))
