"""Collects every matplotlib figure that a call creates or changes, in the student's kernel.

A figure refers to itself, so only Python's garbage collector can delete one. Before each collection
this module keeps the figures among the new objects until the call is over. So no figure is missed,
also if it was closed, or made without pyplot. A figure is read whenever it is drawn, as the
student's code may clear it later.
"""

from __future__ import annotations

import gc
from typing import Any
from weakref import WeakSet

import matplotlib.pyplot as plt
from matplotlib.backend_bases import Event, FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from grading.sandbox.inside.figures import KINDS, read
from grading.sandbox.inside.modes import own_modes
from grading.sandbox.values import Node

BACKEND = f"module://{__name__}"
HOOK = f"{__name__}:watch"  # pyplot calls it with each figure that it makes

_before: WeakSet[Figure] = WeakSet()  # figures from before the call
_made: dict[Figure, None] = {}  # figures that the call has made, in order
_shown: dict[Figure, Node] = {}  # content of a figure when it was last drawn during the call


class FigureManager(FigureManagerBase):
    """Reads figures in place of showing them."""

    @classmethod
    def pyplot_show(cls, **_: Any) -> None:
        """Read all figures, and close them, as the notebook does."""
        for number in plt.get_fignums():
            _read_shown(plt.figure(number))
        plt.close("all")


class FigureCanvas(FigureCanvasAgg):
    """The canvas of pyplot's figures while this module is the backend."""

    manager_class = FigureManager


def begin() -> None:
    """Start collecting a call's figures, whatever figures and backend an earlier call has left."""
    plt.close("all")
    if plt.get_backend() != BACKEND:
        plt.switch_backend(BACKEND)
    if HOOK not in plt.rcParams["figure.hooks"]:
        plt.rcParams["figure.hooks"] = [*plt.rcParams["figure.hooks"], HOOK]
    if _keep_new_figures in gc.callbacks:
        gc.callbacks.remove(_keep_new_figures)
    _made.clear()
    _shown.clear()
    gc.collect()
    for figure in _figures(gc.get_objects()):
        watch(figure)
        _before.add(figure)
    gc.freeze()  # from here on, the collector knows only what is new
    for figure in _before:
        figure.stale = False  # until the call changes the figure
    gc.callbacks.append(_keep_new_figures)


def drawn() -> list[Node]:
    """Return the contents of the figures that were made, changed or drawn since `begin`."""
    _keep_new_figures("start", {})
    changed = [figure for figure in _before if figure.stale or figure in _shown]
    return [_last_seen(figure) for figure in [*changed, *_made]]


def watch(figure: Figure) -> None:
    """Read a figure whenever it is drawn, for a screen or into a file."""
    figure.canvas.mpl_connect("draw_event", _on_draw)


def _on_draw(event: Event) -> None:
    _read_shown(event.canvas.figure)


def _read_shown(figure: Figure) -> None:
    with own_modes():
        content = read(figure)
    if _shows_something(content):
        _shown[figure] = content


def _last_seen(figure: Figure) -> Node:
    """Return a figure's content, or that of its last drawing if it has been cleared since."""
    now = read(figure)
    if _shows_something(now):
        return now
    return _shown.get(figure, now) | {"size": now["size"]}  # its drawing for a file may be cropped


def _shows_something(content: Node) -> bool:
    return any(content[kind] for kind in (*KINDS, "images", "texts"))


def _keep_new_figures(phase: str, _: dict[str, int]) -> None:
    if phase == "start":  # before a collection, which could delete them
        _made.update(dict.fromkeys(_figures(gc.get_objects(generation=0))))


def _figures(objects: list[Any]) -> list[Figure]:
    # By type: an object may pretend to have another class, and isinstance would run its code.
    return [candidate for candidate in objects if issubclass(type(candidate), Figure)]
