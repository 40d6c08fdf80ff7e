"""A mistake is paid for once, and a later cell costs nothing; in both languages."""

import json
import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell
from proofs.examples import read_example
from support import ASSIGNMENT, FULL, ROOT
from translation import translation_of

from grading.notebooks.repair import grade_id

WRONG = {
    "sigmoid_gradient": "def sigmoid_gradient(x):\n    return x.detach() * 0.1",
    "multiply_all": "def multiply_all(M, factors):\n    return sum(factors, M)",
}
CHINESE = translation_of(ASSIGNMENT)
NOTES = {
    ASSIGNMENT: "Judged with right versions of what is above it: {}.",
    CHINESE: "评判时，它上面的函数换成了正确的版本：{}。",
}
# In the last cell of a notebook.
SPOILS = {
    "rebinds_its_answers": "sigmoid_gradient = multiply_all = 1",
    "forbids_gradients": "torch.set_grad_enabled(False)",
    "starts_anew": "%reset -f",
}


@pytest.fixture(scope="module", params=[ASSIGNMENT, pytest.param(CHINESE, marks=pytest.mark.long)])
def graded(request, new_course):
    course = new_course()
    course.assignment = request.param
    for folder in ("source", "release", "tests/hidden"):
        shutil.copytree(
            ROOT / folder / course.assignment,
            course.root / folder / course.assignment,
            dirs_exist_ok=True,
        )
    course.run("nbgrader", "generate_assignment", course.assignment, "--force")
    one_sample = read_example(ROOT / "tests/submissions/wrong/one_sample.py")
    reference = read_example(ROOT / "tests/submissions/right/reference.py")
    for name in ("carries_a_mistake", *SPOILS):
        course.submit(reference.__class__(**vars(reference) | {"name": name}))
    for path in (course.root / "submitted/carries_a_mistake").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if grade_id(cell) in WRONG:
                cell.source = WRONG[grade_id(cell)]
            elif grade_id(cell) == "exploding_product":  # it calls multiply_all
                cell.source = one_sample.cells["exploding_product"].replace(
                    "[factor] * n_factors",
                    "[torch.randn(M.shape, generator=generator) for _ in range(n_factors)]",
                )
            elif grade_id(cell) == "plot_sigmoid_gradient":
                cell.source = reference.cells[grade_id(cell)]
        nbformat.write(notebook, path)
    for name, code in SPOILS.items():
        for path in (course.root / "submitted" / name).rglob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            notebook.cells.append(new_code_cell(code))
            nbformat.write(notebook, path)
    print(course.run("grade", course.assignment).stdout)
    return course


@pytest.mark.slow
def test_a_mistake_is_paid_for_once(graded):
    scores = graded.scores("carries_a_mistake")
    assert (scores["plot_sigmoid_gradient"], scores["exploding_product"]) == (3, 2)
    assert scores["sigmoid_gradient"] < 3
    assert scores["multiply_all"] < 2
    for notebook, first in (
        ("vanishing_gradients", "sigmoid_gradient"),
        ("exploding_gradients", "multiply_all"),
    ):
        page = BeautifulSoup(graded.feedback("carries_a_mistake", notebook), "html.parser")
        second = page.find_all(class_="card")[1]
        assert NOTES[graded.assignment].format(first) in second.get_text()
    found = json.loads((graded.reports / "checks.json").read_text())
    notes = {
        name: exercise["note"]
        for student in found["submissions"]
        for name, exercise in student["exercises"].items()
        if student["student"] == "carries_a_mistake"
    }
    assert [bool(note) for note in notes.values()] == [False, True, False, True]


@pytest.mark.slow
@pytest.mark.parametrize("student", SPOILS)
def test_a_last_cell_spoils_no_answer(graded, student):
    assert graded.scores(student) == FULL
