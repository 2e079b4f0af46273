"""The effect of depth on a gradient: many equal blocks in a row, measured layer by layer.

A block is h ← act(h W). A skip adds h to it, and a normalisation stands before it. The
gradient that starts at the last layer is random, not computed from a loss, so only the
effect of the layers is measured. Everything runs on ``layers``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.errors import SettingError
from course_lib.layers.guards import Array
from course_lib.layers.initialise import INITIALISATIONS
from course_lib.layers.layer import Layer, LayerNorm, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
from course_lib.layers.spread import spread

ACTIVATIONS: dict[str, type[Layer]] = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": ReLU}
STARTS = ("N(0, 1)", "Xavier", "He")
SKIPS = ("none", "plain", "1/√depth")
DEPTH, WIDTH, BATCH = 30, 64, 64
SEEDS = range(10)
DEEPEST, WIDEST = 200, 512
EPSILON = float(np.finfo(float).eps)
REMEMBERED = 4096  # runs; each has two numbers per layer


@dataclass(frozen=True)
class Setting:
    """A network of equal blocks. ``skip`` is one of SKIPS; ``normalise`` puts a LayerNorm before each block.

    Raises:
        SettingError: a name is unknown, or a size is outside its bounds.
    """

    activation: str = "relu"
    start: str = "He"
    skip: str = "none"
    normalise: bool = False
    depth: int = DEPTH
    width: int = WIDTH

    def __post_init__(self) -> None:
        for name, value, known in (
            ("activation", self.activation, tuple(ACTIVATIONS)),
            ("start", self.start, tuple(INITIALISATIONS)),
            ("skip", self.skip, SKIPS),
        ):
            if value not in known:
                raise SettingError(name, value, f"one of {', '.join(known)}", "Choose one of these.")
        for name, size, most in (("depth", self.depth, DEEPEST), ("width", self.width, WIDEST)):
            if not 1 <= size <= most:
                raise SettingError(name, size, f"1 to {most}", "Choose a number in between.")

    def __str__(self) -> str:
        """The setting as a label, such as ``relu + He + skip``, with its size if it is not the usual one."""
        skip = {"none": "", "plain": " + skip", "1/√depth": " + skip/√depth"}[self.skip]
        deep = f", {self.depth} deep" if self.depth != DEPTH else ""
        wide = f", {self.width} wide" if self.width != WIDTH else ""
        return f"{self.activation} + {self.start}{skip}{' + norm' if self.normalise else ''}{deep}{wide}"


def block(setting: Setting, random: np.random.Generator) -> Layer:
    """One layer of the network: act(h W), with what the setting puts before and around it."""
    parts: list[Layer] = [
        Linear(setting.width, setting.width, random, INITIALISATIONS[setting.start]),
        ACTIVATIONS[setting.activation](),
    ]
    if setting.normalise:
        parts.insert(0, LayerNorm(setting.width, learned=False))
    if setting.skip == "none":
        return Sequential(*parts)
    return Residual(Sequential(*parts), 1.0 if setting.skip == "plain" else setting.depth**-0.5)


@dataclass(frozen=True)
class Run:
    """The measurements of one random start at h₀, h₁, …: two sequences of depth + 1 numbers.

    ``gradient`` is the norm of ∂/∂h, divided by the norm at the last layer. ``spread``
    is how far apart the examples lie, divided by how far apart the inputs lie. So each
    begins at 1: the gradient at the last layer, the spread at h₀.
    """

    gradient: tuple[float, ...]
    spread: tuple[float, ...]


def measure(setting: Setting, seed: int) -> Run:
    """One forward and one backward pass through a network drawn from ``seed``, watched at every layer."""
    random = np.random.default_rng(seed)
    network = [block(setting, random) for _ in range(setting.depth)]
    h: Any = random.normal(size=(BATCH, setting.width))
    gradient: Any = random.normal(size=(BATCH, setting.width))
    spreads, norms = [spread(h)], [float(np.linalg.norm(gradient))]
    for layer in network:
        h = layer.forward(h)
        spreads.append(spread(h))
    for layer in reversed(network):
        gradient = layer.backward(gradient)
        norms.append(float(np.linalg.norm(gradient)))
    return Run(tuple(norm / norms[0] for norm in reversed(norms)), tuple(each / spreads[0] for each in spreads))


remembered = lru_cache(REMEMBERED)(measure)


@dataclass(frozen=True)
class Band:
    """Many random starts of one setting: the lowest, the median and the highest number at each layer."""

    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    """A setting with its measurements: a band of gradients and a band of spreads, from ``seeds`` random starts."""

    setting: Setting
    gradient: Band
    spread: Band
    seeds: int = field(default=len(SEEDS))

    @property
    def ratio(self) -> float:
        """The median of ‖∂/∂h₀‖ / ‖∂/∂h_depth‖: the part of the last layer's gradient that reaches the first."""
        return self.gradient.median[0]

    @property
    def layer_factor(self) -> float:
        """The factor by which each layer would multiply the gradient if all layers were alike."""
        return self.ratio ** (1 / self.setting.depth)

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest ratio among the random starts."""
        return self.gradient.low[0], self.gradient.high[0]


def measured(setting: Setting, seeds: Sequence[int] = SEEDS) -> Measured:
    """The bands of these random starts."""
    runs = [remembered(setting, seed) for seed in seeds]
    return Measured(setting, _band([r.gradient for r in runs]), _band([r.spread for r in runs]), len(runs))


def unfold(setting: Setting, seeds: Sequence[int] = SEEDS) -> Iterator[Measured]:
    """The same bands after each further random start."""
    for count in range(1, len(seeds) + 1):
        yield measured(setting, seeds[:count])


def _band(rows: Sequence[Sequence[float]]) -> Band:
    table = np.array(rows)
    return Band(*(tuple(float(n) for n in each) for each in (table.min(0), np.median(table, 0), table.max(0))))


# The product of Jacobians.


def singular_values(setting: Setting, seed: int = 0) -> Array:
    """The singular values of ∂h_depth/∂h_k at one example, largest first; row k = 0 … depth, so the last row is all 1.

    The batch has the same example ``width`` times, and each copy gets another unit vector
    as its upstream gradient. The gradients that come back are the rows of the product.
    Numbers so small that they can be rounding errors count as 0.
    """
    random = np.random.default_rng(seed)
    network = [block(setting, random) for _ in range(setting.depth)]
    h = np.tile(random.normal(size=setting.width), (setting.width, 1))  # (H, H): the same example in every row
    for layer in network:
        h = layer.forward(h)
    jacobian: Any = np.eye(setting.width)
    rows: list[Array] = [np.ones(setting.width)]
    for layer in reversed(network):
        jacobian = layer.backward(jacobian)
        values = np.linalg.svd(jacobian, compute_uv=False)
        rows.append(np.where(values > values[0] * setting.width * EPSILON, values, 0.0))
    return np.array(rows[::-1])


# One number per layer.

SLOPES: dict[str, tuple[Callable[[float], Any], Callable[[float, float], float]]] = {
    "none": (lambda z: z, lambda z, h: 1.0),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, h: h * (1 - h)),
    "tanh": (np.tanh, lambda z, h: 1 - h * h),
}


def factors(activation: str, weight: float, depth: int, x: float = 1.0) -> list[float]:
    """∂h_k/∂h_(k−1) for k = 1 … depth in a network with one unit per layer: h ← act(weight · h), from h = x."""
    act, slope = SLOPES[activation]
    h, found = x, []
    for _ in range(depth):
        z = weight * h
        h = float(act(z))
        found.append(float(weight * slope(z, h)))
    return found


def through(activation: str, weight: float, depth: int, x: float) -> float:
    """h_depth in the same network, whose derivative is the product of ``factors``."""
    act, _ = SLOPES[activation]
    for _ in range(depth):
        x = float(act(weight * x))
    return x


def products(found: Sequence[float]) -> list[float]:
    """∂h_depth/∂h_k for k = 0 … depth: the products of the factors, from the last one down."""
    return [float(product) for product in np.cumprod([1.0, *reversed(found)])[::-1]]


# The settings that the course discusses.

PRESETS: dict[str, Setting] = {
    str(setting): setting
    for setting in (
        Setting("sigmoid", "Xavier"),
        Setting("relu", "N(0, 1)"),
        Setting("relu", "Xavier"),
        Setting("relu", "He"),
        Setting("relu", "He", "plain"),
        Setting("relu", "Xavier", "plain"),
        Setting("tanh", "Xavier", "plain"),
        Setting("sigmoid", "Xavier", "plain"),
        Setting("relu", "He", "1/√depth"),
        Setting("relu", "He", "plain", normalise=True),
        Setting("relu", "He", normalise=True),
    )
}


def grid() -> list[Setting]:
    """Every combination at the usual depth and width."""
    plain = Setting()
    return [
        replace(plain, activation=activation, start=start, skip=skip, normalise=normalise)
        for activation in ACTIVATIONS
        for start in STARTS
        for skip in SKIPS
        for normalise in (False, True)
    ]
