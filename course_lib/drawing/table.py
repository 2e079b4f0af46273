"""The graph as a table: every number of the picture, with a numerical check beside it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import escape

from course_lib.drawing.parts import Part, fixed, joined
from course_lib.drawing.picture import Picture
from course_lib.engine.passes import Trace
from course_lib.numerals import NOT_YET
from course_lib.reading.explain import show
from course_lib.reading.steps import Progress

HEADINGS = ("name", "is", "value", "upstream", "local", "gradient", "numerical", "relative error")


Checks = Mapping[int, tuple[str, str]]  # for each node its numerical gradient and the relative error, as text


def graph_table(picture: Picture, trace: Trace, state: Progress, checks: Checks) -> str:
    """An HTML table with one row per node; a dash stands for what is not known after the step.

    A node that is used twice has two upstream gradients and two local derivatives, one
    per line; its gradient is the sum of their products.
    """
    return joined(table_parts(picture, trace, checks), state)


def table_parts(picture: Picture, trace: Trace, checks: Checks) -> list[Part]:
    """The parts of the same table, for any step of this trace."""
    return rows_as_parts(
        HEADINGS,
        [Part(partial(_row, picture, trace, checks, i), {i}) for i in sorted(picture.layout.boxes)],
        "The numbers of the graph",
        kind="wide",
    )


def rows_as_parts(headings: Sequence[str], rows: Sequence[Part], label: str, kind: str) -> list[Part]:
    """A table whose rows are parts."""
    before, after = table(headings, ["\0"], label, kind).split("\0")
    return [fixed(before), *rows, fixed(after)]


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


def _row(picture: Picture, trace: Trace, checks: Checks, node: int, state: Progress) -> str:
    edges = [edge for edge in state.edges if edge.arg == node]
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
        if node not in state.unfinished:
            numerical, error = checks[node]
    if node == trace.of:
        upstream = local = ""  # nothing uses the loss
    value = show(state.values[node]) if node in state.values else NOT_YET
    cells = (
        f'<th scope="row">{escape(picture.names[node])}</th>',
        *(f"<td>{cell}</td>" for cell in (escape(made), value, upstream, local, gradient)),
        *(f"<td>{escape(cell)}</td>" for cell in (numerical, error)),
    )
    now = ' class="now"' if node == state.node else ""
    return f"<tr{now}>{''.join(cells)}</tr>"
