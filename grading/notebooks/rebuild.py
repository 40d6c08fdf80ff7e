"""Rebuilds a submitted notebook from the types, texts and grade_ids of its cells.

Grading replaces or drops everything else (ids, outputs, counts, metadata), so a file in which those
parts are damaged can be graded all the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook

from grading.sandbox.told import Told

CURRENT_FORMAT = 4
MOST_CELLS = 2000
MOST_TEXT = 5 << 20  # letters of all cells together
MOST_PICTURES = 20 << 20  # letters of all pasted pictures, in base64
# A valid id, but none of the form that `_id_of` makes.
ID = re.compile(r"(?!cell-\d)[\w-]{1,64}", re.ASCII)
PASSED = "passed"  # key in the metadata of a rebuilt notebook
MOST_VALUES = 2_000_000  # in the JSON; each takes a hundred bytes of memory


class Unreadable(Exception):
    """A file is not a notebook; the text says why."""

    def __init__(self, text: Told) -> None:
        super().__init__(text)


def rebuild(data: bytes) -> tuple[NotebookNode, list[Told]]:
    """Return the notebook in the contents of a file, and notes on the file.

    The notebook's metadata lists the grade_ids of the cells that had run without an error when the
    file was saved.

    Raises:
        Unreadable: the file is not a notebook.
    """
    content, notes = _parse(data)
    cells, version = _cells_in(content)
    if version < CURRENT_FORMAT:
        notes.append(Told(f"It was in the older notebook format {version}: converted."))
    if len(cells) > MOST_CELLS:
        raise Unreadable(Told(f"it has {len(cells)} cells, and {MOST_CELLS} are the limit"))
    rebuilt = [_rebuilt(cell, number) for number, cell in enumerate(cells, 1)]
    counts = Counter(cell.id for cell in rebuilt)
    for number, cell in enumerate(rebuilt, 1):
        if counts[cell.id] > 1:
            cell.id = f"cell-{number}"
    if sum(len(cell.source) for cell in rebuilt) > MOST_TEXT:
        raise Unreadable(Told(f"its cells hold more than {MOST_TEXT >> 20} million letters"))
    if _drop_pictures(rebuilt):
        notes.append(
            Told(f"Its pasted pictures have more than {MOST_PICTURES >> 20} MB: left out.")
        )
    passed = sorted({name for cell in cells if _has_passed(cell) and (name := _grade_id(cell))})
    metadata = from_dict({PASSED: passed})
    return new_notebook(cells=rebuilt, metadata=metadata), notes  # new_notebook validates both


def _parse(data: bytes) -> tuple[Any, list[Told]]:
    """Return the JSON in a file of any encoding, with a note if letters could not be read."""
    if not data.strip():
        raise Unreadable(Told("it is empty"))
    encoding = json.detect_encoding(data)
    notes: list[Told] = []
    try:
        text = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        notes.append(Told("It was not saved as UTF-8: some letters could not be read."))
    if _has_too_many_values(text):
        raise Unreadable(Told(f"it holds more than {MOST_VALUES // 1_000_000} million values"))
    try:
        return json.loads(text), notes
    except json.JSONDecodeError as error:
        raise Unreadable(
            Told(f"it is not JSON (line {error.lineno}), so it is no notebook")
        ) from error
    except (ValueError, RecursionError) as error:  # a huge number, or nested too deeply
        raise Unreadable(Told("its JSON goes beyond what can be read")) from error


def _has_too_many_values(text: str) -> bool:
    """Return whether JSON holds too many values; letters within its strings do not count."""
    if sum(map(text.count, ',[{"')) <= MOST_VALUES:
        return False
    text = text.replace("\\\\", "").replace('\\"', "")
    if text.count('"') > 2 * MOST_VALUES:
        return True
    return sum(sum(map(part.count, ",[{")) for part in text.split('"')[::2]) > MOST_VALUES


def _cells_in(content: Any) -> tuple[list[Any], int]:
    """Return the cells of a notebook of any format version, and the version."""
    try:
        if "cells" in content:
            return list(content["cells"]), int(content.get("nbformat", CURRENT_FORMAT))
        cells = [cell for sheet in content["worksheets"] for cell in sheet["cells"]]
        return cells, int(content.get("nbformat", CURRENT_FORMAT - 1))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(Told("it is JSON, but no notebook: it has no list of cells")) from error


def _rebuilt(cell: Any, number: int) -> NotebookNode:
    """Return a copy of a cell with only its type, text, grade_id and pictures."""
    try:
        kind, source = cell["cell_type"], cell.get("source", cell.get("input"))
        text = "".join(source or "").replace("\r\n", "\n").replace("\r", "\n")
        level = min(6, int(cell.get("level") or 1)) if kind == "heading" else 0
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(Told(f"its cell number {number} has no type or no text")) from error
    new = NotebookNode(id=_id_of(cell, number), metadata=_nbgrader_metadata(cell), source=text)
    match kind:
        case "code":
            new.update(cell_type="code", outputs=[], execution_count=None)
        case "markdown" | "html" | "heading":  # older formats had the last two
            new.update(cell_type="markdown", source=f"{'#' * level} {text}" if level else text)
            if pictures := _pictures(cell.get("attachments")):
                new.attachments = pictures
        case "raw" | "plaintext":
            new.cell_type = "raw"
        case _:
            raise Unreadable(Told(f"its cell number {number} is of no type that notebooks have"))
    return new


def _id_of(cell: dict[str, Any], number: int) -> str:
    cell_id = cell.get("id")
    return cell_id if isinstance(cell_id, str) and ID.fullmatch(cell_id) else f"cell-{number}"


def _nbgrader_metadata(cell: dict[str, Any]) -> NotebookNode:
    name = _grade_id(cell)
    return from_dict({"nbgrader": {"grade_id": name}} if name else {})


def _grade_id(cell: dict[str, Any]) -> str:
    try:
        name = cell["metadata"]["nbgrader"]["grade_id"]
    except (LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def _has_passed(cell: dict[str, Any]) -> bool:
    """Return whether a cell had run without an error when the notebook was saved."""
    outputs = cell.get("outputs")
    kinds = [output.get("output_type") for output in outputs or [] if isinstance(output, dict)]
    return type(cell.get("execution_count")) is int and "error" not in kinds


def _pictures(attachments: Any) -> NotebookNode:
    """Return the pasted pictures of a cell, without those that notebooks cannot hold."""
    pasted = attachments.items() if isinstance(attachments, dict) else []
    return from_dict(
        {
            name: {kind: data for kind, data in kinds.items() if isinstance(data, str)}
            for name, kinds in pasted
            if isinstance(kinds, dict)
        }
    )


def _drop_pictures(cells: list[NotebookNode]) -> bool:
    """Remove all pasted pictures if they are too large in sum; return whether they were."""
    pictures = [picture for cell in cells for picture in cell.get("attachments", {}).values()]
    if sum(len(data) for picture in pictures for data in picture.values()) <= MOST_PICTURES:
        return False
    for cell in cells:
        cell.pop("attachments", None)
    return True
