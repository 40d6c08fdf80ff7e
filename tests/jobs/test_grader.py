"""A submission is graded in a worker; where isolation is strict, never without it."""

import pytest

from grading.feedback.translation import Sentences
from grading.grade.assignment import Assignment
from grading.jobs.grader import Grader
from grading.sandbox.policy import NotConfined, Sandbox, Settings


def test_a_course_that_students_could_read_is_refused_where_isolation_is_strict():
    read = Assignment(
        *(
            "a",
            {},
            {},
            {},
            {},
            {},
            "checks",
            Sentences({}),
            Settings(sandbox=Sandbox(isolation="strict")),
            "",
        ),
        exposed=("the course itself",),
    )
    with pytest.raises(NotConfined, match="the course itself"):
        Grader(read)
