"""Lines that need each other, as SVG: names in a circle, none of which can come first."""

import math
from collections.abc import Sequence
from html import escape

from course_lib.drawing.live import graph_box

WIDTH, HEIGHT, RADIUS = 340.0, 250.0, 84.0
CARD = (92.0, 44.0)
LOOP = 64.0  # px: the size of the loop of a line that needs itself
SPREAD = 0.52  # how much of the way from one card to the next the arrow leaves free, in radians for two cards


def cycle_svg(names: Sequence[str]) -> str:
    """The picture of a cycle as HTML. ``names`` are the lines: each needs the next, and the last is the first again.

    Arrows point in the direction in which values would flow, as in every graph: from an argument to its user.
    """
    lines = list(names[:0:-1])
    places = [_at(2 * math.pi * i / len(lines) - math.pi / 2) for i in range(len(lines))]
    arrows = [_arrow(i, len(lines)) for i in range(len(lines))] if len(lines) > 1 else [_loop()]
    if len(lines) == 1:
        places = [(WIDTH / 2, HEIGHT / 2 + 30)]
    cards = (
        f'<g class="node"><rect class="card" x="{x - CARD[0] / 2:g}" y="{y - CARD[1] / 2:g}" width="{CARD[0]:g}" '
        f'height="{CARD[1]:g}" rx="14"/><text class="name" x="{x:g}" y="{y + 6:g}">{escape(_short(name))}</text></g>'
        for name, (x, y) in zip(lines, places, strict=True)
    )
    inside = "no first one" if len(lines) > 1 else ""
    words = f"A cycle: {' goes into '.join(reversed(names))}. None of them can be computed first."
    return graph_box(
        f'<svg class="bp-svg" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'style="width:100%;max-width:{WIDTH:g}px" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(arrows)}{''.join(cards)}"
        f'<text class="small" x="{WIDTH / 2:g}" y="{HEIGHT / 2 + 6:g}">{inside}</text></svg>'
    )


def _at(angle: float) -> tuple[float, float]:
    return WIDTH / 2 + 1.3 * RADIUS * math.cos(angle), HEIGHT / 2 + RADIUS * math.sin(angle)


def _arrow(i: int, count: int) -> str:
    """The clockwise arc from one card to the next, which touches neither."""
    step = 2 * math.pi / count
    start, end = i * step - math.pi / 2, (i + 1) * step - math.pi / 2
    free = min(SPREAD, step / 3)
    (x0, y0), (x1, y1) = _at(start + free), _at(end - free)
    path = f"M {x0:.1f} {y0:.1f} A {1.3 * RADIUS:g} {RADIUS:g} 0 0 1 {x1:.1f} {y1:.1f}"
    return f'<path class="edge now" d="{path}"/>{_tip(x1, y1, end - free)}'


def _loop() -> str:
    x, y = WIDTH / 2, HEIGHT / 2 + 30 - CARD[1] / 2
    path = f"M {x - 24:g} {y:g} C {x - LOOP:g} {y - 1.6 * LOOP:g}, {x + LOOP:g} {y - 1.6 * LOOP:g}, {x + 24:g} {y:g}"
    return f'<path class="edge now" d="{path}"/><path class="tip now" d="M {x + 22:g} {y:g} l -3 -17 l 15 5 Z"/>'


def _tip(x: float, y: float, angle: float) -> str:
    """An arrow's tip that points clockwise along the ellipse."""
    along = math.degrees(math.atan2(RADIUS * math.cos(angle), -1.3 * RADIUS * math.sin(angle)))
    place = f"translate({x:.1f} {y:.1f}) rotate({along:.1f})"
    return f'<path class="tip now" d="M 4 0 L -12 -7 L -12 7 Z" transform="{place}"/>'


def _short(name: str) -> str:
    return name if len(name) <= 9 else name[:8] + "…"
