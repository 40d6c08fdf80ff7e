"""What things look like to a reader, as pixels. It runs in the student's kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

FAINTEST = 0.04  # difference from the background, of at most 1, that can still be seen
SAME_COLOR = 0.15  # largest difference of two shades that are taken for one
CONTRAST = 0.02  # smallest difference of two curves' samples, by which a reader tells them apart


def over(paint: Any, color: np.ndarray) -> np.ndarray:
    """Return a paint, of red, green, blue and opacity, on a color."""
    paint = np.asarray(paint, dtype=np.float64)
    return np.asarray(paint[..., :3] * paint[..., 3:] + color * (1 - paint[..., 3:]))


def paint(
    draw: Callable[[RendererAgg], None],
    width: float,
    height: float,
    background: np.ndarray,
    dpi: float,
) -> np.ndarray:
    """Return what is drawn, as an array of pixels of red, green and blue."""
    renderer = RendererAgg(max(1, round(width)), max(1, round(height)), dpi)
    draw(renderer)
    return over(np.asarray(renderer.buffer_rgba()) / 255, background)


def ink(pixels: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Which pixels differ from the background."""
    return np.asarray(abs(pixels - background).mean(-1) > FAINTEST)


def _gap(sample: np.ndarray, other: np.ndarray) -> np.ndarray:
    """By how much each pixel differs from the nearest in color of those at and around its place.

    So an edge that is moved by a pixel is no difference.
    """
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    gaps = [abs(sample - np.roll(other, step, axis=(0, 1))).mean(-1) for step in steps]
    return np.asarray(np.min(gaps, axis=0))


def most_alike(sample: np.ndarray, others: list[np.ndarray], background: np.ndarray) -> list[int]:
    """Return the numbers of those that differ least from a legend's sample, as a reader sees it.

    A sample may be plainer than the curve, such as a patch of its color; but where both have ink
    it must be of the same color.
    """
    inks = [ink(other, background) for other in others]
    gaps = {}
    for number, other in enumerate(others):
        both = ink(sample, background) & inks[number]
        if both.any() and np.median(abs(sample - other).mean(-1)[both]) < SAME_COLOR:
            gaps[number] = _gap(sample, other).sum()
    best = min(gaps, key=gaps.__getitem__, default=None)
    return [
        number
        for number, gap in gaps.items()
        if best is not None and gap - gaps[best] <= CONTRAST * (inks[number] | inks[best]).sum()
    ]
