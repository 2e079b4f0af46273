"""The experiments of a training run: what is watched, what is compared, and what is said of it.

Every number comes from a run; a run is repeated exactly, since its generator is made
anew from the same seed.
"""

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from course_lib.layers.check import check_layers
from course_lib.layers.guards import Array
from course_lib.layers.initialise import Initialise, he, xavier, zeros
from course_lib.layers.layer import Layer, Linear, ReLU, Sequential, Sigmoid, Tanh, sigmoid
from course_lib.layers.losses import BCELoss, Loss, MSELoss
from course_lib.layers.train import SGD, Adam, Arrays, Momentum, Moved, Rule, State, gradients_at, put, slots_of, train
from course_lib.numerals import numeral
from course_lib.sections.checking.lab import listed
from course_lib.sections.checking.planted import LAYER_MISTAKES, LayerMistake, plant
from course_lib.sections.training.datasets import CLASSES, Data, wave

SEED = 7
POINTS, BATCH, EPOCHS = 200, 50, 250
RULES: dict[str, Callable[[float], Rule]] = {"SGD": SGD, "momentum": Momentum, "Adam": Adam}
ACTIVATIONS: dict[str, type[Layer]] = {"tanh": Tanh, "ReLU": ReLU, "sigmoid": Sigmoid}


def perceptron(
    sizes: tuple[int, ...], activation: type[Layer], random: np.random.Generator, first: Initialise | None = None
) -> Sequential:
    """Linear layers of these sizes with an activation between any two.

    ``first`` makes the first values; by default He's before ReLU, Xavier's otherwise.
    """
    initialise = first or (he if activation is ReLU else xavier)
    layers: list[Layer] = []
    for place, (inputs, outputs) in enumerate(pairwise(sizes)):
        layers += [activation()] if place else []
        layers.append(Linear(inputs, outputs, random, initialise, first=not place))
    return Sequential(*layers)


# A run that is watched.


class Watched(NamedTuple):
    """A network in training, at one of its epochs: its data, and the loss of all of them after every epoch so far."""

    network: Layer
    data: Data
    state: State
    losses: tuple[float, ...]
    rule: Rule

    def probability(self, points: Array) -> Array:
        """What the network says of points (N, 2): the probability of class 1, (N,)."""
        with np.errstate(all="ignore"):
            return sigmoid(self.network.forward(points))[:, 0]

    @property
    def wrong(self) -> Array:
        """Which of the examples are on the wrong side of ½, (N,) of bool."""
        return (self.probability(self.data.X) > 0.5) != (self.data.T[:, 0] > 0.5)


def watch(examples: str, rule: Rule, activation: str = "tanh") -> Iterator[Watched]:
    """A 2-16-16-1 network learning one of ``CLASSES``, epoch by epoch.

    What it yields is good until the next one is taken: the network goes on learning.
    """
    random = np.random.default_rng(SEED)
    data = CLASSES[examples](POINTS, random)
    network = perceptron((2, 16, 16, 1), ACTIVATIONS[activation], random)
    loss, losses = BCELoss(), list[float]()
    for state in train(network, loss, *data, rule, EPOCHS, BATCH, random):
        with np.errstate(all="ignore"):
            losses.append(loss.forward(network.forward(data.X), data.T))
        yield Watched(network, data, state, tuple(losses), rule)


def norm_of(arrays: dict[str, Array]) -> float | None:
    """The length of all of them as one vector; None where there are none."""
    if not arrays:
        return None
    with np.errstate(all="ignore"):
        return float(np.sqrt(sum(np.sum(array**2) for array in arrays.values())))


def said_of_run(seen: Watched) -> str:
    """Where a run stands, in a sentence or two."""
    epoch, loss, after = seen.state.epoch, seen.losses[-1], f"After {_epochs(seen.state.epoch)}"
    if not math.isfinite(loss):
        return (
            f"**{after} the loss is no number any more.** Every gradient was right where it was computed. "
            "The steps were too long."
        )
    sides = f"{seen.wrong.sum()} of {len(seen.data.X)} points on the wrong side"
    if epoch == 0:
        return f"**Epoch 0, nothing is learned.** The loss is {numeral(loss)}; {sides}."
    start = seen.losses[0]
    if loss > start:
        return f"**{after} the loss is {numeral(loss)}, more than at the start** ({numeral(start)}); {sides}."
    return f"**{after} the loss is {numeral(loss)}** (it was {numeral(start)}); {sides}."


def _epochs(count: int) -> str:
    return f"{count} epoch{'s' * (count != 1)}"


# One step, seen from near.


class Step(NamedTuple):
    """One step of a rule on all examples: the loss before it, the gradients, the update, the loss after it.

    ``predicted`` is what the gradient says the update will change: their inner product.
    """

    before: float
    gradients: dict[str, Array]
    update: dict[str, Array]
    after: float

    @property
    def predicted(self) -> float:
        """Gradient · update, over all entries."""
        return float(sum(np.sum(self.gradients[name] * moved) for name, moved in self.update.items()))


def step_of(rule: Rule, taken: int) -> tuple[Step, Callable[[float], float]]:
    """A step on ``two moons`` after ``taken`` steps of SGD with rate 0.5; and the loss when the update is scaled."""
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


