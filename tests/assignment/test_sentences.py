"""Each sentence that students are given has a hidden check, and a wrong answer that shows it."""

import ast
import re
import tomllib

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
PIECES = tomllib.loads((ROOT / "tests/sentences.toml").read_text())
ROWS = [
    (exercise, *row)
    for exercise, about in PIECES.items()
    for row in about["pieces"] + about["task"]
]


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


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_pieces_are_all_that_the_docstring_says(exercise):
    _, docstring = texts()[exercise]
    assert " ".join(text for text, _, _ in PIECES[exercise]["pieces"]) == docstring


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_is_quoted_of_the_task_is_there(exercise):
    task, _ = texts()[exercise]
    assert [text for text, _, _ in PIECES[exercise]["task"] if text not in task] == []


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
            assert (exercise, check) in found
