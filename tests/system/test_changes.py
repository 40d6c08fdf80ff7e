"""nbgrader's commands in any order, and an assignment that changes after it was graded."""

import csv
import shutil

import nbformat
import pytest
from support import ASSIGNMENT, FULL, Course, row_in_table

NOTEBOOK = "exploding_gradients"
OUTDATED = "source/ has changed since release/"


@pytest.fixture
def course(new_course, examples) -> Course:
    """A course in which one student has handed in right answers, and nothing is graded."""
    course = new_course()
    course.submit(examples["reference"])
    return course


def grade(course: Course, status: int = 0) -> str:
    done = course.run("grade", check=False)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == status, said
    assert "Traceback" not in said
    return said


def score_in_csv(course: Course) -> str:
    with (course.root / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    return row["score"]


def change_source(course: Course, change) -> None:
    """Change a notebook of the source, given as its cells by grade id, or by id."""
    path = course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id", cell.id) for cell in notebook.cells]
    change(notebook.cells, dict(zip(ids, notebook.cells, strict=True)))
    nbformat.write(notebook, path)


def reword(cells, by_id):
    by_id["multiply_all"].source += "\n# Mind the order."
    cells[0].source += "\nGood luck!"


def add_exercise(cells, by_id):
    twin = by_id["test_multiply_all"].copy()
    twin.id, twin.metadata = "twin", nbformat.from_dict(by_id["test_multiply_all"].metadata)
    twin.metadata.nbgrader = twin.metadata.nbgrader | {"grade_id": "test_twin"}
    cells.append(twin)


@pytest.mark.slow
@pytest.mark.parametrize(
    "first",
    [
        ["db assignment add", "autograde", "generate_feedback", "export"],
        pytest.param(["db assignment add"], marks=pytest.mark.long),
        pytest.param(["db assignment add", "autograde"], marks=pytest.mark.long),
        pytest.param(
            ["db student add reference", "autograde", "generate_assignment"], marks=pytest.mark.long
        ),
    ],
    ids=" ".join,
)
def test_whatever_of_nbgraders_commands_comes_first_the_grades_are_right(course, first):
    (course.root / "gradebook.db").unlink()
    for command in first:
        words = command.split()
        extra = ["--duedate", "2040-01-01"] if words[:2] == ["db", "assignment"] else []
        assignment = [] if words[-1] in ("reference", "export") else [ASSIGNMENT]
        course.run("nbgrader", *words, *assignment, *extra, check=False)
    if "export" in first:
        assert score_in_csv(course) == ""  # nothing was graded
    said = grade(course)
    assert f"reference {row_in_table(FULL)}" in said
    assert course.scores("reference") == FULL
    assert float(score_in_csv(course)) == sum(FULL.values())
    assert OUTDATED not in said


@pytest.mark.slow
def test_a_text_that_changes_after_grading_keeps_the_grades(course):
    grade(course)
    change_source(course, reword)
    assert OUTDATED in grade(course)
    course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert OUTDATED not in grade(course)
    assert course.scores("reference") == FULL


@pytest.mark.slow
def test_points_that_change_after_grading_change_the_grades(course):
    grade(course)
    change_source(
        course, lambda _, by_id: by_id["test_multiply_all"].metadata.nbgrader.update(points=8)
    )
    course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    changed = FULL | {"multiply_all": 8}
    assert f"reference {row_in_table(changed)}" in grade(course)
    assert course.scores("reference") == changed


@pytest.mark.slow
def test_cells_that_are_added_after_grading_take_the_way_of_the_readme(course):
    grade(course)
    checks = course.root / "tests" / "hidden" / ASSIGNMENT / NOTEBOOK
    shutil.copy(checks / "test_multiply_all.py", checks / "test_twin.py")
    change_source(course, add_exercise)
    refused = course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force", check=False)
    assert refused.returncode != 0
    said = grade(course, status=2)
    assert "Cannot add or remove cells" in said
    assert f"nbgrader db assignment remove {ASSIGNMENT} --force" in said
    assert course.scores("reference") == FULL  # of the old cells, until a person has kept them
    course.run("nbgrader", "db", "assignment", "remove", ASSIGNMENT, "--force")
    grade(course)
    assert course.scores("reference")["multiply_all"] == FULL["multiply_all"]
    assert "twin" in course.scores("reference")


@pytest.mark.slow
def test_a_gradebook_of_other_points_is_brought_up_to_date(course):
    """As after `git pull`: release and source are new, and the gradebook is not."""
    grade(course)
    for folder in ("source", "release"):
        path = course.root / folder / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        text = path.read_text()
        path.write_text(text.replace('"points": 2', '"points": 4'))
    changed = {name: 4 if score == 2 else score for name, score in FULL.items()}
    assert changed != FULL
    assert f"reference {row_in_table(changed)}" in grade(course)


@pytest.mark.slow
def test_a_release_or_source_that_is_broken_is_named(course):
    for folder in ("release", "source"):
        path = course.root / folder / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        text = path.read_text()
        path.write_text(f"<<<<<<< HEAD\n{text}")
        assert f"{folder}/{ASSIGNMENT}/{NOTEBOOK}.ipynb" in grade(course, status=2)
        path.write_text(text)


def test_a_folder_that_nbgrader_takes_for_a_pattern_is_refused(new_course, tmp_path):
    root = tmp_path / "course [2026]"
    new_course().root.rename(root)
    said = grade(Course(root), status=2)
    assert "nbgrader takes the [ ] in this path for a pattern" in said
