"""Chooses a row for each card and each lane: the cheapest free row, repeated until no piece finds a cheaper one."""

from collections import defaultdict
from dataclasses import dataclass

from course_lib.drawing.geometry import Args, Edge

TRACKS = 6  # a card's row and the lanes beneath it: rows that are multiples of TRACKS hold cards

# The cost of a row, in card heights: a crossing costs as much as a line that is two rows longer.
CROSSING, BEND, NEW_ROW, NEW_LANE, FAR = 2.0, 0.4, 1.5, 0.15, 0.4
SWEEPS = 6


@dataclass(frozen=True)
class Piece:
    """Something that fills cells in one row: a node's card, or (``copy`` ≥ 0) a lane that starts at the node.

    All users of a node share its lane, except that the second x of ``x*x`` takes a second lane, copy 1.
    """

    node: int
    copy: int
    first: int  # column
    last: int  # column

    @property
    def is_card(self) -> bool:
        """Whether this is a card and not a lane."""
        return self.copy < 0


@dataclass(frozen=True)
class Wire:
    """The part of a line in one gap, between two pieces (given by their places in the list)."""

    gap: int  # the column left of it
    left: int
    right: int


def pieces_and_wires(args: Args, column: dict[int, int], copies: dict[Edge, int]) -> tuple[list[Piece], list[Wire]]:
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


def choose_rows(pieces: list[Piece], wires: list[Wire], spine: frozenset[int]) -> list[int]:
    """A row for every piece; the spine has row 0.

    From the loss leftwards, each piece takes the cheapest row in which its cells are
    free, given the pieces that have a row already. Then all choose again until none moves.
    """
    in_gap: dict[int, list[Wire]] = defaultdict(list)
    own: dict[int, list[Wire]] = defaultdict(list)
    for wire in wires:
        in_gap[wire.gap].append(wire)
        for i in {wire.left, wire.right}:
            own[i].append(wire)
    fixed = [i for i, piece in enumerate(pieces) if piece.is_card and piece.node in spine]
    row = dict.fromkeys(fixed, 0)
    # Within a column lanes choose first, then operations, then leaves.
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
        """The cost of the row. Of equal costs, the row nearer to the spine comes first, then the one beneath it."""
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
