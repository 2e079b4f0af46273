"""The lecture's layers in NumPy, with gradients derived by hand and without a graph.

Rows are examples: X (N, D) @ W (D, H) + b (H,) → Z (N, H). ``dZ`` is the gradient of
the loss with respect to Z and has Z's shape. A layer remembers its last forward
pass, because its derivative is taken there. No layer divides by the number of
examples: the loss takes the mean (see ``losses``).

Nothing here uses the engine, so that each can check the other.
"""

from typing import Any

import numpy as np

from course_lib.errors import SettingError
from course_lib.layers.guards import Array, at_least_one, guard_layer, same_shape
from course_lib.layers.initialise import Initialise, he


class Layer:
    """The base of all layers: ``forward(X)`` returns Y, ``backward(dY)`` returns dX and keeps dW, db, ….

    A subclass writes both as plain mathematics. The checks around them are in
    ``guards`` and are the same for all layers.

    Raises:
        ShapeError: X or dY does not fit, or a gradient does not have its value's shape.
        InputValueError: an argument is not an array of numbers.
        NotForwardError: backward was called before forward.
    """

    names: tuple[str, ...] = ()  # of its own parameters: attribute W, and dW for its gradient
    columns: int | None = None  # how many columns X must have; None allows any shape
    parts: tuple["Layer", ...] = ()  # the layers inside this one
    first: bool = False  # whether it is the network's first layer, so that nobody needs dX
    open: Any = None  # which inputs were beyond the kink; None for a layer without a kink
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # of X and Y in the last forward pass; None before it

    def forward(self, X: Array) -> Array:
        """The layer's output Y. Whatever ``backward`` will need is kept."""
        raise NotImplementedError  # each layer writes its own

    def backward(self, dY: Array) -> Array | None:
        """dX, the gradient with respect to X of the last forward pass. The parameters' gradients are kept."""
        raise NotImplementedError  # each layer writes its own

    def __init_subclass__(cls) -> None:
        guard_layer(cls)

    def walk(self) -> list["Layer"]:
        """This layer, then all layers inside it at any depth, in the order of the forward pass."""
        found: list[Layer] = []
        waiting = [self]
        while waiting:
            layer = waiting.pop()
            found.append(layer)
            waiting += reversed(layer.parts)
        return found

    @property
    def parameters(self) -> dict[str, Array]:
        """The parameters by name: W and b, or W1, b1, W2, … where several layers have parameters."""
        return self._named("")

    @property
    def gradients(self) -> dict[str, Any]:
        """The parameters' gradients from the last backward pass, by the same names; each is None before it."""
        return self._named("d")

    def _named(self, prefix: str) -> dict[str, Any]:
        owners = [layer for layer in self.walk() if layer.names]
        return {
            f"{name}{place}" if self.parts else name: getattr(layer, prefix + name, None)
            for place, layer in enumerate(owners, start=1)
            for name in layer.names
        }


class Linear(Layer):
    """Z = X W + b.

    With ``first`` it is the network's first layer: dX, a third of the work, is not computed and is None.

    Shapes: X (N, D), W (D, H), b (H,), Z (N, H).
    Source: Goodfellow, Bengio & Courville, *Deep Learning* (2016), section 6.5.6.
    """

    names = ("W", "b")

    def __init__(
        self,
        inputs: int,
        outputs: int,
        random: np.random.Generator,
        initialise: Initialise = he,
        dtype: type[np.floating] = np.float64,
        first: bool = False,
    ) -> None:
        self.first = first
        self.columns = at_least_one("inputs", inputs)
        self.W = initialise(inputs, at_least_one("outputs", outputs), random).astype(dtype)
        self.b = np.zeros(outputs, dtype)

    def forward(self, X: Array) -> Array:
        self.X = X
        return X @ self.W + self.b  # (N, H)

    def backward(self, dZ: Array) -> Array | None:
        # (D, H): the sum over examples of the outer products x δᵀ
        self.dW = self.X.T @ dZ
        # (H,): b was added to every row, so the rows' gradients add
        self.db = dZ.sum(axis=0)
        return None if self.first else dZ @ self.W.T  # (N, D)


class ReLU(Layer):
    """H = max(0, Z), entry by entry. ReLU'(0) = 0 by convention; other libraries take ½ or 1.

    Source: Goodfellow, Bengio & Courville (2016), section 6.3.1.
    """

    def forward(self, Z: Array) -> Array:
        self.open = Z > 0
        return np.maximum(Z, 0)  # not Z * open, which turns −∞ into NaN and −1 into −0

    def backward(self, dH: Array) -> Array:
        return np.where(self.open, dH, 0)


