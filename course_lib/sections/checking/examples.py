"""Examples for a gradient check: functions of one number, and networks on which it fails or misses a mistake."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.layer import Linear, ReLU, Sequential, Sigmoid, Tanh, sigmoid
from course_lib.layers.losses import Loss, MSELoss
from course_lib.sections.checking.bench import Bench
from course_lib.sections.checking.step_errors import VCurve, v_curve
from course_lib.sections.checking.wrong_layers import ForgottenGate


class Case(NamedTuple):
    """A function of one number that keeps its dtype, its derivative by formula, and the point where both are taken."""

    function: Callable[[Any], Any]
    derivative: Callable[[float], float]
    at: float


def sigmoid_slope(u: float) -> float:
    """σ′(u) = σ(u) (1 − σ(u))."""
    y = float(sigmoid(np.array(u)))
    return y * (1 - y)


CASES = {
    "σ(u) at 1.3": Case(sigmoid, sigmoid_slope, 1.3),
    "e^u at 1": Case(np.exp, lambda u: float(np.exp(u)), 1.0),
    "u² at 1.3": Case(lambda u: u * u, lambda u: 2 * u, 1.3),
    "tanh u at 8": Case(np.tanh, lambda u: float(1 / np.cosh(u) ** 2), 8.0),
}


def curve_of(case: Case, scheme: str, dtype: type[np.floating], steps: Sequence[float]) -> VCurve:
    """A case's V-curve in ``dtype``. Its truncation line comes from float64, and is 0 if even that is only rounding."""
    function, derivative, at = case
    slope = derivative(at)
    curve, fine = v_curve(function, slope, at, scheme, dtype, steps), v_curve(function, slope, at, scheme, steps=steps)
    bends = fine.errors[0] > fine.rounding[0]
    return replace(curve, truncation=fine.truncation if bends else tuple(0.0 for _ in steps))


def gated(u: Any) -> Any:
    """relu(tanh u), which is smooth except for a corner at 0."""
    return np.maximum(np.tanh(u), 0)


def gated_slope(u: float) -> float:
    """Its derivative, with the convention relu′(0) = 0."""
    return float(1 - np.tanh(u) ** 2) if u > 0 else 0.0


INPUTS, HIDDEN, EXAMPLES, NETWORKS = 5, 16, 64, 10  # of the correct networks whose first matrix is checked
CHECKED = NETWORKS * INPUTS * HIDDEN  # entries in all


def relu_network(seed: int) -> Bench:
    """A correct network with ReLU and one output, its loss and examples."""
    random = np.random.default_rng(seed)
    network = Sequential(Linear(INPUTS, HIDDEN, random), ReLU(), Linear(HIDDEN, 1, random))
    return Bench(network, MSELoss(), random.normal(size=(EXAMPLES, INPUTS)), random.normal(size=(EXAMPLES, 1)))


class NegativeBias(Linear):
    """Linear with one wrong sign."""

    def backward(self, dZ: Array) -> Array | None:
        """The gradients as if b were subtracted."""
        dX = super().backward(dZ)
        self.db = -dZ.sum(axis=0)  # the sign is wrong
        return dX


def with_a_negative_bias(last_weights: float) -> Bench:
    """A 3-4-2 network with the wrong sign in b1's gradient; its last weights are ``last_weights`` times the usual."""
    random = np.random.default_rng(0)
    last = Linear(4, 2, random)
    last.W *= last_weights
    network = Sequential(NegativeBias(3, 4, random), Tanh(), last)
    return Bench(network, MSELoss(), random.normal(size=(5, 3)), 10 * random.normal(size=(5, 2)))


def one_neuron(w1: float, forgotten: bool = False) -> Bench:
    """The lecture's network in layers, with its one example; with ``forgotten``, relu's backward has no gate."""
    random = np.random.default_rng(0)
    first, last = Linear(1, 1, random), Linear(1, 1, random)
    first.W[:], first.b[:], last.W[:], last.b[:] = w1, 0.1, 0.8, -0.2
    network = Sequential(first, ForgottenGate() if forgotten else ReLU(), last, Sigmoid())
    return Bench(network, MSELoss(), np.array([[2.0]]), np.array([[0.7]]))


class SpreadMSE(Loss):
    """A mean of squares that accepts any shapes: Y (N, 1) with T (N,) silently becomes (N, N)."""

    def fitting(self, predictions: Array, targets: Any) -> Array:
        """The targets as they are: any shape is accepted."""
        return np.asarray(targets)

    def forward(self, Y: Array, T: Array) -> float:
        """The mean over all pairs of a prediction and a target."""
        self.error = Y - T
        return float(np.mean(self.error**2))

    def backward(self) -> Array:
        """The right gradient of the wrong loss."""
        return (2 * self.error / self.error.size).sum(axis=1, keepdims=True)


def regression() -> Bench:
    """Four examples of one number, for Linear(1, 1); T is a column."""
    random = np.random.default_rng(0)
    return Bench(Linear(1, 1, random), MSELoss(), random.normal(size=(4, 1)), random.normal(size=(4, 1)))
