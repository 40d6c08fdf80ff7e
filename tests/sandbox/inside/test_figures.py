"""Figures that a student's function draws, as they are read in the kernel, and those of cells."""

import pytest
from kernels import submission

PLOT = """
import matplotlib.pyplot as plt

def plot():
    plt.figure(figsize=(4, 2))
    plt.plot([0, 1, 2], [0, 1, float("nan")], "r--", label="red")
    plt.plot([0, 1], [1, 0], "b-", label="blue")
    plt.plot([0, 1], [1, 1], label="hidden", visible=False)
    plt.axhline(0.5)
    plt.legend()
    plt.xlabel("abscissa")
    plt.show()
    plt.scatter([0, 3], [1, 2])
    plt.close("all")

def double(x):
    return 2 * x
"""


def test_figures_are_read_as_numbers_also_when_they_were_shown_and_closed():
    with submission(PLOT) as student:
        assert student.plot() is None
        lines, points = student.figures
        student.double(1)
        assert student.figures == []
    assert lines.size == [4, 2]
    assert lines.axes[0].xlabel == "abscissa"
    assert [(c.visible, c.in_data_units) for c in lines.curves] == [
        (True, True),
        (True, True),
        (False, True),
        (True, False),
    ]
    assert lines.curves[0].points.isnan().sum() == 1
    by_label = {entry.label: entry.curves for entry in lines.legend}
    assert (by_label["red"], by_label["blue"]) == ([0], [1])
    assert points.curves[0].points.tolist() == [[0, 1], [3, 2]]


def test_axes_that_are_not_rectangular_have_a_scale_of_their_own():
    plot = "import matplotlib.pyplot as plt\ndef plot(): plt.polar([0, 1, 2], [0, 1, 4])"
    with submission(plot) as student:
        student.plot()
        (figure,) = student.figures
    assert figure.axes[0].xscale == "polar"


def test_what_a_cell_draws_is_shown_below_it_as_in_jupyter():
    with submission(PLOT, "plt.plot([0, 1], [1, 0]);") as student:
        assert student.double(1) == 2
    (output,) = student.first_run.cells[1].outputs
    assert "image/png" in output.data


COUNTS = [2.0, 0.0, 3.0]
BARS = [[0, 0, 1, 2], [1, 0, 1, 0], [2, 0, 1, 3]]  # left, bottom, width, height
HISTOGRAMS = {
    "bar": "plt.bar([0.5, 1.5, 2.5], [2, 0, 3], width=1, label='all')",
    "hist": "plt.hist([0.1, 0.2, 2.1, 2.2, 2.3], bins=[0, 1, 2, 3], label='all')",
    "step": "plt.hist([0.1, 0.2, 2.1, 2.2, 2.3], [0, 1, 2, 3], histtype='step', label='all')",
    "filled": "plt.hist([0, 0, 2, 2, 2], [0, 1, 2, 3], histtype='stepfilled', label='all')",
    "stairs": "plt.stairs([2, 0, 3], [0, 1, 2, 3], label='all')",
    "stairs from none": "plt.stairs([2, 0, 3], [0, 1, 2, 3], baseline=0, fill=True, label='all')",
    "series": "import pandas; pandas.Series([2, 0, 3]).plot.bar(width=1, label='all')",
    "d2l": "plt.gca().bar([0, 1, 2], [2, 0, 3], width=1, align='edge', label='all')",
}


def figures_of(code: str):
    with submission(f"import matplotlib.pyplot as plt\ndef f():\n    {code}") as student:
        student.f()
        return student.figures


def test_bars_are_read_whatever_drew_them():
    for name, code in HISTOGRAMS.items():
        (figure,) = figures_of(f"{code}; plt.legend()")
        (bars,) = figure.bars
        boxes = bars.points.clone()
        boxes[:, 0] -= boxes[0, 0].item()
        assert boxes.tolist() == BARS, name
        assert (bars.visible, bars.is_whole, bars.in_data_units) == (True, True, True), name
        assert [(entry.label, entry.bars) for entry in figure.legend] == [("all", [0])], name
        assert figure.curves == figure.areas == [], name


def test_bars_beside_each_other_are_told_apart_in_the_legend():
    code = "plt.bar([0, 1], [1, 2], 0.4, label='a'); plt.bar([0.4, 1.4], [3, 4], 0.4, label='b')"
    (figure,) = figures_of(f"{code}; plt.plot([0, 1], [1, 1], 'k', label='c'); plt.legend()")
    entries = {entry.label: (entry.bars, entry.curves) for entry in figure.legend}
    assert entries == {"a": ([0], []), "b": ([1], []), "c": ([], [0])}


