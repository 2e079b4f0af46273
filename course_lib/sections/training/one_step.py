"""One step of a training rule in detail: the loss, the gradients, the update, the loss after it, and sentences."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_lib.drawing.plots import tangent_plot
from course_lib.layers.guards import Array
from course_lib.layers.layer import Tanh
from course_lib.layers.losses import BCELoss
from course_lib.layers.train import SGD, Rule, gradients_at, put, slots_of, train
from course_lib.numerals import numeral
from course_lib.sections.training.datasets import CLASSES
from course_lib.sections.training.networks import SEED, perceptron
from course_lib.sections.training.watched_run import POINTS, Watched, said_of_run


class Step(NamedTuple):
    """One step of a rule on all examples: the loss before it, the gradients, the update, the loss after it.

    ``predicted`` is the change of the loss that the gradient predicts: the inner product of gradient and update.
    """

    before: float
    gradients: dict[str, Array]
    update: dict[str, Array]
    after: float

    @property
    def predicted(self) -> float:
        """The sum of gradient · update over all entries."""
        return float(sum(np.sum(self.gradients[name] * moved) for name, moved in self.update.items()))

    @property
    def change(self) -> float:
        """The actual change of the loss."""
        return self.after - self.before

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The step in numbers, as a table's rows."""
        return [
            ("L before the step", numeral(self.before)),
            ("length of the gradient", numeral(norm_of(self.gradients))),
            ("length of the update", numeral(norm_of(self.update))),
            ("gradient · update, predicted ΔL", numeral(self.predicted)),
            ("ΔL, what happened", numeral(self.change)),
        ]


def step_of(rule: Rule, taken: int) -> tuple[Step, Callable[[float], float]]:
    """A step on ``two moons`` after ``taken`` steps of SGD with rate 0.5, and the loss for any scale of the update."""
    random = np.random.default_rng(SEED)
    X, T = CLASSES["two moons"](POINTS, random)
    network, loss = perceptron((2, 16, 16, 1), Tanh, random), BCELoss()
    deque(train(network, loss, X, T, SGD(0.5), taken) if taken else (), maxlen=0)
    slots, here = slots_of(network), network.parameters
    before, gradients = gradients_at(network, slots, loss, X, T)  # backpropagation: computes, and moves nothing
    there, _ = rule.step(here, gradients, rule.start(here))  # the rule: moves, and computes no gradient
    update = {name: there[name] - here[name] for name in here}

    def scaled(share: float) -> float:
        put(slots, {name: here[name] + share * update[name] for name in here})
        value = loss.forward(network.forward(X), T)
        put(slots, here)
        return value

    return Step(before, gradients, update, scaled(1.0)), scaled


STEP_RATES = 0.1, 20.1  # from a rate for which the prediction is good to one for which the loss grows


def norm_of(arrays: dict[str, Array]) -> float | None:
    """The norm of all arrays as one vector; None if there are none."""
    if not arrays:
        return None
    with np.errstate(all="ignore"):
        return float(np.sqrt(sum(np.sum(array**2) for array in arrays.values())))


def picture_of_step(rate: float, step: Step, scaled: Callable[[float], float]) -> str:
    """The loss against the learning rate, as SVG: what the gradient predicts at ``rate``, and what happens."""
    rates = np.linspace(-1, STEP_RATES[1] + 1, 89).tolist()
    losses = [scaled(at / rate) for at in rates]
    slope = step.predicted / rate
    return tangent_plot(rates, losses, (0.0, step.before), slope, rate, ("learning rate η", "L"))


def said_of_step(rate: float, step: Step) -> str:
    """What the gradient predicted of this step, and what happened. Markdown."""
    verdict = "**The loss grows:** the gradient is right, the step is too long."
    if step.change < 0:
        verdict = "The loss falls."
    return (
        f"At η = {numeral(rate)} the gradient predicts a change of **{numeral(step.predicted)}**. The loss changes "
        f"by **{numeral(step.change)}**. {verdict}"
    )


def said_of_epoch(seen: Watched) -> str:
    """The state of a watched run, and the norms of its last gradient and update. Markdown."""
    gradient, update = norm_of(seen.state.gradients), norm_of(seen.state.update)
    if gradient is None:
        return said_of_run(seen)
    lengths = f"Length of the last gradient: {numeral(gradient)}; of its update: {numeral(update)}."
    return f"{said_of_run(seen)} {lengths}"
