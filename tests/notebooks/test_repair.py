"""A submitted notebook is put back into the shape of the released one."""

from copy import deepcopy

import nbformat
import pytest
from support import notebooks

from grading.notebooks.repair import grade_id, has_flag, restore


@pytest.fixture
def release() -> nbformat.NotebookNode:
    return nbformat.read(notebooks("release")[0], as_version=4)


@pytest.fixture
def submitted(release) -> nbformat.NotebookNode:
    return deepcopy(release)


def ids(notebook) -> list[str]:
    return [name for cell in notebook.cells if (name := grade_id(cell))]


def locked_ids(release) -> list[str]:
    return [grade_id(cell) for cell in release.cells if has_flag(cell, "locked")]


def test_nothing_is_done_to_a_faithful_submission(submitted, release):
    submitted.cells[0].source = "# My own title"
    before = deepcopy(submitted)
    assert restore(submitted, release) == []
    assert submitted == before


def test_missing_tests_are_put_back_in_their_places(submitted, release):
    submitted.cells = [cell for cell in submitted.cells if "test" not in (grade_id(cell) or "")]
    notes = restore(submitted, release)
    assert len(notes) == 2
    assert ids(submitted) == ids(release)


def test_all_cells_gone(submitted, release):
    submitted.cells = []
    restore(submitted, release)
    assert ids(submitted) == locked_ids(release)


def test_a_missing_solution_is_noted_and_not_replaced_by_a_stub(submitted, release):
    """The student may have put the function into a cell of their own."""
    submitted.cells = [cell for cell in submitted.cells if grade_id(cell) != "multiply_all"]
    assert restore(submitted, release) == ["The cell `multiply_all` is missing."]
    assert "multiply_all" not in ids(submitted)


def test_of_copies_the_last_one_counts_and_the_others_remain_as_plain_cells(submitted, release):
    copy = deepcopy(next(cell for cell in submitted.cells if grade_id(cell) == "multiply_all"))
    copy.source = "def multiply_all(M, factors): return M"
    submitted.cells.append(copy)
    (note,) = restore(submitted, release)
    assert "more than once" in note
    assert grade_id(submitted.cells[-1]) == "multiply_all"
    assert len(submitted.cells) == len(release.cells) + 1
    assert len({cell.id for cell in submitted.cells}) == len(submitted.cells)
    assert ids(submitted).count("multiply_all") == 1


def test_only_the_release_says_what_a_cell_is_worth(submitted, release):
    for cell in submitted.cells:
        cell.metadata = {"nbgrader": {"grade_id": grade_id(cell), "points": 99, "grade": True}}
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    submitted.metadata = {"kernelspec": {"name": "bash"}, "grading": {"problem": "no"}}
    restore(submitted, release)
    assert submitted.metadata == release.metadata
    for cell, original in zip(submitted.cells, release.cells, strict=True):
        assert cell.metadata == original.metadata


@pytest.mark.parametrize("metadata", [None, [], "text", {"nbgrader": 3}, {"nbgrader": {}}])
def test_metadata_of_any_shape_is_replaced(submitted, release, metadata):
    for cell in submitted.cells:
        cell.metadata = deepcopy(metadata)
    restore(submitted, release)
    assert all(isinstance(cell.metadata, dict) for cell in submitted.cells)
    assert ids(submitted) == locked_ids(release)


def test_an_edited_test_is_put_back_and_an_edited_solution_is_not(submitted, release):
    for cell in submitted.cells:
        if grade_id(cell):
            cell.source = "pass"
    notes = restore(submitted, release)
    assert [note.split("`")[1] for note in notes] == locked_ids(release)
    sources = {grade_id(cell): cell.source for cell in submitted.cells}
    assert sources["multiply_all"] == "pass"
    assert sources["test_multiply_all"] != "pass"


def test_what_was_written_into_a_check_is_kept_above_it(submitted, release):
    check = next(cell for cell in submitted.cells if grade_id(cell) == "test_multiply_all")
    check.source = "def multiply_all(M, factors): return M"
    (note,) = restore(submitted, release)
    assert "put back below what it held" in note
    place = next(i for i, c in enumerate(submitted.cells) if grade_id(c) == "test_multiply_all")
    assert submitted.cells[place - 1].source == "def multiply_all(M, factors): return M"
    assert grade_id(submitted.cells[place - 1]) is None
    assert len({cell.id for cell in submitted.cells}) == len(submitted.cells)


@pytest.fixture
def essay() -> nbformat.NotebookNode:
    """A release with a cell that a person grades."""
    flags = {"grade": True, "solution": True, "locked": False, "points": 1, "grade_id": "why"}
    cell = nbformat.v4.new_markdown_cell("Why?", id="why", metadata={"nbgrader": flags})
    return nbformat.v4.new_notebook(cells=[cell])


def test_an_answer_that_a_person_grades_is_the_students_and_so_are_its_pictures(essay):
    answered = deepcopy(essay)
    pictures = {"x": {"image/png": "aaaa"}}
    answered.cells[0].update(source="Because.", attachments=pictures)
    assert restore(answered, essay) == []
    assert (answered.cells[0].source, answered.cells[0].attachments) == ("Because.", pictures)


def test_where_it_is_gone_a_person_is_to_look_as_nbgrader_gives_0_for_what_came_unchanged(essay):
    answered = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Because.")])
    (note,) = restore(answered, essay)
    assert "an empty one was put in its place" in note
    assert [cell.source for cell in answered.cells] == ["", "Because."]
