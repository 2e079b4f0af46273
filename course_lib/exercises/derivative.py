"""A derivative that is asked for: its number, the path it is computed along, and the result if one step is wrong."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from course_lib.engine.graph import Graph
from course_lib.engine.operation import VJP
from course_lib.engine.passes import Values, local_number, sweep
from course_lib.exercises.mistakes import exchanged
from course_lib.reading.compiled import compiled
from course_lib.reading.formulas import partial_text
from course_lib.reading.statements import Statements, statements

MOST_PATHS = 4  # with more paths, the sum over them helps nobody
Edge = tuple[int, int]  # (user, slot)
Path = list[Edge]  # from the loss down
Number = Callable[[Values], float]


@dataclass(frozen=True)
class Edit:
    """One edge with a wrong local derivative, in a derivative's own graph or in its coarse one.

    ``vjp`` computes what it contributes instead; None contributes nothing. ``factor``
    replaces it where the wrong local derivative needs values that are not the edge's own.
    """

    graph: Graph
    user: int
    slot: int
    vjp: VJP | None = None
    factor: Callable[[Values], Any] | None = None

    def local(self, values: Values) -> Any:
        """The wrong local derivative: a number, or an array of one per point if the values are arrays."""
        if self.factor is not None:
            return self.factor(values)
        node, of_node = self.graph.nodes[self.user], values.of_node
        if self.vjp is None:
            return 0.0
        return self.vjp(1.0, of_node[self.user], *(of_node[arg] for arg in node.args), *node.static)


@dataclass(frozen=True)
class Edited:
    """The number that edits of the backward sweep lead to. All of them are in one graph."""

    asked: "Derivative"
    edits: tuple[Edit, ...]

    def __call__(self, values: Values) -> float:
        """The number at these values of the whole graph."""
        if all(edit.factor is None for edit in self.edits):
            return self._same_everywhere(values)
        return self._on_twin(values)(values)

    @cached_property
    def _same_everywhere(self) -> Number:
        """The result on a twin that does not depend on the values, so that it is made once."""
        return self._on_twin(None)

    def _on_twin(self, values: Values | None) -> Number:
        graph = self.edits[0].graph
        own = None if values is None else self.asked.values_in(graph, values)
        return self.asked.on(edited(self.edits, own), graph)


def edited(edits: Sequence[Edit], values: Values | None) -> Graph:
    """Their graph with the wrong derivatives on these edges; factors are computed from its ``values``."""
    twin = edits[0].graph
    for edit in edits:
        vjp = edit.vjp
        if edit.factor is not None and values is not None:
            vjp = partial(_scaled, edit.factor(values))
        twin = exchanged(twin, edit.user, edit.slot, vjp)
    return twin


class Derivative:
    """The derivative of ``of`` with respect to ``wrt``.

    ``graph`` is scalar, and both are names in it; None for ``of`` means the default
    loss. Most methods take ``graph`` or the coarse graph, which has one node per statement.
    """

    def __init__(self, graph: Graph, wrt: str, of: str | None = None) -> None:
        self.graph = graph
        self.wrt, self.of = wrt, graph.name[graph.find(of)]

    @cached_property
    def coarse(self) -> Statements:
        """The same graph with one node per statement."""
        return statements(self.graph)

    def __str__(self) -> str:
        return partial_text(self.graph, self.graph.find(self.of), self.graph.find(self.wrt))

    @cached_property
    def _program(self) -> Callable[[Sequence[Any]], tuple[list[Any], list[Any]]]:
        return compiled(self.graph, self.of)

    def right(self, values: Values) -> float:
        """The right number, which is the derivative itself; or an array of them."""
        try:
            _, gradients = self._program([values.of_node[node] for node in self.graph.inputs.values()])
        except ZeroDivisionError:  # the sweep has ∞ there
            return self.on(self.graph, self.graph)(values)
        found = gradients[self.graph.find(self.wrt)]
        return found if np.ndim(found) else float(found)

    @cached_property
    def takes_arrays(self) -> bool:
        """Whether many points can be computed at once, as arrays; an operation that adds up entries would mix them."""
        return all(node.operation is None or node.operation.elementwise for node in self.graph)

    def values_in(self, graph: Graph, values: Values) -> Values:
        """The values of ``graph``, which is this derivative's own graph or its coarse one, from those of its own."""
        return self.coarse.values(values) if graph is self.coarse.graph else values

    # The way from the loss to the name.

    def way(self, graph: Graph) -> list[int]:
        """The nodes from ``wrt`` to ``of``, both included, in topological order."""
        leads = {graph.find(self.wrt)}
        for i, node in enumerate(graph.nodes):
            if not leads.isdisjoint(node.args):
                leads.add(i)
        return [i for i in graph.ancestors(graph.find(self.of)) if i in leads]

    def edges(self, graph: Graph) -> Iterator[Edge]:
        """Every edge on the way."""
        way = set(self.way(graph))
        for user in sorted(way):
            for slot, arg in enumerate(graph.nodes[user].args):
                if arg in way:
                    yield user, slot

    def last_edges(self, graph: Graph) -> list[Edge]:
        """The edges that end at ``wrt``, one for each use on the way."""
        target = graph.find(self.wrt)
        return [(user, slot) for user, slot in self.edges(graph) if graph.nodes[user].args[slot] == target]

    def gates(self) -> list[Edge]:
        """Every operation with a corner on the way."""
        rows = ((user, slot, self.graph.nodes[user].operation) for user, slot in self.edges(self.graph))
        return [(user, slot) for user, slot, row in rows if row is not None and row.kink is not None]

    def paths(self) -> list[Path] | None:
        """Every path of statements from the loss to ``wrt``; None if there are too many."""
        graph = self.coarse.graph
        target = graph.find(self.wrt)
        edges = list(self.edges(graph))
        done: list[Path] = []
        waiting: list[tuple[int, Path]] = [(graph.find(self.of), [])]
        while waiting:
            node, path = waiting.pop(0)
            if node == target:
                done.append(path)
                continue
            for user, slot in edges:
                if user == node:
                    waiting.append((graph.nodes[user].args[slot], [*path, (user, slot)]))
            if len(waiting) + len(done) > MOST_PATHS:
                return None
        return done

    def product(self, values: Values, path: Path) -> float:
        """The product of the local derivatives along a path of statements."""
        seen = self.coarse.values(values)
        return math.prod(local_number(seen, *edge) for edge in path)

    def statement_around(self, node: int) -> int:
        """The statement that ``node`` is part of, as a node of ``graph``."""
        return next(i for i in self.coarse.origin if i >= node and node in self._inside(i))

    def _inside(self, node: int) -> set[int]:
        """The nodes of the statement ``node``."""
        inside = {node}
        for i in range(node, -1, -1):
            if i in inside:
                inside.update(arg for arg in self.graph.nodes[i].args if self.coarse.node_of(arg) is None)
        return inside

    # Numbers that are not the derivative.

    def gradient_at(self, node: int) -> Number:
        """The gradient that arrives at a statement."""
        name = self.coarse.origin[node]
        return lambda values: self._gradients(values, self.graph.find(self.of))[name]

    def gradient_of(self, node: int) -> Number:
        """The derivative of a statement with respect to ``wrt``."""
        start, target = self.coarse.origin[node], self.graph.find(self.wrt)
        return lambda values: self._gradients(values, start)[target]

    def with_derivative(self, graph: Graph, user: int, slot: int, vjp: VJP | None) -> Edited:
        """The result when one edge has this derivative instead of its own."""
        return Edited(self, (Edit(graph, user, slot, vjp),))

    def with_factor(self, graph: Graph, user: int, slot: int, factor: Callable[[Values], Any]) -> Edited:
        """The result when one edge has this local derivative, computed from the graph's values."""
        return Edited(self, (Edit(graph, user, slot, factor=factor),))

    def on(self, twin: Graph, graph: Graph, upstream: float = 1.0) -> Number:
        """The result on ``twin``, which is ``graph`` with some derivatives replaced; ``upstream`` reaches its loss."""
        origin = self.coarse.origin if graph is self.coarse.graph else None
        last, target = twin.find(self.of), twin.find(self.wrt)
        skipped = set(range(len(twin))).difference(self.way(twin))

        def wrong(values: Values) -> float:
            of_node = values.of_node if origin is None else [values.of_node[i] for i in origin]
            gradient = {last: upstream}
            for _ in sweep(twin.nodes, of_node, gradient, skipped):
                pass
            return gradient.get(target, 0.0)

        return wrong

    def _gradients(self, values: Values, of: int) -> list[float]:
        """The gradient of node ``of`` with respect to every node."""
        gradient = {of: 1.0}
        for _ in sweep(self.graph.nodes, values.of_node, gradient, self.graph.folded):
            pass
        return [gradient.get(i, 0.0) for i in range(len(self.graph))]


def _scaled(factor: Any, upstream: Any, *rest: Any) -> Any:
    """A VJP whose local derivative is this factor."""
    return upstream * factor
