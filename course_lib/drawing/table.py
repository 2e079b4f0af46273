"""The graph as a table: every number of the picture, with a numerical check beside it."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from course_lib.drawing.picture import Picture
from course_lib.engine.check import Comparison
from course_lib.engine.passes import Edge, Trace
from course_lib.numerals import NOT_YET
from course_lib.reading.explain import show
from course_lib.reading.steps import Progress

HEADINGS = ("name", "is", "value", "upstream", "local", "gradient", "numerical", "relative error")


def graph_table(
    picture: Picture, trace: Trace, state: Progress, comparisons: Mapping[int, Comparison] | None = None
) -> str:
    """An HTML table with one row per node; a dash stands for what is not known after the step.

    A node that is used twice has two upstream gradients and two local derivatives, one
    per line; its gradient is the sum of their products. ``comparisons`` has the
    numerical check of each node. Without it the table has no columns for the check.
    """
    rows = []
    for i in sorted(picture.layout.boxes):
        entering = [edge for edge in state.edges if edge.arg == i]
        rows.append(_row(picture, trace, state, i, entering, comparisons[i] if comparisons is not None else None))
    headings = HEADINGS if comparisons is not None else HEADINGS[:-2]
    caption = (
        "" if comparisons is not None else "The live course checks each gradient numerically, in two more columns."
    )
    return table(headings, rows, "The numbers of the graph", kind="wide", caption=caption)


def table(
    headings: Sequence[str], rows: Iterable[str | Sequence[str]], label: str, kind: str = "", caption: str = ""
) -> str:
    """An HTML table in a box that scrolls. Each row is a sequence of cell texts, the first one its name, or HTML."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    below = f"<caption>{escape(caption)}</caption>" if caption else ""
    body = "".join(row if isinstance(row, str) else _plain_row(row) for row in rows)
    return (
        f'<div class="bp-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="bp-table {kind}">{below}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _plain_row(cells: Sequence[str]) -> str:
    first, *others = (escape(cell) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _row(
    picture: Picture, trace: Trace, state: Progress, node: int, edges: list[Edge], comparison: Comparison | None
) -> str:
    graph = trace.values.graph
    name = graph.name.get(node)
    made = picture.formulas[node] if name else ""
    if graph.nodes[node].operation is None:
        made = "parameter" if name in picture.parameters else "input"
    upstream = "<br>".join(show(edge.upstream) for edge in edges) or NOT_YET
    local = "<br>".join(show(trace.local(edge)) for edge in edges) or NOT_YET
    gradient = numerical = error = NOT_YET
    if node in state.gradients:
        gradient = show(state.gradients[node]) + (" + …" if node in state.unfinished else "")
        if comparison is not None and node not in state.unfinished:
            numerical, error = show(comparison.numerical), str(comparison)
    if node == trace.of:
        upstream = local = ""  # nothing uses the loss
    value = show(state.values[node]) if node in state.values else NOT_YET
    cells = (
        f'<th scope="row">{escape(picture.names[node])}</th>',
        *(f"<td>{cell}</td>" for cell in (escape(made), value, upstream, local, gradient)),
        f"<td>{numerical}</td><td>{error}</td>" if comparison is not None else "",
    )
    now = ' class="now"' if node == state.node else ""
    return f"<tr{now}>{''.join(cells)}</tr>"
