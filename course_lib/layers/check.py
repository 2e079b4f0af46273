"""The gradients of layers compared with numerical ones, entry by entry, for each parameter and for the input."""

from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from course_lib.differences import AGREE, DIFFER, ORDER, best_step, difference, relative_error
from course_lib.errors import SettingError
from course_lib.layers.guards import Array, as_floats
from course_lib.layers.layer import Layer
from course_lib.layers.losses import Loss
from course_lib.numerals import numeral

INPUT = "X"  # the name of the input among the parameters' names
ROUNDINGS = 8  # how many roundings of the loss are allowed for; the division by the step magnifies them
SEVERITY = ("agrees", "truncation", "rounding", "kink", "doubtful", "differs", "not finite")
HEADINGS = ("gradient of", "shape", "worst entry", "by hand", "numerical", "relative error", "kinks crossed", "verdict")


@dataclass(frozen=True)
class Entry:
    """One entry's gradient beside its difference quotient.

    ``error`` is |a − n| / max(|a|, |n|), or 0 where both are below 1e-9.
    ``kinks`` counts the inputs of ReLU and LeakyReLU that lay on different sides of
    the corner in the two evaluations. ``differences.VERDICTS`` explains each ``verdict``.
    """

    index: tuple[int, ...]
    gradient: float
    numerical: float
    error: float
    kinks: int
    verdict: str


@dataclass(frozen=True)
class Block:
    """All entries of one parameter, or of the input ``X``."""

    name: str
    shape: tuple[int, ...]
    entries: tuple[Entry, ...]

    @property
    def worst(self) -> Entry:
        """The entry with the worst verdict and, among those, the largest error."""
        return max(self.entries, key=lambda entry: (SEVERITY.index(entry.verdict), entry.error))

    @property
    def verdict(self) -> str:
        """The verdict on the worst entry."""
        return self.worst.verdict

    @property
    def kinks(self) -> int:
        """The number of entries whose difference quotient crossed at least one kink."""
        return sum(entry.kinks > 0 for entry in self.entries)

    @property
    def failing(self) -> int:
        """The number of entries with a relative error above 1e-5, for whatever reason."""
        return sum(not entry.error <= AGREE for entry in self.entries)


@dataclass(frozen=True)
class Report:
    """The result of a gradient check: one block per parameter and one for the input. ``print`` it, or use ``rows``.

    ``step`` is multiplied by max(1, |θ|). ``overall`` is the only number that many
    checks report: ‖a − n‖ / max(‖a‖, ‖n‖) with all gradients in one vector. A small
    wrong block can hide in it.
    """

    blocks: dict[str, Block]
    overall: float
    scheme: str
    step: float
    dtype: str

    @property
    def caught(self) -> tuple[str, ...]:
        """The names of the blocks that look wrong: they differ, are doubtful or are not finite."""
        wrong = ("doubtful", "differs", "not finite")
        return tuple(block.name for block in self.blocks.values() if block.verdict in wrong)

    @property
    def title(self) -> str:
        """How the gradients were measured, as a title."""
        return f"{self.scheme} differences, step {numeral(self.step, 2)}, {self.dtype}"

    def rows(self) -> list[tuple[str, ...]]:
        """The cells of each line as texts, under ``HEADINGS``."""
        return [
            (
                block.name,
                str(block.shape),
                str([int(place) for place in block.worst.index]),
                numeral(block.worst.gradient),
                numeral(block.worst.numerical),
                numeral(block.worst.error, 2),
                f"{block.kinks} of {len(block.entries)}",
                block.verdict,
            )
            for block in self.blocks.values()
        ]

    def __str__(self) -> str:
        lines = [HEADINGS, *self.rows()]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
        return "\n".join([self.title, *table, f"all in one norm: {numeral(self.overall, 2)}"])


