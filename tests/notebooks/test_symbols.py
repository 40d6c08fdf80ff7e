"""Which names a cell defines and needs."""

import pytest

from grading.notebooks.symbols import (
    LONGEST,
    defined_in,
    hash_of_code,
    needed_by,
    needed_by_functions,
    parse,
    python_of,
    unparse,
)

CELL = """
%matplotlib inline
import os.path, numpy as np
from math import *
from math import pi as circle
if os:
    x = [other for other in outer]
for i in x: pass
def f(a, b=default):
    local = a
    def g(): return local + far
    return g
class C(Base):
    y = await_it
answer = await thing()
!ls
"""


def test_names_are_read_from_code_and_magics():
    assert defined_in(CELL) == {"os", "np", "circle", "x", "i", "f", "C", "answer"}
    assert {"outer", "default", "far", "Base", "thing", "get_ipython"} <= needed_by(CELL)
    assert not {"local", "other", "a", "math"} & needed_by(CELL)
    assert needed_by_functions(CELL)["f"] == {"far"}
    assert "default" not in needed_by_functions(CELL)["f"]


# Beyond what a parser, IPython or what walks through a tree can take.
BEYOND = {
    "no code": "def f(:",
    "no text": "\x00",
    "long": "x" * 30_000,
    "brackets": "(" * 9000,
    "deeper brackets": "(" * 100_000,
    "signs": "-" * 19_000 + "1",
    "many signs": "-" * 1_000_000 + "1",
    "defaults": "(lambda a=(" * 95,
    "powers": "a**" * 6000 + "a",
    "sum": "1+" * 9000 + "1",
    "calls": "a" + "()" * 9000,
    "magics": "!ls\n" * 4900,
    "other magics": "".join(f"x = %a{number}\n" for number in range(1500)),
    "questions": "".join(f"a{number}?\n" for number in range(2000)),
    "names": "".join(f"lambda a{n}:" for n in range(900)) + "+".join(f"a{n}" for n in range(900)),
}
# Python can read these, and its own recursive functions cannot.
DEEP = {
    "lambdas": "lambda:" * 900 + "there",
    "dicts": "{there:" * 190 + "1" + "}" * 190,
    "arguments": "f(a=" * 190 + "there" + ")" * 190,
    "signs": "-" * 900 + "there",
    "a long number": f"there = 0x{'f' * 9000}; there",
}


@pytest.mark.parametrize("source", BEYOND.values(), ids=BEYOND)
def test_of_what_cannot_be_read_nothing_is_known(source):
    assert defined_in(source) == needed_by(source) == set()
    assert needed_by_functions(source) == {}
    assert hash_of_code(source) == ""


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_code_that_is_nested_deeply_is_read(source):
    assert "there" in needed_by(source)
    for written in (unparse(parse(source)), hash_of_code(source)):  # or nothing, in some versions
        assert written == "" or parse(source).body


def test_magics_become_calls_one_by_one():
    source = "!pip install \\\n  torch\nimport torch\nx = %time f()\nprint?\n%matplotlib inline"
    assert python_of(source).splitlines() == [
        r"get_ipython().system('pip install \\\n  torch')",
        "import torch",
        "x = get_ipython().run_line_magic('time', 'f()')",
        "get_ipython().run_line_magic('pinfo', 'print')",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
    ]
    assert python_of("%%capture\nx = !ls").startswith("get_ipython().run_cell_magic('capture'")
    assert defined_in("!ls\n" * 100 + "x = 1") == {"x"}
    assert len("!ls\n" * 100) < LONGEST
