"""grades.csv, as a spreadsheet reads it."""

import csv

import pytest
from nbgrader.api import Gradebook
from support import new_gradebook

from grading.course.grades_csv import GradesExport

SCORES = ("raw_score", "late_submission_penalty", "score", "max_score")


@pytest.fixture
def gradebook(tmp_path):
    """Two assignments; in the first ada has 3 points, ben is not graded, eve handed in nothing."""
    with Gradebook(new_gradebook(tmp_path)) as book:
        for assignment in ("a", "b"):
            book.add_assignment(assignment)
            book.add_notebook("one", assignment)
            book.add_grade_cell("test_f", "one", assignment, max_score=4, cell_type="code")
        book.add_student("ada", last_name="King, Jr.", first_name='the "first"', email="a@b.c")
        for student in ("ben", "eve"):
            book.add_student(student)
        for student, score in (("ada", 3), ("ben", None)):
            book.add_submission("a", student)
            book.find_grade("test_f", "one", "a", student).auto_score = score
        book.find_submission("a", "ada").notebooks[0].late_submission_penalty = 0.5
        book.db.commit()
        yield book


def rows(gradebook, path, **options) -> dict[tuple[str, str], dict[str, str]]:
    GradesExport(to=str(path), **options).export(gradebook)
    with path.open(newline="") as file:
        return {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}


def test_names_may_hold_anything_and_a_missing_grade_is_no_zero(gradebook, tmp_path):
    found = rows(gradebook, tmp_path / "grades.csv")
    assert set(found) == {(a, student) for a in "ab" for student in ("ada", "ben", "eve")}
    ada, ben, eve = (found["a", student] for student in ("ada", "ben", "eve"))
    assert (ada["last_name"], ada["first_name"]) == ("King, Jr.", 'the "first"')
    assert [ada[name] for name in SCORES] == ["3.0", "0.5", "2.5", "4.0"]
    assert [ben[name] for name in SCORES] == ["", "0.0", "", "4.0"]
    assert [eve[name] for name in SCORES] == ["0.0", "0.0", "0.0", "4.0"]
    assert {found["b", "eve"][name] for name in SCORES} == {""}  # nobody has handed in b


def test_cells_of_one_name_in_two_notebooks_all_count(gradebook, tmp_path):
    gradebook.add_notebook("two", "b")
    gradebook.add_grade_cell("test_f", "two", "b", max_score=2, cell_type="code")
    gradebook.add_submission("b", "ada")
    for notebook, score in (("one", 4), ("two", 1)):
        gradebook.find_grade("test_f", notebook, "b", "ada").auto_score = score
    gradebook.db.commit()
    assert rows(gradebook, tmp_path / "grades.csv")["b", "ada"]["score"] == "5.0"
    gradebook.find_grade("test_f", "one", "b", "ada").auto_score = None
    gradebook.db.commit()
    assert rows(gradebook, tmp_path / "grades.csv")["b", "ada"]["score"] == ""


def test_some_students_or_assignments_may_be_asked_for(gradebook, tmp_path):
    path = tmp_path / "grades.csv"
    assert set(rows(gradebook, path, student=["eve"])) == {("a", "eve"), ("b", "eve")}
    assert set(rows(gradebook, path, student=["eve"], assignment=["b"])) == {("b", "eve")}
    assert rows(gradebook, path, student=["nobody"]) == {}
    assert path.read_text().startswith("assignment,duedate,timestamp,student_id,")


def test_ids_names_and_addresses_are_no_formulas_and_numbers_stay_numbers(gradebook, tmp_path):
    gradebook.add_student("=1+1", last_name="@SUM(A1)", first_name="+1", email="-1@b.c")
    gradebook.db.commit()
    row = rows(gradebook, tmp_path / "grades.csv")["a", "'=1+1"]
    assert [row[name] for name in ("last_name", "first_name", "email")] == [
        "'@SUM(A1)",
        "'+1",
        "'-1@b.c",
    ]
    assert [row[name] for name in SCORES] == ["0.0", "0.0", "0.0", "4.0"]