def test_bars_that_lie_and_bars_on_each_other_keep_their_sides():
    code = "plt.barh(['x', 'y'], [3, 4], height=0.5); plt.barh(['x', 'y'], [1, 1], left=[3, 4])"
    (figure,) = figures_of(code)
    assert figure.bars[0].points.tolist() == [[0, -0.25, 3, 0.5], [0, 0.75, 4, 0.5]]
    assert figure.bars[1].points[:, 0].tolist() == [3, 4]
    assert [(tick.at, tick.label) for tick in figure.axes[0].yticks] == [(0, "x"), (1, "y")]
    assert figure.axes[0].xticks == []


def test_words_on_an_axis_and_titles_are_read():
    code = "plt.plot([1, 2]); plt.xticks([0, 1], ['start', 'end']); plt.title('left', loc='left')"
    (figure,) = figures_of(f"{code}; plt.suptitle('above')")
    axes = figure.axes[0]
    assert [(tick.at, tick.label) for tick in axes.xticks] == [(0, "start"), (1, "end")]
    assert (axes.title, figure.title, axes.yticks) == ("left", "above", [])


def test_filled_areas_are_read_by_their_outline():
    code = "plt.fill_between([0, 1, 2], [0, 1, 0], [2, 3, 2], label='band'); plt.legend(); "
    code += "plt.axvspan(0, 1, color='g'); plt.fill([0, 1, 0.5], [0, 0, 1], 'r')"
    (figure,) = figures_of(code)
    spans = [area for area in figure.areas if not area.in_data_units]
    (band,) = [area for area in figure.areas if len(area.points) > 5 and area.in_data_units]
    assert [1.0, 3.0] in band.points.tolist()
    assert len(spans) <= 1
    assert len(figure.areas) == 3
    assert [(entry.label, len(entry.areas)) for entry in figure.legend] == [("band", 1)]


@pytest.mark.parametrize("stacked", [True, False])
def test_the_sample_of_an_area_is_for_its_upper_edge(stacked):
    frame = "pd.DataFrame({'low': [1, 2, 1], 'high': [3, 4, 5]})"
    (figure,) = figures_of(f"import pandas as pd; {frame}.plot.area(stacked={stacked}, alpha=0.3)")
    heights = {
        entry.label: [
            figure.curves[index].points[:, 1].tolist() for index in figure.curves_of(entry)
        ]
        for entry in figure.legend
    }
    high = [4, 6, 6] if stacked else [3, 4, 5]
    assert heights == {"low": [[1, 2, 1]], "high": [high]}


def test_an_area_without_an_edge_has_no_curve():
    code = "plt.fill_between([0, 1, 2], [1, 2, 1], label='filled'); plt.plot([0, 1, 2], [0, 3, 0])"
    (figure,) = figures_of(f"{code}; plt.legend()")
    assert [figure.curves_of(entry) for entry in figure.legend] == [[]]


def test_images_are_read_as_they_were_given():
    code = "plt.imshow([[0, 1, 2], [3, 4, 5]], extent=[0, 3, 0, 2]); import numpy as np; "
    code += "plt.figure(); plt.imshow(np.zeros((400, 400)), vmin=0, vmax=1)"
    small, large = figures_of(code)
    assert small.images[0].pixels.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert small.images[0].extent == [0, 3, 0, 2]
    assert large.images[0].pixels is None
    assert large.images[0].visible


def test_texts_are_read_with_what_they_are_at():
    code = "plt.plot([0, 10], [0, 100]); plt.text(2, 20, 'here'); plt.text(0.5, 0.5, 'middle', "
    code += (
        "transform=plt.gca().transAxes); plt.annotate('peak', (10, 100), (5, 50), arrowprops={})"
    )
    (figure,) = figures_of(code + "; plt.xlim(0, 10); plt.ylim(0, 100)")
    texts = {text.text: (round(text.x, 6), round(text.y, 6)) for text in figure.texts}
    assert texts == {"here": (2, 20), "middle": (5, 50), "peak": (10, 100)}


def test_of_too_many_parts_the_first_are_read():
    (figure,) = figures_of("[plt.text(0, 0, 'a') for _ in range(1500)]; plt.bar([0], [1])")
    assert (len(figure.texts), len(figure.bars)) == (1000, 1)


def test_what_shows_a_picture_only_is_there_also_when_it_was_cleared():
    (figure,) = figures_of("plt.bar([0], [1]); plt.savefig('a.png'); plt.clf()")
    assert len(figure.bars) == 1
