"""What a graph's picture is before its numbers: structure, layout and labels, computed once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from course_lib.drawing.geometry import LABEL_HEIGHT, Layout
from course_lib.drawing.layout import arrange
from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.reading.formulas import card_symbol, text

CARD_WIDTH, CARD_HEIGHT = 116.0, 88.0
EXPRESSION_HEIGHT = 22.0  # what a line for a statement's expression adds
STATEMENT_WIDTH, WIDEST = 122.0, 200.0  # one width for all short statements: pictures side by side have one scale
GAP = (26.0, 26.0)
ARITHMETIC_GAP = (196.0, 44.0)  # room for upstream × local = contribution on every edge
LABELS_APART = 12.0  # from a stack of labels to the cards above it
TAG_STRIP = 60.0


@dataclass(frozen=True)
class Picture:
    """A graph ready to be drawn. ``parameters`` are the inputs that are learned; they get a bar."""

    graph: Graph
    of: int
    parameters: frozenset[str]

    @cached_property
    def layout(self) -> Layout:
        """Where everything stands."""
        return arrange(self.graph, self.of, card=self.card, gap=GAP, top=TAG_STRIP)

    @cached_property
    def wide_layout(self) -> Layout:
        """The same with room for the arithmetic of every edge that leaves a card: beside it, or of several above it."""
        boxes = self.layout.boxes
        first = min(box.row for box in boxes.values())
        in_first = max((count for node, count in self.shared.items() if boxes[node].row == first), default=0)
        beneath = max((count for node, count in self.shared.items() if boxes[node].row != first), default=0)
        gap = (ARITHMETIC_GAP[0], max(ARITHMETIC_GAP[1], LABEL_HEIGHT * beneath + LABELS_APART))
        return arrange(self.graph, self.of, card=self.card, gap=gap, top=TAG_STRIP + LABEL_HEIGHT * in_first)

    @cached_property
    def shared(self) -> dict[int, int]:
        """The drawn nodes that more than one edge leaves, each with how many."""
        leaving = Counter(route.arg for route in self.layout.routes.values())
        return {node: count for node, count in leaving.items() if count > 1}

    @cached_property
    def has_expressions(self) -> bool:
        """Whether nodes are whole statements, which need a line for their expression."""
        return any(node.operation is not None and node.operation.name not in ops.OPS for node in self.graph)

    @cached_property
    def names(self) -> list[str]:
        """Each node's name, or for a nameless one what it is made of."""
        return [text(self.graph, i) for i in range(len(self.graph))]

    @cached_property
    def formulas(self) -> list[str]:
        """What each node is made of: ``w1·x + b1``; for an input its name."""
        return [text(self.graph, i, expand=True) for i in range(len(self.graph))]

    @cached_property
    def symbols(self) -> list[str]:
        """What stands on each card beside the name, or under it for a whole statement."""
        return [card_symbol(self.graph, i) for i in range(len(self.graph))]

    @cached_property
    def card(self) -> tuple[float, float]:
        """The size of a card: wide enough for the longest label, within reason."""
        if not self.has_expressions:
            return CARD_WIDTH, CARD_HEIGHT
        longest = max(len(symbol) for symbol in self.symbols)
        return min(max(STATEMENT_WIDTH, 9.2 * longest + 20), WIDEST), CARD_HEIGHT + EXPRESSION_HEIGHT


def picture_of(graph: Graph, of: str | None = None, parameters: Collection[str] = ()) -> Picture:
    """A picture of everything that ``of`` (default: the last line) depends on.

    Raises:
        UnknownNameError: ``of`` or a parameter is no name of the graph.
    """
    for name in parameters:
        graph.find(name)
    return Picture(graph, graph.find(of), frozenset(parameters))
