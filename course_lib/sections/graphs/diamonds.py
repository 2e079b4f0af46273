"""A chain of diamonds as SVG, which says for every junction how many paths lead there, and how many edges."""

from collections.abc import Sequence
from html import escape

from course_lib.drawing.live import graph_box

SIDE, RISE = 96.0, 44.0  # px from one junction to the next; from a junction up to a diamond's corner
LEFT, MIDDLE, HEIGHT = 34.0, 108.0, 206.0
LABEL = 120.0  # px in front of the chain, for the names of the two lines of numbers


def diamonds_svg(paths: Sequence[int], edges: Sequence[int], most: int) -> str:
    """The first diamonds, in a frame of fixed size that has room for ``most``.

    ``paths`` and ``edges`` say for every junction, from the first on, how many paths
    lead there and how many edges were used to reach it.
    """
    reached = len(paths) - 1
    shapes = [_diamond(i, "now" if i < reached else "faint") for i in range(most)]
    dots = [_dot(i, "" if i <= reached else "faint") for i in range(most + 1)]
    numbers = "".join(
        f'<text class="{css}" x="{_x(i):g}" y="{y:g}">{number}</text>'
        for css, y, counted in (("of-forward strong", 30, paths), ("of-backward strong", HEIGHT - 12, edges))
        for i, number in enumerate(counted)
    )
    labels = "".join(
        f'<text class="small" x="8" y="{y:g}" style="text-anchor:start">{label}</text>'
        for label, y in (("paths so far", 30), ("edges so far", HEIGHT - 12))
    )
    words = (
        f"A chain of {reached} diamonds: from x0 to x{reached} there are {paths[-1]} paths along {edges[-1]} edges. "
        f"Paths after each diamond: {', '.join(map(str, paths))}. Edges: {', '.join(map(str, edges))}."
    )
    width = _x(most) + LEFT
    return graph_box(
        f'<svg class="bp-svg bp-diamonds" role="img" aria-label="{escape(words)}" viewBox="0 0 {width:g} {HEIGHT:g}" '
        f'style="width:100%;min-width:{0.78 * width:.0f}px;max-width:{width:.0f}px" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(shapes)}{"".join(dots)}{labels}{numbers}</svg>'
    )


def _x(junction: int) -> float:
    return LABEL + LEFT + junction * SIDE


def _diamond(i: int, kind: str) -> str:
    left, right, middle = _x(i), _x(i + 1), (_x(i) + _x(i + 1)) / 2
    up, down = MIDDLE - RISE, MIDDLE + RISE
    corners = "".join(f'<circle class="corner {kind}" cx="{middle:g}" cy="{y:g}" r="6"/>' for y in (up, down))
    return (
        f'<path class="edge {kind}" d="M {left:g} {MIDDLE:g} L {middle:g} {up:g} L {right:g} {MIDDLE:g} '
        f'L {middle:g} {down:g} Z"/>{corners}'
    )


def _dot(i: int, kind: str) -> str:
    return f'<circle class="junction {kind}" cx="{_x(i):g}" cy="{MIDDLE:g}" r="8"/>'
