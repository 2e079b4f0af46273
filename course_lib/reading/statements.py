"""A coarser view of the same graph, in which every statement is one node.

The local derivative of such a node is the derivative of the whole statement. By
the chain rule, any piece of a graph can be treated as a node in this way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_lib.engine.graph import Graph, Node
from course_lib.engine.operation import ATOM, VJP, Operation
from course_lib.engine.passes import Edge, Trace, Value, Values, shaped_like, sweep
from course_lib.reading.formulas import LATEX, TEXT, Notation, substitute

# An argument that brings its parentheses along, in a function that has its own: exp((−2)), maximum(x, (−2)).
DOUBLED = re.compile(r"(?<=\w\(|, )\(([^()]*)\)(?=[,)])")
# A power of ten binds like a product, so only a divisor or the base of a power needs them: 2·1e−5, but 2 / (1e−5).
LOOSE = re.compile(r"(?<![\w])(?<!/ )\((\d[\d.]*e−?\d+)\)(?!\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")


@dataclass(frozen=True)
class Statements:
    """A graph whose nodes are the statements of another graph.

    ``origin`` has, for each statement, the node that it stands for. ``home`` has, for
    each node of the whole graph, the statement that it is part of.
    """

    graph: Graph
    origin: tuple[int, ...]
    home: tuple[int, ...]

    def values(self, values: Values) -> Values:
        """The same forward pass, with the values of statements only."""
        return Values(self.graph, [values.of_node[i] for i in self.origin], values.arrays)

    def trace(self, trace: Trace) -> Trace:
        """The same backward pass, statement by statement.

        A statement's contribution to an argument is the sum of the contributions of
        the operations inside it. The loss must be a statement.
        """
        values, of, nodes = self.values(trace.values), self.home[trace.of], self.graph.nodes
        shares = self._shares(trace)
        gradient = {of: trace.gradient_of_node[trace.of]}
        edges = []
        for user in range(of, -1, -1):
            operation = nodes[user].operation
            if user not in gradient or operation is None:
                continue
            for slot, arg in enumerate(nodes[user].args):
                if operation.vjps[slot] is None:
                    continue
                share = shares.get((user, slot))
                if share is None:  # no operation inside contributes anything, as where sign was applied
                    share = shaped_like(values.of_node[arg], gradient[user] * 0.0)
                edges.append(Edge(user, slot, arg, gradient[user], share))
                gradient[arg] = gradient[arg] + share if arg in gradient else share
        gradients = [gradient.get(i, trace.gradient_of_node[node]) for i, node in enumerate(self.origin)]
        return Trace(values, of, tuple(edges), gradients)

    def _shares(self, trace: Trace) -> dict[tuple[int, int], Value]:
        """For each edge of a statement, as (user, slot), the sum of its operations' contributions to that argument."""
        shares: dict[tuple[int, int], Value] = {}
        for edge in trace.edges:
            user, arg = self.home[edge.user], self.home[edge.arg]
            if user == arg:
                continue  # inside the statement
            alone = self.graph.nodes[user].operation is trace.values.graph.nodes[edge.user].operation
            slot = edge.slot if alone else self.graph.nodes[user].args.index(arg)
            known = shares.get((user, slot))
            shares[user, slot] = edge.contribution if known is None else known + edge.contribution
        return shares

    def node_of(self, node: int) -> int | None:
        """The node that stands for ``node`` of the original graph; None if ``node`` is inside a statement."""
        return self.origin.index(node) if node in self.origin else None


def statements(graph: Graph) -> Statements:
    """A graph with one node for each named result of ``graph``; inputs stay as they are.

    A nameless result that several statements use stays a node of its own.
    """
    home = _homes(graph)
    coarse = Graph()
    origin: list[int] = []
    place: dict[int, int] = {}
    for i, node in enumerate(graph.nodes):
        if home[i] != i or graph.is_folded(i):
            continue
        if node.operation is not None:
            inside = [j for j in range(i + 1) if home[j] == i]
            numbers = {arg for j in inside for arg in graph.nodes[j].args if graph.is_folded(arg)}
            inside = sorted(numbers.union(inside))
            outside = list(dict.fromkeys(arg for j in inside for arg in graph.nodes[j].args if arg not in inside))
            alone = inside == [i]  # a single operation keeps its row
            row = node.operation if alone else _as_operation(graph, inside, outside)
            args = node.args if alone else outside
            node = Node(row, tuple(place[arg] for arg in args), node.static if alone else ())
        place[i] = len(origin)
        origin.append(i)
        coarse.nodes.append(node)
    coarse.index = {name: place[node] for name, node in graph.index.items()}
    coarse.name = {place[node]: name for node, name in graph.name.items()}
    coarse.inputs = {name: place[node] for name, node in graph.inputs.items()}
    coarse.last = place[graph.find(None)] if graph.nodes else -1
    return Statements(coarse, tuple(origin), tuple(place.get(node, -1) for node in home))


