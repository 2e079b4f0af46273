"""A graph's picture beside its printed list of nodes; the current step is marked in both."""

from functools import partial
from html import escape

from course_lib.drawing.graph_svg import role_of
from course_lib.drawing.live import LiveGraph
from course_lib.drawing.parts import Part, fixed
from course_lib.drawing.table import rows_as_parts
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace
from course_lib.numerals import NOT_YET
from course_lib.reading.explain import Explainer, show
from course_lib.reading.steps import Progress

HEADINGS = ("", "name", "operation", "args", "value", "gradient")


class ListedGraph(LiveGraph):
    """A live graph whose picture has the list of its nodes beside it."""

    def picture_parts(self, trace: Trace, zoom: str, explainer: Explainer, every_edge: bool = False) -> list[Part]:
        """The picture, with the list of what is known after the step beside it."""
        drawn = super().picture_parts(trace, zoom, explainer, every_edge)
        return [fixed('<div class="bp-listed">'), *drawn, *node_list(trace), fixed("</div>")]


def node_list(trace: Trace) -> list[Part]:
    """The nodes in list order, one per row: index, name, operation, arguments, and what is known after the step."""
    graph = trace.values.graph
    rows = [Part(partial(_row, graph, i), {i}) for i in range(len(graph))]
    return rows_as_parts(HEADINGS, rows, "The list of nodes", kind="nodes")


def made_by(graph: Graph, node: int) -> str:
    """How the list shows where a node comes from: its operation's name, ``input``, or its number if it is constant."""
    made = graph.nodes[node]
    if made.constant is not None:
        return show(made.constant)
    return made.operation.name if made.operation else "input"


def _row(graph: Graph, node: int, state: Progress) -> str:
    args = ", ".join(str(arg) for arg in graph.nodes[node].args)
    value = show(state.values[node]) if node in state.values else NOT_YET
    gradient = show(state.gradients[node]) if node in state.gradients else NOT_YET
    if node in state.unfinished:
        gradient += " + …"
    cells = (graph.name.get(node, ""), made_by(graph, node), args, value, "" if graph.is_folded(node) else gradient)
    is_read = state.phase == "forward" and state.node is not None and node in graph.nodes[state.node].args
    role = "read" if is_read else role_of(node, state)
    return (
        f'<tr{f" class={role}" if role else ""}><th scope="row">{node}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    )
