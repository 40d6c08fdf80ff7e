"""What a student is told of a function that is not there."""

import pytest
from kernels import submission

from grading.checks.expect import CheckFailed
from grading.sandbox.policy import Limits

ENDS = "is not defined: its cell"
CELLS = {
    "no_colon": "import torch\ndef no_colon(x)\n    return x",
    "misspelt": "import torch\n\ndef misspelt(x=torhc.zeros(1)):\n    return x",
    "late": "import no_such_module\ndef late(x):\n    return x",
    "told": "class Told123(Exception): pass\nraise Told123('x is 3')\ndef told(x): pass",
    "leaves": "import os\ndef leaves(x): pass\nos._exit(1)",
    "tensor": "def tensor(x): pass\ntensor = torch.ones(1)",
    "nothing": "nothing = lambda x: x\nnothing = print()",
    "number": "def number(x): pass\nnumber = 5",
    "own_type": "own_type = type('x_is_3', (), {})()",
    "magic": "%%timeit -n1 -r1\ndef magic(x): pass",
    "nested": "def outer():\n    def nested(x): pass",
    "stub": "def stub(x):\n    return x\n\ndef stub(x):\n    raise NotImplementedError",
    "stub_below": 'def stub_below(x):\n    """Text."""\n\n    return x',
    "stub_below, too": "def stub_below(x):\n    raise NotImplementedError",
    "unwritten": "def unwritten(x):\n    raise NotImplementedError",
    "unwritten, too": "def unwritten(x):\n    raise NotImplementedError",
}
SAID = {
    "no_colon": f"{ENDS} ended in SyntaxError: expected ':' (line 2).",
    "misspelt": f"{ENDS} ended in NameError: name 'torhc' is not defined (line 3).",
    "late": f"{ENDS} ended in ModuleNotFoundError: No module named 'no_such_module' (line 1).",
    "told": "is not defined as a function once the notebook has run from top to bottom.",
    "leaves": f"{ENDS} ended its kernel, so it was skipped.",
    "tensor": "is now of type Tensor, not a function: give one of them another name.",
    "nothing": "is now of type NoneType, not a function: give one of them another name.",
    "number": "is now of type int, not a function: give one of them another name.",
    "own_type": "is not defined as a function once the notebook has run from top to bottom.",
    "absent": "is not defined: no cell has a function of that name.",
    "magic": f"{ENDS} begins with %%, which keeps it from the others.",
    "nested": "is not defined: its first line is indented, so it is part of another.",
    "stub": "was written, but the stub below replaced it: keep only your own.",
    "stub_below": "was written, but the stub below replaced it: keep only your own.",
    "unwritten": "has not been written yet.",
}
TAKEN = "was defined, but a cell takes it away: see `del` and `%reset`."


def hint(student, name: str) -> str:
    with pytest.raises(CheckFailed) as failed:
        getattr(student, name)(1)
    return str(failed.value).removeprefix(f"`{name}` ")


@pytest.fixture(scope="module")
def student():
    with submission(*CELLS.values(), limits=Limits(cell=20, call=20, notebook=120)) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("name", SAID)
def test_why_a_function_is_not_there_is_said(student, name):
    assert hint(student, name) == SAID[name]


@pytest.mark.parametrize("end", ["%reset -f", "del f", "x = 1\ndel x, f"])
def test_a_function_that_is_taken_away_is_said_to_be(end):
    with submission("def f(x): return x", end) as student:
        assert hint(student, "f") == TAKEN


FAILS = """import no_such_module
from math import floor
def helper(x):
    return floor(x)
"""


@pytest.mark.slow
def test_a_name_that_a_failed_cell_would_define_is_told_with_cell_line_and_module():
    cells = [FAILS, "def direct(x): return helper(x)", "def deep(x): return direct(x)"]
    other = "def other(x): return no_such_name"
    with submission(*cells, other, limits=Limits(cell=20, call=20, notebook=120)) as student:
        error = "ended in ModuleNotFoundError: No module named 'no_such_module' (line 1)."
        where = f"but the cell `import no_such_module` that defines it {error}"
        assert hint(student, "direct") == f"needs `helper`, {where}"
        assert hint(student, "deep") == f"needs `helper`, {where}"
        assert hint(student, "other") == "raised NameError."
