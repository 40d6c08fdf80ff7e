"""Judges a legend: whether its two keys belong to the right curves, and can be told apart."""

import numpy as np
from evidence.pictures import SEEN, Picture
from evidence.wrong import demand
from matplotlib.artist import Artist
from matplotlib.legend import Legend

NEAR = 90  # a distance between colors; thin lines are paler than they were meant


def judge_legend(
    picture: Picture, curves: dict[str, list[Artist]], colors: dict[str, np.ndarray]
) -> None:
    """Hold the keys against the curves.

    Args:
        curves: what each of them is drawn by, under its name.
        colors: of the curves, at several places: something may be drawn over a part of them.
    """
    keys: dict[str, Artist] = {}
    for legend in picture.figure.findobj(Legend):
        if legend.get_visible():
            for text, key in zip(legend.get_texts(), legend.legend_handles, strict=True):
                keys.setdefault(text.get_text().strip().lower(), key)
    demand(keys.keys() >= curves.keys(), "the legend does not name both curves")
    for name in curves:
        demand(picture.shows([keys[name]]), f"the legend has no key for the {name}")
    usual = [np.median(colors[name], 0) for name in ("sigmoid", "gradient")]
    by_color = np.linalg.norm(np.subtract(*usual)) > SEEN
    _judge_colors({name: picture.color_of(keys[name]) for name in curves}, colors, by_color)
    if by_color:
        return
    alike = _are_alike(picture, keys["sigmoid"], keys["gradient"])
    demand(not alike, "the curves look alike")
    for artist, name in _labelled(picture):
        other = next(each for each in curves if each != name)
        swapped = artist in curves[other] and artist not in curves[name]
        demand(not swapped, "the names in the legend are swapped")


def _judge_colors(
    keys: dict[str, np.ndarray], colors: dict[str, np.ndarray], by_color: bool
) -> None:
    for name, key in keys.items():
        other = next(each for each in colors if each != name)
        own, others = (_distance(key, colors[each]) for each in (name, other))
        demand(own < others or not by_color, "the names in the legend are swapped")
        demand(own < NEAR, f"the legend's key for the {name} looks like no curve")


def _distance(key: np.ndarray, colors: np.ndarray) -> float:
    """How far a key's color is from those of a curve, where it is nearest: on a fifth of it."""
    return float(np.quantile(np.linalg.norm(colors - key, axis=1), 1 / 5))


def _are_alike(picture: Picture, one: Artist, other: Artist) -> bool:
    """Whether two keys, wherever they are, look the same but for a few pixels."""
    parts = []
    for key in (one, other):
        rows, columns = np.nonzero(picture.change_without([key]) > SEEN)
        box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        parts.append(picture.pixels[box])
    if abs(np.subtract(*(part.shape for part in parts))).max() > 1:
        return False
    height, width = np.min([part.shape[:2] for part in parts], axis=0)
    first, second = (part[:height, :width] for part in parts)
    return bool((abs(first - second).max(2) > 3 * SEEN).sum() < 6)


def _labelled(picture: Picture) -> list[tuple[Artist, str]]:
    """What has one of the names as its label, with the name; a container's parts bear its label."""
    found = []
    for axes in picture.figure.axes:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            parts = handle.get_children() if hasattr(handle, "get_children") else []
            found += [(part, label.strip().lower()) for part in (handle, *parts)]
    return [(part, label) for part, label in found if label in ("sigmoid", "gradient")]