STEP_RATES = 0.1, 20.1  # from one whose promise is kept to one with which the loss grows


def adam_steps(examples: str, rate: float) -> tuple[float, float]:
    """How far Adam moves an entry, in units of the rate: the mean and the longest, over each epoch's last step."""
    updates = [seen.state.update for seen in watch(examples, Adam(rate)) if seen.state.update]
    sizes = np.concatenate([np.abs(array).ravel() for update in updates for array in update.values()]) / rate
    return float(sizes.mean()), float(sizes.max())


def epochs_until(threshold: float, examples: str, rule: Rule) -> int:
    """After how many epochs the loss is under a threshold for the first time; ``EPOCHS`` where it never is."""
    return next((seen.state.epoch for seen in watch(examples, rule) if seen.losses[-1] < threshold), EPOCHS)


# First values.


def constant(value: float) -> Initialise:
    """A rule of first values that gives every weight the same one."""
    return lambda inputs, outputs, random: np.full((inputs, outputs), value)


FIRST_VALUES: dict[str, Initialise | None] = {"random": None, "all 0": zeros, "all ½": constant(0.5)}
HIDDEN = 4  # units


class Start(NamedTuple):
    """A 1-4-1 network after some steps: its data, its loss, its parameters and their gradients there."""

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
        """The hidden units, from 1 on, that no gradient reaches: weight in, bias and weight out have none."""
        rows = np.array([self.gradients["W1"][0], self.gradients["b1"], self.gradients["W2"][:, 0]])
        return tuple(int(unit) + 1 for unit in np.flatnonzero(is_nothing(rows).all(axis=0)))

    @property
    def alike(self) -> bool:
        """Whether all hidden units are the same: weight in, bias, weight out."""
        W1, b1, W2 = (self.parameters[name] for name in ("W1", "b1", "W2"))
        return all(bool(np.all(np.abs(row - row[0]) < 1e-9)) for row in (W1[0], b1, W2[:, 0]))


def started(activation: str, first: Initialise | None, epochs: int) -> Start:
    """A network with these first values, after so many full-batch steps of SGD on ``wave``."""
    random = np.random.default_rng(SEED)
    data = wave(40, random)
    network = perceptron((1, HIDDEN, 1), ACTIVATIONS[activation], random, first)
    if epochs:
        deque(train(network, MSELoss(), *data, SGD(0.2), epochs), maxlen=0)
    loss, gradients = gradients_at(network, slots_of(network), MSELoss(), *data)
    return Start(network, data, loss, network.parameters, gradients)


def is_nothing(numbers: Any) -> Any:
    """Which of them are 0, but for what rounding leaves: an array of bool, or a bool."""
    return np.abs(numbers) < 1e-12


def start_rows(start: Start) -> list[tuple[str, ...]]:
    """W1, b1 and W2, each with its gradient below it, as rows of texts: a number a hidden unit."""
    rows = []
    for own in ("W1", "b1", "W2"):
        for name, arrays in ((own, start.parameters), (f"∂L/∂{own}", start.gradients)):
            rows.append((name, *map(_short, arrays[own].ravel())))
    return rows


def said_of_output(start: Start) -> str:
    """The output's bias and its gradient."""
    bias, gradient = (arrays["b2"][0] for arrays in (start.parameters, start.gradients))
    return f"The output: b2 = {_short(bias)}, ∂L/∂b2 = {_short(gradient)}"


def _short(number: float) -> str:
    return "0" if is_nothing(number) else numeral(float(number), 3)


def said_of_start(start: Start, epochs: int) -> str:
    """What first values have led to: which gradients are 0, and whether the hidden units are one and the same."""
    still = tuple(name for name in start.gradients if name not in start.moving)
    dead = () if still else start.dead
    told = [f"The gradients of {listed(still)} are 0."] if still else []
    told += [f"**Unit {unit} is dead:** its gradients are 0, so it stays as it is." for unit in dead]
    if start.alike:
        alike = f"All {HIDDEN} hidden units are **the same**, so their gradients are, so they stay the same: "
        alike += "together they are one unit."
    else:
        which = f"The other {HIDDEN - len(dead)}" if dead else f"The {HIDDEN} hidden units"
        alike = f"{which} differ, so they can learn different things."
    where = f"After {_epochs(epochs)}" if epochs else "At the start"
    return f"{where} the loss is **{numeral(start.loss)}**. {' '.join(told) or 'No gradient is 0.'} {alike}"


# One layer, ten examples.

FIT_RATE, TEN = 0.3, 10


