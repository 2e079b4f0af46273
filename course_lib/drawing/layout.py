"""The places of cards and lines in a graph's picture, computed from the graph's structure alone.

The picture is a grid of columns and rows. A card fills one cell. A line bends only
in the gaps between columns. Where it must pass a column it has a *lane*: a cell of
its own in that column. So no line can meet a card, whatever the graph.

The longest path, the *spine*, is row 0. It runs straight from left to right with one
node per column. Everything else is placed around it: one card or lane at a time takes
the cheapest free row, and this is repeated until none finds a cheaper one.
"""

from course_lib.drawing.geometry import LANE, Args, Box, Edge, Layout, Route
from course_lib.drawing.lanes import choose_rows, pieces_and_wires
from course_lib.drawing.routes import find_routes
from course_lib.engine.graph import Graph

__all__ = ["Box", "Layout", "Route", "arrange"]


def arrange(
    graph: Graph,
    of: int | None = None,
    card: tuple[float, float] = (96, 72),
    gap: tuple[float, float] = (46, 32),
    margin: float = 12,
    top: float = 56,
) -> Layout:
    """The geometry of everything that the loss ``of`` depends on, in px.

    ``card`` and ``gap`` are (horizontal, vertical). A strip of height ``top`` stays
    free above the picture. Nameless constants are not drawn: they are part of their
    user's label.
    """
    loss = graph.find(None) if of is None else of
    args = _drawn(graph, loss)
    spine = _spine(args, loss)
    column = _columns(args, len(spine) - 1)
    copies = _copies(args)
    pieces, wires = pieces_and_wires(args, column, copies)
    rows = choose_rows(pieces, wires, frozenset(spine))

    placed = list(zip(pieces, rows, strict=True))

    width, height = card
    card_rows = sorted({row for piece, row in placed if piece.is_card})
    centre = _centres(sorted(set(rows)), card_rows, height, gap[1], top)
    boxes, lanes = {}, {}
    for piece, row in placed:
        if piece.is_card:
            x, y = margin + piece.first * (width + gap[0]), centre[row] - height / 2
            ordinal = card_rows.index(row) - card_rows.index(0)
            boxes[piece.node] = Box(piece.node, piece.first, ordinal, x, y, width, height)
        else:
            lanes[piece.node, piece.copy] = centre[row]
    lowest = max(rows)
    return Layout(
        width=2 * margin + len(spine) * (width + gap[0]) - gap[0],
        height=centre[lowest] + (height if lowest in card_rows else LANE) / 2 + margin,
        boxes=boxes,
        routes=find_routes(args, boxes, lanes, copies),
        spine=spine,
    )


def _drawn(graph: Graph, loss: int) -> Args:
    """The drawn nodes in topological order, each with its drawn arguments."""
    nodes = [i for i in graph.ancestors(loss) if i == loss or not graph.is_folded(i)]
    return {i: {slot: arg for slot, arg in enumerate(graph.nodes[i].args) if not graph.is_folded(arg)} for i in nodes}


def _spine(args: Args, loss: int) -> tuple[int, ...]:
    """The longest path to the loss.

    Of several operations it takes the first, so that later ones stand beneath it. Of
    several leaves it takes the second, which in ``w*x`` and ``w*x + b`` is x.
    """
    depth: dict[int, int] = {}
    for i in args:
        depth[i] = max((depth[arg] + 1 for arg in args[i].values()), default=0)
    path = [loss]
    while args[path[-1]]:
        deepest = [arg for arg in args[path[-1]].values() if depth[arg] == depth[path[-1]] - 1]
        path.append(deepest[1] if depth[deepest[0]] == 0 and len(deepest) > 1 else deepest[0])
    return tuple(reversed(path))


def _columns(args: Args, last: int) -> dict[int, int]:
    """The column of every node, as far to the right as its users permit: a leaf stands just before its first user."""
    column = dict.fromkeys(args, last)
    for i in reversed(args):
        for arg in args[i].values():
            column[arg] = min(column[arg], column[i] - 1)
    return column


def _copies(args: Args) -> dict[Edge, int]:
    """For each edge, how many earlier slots of its user take the same argument."""
    return {
        (i, slot): sum(args[i][earlier] == arg for earlier in args[i] if earlier < slot)
        for i in args
        for slot, arg in args[i].items()
    }


def _centres(rows: list[int], card_rows: list[int], height: float, gap: float, top: float) -> dict[int, float]:
    """The y of every row's centre. Rows of cards are ``gap`` apart, even where a lane runs between them."""
    centre: dict[int, float] = {}
    y = top
    for above, row in zip([None, *rows], rows, strict=False):
        cards = (above in card_rows) + (row in card_rows)
        if above is not None:
            y += (LANE, max(gap, LANE) / 2, gap)[cards]
        elif not cards:
            y += LANE / 2
        size = height if row in card_rows else 0.0
        centre[row] = y + size / 2
        y += size
    return centre
