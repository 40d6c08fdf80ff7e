"""Takes from a graded notebook all that could act in the browser or terminal that shows it.

Formgrader, JupyterLab and the feedback show the student's text and outputs inside of pages of the
instructor's. What stays is text, tables, and pictures that are in the notebook itself; there is no
script, no handler, no style that covers a page, and nothing that is fetched from elsewhere.
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
LONGEST_SOURCE = 2000  # letters of HTML that is shown as it was written
NOTHING = "\N{ZERO WIDTH SPACE}"  # keeps two characters apart, and shows nothing
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=[(:])")
# A picture that was pasted into the text, as `clean_markdown` leaves it.
PASTED = re.compile(rf"!\[([^\[\]\n]*)\]{NOTHING}\(attachment:([^()\s]+)\)")
ENTITY = re.compile(r"&(?=#|\w+;)")  # which could spell a command
# The TeX commands that make links, ids or styles, or load more of MathJax. A command ends where its
# letters do; in HTML a tag may stand between them, which shows nothing.
FORBIDDEN = r"(?:href|url|require|style|class|cssId|unicode|bbox|data|html[a-z]*|mmlToken|csname)"
COMMAND = re.compile(rf"\\(?={FORBIDDEN}(?![a-z]))", re.I)
TORN_COMMAND = re.compile(rf"{COMMAND.pattern}|\\(?=[a-z]*<)", re.I)
# What a terminal obeys: escape sequences, and control characters but tab and newline.
CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(\x1b\\)?|\x1b."
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    re.DOTALL,
)


def clean_notebook(notebook: NotebookNode, ours: Collection[str]) -> None:
    """Clean the text of a notebook in place.

    Args:
        ours: texts of the instructor's own cells, which stay as they are.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = writable(cell.source)
        else:
            pictures = _pasted(cell.pop("attachments", {}))
            if cell.source not in ours:
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


def _pasted(attachments: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the pictures among what was pasted into a cell, by their names."""
    found = ((name, _pictures(kinds)) for name, kinds in attachments.items())
    return {name: pictures for name, pictures in found if pictures}


def _with_pictures(text: str, names: dict[str, str]) -> str:
    """Return cleaned text that shows its pictures by new names, or at its end."""
    left = dict(names)

    def show(link: re.Match[str]) -> str:
        name = unquote(link[2])
        left.pop(name, None)
        return f"![{link[1]}](attachment:{names[name]})" if name in names else link[0]

    shown = PASTED.sub(show, text)
    return "\n\n".join([shown, *(f"![](attachment:{name})" for name in left.values())])


def clean_text(text: str) -> str:
    """Text without anything that a terminal would obey."""
    return CONTROL.sub("", writable(text).replace("\r\n", "\n"))


def writable(text: str) -> str:
    """Text without halves of characters, which JSON can spell but no file can hold."""
    return text.encode(errors="replace").decode()


def clean_markdown(text: str) -> str:
    """Markdown or TeX in which HTML, links and images are just text.

    To clean HTML within Markdown would not do: Markdown can close an attribute that HTML leaves
    open, and so make a tag out of its value.
    """
    text, apart = clean_text(text), rf"\g<0>{NOTHING}"
    for pattern in (TAG, LINK, ENTITY):
        text = pattern.sub(apart, text)
    return COMMAND.sub(rf"\\{NOTHING}", text)


def _clean_output(output: NotebookNode, drawings: Drawings) -> NotebookNode | None:
    """Return a clean copy of a cell's output; None where nothing of it can stay."""
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
    """Return a picture, which can neither run a script nor fetch anything; or else its text."""
    if address := as_picture(drawing, drawings):
        return {"text/html": f'<img alt="{escape(text or "")}" src="{address}">'}
    return {"text/plain": clean_text(drawing)[:LONGEST_SOURCE] if text is None else text}


def _clean_html(page: str, text: str | None, drawings: Drawings) -> dict[str, str]:
    """Return clean HTML; of a large page its text, or its beginning as it was written."""
    if is_large(page):
        return {"text/plain": page[:LONGEST_SOURCE] if text is None else text}
    return {"text/html": TORN_COMMAND.sub(rf"\\{NOTHING}", clean(page, drawings))}


def _pictures(data: dict[str, Any]) -> dict[str, str]:
    return {kind: value for kind in PICTURES if (value := _base64(data.get(kind)))}


def _base64(value: Any) -> str | None:
    """Return the value, if it is base64 and so cannot end the attribute that it will stand in."""
    try:
        return base64.b64encode(base64.b64decode(value)).decode()
    except (TypeError, ValueError, binascii.Error):
        return None
