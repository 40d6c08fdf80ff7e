"""Figures that a student's function draws, as they are read in the kernel, and those of cells."""

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
