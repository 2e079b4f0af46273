"""Where the cards and lines of a graph's picture stand: geometry from structure alone.

The picture is a grid of columns and rows. A card fills one cell. A line bends only
in the gaps between columns; where it must pass a column it has a *lane* there, a
row's cell of its own. So no line can meet a card, whatever the graph.

The longest path, the *spine*, is row 0 and runs straight from left to right, one
node a column. Everything else is placed around it: at the cheapest free row, a
card or a lane at a time, and again until nothing can be had cheaper.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from course_lib.graph import Graph

Point = tuple[float, float]
Curve = tuple[Point, Point]
Edge = tuple[int, int]  # (user, slot): x*x has two
Args = dict[int, dict[int, int]]  # node → slot → argument, of what is drawn

PORT = 18.0  # px between the ends of two lines on one side of a card
LANE = 22.0  # px between two lanes
TRACKS = 6  # a card's row and the lanes beneath it: rows that are multiples of TRACKS hold cards

# What a row costs, in card heights: a crossing weighs as much as two rows on the way.
CROSSING, BEND, NEW_ROW, NEW_LANE, FAR = 2.0, 0.4, 1.5, 0.15, 0.4
SWEEPS = 6


@dataclass(frozen=True)
class Box:
    """A node's card. ``row`` counts cards' rows from the spine: 1 is beneath it, -1 above."""

    node: int
    column: int
    row: int
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def centre_x(self) -> float:
        """The x of the centre."""
        return self.x + self.width / 2

    @property
    def centre_y(self) -> float:
        """The y of the centre."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Route:
    """The line from an argument's card to its user's.

    ``points`` are the ends of a curve through one gap; of a line past some
    columns: a curve, a straight lane, a curve. ``bends`` says for each curve where
    in its gap it is steep, from 0 to 1, so that neighbours keep apart.
    """

    user: int
    slot: int
    arg: int
    points: tuple[Point, ...]
    bends: tuple[float, ...]

    def path(self, offset: float = 0.0, reverse: bool = False) -> str:
        """The ``d`` of an SVG path, ``offset`` px beneath the line; ``reverse`` runs from user to argument."""
        curves = self._curves(offset)
        if reverse:
            curves = [curve[::-1] for curve in reversed(curves)]
        parts = [f"M {_pair(curves[0][0])}"]
        for i, curve in enumerate(curves):
            if i > 0:
                parts.append(f"L {_pair(curve[0])}")
            parts.append("C " + ", ".join(_pair(point) for point in curve[1:]))
        return " ".join(parts)

    def middle(self, offset: float = 0.0) -> Point:
        """The point amid the last gap before the user: the vertical through it meets no card."""
        (x0, y0), (bend, _), _, (x1, y1) = self._curves(offset)[-1]
        return (x0 + 6 * bend + x1) / 8, (y0 + y1) / 2

    def _curves(self, offset: float) -> list[tuple[Point, Point, Point, Point]]:
        """The cubic curves, from left to right, each as (start, control, control, end)."""
        curves = []
        for (x0, y0), (x1, y1), bend in zip(self.points[::2], self.points[1::2], self.bends, strict=True):
            # Beneath a falling line is left of it, beneath a rising line right of it.
            aside = (y0 > y1) - (y0 < y1)
            x = min(max(x0 + bend * (x1 - x0) + 4 / 3 * aside * offset, x0), x1)
            curves.append(((x0, y0 + offset), (x, y0 + offset), (x, y1 + offset), (x1, y1 + offset)))
        return curves


@dataclass(frozen=True)
class Layout:
    """A picture's geometry in px: a box for every drawn node, a route for every drawn edge."""

    width: float
    height: float
    boxes: dict[int, Box]
    routes: dict[Edge, Route]
    spine: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """What takes cells in one row: a node's card, or (``copy`` ≥ 0) a lane that starts there.

    All users share a node's lane, except that the second x of ``x*x`` takes copy 1.
    """

    node: int
    copy: int
    first: int  # column
    last: int  # column

    @property
    def is_card(self) -> bool:
        """Whether this is a card, not a lane."""
        return self.copy < 0


@dataclass(frozen=True)
class Wire:
    """A line's part in one gap, between two pieces (by their place in the list)."""

    gap: int  # the column left of it
    left: int
    right: int


def arrange(
    graph: Graph,
    of: int | None = None,
    card: tuple[float, float] = (96, 72),
    gap: tuple[float, float] = (46, 32),
    margin: float = 12,
    top: float = 56,
) -> Layout:
    """The geometry of everything that the loss ``of`` depends on, in px.

    ``card`` and ``gap`` are (horizontal, vertical); the strip of height ``top``
    stays free. Nameless constants are part of their user's label and not drawn.
    """
    loss = graph.find(None) if of is None else of
    args = _drawn(graph, loss)
    spine = _spine(args, loss)
    column = _columns(args, len(spine) - 1)
    copies = _copies(args)
    pieces, wires = _pieces(args, column, copies)
    rows = _choose_rows(pieces, wires, frozenset(spine))

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
        routes=_routes(args, boxes, lanes, copies),
        spine=spine,
    )


