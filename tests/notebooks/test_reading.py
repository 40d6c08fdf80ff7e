"""What was handed in beside the notebooks, and whether it has changed."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.notebooks.intake import PLACEHOLDER
from grading.notebooks.reading import hash_of_folder, read_files, read_notebooks, read_submission
from grading.notebooks.unfit import LARGEST_FILE


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "table.csv").write_text("1,2")
    (tmp_path / "work.ipynb").write_text("{}")
    return tmp_path


CHANGES = {
    "content": lambda folder: (folder / "work.ipynb").write_text("[]"),
    "name": lambda folder: (folder / "work.ipynb").rename(folder / "Work.ipynb"),
    "place": lambda folder: (folder / "data" / "table.csv").rename(folder / "table.csv"),
    "more": lambda folder: (folder / "more.txt").touch(),
    "less": lambda folder: (folder / "work.ipynb").unlink(),
    "link": lambda folder: (folder / "endless").symlink_to("/dev/zero"),
    "pipe": lambda folder: os.mkfifo(folder / "pipe"),
    "huge": lambda folder: os.truncate(_touched(folder / "huge.bin"), 1 << 40),
    "many": lambda folder: [
        os.truncate(_touched(folder / f"{n}.bin"), LARGEST_FILE) for n in range(1000)
    ],
    "not utf-8": lambda folder: (folder / os.fsdecode(b"\xff.txt")).touch(),
}


def _touched(path):
    path.touch()
    return path


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_seen_and_none_takes_long(folder, change):
    before = hash_of_folder(folder)
    assert hash_of_folder(folder) == before
    CHANGES[change](folder)
    assert hash_of_folder(folder) != before


def test_when_and_where_it_was_written_is_no_matter(folder, tmp_path_factory):
    before = hash_of_folder(folder)
    os.utime(folder / "work.ipynb", (1, 1))
    other = folder.rename(tmp_path_factory.mktemp("elsewhere") / "ada")
    assert hash_of_folder(other) == before


def test_files_are_read_and_a_strangers_links_are_not_followed(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("1")
    (tmp_path / "y.csv").symlink_to("data/x.csv")
    assert read_submission(tmp_path, []).files == {"data/x.csv": b"1"}
    assert read_files(tmp_path, []) == {"data/x.csv": b"1", "y.csv": b"1"}


def test_what_no_kernel_may_see_is_read_and_marked(folder):
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").touch()
    (folder / "timestamp.txt").touch()
    handed_in = read_submission(folder, ["__pycache__", "timestamp.txt"])
    assert list(handed_in.files) == [
        *("timestamp.txt", "work.ipynb", "__pycache__/a.pyc", "data/table.csv")
    ]
    assert handed_in.hidden == {"timestamp.txt", "__pycache__/a.pyc"}


def test_what_the_grader_adds_is_nothing_that_was_handed_in(folder):
    before = read_submission(folder, [])
    (folder / "other.ipynb").write_bytes(PLACEHOLDER)
    assert read_submission(folder, []) == before


def test_cells_of_an_older_format_are_given_ids_that_stay_the_same(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("x = 1"), new_code_cell("x = 1")])
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    nbformat.write(notebook, tmp_path / "book.ipynb")
    (one,), (other,) = (read_notebooks(tmp_path).values() for _ in range(2))
    assert [cell.id for cell in one.cells] == [cell.id for cell in other.cells]
    assert one.cells[0].id != one.cells[1].id
    nbformat.validate(one)
