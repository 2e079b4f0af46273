"""A graph for a page without Python: a trace whose numbers are slots, and the program that fills them.

The functions that write a trace (as picture, table or sentence) write this one too,
with a slot in the place of each number. The page evaluates the symbolic values and
gradients at its sliders' numbers and puts the results into the slots.
"""

from dataclasses import dataclass
from typing import Any

from course_lib.engine.graph import Graph
from course_lib.engine.passes import Edge, Trace, Value, Values
from course_lib.numerals import Slot
from course_lib.reading.symbolic import JavaScriptProgram, javascript_program, local_formula


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
    values = [Slot(f"v{i}") if node.constant is None else node.constant for i, node in enumerate(graph.nodes)]
    edges, locals_ = [], {}
    for k, (edge, *_) in enumerate(program.edges):
        upstream = 1.0 if edge.user == of else Slot(f"u{k}")
        edges.append(Edge(edge.user, edge.slot, edge.arg, upstream, Slot(f"c{k}")))
        grown, local = local_formula(graph, edge.user, edge.slot)
        constant = grown.nodes[local].constant
        locals_[edge.user, edge.slot] = Slot(f"l{k}") if constant is None else constant
    gradients: list[Value] = [Slot(f"g{i}") for i in range(len(graph))]
    gradients[of] = 1.0
    return SlotTrace(Values(graph, values, arrays=False), of, tuple(edges), gradients, program, locals_)


def page_program(trace: SlotTrace) -> dict[str, Any]:
    """Everything the page needs to fill the slots: inputs, expressions in order, and each slot's variable."""
    program = trace.program
    slots = {f"v{i}": name for i, name in program.value.items()}
    slots |= {f"g{i}": name for i, name in program.gradient.items()}
    for k, (_, upstream, local, contribution) in enumerate(program.edges):
        slots |= {f"u{k}": upstream, f"l{k}": local, f"c{k}": contribution}
    return {"inputs": program.input, "expressions": [list(pair) for pair in program.expressions], "slots": slots}
