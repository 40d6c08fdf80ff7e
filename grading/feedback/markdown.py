"""Markdown with formulas, as HTML that needs no script: TeX becomes MathML, which browsers know."""

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

LONGEST = 2000  # letters of a formula: the converter's time grows with their square
LONGEST_TEXT = 20_000  # letters of a text: a second of parsing at worst
MOST_FORMULAS = 200  # `$$` of a text: for the end of each the parser reads all that follows
DROPPED = {"href", "style", "class", "id"}  # a link or a style has no place in a formula


def markdown_to_html(text: str, folder: str, attachments: dict[str, dict[str, str]]) -> str:
    """HTML of a Markdown text that has been cleaned, with its pictures in it.

    A text that would take long is shown as it was written.

    Args:
        folder: where pictures that are files are looked for.
        attachments: pictures by name and type, as a cell holds them.
    """
    if len(text) > LONGEST_TEXT or text.count("$$") > MOST_FORMULAS:
        return f"<pre>{escape(text)}</pre>"
    if "![" not in text:
        return _without_pictures(text)
    return _parser().render(text, {"folder": folder, "attachments": attachments})


@lru_cache(maxsize=200)  # the assignment's own texts are in each student's page
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
    """Return a picture that the page itself holds, or else its description."""
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
    """Return a formula as MathML; its source where that cannot be done.

    Args:
        display: block or inline.
    """
    try:
        if len(tex) > LONGEST:
            raise ValueError("too long")
        formula = convert_to_element(tex, display=display)
    except Exception:  # the converter raises whatever it runs into
        return f"<code>{escape(tex)}</code>"
    for element in formula.iter():
        # The converter writes references, such as &#x003C3;, where it means their letters.
        element.text = unescape(element.text or "")
        for name in DROPPED:
            element.attrib.pop(name, None)
    return ElementTree.tostring(formula, encoding="unicode")
