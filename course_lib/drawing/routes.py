"""The route of each line from its argument's card to a port on its user's card."""

from collections import defaultdict
from collections.abc import Iterable

from course_lib.drawing.geometry import PORT, Args, Box, Edge, Point, Route

Curve = tuple[Point, Point]


def find_routes(
    args: Args, boxes: dict[int, Box], lanes: dict[tuple[int, int], float], copies: dict[Edge, int]
) -> dict[Edge, Route]:
    """The route of every edge from the right side of its argument to a port on the left side of its user."""
    # The first goal of each line: its lane or, if it has none, a card in the next column.
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
    """For each slot, the y at which its line enters; lines enter in the order in which they arrive from top to bottom.

    A line that arrives straight enters at the card's centre.
    """
    slots = sorted(origin, key=lambda slot: (origin[slot], slot))
    straight = [i for i, slot in enumerate(slots) if abs(origin[slot] - box.centre_y) < 1]
    central = straight[0] if straight else (len(slots) - 1) / 2
    most = max(central, len(slots) - 1 - central, 1)  # on one side of the centre
    pitch = min(PORT, box.height / 3 / most)
    return {slot: box.centre_y + (i - central) * pitch for i, slot in enumerate(slots)}


def _bends(curves: Iterable[Curve]) -> dict[Curve, float]:
    """Where in its gap each curve is steep: halfway or, where several run side by side, one after the other.

    Of falling curves the lower one bends first, of rising curves the upper one, so that they do not cross.
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
