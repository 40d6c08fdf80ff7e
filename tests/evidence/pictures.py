"""A figure as a reader sees it: pixels, and how they change when something is hidden."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from evidence.wrong import Wrong, call, demand
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

DPI = 150
SEEN = 32  # of 255: what a reader notices
REACH = 5  # pixels: the gaps of a dashed line
FIGURES: list[Figure] = []


def remember(figure: Figure) -> None:
    """Called by matplotlib for each new figure."""
    FIGURES.append(figure)


def draw(plot: Callable, *args: Any) -> Figure:
    """The one figure that an answer draws, and returns nothing."""
    mpl.use("agg")
    mpl.rcParams["figure.hooks"] = [f"{__name__}:remember"]
    FIGURES.clear()
    mpl.pyplot.close("all")
    demand(call(plot, *args) is None, "it returns something")
    figures = [figure for figure in FIGURES if figure.axes]
    demand(len(figures) == 1, f"there are {len(figures)} figures")
    return figures[0]


@dataclass(frozen=True, eq=False)
class Piece:
    """Something drawn in data units: a line, points, or lines in a collection."""

    artist: Artist
    axes: Axes
    points: np.ndarray


def pieces_of(figure: Figure) -> Iterator[Piece]:
    """All that is drawn in data units, but areas."""
    for axes in figure.findobj(Axes):
        for artist in (*axes.lines, *axes.collections):
            transform = artist.get_transform()
            if isinstance(artist, Line2D):
                points = artist.get_xydata()
            elif isinstance(artist, PathCollection):
                points, transform = artist.get_offsets(), artist.get_offset_transform()
            elif isinstance(artist, LineCollection):
                points = np.concatenate([*artist.get_segments(), np.empty((0, 2))])
            else:
                continue
            points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan)
            in_data_units = all(transform.contains_branch_seperately(axes.transData))
            if in_data_units and len(points) and np.isfinite(points).all():
                yield Piece(artist, axes, points)


class Picture:
    """A figure that is drawn; rows of pixels from the top, positions from the left and the top."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        figure.set_dpi(DPI)
        self.canvas = FigureCanvasAgg(figure)
        self.pixels = self._draw()
        for axes in figure.axes:
            axes.autoscale(False)  # whatever is hidden
        height, width = self.pixels.shape[:2]
        self.size = np.array([width, height])

    def _draw(self) -> np.ndarray:
        self.canvas.draw()
        return np.asarray(self.canvas.buffer_rgba())[..., :3].astype(int)

    def change_without(self, artists: Iterable[Artist]) -> np.ndarray:
        """By how much each pixel changes when these are hidden."""
        shown = [artist for artist in artists if artist.get_visible()]
        for artist in shown:
            artist.set_visible(False)
        without = self._draw()
        for artist in shown:
            artist.set_visible(True)
        return abs(self.pixels - without).max(2)

    def shows(self, artists: Iterable[Artist]) -> bool:
        """Whether a reader notices when these are hidden."""
        return bool((self.change_without(artists) > SEEN).sum() > 5)

    def color_of(self, artist: Artist) -> np.ndarray:
        """The color of what changes most without it."""
        change = self.change_without([artist])
        return np.median(self.pixels[change >= max(SEEN, np.quantile(change[change > 0], 0.7))], 0)

    def colors_at(self, change: np.ndarray, places: np.ndarray) -> np.ndarray:
        """The colors next to these places, where they are not paled by a legend over them."""
        found, strength = [], []
        for column, row in places.astype(int):
            left, top = max(column - REACH, 0), max(row - REACH, 0)
            near = np.s_[top : row + REACH + 1, left : column + REACH + 1]
            at = np.unravel_index(change[near].argmax(), change[near].shape)
            found.append(self.pixels[near][at])
            strength.append(change[near][at])
        return np.array(found)[np.array(strength) > 0.7 * max(strength)]

    def places(self, axes: Axes, points: np.ndarray) -> np.ndarray:
        """Where points in data units are in the picture."""
        x, y = axes.transData.transform(points).T
        return np.stack([x, self.size[1] - y], 1)


def picture_of(figure: Figure) -> Picture:
    """The figure as it is shown; one that cannot be is wrong."""
    try:
        return Picture(figure)
    except Exception as error:
        raise Wrong(f"the figure cannot be shown: {error!r}") from error


def seen_at(change: np.ndarray, places: np.ndarray, reach: int = REACH) -> np.ndarray:
    """At which places, or so near them, a reader notices the change."""
    rows, columns = np.nonzero(change > SEEN)
    if not len(rows):
        return np.zeros(len(places), dtype=bool)
    apart = places[:, None] - np.stack([columns, rows], 1)
    return (abs(apart).max(2) <= reach).any(1)
