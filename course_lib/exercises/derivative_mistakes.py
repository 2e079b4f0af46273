"""Every way to go wrong with a derivative, for any scalar graph and any of its names."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import itemgetter

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.operation import VJP
from course_lib.engine.passes import Values, grad, local_number, sweep
from course_lib.exercises import local_mistakes
from course_lib.exercises.mistakes import (
    SKIPPED,
    Mistake,
    exchanged,
    hand_on,
    local_text,
    plus,
    sayable,
    statement,
)
from course_lib.reading.formulas import partial_text, text
from course_lib.reading.statements import statements

MOST_PATHS = 4  # more of them are no help to anyone as one sum
Parts = Callable[[Values], tuple[float, float]]
Path = list[tuple[int, int]]  # (user, slot) of each edge, from the loss down


class Derivative:
    """The derivative of ``of`` with respect to ``wrt``: the right number, and every wrong one.

    ``graph`` is scalar; both are names in it, ``of`` the default loss for None.
    """

    def __init__(self, graph: Graph, wrt: str, of: str | None = None) -> None:
        self.graph = graph
        self.coarse = statements(graph)
        self.wrt, self.of = wrt, graph.name[graph.find(of)]

    def __str__(self) -> str:
        return partial_text(self.graph, self.graph.find(self.of), self.graph.find(self.wrt))

    def right(self, values: Values) -> float:
        """The derivative itself."""
        return self._run(self.graph, coarse=False)(values)

    def way(self, graph: Graph) -> list[int]:
        """The nodes from ``wrt`` to ``of``, both included, in topological order; of either zoom's graph."""
        leads = {graph.find(self.wrt)}
        for i, node in enumerate(graph.nodes):
            if not leads.isdisjoint(node.args):
                leads.add(i)
        return [i for i in graph.ancestors(graph.find(self.of)) if i in leads]

    def edges(self, graph: Graph) -> Iterator[tuple[int, int]]:
        """(user, slot) of every edge on the way."""
        way = set(self.way(graph))
        for user in sorted(way):
            for slot, arg in enumerate(graph.nodes[user].args):
                if arg in way:
                    yield user, slot

    def paths(self) -> list[Path] | None:
        """Every path of statements from the loss to ``wrt``, as edges; None if there are too many."""
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

    def gates(self) -> list[tuple[int, int]]:
        """(user, slot) of every operation with a corner on the way."""
        rows = ((user, slot, self.graph.nodes[user].operation) for user, slot in self.edges(self.graph))
        return [(user, slot) for user, slot, row in rows if row is not None and row.kink is not None]

    def mistakes(self) -> list[Mistake]:
        """Every named mistake, those that amount to the same number included, and each together with a skipped gate."""
        alone = sayable(self._alone())
        gates = " ".join(mistake.sentence for mistake in alone if mistake.kind == SKIPPED)
        return [*alone, *(self._without_gates(gates) if gates else [])]

    def _without_gates(self, sentence: str) -> Iterator[Mistake]:
        """The mistakes of a student who forgot the gates as well: those of a graph without them."""
        opened = self.graph
        for user, slot in self.gates():
            opened = exchanged(opened, user, slot, hand_on)
        for mistake in sayable(Derivative(opened, self.wrt, self.of)._alone()):
            kind, words = f"{mistake.kind}, {SKIPPED}", f"{mistake.sentence} And one thing more: {sentence}"
            if mistake.kind != SKIPPED:
                yield replace(mistake, kind=kind, sentence=words)

    def _alone(self) -> list[Mistake]:
        return [
            *self._stopped_early(),
            *self._local_only(),
            *self._started_late(),
            *local_mistakes.gate_skipped(self),
            *self._path_left_out(),
            *local_mistakes.wrong_derivatives(self),
            *self._swapped(),
            *self._wrong_point(),
            *self._added(),
            *self._paths_multiplied(),
            *self._one_path_wrong(),
            *self._one_contribution_wrong(),
            *self._minus_lost(),
            *self._sign(),
            *self._value(),
            *self._factor_left_out(),
            *self._other_name(),
        ]

    def _stopped_early(self) -> Iterator[Mistake]:
        graph = self.coarse.graph
        target = graph.find(self.wrt)
        for node in self.way(graph)[1:-1]:
            name = text(graph, node)
            arrived = partial_text(graph, graph.find(self.of), node)
            sentence = f"That is {arrived}, the gradient that arrives at {name}. "
            kind = "stopped early"
            if target in graph.nodes[node].args:
                kind = "upstream only"
                local = partial_text(graph, node, target)
                sentence += f"{self.wrt} is one step further: multiply by the local derivative {local}."
                sentence += self._other_paths(graph)
            else:
                sentence += f"The way to {self.wrt} goes on from there, and every further step is a factor."
            yield Mistake(kind, f"You stopped at {name}.", sentence, self._gradient_at(node))

    def _local_only(self) -> Iterator[Mistake]:
        graph = self.coarse.graph
        target = graph.find(self.wrt)
        for user, slot in self.edges(graph):
            if graph.nodes[user].args[slot] != target or user == graph.find(self.of):
                continue
            arriving = partial_text(graph, graph.find(self.of), user)
            sentence = f"{local_text(graph, user, slot)} is how {statement(graph, user)} changes with {self.wrt}. "
            sentence += f"Multiply it by what arrives, {arriving}.{self._other_paths(graph)}"

            def wrong(values: Values, user: int = user, slot: int = slot) -> float:
                return local_number(self.coarse.values(values), user, slot)

            yield Mistake("local derivative only", "That is the local derivative alone.", sentence, wrong)

    def _started_late(self) -> Iterator[Mistake]:
        graph = self.coarse.graph
        target = graph.find(self.wrt)
        for node in self.way(graph)[1:-1]:
            name = text(graph, node)
            piece, arriving = partial_text(graph, node, target), partial_text(graph, graph.find(self.of), node)
            sentence = f"That is {piece}. From {name} the way goes on to {self.of}: multiply by {arriving}."
            title = f"You differentiated {name}, not {self.of}."
            yield Mistake("started late", title, sentence, self._gradient_of(node))

    def _other_name(self) -> Iterator[Mistake]:
        """The gradient of something that is not on the way."""
        graph = self.coarse.graph
        on_way, target = set(self.way(graph)), graph.find(self.wrt)
        users = [user for user, slot in self.edges(graph) if graph.nodes[user].args[slot] == target]
        lines = " and ".join(dict.fromkeys(statement(graph, user) for user in users))
        for node in graph.index.values():
            if node not in on_way and node < graph.find(self.of):
                title = f"That is {partial_text(graph, graph.find(self.of), node)}."
                sentence = f"{self} is asked for: {self.wrt} enters {lines}."
                yield Mistake("other name", title, sentence, self._gradient_at(node))

    def _one_path_wrong(self) -> Iterator[Mistake]:
        """Where a few paths are added: one of them without a factor, or with the other sign."""
        graph = self.coarse.graph
        paths = self.paths() or []
        for path in paths if len(paths) > 1 else []:
            for edge in path:
                rest = [other for other in path if other != edge]

                def short(values: Values, path: Path = path, rest: Path = rest) -> float:
                    return self.right(values) - self._product(values, path) + self._product(values, rest)

                derivative = partial_text(graph, edge[0], graph.nodes[edge[0]].args[edge[1]])
                through = statement(graph, path[-1][0])
                sentence = f"The path through {through} is a product from {self.of} down, with {derivative} in it."
                title = f"On one path a factor is missing: {derivative}."
                yield Mistake("factor left out on one path", title, sentence, short)

            def turned(values: Values, path: Path = path) -> float:
                return self.right(values) - 2 * self._product(values, path)

            sentence = "Contributions are added, whatever their signs: the sign is in the factors already."
            yield Mistake("path subtracted", "You subtracted one path.", sentence, turned)

    def _one_contribution_wrong(self) -> Iterator[Mistake]:
        """Where ``wrt`` is used more than once: one of its contributions without what arrives, or without the local."""
        graph = self.coarse.graph
        target = graph.find(self.wrt)
        into = [(user, slot) for user, slot in self.edges(graph) if graph.nodes[user].args[slot] == target]
        for user, slot in into if len(into) > 1 else []:
            arriving, local = partial_text(graph, graph.find(self.of), user), partial_text(graph, user, target)

            def parts(values: Values, user: int = user, slot: int = slot) -> tuple[float, float]:
                return self._gradient_at(user)(values), local_number(self.coarse.values(values), user, slot)

            def no_upstream(values: Values, parts: Parts = parts) -> float:
                arrived, slope = parts(values)
                return self.right(values) - arrived * slope + slope

            def no_local(values: Values, parts: Parts = parts) -> float:
                arrived, slope = parts(values)
                return self.right(values) - arrived * slope + arrived

            sentence = f"What {statement(graph, user)} hands to {self.wrt} is {arriving} times {local}."
            for missing, wrong in ((arriving, no_upstream), (local, no_local)):
                title = f"On one path a factor is missing: {missing}."
                yield Mistake("factor left out on one path", title, sentence, wrong)

    def _product(self, values: Values, path: Path) -> float:
        seen = self.coarse.values(values)
        return math.prod(local_number(seen, *edge) for edge in path)

    def _other_paths(self, graph: Graph) -> str:
        """A reminder where ``wrt`` is used more than once."""
        target = graph.find(self.wrt)
        several = sum(graph.nodes[user].args[slot] == target for user, slot in self.edges(graph)) > 1
        return f" And {self.wrt} is used more than once: each use adds its contribution." if several else ""

    def _factor_left_out(self) -> Iterator[Mistake]:
        for graph in (self.coarse.graph, self.graph):
            for user, slot in self.edges(graph):
                arg = graph.nodes[user].args[slot]
                local = local_text(graph, user, slot)
                derivative = partial_text(graph, user, arg)
                sentence = (
                    f"It is {local}. The way from {self.of} to {self.wrt} "
                    f"leads through {statement(graph, user)}, and every step on it is a factor."
                )
                wrong = self.with_derivative(graph, user, slot, hand_on)
                yield Mistake("factor left out", f"A factor is missing: {derivative}.", sentence, wrong)

    def _path_left_out(self) -> Iterator[Mistake]:
        graph = self.graph
        entering: dict[int, list[tuple[int, int]]] = {}
        for user, slot in self.edges(graph):
            entering.setdefault(graph.nodes[user].args[slot], []).append((user, slot))
        for arg, edges in entering.items():
            for user, slot in edges if len(edges) > 1 else []:
                often = "twice" if len(edges) == 2 else f"{len(edges)} times"
                name, through = text(graph, arg), statement(graph, self._home(user))
                sentence = (
                    f"{name} is used {often}, and the way through {through} is left out. "
                    "A change travels along every path at once: contributions add where paths meet."
                )
                wrong = self.with_derivative(graph, user, slot, lambda upstream, output, *args: upstream * 0.0)
                yield Mistake("path left out", "One path is missing.", sentence, wrong)
        yield from self._statement_left_out()

    def _statement_left_out(self) -> Iterator[Mistake]:
        """Everything that comes through one statement, where there is another way."""
        graph = self.coarse.graph
        way, edges = self.way(graph), list(self.edges(graph))
        for node in way[1:-1]:
            out = [(user, slot) for user, slot in edges if graph.nodes[user].args[slot] == node]
            reached = {way[-1]}
            for user, slot in reversed(edges):
                if user in reached and graph.nodes[user].args[slot] != node:
                    reached.add(graph.nodes[user].args[slot])
            if way[0] not in reached or len(out) != 1:
                continue  # no other way, or an edge that is known as one of several
            sentence = (
                f"What comes through {statement(graph, node)} is left out. "
                f"{self.wrt} reaches {self.of} along more than one path: add them."
            )
            wrong = self.with_derivative(graph, *out[0], lambda upstream, output, *args: upstream * 0.0)
            yield Mistake("path left out", "One path is missing.", sentence, wrong)

    def _swapped(self) -> Iterator[Mistake]:
        """A product of two results on the way, each derivative taken for the other's."""
        graph = self.coarse.graph
        way = set(self.way(graph))
        for user in sorted(way):
            node = graph.nodes[user]
            if node.operation is not ops.multiply or not way.issuperset(node.args) or node.args[0] == node.args[1]:
                continue
            twin = exchanged(exchanged(graph, user, 0, ops.multiply.vjps[1]), user, 1, ops.multiply.vjps[0])
            one, other = (text(graph, arg) for arg in node.args)
            sentence = (
                f"With respect to {one}, the derivative of {text(graph, user, expand=True)} is {other}, "
                f"and with respect to {other} it is {one}."
            )
            wrong = self._run(twin, coarse=True)
            yield Mistake("factors swapped", f"You swapped {one} and {other}.", sentence, wrong)

    def _wrong_point(self) -> Iterator[Mistake]:
        """In a chain of functions of one input: derivatives taken at that input instead of at their own."""
        graph = self.coarse.graph
        inputs = [i for i in graph.ancestors(graph.find(self.of)) if graph.is_input(i)]
        inner = [node for node in self.way(graph)[1:] if graph.nodes[node].args != (inputs[0],)]
        if len(inputs) > 1 or any(len(graph.nodes[node].args) > 1 for node in inner):
            return
        x = text(graph, inputs[0])
        for nodes in ([[node] for node in inner] + [inner]) if len(inner) > 1 else [inner]:
            if not nodes:
                continue
            which = " and ".join(statement(graph, node) for node in nodes)
            where = " and at ".join(text(graph, graph.nodes[node].args[0]) for node in nodes)
            sentence = f"You took the derivative of {which} at {x}. It belongs at {where}, the number that went in."
            if len(nodes) > 1:
                sentence = sentence.replace("derivative", "derivatives").replace("It belongs", "They belong")
                sentence = sentence.replace("the number that went in", "the numbers that went in")
            yield Mistake("wrong point", "Taken at the wrong point.", sentence, self._taken_at(nodes, inputs[0]))

    def _added(self) -> Iterator[Mistake]:
        graph = self.coarse.graph
        sentence = (
            "Along one path each step stretches what the step before it handed on, so the factors are multiplied. "
            "Only different paths are added."
        )
        target = graph.find(self.wrt)
        every = list(self.edges(graph))
        last = [(user, slot) for user, slot in every if graph.nodes[user].args[slot] == target]
        for edges, upstream in ((every, 0.0), (last, 1.0)):
            twin = graph
            for user, slot in edges:
                row = graph.nodes[user].operation
                twin = exchanged(twin, user, slot, plus(row.vjps[slot] if row is not None else None))

            def wrong(values: Values, twin: Graph = twin, upstream: float = upstream) -> float:
                seen = Values(twin, self.coarse.values(values).of_node, values.arrays)
                return grad(seen, self.of, upstream=upstream, wrt=self.wrt)[self.wrt]

            yield Mistake("factors added", "You added where you should multiply.", sentence, wrong)

    def _paths_multiplied(self) -> Iterator[Mistake]:
        """One product of every factor there is, where the way splits."""
        graph = self.coarse.graph
        edges = list(self.edges(graph))
        if len({graph.nodes[user].args[slot] for user, slot in edges}) == len(edges):
            return
        sentence = "The factors of one path are multiplied, but two paths are added: each contributes its own product."
        yield Mistake(
            "paths multiplied", "You multiplied two paths.", sentence, lambda values: self._product(values, edges)
        )

    def _minus_lost(self) -> Iterator[Mistake]:
        graph = self.graph
        for user, slot in self.edges(graph):
            row = graph.nodes[user].operation
            if row is ops.negate or (row is ops.subtract and slot == 1):
                arg = text(graph, graph.nodes[user].args[slot])
                sentence = f"With respect to {arg}, the derivative of {text(graph, user, expand=True)} is −1."
                wrong = self.with_derivative(graph, user, slot, hand_on)
                yield Mistake("sign", "A minus is lost.", sentence, wrong)

    def _sign(self) -> Iterator[Mistake]:
        graph = self.graph
        differences = [text(graph, i, expand=True) for i in self.way(graph) if graph.nodes[i].operation is ops.subtract]
        sentence = "Yours is exactly the opposite. Look for a minus that does not belong, or for one that is missing."
        if differences:
            sentence = f"Yours is exactly the opposite. Look at every difference you wrote, as in {differences[-1]}."
        yield Mistake("sign", "Right size, wrong sign.", sentence, lambda values: -self.right(values))

    def _value(self) -> Iterator[Mistake]:
        sentence = f"{self} asks how fast {self.of} changes when {self.wrt} does, not how large either of them is."
        for name in (self.wrt, self.of):
            title = f"That is {name} itself, not a derivative."
            yield Mistake("value for gradient", title, sentence, itemgetter(name))

    def _home(self, node: int) -> int:
        """The statement that ``node`` is part of."""
        return next(i for i in self.coarse.origin if i >= node and node in self._inside(i))

    def _inside(self, node: int) -> set[int]:
        """The nodes of the statement ``node``."""
        inside = {node}
        for i in range(node, -1, -1):
            if i in inside:
                inside.update(arg for arg in self.graph.nodes[i].args if self.coarse.node_of(arg) is None)
        return inside

    def _gradient_at(self, node: int) -> Callable[[Values], float]:
        name = self.coarse.origin[node]
        return lambda values: self._gradients(values, self.graph.find(self.of))[name]

    def _gradient_of(self, node: int) -> Callable[[Values], float]:
        start, target = self.coarse.origin[node], self.graph.find(self.wrt)
        return lambda values: self._gradients(values, start)[target]

    def _gradients(self, values: Values, of: int) -> list[float]:
        """The gradient of node ``of`` with respect to every node."""
        gradient = {of: 1.0}
        for _ in sweep(self.graph.nodes, values.of_node, gradient, self.graph.folded):
            pass
        return [gradient.get(i, 0.0) for i in range(len(self.graph))]

    def with_derivative(self, graph: Graph, user: int, slot: int, vjp: VJP | None) -> Callable[[Values], float]:
        """What comes out where one edge has this derivative instead of its own."""
        return self._run(exchanged(graph, user, slot, vjp), graph is self.coarse.graph)

    def _run(self, twin: Graph, coarse: bool) -> Callable[[Values], float]:
        def wrong(values: Values) -> float:
            seen = self.coarse.values(values) if coarse else values
            return grad(Values(twin, seen.of_node, seen.arrays), self.of, wrt=self.wrt)[self.wrt]

        return wrong

    def _taken_at(self, nodes: list[int], point: int) -> Callable[[Values], float]:
        def wrong(values: Values) -> float:
            seen = self.coarse.values(values)
            x = seen.of_node[point]
            twin = self.coarse.graph
            for node in nodes:
                row, static = twin.nodes[node].operation, twin.nodes[node].static
                if row is not None and row.vjps[0] is not None:
                    slope = row.vjps[0](1.0, row(x, *static), x, *static)
                    twin = exchanged(twin, node, 0, lambda upstream, *rest, slope=slope: upstream * slope)
            return grad(Values(twin, seen.of_node, seen.arrays), self.of, wrt=self.wrt)[self.wrt]

        return wrong
