"""Pictures of what a student's code does, by the functions in `pictures.py`."""

from dataclasses import asdict

import pytest
from pydantic import TypeAdapter

from grading.checks.chart import Chart
from grading.checks.expect import CheckFailed
from grading.checks.pictures import FILE, draw_pictures

CODE = '''
def test_f(submission, chart):
    """What f gives."""
    chart.expect("f", [0, 1], [0, 1])
    chart.line("yours", [0, 1], submission.f())
'''


class Student:
    """Stands in for a submission whose function f gives, or raises, what it is told to."""

    def __init__(self, answer):
        self.answer = answer

    def f(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def drawn(tmp_path):
    def drawn(answer, code: str = CODE, cells=("test_f", "test_g")) -> dict[str, Chart]:
        (tmp_path / FILE).write_text(code)
        return draw_pictures(tmp_path, cells, Student(answer))

    return drawn


def test_a_picture_holds_what_the_student_drew_and_what_was_expected(drawn):
    (chart,) = drawn([1, 2]).values()
    assert chart.caption == "What f gives."
    assert [(one.kind, one.label, one.y) for one in chart.series] == [
        ("expected line", "f", [0, 1]),
        ("line", "yours", [1, 2]),
    ]
    assert TypeAdapter(Chart).validate_python(asdict(chart)) == chart


def test_a_mistake_leaves_the_picture_out(drawn):
    assert drawn(CheckFailed("Not written.")) == {}


def test_a_fault_of_a_picture_is_told_and_shows_nothing_of_it(drawn):
    (chart,) = drawn(KeyError("x")).values()
    assert (chart.series, chart.fault) == ([], "pictures.py, test_f: KeyError: 'x'")
    charts = drawn([1, 2], code="import no_such_module")
    assert all("no_such_module" in chart.fault for chart in charts.values())


def test_without_a_file_there_are_no_pictures(tmp_path):
    assert draw_pictures(tmp_path, ["test_f"], Student([1])) == {}
