"""Mutants of a solution: each has one small mistake, and none of them is the solution."""

import ast

from nbformat.v4 import new_code_cell, new_notebook
from proofs.mutants import mutants_of

SOLUTION = '''
def f(x, factors):
    """Multiply."""
    product = x.clone()
    for factor in factors:
        product = product @ factor
    return product + 1
'''


def mutants():
    about = {"grade_id": "f", "solution": True}
    cells = [new_code_cell(SOLUTION, metadata={"nbgrader": about}), new_code_cell("x = 1 + 1")]
    return list(mutants_of(new_notebook(cells=cells)))


def test_there_is_one_of_each_kind():
    changes = {mutant.change.removeprefix("f: ") for mutant in mutants()}
    assert "product = x.clone() => product = x" in changes
    assert "product = product @ factor => product = product * factor" in changes
    assert "product = product @ factor => pass" in changes
    assert "return product + 1 => return product - 1" in changes


def test_each_is_another_program_with_one_change():
    codes = [mutant.code for mutant in mutants()]
    original = ast.unparse(ast.parse(SOLUTION.replace('    """Multiply."""\n', "")))
    assert len(set(codes)) == len(codes) > 10
    assert original not in codes
    for code in codes:
        ast.parse(code)


def test_only_solutions_have_mutants():
    assert {mutant.exercise for mutant in mutants()} == {"f"}