class LeakyReLU(Layer):
    """H = Z where Z > 0 and slope · Z elsewhere; at 0 the derivative is the slope.

    Source: Maas, Hannun & Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013).
    """

    def __init__(self, slope: float = 0.01) -> None:
        self.slope = slope

    def forward(self, Z: Array) -> Array:
        self.open = Z > 0
        return np.where(self.open, Z, self.slope * Z)

    def backward(self, dH: Array) -> Array:
        return np.where(self.open, dH, self.slope * dH)


class Sigmoid(Layer):
    """H = σ(Z) = 1 / (1 + e^−Z), entry by entry; its derivative H (1 − H) is written with the output."""

    def forward(self, Z: Array) -> Array:
        self.H = sigmoid(Z)
        return self.H

    def backward(self, dH: Array) -> Array:
        return dH * self.H * (1 - self.H)


class Tanh(Layer):
    """H = tanh(Z), entry by entry; its derivative 1 − H² is written with the output."""

    def forward(self, Z: Array) -> Array:
        self.H = np.tanh(Z)
        return self.H

    def backward(self, dH: Array) -> Array:
        return dH * (1 - self.H**2)


class LayerNorm(Layer):
    """Y = gain · X̂ + bias, where X̂ is each row of X less its mean, over its standard deviation.

    ``learned=False`` leaves gain 1 and bias 0 and has no parameters.

    Shapes: X, X̂, Y (N, D), gain and bias (D,).
    Source: Ba, Kiros & Hinton, "Layer normalization" (2016), equations 3 and 4.
    """

    epsilon = 1e-5  # beside the variance, so that a row of equal entries is not divided by 0

    def __init__(self, features: int, learned: bool = True, dtype: type[np.floating] = np.float64) -> None:
        self.columns = at_least_one("features", features)
        self.names = ("gain", "bias") if learned else ()
        self.gain: Any = np.ones(features, dtype) if learned else 1.0
        self.bias: Any = np.zeros(features, dtype) if learned else 0.0

    def forward(self, X: Array) -> Array:
        centred = X - X.mean(axis=1, keepdims=True)
        self.deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + self.epsilon)  # (N, 1)
        self.X_hat = centred / self.deviation
        return self.gain * self.X_hat + self.bias  # (N, D)

    def backward(self, dY: Array) -> Array:
        self.dgain = (dY * self.X_hat).sum(axis=0)
        self.dbias = dY.sum(axis=0)
        dX_hat = dY * self.gain
        # Every entry of a row moves the row's mean (second term) and its deviation (third term) too.
        through_mean = dX_hat.mean(axis=1, keepdims=True)
        through_deviation = self.X_hat * (dX_hat * self.X_hat).mean(axis=1, keepdims=True)
        return (dX_hat - through_mean - through_deviation) / self.deviation


class Residual(Layer):
    """Y = X + scale · branch(X): two paths from X to Y, so two contributions to dX.

    Source: He et al., "Deep residual learning for image recognition" (2016), equation 1.
    """

    def __init__(self, branch: Layer, scale: float = 1.0) -> None:
        self.branch = branch
        self.scale = scale
        self.parts = behind_another(*each_once(branch))

    def forward(self, X: Array) -> Array:
        F = same_shape("X", X, "the branch's output", self.branch.forward(X))
        return X + self.scale * F

    def backward(self, dY: Array) -> Array | None:
        return dY + self.branch.backward(self.scale * dY)


class Sequential(Layer):
    """One layer after the other: forward in order, backward from the last to the first."""

    def __init__(self, *layers: Layer) -> None:
        self.parts = each_once(*layers)
        behind_another(*layers[1:])

    def forward(self, X: Array) -> Array:
        for layer in self.parts:
            X = layer.forward(X)
        return X

    def backward(self, dY: Any) -> Array | None:
        for layer in reversed(self.parts):
            dY = layer.backward(dY)
        return dY


def sigmoid(Z: Array) -> Array:
    """1 / (1 + e^−Z), stable on both sides: only e to a negative power is ever computed."""
    power = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, power) / (1 + power)


def each_once(*layers: Layer) -> tuple[Layer, ...]:
    """The layers. Raises SettingError if one occurs twice, since a layer remembers only one forward pass."""
    seen: set[int] = set()
    for layer in (part for outer in layers for part in outer.walk()):
        if id(layer) in seen:
            hint = "Make a second layer: a layer remembers only one forward pass."
            raise SettingError("a layer", type(layer).__name__, "used once in a network", hint)
        seen.add(id(layer))
    return layers


def behind_another(*layers: Layer) -> tuple[Layer, ...]:
    """The layers. Raises SettingError if one of them leaves out dX, which the layer before it needs."""
    if any(part.first for layer in layers for part in layer.walk()):
        hint = "Only the first layer of a network can leave out dX."
        raise SettingError("first", True, "False if another layer comes before it", hint)
    return layers
