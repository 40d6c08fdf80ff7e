"""Reads a matplotlib figure as plain numbers, in the student's kernel.

Whether a curve can be seen, and which curve a legend entry means, is decided by painting both and
comparing pixels, as a reader would, whatever calls of matplotlib have drawn them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea
from matplotlib.patches import Polygon, Rectangle, StepPatch
from matplotlib.text import Annotation
from matplotlib.ticker import FixedFormatter, FuncFormatter

from grading.sandbox.inside.paint import ink, most_alike, over, paint
from grading.sandbox.values import Node, Tensors, encode

DPI, LARGEST = 100, 2000  # dots per inch of a painted figure, and its longest side in pixels
FINE = 300  # dots per inch of a legend's samples, so that thin lines show their colors


KINDS = ("curves", "bars", "areas")  # of series
MOST = 1000  # parts of each kind: the grader would refuse a figure with more
MOST_PIXELS = 100_000  # of an image that is sent


@dataclass(frozen=True)
class Series:
    """A curve (a line or a cloud of points), or bars, or an area; however it was drawn.

    Attributes:
        kind: "curves", "bars" or "areas".
        axes: the axes that the series is drawn in.
        points: array of shape (n, 2), for an area the outline; for bars of shape (n, 4): left,
            bottom, width and height of each bar.
        artists: the matplotlib artists to paint.
        handle: the artist or container that a legend shows as a sample.
        in_data_units: whether the points are on the axes' own scales.
    """

    kind: str
    axes: Axes
    points: np.ndarray
    artists: list[Any]
    handle: Any
    in_data_units: bool

    @property
    def corners(self) -> np.ndarray:
        """Points that span the series: if all of them are in sight, all of the series is."""
        if self.kind != "bars":
            return self.points
        near, size = self.points[:, :2], self.points[:, 2:]
        return np.concatenate([near, near + size])


def read(figure: Figure) -> Node:
    """Return the content of a figure as a node of `wire.Figure`, but with arrays of numpy's."""
    dpi, size = figure.get_dpi(), figure.get_size_inches()
    try:
        figure.set_dpi(min(DPI, LARGEST / max(size)))
        panels = list(_panels(figure.axes))
        drawn = [series for axes in panels for series in [*_curves(axes), *_shapes(axes)]]
        series = {
            kind: [member for member in drawn if member.kind == kind][:MOST] for kind in KINDS
        }
        content: Node = {
            "size": [float(side) for side in size],
            "title": figure.get_suptitle(),
            "axes": [_read_axes(axes) for axes in panels],
            "images": _read_parts(_read_images, panels),
            "texts": _read_parts(_read_texts, panels),
        }
        for kind, members in series.items():
            content[kind] = [_read_series(member, figure, panels) for member in members]
        figure.set_dpi(FINE)
        legends = [legend for legend in _legends(figure) if legend.get_visible()]
        return content | {
            "legend": [
                entry for legend in legends for entry in _read_legend(legend, series, figure)
            ]
        }
    finally:
        figure.set_dpi(dpi)


def _panels(all_axes: list[Any]) -> Iterator[Axes]:
    """Yield each axes, and those inset into it."""
    for axes in all_axes:
        yield axes
        yield from _panels(axes.child_axes)


def _legends(parent: Any) -> Iterator[Legend]:
    """Yield the legends of a figure and of its axes; `findobj` would create all ticks anew."""
    for child in parent.get_children():
        if isinstance(child, Legend):
            yield child
        elif isinstance(child, Axes | SubFigure):
            yield from _legends(child)


def _curves(axes: Axes) -> Iterator[Series]:
    """Yield the curves in the axes; of error bars and stems, only the line or the markers."""
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
            points, artists = _array(line.get_xydata()), [*stems, line]
            yield Series("curves", axes, points, artists, handle, in_data_units)
    for artist in axes.collections:
        if isinstance(artist, PathCollection):
            in_data_units = artist.get_offset_transform() == axes.transData
            points = _array(artist.get_offsets())
            yield Series("curves", axes, points, [artist], artist, in_data_units)
        elif isinstance(artist, LineCollection):
            yield from _chains(axes, artist)


