"""The layers and losses written again as graphs, so that the engine can compute the same gradients.

J averages over a row and S sums over it: the engine has no operation for one axis.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.engine.passes import forward, grad
from course_lib.errors import SettingError
from course_lib.language.parse import parse
from course_lib.layers.guards import Array
from course_lib.layers.layer import Layer, LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, Loss, MSELoss

INPUT = "X"  # the name of the input among the parameters' names

LAYERS: dict[type[Layer], str] = {
    Linear: "Y = X @ W + b",
    ReLU: "Y = relu(X)",
    LeakyReLU: "Y = leaky_relu(X)",
    Sigmoid: "Y = sigmoid(X)",
    Tanh: "Y = tanh(X)",
    LayerNorm: "C = X - X @ J\nY = C / sqrt((C*C) @ J + 0.00001) * gain + bias",
    Residual: "Y = X + X @ W1 + b1",  # around a Linear
}

LOSSES: dict[type[Loss], str] = {
    MSELoss: "L = mean((Y - T)**2)",
    BCELoss: "L = mean(softplus(Y) - Y*T)",
    CrossEntropyLoss: "L = sum(T*(log(exp(Y) @ S) - Y)) * share",  # T one-hot rows, share 1/N
}


def by_hand(layer: Layer, loss: Loss, X: Array, T: Any) -> dict[str, Any]:
    """The gradients of loss(layer(X), T) that ``backward`` gives: of the parameters, and of the input as ``X``."""
    loss.forward(layer.forward(X), T)
    dX = layer.backward(loss.backward())
    return {**layer.gradients, INPUT: dX}


def by_engine(layer: Layer, loss: Loss, X: Array, T: Any) -> dict[str, Any]:
    """The same gradients, by the same names, from the graph of this layer and this loss.

    A subclass gets the graph of its base class, so a subclass with a wrong line differs from it.

    Raises:
        SettingError: the layer or loss has no graph here; the branch of a Residual must be a Linear.
    """
    if isinstance(layer, Residual) and type(layer.branch) is not Linear:
        raise SettingError("a Residual's branch", type(layer.branch).__name__, "Linear", "Write its graph first.")
    graph = parse(f"{_text(layer, LAYERS)}\n{_text(loss, LOSSES)}")
    Y = layer.forward(X)
    D = Y.shape[1]
    known_values = {
        **{INPUT: X, "T": np.eye(D)[T] if isinstance(loss, CrossEntropyLoss) else T, **layer.parameters},
        **{"J": np.full((D, D), 1 / D), "S": np.ones((D, D)), "share": 1 / len(Y)},
    }
    found = grad(forward(graph, **{name: known_values[name] for name in graph.inputs}), of="L")
    return {name: found[name] for name in (*layer.parameters, INPUT)}


def _text(part: Any, known: Mapping[type, str]) -> str:
    text = next((known[kind] for kind in type(part).__mro__ if kind in known), None)
    if text is None:
        raise SettingError("a layer or loss", type(part).__name__, "one that has a graph", "Write its graph first.")
    return text


def largest_difference(layer: Layer, loss: Loss, X: Array, T: Any) -> float:
    """The largest difference between an entry of ``by_hand`` and the same entry of ``by_engine``."""
    hand, engine = by_hand(layer, loss, X, T), by_engine(layer, loss, X, T)
    return max(float(np.abs(hand[name] - engine[name]).max()) for name in engine)
