"""Small data sets on which a network can be watched as it learns.

They are drawn from a random generator, so that a run can be repeated. Rows are
examples. Points of two classes lie between −1.6 and 1.6 in both features; their
targets are 0 and 1, with equally many points of each.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_lib.layers.guards import Array, at_least_one

LIMITS = -1.6, 1.6  # of both features of every set of classes
GROUND = -1.7, 1.7  # the range that a picture shows, so that its frame cuts no point


class Data(NamedTuple):
    """Examples X (N, D) with their targets T (N, 1)."""

    X: Array
    T: Array


def two_moons(count: int, random: np.random.Generator, noise: float = 0.08) -> Data:
    """Two half circles that reach into each other; no straight line separates them."""
    first, second = _halves(count)
    upper = _around(np.linspace(0, np.pi, first), 1.0) - (0.5, 0.25)
    lower = (0.5, 0.25) - _around(np.linspace(0, np.pi, second), 1.0)
    return _labelled(upper, lower, noise, random)


def xor(count: int, random: np.random.Generator, noise: float = 0.2) -> Data:
    """Four clouds at the corners of a square; opposite corners have the same class."""
    first, second = _halves(count)
    same = np.where(np.arange(first) % 2, 1, -1)[:, None] * np.array([[0.8, 0.8]])
    other = np.where(np.arange(second) % 2, 1, -1)[:, None] * np.array([[0.8, -0.8]])
    return _labelled(same, other, noise, random)


def spirals(count: int, random: np.random.Generator, noise: float = 0.03) -> Data:
    """Two spirals, one and a quarter turns around each other: the hardest of the three."""

    def arm(points: int, begin: float) -> Array:
        share = np.sqrt(np.linspace(0.02, 1, points))  # the same number of points per length everywhere
        return _around(begin + 2.5 * np.pi * share, 1.4 * share[:, None])

    first, second = _halves(count)
    return _labelled(arm(first, 0.0), arm(second, np.pi), noise, random)


def wave(count: int, random: np.random.Generator, noise: float = 0.05) -> Data:
    """A regression: one feature x, evenly spaced from −1 to 1, and a sine with a slope whose mean is not 0.

    Shapes: X (N, 1), T (N, 1).
    """
    x = np.linspace(-1, 1, at_least_one("count", count))[:, None]
    return Data(x, wave_at(x) + noise * random.normal(size=x.shape))


def wave_at(x: Array) -> Array:
    """``wave`` without its noise: 0.3 + 0.4x + 0.7 sin 4x."""
    return 0.3 + 0.4 * x + 0.7 * np.sin(4 * x)


CLASSES: dict[str, Callable[[int, np.random.Generator], Data]] = {
    "two moons": two_moons,
    "XOR": xor,
    "spirals": spirals,
}


def _around(angle: Array, radius: float | Array) -> Array:
    """Points at these angles, (N, 2)."""
    return radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _halves(count: int) -> tuple[int, int]:
    """How many points each class has."""
    count = at_least_one("count", count)
    return count - count // 2, count // 2


def _labelled(first: Array, second: Array, noise: float, random: np.random.Generator) -> Data:
    """The points of both classes with noise; targets are 0 for the first class and 1 for the second."""
    X = np.concatenate([first, second])
    T = np.repeat([0.0, 1.0], [len(first), len(second)])[:, None]
    return Data(np.clip(X + noise * random.normal(size=X.shape), *LIMITS), T)
