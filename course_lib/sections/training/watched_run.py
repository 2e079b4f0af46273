"""A run that is watched epoch by epoch, and the sentences about it."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.layer import Layer, sigmoid
from course_lib.layers.losses import BCELoss
from course_lib.layers.train import SGD, Adam, Momentum, Rule, TrainingState, train
from course_lib.numerals import numeral
from course_lib.sections.training.datasets import CLASSES, Data
from course_lib.sections.training.networks import ACTIVATIONS, SEED, perceptron

POINTS, BATCH, EPOCHS = 200, 50, 250
RULES: dict[str, Callable[[float], Rule]] = {"SGD": SGD, "momentum": Momentum, "Adam": Adam}


class Watched(NamedTuple):
    """A network in training, at one epoch: its data, and the loss over all examples after every epoch so far."""

    network: Layer
    data: Data
    state: TrainingState
    losses: tuple[float, ...]
    rule: Rule

    def probability(self, points: Array) -> Array:
        """The probability of class 1 that the network gives the points (N, 2), as (N,)."""
        with np.errstate(all="ignore"):
            return sigmoid(self.network.forward(points))[:, 0]

    @property
    def wrong(self) -> Array:
        """Which of the examples are on the wrong side of ½, (N,) of bool."""
        return (self.probability(self.data.X) > 0.5) != (self.data.T[:, 0] > 0.5)


def watch(examples: str, rule: Rule, activation: str = "tanh") -> Iterator[Watched]:
    """A 2-16-16-1 network that learns one of ``CLASSES``, epoch by epoch.

    Each state is valid only until the next one is taken, because the network goes on learning.
    """
    random = np.random.default_rng(SEED)
    data = CLASSES[examples](POINTS, random)
    network = perceptron((2, 16, 16, 1), ACTIVATIONS[activation], random)
    loss, losses = BCELoss(), list[float]()
    for state in train(network, loss, *data, rule, EPOCHS, BATCH, random):
        with np.errstate(all="ignore"):
            losses.append(loss.forward(network.forward(data.X), data.T))
        yield Watched(network, data, state, tuple(losses), rule)


def said_of_run(seen: Watched) -> str:
    """The state of a run, in a sentence or two."""
    epoch, loss, after = seen.state.epoch, seen.losses[-1], f"After {epochs_in_words(seen.state.epoch)}"
    if not math.isfinite(loss):
        return (
            f"**{after} the loss is no longer a number.** Every gradient was right where it was computed, but "
            "the steps were too long."
        )
    sides = f"{seen.wrong.sum()} of {len(seen.data.X)} points on the wrong side"
    if epoch == 0:
        return f"**Epoch 0: nothing is learned yet.** The loss is {numeral(loss)}; {sides}."
    start = seen.losses[0]
    if loss > start:
        return f"**{after} the loss is {numeral(loss)}, more than at the start** ({numeral(start)}); {sides}."
    return f"**{after} the loss is {numeral(loss)}** (it was {numeral(start)}); {sides}."


def epochs_in_words(count: int) -> str:
    """``1 epoch``, ``2 epochs``."""
    return f"{count} epoch{'s' * (count != 1)}"


def adam_steps(examples: str, rate: float) -> tuple[float, float]:
    """How far Adam moves an entry, in units of the rate: mean and maximum over the last steps of all epochs."""
    updates = [seen.state.update for seen in watch(examples, Adam(rate)) if seen.state.update]
    sizes = np.concatenate([np.abs(array).ravel() for update in updates for array in update.values()]) / rate
    return float(sizes.mean()), float(sizes.max())


def epochs_until(threshold: float, examples: str, rule: Rule) -> int:
    """The number of epochs until the loss is first below the threshold; ``EPOCHS`` if it never is."""
    return next((seen.state.epoch for seen in watch(examples, rule) if seen.losses[-1] < threshold), EPOCHS)
