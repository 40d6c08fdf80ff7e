"""Writes the pages for an instructor from templates: files without scripts that load nothing.

Texts by students (ids, plots, names of files) reach a template unescaped, and the template escapes
these texts.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, pstdev
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from grading.feedback.alt_text import describe
from grading.feedback.cell_report import sentence, title_of
from grading.feedback.page import TEMPLATES
from grading.feedback.svg import draw
from grading.report.overview import Person


def write_page(path: Path, template: str, facts: dict[str, Any]) -> None:
    """Fill in a template and write the page."""
    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", TEMPLATES / "feedback"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "draw": lambda chart: Markup(draw(chart, describe(chart), small=True)),
        "duration": _duration,
        "mean": lambda scores: _number(mean(scores)) if scores else "–",
        "moment": "{:%-d %B %Y, %H:%M}".format,
        "number": lambda value: "–" if value is None else _number(value),
        "sentence": sentence,
        "spread": lambda scores: _number(pstdev(scores)) if scores else "–",
        "title_of": title_of,
    }
    html = environment.get_template(template).render(facts, now=datetime.now().astimezone())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", errors="replace")


def alphabetical(person: Person) -> str:
    """Return a key that sorts students by name, regardless of accents and capitals."""
    return unicodedata.normalize("NFKD", person.name).casefold()


def _duration(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
