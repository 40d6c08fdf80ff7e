"""A course of its own for each test that needs one."""

import secrets
import shutil
from dataclasses import replace

import pytest
from proofs.examples import Example, read_example
from support import EXAMPLES, EXERCISES, Class, Course, copy_course
from translation import TRANSLATIONS

# Links to the checks of the assignment that it translates, whose code is the same.
collect_ignore = [f"hidden/{name}" for name in TRANSLATIONS]


def pytest_collection_modifyitems(items):
    """Begin with the files of long tests, so that no process is left alone with one of them."""
    takes_long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: (item.path not in takes_long, "system" not in item.path.parts))


@pytest.fixture(scope="session")
def _generated(tmp_path_factory):
    """A course whose student version has been generated, to make copies of: it takes a while."""
    return copy_course(tmp_path_factory.mktemp("generated")).root


@pytest.fixture(scope="session")
def new_course(tmp_path_factory, _generated):
    """Make a copy of the course that nobody has submitted anything to."""

    def make(*, generate: bool = True) -> Course:
        root = tmp_path_factory.mktemp("course")
        if not generate:
            return copy_course(root, generate=False)
        shutil.copytree(_generated, root, dirs_exist_ok=True)
        return Course(root)

    return make


@pytest.fixture(scope="session")
def examples() -> dict[str, Example]:
    return {path.stem: read_example(path) for path in EXAMPLES}


KINDS = ("reference", "one_sample", "unfinished")


@pytest.fixture
def new_class(new_course, examples):
    """Make a class of this size; no two of its submissions are the same."""

    def make(size: int) -> Class:
        course, expected = new_course(), {}
        for number in range(size):
            kind = examples[KINDS[number % len(KINDS)]]
            name, mark = f"student_{number:02}", f"mark = {secrets.randbits(40)}"
            course.submit(replace(kind, name=name, extra=[*kind.extra, mark]))
            expected |= {(name, exercise): kind.scores[exercise] for exercise in EXERCISES}
        return Class(course, expected)

    return make
