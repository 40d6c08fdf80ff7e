"""A notebook is given back what it lacks of the release's own cells, and nothing else."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading.notebooks.released import mend, outline

SETUP = "import math\nimport os\n\nos.environ['x'] = '1'"
HELPER = "def half(x):\n    return math.floor(x / 2)"
ANSWER = "def answer(x):\n    return half(x)"
PICTURE = "def draw():\n    print('o')\n\n\ndraw()"


def flagged(source: str, name: str, **flags: bool):
    about = {"grade": False, "solution": False, "locked": False, "grade_id": name} | flags
    return new_code_cell(source, id=name, metadata={"nbgrader": about})


def notebook(**cells: str):
    """The release, with cells that were changed; None for one that was deleted."""
    sources = {"setup": SETUP, "helper": HELPER, "picture": PICTURE, "answer": ANSWER} | cells
    made = [new_markdown_cell("# Title", id="title")]
    for name, source in sources.items():
        if name == "answer":
            made.append(flagged(source, name, solution=True))
        elif source is not None:
            made.append(new_code_cell(source, id=name))
    return new_notebook(cells=[*made, flagged("assert answer(3) == 1", "test", grade=True)])


RELEASE = outline(notebook(answer="def answer(x):\n    raise NotImplementedError"))


def fail(cell, ename="ModuleNotFoundError", evalue="No module named 'seaborn'"):
    traceback = ["Cell In[1], line 1"]
    cell.outputs = [new_output("error", ename=ename, evalue=evalue, traceback=traceback)]
    return cell


def sources(cells) -> list[str]:
    return [cell.source for cell in cells if cell.cell_type == "code"]


def names_after(cells) -> dict:
    """What is defined once cells have run, of which one that fails does not stop the others."""
    names: dict = {}
    for source in sources(cells):
        try:
            exec(source, names)
        except Exception:
            continue
    return names


@pytest.mark.parametrize(
    "submitted",
    [
        notebook(),
        notebook(picture=None),  # which nothing needs
        notebook(setup="import os, math\n# nothing else"),
        notebook(helper="def half(x):\n    return x / 2  # their own"),
        notebook(helper=None, setup=f"{SETUP}\n{HELPER}"),  # put together
        notebook(answer="def answer(x):\n    return undefined"),
    ],
)
def test_what_lacks_nothing_is_left_as_it_is(submitted):
    mended, notes = mend(submitted, RELEASE)
    assert (mended.cells, notes) == (submitted.cells, [])


def test_a_cell_that_failed_is_run_as_far_as_it_can_be():
    lines = ["import seaborn", "from functools import reduce", "import math", "%lsmagic x"]
    submitted = notebook(setup="\n".join(lines))
    fail(submitted.cells[1])
    mended, (note,) = mend(submitted, RELEASE)
    assert "needs `seaborn`, which is not installed here: the released cell was run" in note
    code = sources(mended.cells)
    assert code[0] == SETUP
    assert len(code) == len(sources(submitted.cells)) + 1
    assert {"reduce", "math", "half", "answer"} <= names_after(mended.cells).keys()
    assert submitted.cells[1].source.startswith("import seaborn")  # as it was


@pytest.mark.parametrize(
    ("name", "source", "told"),
    [
        ("CellTimeoutError", "while True: pass", "did not run to its end"),
        ("CellSkipped", "import os; os._exit(0)", "did not run to its end"),
        ("SyntaxError", "import math\nimport os os", "ended in SyntaxError: x (line 1)"),
        ("UsageError", "%tensorflow_version 2.x\nimport math", "ended in UsageError: x (line 1)"),
    ],
)
def test_what_would_stop_again_is_left_out(name, source, told):
    submitted = notebook(setup=source)
    fail(submitted.cells[1], name, "x")
    mended, (note,) = mend(submitted, RELEASE)
    assert told in note
    code = sources(mended.cells)
    assert code[0] == SETUP
    assert "while" not in code[1]
    assert "_exit" not in code[1]


def test_what_is_gone_stands_where_the_release_has_it():
    mended, notes = mend(notebook(setup=None, helper=None), RELEASE)
    assert sources(mended.cells)[:3] == [SETUP, HELPER, PICTURE]
    assert [note.split("`")[1] for note in notes] == ["import math", "def half(x):"]
    text = notebook()
    text.cells[2] = new_markdown_cell(HELPER, id="helper")
    mended, (note,) = mend(text, RELEASE)
    assert sources(mended.cells)[:2] == [SETUP, HELPER]
    assert note == "The released cell `def half(x):` was missing or no code: it was put back."


def test_cells_in_another_order_are_given_it_where_theirs_stands():
    submitted = notebook(setup="import os", helper=None)
    title, setup, *others = submitted.cells
    submitted.cells = [*others, title, setup]
    mended, _ = mend(submitted, RELEASE)
    code = sources(mended.cells)
    assert code.index(HELPER) == len(code) - 1  # behind its predecessor
    assert code.index(SETUP) == len(code) - 3
    assert code[:2] == [PICTURE, ANSWER]


def test_a_cell_without_its_id_is_known_by_its_lines():
    submitted = notebook(setup=f"import seaborn\n{SETUP}")
    for number, cell in enumerate(submitted.cells):
        cell.id = f"cell-{number}"
    fail(submitted.cells[1])
    mended, (note,) = mend(submitted, RELEASE)
    assert "`seaborn`" in note
    assert sources(mended.cells)[0] == SETUP


def test_what_students_are_to_write_is_never_given():
    submitted = notebook(answer="x = 1")
    fail(submitted.cells[4])
    assert mend(submitted, RELEASE) == (submitted, [])
    assert not [cell for cell in RELEASE.cells if "NotImplementedError" in cell.source]


@pytest.mark.parametrize("source", ["(" * 5000, "x = " + "-" * 19_000 + "1", "x\n" * 10**6, "\x00"])
def test_code_that_cannot_be_read_is_no_fault_of_the_graders(source):
    submitted = notebook(setup=source, picture=source)
    fail(submitted.cells[1])
    mended, notes = mend(submitted, RELEASE)
    assert sources(mended.cells)[0] == SETUP
    assert len(notes) == 1
