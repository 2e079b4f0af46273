"""The cost of a gradient, counted: four methods, and a counter around every operation that they really run.

It works on scalar graphs only. Seconds depend on the machine; the number of operations
does not. Source: A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd edition (2008),
chapters 3 (forward and reverse mode) and 4 (memory and bounds on the cost).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from course_lib.engine.forward_mode import forward_mode
from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward, grad

STEP = 1e-6
BYTES = 8  # of a float64

Setting = Mapping[str, float]  # a number for every input
Slopes = dict[tuple[str, str], float]  # (output, input) → derivative
Names = Sequence[str]
Method = Callable[[Graph, Setting, Names, Names], Slopes]


# Four methods. Each gives ∂of/∂wrt for every name in `of` and every name in `wrt`.


def forward_differences(graph: Graph, at: Setting, wrt: Names, of: Names) -> Slopes:
    """n + 1 passes: one as it is, then one per input, with that input moved a little."""
    here = forward(graph, **at)
    slopes: Slopes = {}
    for name in wrt:
        above = forward(graph, **moved(at, name, STEP))
        slopes |= {(out, name): (above[out] - here[out]) / STEP for out in of}
    return slopes


def central_differences(graph: Graph, at: Setting, wrt: Names, of: Names) -> Slopes:
    """2n passes: two per input, with that input moved up and moved down."""
    slopes: Slopes = {}
    for name in wrt:
        above = forward(graph, **moved(at, name, STEP))
        below = forward(graph, **moved(at, name, -STEP))
        slopes |= {(out, name): (above[out] - below[out]) / (2 * STEP) for out in of}
    return slopes


def by_forward_mode(graph: Graph, at: Setting, wrt: Names, of: Names) -> Slopes:
    """One pass evaluates. Then one pass per input carries its derivative to all outputs."""
    values = forward(graph, **at)
    slopes: Slopes = {}
    for name in wrt:
        tangent = forward_mode(values, name).tangent
        slopes |= {(out, name): tangent.get(graph.find(out), 0.0) for out in of}
    return slopes


def by_reverse_mode(graph: Graph, at: Setting, wrt: Names, of: Names) -> Slopes:
    """One pass evaluates. Then one pass per output carries its gradient back to all inputs."""
    values = forward(graph, **at)
    slopes: Slopes = {}
    for output in of:
        gradient = grad(values, of=output, wrt=wrt)
        slopes |= {(output, name): gradient[name] for name in wrt}
    return slopes


def moved(at: Setting, name: str, step: float) -> dict[str, float]:
    """The same numbers, with the one called ``name`` moved by ``step``."""
    return {**at, name: at[name] + step}


METHODS: dict[str, Method] = {
    "forward difference": forward_differences,
    "central difference": central_differences,
    "forward mode": by_forward_mode,
    "reverse mode": by_reverse_mode,
}


# The counter.


@dataclass
class Tally:
    """How often each node was evaluated, and how often each edge's local derivative was multiplied."""

    of_node: dict[int, int] = field(default_factory=dict)
    of_edge: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def passes(self) -> int:
        """The number of passes that evaluated the network."""
        return max(self.of_node.values(), default=0)

    @property
    def derivative_passes(self) -> int:
        """The number of passes that multiplied by local derivatives, in either direction, if all share some edge."""
        return max(self.of_edge.values(), default=0)

    @property
    def evaluations(self) -> int:
        """The number of evaluated operations, over all passes."""
        return sum(self.of_node.values())

    @property
    def products(self) -> int:
        """The number of multiplications by a local derivative, over all passes."""
        return sum(self.of_edge.values())

    @property
    def operations(self) -> int:
        """The number of all operations: evaluations and products."""
        return self.evaluations + self.products


