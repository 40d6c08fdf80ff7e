"""Builds a notebook anew from what counts of it: the cells' types, their text and their names.

All else that a file holds is replaced or thrown away by grading, so it need not be in order: ids,
outputs, counts, and whatever metadata.
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
MOST_PICTURES = 20 << 20  # bytes of all that was pasted into the text, as the file spells them
ID = re.compile(r"(?!cell-\d)[\w-]{1,64}", re.ASCII)  # as notebooks have them, but for ours
PASSED = "passed"  # key in the metadata of a notebook
MOST_VALUES = 2_000_000  # of the JSON, which take a hundred bytes of memory each


class Unreadable(Exception):
    """A file is no notebook; the text says why."""

    def __init__(self, text: Told) -> None:
        super().__init__(text)


def rebuild(data: bytes) -> tuple[NotebookNode, list[Told]]:
    """Return the notebook in a file that was read, and what is to be said of the file.

    Its metadata holds the names of the cells that had run without an error, as it was saved.

    Raises:
        Unreadable: there is no notebook in it.
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
    return new_notebook(cells=rebuilt, metadata=metadata), notes  # which is validated there


def _parse(data: bytes) -> tuple[Any, list[Told]]:
    """Return the JSON in a file of any encoding, and a note if letters could not be read."""
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
    """Whether JSON would become too many objects; what stands within its strings does not count."""
    if sum(map(text.count, ',[{"')) <= MOST_VALUES:
        return False
    text = text.replace("\\\\", "").replace('\\"', "")
    if text.count('"') > 2 * MOST_VALUES:
        return True
    return sum(sum(map(part.count, ",[{")) for part in text.split('"')[::2]) > MOST_VALUES


def _cells_in(content: Any) -> tuple[list[Any], int]:
    """Return the cells of a notebook of whatever format, and the format's number."""
    try:
        if "cells" in content:
            return list(content["cells"]), int(content.get("nbformat", CURRENT_FORMAT))
        cells = [cell for sheet in content["worksheets"] for cell in sheet["cells"]]
        return cells, int(content.get("nbformat", CURRENT_FORMAT - 1))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(Told("it is JSON, but no notebook: it has no list of cells")) from error


def _rebuilt(cell: Any, number: int) -> NotebookNode:
    """Return a cell with its text, and with its name and its pictures if it has any."""
    try:
        kind, source = cell["cell_type"], cell.get("source", cell.get("input"))
        text = "".join(source or "").replace("\r\n", "\n").replace("\r", "\n")
        level = min(6, int(cell.get("level") or 1)) if kind == "heading" else 0
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(Told(f"its cell number {number} has no type or no text")) from error
    new = NotebookNode(id=_id_of(cell, number), metadata=_name_of(cell), source=text)
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
    """Return the cell's id, or one by its place."""
    found = cell.get("id")
    return found if isinstance(found, str) and ID.fullmatch(found) else f"cell-{number}"


def _name_of(cell: dict[str, Any]) -> NotebookNode:
    """Metadata with the name by which nbgrader knows the cell, and nothing else."""
    name = _grade_id(cell)
    return from_dict({"nbgrader": {"grade_id": name}} if name else {})


def _grade_id(cell: dict[str, Any]) -> str:
    try:
        name = cell["metadata"]["nbgrader"]["grade_id"]
    except (LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def _has_passed(cell: dict[str, Any]) -> bool:
    """Return whether a cell was run, and showed no error, when the notebook was saved."""
    outputs = cell.get("outputs")
    kinds = [output.get("output_type") for output in outputs or [] if isinstance(output, dict)]
    return type(cell.get("execution_count")) is int and "error" not in kinds


def _pictures(attachments: Any) -> NotebookNode:
    """Return what was pasted into a cell, if it is in the form that notebooks have for it."""
    found = attachments.items() if isinstance(attachments, dict) else []
    return from_dict(
        {
            name: {kind: data for kind, data in kinds.items() if isinstance(data, str)}
            for name, kinds in found
            if isinstance(kinds, dict)
        }
    )


def _drop_pictures(cells: list[NotebookNode]) -> bool:
    """Take out what was pasted into cells, if it is too much; whether it was."""
    kinds = [kinds for cell in cells for kinds in cell.get("attachments", {}).values()]
    if sum(len(data) for each in kinds for data in each.values()) <= MOST_PICTURES:
        return False
    for cell in cells:
        cell.pop("attachments", None)
    return True
