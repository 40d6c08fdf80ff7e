"""A notebook is built anew of what counts; more of it is in tests/field/shape."""

import json
import tracemalloc

import pytest

from grading.notebooks.rebuild import MOST_CELLS, Unreadable, rebuild


def notebook(*cells: dict) -> bytes:
    return json.dumps({"nbformat": 4, "cells": list(cells)}).encode()


def test_type_text_and_name_are_kept_and_nothing_else():
    metadata = {"nbgrader": {"grade_id": "f", "points": 9}, "tags": ["skip-execution"]}
    cell = {"cell_type": "code", "source": ["a\r\n", "b"], "id": 3, "metadata": metadata, "x": 1}
    found, notes = rebuild(notebook(cell))
    assert found.cells == [
        {
            "cell_type": "code",
            "id": "cell-1",
            "metadata": {"nbgrader": {"grade_id": "f"}},
            "source": "a\nb",
            "outputs": [],
            "execution_count": None,
        }
    ]
    assert notes == []


def test_what_was_pasted_is_kept_where_it_has_the_form_for_it():
    attachments = {"a": {"image/png": "aaaa", "x": 1}, "b": 2}
    cell = {"cell_type": "markdown", "source": "", "attachments": attachments}
    assert rebuild(notebook(cell))[0].cells[0].attachments == {"a": {"image/png": "aaaa"}}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \n", "is empty"),
        (b'{"cells": [\n1,]}', r"not JSON \(line 2\)"),
        (b"[" * 10**6, "beyond what can be read"),
        (b'{"nbformat": ' + b"1" * 10**5 + b', "cells": []}', "beyond what can be read"),
        (b"[]", "no list of cells"),
        (b'{"cells": {"a": 1}}', "number 1 has no type"),
        (notebook({"cell_type": "code", "source": 3}), "number 1 has no type or no text"),
        (notebook({"cell_type": "applet", "source": ""}), "of no type that notebooks have"),
        (notebook(*[{"cell_type": "raw"}] * (MOST_CELLS + 1)), f"has {MOST_CELLS + 1} cells"),
        (notebook({"cell_type": "raw", "source": "a" * 10**7}), "million letters"),
        (b"[[]" + b",[]" * 20_000_000 + b"]", "million values"),
        (b'["\\""' + b',""' * 20_000_000 + b"]", "million values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_notebook_or_too_large_is_refused_at_once(data, reason, monkeypatch):
    parsed, loads = [], json.loads
    monkeypatch.setattr(json, "loads", lambda text: parsed.append(text) or loads(text))
    tracemalloc.start()
    with pytest.raises(Unreadable, match=reason):
        rebuild(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * len(data) + 10**8
    assert len(data) < 2 * 10**7 or not parsed  # what would take minutes is not begun
