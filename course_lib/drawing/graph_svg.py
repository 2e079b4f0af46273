"""The live graph as SVG: cards with value and gradient, arrows, and the step's arithmetic."""

from collections.abc import Iterable
from functools import partial
from html import escape

from course_lib.drawing.geometry import LABEL_HEIGHT, Box, Layout, Route
from course_lib.drawing.parts import Part, fixed, joined
from course_lib.drawing.picture import Picture
from course_lib.drawing.theme import STYLESHEET
from course_lib.engine.passes import Edge, Trace
from course_lib.numerals import NOT_YET, has_slot
from course_lib.reading.explain import Explainer, arithmetic, computation, explain, show
from course_lib.reading.formulas import partial_text
from course_lib.reading.steps import Progress

BACK = 9.0  # px between a line and the backward arrow beneath it
LINE = 24.0  # px from one line of a card to the next
SHRINK, GROW = 0.78, 1.0  # the smallest and largest scale at which the picture follows the width of its page
NARROWEST = 340.0  # px: room for the tag over a graph of one or two nodes
USER_ROOM = 81.0  # px for a user's name in a label
CHARACTER = 10.4  # px for each character in the tag, rounded up generously
LABEL_CHARACTER = 9.0  # px for each character of an edge's label
TAG_PADDING, TAG_MARGIN = 22.0, 4.0  # px beside its text, and between the tag and the picture's edge


def graph_svg(picture: Picture, trace: Trace, state: Progress, every_edge: bool = False, style: bool = True) -> str:
    """The whole picture after one step, as an SVG element.

    ``every_edge`` writes upstream × local = contribution on all edges, not only on the
    active one. ``style`` includes the theme's CSS; a page that has loaded it already
    passes False.
    """
    return joined(graph_parts(picture, trace, partial(explain, trace), every_edge, style), state)


def graph_parts(
    picture: Picture, trace: Trace, explainer: Explainer, every_edge: bool = False, style: bool = False
) -> list[Part]:
    """The parts of the picture, for any step of this trace; ``explainer`` explains its steps."""
    layout = picture.wide_layout if every_edge else picture.layout
    width, height = max(layout.width, NARROWEST), layout.height
    shape = (
        f'viewBox="0 0 {width:g} {height:g}" '
        f'style="width:100%;min-width:{SHRINK * width:.0f}px;max-width:{GROW * width:.0f}px" '
        f'xmlns="http://www.w3.org/2000/svg">'
    )
    css = f"<style>{STYLESHEET}</style>" if style else ""
    others = [k for k in range(len(trace.edges)) if every_edge]
    return [
        fixed('<svg class="bp-svg" role="img" aria-label="'),
        *_description(picture, explainer),
        fixed(f'" {shape}{css}{_direction(layout)}{forward_lines(list(layout.routes.values()), "")}'),
        Part(partial(_entering, layout), None),
        *(Part(partial(_quiet_line, layout, trace, k), _ends(trace.edges[k])) for k in others),
        Part(partial(_active_line, layout), None),
        *(Part(partial(_card, picture, layout.boxes[i]), {i}) for i in sorted(layout.boxes)),
        *(Part(partial(_label, picture, trace, k), _ends(trace.edges[k])) for k in others),
        Part(partial(_tag, layout, trace), None),
        fixed("</svg>"),
    ]


def _description(picture: Picture, explainer: Explainer) -> list[Part]:
    """The picture in words, made from the same data."""

    def said(state: Progress) -> str:
        step = explainer(state)
        return escape(f"Computational graph, left to right. Step {state.step}. {step.title} {step.sentence} ")

    def known(i: int, state: Progress) -> str:
        value = show(state.values[i]) if i in state.values else "not yet"
        gradient = show(state.gradients[i]) if i in state.gradients else "not yet"
        return escape(f"{picture.names[i]}: value {value}, gradient {gradient}")

    nodes = sorted(picture.layout.boxes)
    apart = [fixed("; ")] * len(nodes)
    each = [Part(partial(known, i), {i}) for i in nodes]
    return [Part(said, None), *[part for pair in zip(each, apart, strict=True) for part in pair][:-1]]


def _ends(edge: Edge) -> set[int]:
    return {edge.user, edge.arg}


def _entering(layout: Layout, state: Progress) -> str:
    """The arrows into the node that is computed, drawn over all others."""
    entering = state.node if state.phase == "forward" else None
    return forward_lines([route for route in layout.routes.values() if route.user == entering], " now")


def _active_line(layout: Layout, state: Progress) -> str:
    return "" if state.edge is None else backward_line(_route(layout, state.edge), "")


