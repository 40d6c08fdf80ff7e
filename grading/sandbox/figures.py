"""Reads a figure as plain numbers. It runs in the student's kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from grading.sandbox.values import Node, Tensors, encode

NO_INK = (None, "None", "none", " ", "")  # matplotlib's names for no line and no marker
FAINTEST = 0.05  # opacity that can still be seen


def read(figure: Figure) -> Node:
    """What a figure shows; the points of its curves are numpy's arrays."""
    curves = [(curve, axes) for axes in figure.axes for curve in _curves(axes)]
    return {
        "size": [float(side) for side in figure.get_size_inches()],
        "axes": [_read_axes(axes) for axes in figure.axes],
        "curves": [_read_curve(*pair, figure.axes) for pair in curves],
        "legend": [
            {
                "label": text.get_text(),
                "curves": [i for i, (curve, _) in enumerate(curves) if _is_key_of(key, curve)],
            }
            for legend in _legends(figure)
            if legend.get_visible()
            for key, text in zip(legend.legend_handles, legend.get_texts(), strict=False)
        ],
    }


def _legends(parent: Any) -> Iterator[Legend]:
    """The legends of a figure and of the axes in it; `findobj` would make every tick anew."""
    for child in parent.get_children():
        if isinstance(child, Legend):
            yield child
        elif isinstance(child, Axes | SubFigure):
            yield from _legends(child)


def _curves(axes: Any) -> list[Any]:
    """The lines and point clouds of the axes."""
    clouds = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
    return [*axes.lines, *clouds]


def _read_axes(axes: Axes) -> Node:
    return {
        "visible": axes.get_visible(),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xlim": [float(end) for end in axes.get_xlim()],
        "ylim": [float(end) for end in axes.get_ylim()],
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
    }


def _read_curve(curve: Any, axes: Any, all_axes: list[Axes]) -> Node:
    is_line = isinstance(curve, Line2D)
    points = curve.get_xydata() if is_line else curve.get_offsets()
    points = np.ma.filled(np.ma.asarray(points, dtype=np.float64), np.nan).reshape(-1, 2)
    units = curve.get_transform() if is_line else curve.get_offset_transform()
    return {
        "points": points,
        "axes": all_axes.index(axes),
        "visible": bool(axes.get_visible() and _is_visible(curve, axes.get_facecolor())),
        "in_data_units": units == axes.transData,
    }


def _is_visible(curve: Any, background: tuple[float, ...]) -> bool:
    if isinstance(curve, Line2D):
        has_line = curve.get_linestyle() not in NO_INK and curve.get_linewidth() > 0
        has_ink = has_line or (curve.get_marker() not in NO_INK and curve.get_markersize() > 0)
    else:
        has_ink = curve.get_sizes().any()
    *rgb, opacity = _color(curve)
    stands_out = opacity > FAINTEST and rgb != list(background[:3])
    return bool(curve.get_visible() and has_ink and stands_out)


def _is_key_of(key: Any, curve: Any) -> bool:
    """Whether a legend's key looks like the curve; a patch need only have the same color."""
    if isinstance(key, Patch):
        return _color(key)[:3] == _color(curve)[:3]
    return _look(key) == _look(curve)


def _look(artist: Any) -> tuple[Any, ...]:
    """What a reader tells one curve from another by."""
    if isinstance(artist, Line2D):
        return _color(artist)[:3], artist.get_linestyle(), artist.get_marker()
    return (_color(artist)[:3],)


def _color(artist: Any) -> tuple[float, ...]:
    """Red, green, blue and opacity; of a cloud or a patch, that of its face or else its edge."""
    if isinstance(artist, Line2D):
        return to_rgba(artist.get_color(), artist.get_alpha())
    for name in ("get_facecolor", "get_edgecolor"):
        for color in to_rgba_array(getattr(artist, name, lambda: "none")()):
            if color[3] > 0:
                return tuple(map(float, color))
    return (0.0, 0.0, 0.0, 0.0)


def encode_figure(figure: Node, tensors: Tensors) -> Node:
    """Turn what was read of a figure into JSON; its points are added to `tensors`."""
    for curve in figure["curves"]:
        curve["points"] = encode(torch.from_numpy(curve["points"]), tensors)
    return figure
