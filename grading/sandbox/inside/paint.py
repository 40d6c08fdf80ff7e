"""Paints parts of a figure, and compares their pixels, in the student's kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

FAINTEST = 0.04  # smallest difference from the background, of at most 1, that a reader sees
SAME_COLOR = 0.15  # largest difference of two shades of the same color
CONTRAST = 0.02  # smallest difference by which a reader tells two samples apart


def over(paint: Any, color: np.ndarray) -> np.ndarray:
    """Return the color of a paint (red, green, blue, opacity) on top of a color."""
    paint = np.asarray(paint, dtype=np.float64)
    return np.asarray(paint[..., :3] * paint[..., 3:] + color * (1 - paint[..., 3:]))


def paint(
    draw: Callable[[RendererAgg], None],
    width: float,
    height: float,
    background: np.ndarray,
    dpi: float,
) -> np.ndarray:
    """Return the pixels of a drawing, as an array of red, green and blue."""
    renderer = RendererAgg(max(1, round(width)), max(1, round(height)), dpi)
    draw(renderer)
    return over(np.asarray(renderer.buffer_rgba()) / 255, background)


def ink(pixels: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Return a mask of the pixels that differ from the background."""
    return np.asarray(abs(pixels - background).mean(-1) > FAINTEST)


def _difference(sample: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return each pixel's difference from the best match among the 3 x 3 pixels around its place.

    So an edge that is shifted by a pixel makes no difference.
    """
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    differences = [abs(sample - np.roll(other, shift, axis=(0, 1))).mean(-1) for shift in shifts]
    return np.asarray(np.min(differences, axis=0))


def most_alike(sample: np.ndarray, others: list[np.ndarray], background: np.ndarray) -> list[int]:
    """Return the numbers of the other samples that look most like a legend's sample.

    A legend's sample may be plainer than the curve's own, such as a patch of its color; but the
    colors must be the same wherever both samples have ink.
    """
    inks = [ink(other, background) for other in others]
    differences = {}
    for number, other in enumerate(others):
        both = ink(sample, background) & inks[number]
        if both.any() and np.median(abs(sample - other).mean(-1)[both]) < SAME_COLOR:
            differences[number] = _difference(sample, other).sum()
    best = min(differences, key=differences.__getitem__, default=None)
    return [
        number
        for number, difference in differences.items()
        if best is not None
        and difference - differences[best] <= CONTRAST * (inks[number] | inks[best]).sum()
    ]
