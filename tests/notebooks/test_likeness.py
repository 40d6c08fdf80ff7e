"""Which answers are alike, and which are not."""

import pytest
from proofs.examples import read_example
from support import EXAMPLES

from grading.notebooks.symbols import LONGEST, hash_of_code

ANSWER = '''
def gradient(x):
    """The slope."""
    x = x.detach().clone().requires_grad_(True)
    y = torch.sigmoid(x)
    y.backward(torch.ones_like(x))
    return x.grad
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x", "x"),
        ("y", "outcome"),
        ('    """The slope."""\n', ""),
        ("    return", "\n    # and so it is\n    return"),
        ("(True)", "( True )"),
    ],
)
def test_layout_comments_and_names_make_no_other_answer(old, new):
    other = ANSWER.replace(old, new)
    assert hash_of_code(other) == hash_of_code(ANSWER) != ""


@pytest.mark.parametrize(
    ("old", "new"), [("sigmoid", "tanh"), ("clone()", "clone(1)"), ("(x)\n    y.", "(y)\n    y.")]
)
def test_another_computation_is_another_answer(old, new):
    assert old in ANSWER
    assert hash_of_code(ANSWER.replace(old, new)) != hash_of_code(ANSWER)


@pytest.mark.parametrize(
    "source",
    [
        *("", "def f(x):\n    return x", "def f(x", "\0", ANSWER * 200),
        *("x" + ".a" * (LONGEST // 2), "(" * 9999, "x = " + "-" * 9999 + "1", "f'{" * 5000),
    ],
    ids=range(9),
)
def test_what_is_short_or_long_or_no_code_is_like_nothing(source):
    assert hash_of_code(source) == ""


def test_examples_of_different_people_are_not_alike():
    answers = {path.stem: read_example(path).cells for path in EXAMPLES}
    found = [hash_of_code(code) for cells in answers.values() for code in cells.values()]
    alike = len(list(filter(None, found))) - len(set(filter(None, found)))
    assert alike <= 1  # two examples share one answer on purpose
