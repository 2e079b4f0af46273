"""A graph for a page without Python: a trace whose numbers are slots, and the program that fills them.

Whatever writes a trace (picture, table, sentence) writes this one too, with a slot
where each number belongs. The page computes the numbers from its sliders by the
symbolic values and gradients, and puts them in.
"""

from typing import Any

from course_lib.engine import Edge, Trace, Value, Values
from course_lib.graph import Graph
from course_lib.numerals import Slot
from course_lib.symbolic import VegaProgram, local_derivative, vega_program


class SlotTrace(Trace):
    """The backward pass of ``graph`` from its last line, without its numbers."""

    def __init__(self, graph: Graph) -> None:
        program = vega_program(graph)
        values = [Slot(f"v{i}") if node.constant is None else node.constant for i, node in enumerate(graph.nodes)]
        of = graph.find(None)
        edges, locals_ = [], {}
        for k, (edge, *_) in enumerate(program.edges):
            upstream = 1.0 if edge.user == of else Slot(f"u{k}")
            edges.append(Edge(edge.user, edge.slot, edge.arg, upstream, Slot(f"c{k}")))
            locals_[edge.user, edge.slot] = _local(graph, edge.user, edge.slot, k)
        gradients: list[Value] = [Slot(f"g{i}") for i in range(len(graph))]
        gradients[of] = 1.0
        super().__init__(Values(graph, values, arrays=False), of, tuple(edges), gradients)
        object.__setattr__(self, "program", program)
        object.__setattr__(self, "locals", locals_)

    def local(self, edge: Edge) -> Value:
        """The edge's local derivative: a slot, or the number where it is the same for all inputs."""
        return self.locals[edge.user, edge.slot]  # type: ignore[attr-defined]


def page_program(trace: SlotTrace) -> dict[str, Any]:
    """What the page needs to fill the slots: inputs, expressions in their order, and each slot's variable."""
    program: VegaProgram = trace.program  # type: ignore[attr-defined]
    slots = {f"v{i}": name for i, name in program.value.items()}
    slots |= {f"g{i}": name for i, name in program.gradient.items()}
    for k, (_, upstream, local, contribution) in enumerate(program.edges):
        slots |= {f"u{k}": upstream, f"l{k}": local, f"c{k}": contribution}
    return {"inputs": program.input, "expressions": [list(pair) for pair in program.expressions], "slots": slots}


def _local(graph: Graph, user: int, slot: int, k: int) -> float:
    grown = graph.copy()
    node = local_derivative(grown, user, slot).node
    constant = grown.nodes[node].constant
    return Slot(f"l{k}") if constant is None else constant
