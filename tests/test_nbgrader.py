"""nbgrader's own tools work on this course: Validate and Formgrader."""

import pytest
from support import ASSIGNMENT, notebooks


@pytest.mark.slow
def test_validate_passes_the_solutions_and_fails_the_stubs(new_course):
    course = new_course()
    for path in notebooks("source"):
        done = course.run("nbgrader", "validate", f"source/{ASSIGNMENT}/{path.name}")
        assert "Success! Your notebook passes all the tests." in done.stdout
        done = course.run("nbgrader", "validate", f"release/{ASSIGNMENT}/{path.name}")
        assert "VALIDATION FAILED ON 2 CELL(S)!" in done.stdout
