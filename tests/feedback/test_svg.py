"""Charts as they are drawn on a page."""

import math
import re
import xml.etree.ElementTree as ET

import torch
from checks.test_chart import figure
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.checks.chart import MAX_POINTS, MAX_SERIES, Chart
from grading.feedback.svg import draw, draw_on_white

TEXT = "{http://www.w3.org/2000/svg}text"
PATH = "{http://www.w3.org/2000/svg}path"


def test_a_drawing_is_bounded():
    chart = Chart()
    for _ in range(MAX_SERIES):
        chart.line("x" * 1000, torch.arange(MAX_POINTS), torch.rand(MAX_POINTS))
    assert len(draw(chart, "A picture.")) < 60_000


numbers = st.lists(st.floats() | st.sampled_from([0.0, 1e300, -1e308, 5e-324]), max_size=8)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    x=numbers,
    y=numbers,
    wanted=numbers,
    ends=st.lists(st.floats(), min_size=2, max_size=2),
    scale=st.sampled_from(["linear", "log", "polar"]),
    label=st.text(),
)
def test_whatever_is_drawn_is_well_formed(x, y, wanted, ends, scale, label):
    chart = Chart(caption=label, xlabel=label, ylabel=label)
    chart.curves([figure(x, label=label, xlim=ends, ylim=ends[::-1], xscale=scale, yscale=scale)])
    chart.expect(label, x, wanted)
    chart.expect_between(wanted, x, y)
    chart.line(label, x, y)
    chart.points(label, y, x)
    for svg in (
        draw(chart, "A picture."),
        draw(chart, "A picture.", small=True),
        draw_on_white(chart, "A picture."),
    ):
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
    page = draw(chart, "A picture.")
    assert "<script" not in page
    assert "<img" not in page
    assert "<img onerror=alert(1)>" in [one.text for one in ET.fromstring(page).iter(TEXT)]


def texts(chart: Chart, say=str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(draw(chart, "A picture.", say)).iter(TEXT)]


def test_a_curve_that_is_far_away_does_not_flatten_what_is_expected():
    chart = Chart()
    chart.expect("line", [0, 1, 2], [0, 1, 2])
    chart.line("yours", [0, 1, 2], [0, 1, 1e30])
    assert {"0", "1", "2", "more outside ↗"} <= set(texts(chart))


def test_its_own_words_are_in_the_readers_language():
    chart = Chart()
    chart.expect("line", [0, 1, 2], [0, 1, 2])
    chart.line("yours", [0, 1, 2], [0, 1, 1e30])
    assert {"EXPECTED", "MORE OUTSIDE ↗", "yours"} <= set(texts(chart, str.upper))
    nothing = Chart()
    nothing.line("yours", [0, 1], [math.nan, math.nan])
    assert "NOTHING TO SEE" in texts(nothing, str.upper)


def test_a_logarithmic_axis_shows_powers_of_ten_and_passes_over_zeros():
    chart = Chart(log=True)
    chart.points("yours", [0, 1, 2], [0, 1, 1e20])
    assert {"10⁰", "10¹⁰", "10²⁰"} <= set(texts(chart))
    points = [path.get("d") for path in ET.fromstring(draw(chart, "A picture.")).iter(PATH)][-1]
    assert points.count("M") == 2


def test_a_legend_that_is_long_does_not_cover_the_picture():
    chart = Chart()
    for number in range(MAX_SERIES):
        chart.line(f"a rather long name {number}", [0, 1], [0, number])
    _, _, width, height = map(
        float, ET.fromstring(draw(chart, "A picture.")).get("viewBox").split()
    )
    assert height > width / 2 + 100


def test_a_curve_is_drawn_on_the_axes_that_the_student_gave_it():
    chart = Chart(log=True)
    chart.expect("gradient", [0, 1, 2], [1, 0.1, 0.01])
    chart.curves([figure([1, 0.1, 0.01], xlim=[2, 0], ylim=[-0.2, 0.2])])
    assert {"0.2", "−0.2", "more outside ↗", "not in the legend"} <= set(texts(chart))
    assert not [text for text in texts(chart) if "10" in text]
    line = ET.fromstring(draw(chart, "A picture.")).findall(f".//{PATH}")[-1].get("d")
    first, *_, last = (float(point.split(",")[0]) for point in re.findall(r"[\d.-]+,[\d.-]+", line))
    assert first > last  # the axis runs backwards
    logarithmic = Chart()
    logarithmic.curves([figure([1, 10, 100], ylim=[0.5, 200], yscale="log")])
    assert {"10⁰", "10²"} <= set(texts(logarithmic))


def test_the_names_of_what_is_expected_stand_where_the_lines_are_apart():
    chart = Chart()
    for number in range(3):
        chart.expect(f"start {number}", [0, 1], [number, 1])
    chart.line("yours", [0, 1], [0, 1])
    names = [
        (one.get("text-anchor"), one.get("y"))
        for one in ET.fromstring(draw(chart, "A picture.")).iter(TEXT)
        if (one.text or "").startswith("start ")
    ]
    assert {anchor for anchor, _ in names} == {"start"}
    assert len({up for _, up in names}) == 3