def check_layers(
    network: Layer,
    loss: Loss,
    X: Array,
    T: Array,
    scheme: str = "central",
    step: float | None = None,
    dtype: type[np.floating] = np.float64,
) -> Report:
    """Compare every gradient of a layer, or of a network of layers, with its difference quotient.

    Works on copies in ``dtype``. ``step`` is the theoretical best by default; it is
    multiplied by max(1, |θ|). An entry that does not agree gets the verdict "rounding"
    if a few roundings of the loss can explain the gap, and "truncation" if the gap is
    at most step^order times the block's largest gradient. In both cases the quotient
    is too inexact to decide.

    Shapes: X and T as ``network`` and ``loss`` take them.

    Raises:
        SettingError: there is no such scheme, or the step is not positive.
        ShapeError: arrays do not fit, or a gradient does not have its value's shape.
    """
    best = best_step(scheme, dtype)
    step = best if step is None else step
    if not step > 0:
        raise SettingError("step", step, "a positive number", f"In theory {best:.1e} is best.")
    network, loss, X = in_dtype(network, dtype), deepcopy(loss), as_floats("X", X).astype(dtype)
    T = np.asarray(T) if np.asarray(T).dtype.kind != "f" else np.asarray(T, dtype)
    values, gradients, size = _by_hand(network, loss, X, T)
    quotients = {name: difference_quotients(network, loss, X, T, value, scheme, step) for name, value in values.items()}
    rounding = ROUNDINGS * float(np.finfo(dtype).eps) * size / step
    blocks = {}
    for name, (numerical, kinks) in quotients.items():
        truncation = step ** ORDER[scheme] * float(np.max(np.abs(numerical)))
        blocks[name] = _block(name, gradients[name], numerical, kinks, (rounding, truncation))
    by_hand = np.concatenate([gradients[name].ravel() for name in blocks])
    by_differences = np.concatenate([numerical.ravel() for numerical, _ in quotients.values()])
    overall = float(relative_error(by_hand, by_differences, size=np.linalg.norm))
    return Report(blocks, overall, scheme, step, np.dtype(dtype).name)


def _by_hand(network: Layer, loss: Loss, X: Array, T: Array) -> tuple[dict[str, Array], dict[str, Array], float]:
    """One forward and one backward pass: all parameters and X, the gradient of each, and the size of the loss."""
    size = abs(loss.forward(network.forward(X), T))
    dX = network.backward(loss.backward())
    values, gradients = network.parameters, network.gradients
    if dX is not None:  # a first layer may leave it out
        values[INPUT], gradients[INPUT] = X, dX
    return values, gradients, size


def _block(name: str, gradient: Array, numerical: Array, kinks: Array, excuses: tuple[float, float]) -> Block:
    """One parameter's entries with their verdicts; ``excuses``: the gaps that rounding and truncation can explain."""
    entries = []
    for index in np.ndindex(numerical.shape):
        a, n, crossed = gradient[index].item(), numerical[index].item(), int(kinks[index])
        error = relative_error(a, n)
        entries.append(Entry(index, a, n, error, crossed, verdict_on(error, abs(a - n), crossed, *excuses)))
    return Block(name, numerical.shape, tuple(entries))


def verdict_on(error: float, gap: float, kinks: int, rounding: float, truncation: float) -> str:
    """The verdict, from the relative error, the gap |a − n| and the gaps that are excused."""
    if not np.isfinite(error):
        return "not finite"
    if error == 0 and gap > 0:
        return "rounding"  # both count as 0, and what is left of them says nothing
    if error <= AGREE:
        return "agrees"
    if kinks:
        return "kink"
    if gap <= rounding:
        return "rounding"
    if gap <= truncation:
        return "truncation"
    return "doubtful" if error <= DIFFER else "differs"


def difference_quotients(
    network: Layer, loss: Loss, X: Array, T: Array, value: Array, scheme: str, step: float
) -> tuple[Array, Array]:
    """For every entry of ``value``, a parameter of the network or X itself: the quotient, and the kinks crossed.

    This takes two forward passes per entry. Each entry is moved in place and put back.
    """
    numerical, kinks = np.zeros(value.shape), np.zeros(value.shape, int)
    for index in np.ndindex(value.shape):
        runs: list[list[Array]] = []

        def loss_at(number: float, index: tuple[int, ...] = index, runs: list[list[Array]] = runs) -> float:
            value[index] = number
            result = loss.forward(network.forward(X), T)
            runs.append([layer.open for layer in network.walk() if layer.open is not None])
            return result

        at = value[index]
        h = value.dtype.type(step * max(1.0, abs(float(at))))
        numerical[index] = difference(loss_at, at, h, scheme)
        value[index] = at
        kinks[index] = sum(int(np.sum(one != other)) for one, other in zip(*runs, strict=True))
    return numerical, kinks


def in_dtype(network: Layer, dtype: type[np.floating]) -> Layer:
    """A copy of the network with its parameters in ``dtype``."""
    twin = deepcopy(network)
    for layer in twin.walk():
        for name in layer.names:
            setattr(layer, name, getattr(layer, name).astype(dtype))
    return twin
