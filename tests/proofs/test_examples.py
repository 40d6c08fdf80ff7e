"""Example submissions: how their headers are read, and how they are laid over a release."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from proofs.examples import overlay, read_example

TEXT = """# Draws one sample only.
#
# f: 1.25
# caught by: test_a test_b
# says: more than once

# %%
import math

# %% f
def f():
    return math.pi
"""


@pytest.fixture
def example(tmp_path):
    (tmp_path / "one_sample.py").write_text(TEXT)
    return read_example(tmp_path / "one_sample.py")


def test_a_header_is_read(example):
    assert example.name == "one_sample"
    assert example.summary == "Draws one sample only."
    assert example.scores == {"f": 1.25}
    assert example.caught_by == {"test_a", "test_b"}
    assert example.says == "more than once"
    assert not example.is_whole


def test_an_attack_is_in_no_class(tmp_path):
    path = tmp_path / "attack.py"
    for must, is_whole in [("", True), ("# must: be refused\n", False)]:
        path.write_text(f"# Tries it.\n#\n# f: 1\n# g: 2\n{must}\n# %% f\npass\n")
        assert read_example(path).is_whole == is_whole


def test_a_file_without_a_summary_is_refused(tmp_path):
    (tmp_path / "bad.py").write_text("# %% f\n")
    with pytest.raises(ValueError, match=r"bad\.py: begin with a comment"):
        read_example(tmp_path / "bad.py")


def test_its_cells_take_the_places_of_the_releases(example):
    stub = new_code_cell("raise NotImplementedError", metadata={"nbgrader": {"grade_id": "f"}})
    release = new_notebook(cells=[new_code_cell("x = 1"), stub])
    cells = [cell.source for cell in overlay(example, release).cells]
    assert cells == ["import math", "x = 1", "def f():\n    return math.pi"]
    assert stub.source == "raise NotImplementedError"
