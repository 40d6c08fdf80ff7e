"""Judges `plot_sigmoid_gradient` by the words of exercise 2, and by what the picture shows.

> Draw σ(x) and σ′(x) against `x`, both in the same axes of one figure.
> Two curves over the values of `x`: an S that climbs from 0 to 1, and a low bell under its middle.
> A legend that calls them `sigmoid` and `gradient`, and by which a reader can tell them apart.
> The figure is 4.5 inches wide and 2.5 high.
> Either order of the curves, guide lines and marked points are fine.

Whether something is seen is found out by hiding it: it is seen where the picture changes then.
"""

from collections.abc import Callable

import numpy as np
import torch
from evidence.keys import judge_legend
from evidence.pictures import Piece, draw, picture_of, pieces_of, seen_at
from evidence.wrong import demand
from matplotlib.figure import Figure

SIZE = (4.5, 2.5)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def bell(x: np.ndarray) -> np.ndarray:
    return 0.25 / np.cosh(x / 2) ** 2


FUNCTIONS = {"sigmoid": sigmoid, "gradient": bell}


def is_along(piece: Piece, function: Callable, room: float = 1e-4) -> bool:
    """Whether half of its points lie on the graph of a function; stems have others at 0."""
    x, y = piece.points.T
    return bool((abs(y - function(x)) <= room).mean() > 0.49)


def is_straight(piece: Piece) -> bool:
    """Whether its points lie on one line."""
    apart = piece.points - piece.points.mean(0)
    return np.linalg.svd(apart)[1][-1] < 1e-3 * abs(apart).max()


def judge(plot_sigmoid_gradient: Callable) -> None:
    """Look at the picture for several x."""
    numbers = np.random.default_rng(17)
    for x in [
        torch.arange(-8.0, 8.0, 0.1, requires_grad=True),
        torch.linspace(-4, 6, 45),
        torch.tensor(np.sort(numbers.uniform(-7, 5, 80)), requires_grad=True),
    ]:
        at = x.detach().double().numpy().copy()
        _judge_figure(draw(plot_sigmoid_gradient, x), at)


def _judge_figure(figure: Figure, x: np.ndarray) -> None:
    demand(np.allclose(figure.get_size_inches(), SIZE, atol=0.01), "the figure has another size")
    picture = picture_of(figure)
    pieces = list(pieces_of(figure))
    curves = {
        name: [each for each in pieces if is_along(each, function)]
        for name, function in FUNCTIONS.items()
    }
    both = [piece for curve in curves.values() for piece in curve]
    beside = [
        piece for piece in pieces if any(is_along(piece, f, 0.03) for f in FUNCTIONS.values())
    ]
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
        is_curve = piece not in beside and len(piece.points) > 3 and not is_straight(piece)
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
