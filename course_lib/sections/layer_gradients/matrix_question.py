"""A question about one entry of a layer's gradient, with small matrices of whole numbers.

The right number comes from the engine. The layer is written as a graph whose loss,
the sum of Z · ∂L/∂Z, gives it any upstream gradient that is wanted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from random import Random

import numpy as np

from course_lib.drawing.matrices import matrices_row
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values, forward, grad
from course_lib.exercises.closeness import TOLD_APART, are_apart, close
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Point
from course_lib.exercises.question import NUMBER, TYPING, Question
from course_lib.language.parse import parse
from course_lib.numerals import numeral, subscripted
from course_lib.sections.layer_gradients.matrix_mistakes import (
    BIAS,
    GATE,
    INPUT,
    LOSS,
    WEIGHT,
    Matrices,
    Slip,
    through_gate,
)

LARGEST = 9  # the largest whole number that is drawn
TRIES = 400


@dataclass(frozen=True)
class Asked:
    """What is asked for: a graph, the matrices to draw with their shapes, and the matrices that the student sees.

    ``way`` says how to compute one entry, with ``{row}`` and ``{column}``.
    ``products`` gives the products that are added.
    """

    of: str  # ∂L/∂W
    wrt: str
    given: tuple[str, ...]
    text: str
    shapes: Mapping[str, tuple[int, ...]]
    shown: Mapping[str, str]  # a matrix's name → how the student reads it
    slips: tuple[Slip, ...]
    way: str
    products: Callable[[Matrices, int, int], list[tuple[float, float]]]


@dataclass(frozen=True)
class MatrixPoint(Point):
    """The matrices of one forward pass."""

    def __str__(self) -> str:
        return "these matrices"


@dataclass(frozen=True)
class MatrixQuestion(Question):
    """A question that shows matrices; ``shown`` has each of them with its name."""

    shown: tuple[tuple[str, np.ndarray], ...] = ()

    @property
    def about(self) -> str:
        """The matrices in a row, as HTML."""
        return matrices_row(self.shown)


WEIGHT_GRADIENT = Asked(
    of="∂L/∂W",
    wrt="W",
    given=("Z = X W + b", "rows are examples"),
    text="Z = X @ W + b\nL = sum(Z*dZ)",
    shapes={"X": (2, 2), "W": (2, 2), "b": (2,), "dZ": (2, 2)},
    shown={"X": "X", "dZ": "∂L/∂Z"},
    slips=WEIGHT,
    way="Weight {row}{column} connects input {row} to unit {column}. Each example adds its X in column {row} times its "
    "∂L/∂Z in column {column}.",
    products=lambda m, r, c: list(zip(m["X"][:, r], m["dZ"][:, c], strict=True)),
)
INPUT_GRADIENT = Asked(
    of="∂L/∂X",
    wrt="X",
    given=("Z = X W + b", "rows are examples"),
    text="Z = X @ W + b\nL = sum(Z*dZ)",
    shapes={"X": (2, 2), "W": (2, 2), "b": (2,), "dZ": (2, 2)},
    shown={"W": "W", "dZ": "∂L/∂Z"},
    slips=INPUT,
    way="Entry {row}{column} is input {column} of example {row}. It feeds every unit, so each unit adds its ∂L/∂Z in "
    "row {row} times its weight in row {column} of W.",
    products=lambda m, r, c: list(zip(m["dZ"][r], m["W"][c], strict=True)),
)
BIAS_GRADIENT = Asked(
    of="∂L/∂b",
    wrt="b",
    given=("Z = X W + b", "rows are examples"),
    text="Z = X @ W + b\nL = sum(Z*dZ)",
    shapes={"X": (3, 2), "W": (2, 2), "b": (2,), "dZ": (3, 2)},
    shown={"dZ": "∂L/∂Z"},
    slips=BIAS,
    way="Bias {column} is added in column {column} of every row, with local derivative 1.",
    products=lambda m, r, c: [(1.0, share) for share in m["dZ"][:, c]],
)
GATED_GRADIENT = Asked(
    of="∂L/∂W",
    wrt="W",
    given=("Z = X W", "H = relu(Z)", "rows are examples"),
    text="Z = X @ W\nH = relu(Z)\nL = sum(H*dH)",
    shapes={"X": (2, 2), "W": (2, 2), "dH": (2, 2)},
    shown={"X": "X", "Z": "Z", "dH": "∂L/∂H"},
    slips=GATE,
    way="First the gate: ∂L/∂Z is ∂L/∂H where Z > 0, and 0 elsewhere. Then each example adds its X in column {row} "
    "times its ∂L/∂Z in column {column}.",
    products=lambda m, r, c: list(zip(m["X"][:, r], through_gate(m)[:, c], strict=True)),
)
LOSS_GRADIENT = Asked(
    of="∂L/∂Y",
    wrt="Y",
    given=("L = mean of (Y − T)² over all entries",),
    text="L = mean((Y - T)**2)",
    shapes={"Y": (3, 2), "T": (3, 2)},
    shown={"Y": "Y", "T": "T"},
    slips=LOSS,
    way="The mean adds {entries} squares and divides by {entries}. So the gradient is 2·(Y − T) / {entries}.",
    products=lambda m, r, c: [(2 / m["Y"].size, m["Y"][r, c] - m["T"][r, c])],
)


def entry(asked: Asked, random: Random, fresh: int = 0) -> MatrixQuestion:
    """The question for one entry of a gradient, drawn for one student. It asks for a number and recognises every slip.

    The matrices are drawn until the right number and the number of every slip are well
    apart, or else the best of many draws is taken. A slip that still gives the right
    number is then left out.
    """
    graph = parse(asked.text)
    best = _best(_draw(asked, graph, random) for _ in range(TRIES))
    places = {"row": best.row + 1, "column": best.column + 1, "entries": best.gradient.size}
    index = f"{best.row + 1}{best.column + 1}" if best.gradient.ndim > 1 else f"{best.column + 1}"
    topic = subscripted(asked.of, index)
    truth = best.right
    mistakes = tuple(
        Mistake(
            slip.kind,
            slip.title.format(**places),
            slip.sentence.format(**places),
            partial(_constant, best.number(slip)),
            is_kept_apart=slip.is_kept_apart,
        )
        for slip in asked.slips
        if not close(best.number(slip), truth, TOLD_APART)
    )
    products = asked.products(best.matrices, best.row, best.column)
    worked = " + ".join(f"({numeral(a)})·({numeral(b)})" for a, b in products)
    shown = tuple((label, best.matrices[name]) for name, label in asked.shown.items())
    where = f": row {best.row + 1}, column {best.column + 1}" if best.gradient.ndim > 1 else ""
    return MatrixQuestion(
        topic=topic,
        asks=NUMBER,
        prompt=f"Compute {topic}{where}.",
        given=asked.given,
        typing=TYPING[NUMBER],
        names=(),
        points=(MatrixPoint(best.values),),
        truth=(truth,),
        mistakes=mistakes,
        hints=(asked.way.format(**places), f"{topic} = {worked}", f"That is {numeral(truth)}."),
        reason=f"{asked.way.format(**places)} {topic} = {worked}.",
        shown=shown,
    )


@dataclass(frozen=True)
class _Drawn:
    """One draw: the matrices, the entry, and how well the numbers are told apart."""

    asked: Asked
    values: Values
    row: int
    column: int

    @cached_property
    def matrices(self) -> Matrices:
        """The graph's values by name."""
        return {name: np.asarray(self.values[name]) for name in self.values}

    @cached_property
    def gradient(self) -> np.ndarray:
        """The whole gradient, from the engine."""
        return np.asarray(grad(self.values, of="L")[self.asked.wrt])

    @property
    def right(self) -> float:
        """The entry asked for."""
        return float(np.atleast_2d(self.gradient)[self.row, self.column])

    def number(self, slip: Slip) -> float:
        """A slip's number for it."""
        return float(slip.formula(self.matrices)[self.row, self.column])

    @cached_property
    def apart(self) -> int:
        """How many slips differ from the right number, and whether all numbers differ from each other."""
        numbers = [self.number(slip) for slip in self.asked.slips if slip.is_kept_apart]
        differing = sum(not close(number, self.right, TOLD_APART) for number in numbers)
        return differing + are_apart([self.right, *numbers], TOLD_APART)


def _constant(number: float, values: Values) -> float:
    """A mistake's number, which belongs to these matrices."""
    return number


def _best(draws: Iterator[_Drawn]) -> _Drawn:
    """The first draw in which all numbers are apart, or else the best draw."""
    best = next(draws)
    for drawn in draws:
        if best.apart > sum(slip.is_kept_apart for slip in best.asked.slips):
            break
        best = max(best, drawn, key=lambda one: one.apart)
    return best


def _draw(asked: Asked, graph: Graph, random: Random) -> _Drawn:
    def whole() -> float:
        return float(random.choice([n for n in range(-LARGEST, LARGEST + 1) if n]))

    inputs = {
        name: np.array([whole() for _ in range(int(np.prod(shape)))]).reshape(shape)
        for name, shape in asked.shapes.items()
    }
    rows, columns = np.atleast_2d(inputs[asked.wrt]).shape
    return _Drawn(asked, forward(graph, **inputs), random.randrange(rows), random.randrange(columns))