class Fit(NamedTuple):
    """A regression after some steps: its data, its loss, w and b with their gradients, and the same by the formula."""

    kind: str
    steps: int
    network: Layer
    data: Data
    loss: float
    parameters: dict[str, Array]
    gradients: dict[str, Array]
    by_formula: dict[str, Array]

    def curve(self, xs: Array) -> Array:
        """The line over xs (N,); of a logistic regression the probability of class 1."""
        z = self.network.forward(xs[:, None])[:, 0]
        return z if self.kind == "linear" else sigmoid(z)

    @property
    def formula(self) -> str:
        """The gradient as weeks 2–3 write it; X has a column of ones for b, t are the targets."""
        return "2/N · Xᵀ(Xw − t)" if self.kind == "linear" else "1/N · Xᵀ(σ(Xw) − t)"

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line of a table for w and one for b: its value, its gradient, the gradient by the formula."""
        every = (self.parameters, self.gradients, self.by_formula)
        names = (("w", "W"), ("b", "b"))
        return [(name, *(numeral(_one(arrays[own])) for arrays in every)) for name, own in names]


def regression(kind: str, steps: int) -> Fit:
    """One linear unit from w = b = 0, after so many steps of SGD on ten examples; ``kind``: linear or logistic."""
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
    """Where a regression stands, and its next step with the numbers in it."""
    w, slope = _one(fit.parameters["W"]), _one(fit.gradients["W"])
    now, rate, after = numeral(w), numeral(FIT_RATE), numeral(w - FIT_RATE * slope)
    return (
        f"After {fit.steps} step{'s' * (fit.steps != 1)} the loss is **{numeral(fit.loss)}**. The next one: "
        f"w ← {now} − {rate} · ({numeral(slope)}) = {after}."
    )


def _one(array: Array) -> float:
    """The one number in it; what rounding alone has left of a 0 is 0."""
    return round(float(array.item()), 14) + 0.0


# Training with a wrong gradient.

RATE, STEPS = 0.05, 300


@dataclass(frozen=True)
class Wronged:
    """Two runs from the same start, one with a mistake planted; and what a gradient check says of that one."""

    right: tuple[float, ...]
    wrong: tuple[float, ...]
    right_network: Layer
    wrong_network: Layer
    data: Data
    caught: tuple[str, ...]


def _regression() -> tuple[Sequential, Data]:
    random = np.random.default_rng(SEED)
    return perceptron((1, 16, 16, 1), ReLU, random), wave(60, random)


def trainable() -> dict[str, LayerMistake]:
    """The mistakes that can be planted in this network and its loss, by name."""
    parts: list[Layer | Loss] = [*_regression()[0].walk(), MSELoss()]
    return {mistake.name: mistake for mistake in LAYER_MISTAKES if any(map(mistake.fits, parts))}


def train_wrong(mistake: LayerMistake) -> Wronged:
    """Full-batch SGD on ``wave``, once with right gradients, once with the mistake in them.

    The losses are the right loss's: a wrong backward changes no forward pass.

    Raises:
        SettingError: the mistake fits nowhere in the network.
    """
    network, data = _regression()
    wrong_network, wrong_loss = plant(mistake, network, MSELoss())
    caught = check_layers(wrong_network, wrong_loss, *data).caught
    right, wrong = (
        tuple(state.loss for state in train(net, loss, *data, SGD(RATE), STEPS))
        for net, loss in ((network, MSELoss()), (wrong_network, wrong_loss))
    )
    return Wronged(right, wrong, network, wrong_network, data, caught)


@dataclass(frozen=True)
class Without:
    """A rule that leaves one parameter where it is."""

    rule: Rule
    name: str

    @property
    def rate(self) -> float:
        """The rule's own."""
        return self.rule.rate

    def start(self, parameters: Arrays) -> Any:
        """The rule's own memory."""
        return self.rule.start(parameters)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Any) -> Moved:
        """The rule's step, in all the others."""
        moved, memory = self.rule.step(parameters, gradients, memory)
        return {**moved, self.name: parameters[self.name]}, memory


def without_training(name: str) -> float:
    """The last loss of the run with right gradients, when this parameter is not trained."""
    network, data = _regression()
    *_, last = train(network, MSELoss(), *data, Without(SGD(RATE), name), STEPS)
    return last.loss


def said_of_wrong(mistake: LayerMistake, runs: Wronged) -> str:
    """What a wrong gradient did to the run, and what a check would have said before it."""
    start, right, wrong = runs.right[0], runs.right[-1], runs.wrong[-1]
    if not np.isfinite(wrong):
        peak = numeral(max(filter(math.isfinite, runs.wrong)), 2)
        fate = f"**The loss grows to {peak}, then it is no number:** this one betrays itself."
    elif wrong > start:
        fate = f"**The loss grows** from {numeral(start)} to {numeral(wrong)}: this one betrays itself."
    elif wrong < 1.001 * right:
        fate = f"**The loss falls** from {numeral(start)} to {numeral(wrong)}, as with right gradients or better."
    else:
        fate = (
            f"**The loss falls all the same,** from {numeral(start)} to {numeral(wrong)}; "
            f"with right gradients to {numeral(right)}."
        )
    check = (
        f"A gradient check of the first step finds it in {listed(runs.caught)}."
        if runs.caught
        else "Here even a gradient check finds nothing: at these sizes the wrong line gives the right numbers."
    )
    return f"{mistake.what} {fate} {check}"


def fitted(network: Layer, xs: Array) -> Array:
    """What a network makes of numbers xs (N,), as (N,)."""
    with np.errstate(all="ignore"):
        return network.forward(xs[:, None])[:, 0]
