"""Judges `plot_gradients` by the words of exercise 4, and by what the picture shows.

> `names` holds the name of each start, and `starts` its list of weights, in the same order.
> For each start there is a curve: the second list of `signal_and_gradient`, over the layers
> 0, 1, …, L.
> All curves are in one pair of axes, whose vertical axis is logarithmic. A legend tells them apart
> and has their names.
> `d2l.plot` does it; plain matplotlib is fine, too. It returns None.

What is drawn beside the curves is left open, and so are their colors and the figure's size.
Whether something is seen is found out by hiding it: it is seen where the picture changes then.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from evidence.keys import judge_legend
from evidence.pictures import Piece, draw, picture_of, pieces_of, seen_at
from evidence.wrong import demand
from matplotlib.axes import Axes
from matplotlib.figure import Figure

NAMES = ["tiny", "small", "level", "he & co", "large one"]
SIZES = {1: [6] * 7, 2: [4, 9, 2], 3: [3, 8, 8, 5], 5: [7] * 10}  # of layers, by number of starts
GAP = 12  # pixels: dots in a dotted line, and points of curves that do not meet


def judge(plot_gradients: Callable) -> None:
    """Look at pictures of one to five starts."""
    numbers = np.random.default_rng(17)
    for count, sizes in SIZES.items():
        x, gradient = (numbers.normal(size=(8, sizes[end])) for end in (0, -1))
        starts = [_draw_weights(numbers, sizes, number, x, gradient) for number in range(count)]
        numbers.shuffle(starts)
        names = [NAMES[(number + len(sizes)) % len(NAMES)] for number in range(count)]
        given = [[torch.tensor(each).float() for each in weights] for weights in starts]
        figure = draw(
            plot_gradients,
            list(names),
            given,
            torch.tensor(x).float(),
            torch.tensor(gradient).float(),
        )
        curves = [_gradients(weights, x, gradient) for weights in starts]
        _judge_figure(figure, dict(zip(names, curves, strict=True)))


def _draw_weights(
    numbers: np.random.Generator,
    sizes: list[int],
    number: int,
    x: np.ndarray,
    gradient: np.ndarray,
) -> list[np.ndarray]:
    """Weights of another size for each start, without a gradient of 0, or an example that dies."""
    while True:
        scale = 0.2 * 3**number
        weights = [
            scale * (4 / n_in) ** 0.5 * numbers.normal(size=(n_out, n_in))
            for n_in, n_out in pairwise(sizes)
        ]
        layers = _layers(weights, x)
        lives = all(h.any(axis=1).all() for h in layers[:-1])
        clear = all(
            abs(h @ w.T).min() > 1e-4 * abs(h @ w.T).max()
            for h, w in zip(layers, weights, strict=False)
        )
        if lives and clear and _gradients(weights, x, gradient).min() > 0:
            return weights


def _layers(weights: list[np.ndarray], x: np.ndarray) -> list[np.ndarray]:
    layers = [x]
    for weight in weights:
        layers.append(np.maximum(layers[-1] @ weight.T, 0))
    return layers


def _gradients(weights: list[np.ndarray], x: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The root mean square of the gradient at each layer."""
    back = [gradient]
    for weight, h in zip(weights[::-1], _layers(weights, x)[:0:-1], strict=True):
        back.append(np.where(h > 0, back[-1], 0) @ weight)
    return np.array([np.sqrt(np.mean(np.square(each))) for each in back[::-1]])


def _is_curve(piece: Piece, values: np.ndarray) -> bool:
    """Whether its points are these values over 0, 1, ..., in any order, and no others."""
    if len(piece.points) != len(values):
        return False
    x, y = piece.points[piece.points[:, 0].argsort()].T
    return np.allclose(x, range(len(values))) and np.allclose(y, values, rtol=1e-3, atol=0)


def _judge_figure(figure: Figure, curves: dict[str, np.ndarray]) -> None:
    picture = picture_of(figure)
    pieces = list(pieces_of(figure))
    drawn = {
        name: [piece for piece in pieces if _is_curve(piece, values)]
        for name, values in curves.items()
    }
    for name, parts in drawn.items():
        demand(parts, f"there is no curve of {name!r} among {len(curves)}")
    every = [piece for parts in drawn.values() for piece in parts]
    axes = every[0].axes
    demand(all(piece.axes is axes for piece in every), "the curves are in different axes")
    demand(axes.get_yscale() == "log", "the vertical axis is not logarithmic")
    demand(axes.get_xscale() == "linear", "the horizontal axis is not linear")
    _judge_range(axes, np.array(list(curves.values())))
    places = {
        name: picture.places(axes, np.stack([np.arange(len(values)), values], 1))
        for name, values in curves.items()
    }
    together = np.concatenate(list(places.values()))
    demand((np.ptp(together, axis=0) > 0.1 * picture.size).all(), "the curves are too small")
    change = picture.change_without([piece.artist for piece in every])
    seen = seen_at(change, together, GAP)
    demand(seen.mean() > 0.9, "the curves are not seen everywhere")
    looks = {}
    for name, parts in drawn.items():
        others = [each for other in curves for each in places[other] if other != name]
        alone = np.array([_is_apart(each, others) for each in places[name]])
        change = picture.change_without([piece.artist for piece in parts])
        demand(seen_at(change, places[name][alone], GAP).any(), f"{name!r} is not seen")
        looks[name] = picture.colors_at(change, places[name][alone])
    artists = {name: [piece.artist for piece in parts] for name, parts in drawn.items()}
    judge_legend(picture, artists, looks)


def _judge_range(axes: Axes, values: np.ndarray) -> None:
    """No curve is cut off."""
    left, right = sorted(axes.get_xlim())
    low, high = sorted(axes.get_ylim())
    demand(left <= 0.01 and right >= values.shape[1] - 1.01, "a curve is cut off at a side")
    is_whole = low <= 1.001 * values.min() and high >= 0.999 * values.max()
    demand(is_whole, "a curve is cut off above or below")


def _is_apart(place: np.ndarray, others: list[np.ndarray]) -> bool:
    return all(abs(place - other).max() > GAP for other in others)
