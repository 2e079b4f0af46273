"""The operating points at which an answer is judged, drawn for one student from a seed.

A point is good if a wrong answer shows there: every gate is clearly open or clearly
closed, no difference is near 0, and the right number is well apart from every mistake's.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from random import Random

import numpy as np

from course_lib.engine.graph import Graph
from course_lib.engine.operation import Operation
from course_lib.engine.ops import sigmoid, subtract, tanh
from course_lib.engine.passes import Values, forward
from course_lib.errors import BuildError
from course_lib.exercises.gates import Gate, gates_before, passes_where_positive, side
from course_lib.numerals import numeral
from course_lib.reading.compiled import compiled_forward
from course_lib.reading.formulas import text

RANGE = (-2.0, 2.0)
SMALLEST = 0.3  # no input is nearer to 0, where products are small and mistakes hard to see
MARGIN = 0.2  # how far from 0 a gate's argument and a difference must be
NEAR_ONE = 0.15  # if a factor this close to 1 is forgotten, the number hardly changes
LARGEST_ARGUMENT: dict[Operation | None, float] = {
    tanh: 1.5,
    sigmoid: 3.0,
}  # beyond it their derivatives are too small to teach anything
STEEPEST = 30.0  # larger numbers are tedious to compute with
TRIES = 1500
MORE_DRAWS = 40  # with the gates open, for every point but the first
LOOKED_AT = (1, 4, 13, 40)  # draws whose flaws are counted; they are counted together where that many were drawn
ENOUGH = 6  # open points; with so many, the others may be missing
SIZE_TRIES = 20  # to find an input of a size that no other input has; the second half with one more decimal
CLOSING_TRIES = 60
CLOSING_DRAWS = 10  # a gate that closes at none of so many points counts as one that cannot be closed
FEW_GATES = 4  # with more of them, the others stay open


@dataclass(frozen=True)
class Point:
    """The values of one forward pass, and the state of its gates.

    ``label`` says the state ("gate open", or nothing). ``gate`` is the gate that was closed.
    """

    values: Values
    label: str = ""
    gate: int | None = None

    def __str__(self) -> str:
        """The inputs with their numbers: ``x = 1.2, w = −0.7``."""
        return inputs_of(self.values)

    @property
    def place(self) -> str:
        """The value that closed its gate, such as ``z1 = −0.9``; all inputs if no gate was closed."""
        if self.gate is None:
            return str(self)
        graph = self.values.graph
        passed = passes_where_positive(graph, self.gate)
        arg = graph.nodes[self.gate].args[0] if passed is None else passed
        return f"{text(graph, arg)} = {numeral(self.values.of_node[arg])}"


def inputs_of(values: Values) -> str:
    """The inputs with their numbers: ``x = 1.2, w = −0.7``."""
    return ", ".join(f"{name} = {numeral(values[name])}" for name in values.graph.inputs)


def evaluated(answer: Graph, values: Values) -> Values:
    """An answer's own values, where its names have these values.

    Raises:
        DomainError: an operation of the answer is outside its domain there.
    """
    return forward(answer, **{name: values[name] for name in answer.inputs})


Accepts = Callable[[Values], bool]
Numbers = Callable[[Callable[[], float]], float]  # from what draws a number between 0 and 1
Forward = Callable[[Mapping[str, float]], Values | None]
Flaws = Callable[[Sequence[Values]], Sequence[float]]  # how bad points are; 0 is good


@dataclass(frozen=True)
class Wanted:
    """Which points are wanted: ``count`` open ones, the first ``twins`` of them with a closed twin for each gate.

    Open points are tested against the ``demands`` in order, up to the first that fails.
    A point that meets all of them is taken, or else the best one that was found. With
    ``flaws``, it is the one with the fewest flaws among a few that meet all demands.
    """

    demands: Sequence[Accepts] = ()
    count: int = 1
    twins: int = 1
    flaws: Flaws | None = None


def draw_points(
    graph: Graph,
    of: str,
    random: Random,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    wanted: Wanted = Wanted(),
) -> list[Point]:
    """The open points, with all gates before ``of`` open, followed by their twins with one gate closed.

    A twin differs from its open point in a single input.

    Raises:
        BuildError: no such point was found.
    """
    draws = _Draws(graph, gates_before(graph, graph.find(of)), random, ranges or {})
    closing = draws.gates_that_close()
    opened = _opened(draws, closing, wanted)
    points = [Point(values, _label(graph, draws.gates)) for values in opened]
    for values in opened[: wanted.twins]:
        for gate in closing:
            closed = next(filter(None, (draws.twin(values, gate) for _ in range(CLOSING_DRAWS))), None)
            if closed is not None:
                points.append(Point(closed, _label(graph, draws.gates, gate), gate))
    return points


@dataclass(frozen=True)
class _Draws:
    """Where points are drawn from."""

    graph: Graph
    gates: list[Gate]
    random: Random
    ranges: Mapping[str, tuple[float, float]]

    @cached_property
    def forward(self) -> Forward:
        """A forward pass at these inputs; None outside an operation's domain."""
        return _forward_of(self.graph)

    @cached_property
    def _tries(self) -> dict[str, list[Numbers]]:
        """For each input what draws its number, at each try; at the later ones it has one more decimal."""
        half = SIZE_TRIES // 2
        ranges = {name: self.ranges.get(name, RANGE) for name in self.graph.inputs}
        return {
            name: [_numbers(within, False)] * half + [_numbers(within, True)] * half for name, within in ranges.items()
        }

    def inputs(self) -> dict[str, float]:
        """A number for each input. No two have the same size; where that needs it, they get one more decimal."""
        inputs: dict[str, float] = {}
        sizes: set[float] = set()
        random = self.random.random
        for name, tries in self._tries.items():
            for draw in tries:
                number = draw(random)
                size = abs(number)
                if size not in sizes:
                    break
            inputs[name] = number
            sizes.add(size)
        return inputs

    @cached_property
    def is_clear(self) -> Accepts:
        """Whether nothing about a forward pass makes wrong answers hard to see."""
        return _is_clear_in(self.graph)

    def open(self, most: int | None = None) -> Iterator[Values]:
        """Random forward passes with every gate clearly open; at most ``most`` of them."""
        return islice(_open_draws(self), most)

    def twin(self, values: Values, gate: Gate) -> Values | None:
        """The same point with this gate closed, or None if no single input can close it."""
        return _closed_point(self, values, gate)

    def gates_that_close(self) -> list[Gate]:
        """The gates that close at one of a few open points."""
        some = list(self.open(CLOSING_DRAWS)) if self.gates else []
        return [gate for gate in self.gates[:FEW_GATES] if any(self.twin(values, gate) for values in some)]


