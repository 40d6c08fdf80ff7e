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


def test_it_is_known_which_cells_had_run_without_an_error():
    def cell(name, count, *kinds):
        outputs = [{"output_type": kind} for kind in kinds]
        metadata = {"nbgrader": {"grade_id": name}}
        return {
            "cell_type": "code",
            "source": "",
            "metadata": metadata,
            "execution_count": count,
            "outputs": outputs,
        }

    cells = [cell("well", 3, "stream"), cell("fails", 4, "stream", "error"), cell("new", None)]
    odd = [cell("odd", "3"), cell("odder", True), cell("none", 5) | {"outputs": None}]
    found, _ = rebuild(notebook(*cells, *odd, cell("text", 1) | {"outputs": ["error", {}]}))
    assert found.metadata == {"passed": ["none", "text", "well"]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["setup", "a-b_1", "x" * 64], ["setup", "a-b_1", "x" * 64]),
        (["a b", "x" * 65, "", None, "ü", "cell-1"], [f"cell-{n}" for n in range(1, 7)]),
        (["same", "other", "same"], ["cell-1", "other", "cell-3"]),
    ],
)
def test_ids_are_kept_where_they_are_ids_and_those_of_one_cell(given, kept):
    cells = [{"cell_type": "raw", "source": "", "id": name} for name in given]
    assert [cell.id for cell in rebuild(notebook(*cells))[0].cells] == kept


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


@pytest.mark.parametrize("level", [10**9, 2, "3"])
def test_a_heading_of_an_older_format_is_one_of_six(level):
    (cell,) = rebuild(notebook({"cell_type": "heading", "source": "x", "level": level}))[0].cells
    assert cell.source == f"{'#' * min(6, int(level))} x"


def test_a_heading_of_no_level_is_no_cell():
    with pytest.raises(Unreadable, match="its cell number 1 has no type"):
        rebuild(notebook({"cell_type": "heading", "source": "x", "level": float("inf")}))
