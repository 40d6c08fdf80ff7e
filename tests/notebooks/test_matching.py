"""Which file counts as which notebook; more of it is in tests/field/names."""

import json
import shutil

import pytest
from support import ASSIGNMENT, ROOT

from grading.notebooks.intake import PLACEHOLDER, set_aside
from grading.notebooks.matching import Contents, put_placeholders
from grading.notebooks.matching import sort_out as sort_out_files
from grading.notebooks.reading import read_notebooks, read_submission
from grading.notebooks.repair import grade_id

RELEASE = ROOT / "release" / ASSIGNMENT
NAME, OTHER = "vanishing_gradients", "exploding_gradients"


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "submitted" / "ada" / ASSIGNMENT
    path.mkdir(parents=True)
    return path


def hand_in(path, answer=None, name=NAME):
    """A notebook as it was released, or with an answer to its first exercise."""
    notebook = json.loads((RELEASE / f"{name}.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["id"] == "sigmoid-gradient" and answer:
            cell["source"] = answer
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook))


def sort_out(folder, release) -> Contents:
    return sort_out_files(read_submission(folder, []), read_notebooks(release))


def take_in(folder, release) -> None:
    put_placeholders(folder, sort_out(folder, release).notebooks)


def answer_in(file):
    return next(c.source for c in file.notebook.cells if grade_id(c) == "sigmoid_gradient")


def test_the_file_of_its_name_is_the_notebook_and_nothing_is_said(folder):
    hand_in(folder / f"{NAME}.ipynb", "right")
    found = sort_out(folder, RELEASE)
    assert list(found.notebooks) == [NAME]
    assert found.notebooks[NAME].notes == []
    assert answer_in(found.notebooks[NAME]) == "right"


def test_a_file_of_its_name_is_there_for_nbgrader_as_long_as_there_is_a_notebook(folder):
    hand_in(folder / "a.ipynb", "right")
    take_in(folder, RELEASE)
    assert (folder / f"{NAME}.ipynb").read_bytes() == PLACEHOLDER
    assert sort_out(folder, RELEASE).notebooks[NAME].name == "a.ipynb"
    (folder / "a.ipynb").unlink()
    set_aside(folder)  # which is before it always
    take_in(folder, RELEASE)
    assert list(folder.iterdir()) == []
    assert sort_out(folder, RELEASE).notebooks == {}


def test_a_version_that_was_taken_away_decides_which_one_counts(folder):
    for name in ("a", "b"):
        hand_in(folder / f"{name}.ipynb", name)
    assert "`a.ipynb`, `b.ipynb`" in sort_out(folder, RELEASE).notebooks[NAME].problem
    (folder / "a.ipynb").unlink()
    found = sort_out(folder, RELEASE).notebooks[NAME]
    assert (found.problem, answer_in(found)) == ("", "b")


def test_a_changed_release_is_seen(folder, tmp_path):
    release = shutil.copytree(RELEASE, tmp_path / "release")
    hand_in(folder / f"{NAME}.ipynb", "right")
    assert NAME in sort_out(folder, release).notebooks
    (release / f"{NAME}.ipynb").unlink()
    assert sort_out(folder, release).notebooks == {}


def test_no_kernel_sees_a_file_with_cells_of_the_assignment(folder):
    hand_in(folder / "mine.ipynb", "right")
    hand_in(folder / "text", name=OTHER)
    (folder / "broken.ipynb").write_text("{")
    (folder / "helper.ipynb").write_text('{"nbformat": 4, "cells": []}')
    (folder / "data.json").write_text('{"nbformat": "none"}')
    others = {"mine.ipynb", "text", "broken.ipynb"}
    assert sort_out(folder, RELEASE).own == {f"{NAME}.ipynb", f"{OTHER}.ipynb", *others}
