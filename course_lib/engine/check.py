"""Gradients compared with central differences, for every node of a graph.

Difference quotients, the relative error and the meaning of each verdict are in ``differences``.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from course_lib.differences import AGREE, BOTH_ZERO, DIFFER, difference, relative_error
from course_lib.engine.graph import Graph
from course_lib.engine.operation import Kink
from course_lib.engine.passes import Trace, Value, Values, evaluate, quiet
from course_lib.errors import DomainError
from course_lib.numerals import DIGITS, numeral

STEP = 1e-6  # times max(1, |θ|): near the optimum ε^(1/3) of a central difference in float64
TRUNCATION = 100 * STEP**2  # times the largest contribution: h²/6 · f‴, with room for what f‴ may be
ROUNDING = 8 * float(np.finfo(np.float64).eps)  # a few roundings of the loss, which the division by 2h magnifies


@dataclass(frozen=True)
class Comparison:
    """One node's gradient beside its central difference.

    ``error`` is |a − n| / max(|a|, |n|) for the gradient a and the numerical one n,
    and 0 where both are below 1e-9.
    ``unsure`` is how far off the numerical gradient may be by rounding and truncation alone.
    ``kinks`` names the operations whose corner lay between the two evaluations.
    ``numerical`` is NaN where an evaluation would leave an operation's domain.
    ``verdict`` is "agrees", "kink", "domain", "not finite" or "differs". A
    difference of at most ``unsure`` counts as "agrees".
    """

    gradient: float
    numerical: float
    error: float
    unsure: float
    kinks: tuple[str, ...]
    verdict: str

    @property
    def shown(self) -> str:
        """The numerical gradient with those of its digits, at most four, that rounding cannot change."""
        size = abs(self.numerical)
        if not 0 < size < np.inf:
            return numeral(self.numerical)
        if size <= self.unsure:
            return "≈ 0"
        digits = DIGITS if self.unsure == 0 else math.floor(math.log10(size / self.unsure))
        return numeral(self.numerical, min(max(digits, 1), DIGITS))

    def __str__(self) -> str:
        """The relative error. Where rounding may have made it, an upper limit: its digits would say nothing."""
        if self.verdict in ("kink", "domain", "not finite"):
            return self.verdict
        size = max(abs(self.gradient), abs(self.numerical))
        if size < BOTH_ZERO or self.error == self.unsure == 0:
            return "0"
        if abs(self.gradient - self.numerical) > self.unsure:
            return numeral(self.error, 1)
        limit = self.unsure / size
        return f"< {numeral(limit, 1)}" if limit < DIFFER else "rounding"


def compare(trace: Trace, node: int) -> Comparison:
    """The gradient of a scalar node beside its central difference."""
    values, of = trace.values, trace.of
    try:
        above, below = (rerun(values, of, node, moved) for moved in _moved(values.of_node[node]))
    except DomainError:
        nothing = float("nan")
        return Comparison(trace.gradient_of_node[node], nothing, nothing, nothing, (), "domain")
    return _compared(trace, node, above, below)


def _moved(value: float) -> tuple[float, float]:
    """θ + h and θ − h."""
    step = STEP * max(1.0, abs(value))
    return value + step, value - step


def _compared(trace: Trace, node: int, above: list[Value], below: list[Value]) -> Comparison:
    """The comparison, made from all values with the node moved up and all with it moved down."""
    of, gradient = trace.of, trace.gradient_of_node[node]
    numerical = (above[of] - below[of]) / (above[node] - below[node])
    kinks = crossed_kinks(trace.values.graph, corners(trace.values.graph, of), above, below)
    error = relative_error(gradient, numerical)
    moved = [i for i in range(node, of + 1) if type(above[i]) is float and above[i] != below[i]]
    largest = max((abs(run[i]) for run in (above, below) for i in moved), default=0.0)
    step = STEP * max(1.0, abs(trace.values.of_node[node]))
    rounding = ROUNDING * largest / step  # the largest value was rounded, even if it cancelled later
    unsure = max(rounding, _truncation(trace)) if node != of else 0.0  # the loss moves by itself: nothing is computed
    if not np.isfinite(error):
        verdict = "not finite"
    elif kinks:
        verdict = "kink"
    elif error <= AGREE or abs(gradient - numerical) <= unsure:
        verdict = "agrees"
    else:
        verdict = "differs"
    return Comparison(gradient, numerical, error, unsure, kinks, verdict)


def _truncation(trace: Trace) -> float:
    """How far off a central difference may be, because it leaves out the terms of order step².

    This matters where large contributions cancel and leave a small gradient.
    """
    return TRUNCATION * max((abs(edge.contribution) for edge in trace.edges), default=0.0)


def numerical_gradient(values: Values, name: str, of: str | None = None, step: float = STEP) -> Value:
    """Central differences of ``of`` with respect to every entry of ``name``; has the value's shape.

    ``step`` is multiplied by max(1, |entry|). An inner node is moved by itself, and
    what is downstream of it is computed again.
    """
    graph = values.graph
    node, last = graph.find(name), graph.find(of)
    value = values.of_node[node]

    def loss_at(moved: Value) -> float:
        return float(rerun(values, last, node, moved)[last])

    if type(value) is float:
        return central_difference(loss_at, value, step)
    result = np.zeros_like(value)
    for entry in np.ndindex(value.shape):

        def at_entry(number: float, entry: tuple[int, ...] = entry) -> float:
            moved = value.copy()
            moved[entry] = number
            return loss_at(moved)

        result[entry] = central_difference(at_entry, float(value[entry]), step)
    return result


def central_difference(function: Callable[[float], float], at: float, step: float = STEP) -> float:
    """(f(θ + h) − f(θ − h)) / 2h with h = step · max(1, |θ|)."""
    h = step * max(1.0, abs(at))
    return difference(function, at, h)


def downstream(graph: Graph, node: int, last: int) -> list[int]:
    """The nodes that depend on ``node`` and lead to ``last``, in list order, without ``node`` itself."""
    changed = {node}
    for i in graph.ancestors(last):
        if i > node and not changed.isdisjoint(graph.nodes[i].args):
            changed.add(i)
    return sorted(changed - {node})


def rerun(values: Values, last: int, node: int, value: Value) -> list[Value]:
    """All values after setting ``node`` to ``value`` and recomputing what depends on it, up to ``last``."""
    moved = list(values.of_node)
    moved[node] = value
    with quiet(values.arrays):
        evaluate(values.graph, moved, downstream(values.graph, node, last))
    return moved


def corners(graph: Graph, of: int) -> dict[int, Kink]:
    """The corners of the operations that ``of`` depends on, by node."""
    made = ((i, graph.nodes[i].operation) for i in graph.ancestors(of))
    return {i: operation.kink for i, operation in made if operation is not None and operation.kink is not None}


def crossed_kinks(graph: Graph, corners: Mapping[int, Kink], above: list[Value], below: list[Value]) -> tuple[str, ...]:
    """The operations whose corner lies between the two runs, or that stand exactly on it in one of them."""
    crossed = []
    for i, kink in corners.items():
        node = graph.nodes[i]
        sides = [kink.side(*(run[arg] for arg in node.args), *node.static) for run in (above, below)]
        if np.any(np.sign(sides[0]) != np.sign(sides[1])):
            crossed.append(graph.name.get(i, getattr(node.operation, "name", "")))
    return tuple(crossed)