def _quiet_line(layout: Layout, trace: Trace, k: int, state: Progress) -> str:
    return backward_line(_route(layout, trace.edges[k]), "quiet") if _is_past(trace, k, state) else ""


def _is_past(trace: Trace, k: int, state: Progress) -> bool:
    """Whether the k-th contribution was made before this step."""
    return k < len(state.edges) and trace.edges[k] is not state.edge


def _route(layout: Layout, edge: Edge) -> Route:
    return layout.routes[(edge.user, edge.slot)]


def _direction(layout: Layout) -> str:
    """Two arrows in the upper corners of the picture, which say in what direction values and gradients flow."""
    return (
        f'<text class="small" x="14" y="16" style="text-anchor:start">forward →</text>'
        f'<text class="small of-backward" x="{layout.width - 14:g}" y="16" style="text-anchor:end">← backward</text>'
    )


def forward_lines(routes: list[Route], kind: str) -> str:
    """All these arrows as only two elements; empty where there are none."""
    if not routes:
        return ""
    lines = " ".join(route.path() for route in routes)
    tips = " ".join(_tip(*route.points[-1], -1, 5) for route in routes)
    return f'<path class="edge{kind}" d="{lines}"/><path class="tip{kind}" d="{tips}"/>'


def backward_line(route: Route, quiet: str) -> str:
    """One arrow from a user back to its argument; ``quiet`` makes it thin."""
    x, y = route.points[0]
    size = 4 if quiet else 7
    return (
        f'<path class="back {quiet}" d="{route.path(offset=BACK, reverse=True)}"/>'
        f'<path class="tip backward" d="{_tip(x, y + BACK, 1, size)}"/>'
    )


def _tip(x: float, y: float, direction: int, size: float) -> str:
    """The path of an arrow's tip at (x, y); ``direction`` −1 points right, 1 points left."""
    back = x + direction * 1.8 * size
    return f"M {x:g} {y:g} L {back:g} {y - size:g} L {back:g} {y + size:g} Z"


def _card(picture: Picture, box: Box, state: Progress) -> str:
    graph, i = picture.graph, box.node
    name = graph.name.get(i)
    is_leaf = graph.nodes[i].operation is None
    kinds = ["node", "leaf" if is_leaf else "", "loss" if i == picture.of and not is_leaf else "", role_of(i, state)]
    lines = heading(picture, box)
    value = show(state.values[i]) if i in state.values else NOT_YET
    gradient = show(state.gradients[i]) if i in state.gradients else NOT_YET
    if i in state.unfinished:
        gradient += " + …"
    lines += [("value", value), ("gradient", gradient)]
    title = picture.formulas[i] if is_leaf or not name else f"{name} = {picture.formulas[i]}"
    return card(picture, box, kinds, lines, title)


def heading(picture: Picture, box: Box) -> list[tuple[str, str]]:
    """A card's first lines, as (class, content): its name and operation."""
    name, symbol = picture.graph.name.get(box.node), picture.symbols[box.node]
    if picture.has_expressions and picture.graph.nodes[box.node].operation is not None:
        return [("name", _short(name or "", box.width)), ("symbol", _short(symbol, box.width))]
    if not name:
        return [("alone", _short(symbol, box.width))]
    beside = f' <tspan class="symbol">{escape(symbol)}</tspan>' if symbol else ""
    return [("name", _short(name, box.width - 9 * len(symbol)) + beside)]


def card(picture: Picture, box: Box, kinds: Iterable[str], lines: list[tuple[str, str]], title: str) -> str:
    """A node's card: its classes, and its lines from top to bottom as (class, content)."""
    i = box.node
    is_leaf = picture.graph.nodes[i].operation is None
    top = box.centre_y - (len(lines) - 1) * LINE / 2 + 6
    texts = "".join(
        f'<text class="{css}" x="{box.centre_x:g}" y="{top + n * LINE:g}">{line}</text>'
        for n, (css, line) in enumerate(lines)
    )
    bar = f'<rect class="bar" x="{box.x:g}" y="{box.y:g}" width="5" height="{box.height:g}"/>'
    radius = 3 if is_leaf else 14
    return (
        f'<g class="{" ".join(kind for kind in kinds if kind)}" data-node="{escape(picture.names[i])}">'
        f"<title>{escape(title)}</title>"
        f'<rect class="card" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{radius}"/>'
        f"{bar if picture.graph.name.get(i) in picture.parameters else ''}{texts}</g>"
    )


