"""Pictures of what a student's code does: what is kept, when they are drawn, and how they look."""

import math
import xml.etree.ElementTree as ET
from dataclasses import asdict

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from grading.checks.chart import MOST_POINTS, MOST_SERIES, Chart
from grading.checks.expect import Mistake
from grading.checks.pictures import FILE, draw_pictures
from grading.feedback.svg import draw, draw_on_white

CODE = '''
def test_f(submission, chart):
    """What f gives."""
    chart.expect("f", [0, 1], [0, 1])
    chart.line("yours", [0, 1], submission.f())
'''
TEXT = "{http://www.w3.org/2000/svg}text"
PATH = "{http://www.w3.org/2000/svg}path"


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
    assert drawn(Mistake("Not written.")) == {}


def test_a_fault_of_a_picture_is_told_and_shows_nothing_of_it(drawn):
    (chart,) = drawn(KeyError("x")).values()
    assert (chart.series, chart.fault) == ([], "pictures.py, test_f: KeyError: 'x'")
    charts = drawn([1, 2], code="import no_such_module")
    assert all("no_such_module" in chart.fault for chart in charts.values())


def test_without_a_file_there_are_no_pictures(tmp_path):
    assert draw_pictures(tmp_path, ["test_f"], Student([1])) == {}


def test_what_a_student_draws_is_bounded():
    chart = Chart()
    for _ in range(100):
        chart.line("x" * 1000 + "\x1b[2J\ud800", torch.arange(10_000), torch.arange(10_000))
    assert len(chart.series) == MOST_SERIES
    assert all(len(one.x) == len(one.y) == MOST_POINTS for one in chart.series)
    assert (chart.series[0].x[0], chart.series[0].x[-1]) == (0, 9999)
    assert all(len(one.label) < 40 for one in chart.series)
    assert len(draw(chart)) < 60_000


numbers = st.lists(st.floats() | st.sampled_from([0.0, 1e300, -1e308, 5e-324]), max_size=8)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(x=numbers, y=numbers, wanted=numbers, log=st.booleans(), label=st.text())
def test_whatever_is_drawn_is_well_formed(x, y, wanted, log, label):
    chart = Chart(caption=label, xlabel=label, ylabel=label, log=log)
    chart.expect(label, x, wanted)
    chart.expect_between(wanted, x, y)
    chart.line(label, x, y)
    chart.points(label, y, x)
    for svg in (draw(chart), draw(chart, small=True), draw_on_white(chart)):
        for element in ET.fromstring(_without_controls(svg)).iter():
            assert not {name for name in element.attrib if name.startswith("on")}
            assert all(math.isfinite(float(part)) for part in _numbers_of(element))


def _without_controls(svg: str) -> str:
    """XML knows no control characters, which only the texts of an author's can hold."""
    return "".join(c for c in svg if c.isprintable() and not 0xD800 <= ord(c) < 0xE000)


def _numbers_of(element: ET.Element) -> list[str]:
    places = element.attrib.get("d", "").replace("h0", "").replace("h16", "").replace("Z", "")
    for letter in "MLHVh":
        places = places.replace(letter, ",")
    return [part for part in places.split(",") if part]


def test_markup_in_a_label_is_text():
    chart = Chart(caption='"><script>alert(1)</script>')
    chart.line("<img onerror=alert(1)>", [0, 1], [0, 1])
    page = draw(chart)
    assert "<script" not in page
    assert "<img" not in page
    assert "<img onerror=alert(1)>" in [one.text for one in ET.fromstring(page).iter(TEXT)]


def texts(chart: Chart) -> list[str]:
    return [one.text or "" for one in ET.fromstring(draw(chart)).iter(TEXT)]


def test_a_curve_that_is_far_away_does_not_flatten_what_is_expected():
    chart = Chart()
    chart.expect("line", [0, 1, 2], [0, 1, 2])
    chart.line("yours", [0, 1, 2], [0, 1, 1e30])
    assert {"0", "1", "2", "more outside ↗"} <= set(texts(chart))


def test_a_logarithmic_axis_shows_powers_of_ten_and_passes_over_zeros():
    chart = Chart(log=True)
    chart.points("yours", [0, 1, 2], [0, 1, 1e20])
    assert {"10⁰", "10¹⁰", "10²⁰"} <= set(texts(chart))
    points = [path.get("d") for path in ET.fromstring(draw(chart)).iter(PATH)][-1]
    assert points.count("M") == 2


def test_a_legend_that_is_long_does_not_cover_the_picture():
    chart = Chart()
    for number in range(MOST_SERIES):
        chart.line(f"a rather long name {number}", [0, 1], [0, number])
    _, _, width, height = map(float, ET.fromstring(draw(chart)).get("viewBox").split())
    assert height > width / 2 + 100