def _opened(draws: _Draws, closing: Sequence[Gate], wanted: Wanted) -> list[Values]:
    """The open points. At those that get twins, it must be possible to close every gate."""

    def closes(values: Values) -> bool:
        return all(draws.twin(values, gate) for gate in closing)

    opened: list[Values] = []
    for i in range(wanted.count):
        demands = [closes, *wanted.demands] if i < wanted.twins else wanted.demands
        try:
            opened.append(_open_point(draws, MORE_DRAWS if i else None, demands, wanted.flaws))
        except BuildError:
            if i < ENOUGH:
                raise
            break
    return opened


def _open_point(draws: _Draws, most: int | None, demands: Sequence[Accepts], flaws: Flaws | None = None) -> Values:
    """The first draw that meets every demand and has no flaw, or else the best draw that was looked at."""
    best, most_met = None, -1
    good: list[Values] = []  # those that meet every demand
    states = []  # of the random numbers, after each of them
    found: Sequence[float] = ()  # their flaws, as far as they are counted
    for values in draws.open(most):
        met = next((i for i, demand in enumerate(demands) if not demand(values)), len(demands))
        if met > most_met:
            best, most_met = values, met
        if met < len(demands):
            continue
        if flaws is None:
            return values
        good.append(values)
        states.append(draws.random.getstate())
        if len(good) in LOOKED_AT:
            found = flaws(good)
            if 0 in found:
                first = list(found).index(0)
                draws.random.setstate(states[first])  # whatever was drawn after it has not happened
                return good[first]
            if len(good) == LOOKED_AT[-1]:
                break
    if flaws is not None and len(found) < len(good):
        found = flaws(good)
    if good:
        return good[int(np.argmin(found))]
    if best is None:
        raise BuildError("No numbers were found at which this question can be asked.", "Use other ranges.")
    return best


