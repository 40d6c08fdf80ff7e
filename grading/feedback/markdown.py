"""Markdown with formulas, as HTML that needs no script: TeX becomes MathML, which browsers know."""

from __future__ import annotations

from html import escape, unescape
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from nbconvert.filters.markdown_mistune import (
    InvalidNotebook,
    IPythonRenderer,
    MarkdownWithMath,
)

LONGEST = 2000  # letters of a formula
LONGEST_TEXT, MOST_BACKSLASHES = 100_000, 1000  # a parser's time grows with the squares of these
DROPPED = {"href", "style", "class", "id"}  # a link or a style has no place in a formula


def markdown_to_html(text: str, path: str, attachments: dict[str, dict[str, str]]) -> str:
    """HTML of a Markdown text that has been cleaned, with its pictures in it.

    A text that would take too long is shown as it was written.

    Args:
        path: folder of the pictures.
        attachments: pictures by name and type, as a cell holds them.
    """
    if len(text) > LONGEST_TEXT or text.count("\\") > MOST_BACKSLASHES:
        return f"<pre>{escape(text)}</pre>"
    renderer = Renderer(
        escape=False,
        embed_images=True,
        path=path,
        attachments=attachments,
        exclude_anchor_links=True,
    )
    return MarkdownWithMath(renderer=renderer).render(text)


class Renderer(IPythonRenderer):
    """nbconvert's, but for formulas."""

    def block_html(self, html: str) -> str:
        """HTML as it is: nbconvert would close what this piece leaves open."""
        return f"{html}\n"

    def inline_html(self, html: str) -> str:
        """HTML as it is."""
        return html

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture, or its description where a student has removed it."""
        try:
            return super().image(text, url, title)
        except InvalidNotebook:
            return escape(text)

    def inline_math(self, body: str) -> str:
        """A formula within a line."""
        return mathml(body, "inline")

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """Such as `align`."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")


def mathml(tex: str, display: str) -> str:
    """A formula as MathML; its source where that cannot be done.

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
