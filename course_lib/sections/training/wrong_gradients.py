"""Training with a wrong gradient: a run with a planted mistake, compared with the right run."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.layers.check import check_layers
from course_lib.layers.layer import Layer, ReLU, Sequential
from course_lib.layers.losses import Loss, MSELoss
from course_lib.layers.train import SGD, Arrays, Moved, Rule, train
from course_lib.numerals import numeral
from course_lib.sections.checking.lab import listed
from course_lib.sections.checking.planted import LAYER_MISTAKES, LayerMistake, plant
from course_lib.sections.training.datasets import Data, wave
from course_lib.sections.training.networks import SEED, perceptron

RATE, STEPS = 0.05, 300
FALLEN = 0.9  # a loss below this part of the first loss has fallen


@dataclass(frozen=True)
class Wronged:
    """Two runs from the same start, one with a planted mistake, and what a gradient check says of that one."""

    right: tuple[float, ...]
    wrong: tuple[float, ...]
    right_network: Layer
    wrong_network: Layer
    data: Data
    caught: tuple[str, ...]


def _run() -> tuple[Sequential, Data]:
    random = np.random.default_rng(SEED)
    return perceptron((1, 16, 16, 1), ReLU, random), wave(60, random)


def trainable() -> dict[str, LayerMistake]:
    """The mistakes that can be planted in this network and its loss, by name."""
    parts: list[Layer | Loss] = [*_run()[0].walk(), MSELoss()]
    return {mistake.name: mistake for mistake in LAYER_MISTAKES if any(map(mistake.fits, parts))}


def train_wrong(mistake: LayerMistake) -> Wronged:
    """Full-batch SGD on ``wave``, once with right gradients, once with the mistake in them.

    The losses of both runs are right, since a wrong backward changes no forward pass.

    Raises:
        SettingError: the mistake does not fit anywhere in the network.
    """
    network, data = _run()
    wrong_network, wrong_loss = plant(mistake, network, MSELoss())
    caught = check_layers(wrong_network, wrong_loss, *data).caught
    right, wrong = (
        tuple(state.loss for state in train(net, loss, *data, SGD(RATE), STEPS))
        for net, loss in ((network, MSELoss()), (wrong_network, wrong_loss))
    )
    return Wronged(right, wrong, network, wrong_network, data, caught)


@dataclass(frozen=True)
class Without:
    """A rule that leaves one parameter as it is."""

    rule: Rule
    name: str

    @property
    def rate(self) -> float:
        """The learning rate of the underlying rule."""
        return self.rule.rate

    def start(self, parameters: Arrays) -> Any:
        """The memory of the underlying rule."""
        return self.rule.start(parameters)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Any) -> Moved:
        """The step of the underlying rule, for all other parameters."""
        moved, memory = self.rule.step(parameters, gradients, memory)
        return {**moved, self.name: parameters[self.name]}, memory


def without_training(name: str) -> float:
    """The last loss of the run with right gradients if this parameter is not trained."""
    network, data = _run()
    *_, last = train(network, MSELoss(), *data, Without(SGD(RATE), name), STEPS)
    return last.loss


def what_the_loss_does(runs: Wronged, options: tuple[str, str, str]) -> str:
    """Which option is true of the run with the mistake: its loss falls, stays where it is, or grows."""
    falls, stays, grows = options
    start, end = runs.wrong[0], runs.wrong[-1]
    if end < FALLEN * start:
        return falls
    return grows if end > start else stays


def said_of_wrong(mistake: LayerMistake, runs: Wronged) -> str:
    """What a wrong gradient did to the run, and what a check would have said before training."""
    start, right, wrong = runs.right[0], runs.right[-1], runs.wrong[-1]
    if not np.isfinite(wrong):
        peak = numeral(max(filter(math.isfinite, runs.wrong)), 2)
        fate = f"**The loss grows to {peak}, then it is no longer a number:** the curve shows this bug."
    elif wrong > start:
        fate = f"**The loss grows** from {numeral(start)} to {numeral(wrong)}: the curve shows this bug."
    elif wrong < 1.001 * right:
        fate = f"**The loss falls** from {numeral(start)} to {numeral(wrong)}, as with right gradients or better."
    else:
        fate = (
            f"**The loss still falls,** from {numeral(start)} to {numeral(wrong)}; "
            f"with right gradients it falls to {numeral(right)}."
        )
    check = (
        f"A gradient check before the first step finds it in {listed(runs.caught)}."
        if runs.caught
        else "Here even a gradient check finds nothing: with these sizes the wrong line gives the right numbers."
    )
    return f"{mistake.what} {fate} {check}"
