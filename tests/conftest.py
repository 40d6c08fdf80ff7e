"""A course of its own for each test that needs one."""

import pytest
from support import EXAMPLES, copy_course

from grading.examples import Example, read_example


@pytest.fixture(scope="session")
def new_course(tmp_path_factory):
    """Make a copy of the course that nobody has submitted anything to."""
    return lambda **options: copy_course(tmp_path_factory.mktemp("course"), **options)


@pytest.fixture(scope="session")
def examples() -> dict[str, Example]:
    return {path.stem: read_example(path) for path in EXAMPLES}
