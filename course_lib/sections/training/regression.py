"""A regression as a network of one linear unit: ten examples, and the gradient compared with its formula."""

from collections import deque
from typing import NamedTuple

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.initialise import zeros
from course_lib.layers.layer import Layer, Linear, sigmoid
from course_lib.layers.losses import BCELoss, MSELoss
from course_lib.layers.train import SGD, gradients_at, slots_of, train
from course_lib.numerals import numeral
from course_lib.sections.training.datasets import Data
from course_lib.sections.training.networks import SEED

FIT_RATE, TEN = 0.3, 10


class Fit(NamedTuple):
    """A regression after some steps: data, loss, w and b with their gradients, and the gradients by the formula."""

    kind: str
    steps: int
    network: Layer
    data: Data
    loss: float
    parameters: dict[str, Array]
    gradients: dict[str, Array]
    by_formula: dict[str, Array]

    def curve(self, xs: Array) -> Array:
        """The line over xs (N,); for a logistic regression, the probability of class 1."""
        z = self.network.forward(xs[:, None])[:, 0]
        return z if self.kind == "linear" else sigmoid(z)

    @property
    def axis(self) -> tuple[str, tuple[float, float]]:
        """The name of the curve, and the limits of its axis."""
        if self.kind == "linear":
            return "y", (-1.2, 1.6)
        return "y, the probability of class 1", (-0.2, 1.4)

    @property
    def formula(self) -> str:
        """The gradient as weeks 2–3 write it. X has a column of ones for b, and t are the targets."""
        return "2/N · Xᵀ(Xw − t)" if self.kind == "linear" else "1/N · Xᵀ(σ(Xw) − t)"

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A table's rows for w and b: the value, the gradient, the gradient by the formula."""
        every = (self.parameters, self.gradients, self.by_formula)
        names = (("w", "W"), ("b", "b"))
        return [(name, *(numeral(_one(arrays[own])) for arrays in every)) for name, own in names]


def regression(kind: str, steps: int) -> Fit:
    """One linear unit that started at w = b = 0, after ``steps`` of SGD on ten examples; linear or logistic."""
    random = np.random.default_rng(SEED)
    x, noise = random.uniform(-1, 1, (TEN, 1)), random.normal(size=(TEN, 1))
    linear = kind == "linear"
    T = 0.9 * x + 0.4 + 0.25 * noise if linear else (x + 0.5 * noise > 0).astype(float)
    network, loss = Linear(1, 1, random, zeros), MSELoss() if linear else BCELoss()
    deque(train(network, loss, x, T, SGD(FIT_RATE), steps) if steps else (), maxlen=0)
    value, gradients = gradients_at(network, slots_of(network), loss, x, T)
    Z = network.forward(x)
    by_formula = {
        name: (2 / TEN * column.T @ (Z - T)) if linear else (1 / TEN * column.T @ (sigmoid(Z) - T))
        for name, column in (("W", x), ("b", np.ones_like(x)))
    }
    return Fit(kind, steps, network, Data(x, T), value, network.parameters, gradients, by_formula)


def said_of_fit(fit: Fit) -> str:
    """The state of a regression, and its next step with the numbers in it."""
    w, slope = _one(fit.parameters["W"]), _one(fit.gradients["W"])
    now, rate, after = numeral(w), numeral(FIT_RATE), numeral(w - FIT_RATE * slope)
    return (
        f"After {fit.steps} step{'s' * (fit.steps != 1)} the loss is **{numeral(fit.loss)}**. The next step: "
        f"w ← {now} − {rate} · ({numeral(slope)}) = {after}."
    )


def _one(array: Array) -> float:
    """The array's only number; a number so small that it can be a rounding error is 0."""
    return round(float(array.item()), 14) + 0.0
