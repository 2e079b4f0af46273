"""A graph's picture without its numbers: structure, layout and labels, computed once."""

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
EXPRESSION_HEIGHT = 22.0  # the height that a statement's expression adds to a card
STATEMENT_WIDTH, WIDEST = 122.0, 200.0  # short statements have one width, so that pictures side by side share a scale
GAP = (26.0, 26.0)
ARITHMETIC_GAP = (196.0, 44.0)  # room for upstream × local = contribution on every edge
LABELS_APART = 12.0  # from a stack of labels to the cards above it
TAG_STRIP = 60.0


@dataclass(frozen=True)
class Picture:
    """A graph ready to be drawn. ``parameters`` are the inputs that are learned; their cards get a bar."""

    graph: Graph
    of: int
    parameters: frozenset[str]

    @cached_property
    def layout(self) -> Layout:
        """The place of every card and every line."""
        return arrange(self.graph, self.of, card=self.card, gap=GAP, top=TAG_STRIP)

    @cached_property
    def wide_layout(self) -> Layout:
        """The same with room for every edge's arithmetic: beside the card it leaves, or above it if it has several."""
        boxes = self.layout.boxes
        first = min(box.row for box in boxes.values())
        in_first = max((count for node, count in self.shared.items() if boxes[node].row == first), default=0)
        beneath = max((count for node, count in self.shared.items() if boxes[node].row != first), default=0)
        gap = (ARITHMETIC_GAP[0], max(ARITHMETIC_GAP[1], LABEL_HEIGHT * beneath + LABELS_APART))
        return arrange(self.graph, self.of, card=self.card, gap=gap, top=TAG_STRIP + LABEL_HEIGHT * in_first)

    @cached_property
    def shared(self) -> dict[int, int]:
        """The drawn nodes that have more than one outgoing edge, each with the number of those edges."""
        leaving = Counter(route.arg for route in self.layout.routes.values())
        return {node: count for node, count in leaving.items() if count > 1}

    @cached_property
    def has_expressions(self) -> bool:
        """Whether nodes are whole statements, which need a line for their expression."""
        return any(node.operation is not None and node.operation.name not in ops.OPS for node in self.graph)

    @cached_property
    def names(self) -> list[str]:
        """Each node's name, or its expression if it has no name."""
        return [text(self.graph, i) for i in range(len(self.graph))]

    @cached_property
    def formulas(self) -> list[str]:
        """Each node's expression, such as ``w1·x + b1``; for an input its name."""
        return [text(self.graph, i, expand=True) for i in range(len(self.graph))]

    @cached_property
    def symbols(self) -> list[str]:
        """The text on each card beside its name, or under its name for a whole statement."""
        return [card_symbol(self.graph, i) for i in range(len(self.graph))]

    @cached_property
    def card(self) -> tuple[float, float]:
        """The size of a card: wide enough for the longest label, within reason."""
        if not self.has_expressions:
            return CARD_WIDTH, CARD_HEIGHT
        longest = max(len(symbol) for symbol in self.symbols)
        return min(max(STATEMENT_WIDTH, 9.2 * longest + 20), WIDEST), CARD_HEIGHT + EXPRESSION_HEIGHT


def picture_of(graph: Graph, of: str | None = None, parameters: Collection[str] = ()) -> Picture:
    """A picture of everything that ``of`` (by default the last line) depends on.

    Raises:
        UnknownNameError: the graph has no node with the name ``of`` or with a parameter's name.
    """
    for name in parameters:
        graph.find(name)
    return Picture(graph, graph.find(of), frozenset(parameters))
