"""Each sentence that students are given has a hidden check, and a wrong answer that shows it."""

import ast
import re
import tomllib
from difflib import SequenceMatcher

import nbformat
import pytest
from proofs.examples import read_example
from support import ASSIGNMENTS, ROOT, notebooks

from grading.notebooks.repair import grade_id

CHECKS = [
    path
    for assignment in ASSIGNMENTS
    for path in sorted((ROOT / "tests/hidden" / assignment).glob("*/test_*.py"))
]
EXERCISES = [path.stem.removeprefix("test_") for path in CHECKS]
PIECES = {
    exercise: {"pieces": [], "task": []} | about
    for exercise, about in tomllib.loads((ROOT / "tests/sentences.toml").read_text()).items()
}
ROWS = [
    (exercise, *row)
    for exercise, about in PIECES.items()
    for row in about["pieces"] + about["task"]
]


FEW = 2  # words


def in_a_line(text: str) -> str:
    return " ".join(text.split())


def texts() -> dict[str, tuple[str, str]]:
    """By exercise: what the text above it says, and its docstrings without the titles of parts."""
    found, above = {}, ""
    for path in notebooks("source", *ASSIGNMENTS):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and cell.source.startswith("### Exercise"):
                above = cell.source
            if (exercise := grade_id(cell)) in EXERCISES:
                functions = ast.parse(cell.source).body
                said = "\n".join(ast.get_docstring(function) for function in functions)
                said = re.sub(r"^(Args|Returns|Raises):$", "", said, flags=re.MULTILINE)
                found[exercise] = in_a_line(above), in_a_line(said)
    return found


def said_otherwise(listed: str, told: str) -> list[str]:
    """What one of two texts says and the other does not; a word or two may differ."""
    one, other = listed.split(), told.split()
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [
        " ".join(other[j:j_end] or one[i:i_end])
        for kind, i, i_end, j, j_end in changes
        if kind != "equal" and max(i_end - i, j_end - j) > FEW
    ]


def test_a_new_sentence_is_seen_and_another_word_is_not():
    listed = "Multiply M by each factor in turn. M is not changed."
    assert not said_otherwise(listed, listed.replace("each", "every"))
    assert said_otherwise(listed, f"{listed} It may be empty.") == ["It may be empty."]
    assert said_otherwise(listed, listed.replace(" M is not changed.", "")) == ["M is not changed."]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_pieces_are_all_that_the_docstring_says(exercise):
    assert exercise in PIECES, (
        f"tests/sentences.toml: add [{exercise}], and see the lines at its top"
    )
    _, docstring = texts()[exercise]
    listed = " ".join(text for text, _, _ in PIECES[exercise]["pieces"])
    other = said_otherwise(listed, docstring)
    assert not other, f"tests/sentences.toml, [{exercise}]: bring up to date with the docstring"


@pytest.mark.parametrize("exercise", PIECES)
def test_what_is_quoted_of_the_task_is_there(exercise):
    task = texts()[exercise][0].split()
    for quote in (text.split() for text, _, _ in PIECES[exercise]["task"]):
        blocks = SequenceMatcher(None, quote, task, autojunk=False).get_matching_blocks()
        is_there = len(quote) - sum(block.size for block in blocks) <= min(FEW, len(quote) // 2)
        where = f"tests/sentences.toml, [{exercise}]"
        assert is_there, f"{where}: the text above it no longer says {' '.join(quote)!r}"


@pytest.mark.parametrize(("exercise", "text", "check", "shown_by"), ROWS)
def test_a_wrong_answer_shows_that_the_check_is_of_the_sentence(exercise, text, check, shown_by):
    (path,) = [path for path in CHECKS if path.stem == f"test_{exercise}"]
    assert f"def {check}(" in path.read_text(), text
    answer = read_example(ROOT / f"tests/submissions/wrong/{shown_by}.py")
    assert answer.caught_by & {check, "all"}  # which `make verify` and `make accelerator` prove
    assert exercise in answer.scores


def test_every_check_is_of_some_sentence():
    found = {(exercise, check) for exercise, _, check, _ in ROWS}
    for path in CHECKS:
        exercise = path.stem.removeprefix("test_")
        for check in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE):
            hint = (
                f"tests/sentences.toml, [{exercise}]: quote what {check} is of, or drop the check"
            )
            assert (exercise, check) in found, hint
