"""What a start of the weights is for, measured: what one layer does to the spread of values and to a gradient."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.initialise import INITIALISATIONS, Initialise
from course_lib.layers.layer import Layer, Linear, ReLU, Sequential, Sigmoid, Tanh
from course_lib.layers.spread import spread
from course_lib.numerals import NOT_YET, numeral

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
        before, block = h, Sequential(Linear(WIDTH, WIDTH, random, initialise), activation())
        h = block.forward(before)
    arriving = random.normal(size=h.shape)
    handed_back = block.backward(arriving)
    return Passed(
        ratio(spread(h), spread(before)), ratio(length(handed_back), length(arriving)), saturated(block.parts[1], h)
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


@lru_cache
def every_start(activation: type[Layer]) -> Mapping[str, Passed]:
    """The mean of ten random starts for each of the four rules, by their names."""
    return {name: mean_over_seeds(initialise, activation) for name, initialise in INITIALISATIONS.items()}


def percent(share: float | None) -> str:
    """A share as text; – for None."""
    return NOT_YET if share is None else f"{numeral(100 * share, 2)} %"


def said_of_starts(activation: type[Layer], found: Mapping[str, Passed]) -> str:
    """What the numbers of ``every_start`` say, in words."""
    return (
        TOLD[activation](found)
        + " With zeros nothing passes, forward or backward: W itself is 0, however large the slopes are."
    )


def _relu(found: Mapping[str, Passed]) -> str:
    he, glorot = found["He"].gradient, found["Xavier"].gradient
    return (
        f"Back through one layer, He keeps {numeral(he, 2)} of a gradient's length, Xavier {numeral(glorot, 2)}. "
        f"Thirty such layers keep {numeral(he**30, 1)} and {numeral(glorot**30, 1)}. The 2 in He makes up for the half "
        "that ReLU sets to 0."
    )


def _sigmoid(found: Mapping[str, Passed]) -> str:
    he, glorot, normal = found["He"], found["Xavier"], found["N(0, 1)"]
    return (
        f"No initialisation keeps a gradient here: Xavier passes back {numeral(glorot.gradient, 2)} of it, He "
        f"{numeral(he.gradient, 2)}. N(0, 1) passes back more, but {percent(normal.saturated)} of its units are "
        f"saturated and hardly learn. Xavier saturates {percent(glorot.saturated)} and is the usual choice before a "
        "sigmoid, but with it the gradient shrinks too."
    )


def _tanh(found: Mapping[str, Passed]) -> str:
    he, glorot, normal = found["He"], found["Xavier"], found["N(0, 1)"]
    return (
        f"Xavier nearly keeps spread and gradient, {numeral(glorot.spread, 2)} and {numeral(glorot.gradient, 2)}, and "
        f"saturates {percent(glorot.saturated)} of the units. With He the gradient grows {numeral(he.gradient, 3)} "
        f"times per layer, with N(0, 1) {numeral(normal.gradient, 2)} times, and that saturates "
        f"{percent(normal.saturated)}."
    )


TOLD: dict[type[Layer], Callable[[Mapping[str, Passed]], str]] = {ReLU: _relu, Sigmoid: _sigmoid, Tanh: _tanh}


def ratio(after: float, before: float) -> float:
    """after / before; 0 where nothing came in, since then nothing goes out either."""
    return float(after / before) if before else 0.0


def length(gradient: Any) -> float:
    """The norm over all entries."""
    return float(np.linalg.norm(gradient))


def saturated(act: Layer, h: Array) -> float | None:
    """The share of units in the last forward pass whose derivative is below a tenth of the one at z = 0."""
    if isinstance(act, ReLU):
        return None
    slopes: Any = act.backward(np.ones_like(h))
    act.forward(np.zeros_like(h))
    largest: Any = act.backward(np.ones_like(h))
    return float(np.mean(slopes < SATURATED * largest))