def _drawn(graph: Graph, loss: int) -> Args:
    """The drawn nodes in topological order, each with its drawn arguments."""
    nodes = [i for i in graph.ancestors(loss) if i == loss or not graph.is_folded(i)]
    return {i: {slot: arg for slot, arg in enumerate(graph.nodes[i].args) if not graph.is_folded(arg)} for i in nodes}


def _spine(args: Args, loss: int) -> tuple[int, ...]:
    """The longest path to the loss.

    Of several operations the first goes on, so that what is written later stands
    beneath; of several leaves the second, which in ``w*x`` and ``w*x + b`` is x.
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
    """Every node as late as its users permit: a leaf stands just before its first user."""
    column = dict.fromkeys(args, last)
    for i in reversed(args):
        for arg in args[i].values():
            column[arg] = min(column[arg], column[i] - 1)
    return column


def _copies(args: Args) -> dict[Edge, int]:
    """For each edge how many earlier slots of its user take the same argument."""
    return {
        (i, slot): sum(args[i][earlier] == arg for earlier in args[i] if earlier < slot)
        for i in args
        for slot, arg in args[i].items()
    }


def _pieces(args: Args, column: dict[int, int], copies: dict[Edge, int]) -> tuple[list[Piece], list[Wire]]:
    """Every card and lane, and the wires between them."""
    pieces = [Piece(node, -1, column[node], column[node]) for node in args]
    card = {piece.node: i for i, piece in enumerate(pieces)}
    users = defaultdict(list)
    for (user, slot), copy in copies.items():
        users[args[user][slot], copy].append(user)
    wires = []
    for (arg, copy), its_users in users.items():
        first, last = column[arg] + 1, max(column[user] for user in its_users) - 1
        lane = len(pieces)
        if first <= last:
            pieces.append(Piece(arg, copy, first, last))
            wires.append(Wire(first - 1, card[arg], lane))
            wires.extend(Wire(gap, lane, lane) for gap in range(first, last))
        for user in its_users:
            wires.append(Wire(column[user] - 1, card[arg] if column[user] == first else lane, card[user]))
    return pieces, wires


def _choose_rows(pieces: list[Piece], wires: list[Wire], spine: frozenset[int]) -> list[int]:
    """A row for every piece, the spine's being 0.

    From the loss leftwards each piece takes the cheapest row where its cells are
    free, given what stands already; then all choose again until none moves.
    """
    in_gap: dict[int, list[Wire]] = defaultdict(list)
    own: dict[int, list[Wire]] = defaultdict(list)
    for wire in wires:
        in_gap[wire.gap].append(wire)
        for i in {wire.left, wire.right}:
            own[i].append(wire)
    fixed = [i for i, piece in enumerate(pieces) if piece.is_card and piece.node in spine]
    row = dict.fromkeys(fixed, 0)
    # In a column lanes come first, then operations before leaves.
    free = sorted(
        set(range(len(pieces))) - set(fixed),
        key=lambda i: (-pieces[i].first, pieces[i].is_card, not any(w.right == i for w in own[i]), i),
    )
    for _ in range(SWEEPS):
        before = dict(row)
        for i in free:
            row.pop(i, None)
            row[i] = _best_row(i, pieces, row, own[i], in_gap)
        if row == before:
            break
    return [row[i] for i in range(len(pieces))]


def _best_row(i: int, pieces: list[Piece], row: dict[int, int], own: list[Wire], in_gap: dict[int, list[Wire]]) -> int:
    """The cheapest free row for piece ``i``, given the rows of all other pieces that have one."""
    piece = pieces[i]
    taken = {row[j] for j in row if pieces[j].first <= piece.last and piece.first <= pieces[j].last}
    in_use = {row[j] for j in row if pieces[j].is_card or not piece.is_card}
    others = {
        wire.gap: [
            (row[other.left], row[other.right])
            for other in in_gap[wire.gap]
            if other.left in row and other.right in row
        ]
        for wire in own
    }

    def cost(candidate: int) -> tuple[float, int, bool]:
        """What the row costs; of equals the one nearer to the spine, then the one beneath it."""
        total = FAR * abs(candidate) / TRACKS
        if candidate not in in_use:
            total += NEW_ROW if piece.is_card else NEW_LANE
        for wire in own:
            left = candidate if wire.left == i else row.get(wire.left)
            right = candidate if wire.right == i else row.get(wire.right)
            if left is None or right is None:
                continue
            if left != right:
                total += BEND + abs(left - right) / TRACKS
            total += CROSSING * sum((left - a) * (right - b) < 0 for a, b in others[wire.gap])
        return total, abs(candidate), candidate < 0

    nearby = taken | {row[j] for wire in own for j in (wire.left, wire.right) if j in row}
    first, last = min(nearby) // TRACKS - 1, max(nearby) // TRACKS + 1
    candidates = range(first * TRACKS, last * TRACKS + 1, TRACKS if piece.is_card else 1)
    return min((candidate for candidate in candidates if candidate not in taken), key=cost)


def _centres(rows: list[int], card_rows: list[int], height: float, gap: float, top: float) -> dict[int, float]:
    """The y of every row's centre: two rows of cards are ``gap`` apart, also where a lane runs between them."""
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