def _closed_point(draws: _Draws, opened: Values, gate: Gate) -> Values | None:
    """The open point with one input changed so that the gate closes; None if there is no such input."""
    graph, random = opened.graph, draws.random
    leads = set(graph.ancestors(gate))
    names = [name for name, node in graph.inputs.items() if node in leads]
    inputs = {name: opened[name] for name in graph.inputs}
    for _ in range(CLOSING_TRIES):
        name = random.choice(names)
        values = draws.forward({**inputs, name: _numbers(draws.ranges.get(name, RANGE), False)(random.random)})
        if values is not None and side(values, gate) <= -MARGIN and draws.is_clear(values):
            return values
    return None


def _open_draws(draws: _Draws) -> Iterator[Values]:
    """Random forward passes that are worth looking at, with every gate clearly open."""
    for _ in range(TRIES):
        values = draws.forward(draws.inputs())
        if (
            values is not None
            and all(side(values, gate) >= MARGIN for gate in draws.gates)  # most fail here
            and draws.is_clear(values)
        ):
            yield values


def _forward_of(graph: Graph) -> Forward:
    """Forward passes of this graph, which is evaluated hundreds of times."""
    run, names = compiled_forward(graph), list(graph.inputs)
    domains = [
        (node.operation.domain.outside, node.args, node.static)
        for node in graph.nodes
        if node.operation is not None and node.operation.domain is not None
    ]

    def forward(inputs: Mapping[str, float]) -> Values | None:
        try:
            values = list(map(float, run([inputs[name] for name in names])))
        except ZeroDivisionError:
            return None
        if any(outside(*(values[arg] for arg in args), *static) for outside, args, static in domains):
            return None
        return Values(graph, values, arrays=False)

    return forward


def _is_clear_in(graph: Graph) -> Accepts:
    """Whether all numbers are finite and moderate, no difference is near 0, and no gate is (unless exactly on 0)."""
    rows = [(i, node, node.operation) for i, node in enumerate(graph.nodes) if node.operation is not None]
    differences = [i for i, _, row in rows if row is subtract]
    corners = [i for i, _, row in rows if row.kink is not None]
    saturating = [(node.args[0], LARGEST_ARGUMENT[row]) for _, node, row in rows if row in LARGEST_ARGUMENT]

    def is_clear(values: Values) -> bool:
        of_node = values.of_node
        return (
            all(abs(value) <= STEEPEST for value in of_node)
            and all(abs(of_node[i]) >= MARGIN for i in differences)
            and all(abs(number) >= MARGIN or number == 0.0 for number in (side(values, i) for i in corners))
            and all(abs(of_node[arg]) <= largest for arg, largest in saturating)
        )

    return is_clear


@lru_cache
def _numbers(within: tuple[float, float], more: bool) -> Numbers:
    """What draws a number inside the range and not near 0: with one decimal, or two in a narrow range or if ``more``.

    Thousands may be drawn for one question.
    """
    low, high = within
    width = high - low
    scale = 10.0 if width >= 2 and not more else 100.0
    smallest = min(SMALLEST, max(abs(low), abs(high)) / 2)
    near_one = NEAR_ONE if width >= 2 else 0.0
    every = (k / scale for k in range(math.ceil(low * scale - 0.5), math.floor(high * scale + 0.5) + 1))
    apart = (number for number in every if low <= number <= high and abs(abs(number) - 1.0) >= near_one)
    wanted = {number for number in apart if abs(number) >= smallest}
    if not wanted:
        raise BuildError(f"The range from {low} to {high} contains no number to ask with.", "Use a wider range.")
    start, span = low * scale + 0.5, width * scale

    def draw(random: Callable[[], float]) -> float:
        while (number := math.floor(start + span * random()) / scale) not in wanted:
            pass
        return number

    return draw


def _label(graph: Graph, gates: Sequence[Gate], closed: Gate | None = None) -> str:
    """``gate open``, the name of the closed gate if there are several, or the side of a corner that is not a gate.

    Each label reads well after "With the".
    """
    if not gates:
        return ""
    which = f" {text(graph, closed)}" if closed is not None and len(gates) > 1 else ""
    if all(passes_where_positive(graph, node) is not None for node in gates):
        if closed is None:
            return "gate open" if len(gates) == 1 else "gates all open"
        return f"gate{which} closed"
    if closed is None:
        return "corner on one side" if len(gates) == 1 else "corners all on one side"
    return f"corner{' of' if which else ''}{which} on the other side"
