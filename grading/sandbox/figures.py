"""Reads a figure as plain numbers. It runs in the student's kernel.

Whether a curve can be seen, and which curve a legend means, is found out as a reader does: by what
they look like once they are painted, however that came about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.container import ErrorbarContainer, StemContainer
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea

from grading.sandbox.paint import ink, most_alike, over, paint
from grading.sandbox.values import Node, Tensors, encode

DPI, LARGEST = 100, 2000  # of a figure that is painted, and its longest side in pixels
FINE = 300  # of a legend's samples, so that thin lines show their colors


@dataclass(frozen=True)
class Curve:
    """A line or a cloud of points, however it was drawn.

    Attributes:
        axes: where it is.
        points: array of shape (n, 2).
        artists: what is painted for it.
        handle: what a legend takes to show a sample of it.
        in_data_units: whether the points are on the axes' own scales.
    """

    axes: Axes
    points: np.ndarray
    artists: list[Any]
    handle: Any
    in_data_units: bool


def read(figure: Figure) -> Node:
    """Return what a figure shows; the points of its curves are numpy's arrays."""
    dpi, size = figure.get_dpi(), figure.get_size_inches()
    try:
        figure.set_dpi(min(DPI, LARGEST / max(size)))
        panels = list(_panels(figure.axes))
        curves = [curve for axes in panels for curve in _curves(axes)]
        found = {
            "size": [float(side) for side in size],
            "axes": [_read_axes(axes) for axes in panels],
            "curves": [_read_curve(curve, figure, panels) for curve in curves],
        }
        figure.set_dpi(FINE)
        legends = [legend for legend in _legends(figure) if legend.get_visible()]
        return found | {
            "legend": [
                entry for legend in legends for entry in _read_legend(legend, curves, figure)
            ]
        }
    finally:
        figure.set_dpi(dpi)


def _panels(all_axes: list[Any]) -> Iterator[Axes]:
    """Yield the axes, and those inset into them."""
    for axes in all_axes:
        yield axes
        yield from _panels(axes.child_axes)


def _legends(parent: Any) -> Iterator[Legend]:
    """Yield the legends of a figure and of the axes in it; `findobj` would make every tick anew."""
    for child in parent.get_children():
        if isinstance(child, Legend):
            yield child
        elif isinstance(child, Axes | SubFigure):
            yield from _legends(child)


def _curves(axes: Axes) -> Iterator[Curve]:
    """Yield the curves in the axes; of error bars and stems, their line or markers."""
    handles: dict[Any, Any] = {}
    beside: list[Any] = []
    for container in axes.containers:
        if isinstance(container, ErrorbarContainer):
            data, caps, _ = container.lines
            handles[data] = container
            beside += caps
        elif isinstance(container, StemContainer):
            handles[container.markerline] = container
            beside.append(container.baseline)
    for line in axes.lines:
        if line not in beside:
            handle = handles.get(line, line)
            stems = [handle.stemlines] if isinstance(handle, StemContainer) else []
            in_data_units = line.get_transform() == axes.transData
            yield Curve(axes, _array(line.get_xydata()), [*stems, line], handle, in_data_units)
    for artist in axes.collections:
        if isinstance(artist, PathCollection):
            in_data_units = artist.get_offset_transform() == axes.transData
            yield Curve(axes, _array(artist.get_offsets()), [artist], artist, in_data_units)
        elif isinstance(artist, LineCollection):
            yield from _chains(axes, artist)


def _chains(axes: Axes, lines: Any) -> Iterator[Curve]:
    """Yield the lines of a collection; pieces that meet end to end are one."""
    chains: list[list[Any]] = []
    first = []  # the numbers of the pieces that the chains begin with
    for number, path in enumerate(lines.get_paths()):
        vertices = list(path.vertices)
        if chains and vertices and np.array_equal(chains[-1][-1:], vertices[:1]):
            chains[-1] += vertices[1:]
        elif vertices:
            chains.append(vertices)
            first.append(number)
    lines.update_scalarmappable()
    styles = [lines.get_colors(), lines.get_linewidths(), lines.get_linestyles()]
    for number, chain in zip(first, chains, strict=True):
        if len(chain) > 2:  # else a straight line, such as a bar of an error or a stem
            color, width, dashes = (values[number % len(values)] for values in styles)
            handle = Line2D([], [], color=color, linewidth=width, linestyle=dashes)
            in_data_units = lines.get_transform() == axes.transData
            yield Curve(axes, _array(chain), [lines], handle, in_data_units)


