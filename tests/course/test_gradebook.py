"""Rows of submissions that are lent to a worker and written back, many at once."""

import pytest
from nbgrader.api import Gradebook, Student
from sqlalchemy import create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError

from grading.course.gradebook import (
    GradebookCopy,
    hash_of_rows,
    merge,
    rows_of_assignment,
    rows_of_submissions,
)
from grading.course.grades import grades_in, has_class_list


@pytest.fixture
def gradebook(tmp_path):
    """A class list of three, of whom Ada and Bo have handed in; another assignment beside it."""
    from support import new_gradebook

    with Gradebook(new_gradebook(tmp_path), "d2l") as found:
        for name in ("one", "other"):
            found.add_assignment(name)
            found.add_notebook("n", name)
            found.add_grade_cell("test_f", "n", name, max_score=3, cell_type="code")
            found.add_solution_cell("f", "n", name)
            found.add_source_cell("f", "n", name, cell_type="code", source="def f(): ...")
        for student in ("ada", "bo", "cy"):
            found.add_student(student, first_name=student.title())
        for student in ("ada", "bo"):
            found.add_submission("one", student)
        found.add_submission("other", "ada")
        yield found


@pytest.fixture
def copy(gradebook, tmp_path):
    copy = GradebookCopy(tmp_path / "copy.db")
    copy.make(rows_of_assignment(gradebook, "one"))
    return copy


def score(url: str, student: str, points: float) -> None:
    """Grade a student as nbgrader's steps do."""
    with Gradebook(url, "d2l") as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission("one", student)
        grade = gradebook.find_grade("test_f", "n", "one", student)
        grade.auto_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def scores(gradebook) -> dict[str, float | None]:
    gradebook.db.remove()
    return {who: one.scores["test_f"][0] for who, one in grades_in(gradebook, "one").items()}


def test_a_copy_holds_one_submission_and_the_assignments_cells(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    copy.lend(rows["ada"])
    assert copy.take() == rows["ada"]
    copy.lend(rows["bo"])
    with Gradebook(copy.url, "d2l") as lent:
        assert [one.name for one in lent.assignments] == ["one"]
        assert [one.id for one in lent.students] == ["bo"]
        assert lent.find_student("bo").first_name == "Bo"
        assert lent.find_source_cell("f", "n", "one").source == "def f(): ..."
        assert lent.find_graded_cell("test_f", "n", "one").max_score == 3


def test_what_nbgrader_changes_in_a_copy_is_written_back_at_once(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    changes = []
    for points, student in enumerate(("ada", "cy", "new")):
        copy.lend(rows[student])
        score(copy.url, student, points)
        changes.append((rows[student], copy.take()))
    assert scores(gradebook) == {"ada": None, "bo": None}
    commits = []
    event.listen(gradebook.engine, "commit", commits.append)
    assert merge(gradebook, changes) == ["", "", ""]
    assert len(commits) == 1
    assert scores(gradebook) == {"ada": 0, "bo": None, "cy": 1, "new": 2}
    assert gradebook.find_grade("test_f", "n", "other", "ada").auto_score is None


def test_what_a_person_writes_meanwhile_is_kept(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    copy.lend(rows["ada"])
    score(copy.url, "ada", 1)
    gradebook.find_grade("test_f", "n", "one", "ada").manual_score = 3
    gradebook.find_comment("f", "n", "one", "ada").manual_comment = "Well done."
    gradebook.db.commit()
    merge(gradebook, [(rows["ada"], copy.take())])
    gradebook.db.remove()
    grade = gradebook.find_grade("test_f", "n", "one", "ada")
    assert (grade.auto_score, grade.manual_score, grade.score) == (1, 3, 3)
    assert gradebook.find_comment("f", "n", "one", "ada").comment == "Well done."


def test_who_was_added_meanwhile_is_told_and_the_others_are_written(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    changes = []
    for student in ("new", "cy"):
        copy.lend(rows[student])
        score(copy.url, student, 2)
        changes.append((rows[student], copy.take()))
    gradebook.add_student("new")
    problems = merge(gradebook, changes)
    assert "has changed meanwhile" in problems[0]
    assert problems[1] == ""
    assert scores(gradebook)["cy"] == 2
    assert "new" not in scores(gradebook)


def test_a_gradebook_that_is_locked_is_left_as_it_is(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    copy.lend(rows["ada"])
    score(copy.url, "ada", 1)
    url = f"{gradebook.engine.url}?timeout=0.1"
    impatient = Gradebook(url, "d2l")
    other = create_engine(gradebook.engine.url)
    with other.connect() as holder:
        holder.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError, match="locked"):
            merge(impatient, [(rows["ada"], copy.take())])
    impatient.close()
    assert scores(gradebook)["ada"] is None


def test_a_digest_tells_rows_apart(gradebook, copy):
    rows = rows_of_submissions(gradebook, "one")
    copy.lend(rows["ada"])
    assert hash_of_rows(copy.take()) == hash_of_rows(rows["ada"]) != hash_of_rows(rows["bo"])
    score(copy.url, "ada", 1)
    assert hash_of_rows(copy.take()) != hash_of_rows(rows["ada"])


def test_a_statement_that_fails_leaves_nothing_in_a_copy(copy):
    twice = Student.__table__.insert().values([{"id": "one"}, {"id": "two"}, {"id": "one"}])
    with Gradebook(copy.url, "d2l") as gradebook:
        with pytest.raises(IntegrityError):
            gradebook.db.execute(twice)
        gradebook.db.commit()
    assert copy.take()["student"] == {}


def test_there_is_a_class_list_where_students_were_entered(tmp_path):
    from support import new_gradebook

    with Gradebook(new_gradebook(tmp_path), "d2l") as gradebook:
        assert not has_class_list(gradebook)
        gradebook.add_assignment("one")
        for student in ("ada", "bo"):  # as nbgrader's autograde does
            gradebook.update_or_create_student(student)
            gradebook.add_submission("one", student)
        gradebook.add_assignment("two")
        assert not has_class_list(gradebook)
        gradebook.add_student("cy")
        assert has_class_list(gradebook)
        gradebook.add_submission("two", "cy")
        assert not has_class_list(gradebook)  # it cannot be told any more
        gradebook.update_or_create_student("ada", last_name="Lovelace")
        assert has_class_list(gradebook)
