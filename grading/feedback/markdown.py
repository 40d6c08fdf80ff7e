"""Turns Markdown with formulas into HTML without scripts: TeX becomes MathML, as browsers show."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

LONGEST = 2000  # letters of a formula: the converter's time grows with the square of the length
LONGEST_TEXT = 20_000  # letters of a text: a second of parsing at worst
MOST_FORMULAS = 200  # number of `$$` in a text: for each, the parser reads the rest of the text
DROPPED = {"href", "style", "class", "id"}  # attributes that a formula must not have


def markdown_to_html(text: str, folder: str, attachments: dict[str, dict[str, str]]) -> str:
    """Return a Markdown text as HTML, with pictures embedded.

    A text that would take too long to convert becomes a <pre> element.

    Args:
        text: must have been cleaned.
        folder: where picture files are looked for.
        attachments: the pictures in the cell's attachments, by name and type.
    """
    if len(text) > LONGEST_TEXT or text.count("$$") > MOST_FORMULAS:
        return f"<pre>{escape(text)}</pre>"
    if "![" not in text:
        return _without_pictures(text)
    return _parser().render(text, {"folder": folder, "attachments": attachments})


@lru_cache(maxsize=200)  # every student's page holds the assignment's texts
def _without_pictures(text: str) -> str:
    return _parser().render(text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    dollarmath_plugin(
        parser,
        allow_labels=False,
        allow_digits=False,  # $5 and $6 are prices
        double_inline=True,
        renderer=lambda tex, how: mathml(tex, "block" if how["display_mode"] else "inline"),
    )
    amsmath_plugin(parser, renderer=lambda tex: mathml(tex, "block"))
    parser.add_render_rule("image", _image)
    return parser


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """Return a picture as an <img> with embedded data, or its description if it is missing."""
    token = tokens[index]
    description = renderer.renderInlineAsText(token.children, options, env)
    source = str(token.attrs["src"])
    kind, data = mimetypes.guess_type(source)[0], ""
    if source.startswith("attachment:"):
        kinds = env["attachments"].get(source.removeprefix("attachment:"), {})
        kind, data = next(iter(kinds.items()), (None, ""))
    elif (path := Path(env["folder"], source)).is_file():
        data = base64.b64encode(path.read_bytes()).decode()
    if not data or not (kind or "").startswith("image/"):
        return escape(description)
    return f'<img src="data:{escape(f"{kind};base64,{data}")}" alt="{escape(description)}">'


def mathml(tex: str, display: str) -> str:
    """Return a formula as MathML, or as its TeX source if the formula cannot be converted.

    Args:
        display: block or inline.
    """
    try:
        if len(tex) > LONGEST:
            raise ValueError("too long")
        formula = convert_to_element(tex, display=display)
    except Exception:  # the converter raises errors of any kind
        return f"<code>{escape(tex)}</code>"
    for element in formula.iter():
        # The converter writes character references, such as &#x003C3;, as plain text.
        element.text = unescape(element.text or "")
        for name in DROPPED:
            element.attrib.pop(name, None)
    return ElementTree.tostring(formula, encoding="unicode")