def counted(graph: Graph) -> tuple[Graph, Tally]:
    """The same graph with a counter around every forward and every VJP, and the tally that they count into."""
    twin, tally = graph.copy(), Tally()
    for i, node in enumerate(twin.nodes):
        row = node.operation
        if row is None:
            continue
        tally.of_node[i] = 0
        vjps = []
        for slot, vjp in enumerate(row.vjps):
            tally.of_edge[i, slot] = 0
            vjps.append(vjp and _counting(vjp, tally.of_edge, (i, slot)))
        watched = replace(row, forward=_counting(row.forward, tally.of_node, i), vjps=tuple(vjps))
        twin.nodes[i] = replace(node, operation=watched)
    return twin, tally


def _counting(function: Callable[..., Any], counts: dict[Any, int], key: Any) -> Callable[..., Any]:
    def watched(*args: Any) -> Any:
        counts[key] += 1
        return function(*args)

    return watched


def count(method: Method, graph: Graph, at: Setting, wrt: Names, of: Names) -> tuple[Tally, Slopes]:
    """Run the method with a counter around every operation; returns the counts and the derivatives."""
    watched, tally = counted(graph)
    slopes = method(watched, at, wrt, of)
    return tally, slopes


# The memory that reverse mode needs.


def results_of(graph: Graph) -> list[int]:
    """The nodes that are computed, whose results a pass may keep or drop. Inputs and parameters are kept anyway."""
    return [i for i, node in enumerate(graph.nodes) if node.operation is not None]


def forgetting(graph: Graph) -> list[int]:
    """How many results are in memory after each evaluation, if each is dropped after its last use."""
    results = results_of(graph)
    last_use = {arg: user for user in results for arg in graph.nodes[user].args}
    held: set[int] = set()
    sizes = []
    for i in results:
        held.add(i)
        sizes.append(len(held))  # arguments are still in memory while their user is computed
        held -= {arg for arg in graph.nodes[i].args if last_use[arg] == i}
    return sizes


def keeping(graph: Graph) -> list[int]:
    """The same for reverse mode: every result stays until the backward pass has used it."""
    count_of_all = len(results_of(graph))
    return [*range(1, count_of_all + 1), *range(count_of_all - 1, -1, -1)]


# Networks that are too large to run.


@dataclass(frozen=True)
class Extrapolated:
    """A method's cost for n parameters of wide layers: the number of passes, and of all operations."""

    passes: float
    operations: float

    def seconds(self, rate: float) -> float:
        """How long that takes at ``rate`` operations per second."""
        return self.operations / rate


# Operations per parameter, in one pass over a deep network of wide layers:
FORWARD = 2  # each weight is one product and one addition
BACKWARD = 4  # and each of these has two arguments
TANGENT = 1.5  # forward mode: one edge of a product, two of an addition, in the half of the network after its input


def extrapolated(n: float) -> dict[str, Extrapolated]:
    """What each method would cost with n parameters: by formula, not counted."""
    passes = {"forward difference": n + 1, "central difference": 2 * n}
    costs = {method: Extrapolated(many, many * FORWARD * n) for method, many in passes.items()}
    costs["forward mode"] = Extrapolated(1 + n, (FORWARD + n * TANGENT) * n)
    costs["reverse mode"] = Extrapolated(2, (FORWARD + BACKWARD) * n)
    return costs


# A run that the reader watches.


@dataclass(frozen=True)
class Progress:
    """How far a numerical gradient has come: passes, operations, and its largest difference from backpropagation."""

    passes: int
    of: int
    operations: int
    worst: float


def against(graph: Graph, at: Setting, wrt: Sequence[str], of: str, exact: Mapping[str, float]) -> Iterator[Progress]:
    """Central differences, one parameter at a time, each compared with its ``exact`` gradient."""
    watched, tally = counted(graph)
    worst = 0.0
    for name in wrt:
        slope = central_differences(watched, at, [name], [of])[of, name]
        worst = max(worst, abs(slope - exact[name]))
        yield Progress(tally.passes, 2 * len(wrt), tally.evaluations, worst)
