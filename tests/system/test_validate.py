"""nbgrader's own tools work on this course."""

import re

import pytest
from support import ASSIGNMENT, notebooks


@pytest.mark.long
def test_validate_passes_the_solutions_and_fails_the_stubs(new_course):
    course = new_course()
    paths = [
        f"{folder}/{ASSIGNMENT}/{path.name}"
        for folder in ("source", "release")
        for path in notebooks("source")
    ]
    # It prints to what was the standard output when it was imported: it takes a process of its own.
    done = course.run("python", "-m", "nbgrader", "validate", *paths)
    said = re.findall("Success! Your notebook passes all the tests.|VALIDATION FAILED", done.stdout)
    assert said == 2 * ["Success! Your notebook passes all the tests."] + 2 * ["VALIDATION FAILED"]
    assert done.stdout.count("VALIDATION FAILED ON 2 CELL(S)!") == 2
