"""Gradients compared with numerical ones: central differences on every node.

Differences, the relative error and the verdicts' meanings are in ``differences``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.differences import AGREE, difference, relative_error
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace, Value, Values, evaluate, quiet
from course_lib.errors import DomainError
from course_lib.numerals import numeral

STEP = 1e-6  # times max(1, |θ|): near the optimum ε^(1/3) of a central difference in float64
TRUNCATION = 100 * STEP**2  # times the largest contribution: h²/6 · f‴, with room for what f‴ may be
ROUNDING = 8 * float(np.finfo(np.float64).eps)  # a few roundings of the loss, which the division by 2h magnifies


@dataclass(frozen=True)
class Comparison:
    """One node's gradient beside its central difference.

    ``error`` is |a − n| / max(|a|, |n|), and 0 where both are under 1e-9.
    ``kinks`` names the operations whose corner lay between the two evaluations.
    ``numerical`` is NaN where an evaluation would leave an operation's domain.
    ``verdict`` is "agrees", "kink", "domain", "not finite" or "differs"; a
    difference that rounding or truncation alone explains agrees.
    """

    gradient: float
    numerical: float
    error: float
    kinks: tuple[str, ...]
    verdict: str

    def __str__(self) -> str:
        if self.verdict in ("kink", "domain", "not finite"):
            return self.verdict
        if self.verdict == "agrees" and self.error > AGREE:
            return "rounding"
        return "0" if self.error == 0 else numeral(self.error, 1)


def compare(trace: Trace, node: int) -> Comparison:
    """The gradient of a scalar node beside its central difference."""
    values, of = trace.values, trace.of
    gradient, value = trace.gradient_of_node[node], values.of_node[node]
    step = STEP * max(1.0, abs(value))
    try:
        above, below = rerun(values, of, node, value + step), rerun(values, of, node, value - step)
    except DomainError:
        return Comparison(gradient, float("nan"), float("nan"), (), "domain")
    numerical = (above[of] - below[of]) / ((value + step) - (value - step))
    kinks = crossed_kinks(values.graph, of, above, below)
    error = relative_error(gradient, numerical)
    moved = [i for i in range(node, of + 1) if type(above[i]) is float and above[i] != below[i]]
    largest = max((abs(run[i]) for run in (above, below) for i in moved), default=0.0)
    rounding = ROUNDING * largest / step  # what cancelled on the way was rounded too
    if not np.isfinite(error):
        verdict = "not finite"
    elif kinks:
        verdict = "kink"
    elif error <= AGREE or abs(gradient - numerical) <= max(rounding, _truncation(trace)):
        verdict = "agrees"
    else:
        verdict = "differs"
    return Comparison(gradient, numerical, error, kinks, verdict)


def _truncation(trace: Trace) -> float:
    """What a central difference may be wrong by, in proportion to step²: it shows where contributions cancel."""
    return TRUNCATION * max((abs(edge.contribution) for edge in trace.edges), default=0.0)


def numerical_gradient(values: Values, name: str, of: str | None = None, step: float = STEP) -> Value:
    """Central differences of ``of`` for every entry of ``name``; has the value's shape.

    ``step`` is times max(1, |entry|). An inner node is moved by itself and what is
    downstream of it computed again.
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


def rerun(values: Values, last: int, node: int, value: Value) -> list[Value]:
    """All values with ``node`` set to ``value`` and what depends on it, up to ``last``, computed again."""
    graph = values.graph
    moved = list(values.of_node)
    moved[node] = value
    changed = {node}
    for i in graph.ancestors(last):
        if i > node and not changed.isdisjoint(graph.nodes[i].args):
            changed.add(i)
    with quiet(values.arrays):
        evaluate(graph, moved, sorted(changed - {node}))
    return moved


def crossed_kinks(graph: Graph, of: int, above: list[Value], below: list[Value]) -> tuple[str, ...]:
    """The operations with a corner between two runs, or exactly on it in one of them."""
    crossed = []
    for i in graph.ancestors(of):
        node = graph.nodes[i]
        if node.operation is None or node.operation.kink is None:
            continue
        sides = [node.operation.kink.side(*(run[arg] for arg in node.args), *node.static) for run in (above, below)]
        if np.any(np.sign(sides[0]) != np.sign(sides[1])):
            crossed.append(graph.name.get(i, node.operation.name))
    return tuple(crossed)
