"""What people really hand in gets what its header says, all of it graded as one class."""

import pytest
from field.field import CASES, grade_all


def test_a_case_says_what_happened_and_what_must_come_of_it():
    assert len(CASES) >= 60
    for case in CASES:
        assert case.text.startswith("# ")
        assert case.says("scores")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    found = grade_all(tmp_path_factory.mktemp("field"), CASES)
    return {outcome.case: outcome for outcome in found}


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_right_work_gets_its_grade_however_it_is_handed_in(outcomes, case):
    assert outcomes[case].faults == []
