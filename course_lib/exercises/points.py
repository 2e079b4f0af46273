"""The operating points at which an answer is judged, drawn for one student from a seed.

A point is good when a wrong answer shows there: every gate clearly open or clearly
closed, no difference near 0, and the right number and every mistake's well apart.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from course_lib.engine import Values, forward
from course_lib.errors import BuildError, DomainError
from course_lib.formulas import text
from course_lib.graph import Graph
from course_lib.numerals import numeral
from course_lib.ops import leaky_relu, relu, subtract

RANGE = (-2.0, 2.0)
SMALLEST = 0.3  # no input nearer to 0, or a forgotten factor would hardly show
MARGIN = 0.2  # how far from 0 a gate's argument and a difference must be
STEEPEST = 30.0  # a number with more digits in front is no pleasure to compute with
TRIES = 400
CLOSING_TRIES = 60
FEW_GATES = 4  # with more of them, the others stay open


@dataclass(frozen=True)
class Point:
    """The values of one forward pass, and the side of its gates.

    ``label`` says it ("gate open", or nothing), ``gate`` is the one that was closed.
    """

    values: Values
    label: str = ""
    gate: int | None = None

    def __str__(self) -> str:
        """The inputs with their numbers: ``x = 1.2, w = −0.7``."""
        graph = self.values.graph
        return ", ".join(f"{name} = {numeral(self.values[name])}" for name in graph.inputs)

    @property
    def place(self) -> str:
        """What closed its gate, in short: ``z1 = −0.9``; all inputs where none was closed."""
        if self.gate is None:
            return str(self)
        graph = self.values.graph
        arg = graph.nodes[self.gate].args[0]
        return f"{text(graph, arg)} = {numeral(self.values.of_node[arg])}"


Gate = int  # its node
Accepts = Callable[[Values], bool]


def draw_points(
    graph: Graph,
    of: str,
    random: Random,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    accepts: Accepts = lambda values: True,
    count: int = 1,
) -> list[Point]:
    """``count`` points with every gate before ``of`` open, then one for each gate, with that gate closed.

    ``accepts`` decides over the open points. A closed point differs from the first
    open one in a single input.

    Raises:
        BuildError: no such point was found.
    """
    gates = gates_before(graph, graph.find(of))
    within = ranges or {}

    def is_first(values: Values) -> bool:
        return accepts(values) and all(_closed_point(values, gate, random, within) is not None for gate in gates)

    found = [_open_point(graph, gates, random, within, accepts if i else is_first) for i in range(count)]
    points = [Point(values, _label(graph, gates)) for values in found]
    for gate in gates:
        closed = _closed_point(found[0], gate, random, within)
        if closed is not None:
            points.append(Point(closed, _label(graph, gates, gate), gate))
    return points


def gates_before(graph: Graph, of: int) -> list[Gate]:
    """Every operation with a corner that ``of`` depends on."""
    rows = ((node, graph.nodes[node].operation) for node in graph.ancestors(of))
    return [node for node, row in rows if row is not None and row.kink is not None][:FEW_GATES]


def side(values: Values, gate: Gate) -> float:
    """On which side of its corner an operation stands: positive is open."""
    node = values.graph.nodes[gate]
    if node.operation is None or node.operation.kink is None:
        return 1.0
    return node.operation.kink.side(*(values.of_node[arg] for arg in node.args), *node.static)


def _open_point(
    graph: Graph, gates: Sequence[Gate], random: Random, ranges: Mapping[str, tuple[float, float]], accepts: Accepts
) -> Values:
    best = None
    for values in _draws(graph, random, ranges):
        if all(side(values, gate) >= MARGIN for gate in gates):
            best = best or values
            if accepts(values):
                return values
    if best is None:
        raise BuildError("No numbers were found at which this question can be asked.", "Give it other ranges.")
    return best


def _closed_point(
    opened: Values, gate: Gate, random: Random, ranges: Mapping[str, tuple[float, float]]
) -> Values | None:
    """The open point with one input changed so that the gate closes; None if there is no such input."""
    graph = opened.graph
    leads = set(graph.ancestors(gate))
    names = [name for name, node in graph.inputs.items() if node in leads]
    inputs = {name: opened[name] for name in graph.inputs}
    for _ in range(CLOSING_TRIES):
        name = random.choice(names)
        values = _forward(graph, {**inputs, name: _number(random, ranges.get(name, RANGE))})
        if values is not None and side(values, gate) <= -MARGIN and _is_clear(values):
            return values
    return None


def _draws(graph: Graph, random: Random, ranges: Mapping[str, tuple[float, float]]) -> Iterator[Values]:
    """Random forward passes that are worth looking at."""
    for _ in range(TRIES):
        inputs = {name: _number(random, ranges.get(name, RANGE)) for name in graph.inputs}
        sizes = {abs(number) for number in inputs.values()}
        values = _forward(graph, inputs) if len(sizes) == len(inputs) else None
        if values is not None and _is_clear(values):
            yield values


def _forward(graph: Graph, inputs: Mapping[str, float]) -> Values | None:
    try:
        return forward(graph, **inputs)
    except DomainError:
        return None


def _is_clear(values: Values) -> bool:
    """Every number finite and of moderate size, no difference near 0."""
    graph = values.graph
    differences = (i for i, node in enumerate(graph.nodes) if node.operation is subtract)
    return all(math.isfinite(value) and abs(value) <= STEEPEST for value in values.of_node) and all(
        abs(values.of_node[i]) >= MARGIN for i in differences
    )


def _number(random: Random, within: tuple[float, float]) -> float:
    """A number with one decimal inside the range, two in a narrow one, not near 0."""
    low, high = within
    digits = 1 if high - low >= 2 else 2
    for _ in range(TRIES):
        number = round(random.uniform(low, high), digits)
        if abs(number) >= min(SMALLEST, max(abs(low), abs(high)) / 2) and low <= number <= high:
            return number
    raise BuildError(f"The range from {low} to {high} has no number to ask with.", "Give it a wider one.")


def _label(graph: Graph, gates: Sequence[Gate], closed: Gate | None = None) -> str:
    """``gate open``; which one is closed where there are several; the corner's side for what is no gate."""
    if not gates:
        return ""
    if not all(graph.nodes[node].operation in (relu, leaky_relu) for node in gates):
        return "the other side of the corner" if closed is not None else "one side of the corner"
    if len(gates) == 1:
        return "gate closed" if closed is not None else "gate open"
    return f"gate {text(graph, closed)} closed" if closed is not None else "all gates open"
