"""A graph for the browser: a trace whose numbers are slots, and the programs that find the numbers.

The functions that write a trace (as picture, table or sentence) write this one too,
with a slot in the place of each number. The browser evaluates the symbolic values and
gradients at its sliders' numbers and puts the results into the slots.
"""

from dataclasses import dataclass
from typing import Any

from course_lib.engine.check import corners
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Edge, Trace, Value, Values, label
from course_lib.errors import DomainError
from course_lib.numerals import Slot, numeral
from course_lib.reading.symbolic import JavaScriptProgram, javascript_nodes, javascript_program, local_formula


@dataclass(frozen=True)
class SlotTrace(Trace):
    """A backward pass without its numbers, made by ``slot_trace``; ``locals`` has each edge's local derivative."""

    program: JavaScriptProgram
    locals: dict[tuple[int, int], float]

    def local(self, edge: Edge) -> Value:
        """The edge's local derivative: a slot, or a number where it is the same for all inputs."""
        return self.locals[edge.user, edge.slot]


def slot_trace(graph: Graph) -> SlotTrace:
    """The backward pass of ``graph`` from its last line, with slots for its numbers."""
    program, of = javascript_program(graph), graph.find(None)
    edges, locals_ = [], {}
    for k, (edge, *_) in enumerate(program.edges):
        upstream = 1.0 if edge.user == of else Slot(f"u{k}")
        edges.append(Edge(edge.user, edge.slot, edge.arg, upstream, Slot(f"c{k}")))
        grown, local = local_formula(graph, edge.user, edge.slot)
        constant = grown.nodes[local].constant
        locals_[edge.user, edge.slot] = Slot(f"l{k}") if constant is None else constant
    gradients: list[Value] = [Slot(f"g{i}") for i in range(len(graph))]
    gradients[of] = 1.0
    values = [_value(graph, i) for i in range(len(graph))]
    return SlotTrace(Values(graph, values, arrays=False), of, tuple(edges), gradients, program, locals_)


def page_program(trace: SlotTrace) -> dict[str, Any]:
    """Everything the browser needs to fill the slots: inputs, expressions in order, and each slot's variable."""
    program = trace.program
    slots = {f"v{i}": name for i, name in program.value.items()}
    slots |= {f"g{i}": name for i, name in program.gradient.items()}
    for k, (_, upstream, local, contribution) in enumerate(program.edges):
        slots |= {f"u{k}": upstream, f"l{k}": local, f"c{k}": contribution}
    return {"inputs": program.input, "expressions": [list(pair) for pair in program.expressions], "slots": slots}


def evaluation(graph: Graph) -> dict[str, Any]:
    """The forward pass for the browser, in which a node can be moved, as the numerical check does.

    ``nodes`` has one expression per node, made of earlier nodes' names (``v3``) and of
    the inputs' numbers (``given[0]``). ``outside`` has a condition for each operation with a domain
    and the error's text, ``corners`` an expression that changes its sign at each corner.
    """
    names, nodes = javascript_nodes(graph.nodes)
    inputs = list(graph.inputs)
    for k, name in enumerate(inputs):
        nodes[graph.inputs[name]] = f"given[{k}]"
    outside = []
    for i, node in enumerate(graph.nodes):
        if node.operation is not None and node.operation.domain is not None:
            written = [names[arg] for arg in node.args] + [repr(number) for number in node.static]
            found = numeral(_value(graph, node.args[-1]))
            error = DomainError(label(graph, i), node.operation.domain.reason, found)
            outside.append({"when": node.operation.domain.javascript(*written), "said": str(error)})
    sides = [
        kink.javascript(*(names[arg] for arg in graph.nodes[i].args))
        for i, kink in corners(graph, graph.find(None)).items()
    ]
    return {"inputs": inputs, "nodes": nodes, "outside": outside, "corners": sides}


def _value(graph: Graph, node: int) -> float:
    """The node's number if it is the same for all inputs, else its slot."""
    constant = graph.nodes[node].constant
    return Slot(f"v{node}") if constant is None else constant