def role_of(node: int, state: Progress) -> str:
    """The node's role in this step, as a CSS class."""
    if state.edge is not None:
        return {state.edge.arg: "receiving", state.edge.user: "handing"}.get(node, "")
    if node != state.node:
        return ""
    return "computing" if state.phase == "forward" else "receiving"


def _short(label: str, room: float) -> str:
    """The label, cut to the available room; the card's title has all of it."""
    most = max(int(room / 9), 4)
    return escape(label if len(label) <= most else label[: most - 1] + "…")


def _tag(layout: Layout, trace: Trace, state: Progress) -> str:
    """The step's arithmetic in the strip above the cards, with a line down to the edge it belongs to."""
    if state.phase in ("start", "done"):
        return ""
    if state.edge is not None:
        x, y = _route(layout, state.edge).middle(BACK)
        pieces = _pieces(trace, state.edge)
        kind = ""
    elif state.phase == "loss":
        box = layout.boxes[trace.of]
        x, y = box.centre_x, box.y
        own = partial_text(trace.values.graph, trace.of, trace.of)
        pieces = [("of-backward strong", f"{own} = {show(state.gradients[trace.of])}")]
        kind = ""
    else:
        node = state.node if state.node is not None else trace.of
        entering = [route for route in layout.routes.values() if route.user == node]
        x, y = entering[0].middle() if entering else (layout.boxes[node].centre_x, layout.boxes[node].y)
        pieces = [("", f"{computation(trace, node)} = "), ("of-forward strong", show(state.values[node]))]
        kind = " ahead"
    room = max(layout.width, NARROWEST) - 2 * TAG_MARGIN
    if _tag_width(pieces) > room and not any(has_slot(text) for _, text in pieces):  # slots are fitted by the browser
        pieces = pieces[-1:]  # only the result, since the sentence has the rest
    width = _tag_width(pieces)
    left = min(max(x - width / 2, TAG_MARGIN), TAG_MARGIN + room - width)
    spans = "".join(f'<tspan class="{css}">{escape(piece)}</tspan>' for css, piece in pieces)
    return (
        f'<line class="leader{kind}" x1="{x:g}" y1="54" x2="{x:g}" y2="{y:g}"/>'
        f'<rect class="tag{kind}" x="{left:g}" y="22" width="{width:g}" height="34" rx="7"/>'
        f'<text class="tag-text" x="{left + width / 2:g}" y="45" xml:space="preserve">{spans}</text>'
    )


def _tag_width(pieces: list[tuple[str, str]]) -> float:
    return sum(len(text) for _, text in pieces) * CHARACTER + TAG_PADDING


def _pieces(trace: Trace, edge: Edge) -> list[tuple[str, str]]:
    """``upstream × local = contribution`` in coloured pieces; for matrices upstream → contribution."""
    upstream, local, contribution = arithmetic(trace, edge)
    if not local:
        return [("of-backward", upstream), ("", " → "), ("of-backward strong", contribution)]
    return [
        ("of-backward", upstream),
        ("", " × "),
        ("strong", local),
        ("", " = "),
        ("of-backward strong", contribution),
    ]


def _label(picture: Picture, trace: Trace, k: int, state: Progress) -> str:
    """The arithmetic of the k-th edge, beside the argument that gets the contribution; empty until its step is past.

    Several labels of one argument stand above it, with the names of their users. Beside
    it they would lie on the lines that leave it, and a reader could not match them.
    """
    if not _is_past(trace, k, state):
        return ""
    edge = trace.edges[k]
    box = picture.wide_layout.boxes[edge.arg]
    upstream, local, contribution = arithmetic(trace, edge)
    first = f'{upstream} × <tspan class="strong ink">{local}</tspan>' if local else upstream
    length = max(len(upstream) + 3 + len(local), 2 + len(contribution))
    x, y = box.right + 12, box.centre_y + 12 - LABEL_HEIGHT
    user = ""
    if edge.arg in picture.shared:
        above = sum(other.arg == edge.arg for other in trace.edges[: k + 1])
        name = _short(picture.names[edge.user], USER_ROOM)
        user = f' <tspan class="ink">from {name}</tspan>'
        length = max(length, len(contribution) + 9 + len(name))
        x, y = box.x, box.y + 18 - LABEL_HEIGHT * above
    return (
        f'<rect class="ground" x="{x:g}" y="{y - 16:g}" width="{length * LABEL_CHARACTER:g}" '
        f'height="36" rx="3"/><text class="of-backward label" x="{x:g}" y="{y:g}">'
        f'{first}<tspan class="strong" x="{x:g}" dy="17">= {contribution}</tspan>{user}</text>'
    )
