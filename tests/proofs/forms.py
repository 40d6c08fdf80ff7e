"""Other forms of an answer: the same function, right or wrong as it is, written in another way.

Students put functions into classes, factories and modules, and decorate them. A grade must not
depend on it, so each example is graded in one more form.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from textwrap import indent

from proofs.examples import Example

# {name}: of the function; {code}: of the cell, and {indented}: the same, four spaces further in.
FORMS = {
    "decorated": """\
import functools
def logged(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        print("calling", function.__name__)
        return function(*args, **kwargs)
    return call
{code}
{name} = logged({name})""",
    "in_a_class": """\
class Answers:
{indented}
    {name} = staticmethod({name})
{name} = Answers().{name}""",
    "made_by_a_function": """\
def make():
{indented}
    return {name}
{name} = make()""",
    "called_by_another": """\
{code}
{name}_as_written_first = {name}
def {name}(*args, **kwargs):
    answer = {name}_as_written_first(*args, **kwargs)
    return answer""",
    "an_object": """\
class Answer:
    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)
{code}
Answer.function = staticmethod({name})
{name} = Answer()""",
    "after_a_draft": """\
def {name}(*args, **kwargs):
    raise NotImplementedError("to do")
try:
    {name}()
except NotImplementedError as error:
    print("not yet:", error)
{code}""",
}


def in_another_form(example: Example, number: int) -> Iterator[Example]:
    """The example with each of its functions in one form, if there is a function to rewrite.

    Args:
        number: chooses the form.
    """
    form = list(FORMS)[number % len(FORMS)]
    cells = {
        name: FORMS[form].format(name=name, code=code, indented=indent(code, "    "))
        for name, code in example.cells.items()
        if _is_one_function(name, code)
    }
    if cells:
        yield replace(
            example, name=f"{example.name}, {form.replace('_', ' ')}", cells=example.cells | cells
        )


def _is_one_function(name: str, code: str) -> bool:
    """Whether a cell holds a function of this name and nothing else."""
    try:
        statements = ast.parse(code).body
    except SyntaxError:  # magics, or the mistake itself
        return False
    return [getattr(node, "name", "") for node in statements] == [name]
