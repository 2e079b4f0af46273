"""The parts of a layout: boxes, routes, and the SVG paths of routes. All numbers are px."""

from dataclasses import dataclass

Point = tuple[float, float]
Edge = tuple[int, int]  # (user, slot): x*x has two
Args = dict[int, dict[int, int]]  # node → slot → argument, of what is drawn

PORT = 18.0  # distance between the ends of two lines on one side of a card
LANE = 22.0  # distance between two lanes
LABEL_HEIGHT = 40.0  # height of an edge's arithmetic in two lines


@dataclass(frozen=True)
class Box:
    """A node's card. ``row`` counts rows of cards from the spine: 1 is the row beneath it, -1 the row above."""

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

    A line to the next column is one curve, and ``points`` are its two ends. A line past
    other columns is a curve, a straight lane and a second curve, and ``points`` are the
    ends of all three. ``bends`` says for each curve where in its gap it is steep, from
    0 to 1, so that neighbouring curves keep apart.
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
        """The point in the middle of the last gap before the user. The vertical line through it meets no card."""
        (x0, y0), (bend, _), _, (x1, y1) = self._curves(offset)[-1]
        return (x0 + 6 * bend + x1) / 8, (y0 + y1) / 2

    def _curves(self, offset: float) -> list[tuple[Point, Point, Point, Point]]:
        """The cubic curves, from left to right, each as (start, control, control, end)."""
        curves = []
        for (x0, y0), (x1, y1), bend in zip(self.points[::2], self.points[1::2], self.bends, strict=True):
            # The offset goes to the left under a falling line, and to the right under a rising one.
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


def _pair(point: Point) -> str:
    return f"{point[0]:.6g} {point[1]:.6g}"