def _shapes(axes: Axes) -> Iterator[Series]:
    """Yield the bars and the areas in the axes; a histogram is bars, also as an outline."""
    in_bars: set[Any] = set()
    for bars in axes.containers:
        if isinstance(bars, BarContainer) and bars.patches:
            sides = [(*bar.get_xy(), bar.get_width(), bar.get_height()) for bar in bars.patches]
            in_bars |= set(bars.patches)
            yield Series("bars", axes, _array(sides, 4), list(bars.patches), bars, True)
    for patch in axes.patches:
        in_data_units = patch.get_transform().contains_branch(axes.transData)
        if isinstance(patch, StepPatch):
            yield Series("bars", axes, _stairs(patch), [patch], patch, in_data_units)
        elif isinstance(patch, Polygon | Rectangle) and patch not in in_bars:
            outline = patch.get_patch_transform().transform(patch.get_path().vertices)
            boxes = _steps(outline) if isinstance(patch, Polygon) else np.empty((0, 4))
            kind, points = ("bars", boxes) if len(boxes) else ("areas", _array(outline))
            yield Series(kind, axes, points, [patch], patch, in_data_units)
    for artist in axes.collections:
        if isinstance(artist, PolyCollection):
            in_data_units = artist.get_transform() == axes.transData
            for path in artist.get_paths():
                points = _array(path.vertices)
                yield Series("areas", axes, points, [artist], artist, in_data_units)


def _stairs(patch: StepPatch) -> np.ndarray:
    """Return the bars that `stairs` draws."""
    values, edges, baseline = patch.get_data()
    base = np.zeros_like(values) if baseline is None else np.broadcast_to(baseline, values.shape)
    boxes = np.stack([edges[:-1], base, np.diff(edges), values - base], axis=1)
    return boxes if patch.orientation == "vertical" else boxes[:, [1, 0, 3, 2]]


def _steps(outline: np.ndarray) -> np.ndarray:
    """Return the bars of an outline that has only horizontal and vertical lines; or none."""
    moves = np.diff(outline, axis=0)
    if not (moves == 0).any(axis=1).all():
        return np.empty((0, 4))
    base, forward = outline[0, 1], moves[:, 0] > 0
    starts, widths = outline[:-1][forward], moves[forward, 0]
    return np.stack([starts[:, 0], np.full(len(starts), base), widths, starts[:, 1] - base], axis=1)


def _chains(axes: Axes, lines: Any) -> Iterator[Series]:
    """Yield the lines of a collection; join pieces that meet end to end."""
    chains: list[list[Any]] = []
    first_pieces = []  # numbers of the pieces that the chains begin with
    for number, path in enumerate(lines.get_paths()):
        vertices = list(path.vertices)
        if chains and vertices and np.array_equal(chains[-1][-1:], vertices[:1]):
            chains[-1] += vertices[1:]
        elif vertices:
            chains.append(vertices)
            first_pieces.append(number)
    lines.update_scalarmappable()
    styles = [lines.get_colors(), lines.get_linewidths(), lines.get_linestyles()]
    for number, chain in zip(first_pieces, chains, strict=True):
        if len(chain) > 2:  # a straight line may be an error bar or a stem
            color, width, dashes = (values[number % len(values)] for values in styles)
            handle = Line2D([], [], color=color, linewidth=width, linestyle=dashes)
            in_data_units = lines.get_transform() == axes.transData
            yield Series("curves", axes, _array(chain), [lines], handle, in_data_units)


def _array(points: Any, width: int = 2) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(points, dtype=np.float64), np.nan).reshape(-1, width)


def _read_axes(axes: Axes) -> Node:
    return {
        "visible": axes.get_visible(),
        "box": [float(side) for side in axes.get_position().bounds],
        "title": axes.get_title() or axes.get_title("left") or axes.get_title("right"),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xlim": [float(end) for end in axes.get_xlim()],
        "ylim": [float(end) for end in axes.get_ylim()],
        "xscale": axes.get_xscale() if axes.name == "rectilinear" else axes.name,
        "yscale": axes.get_yscale(),
        "xticks": _read_ticks(axes.xaxis),
        "yticks": _read_ticks(axes.yaxis),
    }


def _read_ticks(axis: Axis) -> list[Node]:
    """Return the texts on an axis and their places; none for an axis with plain numbers."""
    formatter = axis.get_major_formatter()
    if not isinstance(formatter, FixedFormatter | FuncFormatter | StrCategoryFormatter):
        return []
    places = axis.get_majorticklocs()
    labels = formatter.format_ticks(list(places))
    ticks = [{"at": float(at), "label": text} for at, text in zip(places, labels, strict=False)]
    return ticks[:MOST]


def _read_parts(read: Callable[[Axes], Iterator[Node]], panels: list[Axes]) -> list[Node]:
    parts = (part | {"axes": n} for n, axes in enumerate(panels) for part in read(axes))
    return list(islice(parts, MOST))


def _read_images(axes: Axes) -> Iterator[Node]:
    """Yield the images in the axes, each with its numbers; None in place of too many numbers."""
    for image in axes.images:
        pixels = np.ma.filled(np.ma.asarray(image.get_array(), dtype=np.float64), np.nan)
        extent = [float(end) for end in image.get_extent()]
        is_small = pixels.size <= MOST_PIXELS
        visible = bool(image.get_visible() and axes.get_visible())
        yield {"pixels": pixels if is_small else None, "extent": extent, "visible": visible}


