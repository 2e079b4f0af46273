"""A backward pass one step at a time: what is known after k steps.

After step 0 only the inputs are known. Each of the next steps evaluates one node.
The step after them sets the gradient of the loss to 1. Each step after that adds
one contribution, in the order of the sweep.
"""

from dataclasses import dataclass, replace

from course_lib.engine.passes import Edge, Trace, Value


@dataclass(frozen=True)
class Progress:
    """What is known after ``step`` steps.

    A node missing from ``values`` or ``gradients`` is not known yet, which is not
    the same as 0. A node in ``unfinished`` still waits for further contributions.
    ``node`` is the node that the step computed. ``edge`` is set if the step added a contribution.
    """

    step: int
    phase: str  # "start", "forward", "loss", "backward", or "done"
    node: int | None
    edge: Edge | None
    values: dict[int, Value]
    gradients: dict[int, Value]
    unfinished: frozenset[int]
    edges: tuple[Edge, ...]  # the contributions so far
    position: int  # which step of its phase this is, from 1
    phase_length: int


class Steps:
    """The steps of one trace, in order."""

    def __init__(self, trace: Trace) -> None:
        graph = trace.values.graph
        self.trace = trace
        self.order = [i for i in graph.ancestors(trace.of) if graph.nodes[i].operation is not None]
        self.last = len(self.order) + 1 + len(trace.edges)

    def at(self, step: int) -> Progress:
        """What is known after ``step`` steps; a step beyond either end counts as that end."""
        step = min(max(step, 0), self.last)
        trace, forward_length = self.trace, len(self.order)
        computed = set(self.order[:step])
        values = {
            i: trace.values.of_node[i]
            for i, node in enumerate(trace.values.graph.nodes)
            if node.operation is None or i in computed
        }
        shown = step - forward_length - 1  # contributions so far
        if shown < 0:
            node = self.order[step - 1] if step else None
            phase = "forward" if step else "start"
            return Progress(step, phase, node, None, values, {}, frozenset(), (), step, forward_length)
        edges = trace.edges[:shown]
        gradients = {trace.of: trace.gradient_of_node[trace.of]}
        for edge in edges:
            sofar = gradients.get(edge.arg)
            gradients[edge.arg] = edge.contribution if sofar is None else sofar + edge.contribution
        if step == self.last:  # 0 where no contribution could come, as where only sign was applied
            graph = trace.values.graph
            for i in graph.ancestors(trace.of):
                if not graph.is_folded(i):
                    gradients.setdefault(i, trace.gradient_of_node[i])
        unfinished = frozenset(edge.arg for edge in trace.edges[shown:] if edge.arg in gradients)
        if shown == 0:
            return Progress(step, "loss", trace.of, None, values, gradients, unfinished, edges, 1, 1)
        edge = edges[-1]
        return Progress(step, "backward", edge.arg, edge, values, gradients, unfinished, edges, shown, len(trace.edges))

    def done(self) -> Progress:
        """The state in which everything is known and nothing is in progress, for a picture without steps."""
        return replace(self.at(self.last), phase="done", node=None, edge=None)

    def forward_to(self, node: int) -> int:
        """The step that computes the node's value; 0 for an input."""
        return self.order.index(node) + 1 if node in self.order else 0

    def backward_to(self, node: int) -> int:
        """The step that completes the node's gradient."""
        into = [i for i, edge in enumerate(self.trace.edges) if edge.arg == node]
        return len(self.order) + 1 + (into[-1] + 1 if into else 0)
