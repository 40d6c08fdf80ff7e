"""Cleans HTML, but none that could take long: it grows where it is read.

Each `<p>` opens again every `<b>` that was left open, and the time for a tag with many attributes
grows with the square of its length.
"""

from __future__ import annotations

import re

import nh3

PICTURE = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,"
OWN_PICTURE = re.compile(rf"{PICTURE}[\w+/=\s]*$")
PICTURE_DATA = re.compile(rf"({PICTURE})[\w+/=]*", re.ASCII)
STYLES = {
    *("color", "background-color", "font-weight", "font-style", "text-align", "vertical-align"),
    *("padding", "border", "white-space"),
}
# Letters that a piece may have without its pictures, and with them, and may grow to.
SHORT, WITH_PICTURES, SAFE = 1 << 15, 1 << 20, 1 << 24


def is_large(page: str) -> bool:
    """Return whether to clean a piece of HTML could take much time or memory."""
    if len(page) > WITH_PICTURES or len(PICTURE_DATA.sub(r"\1", page)) > SHORT:
        return True
    return len(page) * page.count("<") > SAFE  # a tag opens again no more than all that is above it


def clean(page: str) -> str:
    """Return HTML with harmless tags, attributes and styles only."""
    attributes = {tag: names | {"style"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes |= {tag: {"style"} for tag in nh3.ALLOWED_TAGS - attributes.keys()}
    return nh3.clean(
        page,
        attributes=attributes,
        attribute_filter=_filter,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep pictures that bring their own data, and links to web pages."""
    if attribute == "src":
        return value if tag == "img" and OWN_PICTURE.match(value) else None
    if attribute in ("href", "cite"):
        return value if value.startswith(("http:", "https:", "mailto:", "#")) else None
    return value
