"""Removes everything from a graded notebook that could act in the browser or terminal showing it.

Formgrader, JupyterLab and the feedback show the student's text and outputs within the instructor's
pages. Text, tables and embedded pictures stay; scripts, event handlers, styles that could cover a
page, and anything fetched from elsewhere are removed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

import nbformat
from markupsafe import escape
from nbformat import NotebookNode

from grading.notebooks.drawings import Drawings
from grading.notebooks.html import as_picture, clean, is_large

PICTURES = ("image/png", "image/jpeg", "image/gif")
LONGEST_SOURCE = 2000  # letters of uncleaned HTML or SVG that are shown as plain text
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"  # separates two characters, invisibly
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=[(:])")
# A picture that was pasted into the text, as `clean_markdown` leaves it.
PASTED = re.compile(rf"!\[([^\[\]\n]*)\]{ZERO_WIDTH_SPACE}\(attachment:([^()\s]+)\)")
ENTITY = re.compile(r"&(?=#|\w+;)")  # an entity could spell a TeX command
# The TeX commands that make links, ids or styles, or load MathJax extensions. A command is its
# longest run of letters; in HTML an invisible tag may stand between them.
FORBIDDEN = r"(?:href|url|require|style|class|cssId|unicode|bbox|data|html[a-z]*|mmlToken|csname)"
COMMAND = re.compile(rf"\\(?={FORBIDDEN}(?![a-z]))", re.I)
TORN_COMMAND = re.compile(rf"{COMMAND.pattern}|\\(?=[a-z]*<)", re.I)
# Characters that a terminal obeys: escape sequences, and control characters but tab and newline.
CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(\x1b\\)?|\x1b."
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    re.DOTALL,
)


def clean_notebook(notebook: NotebookNode, instructor_texts: Collection[str]) -> None:
    """Clean the text of a notebook in place.

    Args:
        instructor_texts: texts of the instructor's own cells, which stay as they are.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = writable(cell.source)
        else:
            pictures = _pictures_by_name(cell.pop("attachments", {}))
            if cell.source not in instructor_texts:
                names = {name: f"picture-{number}" for number, name in enumerate(pictures, 1)}
                cell.source = _with_pictures(clean_markdown(cell.source), names)
                pictures = {names[name]: kinds for name, kinds in pictures.items()}
            if pictures:
                cell.attachments = nbformat.from_dict(pictures)


def clean_outputs(notebook: NotebookNode) -> None:
    """Clean the outputs of a notebook in place."""
    drawings = Drawings()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cleaned = (_clean_output(output, drawings) for output in cell.outputs)
            cell.outputs = [output for output in cleaned if output]


def _pictures_by_name(attachments: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    named = ((name, _pictures(kinds)) for name, kinds in attachments.items())
    return {name: pictures for name, pictures in named if pictures}


def _with_pictures(text: str, names: dict[str, str]) -> str:
    """Return cleaned text with its pictures under new names; unused pictures come at the end."""
    left = dict(names)

    def show(link: re.Match[str]) -> str:
        name = unquote(link[2])
        left.pop(name, None)
        return f"![{link[1]}](attachment:{names[name]})" if name in names else link[0]

    shown = PASTED.sub(show, text)
    return "\n\n".join([shown, *(f"![](attachment:{name})" for name in left.values())])


def clean_text(text: str) -> str:
    """Return text without the escape sequences and control characters that a terminal obeys."""
    return CONTROL.sub("", writable(text).replace("\r\n", "\n"))


def writable(text: str) -> str:
    """Return text with `?` for each lone surrogate, which UTF-8 cannot encode."""
    return text.encode(errors="replace").decode()


def clean_markdown(text: str) -> str:
    """Return Markdown or TeX in which HTML, links and images show as plain text.

    Cleaning the HTML within Markdown would not be safe: Markdown can close an attribute that HTML
    leaves open, and so make a tag out of the attribute's value.
    """
    text, separated = clean_text(text), rf"\g<0>{ZERO_WIDTH_SPACE}"
    for pattern in (TAG, LINK, ENTITY):
        text = pattern.sub(separated, text)
    return COMMAND.sub(rf"\\{ZERO_WIDTH_SPACE}", text)


def _clean_output(output: NotebookNode, drawings: Drawings) -> NotebookNode | None:
    """Clean an output of a cell in place; return None if nothing of the output can stay."""
    match output.output_type:
        case "stream":
            output.text = clean_text(output.text)
            output.name = "stderr" if output.name == "stderr" else "stdout"
        case "error":
            output.ename, output.evalue = clean_text(output.ename), clean_text(output.evalue)
            output.traceback = [clean_text(line) for line in output.traceback]
        case "display_data" | "execute_result":
            output.data = NotebookNode(_clean_data(output.data, drawings))
            output.metadata = NotebookNode()
            return output if output.data else None
        case _:
            return None
    return output


def _clean_data(data: dict[str, Any], drawings: Drawings) -> dict[str, str]:
    cleaned = _pictures(data)
    if isinstance(text := data.get("text/plain"), str):
        cleaned["text/plain"] = clean_text(text)
    if isinstance(svg := data.get("image/svg+xml"), str):
        cleaned |= _clean_svg(writable(svg), cleaned.get("text/plain"), drawings)
    elif isinstance(html := data.get("text/html"), str):
        cleaned |= _clean_html(clean_text(html), cleaned.get("text/plain"), drawings)
    for kind in ("text/markdown", "text/latex"):
        if isinstance(text := data.get(kind), str):
            cleaned[kind] = clean_markdown(text)
    return cleaned


def _clean_svg(drawing: str, text: str | None, drawings: Drawings) -> dict[str, str]:
    """Return the drawing in an `<img>`, where scripts and links are dead; or else its text."""
    if address := as_picture(drawing, drawings):
        return {"text/html": f'<img alt="{escape(text or "")}" src="{address}">'}
    return {"text/plain": clean_text(drawing)[:LONGEST_SOURCE] if text is None else text}


def _clean_html(page: str, text: str | None, drawings: Drawings) -> dict[str, str]:
    """Return clean HTML; for a large page, its plain text or the beginning of its source."""
    if is_large(page):
        return {"text/plain": page[:LONGEST_SOURCE] if text is None else text}
    return {"text/html": TORN_COMMAND.sub(rf"\\{ZERO_WIDTH_SPACE}", clean(page, drawings))}


def _pictures(data: dict[str, Any]) -> dict[str, str]:
    return {kind: value for kind in PICTURES if (value := _base64(data.get(kind)))}


def _base64(value: Any) -> str | None:
    """Return the value if it is base64, which cannot end an HTML attribute; or else None."""
    try:
        return base64.b64encode(base64.b64decode(value)).decode()
    except (TypeError, ValueError, binascii.Error):
        return None