def _homes(graph: Graph) -> list[int]:
    """For each node, the statement it is part of: itself if it is named or shared, else that of its only user."""
    users = graph.users()
    home = list(range(len(graph)))
    for i in range(len(graph) - 1, -1, -1):
        if i not in graph.name and not graph.is_input(i) and len(users[i]) == 1:
            home[i] = home[users[i][0][0]]
    return home


def _as_operation(graph: Graph, inside: list[int], outside: list[int]) -> Operation:
    """The nodes ``inside`` as one row of the table; the nodes ``outside`` are its arguments."""
    piece = _piece(graph, inside, outside)
    rows = [node.operation for node in piece.nodes if node.operation is not None]
    return Operation(
        name=graph.name.get(inside[-1], "statement"),
        symbol=piece.written(TEXT)(*(graph.name.get(i, "·") for i in outside)),
        forward=piece.forward,
        vjps=tuple(piece.vjp(slot) for slot in range(len(outside))),
        latex=piece.written(LATEX),
        text=piece.written(TEXT),
        javascript=None if any(row.javascript is None for row in rows) else piece.javascript,
        binds=rows[-1].binds,
        needs=(ATOM,) * len(outside),
        elementwise=all(row.elementwise for row in rows),
    )


@dataclass(frozen=True)
class _Piece:
    """Part of a graph by itself: first an empty node for each argument, then the nodes of the statement."""

    nodes: list[Node]
    arity: int

    @property
    def last(self) -> int:
        """The node of the result."""
        return len(self.nodes) - 1

    def values(self, args: tuple[Any, ...]) -> list[Any]:
        """The value of every node, for these arguments."""
        values = list(args) + [node.constant for node in self.nodes[self.arity :]]
        for i, node in enumerate(self.nodes):
            if node.operation is not None:
                values[i] = node.operation(*(values[arg] for arg in node.args), *node.static)
        return values

    def forward(self, *args: Any) -> Any:
        """The result."""
        return self.values(args)[self.last]

    def vjp(self, slot: int) -> VJP:
        """The derivative with respect to one argument, by the engine's sweep from the result back to it."""
        constants = {i for i, node in enumerate(self.nodes) if node.constant is not None}

        def contribution(upstream: Any, output: Any, *args: Any) -> Any:
            values = self.values(args)
            values[self.last] = output
            gradient = {self.last: upstream}
            for _ in sweep(self.nodes, values, gradient, constants):
                pass
            return gradient[slot] if slot in gradient else upstream * 0.0

        return contribution

    def written(self, notation: Notation) -> Callable[..., str]:
        """The function that writes the result, given the texts of the arguments."""
        graph = Graph()
        graph.nodes = self.nodes

        def write(*args: str) -> str:
            written = substitute(notation, graph, self.last, dict(enumerate(args)))
            return LOOSE.sub(r"\1", DOUBLED.sub(r"\1", written))

        return write

    def javascript(self, *args: str) -> str:
        """The result as one JavaScript expression, made from the arguments' expressions."""
        done = list(args)
        for node in self.nodes[self.arity :]:
            if node.operation is None or node.operation.javascript is None:
                done.append(f"({node.constant!r})")
            else:
                fixed = (repr(number) for number in node.static)
                done.append(node.operation.javascript(*(done[arg] for arg in node.args), *fixed))
        return done[self.last]


def _piece(graph: Graph, inside: list[int], outside: list[int]) -> _Piece:
    """These nodes of a graph, numbered anew."""
    place = {node: i for i, node in enumerate(outside + inside)}
    own = [graph.nodes[i] for i in inside]
    made = [Node(node.operation, tuple(place[a] for a in node.args), node.static, node.constant) for node in own]
    return _Piece([Node() for _ in outside] + made, len(outside))
