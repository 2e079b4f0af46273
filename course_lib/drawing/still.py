"""A graph's picture with given texts on its cards and no step in progress: one pass of either mode, or a drill."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from course_lib.drawing.geometry import Layout
from course_lib.drawing.graph_svg import GROW, NARROWEST, SHRINK, backward_line, card, forward_lines, heading
from course_lib.drawing.live import graph_box
from course_lib.drawing.picture import Picture

FORWARD, BACKWARD = "forward", "backward"


@dataclass(frozen=True)
class Walk:
    """One pass: its direction, the edges (user, slot) it used, and the node at which it began."""

    direction: str
    edges: frozenset[tuple[int, int]]
    start: int


NO_WALK = Walk("", frozenset(), -1)


def still(
    picture: Picture,
    values: Mapping[int, str],
    derivatives: Mapping[int, str],
    walk: Walk = NO_WALK,
    caption: str = "",
) -> str:
    """The picture as HTML with these texts for values and derivatives, by node.

    Arrows of the walk are blue and solid in a forward pass, red and dashed in a backward pass.
    A ``caption`` has at most two lines.
    """
    layout = picture.layout
    routes = layout.routes.items()
    ahead = [route for edge, route in routes if walk.direction == FORWARD and edge in walk.edges]
    parts = [forward_lines([route for route in layout.routes.values() if route not in ahead], "")]
    parts.append(forward_lines(ahead, " now"))
    if walk.direction == BACKWARD:
        parts += [backward_line(route, "quiet") for edge, route in routes if edge in walk.edges]
    parts += [_card(picture, i, values[i], derivatives[i], walk) for i in sorted(layout.boxes)]
    lines = caption.splitlines()
    parts += [
        f'<text class="small" x="14" y="{y:g}" style="text-anchor:start">{escape(line)}</text>'
        for line, y in zip(lines, (18, 40), strict=False)
    ]
    names = (f"{picture.names[i]}: value {values[i]}, derivative {derivatives[i]}" for i in sorted(layout.boxes))
    words = f"Computational graph. {' '.join(lines)}. {'; '.join(names)}"
    return graph_box(_svg(layout, words, parts, max(map(len, lines), default=0)))


def _card(picture: Picture, i: int, value: str, derivative: str, walk: Walk) -> str:
    box, node = picture.layout.boxes[i], picture.graph.nodes[i]
    role = {"": "", FORWARD: "computing", BACKWARD: "receiving"}[walk.direction] if i == walk.start else ""
    kind = "tangent" if walk.direction == FORWARD else "gradient"
    kinds = ["node", "leaf" if node.operation is None else "", "loss" if i == picture.of else "", role]
    lines = [*heading(picture, box), ("value", escape(value)), (kind, escape(derivative))]
    return card(picture, box, kinds, lines, picture.formulas[i])


def _svg(layout: Layout, words: str, parts: list[str], caption: int) -> str:
    width = max(layout.width, NARROWEST, 9.4 * caption + 28)
    return (
        f'<svg class="bp-svg" role="img" aria-label="{escape(words)}" viewBox="0 0 {width:g} {layout.height:g}" '
        f'style="width:100%;min-width:{SHRINK * width:.0f}px;max-width:{GROW * width:.0f}px" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
