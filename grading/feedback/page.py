"""The page that a student reads: nbgrader's generate_feedback, with a template of ours.

What a student wrote or showed has been cleaned when it was graded. The
page has no script and loads nothing, and asks the browser to refuse both.
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
LONGEST_CODE = 10_000  # letters of a cell that are shown in colors: two seconds at worst
HEADING = re.compile(r"(</?h)([1-6])\b")
TITLE = re.compile(r"#\s*@title\s+([^\n{]+)")
MOST_TEXT = 1 << 20  # letters of a notebook's cells, and of the Markdown and TeX that they show
PARSED = ("text/markdown", "text/latex")  # kinds of output


@dataclass(frozen=True)
class Part:
    """What the top of the page says of a graded cell.

    Attributes:
        name: grade_id of the cell.
        score: None where there is none yet.
        why: there is none.
        by_hand: whether a person has set the score.
        note: on how it was judged; may be empty.
        checks: none for a cell that only a person can grade.
        comments: the cells of this exercise that a person has commented on.
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
        """Each check with its hint, unless another check has given the same one already."""
        return with_hints(self.checks)


def tell(notebook: NotebookNode, resources: dict[str, Any], say: Sentences) -> None:
    """Add to nbconvert's resources all that the template shows of a graded notebook.

    Args:
        notebook: with the score and the comment of each graded cell in its metadata; what is too
            long to be shown is cut off.
        resources: with nbgrader's names and totals.
    """
    _cut(notebook)
    record = notebook.metadata.get(RECORD, {})
    found = {name: told(exercise, say) for name, exercise in exercises_of(record).items()}
    totals = resources["nbgrader"]
    totals["score"] = max(0.0, totals["score"])  # however late it was
    resources["title"] = title_of(totals["notebook"])
    resources["share"] = min(100, round(100 * totals["score"] / (totals["max_score"] or 1)))
    resources["say"] = say
    resources["notes"] = list(map(say, record.get("notes", [])))
    resources["parts"], resources["comments"] = _parts_of(notebook, found)


def _cut(notebook: NotebookNode) -> None:
    """Cut off what of a notebook would take too long to be turned into HTML."""
    left = MOST_TEXT
    for cell in notebook.cells:
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        for holder, key in [(cell, "source"), *((each, kind) for each in data for kind in PARSED)]:
            if key in holder:
                holder[key] = holder[key][:left]
                left -= len(holder[key])


def _parts_of(
    notebook: NotebookNode, found: dict[str, Exercise]
) -> tuple[list[Part], list[NotebookNode]]:
    """Return what the page says of each graded cell.

    Returns:
        Also the cells with a comment after the last of them: the other comments are parts' own, as
        an exercise ends with its graded cell.
    """
    parts: list[Part] = []
    comments: list[NotebookNode] = []
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("comment"):
            comments.append(cell)
        if "points" in about:
            parts.append(_part_of(cell, found, comments))
            comments = []
    return parts, comments


def _part_of(cell: NotebookNode, found: dict[str, Exercise], comments: list[NotebookNode]) -> Part:
    """Return what the page says of a graded cell, by what the checks found of it."""
    about = cell.metadata.nbgrader
    exercise = found.get(about.grade_id)
    chart = exercise.chart if exercise else None
    return Part(
        name=about.grade_id,
        score=about.score,
        points=about.points,
        why=Told("the grader could not judge it, and your instructor knows.")
        if exercise
        else Told("your instructor has yet to read it."),
        by_hand=about.by_hand,
        note=exercise.note if exercise else NOTHING,
        checks=exercise.checks if exercise else [],
        chart=chart if chart and not chart.fault else None,
        comments=comments,
    )


def is_folded(cell: NotebookNode) -> bool:
    """Whether the notebook folds a cell's code, in Jupyter or in Colab; an answer is never."""
    in_jupyter = cell.metadata.get("jupyter", {}).get("source_hidden")
    in_colab = cell.metadata.get("cellView") == "form"
    return bool(in_jupyter or in_colab) and not has_flag(cell, "solution")


def title_of_code(cell: NotebookNode) -> str:
    """Return the title that Colab shows in the place of a cell's code; empty if there is none."""
    title = TITLE.match(cell.source)
    return title[1].strip() if title else ""


def highlight(source: str) -> str:
    """Code as HTML, in colors unless it is long."""
    return _in_colors(source) if len(source) <= LONGEST_CODE else f"<pre>{escape(source)}</pre>"


def lower_headings(html: str) -> str:
    """HTML with its headings two levels further down, as part of a page that has some itself."""
    return HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + 2)}", html)


@lru_cache(maxsize=512)
def _in_colors(source: str) -> str:
    """Kept, because most of a class's cells are the release's."""
    return str(Highlight2HTML()(source))


def page_of(
    graded: NotebookNode, names: dict[str, str], scores: dict[str, float | None], say: Sentences
) -> str:
    """Return the page of a notebook that is in no gradebook, as HTML.

    Args:
        names: of the student, the assignment and the notebook, as nbgrader has them.
        scores: of the notebook's exercises, by name.
    """
    notebook, points = deepcopy(graded), 0.0
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade_id") in scores:
            about.update(score=scores[about.grade_id], by_hand=False)
            points += about.points
    earned = sum(score or 0 for score in scores.values())
    totals = {"score": earned, "max_score": points, "late_penalty": 0}
    resources: dict[str, Any] = {"nbgrader": names | totals}
    LimitOutput().preprocess(notebook, resources)
    tell(notebook, resources, say)
    return str(FeedbackExporter().from_notebook_node(notebook, resources)[0])


class Compiled(BytecodeCache):
    """Keeps in memory what templates were compiled to: each page loads its templates anew."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template is known, and has not changed since."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class FeedbackExporter(TemplateExporter):
    """Fills in the template."""

    output_mimetype = "text/html"
    compiled = Compiled()

    @property
    def environment(self) -> Environment:
        """The usual one, with the templates that were compiled before."""
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
        """Yield the filters of the template."""
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
        """Return a chart with its description in the assignment's language."""
        say = context["resources"]["say"]
        return draw(chart, describe(chart, say), say)

    @pass_context
    def say(self, context: Context, text: Told) -> str:
        """Return a sentence of the template, in the assignment's language."""
        return str(context["resources"]["say"](text))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Markdown to HTML, formulas included; its headings go below those of the page."""
        path = context["resources"].get("metadata", {}).get("path", "")
        cell = context.get("cell", {})
        return lower_headings(markdown_to_html(source, path, cell.get("attachments", {})))
