"""Another assignment: a notebook in source/ and a file of checks, and not a line of grading/."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from support import Course

SOLUTION = """
def mean(values):
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION
"""
CHECKS = '''
"""mean(values)"""
import pytest

@pytest.mark.points(3)
def test_mean(submission, rng):
    """The mean of some numbers is right."""
    assert submission.mean([1, 2, 6]) == 3

@pytest.mark.points(1)
def test_one(submission):
    """The mean of one number is that number."""
    assert submission.mean([7]) == 7
'''
PICTURES = '''
def test_mean(submission, chart):
    """Your means of 0 and x."""
    chart.line("yours", [0, 2, 4], [submission.mean([0, x]) for x in (0, 2, 4)])
'''


def cell(source: str, grade_id: str, **flags) -> nbformat.NotebookNode:
    metadata = {"grade": False, "solution": False, "locked": False, "schema_version": 3}
    return new_code_cell(
        source, metadata={"nbgrader": metadata | flags | {"grade_id": grade_id, "task": False}}
    )


@pytest.fixture(scope="module")
def course(new_course) -> Course:
    """A course with a second assignment, `statistics`, for which nothing has been generated."""
    root = new_course().root
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# The mean"),
            cell(SOLUTION, "mean", solution=True),
            cell("assert mean([1, 3]) == 2", "test_mean", grade=True, locked=True, points=2),
        ]
    )
    (root / "source" / "statistics").mkdir()
    nbformat.write(notebook, root / "source" / "statistics" / "averages.ipynb")
    folder = root / "tests" / "hidden" / "statistics" / "averages"
    folder.mkdir(parents=True)
    (folder / "test_mean.py").write_text(CHECKS)
    (folder / "pictures.py").write_text(PICTURES)
    return Course(root, "statistics")


def hand_in(course: Course, student: str, code: str) -> None:
    path = course.submission(student, "averages")
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[cell(code, "mean", solution=True)]), path)


@pytest.mark.slow
def test_it_is_generated_graded_and_reported(course):
    hand_in(course, "ada", "def mean(values):\n    return sum(values) / len(values)")
    hand_in(course, "ben", "def mean(values):\n    return values[0]")
    hand_in(course, "cyn", "import os\nos._exit(0)")
    course.run("grade", "statistics")
    assert [course.scores(name) for name in ("ada", "ben", "cyn")] == [
        {"mean": 2},
        {"mean": 0.5},
        {"mean": 0},
    ]
    assert "The mean of one number is that number." in course.feedback("ben", "averages")
    assert "`mean`" not in course.feedback("cyn", "averages")
    assert "Your means of 0 and x." in course.feedback("ben", "averages")
    assert "Your means of 0 and x." not in course.feedback("cyn", "averages")
    assert "The mean of one number is that number." in (course.root / "report.html").read_text()


@pytest.mark.slow
def test_its_checks_run_on_the_reference_by_plain_pytest(course):
    done = course.run("pytest", "-q", "tests/hidden/statistics")
    assert "2 passed" in done.stdout


@pytest.mark.slow
def test_several_assignments_must_be_told_apart(course):
    done = course.run("grade", check=False)
    assert done.returncode == 2
    assert "numerical_stability, statistics" in done.stdout


@pytest.mark.slow
def test_a_fault_of_the_checks_is_no_ones_zero(course):
    path = course.root / "tests" / "hidden" / "statistics" / "averages" / "test_mean.py"
    path.write_text(CHECKS.replace("submission.mean([7])", "no_such_name"))
    done = course.run("grade", "statistics", "--student", "ada", check=False)
    assert done.returncode == 1
    assert "no_such_name" in done.stdout
    assert course.scores("ada") == {"mean": None}
    assert "Not graded yet" in course.feedback("ada", "averages")
    path.unlink()
    done = course.run("grade", "statistics", "--student", "ada", check=False)
    assert done.returncode == 1
    assert "no such file of hidden checks" in " ".join(done.stdout.split())
    assert course.scores("ada") == {"mean": None}