def _array(points: Any) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(points, dtype=np.float64), np.nan).reshape(-1, 2)


def _read_axes(axes: Axes) -> Node:
    return {
        "visible": axes.get_visible(),
        "box": [float(side) for side in axes.get_position().bounds],
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xlim": [float(end) for end in axes.get_xlim()],
        "ylim": [float(end) for end in axes.get_ylim()],
        "xscale": axes.get_xscale() if axes.name == "rectilinear" else axes.name,
        "yscale": axes.get_yscale(),
    }


def _read_curve(curve: Curve, figure: Figure, panels: list[Axes]) -> Node:
    return {
        "points": curve.points,
        "axes": panels.index(curve.axes),
        "visible": curve.axes.get_visible() and _can_be_seen(curve, figure),
        "is_whole": _is_whole(curve, figure),
        "in_data_units": bool(curve.in_data_units),  # transforms compare to numpy's bools
    }


def _is_whole(curve: Curve, figure: Figure) -> bool:
    """Whether no point lies outside of the axes or of the figure."""
    if not curve.in_data_units:
        return True
    pixels = curve.axes.transData.transform(curve.points[np.isfinite(curve.points).all(1)])
    boxes = [curve.axes.bbox.padded(2), figure.bbox.padded(2)]
    return all(((box.min <= pixels) & (pixels <= box.max)).all() for box in boxes)


def _can_be_seen(curve: Curve, figure: Figure) -> bool:
    """Whether some pixels of the figure, in which axes may be out of sight, show the curve."""
    background = _background(figure, curve.axes)

    def draw(renderer: RendererAgg) -> None:
        for artist in curve.artists:
            artist.draw(renderer)

    return bool(ink(paint(draw, *figure.bbox.size, background, DPI), background).sum() >= 10)


def _background(figure: Figure, axes: Axes | None) -> np.ndarray:
    """Return the color, as red, green and blue, of the figure or of the axes in it."""
    patches = [figure.patch, *([axes.patch] if axes else [])]
    color = np.ones(3)
    for patch in patches:
        if patch.get_visible():
            color = over(to_rgba(patch.get_facecolor()), color)
    return color


def _read_legend(legend: Legend, curves: list[Curve], figure: Figure) -> list[Node]:
    """Each label, and the curves whose samples look like the one beside it."""
    background = _background(figure, legend.axes)
    if legend.get_frame_on():
        background = over(to_rgba(legend.get_frame().get_facecolor()), background)
    pictures = [
        _paint_sample(sample, background) for sample in _samples(legend.parent, legend, curves)
    ]
    return [
        {
            "label": text.get_text(),
            "curves": most_alike(_paint_sample(sample, background), pictures, background),
        }
        for sample, text in zip(legend.findobj(DrawingArea), legend.get_texts(), strict=False)
    ]


def _samples(parent: Any, legend: Any, curves: list[Curve]) -> list[DrawingArea]:
    """Return what would stand beside the curves' labels in a legend like this one."""
    settings = ("numpoints", "scatterpoints", "markerscale", "handlelength", "handleheight")
    like = Legend(
        parent,
        [curve.handle for curve in curves],
        ["curve"] * len(curves),
        prop=legend.prop,
        handler_map=legend.get_legend_handler_map(),
        **{name: getattr(legend, name) for name in settings},
    )
    return list(like.findobj(DrawingArea))


def _paint_sample(sample: DrawingArea, background: np.ndarray) -> np.ndarray:
    margin, scale = 24, FINE / 72
    sample.set_offset((margin, margin))
    width, height = (2 * margin + side * scale for side in (sample.width, sample.height))
    return paint(sample.draw, width, height, background, FINE)


def encode_figure(figure: Node, tensors: Tensors) -> Node:
    """Turn what was read of a figure into JSON; its points are added to `tensors`."""
    for curve in figure["curves"]:
        curve["points"] = encode(torch.from_numpy(curve["points"]), tensors)
    return figure
