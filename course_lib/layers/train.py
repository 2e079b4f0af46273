"""Training: how gradients are used, once backpropagation has computed them.

A rule takes parameters, gradients and its own memory. It returns new parameters and
new memory and changes nothing in place, so two rules can start from the same point
and a step can be repeated. ``train`` is the loop. It is a generator, so the caller
takes as many epochs as wanted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from course_lib.errors import SettingError
from course_lib.layers.guards import Array, at_least_one, same_shape
from course_lib.layers.layer import Layer
from course_lib.layers.losses import Loss

Arrays = Mapping[str, Array]
Moved = tuple[dict[str, Array], Any]  # new parameters, new memory
Pass = tuple[float, dict[str, Array]]  # a loss, the gradient of every parameter
Batches = Callable[[], Iterable[tuple[Array, Array]]]  # called once per epoch: its batches of examples


class Rule(Protocol):
    """A learning rule: how a gradient becomes an update."""

    @property
    def rate(self) -> float:
        """The learning rate η."""

    def start(self, parameters: Arrays) -> Any:
        """The memory before the first step."""

    def step(self, parameters: Arrays, gradients: Arrays, memory: Any) -> Moved:
        """New parameters and new memory; the arguments stay as they are."""


@dataclass(frozen=True)
class SGD:
    """θ ← θ − η g: a step against the gradient, scaled by the learning rate.

    Source: Goodfellow, Bengio & Courville, *Deep Learning* (2016), algorithm 8.1.
    """

    rate: float

    def __post_init__(self) -> None:
        positive_rate(self.rate)

    def start(self, parameters: Arrays) -> tuple[()]:
        """No memory."""
        return ()

    def step(self, parameters: Arrays, gradients: Arrays, memory: Any) -> Moved:
        """One step downhill."""
        return {name: value - self.rate * gradients[name] for name, value in parameters.items()}, ()


@dataclass(frozen=True)
class Momentum:
    """v ← βv + g, θ ← θ − η v: past gradients fade but still count.

    Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964), equation 9;
    Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).
    """

    rate: float
    keep: float = 0.9  # β

    def __post_init__(self) -> None:
        positive_rate(self.rate)
        a_share("keep", self.keep)

    def start(self, parameters: Arrays) -> dict[str, Array]:
        """No velocity yet."""
        return {name: np.zeros_like(value) for name, value in parameters.items()}

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays) -> Moved:
        """One step along the velocity."""
        velocity = {name: self.keep * memory[name] + gradients[name] for name in parameters}
        moved = {name: value - self.rate * velocity[name] for name, value in parameters.items()}
        return moved, velocity


class Moments(NamedTuple):
    """Adam's memory: how many steps were taken, and the moving averages of g and of g²."""

    steps: int
    mean: Arrays
    square: Arrays


@dataclass(frozen=True)
class Adam:
    """θ ← θ − η m̂ / (√ŝ + ε), with m and s moving averages of g and g², both corrected for their start at 0.

    The first step has size η in every entry (but for ε), however large its gradient. Later
    steps are rarely longer, and shorter where gradients shrink or change sign.

    Source: Kingma & Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1.
    """

    rate: float
    keep: float = 0.9  # β₁
    keep_square: float = 0.999  # β₂
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        positive_rate(self.rate)
        a_share("keep", self.keep)
        a_share("keep_square", self.keep_square)

    def start(self, parameters: Arrays) -> Moments:
        """Both averages 0, for which the first steps are corrected."""
        zeros = {name: np.zeros_like(value) for name, value in parameters.items()}
        return Moments(0, zeros, zeros)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Moments) -> Moved:
        """One step: in every entry, η times the average gradient, divided by its usual size."""
        t, b1, b2 = memory.steps + 1, self.keep, self.keep_square
        mean = {name: b1 * memory.mean[name] + (1 - b1) * g for name, g in gradients.items()}
        square = {name: b2 * memory.square[name] + (1 - b2) * g**2 for name, g in gradients.items()}
        m_hat = {name: m / (1 - b1**t) for name, m in mean.items()}  # they began at 0
        s_hat = {name: s / (1 - b2**t) for name, s in square.items()}
        moved = {
            name: value - self.rate * m_hat[name] / (np.sqrt(s_hat[name]) + self.epsilon)
            for name, value in parameters.items()
        }
        return moved, Moments(t, mean, square)


