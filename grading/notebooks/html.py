"""Cleans HTML that a cell shows, and recognizes HTML that would take too long to clean.

A parser may write far more than it reads: each `<p>` opens again every `<b>` that was left open.
The time for a tag with many attributes grows with the square of the tag's length.
"""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from functools import partial

import nh3

from grading.notebooks.drawings import Drawings

DRAWING = "data:image/svg+xml;base64,"
PICTURE = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,"
OWN_PICTURE = re.compile(rf"{PICTURE}[\w+/=\s]*$")
PICTURE_DATA = re.compile(rf"({PICTURE})[\w+/=]*", re.ASCII)
STYLES = {
    *("color", "background-color", "font-weight", "font-style", "text-align", "vertical-align"),
    *("padding", "border", "white-space"),
}
SPAN = re.compile(r"\d{1,2}", re.ASCII)  # a cell with a huge span makes a huge table
# Limits in characters: for markup alone, with base64 pictures, and for length times tags.
SHORT, WITH_PICTURES, SAFE = 1 << 15, 1 << 20, 1 << 24


def is_large(page: str) -> bool:
    """Return whether cleaning this HTML could take too much time or memory."""
    if len(page) > WITH_PICTURES or len(PICTURE_DATA.sub(r"\1", page)) > SHORT:
        return True
    return len(page) * page.count("<") > SAFE  # a tag can repeat all that is before it, once


def clean(page: str, drawings: Drawings) -> str:
    """Return the HTML with only its harmless tags, attributes and styles."""
    attributes = {tag: names | {"style"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes |= {tag: {"style"} for tag in nh3.ALLOWED_TAGS - attributes.keys()}
    return nh3.clean(
        page,
        attributes=attributes,
        attribute_filter=partial(_filter, drawings),
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "data"},
    )


def as_picture(drawing: str, drawings: Drawings) -> str:
    """Return a data URL with the cleaned SVG drawing; empty if it cannot be shown."""
    cleaned = drawings.clean(drawing)
    return DRAWING + base64.b64encode(cleaned.encode()).decode() if cleaned else ""


def _filter(drawings: Drawings, tag: str, attribute: str, value: str) -> str | None:
    """Return the value to keep of an attribute; None to drop the attribute.

    Embedded pictures, links to web pages and small column spans are kept.
    """
    if attribute == "src" and tag == "img" and value.startswith(DRAWING):
        with suppress(ValueError):  # no base64
            drawing = base64.b64decode(value.removeprefix(DRAWING)).decode(errors="replace")
            return as_picture(drawing, drawings) or None
        return None
    if attribute == "src":
        return value if tag == "img" and OWN_PICTURE.match(value) else None
    if attribute in ("colspan", "rowspan"):
        return value if SPAN.fullmatch(value) else None
    if attribute in ("href", "cite"):
        return value if value.startswith(("http:", "https:", "mailto:", "#")) else None
    return value
