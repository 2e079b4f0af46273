"""Operations with a corner: relu and what works like it, and the others."""

from course_lib.engine.graph import Graph
from course_lib.engine.ops import leaky_relu, maximum, relu
from course_lib.engine.passes import Values

Gate = int  # its node


def gates_before(graph: Graph, of: int) -> list[Gate]:
    """Every operation with a corner that ``of`` depends on."""
    rows = ((node, graph.nodes[node].operation) for node in graph.ancestors(of))
    return [node for node, row in rows if row is not None and row.kink is not None]


def passes_where_positive(graph: Graph, node: int) -> int | None:
    """The argument that a gate passes on where it is positive, as a node; None for an operation that is no gate.

    ``maximum(0, z)`` is relu in other words.
    """
    row, args = graph.nodes[node].operation, graph.nodes[node].args
    if row in (relu, leaky_relu):
        return args[0]
    zeros = [slot for slot, arg in enumerate(args) if graph.nodes[arg].constant == 0.0]
    return args[1 - zeros[0]] if row is maximum and len(zeros) == 1 else None


def side(values: Values, gate: Gate) -> float:
    """The side of an operation's corner: positive if its gate is open."""
    node = values.graph.nodes[gate]
    if node.operation is None or node.operation.kink is None:
        return 1.0
    passed = passes_where_positive(values.graph, gate)
    if passed is not None:
        return values.of_node[passed]
    return node.operation.kink.side(*(values.of_node[arg] for arg in node.args), *node.static)
