"""An answer in another form is the same function."""

from dataclasses import replace

import pytest
from proofs.examples import Example
from proofs.forms import FORMS, in_another_form

SCALED = "def scaled(x, by=2):\n    return x * by if by > 0 else scaled(x, -by)"


def example(code: str) -> Example:
    return Example("twice", "", {"scaled": 2}, frozenset(), "", {"scaled": code, "other": "1"}, [])


@pytest.mark.parametrize("number", range(len(FORMS)), ids=list(FORMS))
def test_the_function_does_what_it_did(number):
    (form,) = in_another_form(example(SCALED), number)
    assert form.cells["scaled"] != SCALED
    assert form.cells["other"] == "1"
    assert form.name != "twice"
    names = {}
    exec(form.cells["scaled"], names)
    assert names["scaled"](3) == 6
    assert names["scaled"](3, by=-5) == 15


@pytest.mark.parametrize("number", range(len(FORMS)), ids=list(FORMS))
def test_functions_of_one_notebook_do_not_get_in_each_others_way(number):
    cells = {"scaled": SCALED, "moved": "def moved(x):\n    return scaled(x) + 1"}
    (form,) = in_another_form(replace(example(SCALED), cells=cells), number)
    names = {}
    for code in form.cells.values():
        exec(code, names)
    assert (names["scaled"](3), names["moved"](3)) == (6, 7)


def test_what_is_no_function_alone_has_no_other_form():
    for code in ("scaled = max", "%matplotlib inline", f"import math\n{SCALED}", "def scaled(x)"):
        assert list(in_another_form(example(code), 0)) == []
