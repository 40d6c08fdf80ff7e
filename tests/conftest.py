"""A course of its own for each test that needs one."""

import shutil

import pytest
from support import ASSIGNMENT, EXAMPLES, ROOT, Course

from grading.examples import Example, read_example


@pytest.fixture(scope="session")
def new_course(tmp_path_factory):
    """Make a copy of the course that nobody has submitted anything to."""

    def make(*, generate: bool = True) -> Course:
        root = tmp_path_factory.mktemp("course")
        shutil.copy(ROOT / "nbgrader_config.py", root)
        for folder in ["source", "release", "tests/hidden"]:
            shutil.copytree(ROOT / folder, root / folder)
        (root / "submitted").mkdir()
        course = Course(root)
        if generate:
            course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
        return course

    return make


@pytest.fixture(scope="session")
def examples() -> dict[str, Example]:
    return {path.stem: read_example(path) for path in EXAMPLES}
