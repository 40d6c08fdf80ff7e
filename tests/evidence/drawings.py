"""Judges `plot_sigmoid_gradient` by the words of exercise 2, and by what the picture shows.

> Draw σ(x) and σ′(x) against `x`, both in the same axes of one figure.
> Two curves over the values of `x`: an S that climbs from 0 to 1, and a low bell under its middle.
> A legend that calls them `sigmoid` and `gradient`, and by which a reader can tell them apart.
> The figure is 4.5 inches wide and 2.5 high.
> Either order of the curves, guide lines and marked points are fine.

Whether something is seen is found out by hiding it: it is seen where the picture changes then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import torch
from evidence.keys import judge_legend
from evidence.pictures import Picture, seen_at
from evidence.wrong import call, demand
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

FIGURES: list[Figure] = []
SIZE = (4.5, 2.5)


def remember(figure: Figure) -> None:
    """Called by matplotlib for each new figure."""
    FIGURES.append(figure)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def bell(x: np.ndarray) -> np.ndarray:
    return 0.25 / np.cosh(x / 2) ** 2


FUNCTIONS = {"sigmoid": sigmoid, "gradient": bell}


@dataclass(frozen=True, eq=False)
class Piece:
    """Something drawn in data units: a line, points, or lines in a collection."""

    artist: Artist
    axes: Axes
    points: np.ndarray

    def is_along(self, function: Callable, room: float = 1e-4) -> bool:
        """Whether half of its points lie on the graph of a function; stems have others at 0."""
        x, y = self.points.T
        return bool((abs(y - function(x)) <= room).mean() > 0.49)

    @property
    def is_straight(self) -> bool:
        """Whether its points lie on one line."""
        apart = self.points - self.points.mean(0)
        return np.linalg.svd(apart)[1][-1] < 1e-3 * abs(apart).max()


def judge(plot_sigmoid_gradient: Callable) -> None:
    """Look at the picture for several x."""
    mpl.use("agg")
    mpl.rcParams["figure.hooks"] = [f"{__name__}:remember"]
    numbers = np.random.default_rng(17)
    for x in [
        torch.arange(-8.0, 8.0, 0.1, requires_grad=True),
        torch.linspace(-4, 6, 45),
        torch.tensor(np.sort(numbers.uniform(-7, 5, 80)), requires_grad=True),
    ]:
        FIGURES.clear()
        mpl.pyplot.close("all")
        at = x.detach().double().numpy().copy()
        result = call(plot_sigmoid_gradient, x)
        demand(result is None, "it returns something")
        _judge_figures(at)


def _judge_figures(x: np.ndarray) -> None:
    figures = [figure for figure in FIGURES if figure.axes]
    demand(len(figures) == 1, f"there are {len(figures)} figures")
    figure = figures[0]
    demand(np.allclose(figure.get_size_inches(), SIZE, atol=0.01), "the figure has another size")
    try:
        picture = Picture(figure)
    except Exception as error:
        demand(False, f"the figure cannot be shown: {error!r}")
    pieces = list(_pieces(figure))
    curves = {
        name: [each for each in pieces if each.is_along(function)]
        for name, function in FUNCTIONS.items()
    }
    both = [piece for curve in curves.values() for piece in curve]
    beside = [piece for piece in pieces if any(piece.is_along(f, 0.03) for f in FUNCTIONS.values())]
    change = picture.change_without([piece.artist for piece in beside])  # with its error bars
    looks = {}
    apart = abs(sigmoid(x) - bell(x)) > 0.1
    for name, function in FUNCTIONS.items():
        demand(curves[name], f"there is no {name}")
        _judge_run(name, curves[name], x)
        places = picture.places(curves[name][0].axes, np.stack([x, function(x)], 1))
        seen = seen_at(change, places)
        demand(seen.mean() > 0.9, f"the {name} is not seen everywhere")
        large = (np.ptp(places, axis=0) > 0.04 * picture.size).all()
        demand(large, f"the {name} is too small")
        looks[name] = picture.colors_at(change, places[apart & seen])
    boxes = [piece.axes.get_position().bounds for piece in both]
    demand(np.allclose(boxes, boxes[0], atol=0.01), "the curves are in different axes")
    for piece in pieces:
        is_curve = piece not in beside and len(piece.points) > 3 and not piece.is_straight
        demand(not (is_curve and picture.shows([piece.artist])), "there is a third curve")
    artists = {name: [piece.artist for piece in curve] for name, curve in curves.items()}
    judge_legend(picture, artists, looks)


def _judge_run(name: str, curve: list[Piece], x: np.ndarray) -> None:
    """The curve has a point over each x, and none beyond them."""
    drawn = np.concatenate([piece.points[:, 0] for piece in curve])
    gaps = abs(x[:, None] - drawn).min(1)
    demand((gaps < 1e-4).all(), f"the {name} does not run over all values of x")
    inside = (drawn >= x.min() - 0.05) & (drawn <= x.max() + 0.05)
    demand(inside.all(), f"the {name} runs over other values than those of x")
    scales = {scale for each in curve for scale in (each.axes.get_xscale(), each.axes.get_yscale())}
    demand(scales == {"linear"}, "an axis is not linear")


def _pieces(figure: Figure) -> Iterator[Piece]:
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
