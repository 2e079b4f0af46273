"""Initial weights that spoil a run and some that do not: which gradients are 0, and which units stay equal."""

from collections import deque
from typing import Any, NamedTuple

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.initialise import Initialise, zeros
from course_lib.layers.layer import Layer
from course_lib.layers.losses import MSELoss
from course_lib.layers.train import SGD, gradients_at, slots_of, train
from course_lib.numerals import numeral
from course_lib.sections.checking.lab import listed
from course_lib.sections.training.datasets import Data, wave
from course_lib.sections.training.networks import ACTIVATIONS, SEED, perceptron
from course_lib.sections.training.watched_run import epochs_in_words


def constant(value: float) -> Initialise:
    """An initialisation that gives every weight the same value."""
    return lambda inputs, outputs, random: np.full((inputs, outputs), value)


FIRST_VALUES: dict[str, Initialise | None] = {"random": None, "all 0": zeros, "all ½": constant(0.5)}
HIDDEN = 4  # units
WHAT_MOVES = {
    ("b2",): "only the output's bias b2",
    ("W2", "b2"): "W2 and b2",
    ("W1", "b1", "W2", "b2"): "all of them",
    (): "none",
}


class Start(NamedTuple):
    """A 1-4-1 network after some steps: its data, its loss, its parameters and their gradients."""

    network: Layer
    data: Data
    loss: float
    parameters: dict[str, Array]
    gradients: dict[str, Array]

    @property
    def moving(self) -> tuple[str, ...]:
        """The parameters with a gradient that is not 0."""
        return tuple(name for name, gradient in self.gradients.items() if not np.all(is_nothing(gradient)))

    @property
    def dead(self) -> tuple[int, ...]:
        """The hidden units, from 1 on, without any gradient: of incoming weight, bias and outgoing weight."""
        rows = np.array([self.gradients["W1"][0], self.gradients["b1"], self.gradients["W2"][:, 0]])
        return tuple(int(unit) + 1 for unit in np.flatnonzero(is_nothing(rows).all(axis=0)))

    @property
    def alike(self) -> bool:
        """Whether all hidden units have the same incoming weight, bias and outgoing weight."""
        W1, b1, W2 = (self.parameters[name] for name in ("W1", "b1", "W2"))
        return all(bool(np.all(np.abs(row - row[0]) < 1e-9)) for row in (W1[0], b1, W2[:, 0]))


def started(activation: str, first: Initialise | None, epochs: int) -> Start:
    """A network with these initial weights, after ``epochs`` full-batch steps of SGD on ``wave``."""
    random = np.random.default_rng(SEED)
    data = wave(40, random)
    network = perceptron((1, HIDDEN, 1), ACTIVATIONS[activation], random, first)
    if epochs:
        deque(train(network, MSELoss(), *data, SGD(0.2), epochs), maxlen=0)
    loss, gradients = gradients_at(network, slots_of(network), MSELoss(), *data)
    return Start(network, data, loss, network.parameters, gradients)


def is_nothing(numbers: Any) -> Any:
    """Which of the numbers are 0 up to rounding: an array of bool, or a bool."""
    return np.abs(numbers) < 1e-12


def start_rows(start: Start) -> list[tuple[str, ...]]:
    """W1, b1 and W2, each with its gradient in the next row, as texts; one number per hidden unit."""
    rows = []
    for own in ("W1", "b1", "W2"):
        for name, arrays in ((own, start.parameters), (f"∂L/∂{own}", start.gradients)):
            rows.append((name, *map(_short, arrays[own].ravel())))
    return rows


def said_of_output_gradients(start: Start) -> str:
    """The two gradients that decide whether the output's own parameters move."""
    bias, largest = float(start.gradients["b2"][0]), float(np.abs(start.gradients["W2"]).max())
    return f"∂L/∂b2 = {numeral(bias)}, and the largest entry of ∂L/∂W2 is {numeral(largest)}"


def said_of_output(start: Start) -> str:
    """The output's bias and its gradient."""
    bias, gradient = (arrays["b2"][0] for arrays in (start.parameters, start.gradients))
    return f"The output: b2 = {_short(bias)}, ∂L/∂b2 = {_short(gradient)}"


def _short(number: float) -> str:
    return "0" if is_nothing(number) else numeral(float(number), 3)


def said_of_start(start: Start, epochs: int) -> str:
    """What the initial weights have led to: which gradients are 0, and whether all hidden units are equal."""
    still = tuple(name for name in start.gradients if name not in start.moving)
    dead = () if still else start.dead
    told = [f"The gradients of {listed(still)} are 0."] if still else []
    told += [f"**Unit {unit} is dead:** its gradients are 0, so it stays as it is." for unit in dead]
    if start.alike:
        alike = f"All {HIDDEN} hidden units are **the same**. So their gradients are the same, and they stay the same: "
        alike += "together they act as one unit."
    else:
        which = f"The other {HIDDEN - len(dead)}" if dead else f"The {HIDDEN} hidden units"
        alike = f"{which} differ, so they can learn different things."
    where = f"After {epochs_in_words(epochs)}" if epochs else "At the start"
    return f"{where} the loss is **{numeral(start.loss)}**. {' '.join(told) or 'No gradient is 0.'} {alike}"
