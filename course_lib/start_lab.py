"""What a start of the weights is for, measured: what one layer does to the spread of values and to a gradient."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.depth import spread
from course_lib.guards import Array
from course_lib.initialise import Initialise
from course_lib.layers import Layer, Linear, ReLU

WIDTH, BATCH, PLACE, SEEDS = 64, 64, 10, range(10)
SATURATED = 0.1  # of the largest derivative: a unit below it counts as saturated


@dataclass(frozen=True)
class Passed:
    """What one layer lets through.

    ``spread``: how far apart the examples lie behind it, over how far apart they lay
    before it. ``gradient``: the length of what it hands back, over that of what
    arrived. ``saturated``: the share of units whose derivative is below a tenth of the
    largest there is; None behind ReLU, which is open or closed.
    """

    spread: float
    gradient: float
    saturated: float | None


def tenth_layer(initialise: Initialise, activation: type[Layer], seed: int) -> Passed:
    """The tenth of ten equal layers: what a layer inside a network sees, not what the input looks like."""
    random = np.random.default_rng(seed)
    h = random.normal(size=(BATCH, WIDTH))
    for _ in range(PLACE):
        before = h
        linear, act = Linear(WIDTH, WIDTH, random, initialise), activation()
        h = act.forward(linear.forward(before))
    arriving = random.normal(size=h.shape)
    behind: Any = act.backward(arriving)
    handed_back: Any = linear.backward(behind)
    return Passed(
        ratio(spread(h), spread(before)),
        ratio(float(np.linalg.norm(handed_back)), float(np.linalg.norm(arriving))),
        saturated(act, h),
    )


def mean_over_seeds(initialise: Initialise, activation: type[Layer]) -> Passed:
    """The mean of ten random starts."""
    runs = [tenth_layer(initialise, activation, seed) for seed in SEEDS]
    shares = [run.saturated for run in runs if run.saturated is not None]
    return Passed(
        float(np.mean([run.spread for run in runs])),
        float(np.mean([run.gradient for run in runs])),
        float(np.mean(shares)) if shares else None,
    )


def ratio(after: float, before: float) -> float:
    """after / before; 0 where nothing came in, since then nothing goes out either."""
    return float(after / before) if before else 0.0


def saturated(act: Layer, h: Array) -> float | None:
    """The share of units in the last forward pass whose derivative is below a tenth of the one at z = 0."""
    if isinstance(act, ReLU):
        return None
    slopes: Any = act.backward(np.ones_like(h))
    act.forward(np.zeros_like(h))
    largest: Any = act.backward(np.ones_like(h))
    return float(np.mean(slopes < SATURATED * largest))
