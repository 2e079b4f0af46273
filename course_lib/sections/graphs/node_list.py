"""A graph's picture beside its printed list of nodes; the current step is marked in both."""

from html import escape

from course_lib.drawing.graph_svg import role_of
from course_lib.drawing.live import LiveGraph
from course_lib.drawing.table import table
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace
from course_lib.numerals import NOT_YET
from course_lib.reading.explain import show
from course_lib.reading.steps import Progress, Steps

HEADINGS = ("", "name", "operation", "args", "value", "gradient")


class ListedGraph(LiveGraph):
    """A live graph whose picture has the list of its nodes beside it."""

    def picture(self, trace: Trace, zoom: str, step: int, every_edge: bool = False, done: bool = False) -> str:
        """The picture, with the list of what is known after the step beside it."""
        drawn = super().picture(trace, zoom, step, every_edge, done)
        return f'<div class="bp-listed">{drawn}{node_list(trace, Steps(trace).at(step))}</div>'


def node_list(trace: Trace, state: Progress) -> str:
    """The nodes in list order, one per row: index, name, operation, arguments, and what is known after the step."""
    graph = trace.values.graph
    rows = [_row(graph, i, state) for i in range(len(graph))]
    return table(HEADINGS, rows, "The list of nodes", kind="nodes")


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