def _read_texts(axes: Axes) -> Iterator[Node]:
    """Yield the texts in the axes, each with its place on the axes' own scales."""
    for text in axes.texts:
        place = text.get_transform().transform(text.get_unitless_position())
        x, y = axes.transData.inverted().transform(place)
        if isinstance(text, Annotation) and text.xycoords == "data":
            x, y = axes.convert_xunits(text.xy[0]), axes.convert_yunits(text.xy[1])
        if text.get_text() and text.get_visible():
            yield {"text": text.get_text(), "x": float(x), "y": float(y)}


def _read_series(curve: Series, figure: Figure, panels: list[Axes]) -> Node:
    return {
        "points": curve.points,
        "axes": panels.index(curve.axes),
        "visible": curve.axes.get_visible() and _can_be_seen(curve, figure),
        "is_whole": _is_whole(curve, figure),
        "in_data_units": bool(curve.in_data_units),  # transforms compare to numpy's bools
    }


def _is_whole(curve: Series, figure: Figure) -> bool:
    """Return whether all points lie inside of the axes and of the figure."""
    if not curve.in_data_units:
        return True
    corners = curve.corners
    pixels = curve.axes.transData.transform(corners[np.isfinite(corners).all(1)])
    boxes = [curve.axes.bbox.padded(2), figure.bbox.padded(2)]
    return all(((box.min <= pixels) & (pixels <= box.max)).all() for box in boxes)


def _can_be_seen(curve: Series, figure: Figure) -> bool:
    """Return whether some pixels of the figure show the curve; its axes may be out of sight."""
    background = _background(figure, curve.axes)

    def draw(renderer: RendererAgg) -> None:
        for artist in curve.artists:
            artist.draw(renderer)

    return bool(ink(paint(draw, *figure.bbox.size, background, DPI), background).sum() >= 10)


def _background(figure: Figure, axes: Axes | None) -> np.ndarray:
    """Return the background color, as red, green and blue, of the figure or of its axes."""
    patches = [figure.patch, *([axes.patch] if axes else [])]
    color = np.ones(3)
    for patch in patches:
        if patch.get_visible():
            color = over(to_rgba(patch.get_facecolor()), color)
    return color


def _read_legend(legend: Legend, series: dict[str, list[Series]], figure: Figure) -> Iterator[Node]:
    """Yield each label, and the numbers of the series that look like the label's sample."""
    drawn = [member for members in series.values() for member in members]
    numbers = [(kind, number) for kind in series for number in range(len(series[kind]))]
    background = _background(figure, legend.axes)
    if legend.get_frame_on():
        background = over(to_rgba(legend.get_frame().get_facecolor()), background)
    pictures = [
        _paint_sample(sample, background) for sample in _samples(legend.parent, legend, drawn)
    ]
    for sample, text in zip(legend.findobj(DrawingArea), legend.get_texts(), strict=False):
        alike = most_alike(_paint_sample(sample, background), pictures, background)
        indices_by_kind: Node = {kind: [] for kind in series}
        for kind, number in (numbers[place] for place in alike):
            indices_by_kind[kind].append(number)
        yield {"label": text.get_text()} | indices_by_kind


def _samples(parent: Any, legend: Any, drawn: list[Series]) -> list[DrawingArea]:
    """Return the samples that a legend like this one would show for the series."""
    settings = ("numpoints", "scatterpoints", "markerscale", "handlelength", "handleheight")
    similar_legend = Legend(
        parent,
        [member.handle for member in drawn],
        ["series"] * len(drawn),
        prop=legend.prop,
        handler_map=legend.get_legend_handler_map(),
        **{name: getattr(legend, name) for name in settings},
    )
    return list(similar_legend.findobj(DrawingArea))


def _paint_sample(sample: DrawingArea, background: np.ndarray) -> np.ndarray:
    margin, scale = 24, FINE / 72
    sample.set_offset((margin, margin))
    width, height = (2 * margin + side * scale for side in (sample.width, sample.height))
    return paint(sample.draw, width, height, background, FINE)


def encode_figure(figure: Node, tensors: Tensors) -> Node:
    """Turn the content of a figure into JSON; add its points and pixels to `tensors`."""
    for kind in KINDS:
        for series in figure[kind]:
            series["points"] = encode(torch.from_numpy(series["points"]), tensors)
    for image in figure["images"]:
        pixels = image["pixels"]
        image["pixels"] = encode(None if pixels is None else torch.from_numpy(pixels), tensors)
    return figure