@dataclass(frozen=True)
class TrainingState:
    """Where a training run stands after ``epoch`` passes over the data.

    ``loss`` is the mean over the epoch's batches, each taken before its update; at epoch
    0 it is the loss of all examples. ``gradients`` and ``update`` belong to the last
    step: what backpropagation computed, and the update that the rule made of it. Both
    are empty at epoch 0.
    """

    epoch: int
    loss: float
    parameters: dict[str, Array]
    gradients: dict[str, Array]
    update: dict[str, Array]

    @property
    def diverged(self) -> bool:
        """Whether the loss is no longer a finite number, which ends the run."""
        return not np.isfinite(self.loss)


def train(
    network: Layer,
    loss: Loss,
    X: Array,
    T: Array,
    rule: Rule,
    epochs: int,
    batch: int | None = None,
    random: np.random.Generator | None = None,
) -> Iterator[TrainingState]:
    """The states of a run, from epoch 0 on. The run ends early if the loss is no longer a finite number.

    A step has two parts: ``backward`` computes gradients, and the rule makes the update.
    ``batch`` is the number of examples per step; None takes all of them. ``random``
    shuffles the examples for each epoch. The network's own arrays are never changed:
    the network gets new ones.

    Shapes: X (N, D), T as the loss expects it.

    Raises:
        SettingError: epochs or batch is not a whole number of at least 1.
    """
    at_least_one("epochs", epochs)
    size = len(X) if batch is None else at_least_one("batch", batch)

    def batches() -> Iterator[tuple[Array, Array]]:
        order = None if random is None else random.permutation(len(X))
        for start in range(0, len(X), size):
            chosen = slice(start, start + size) if order is None else order[start : start + size]
            yield X[chosen], T[chosen]

    yield TrainingState(0, loss.forward(network.forward(X), T), network.parameters, {}, {})
    for state in after_each_epoch(network, loss, batches, rule, epochs):
        yield state
        if state.diverged:
            return


def after_each_epoch(
    network: Layer,
    loss: Loss,
    batches: Batches,
    rule: Rule,
    epochs: int,
) -> Iterator[TrainingState]:
    """The loop: each epoch goes once through all batches, and each batch gives one update."""
    slots = slots_of(network)
    parameters, memory = network.parameters, rule.start(network.parameters)
    for epoch in range(1, epochs + 1):
        total, count = 0.0, 0
        with np.errstate(all="ignore"):  # too long a step leads to ∞
            for X, T in batches():
                before = parameters
                value, gradients = gradients_at(network, slots, loss, X, T)
                parameters, memory = rule.step(before, gradients, memory)
                put(slots, parameters)
                total, count = total + value * len(T), count + len(T)
            update = {name: parameters[name] - before[name] for name in parameters}
        yield TrainingState(epoch, total / count, parameters, gradients, update)


class Slot(NamedTuple):
    """Where a parameter is kept: its layer, its attribute there, and the attribute of its gradient."""

    layer: Layer
    value: str
    gradient: str


Slots = Mapping[str, Slot]


def gradients_at(network: Layer, slots: Slots, loss: Loss, X: Array, T: Array) -> Pass:
    """The loss of these examples, and its gradient with respect to every parameter."""
    value = loss.forward(network.forward(X), T)
    network.backward(loss.backward())
    return value, {name: getattr(slot.layer, slot.gradient) for name, slot in slots.items()}


def slots_of(network: Layer) -> Slots:
    """Where each parameter of a network is kept, by the names in ``network.parameters``."""
    owners = [Slot(layer, own, f"d{own}") for layer in network.walk() for own in layer.names]
    return dict(zip(network.parameters, owners, strict=True))


def put(slots: Slots, parameters: Arrays) -> None:
    """Give a network new parameters. Raises ShapeError if one does not have the shape of the old one."""
    for name, (layer, own, _) in slots.items():
        old, new = getattr(layer, own), parameters[name]
        if new.shape != old.shape:
            same_shape(name, old, f"the new {name}", new)
        setattr(layer, own, new)


def positive_rate(rate: float) -> None:
    """Raise SettingError unless the learning rate is a number above 0."""
    if not (isinstance(rate, int | float) and 0 < rate < float("inf")):
        raise SettingError("rate", rate, "a number above 0", "The rule itself has the minus sign.")


def a_share(name: str, share: float) -> None:
    """Raise SettingError unless the number is at least 0 and below 1."""
    if not 0 <= share < 1:
        raise SettingError(name, share, "at least 0 and below 1", "With 1, old gradients would never fade.")