def _routes(
    args: Args, boxes: dict[int, Box], lanes: dict[tuple[int, int], float], copies: dict[Edge, int]
) -> dict[Edge, Route]:
    """Every edge's way from the right side of its argument to its port on the left side of its user."""
    # Where each line is heading first: its lane or, with none, a card in the next column.
    heading = {(args[user][slot], copy): boxes[user].centre_y for (user, slot), copy in copies.items()} | lanes
    leaving: dict[int, list[int]] = defaultdict(list)  # an argument's copies, from the top down
    for arg, copy in sorted(heading, key=lambda lane: (heading[lane], lane)):
        leaving[arg].append(copy)
    ways: dict[Edge, list[Point]] = {}
    for (user, slot), copy in copies.items():
        arg = args[user][slot]
        start, end = boxes[arg], boxes[user]
        order = leaving[arg]
        pitch = min(PORT, start.height / 3 / max(len(order) - 1, 1))
        aside = order.index(copy) - order.index(0)  # the first copy leaves from the centre
        way = [(start.right, start.centre_y + aside * pitch)]
        if end.column > start.column + 1:
            one = (end.x - start.x) / (end.column - start.column)  # from column to column
            way += [(start.x + one, lanes[arg, copy]), (end.right - one, lanes[arg, copy])]
        ways[user, slot] = way
    for user in args:
        ports = _ports(boxes[user], {slot: ways[user, slot][-1][1] for slot in args[user]})
        for slot, y in ports.items():
            ways[user, slot].append((boxes[user].x, y))
    curves = {edge: list(zip(way[::2], way[1::2], strict=True)) for edge, way in ways.items()}
    bend = _bends(curve for its_curves in curves.values() for curve in its_curves)
    return {
        (user, slot): Route(user, slot, args[user][slot], tuple(way), tuple(bend[c] for c in curves[user, slot]))
        for (user, slot), way in ways.items()
    }


def _ports(box: Box, origin: dict[int, float]) -> dict[int, float]:
    """For each slot the y where its line enters, in the order of the ys the lines come from.

    A line that comes straight enters at the card's centre.
    """
    slots = sorted(origin, key=lambda slot: (origin[slot], slot))
    straight = [i for i, slot in enumerate(slots) if abs(origin[slot] - box.centre_y) < 1]
    central = straight[0] if straight else (len(slots) - 1) / 2
    most = max(central, len(slots) - 1 - central, 1)  # on one side of the centre
    pitch = min(PORT, box.height / 3 / most)
    return {slot: box.centre_y + (i - central) * pitch for i, slot in enumerate(slots)}


def _bends(curves: Iterable[Curve]) -> dict[Curve, float]:
    """Where in its gap each curve is steep: halfway or, where several climb side by side, one after the other.

    Of falling curves the lower bends first, of rising ones the upper, so that none is crossed.
    """
    bend: dict[Curve, float] = {}
    climbing: dict[tuple[float, bool], list[Curve]] = defaultdict(list)
    for curve in dict.fromkeys(curves):
        (x, y0), (_, y1) = curve
        bend[curve] = 0.5
        if y0 != y1:
            climbing[x, y0 < y1].append(curve)
    for (_, falling), group in climbing.items():
        for cluster in _overlapping(group):
            cluster.sort(key=lambda curve: (curve[0][1] + curve[1][1], curve[0][1]), reverse=falling)
            step = min(0.2, 0.5 / len(cluster))
            for i, curve in enumerate(cluster):
                bend[curve] += (i - (len(cluster) - 1) / 2) * step
    return bend


def _overlapping(curves: list[Curve]) -> list[list[Curve]]:
    """The curves in groups whose heights overlap, from the top down."""
    groups: list[list[Curve]] = []
    reach = float("-inf")
    for curve in sorted(curves, key=lambda curve: min(curve[0][1], curve[1][1])):
        ys = curve[0][1], curve[1][1]
        if min(ys) >= reach:
            groups.append([])
        groups[-1].append(curve)
        reach = max(reach, *ys)
    return groups


def _pair(point: Point) -> str:
    return f"{point[0]:.6g} {point[1]:.6g}"
