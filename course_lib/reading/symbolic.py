"""The gradient as a graph: the engine's own sweep, run on handles instead of numbers.

This graph gives second derivatives, the local derivatives in a derivation, and the
expressions for the browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course_lib.engine import ops
from course_lib.engine.graph import Expr, Graph, Node
from course_lib.engine.operation import Operation
from course_lib.engine.passes import Edge, sweep
from course_lib.errors import BuildError


class Tidy(Expr):
    """A handle that simplifies as it records: ``1 * x`` becomes ``x``, and ``2 * 3`` becomes ``6``."""

    __slots__ = ()

    def record(self, operation: Operation, args: tuple[Any, ...], static: tuple[Any, ...] = ()) -> Expr:
        """Add the operation, unless its result is a known number or one of its arguments."""
        numbers = [self._number(arg) for arg in args]
        if None not in numbers:
            return self._constant(operation.forward(*numbers, *static))
        first, last = numbers[0], numbers[-1]
        if operation in (ops.multiply, ops.matmul) and first == 1.0:
            return args[1]
        if operation in (ops.multiply, ops.divide, ops.matmul) and last == 1.0:
            return args[0]
        if operation is ops.multiply and last is not None:  # numbers first: 2x, not x2
            args = (args[1], args[0])
        if operation is ops.multiply and -1.0 in numbers:
            return -(args[1])
        if operation in (ops.add, ops.subtract) and last == 0.0:
            return args[0]
        if operation is ops.add and first == 0.0:
            return args[1]
        if operation is ops.power and static == (1.0,):
            return args[0]
        made = self.graph.nodes[args[0].node] if isinstance(args[0], Expr) else None
        if operation is ops.negate and made is not None and made.operation is ops.negate:
            return Tidy(self.graph, made.args[0])
        return Tidy(self.graph, self.graph.record(operation, args, static).node)

    def _number(self, arg: Any) -> float | None:
        """The argument's number, if it is a number or the handle of one; None otherwise."""
        if not isinstance(arg, Expr):
            return float(arg)
        return self.graph.nodes[arg.node].constant if self.graph.is_folded(arg.node) else None

    def _constant(self, number: float) -> "Tidy":
        return Tidy(self.graph, self.graph.constant(number).node)


@dataclass(frozen=True)
class GradientEdge:
    """One edge of the sweep in symbols; its parts are nodes of the gradient's graph."""

    user: int
    slot: int
    arg: int
    upstream: int
    local: int
    contribution: int


@dataclass(frozen=True)
class Gradient:
    """A graph that holds the original one, node for node, followed by every gradient of ``of``.

    ``of_node`` maps a node to the node of its gradient, ``name`` a name to the name
    of its gradient (``w1`` → ``dL_dw1``).
    """

    graph: Graph
    of: int
    of_node: dict[int, int]
    name: dict[str, str]
    edges: tuple[GradientEdge, ...]


def differentiate(graph: Graph, of: str | None = None) -> Gradient:
    """The gradient of a scalar graph as a graph. Differentiate it again for second derivatives.

    Raises:
        BuildError: the graph has operations on matrices.
    """
    last = graph.find(of)
    refuse_matrices(graph)
    grown = graph.copy()
    values = [Tidy(grown, i) for i in range(len(graph))]
    one = Tidy(grown, grown.constant(1.0).node)
    gradient: dict[int, Any] = {last: one}
    edges = []
    for edge in map(Edge._make, sweep(graph.nodes, values, gradient, graph.folded)):
        local = local_derivative(grown, edge.user, edge.slot)
        edges.append(
            GradientEdge(edge.user, edge.slot, edge.arg, edge.upstream.node, local.node, edge.contribution.node)
        )
    zero = grown.constant(0.0)
    of_node = {i: gradient.get(i, zero).node for i in range(len(graph)) if i not in graph.folded}
    names = {}
    for name, i in graph.index.items():
        names[name] = _free_name(grown, f"d{graph.name.get(last, 'out')}_d{name}")
        grown.let(**{names[name]: Expr(grown, of_node[i])})
    return Gradient(grown, last, of_node, names, tuple(edges))


def refuse_matrices(graph: Graph) -> None:
    """Raise a BuildError if the graph has an operation that no expression of numbers can stand for."""
    for node in graph.nodes:
        if node.operation is not None and node.operation.javascript is None:
            raise BuildError(f"{node.operation.name} is about matrices; a symbolic gradient is about numbers.")


def local_derivative(graph: Graph, user: int, slot: int) -> Expr:
    """∂user/∂argument, added to ``graph``; written in terms of the arguments or, where shorter, of the output."""
    node = graph.nodes[user]
    if node.operation is None:
        raise BuildError("An input has no local derivative.")
    vjp = node.operation.vjps[slot]
    one = Tidy(graph, graph.constant(1.0).node)
    if vjp is None:
        return Tidy(graph, graph.constant(0.0).node)
    return vjp(one, Tidy(graph, user), *(Tidy(graph, arg) for arg in node.args), *node.static)


def local_formula(graph: Graph, user: int, slot: int) -> tuple[Graph, int]:
    """The same without changing ``graph``: a copy with more nodes, and the local derivative's node in it."""
    grown = graph.copy()
    return grown, local_derivative(grown, user, slot).node


@dataclass(frozen=True)
class JavaScriptProgram:
    """A graph and its gradient as JavaScript expressions, to be evaluated in this order.

    ``expressions`` has (name, expression) pairs. Inputs are not among them: the page
    gives them their values. Names are generated (``v12``), never a student's.
    """

    expressions: tuple[tuple[str, str], ...]
    input: dict[str, str]
    value: dict[int, str]
    gradient: dict[int, str]
    edges: tuple[tuple[GradientEdge, str, str, str], ...]


def javascript_program(graph: Graph, of: str | None = None) -> JavaScriptProgram:
    """Every value and every gradient of a scalar graph for the browser."""
    gradient = differentiate(graph, of)
    name, expressions = javascript_nodes(gradient.graph.nodes)
    return JavaScriptProgram(
        expressions=tuple(pair for pair in zip(name, expressions, strict=True) if pair[0] != pair[1]),
        input={input_: name[node] for input_, node in graph.inputs.items()},
        value={i: name[i] for i in range(len(graph))},
        gradient={i: name[node] for i, node in gradient.of_node.items()},
        edges=tuple((e, name[e.upstream], name[e.local], name[e.contribution]) for e in gradient.edges),
    )


def javascript_nodes(nodes: Sequence[Node]) -> tuple[list[str], list[str]]:
    """For each node, how others name it (``v3``, or its number) and its expression; an input's is its name."""
    names: list[str] = []
    expressions: list[str] = []
    for i, node in enumerate(nodes):
        names.append(f"v{i}" if node.constant is None else f"({_javascript(node.constant)})")
        if node.operation is None or node.operation.javascript is None:
            expressions.append(names[i])
        else:
            args = (names[arg] for arg in node.args)
            expressions.append(node.operation.javascript(*args, *(repr(number) for number in node.static)))
    return names, expressions


def _javascript(number: float) -> str:
    """The number as JavaScript reads it: Infinity, not inf."""
    return repr(number).replace("inf", "Infinity").replace("nan", "NaN")


def _free_name(graph: Graph, name: str) -> str:
    while name in graph.index:
        name += "_"
    return name
