"""Finds the figures that a call has drawn, however it did. It runs in the student's kernel.

A figure refers to itself, so only Python's garbage collector ends one. Each time before it does its
work, the figures among the new objects are kept until the call is over. So none is missed, also if
it was closed, or made without pyplot. A figure that is drawn is read at once: it may be cleared.
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
_made: dict[Figure, None] = {}  # those of the call, in order
_shown: dict[Figure, Node] = {}  # what was last to be seen of a figure during the call


class FigureManager(FigureManagerBase):
    """Shows figures to nobody."""

    @classmethod
    def pyplot_show(cls, **_: Any) -> None:
        """Close what was shown, as the notebook does."""
        for number in plt.get_fignums():
            _look_at(plt.figure(number))
        plt.close("all")


class FigureCanvas(FigureCanvasAgg):
    """What pyplot draws on while this module is its backend."""

    manager_class = FigureManager


def begin() -> None:
    """Start afresh, whatever figures and backend the last call has left."""
    plt.close("all")
    if plt.get_backend() != BACKEND:
        plt.switch_backend(BACKEND)
    if HOOK not in plt.rcParams["figure.hooks"]:
        plt.rcParams["figure.hooks"] = [*plt.rcParams["figure.hooks"], HOOK]
    if _keep in gc.callbacks:
        gc.callbacks.remove(_keep)
    _made.clear()
    _shown.clear()
    gc.collect()
    for figure in _figures(gc.get_objects()):
        watch(figure)
        _before.add(figure)
    gc.freeze()  # from here on, the collector knows only what is new
    for figure in _before:
        figure.stale = False  # until the call changes it
    gc.callbacks.append(_keep)


def drawn() -> list[Node]:
    """Return the figures that were made, changed or drawn since `begin`."""
    _keep("start", {})
    changed = [figure for figure in _before if figure.stale or figure in _shown]
    return [_last_seen(figure) for figure in [*changed, *_made]]


def watch(figure: Figure) -> None:
    """Have a figure read whenever it is drawn, on a screen that is none or into a file."""
    figure.canvas.mpl_connect("draw_event", _on_draw)


def _on_draw(event: Event) -> None:
    _look_at(event.canvas.figure)


def _look_at(figure: Figure) -> None:
    with own_modes():
        seen = read(figure)
    if _shows_something(seen):
        _shown[figure] = seen


def _last_seen(figure: Figure) -> Node:
    """Return a figure as it is now, or as it was drawn if it has been cleared since."""
    now = read(figure)
    if _shows_something(now):
        return now
    return _shown.get(figure, now) | {"size": now["size"]}  # while it is cropped, it has another


def _shows_something(seen: Node) -> bool:
    return any(seen[kind] for kind in (*KINDS, "images", "texts"))


def _keep(phase: str, _: dict[str, int]) -> None:
    """Keep the figures that were made since the last collection; a new one is to begin."""
    if phase == "start":
        _made.update(dict.fromkeys(_figures(gc.get_objects(generation=0))))


def _figures(objects: list[Any]) -> list[Figure]:
    # By its type, as an object may pretend to be of another class, and run code to say so.
    return [thing for thing in objects if issubclass(type(thing), Figure)]
