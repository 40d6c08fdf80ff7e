"""Judges a legend: whether its keys belong to the right curves, and can be told apart."""

from itertools import combinations

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
    demand(keys.keys() >= curves.keys(), "the legend does not name all curves")
    for name in curves:
        demand(picture.shows([keys[name]]), f"the legend has no key for the {name}")
    usual = {name: np.median(colors[name], 0) for name in curves}
    shown = {name: picture.color_of(keys[name]) for name in curves}
    pairs = list(combinations(curves, 2))
    alike = [pair for pair in pairs if np.linalg.norm(usual[pair[0]] - usual[pair[1]]) <= SEEN]
    for name, key in shown.items():
        for other in curves:
            own, others = (_distance(key, colors[each]) for each in (name, other))
            by_color = name != other and not {(name, other), (other, name)} & set(alike)
            demand(own < others or not by_color, "the names in the legend are swapped")
        own = _distance(key, colors[name])
        demand(own < NEAR, f"the legend's key for the {name} looks like no curve")
    looks = {name: _look_of(picture, keys[name]) for pair in alike for name in pair}
    for one, other in alike:
        demand(not _are_alike(looks[one], looks[other]), "the curves look alike")
    for artist, name in _labelled(picture, list(curves)) if alike else []:
        owners = [each for each, parts in curves.items() if artist in parts]
        demand(not owners or name in owners, "the names in the legend are swapped")


def _distance(key: np.ndarray, colors: np.ndarray) -> float:
    """How far a key's color is from those of a curve, where it is nearest: on a fifth of it."""
    return float(np.quantile(np.linalg.norm(colors - key, axis=1), 1 / 5))


def _look_of(picture: Picture, key: Artist) -> np.ndarray:
    """The part of the picture that a key fills."""
    rows, columns = np.nonzero(picture.change_without([key]) > SEEN)
    return picture.pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _are_alike(*looks: np.ndarray) -> bool:
    """Whether two keys look the same but for a few pixels."""
    if abs(np.subtract(*(look.shape for look in looks))).max() > 1:
        return False
    height, width = np.min([look.shape[:2] for look in looks], axis=0)
    first, second = (look[:height, :width] for look in looks)
    return bool((abs(first - second).max(2) > 3 * SEEN).sum() < 6)


def _labelled(picture: Picture, names: list[str]) -> list[tuple[Artist, str]]:
    """What has one of the names as its label, with the name; a container's parts bear its label."""
    found = []
    for axes in picture.figure.axes:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            parts = handle.get_children() if hasattr(handle, "get_children") else []
            found += [(part, label.strip().lower()) for part in (handle, *parts)]
    return [(part, label) for part, label in found if label in names]
