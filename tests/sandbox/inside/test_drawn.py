"""Figures of a call are found however they were drawn, and no others."""

import pytest
from kernels import submission

SETUP = """
import gc, io, os
import matplotlib
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

left_over, axes_from_before = plt.subplots()
axes_from_before.plot([0, 1], [5, 5])
plt.show()

def curve(axes=plt):
    axes.plot([0, 1], [2, 3])
"""
WAYS = {
    "inline": "get_ipython().run_line_magic('matplotlib', 'inline'); curve(); plt.show()",
    "inline_twice": "%matplotlib inline\n    curve(); plt.show(); plt.clf()",
    "agg": "matplotlib.use('Agg'); curve(); plt.savefig(io.BytesIO()); plt.close()",
    "svg": "plt.switch_backend('svg'); curve(); plt.savefig('plot.svg'); plt.close('all')",
    "pdf": "curve(); plt.savefig('plot.pdf'); plt.close()",
    "cleared_file": "curve(); plt.savefig('plot.png'); plt.clf(); plt.close()",
    "cleared_axes": "curve(); plt.savefig('plot.svg'); plt.cla(); plt.close()",
    "shown_and_cleared": "figure = plt.figure(); curve(); plt.show(); figure.clf()",
    "drawn_and_cleared": "curve(); plt.draw(); plt.gcf().canvas.draw(); plt.clf(); plt.close()",
    "without_pyplot": "curve(Figure().subplots())",
    "without_pyplot_file": "f = Figure(); curve(f.subplots()); f.savefig('f.png')",
    "displayed": "f = Figure(); curve(f.subplots()); display(f)",
    "returned": "f, axes = plt.subplots(); curve(axes); plt.close(f); return f",
    "ioff": "plt.ioff(); curve(); plt.close()",
    "with_ioff": "with plt.ioff(): curve()",
    "ion": "plt.ion(); curve()",
    "forgotten": "curve(); plt.close('all'); gc.collect(); gc.collect()",
    "many_objects": "curve(); plt.close(); [[[]] for _ in range(300_000)]",
    "rcdefaults": "plt.rcdefaults(); curve(); plt.savefig('x.png'); plt.close()",
    "style": "with plt.style.context('ggplot'): curve(); plt.show()",
    "rc": "with plt.rc_context({'figure.hooks': []}): curve(); plt.close()",
    "show_by_object": "f, axes = plt.subplots(); curve(axes); f.show()",
    "from_before": "axes_from_before.clear(); curve(axes_from_before)",
    "from_before_file": "left_over.clf(); curve(left_over.subplots()); left_over.savefig('f.png')",
    "subclass": "class Mine(Figure): pass\n    plt.figure(FigureClass=Mine); curve(); plt.close()",
    "in_a_subfigure": "curve(plt.figure().subfigures(1, 2)[0].subplots())",
    "cropped": "curve(); plt.savefig('f.png', bbox_inches='tight'); plt.clf()",
    "pause": "curve(); plt.pause(0.01); plt.close()",
}
FUNCTIONS = "".join(f"\ndef {name}():\n    {code}\n" for name, code in WAYS.items())
NOTHING = """
def nothing(): pass
def looks(): return len(left_over.axes), plt.get_fignums()
def fails():
    curve()
    raise ValueError
"""


@pytest.fixture(scope="module")
def student():
    with submission(SETUP, FUNCTIONS, NOTHING) as running:
        yield running


@pytest.mark.parametrize("name", WAYS)
def test_a_figure_is_found_whatever_way_it_was_drawn(student, name):
    getattr(student, name)()
    shown = [figure for figure in student.figures if figure.curves]
    assert [c.points.tolist() for figure in shown for c in figure.curves] == [[[0, 2], [1, 3]]]
    assert shown[0].size == [6.4, 4.8], "the figure's own size, however it was cropped"
    student.nothing()
    assert student.figures == []


def test_a_figure_from_before_does_not_count_unless_the_call_changes_it(student):
    assert student.looks() == (1, [])
    assert student.figures == []
    with pytest.raises(Exception, match="raised ValueError"):
        student.fails()
    student.nothing()
    assert student.figures == []
