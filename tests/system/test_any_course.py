"""A course of anyone's, graded by `grade`: a check says what it means, and is never fooled."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from support import Course, nbgrader_cell

CONFIG = """
from grading.course.pipeline import configure
c = get_config()
configure(c)
c.CourseDirectory.course_id = "c"
"""
CHECK = '''
import pytest

@pytest.mark.points(1)
def test_it(submission):
    """It is right."""
    assert {}
'''
SOLUTION = "def {}:\n    ### BEGIN SOLUTION\n    {}\n    ### END SOLUTION"
HELPER = "def price(x):\n    return 2 * x\n"


def answer(source: str, name: str):
    return nbgrader_cell(source, name, solution=True)


def check(source: str, name: str):
    return nbgrader_cell(source, name, grade=True, locked=True, points=2)


def make_course(root, cells, checks: dict[str, str], files: dict[str, str] | None = None) -> Course:
    """A course with an assignment `a` of one notebook, `book`, and its student version."""
    source, hidden = root / "source" / "a", root / "tests" / "hidden" / "a" / "book"
    for folder in (source, hidden):
        folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), source / "book.ipynb")
    for name, text in (files or {}).items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text)
    for name, asked in checks.items():
        (hidden / f"{name}.py").write_text(CHECK.format(asked))
    (root / "nbgrader_config.py").write_text(CONFIG)
    course = Course(root, "a")
    course.run("nbgrader", "generate_assignment", "a")
    return course


def hand_in(course: Course, student: str, cells) -> None:
    path = course.submission(student, "book")
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)


def found(course: Course) -> dict[tuple[str, str], list[tuple[bool, str]]]:
    """What the checks found, by student and exercise."""
    about = json.loads((course.reports / "checks.json").read_text())
    return {
        (entry["student"], name): [(one["passed"], one["hint"]) for one in outcome["checks"]]
        for entry in about["submissions"]
        for name, outcome in entry["exercises"].items()
    }


ANSWERS = {  # of `right` is True, and 3
    "reference": ("True", "3"),
    "numpy": ("np.bool_(True)", "np.int64(3)"),
    "small": ("np.True_", "np.float32(3)"),
    "a_range": ("range(3)", "range(3)"),
    "a_function": ("lambda: 1", "print"),
    "an_own_type": ("type('x_is_3', (), {})()", "type('x_is_3', (), {})()"),
    "false": ("np.bool_(False)", "np.int64(4)"),
}


@pytest.mark.slow
def test_an_answer_that_cannot_be_sent_answers_nothing(tmp_path):
    cells = [
        answer(SOLUTION.format("is_right(x)", "return True"), "is_right"),
        check("assert is_right(1)", "test_is_right"),
        answer(SOLUTION.format("three()", "return 3"), "three"),
        check("assert three() == 3", "test_three"),
    ]
    asked = {"test_is_right": "submission.is_right(1)", "test_three": "submission.three() == 3"}
    course = make_course(tmp_path, cells, asked)
    for student, (right, three) in ANSWERS.items():
        code = f"import numpy as np\ndef is_right(x):\n    return {right}"
        below = f"def three():\n    return {three}"
        hand_in(course, student, [answer(code, "is_right"), answer(below, "three")])
    course.run("grade")
    scores = {student: list(course.scores(student).values()) for student in ANSWERS}
    assert scores == {
        student: [2, 2] if student in ("reference", "numpy", "small") else [0, 0]
        for student in ANSWERS
    }
    said = "Nothing can be asked of a value of {}: give back numbers, text, tensors, lists."
    outcomes = found(course)
    for name in ("test_is_right", "test_three"):
        assert outcomes["a_range", name] == [(False, said.format("type range"))]
        assert outcomes["an_own_type", name] == [(False, said.format("such a type"))]
    assert outcomes["a_function", "test_is_right"] == [(False, said.format("type function"))]
    assert "of type range" in course.feedback("a_range", "book")


@pytest.mark.slow
def test_a_notebook_in_another_language_is_refused_before_it_is_handed_out(tmp_path):
    cells = [answer(SOLUTION.format("f(x)", "return x"), "f"), check("assert f(1) == 1", "test_f")]
    course = make_course(tmp_path, cells, {"test_f": "submission.f(1) == 1"})
    kernel = {"name": "octave", "language": "octave", "display_name": "Octave"}
    octave = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(octave, course.root / "source" / "a" / "book.ipynb")
    command = str(Path(sys.executable).with_name("nbgrader"))  # in a process of its own
    done = course.run(command, "generate_assignment", "a", "--force", check=False)
    assert done.returncode != 0
    assert "book.ipynb is in octave: hidden checks are for Python." in done.stdout + done.stderr


@pytest.mark.slow
def test_hidden_tests_in_a_cell_are_never_dropped_unsaid(tmp_path):
    mark = "### BEGIN HIDDEN TESTS\nassert f(5) == 6\n### END HIDDEN TESTS"
    cells = [
        answer(SOLUTION.format("f(x)", "return x + 1"), "f"),
        check(f"assert f(1) == 2\n{mark}", "test_f"),
    ]
    course = make_course(tmp_path, cells, {"test_f": "submission.f(1) == 2"})
    hand_in(course, "ada", [answer("def f(x):\n    return 2", "f")])
    for command in (["grade"], ["nbgrader", "autograde", "a"]):
        done = course.run(*command, check=False)
        assert done.returncode != 0
        said = " ".join((done.stdout + done.stderr).split())
        assert "the cell test_f holds hidden tests that are not run" in said
        assert "tests/hidden/a/book/test_f.py" in said
        assert not course.scores("ada").get("f")
    cells[1].source = cells[1].source.removesuffix(mark)
    nbformat.write(new_notebook(cells=cells), course.root / "source" / "a" / "book.ipynb")
    course.run("nbgrader", "generate_assignment", "a", "--force")
    for command in (["grade"], ["grade"], ["nbgrader", "autograde", "a", "--force"]):
        course.run(*command)
        assert course.scores("ada") == {"f": 2}


@pytest.mark.long
def test_what_a_check_leaves_behind_and_what_stands_beside_is_there_in_proof_and_grade(tmp_path):
    """A helper, data and a package beside the notebook; checks named by nbgrader, of two books."""
    cells = [
        new_code_cell(
            "from __future__ import annotations\nimport shoplib\nfrom pack.mod import one"
        ),
        answer(SOLUTION.format("f(x)", "return x + one"), "f"),
        check(
            "import math\nvalues = [f(i) for i in range(3)]\nassert max(values) == 3", "cell-89cf"
        ),
        new_code_cell("top = math.floor(values[2])\ncost = int(open('cost.txt').read())"),
        answer(SOLUTION.format("g(x)", "return shoplib.price(x) + top + cost"), "g"),
        check("assert g(1) == 10", "cell-70ab"),
        answer(SOLUTION.format("h(x)", "return f(g(x))"), "h"),
        check("assert h(1) == 11", "cell-51cd"),
    ]
    asked = {
        "cell-89cf": "submission.f(1) == 2",
        "cell-70ab": "submission.g(1) == 10",
        "cell-51cd": "submission.h(1) == 11",
    }
    files = {"shoplib.py": HELPER, "pack/mod.py": "one = 1", "cost.txt": "5"}
    course = make_course(tmp_path, cells, asked, files)
    reference = nbformat.read(course.root / "source" / "a" / "book.ipynb", as_version=4).cells
    hand_in(course, "ada", reference)
    wrong = answer("def g(x):\n    return None", "g")
    hand_in(course, "ben", [*reference[:4], wrong, *reference[5:]])
    assert "3 passed" in course.run("pytest", "tests/hidden").stdout
    course.run("grade")
    assert course.scores("ada") == {"cell-89cf": 2, "cell-70ab": 2, "cell-51cd": 2}
    # A mistake is paid for once: what stands in for `g` has the helper and the data, too.
    assert course.scores("ben") == {"cell-89cf": 2, "cell-70ab": 0, "cell-51cd": 2}
