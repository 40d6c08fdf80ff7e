"""What people really hand in gets what its header says, all of it graded as one class."""

import os
from pathlib import Path

import pytest
from field.field import CASES, grade_all
from support import ASSIGNMENT, Course, grade_rows

TRIED = CASES[:: int(os.environ.get("FIELD", "1"))]
RUNS = int(os.environ.get("RUNS", "0"))  # of the whole class, which must come out the same


def test_a_case_says_what_happened_and_what_must_come_of_it():
    assert len(CASES) >= 60
    for case in CASES:
        assert case.text.startswith("# ")
        assert case.says("scores")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("field")


@pytest.fixture(scope="module")
def outcomes(root):
    return {outcome.case: outcome for outcome in grade_all(root, TRIED)}


@pytest.mark.long
@pytest.mark.parametrize("case", TRIED, ids=lambda case: case.name)
def test_right_work_gets_its_grade_however_it_is_handed_in(outcomes, case):
    assert outcomes[case].faults == []


def gradebook_of(root: Path) -> list[tuple]:
    """Each student's scores, and what was late, as the gradebook has them."""
    scores = ("auto_score", "manual_score", "needs_manual_grade")
    return grade_rows(root, *scores, "late_submission_penalty", "timestamp")


@pytest.mark.long
@pytest.mark.usefixtures("outcomes")
def test_the_same_class_gets_the_same_gradebook_each_time(root):
    course = Course(root / ASSIGNMENT)
    first = gradebook_of(course.root)
    assert len(first) > 3 * len(TRIED)
    whole = [["--workers", str(run)] for run in range(1, RUNS)]
    for options in whole or [["--student", "s*0"]]:
        course.run("grade", ASSIGNMENT, "--fresh", *options, check=False)
        assert gradebook_of(course.root) == first
