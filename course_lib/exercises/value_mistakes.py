"""All named mistakes with a value, for any scalar graph."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values, evaluate
from course_lib.errors import DomainError
from course_lib.exercises.mistakes import SKIPPED, Mistake, sayable, statement
from course_lib.reading.formulas import card_symbol, text


class Value:
    """The value of ``of``, with its right number and all known wrong ones."""

    def __init__(self, graph: Graph, of: str | None = None) -> None:
        self.graph = graph
        self.of = graph.name[graph.find(of)]

    def __str__(self) -> str:
        return self.of

    def right(self, values: Values) -> float:
        """The right number: the value itself."""
        return values[self.of]

    def way(self, graph: Graph) -> list[int]:
        """The nodes that ``of`` depends on, and its own node."""
        return graph.ancestors(graph.find(self.of))

    def mistakes(self) -> list[Mistake]:
        """Every named mistake, including those that give the same number."""
        return sayable([*self._stopped_early(), *self._wrong_operations(), *self._sign()])

    def _stopped_early(self) -> Iterator[Mistake]:
        for node in self.way(self.graph)[:-1]:
            name = self.graph.name.get(node)
            if name is not None and not self.graph.is_input(node):
                sentence = f"That is {name}. {self.of} comes later: {statement(self.graph, self.graph.find(self.of))}."
                yield Mistake("stopped early", f"You stopped at {name}.", sentence, itemgetter(name))

    def _wrong_operations(self) -> Iterator[Mistake]:
        graph = self.graph
        for i in self.way(graph):
            node = graph.nodes[i]
            row = node.operation
            if row is None:
                continue
            expression, args = text(graph, i, expand=True), [text(graph, arg) for arg in node.args]
            if row.arity == 1:
                kind = SKIPPED if row is ops.relu else "function left out"
                sentence = f"You still have to compute {statement(graph, i)} from {args[0]}."
                if row is ops.relu:
                    sentence = f"{statement(graph, i)} is {args[0]} if that is positive, and 0 otherwise."
                yield self._instead(i, lambda x, *static: x, kind, f"{card_symbol(graph, i)} is missing.", sentence)
            elif row in (ops.add, ops.subtract):
                whole = "sum" if row is ops.add else "difference"
                for slot in (0, 1):
                    title = f"{args[1 - slot]} is missing."
                    sentence = f"The {whole} is {expression}, with both parts."
                    yield self._instead(i, lambda *both, slot=slot: both[slot], "term left out", title, sentence)
                sentence = f"Look at the sign in {expression}."
                turned = (lambda a, b: a - b) if row is ops.add else (lambda a, b: a + b)
                yield self._instead(i, turned, "sign", "A sign is wrong.", sentence)
            elif row is ops.multiply:
                sentence = f"{expression} is a product."
                yield self._instead(i, lambda a, b: a + b, "added", "You added where you should multiply.", sentence)

    def _sign(self) -> Iterator[Mistake]:
        sentence = "Your answer has the opposite sign. Look for a minus too many, or for one that is missing."
        yield Mistake("sign", "The size is right, the sign is wrong.", sentence, lambda values: -values[self.of])

    def _instead(self, i: int, forward: Callable[..., Any], kind: str, title: str, sentence: str) -> Mistake:
        """The mistake in which one node computes ``forward`` instead of its own operation."""
        twin = self.graph.copy()
        row = twin.nodes[i].operation
        assert row is not None
        twin.nodes[i] = replace(twin.nodes[i], operation=replace(row, forward=forward, domain=None))

        def wrong(values: Values) -> float:
            again = list(values.of_node)
            try:
                evaluate(twin, again, range(i, len(again)))
            except DomainError:
                return math.nan  # with this mistake there is no number at all
            return again[twin.find(self.of)]

        return Mistake(kind, title, sentence, wrong)
