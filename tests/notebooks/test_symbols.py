"""Which names a cell defines and needs."""

from grading.notebooks.symbols import defined_in, needed_by, needed_by_functions

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


def test_of_what_is_no_code_nothing_is_known():
    for source in ("def f(:", "(" * 9000, "x" * 30_000, "\x00"):
        assert defined_in(source) == needed_by(source) == set()
