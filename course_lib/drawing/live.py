"""A graph in both zooms: with one node per operation, or with one node per statement."""

from collections.abc import Hashable
from functools import cached_property, partial
from html import escape

from course_lib.drawing.graph_svg import graph_parts, graph_svg
from course_lib.drawing.parts import Part, fixed, joined
from course_lib.drawing.picture import Picture, picture_of
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace, Values, backward
from course_lib.reading.explain import Explainer, Explanation, explain
from course_lib.reading.statements import Statements, statements
from course_lib.reading.steps import Progress, Steps

OPERATIONS, STATEMENTS = "operations", "statements"


class LiveGraph:
    """One network in both zooms, ready to be drawn for any values and step.

    ``values`` are only used to count the steps. Any values will do, since the number of
    steps does not depend on them. Structure, layout and labels are computed when they are
    first needed, and only once.

    Raises:
        UnknownNameError: the graph has no node with the name of a parameter.
    """

    def __init__(self, graph: Graph, values: Values, parameters: tuple[str, ...] = ()) -> None:
        for name in parameters:
            graph.find(name)
        self.graph, self.parameters = graph, parameters
        self._values = values

    @cached_property
    def coarse(self) -> Statements:
        """The graph with one node per statement."""
        return statements(self.graph)

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The picture of each zoom."""
        graphs = {OPERATIONS: self.graph, STATEMENTS: self.coarse.graph}
        return {zoom: picture_of(graph, parameters=self.parameters) for zoom, graph in graphs.items()}

    @cached_property
    def steps(self) -> dict[str, Steps]:
        """The steps of each zoom."""
        return {zoom: Steps(self.trace(self._values, zoom)) for zoom in (OPERATIONS, STATEMENTS)}

    @property
    def key(self) -> Hashable:
        """Two live graphs with the same key look the same at all numbers."""
        nodes = tuple((node.operation, node.args, node.static, node.constant) for node in self.graph)
        return type(self), nodes, tuple(self.graph.index.items()), self.graph.find(None), self.parameters

    def trace(self, values: Values, zoom: str = OPERATIONS) -> Trace:
        """The backward pass in this zoom."""
        whole = backward(values)
        return whole if zoom == OPERATIONS else self.coarse.trace(whole)

    def places(self, zoom: str) -> list[str]:
        """The name of each step of the zoom, from 0, such as ``forward 3 of 8``."""
        steps = self.steps[zoom]
        return [_place(steps.at(step)) for step in range(steps.last + 1)]

    def forward_steps(self, zoom: str = OPERATIONS) -> int:
        """The step of the zoom after which all values and no gradients are known."""
        return len(self.steps[zoom].order)

    def backward_to(self, name: str, zoom: str = OPERATIONS) -> int:
        """The step of the zoom that completes the gradient of this name."""
        return self.steps[zoom].backward_to(self.pictures[zoom].graph.find(name))

    def same_node(self, step: int, zoom: str, other: str) -> int:
        """The step of the zoom ``other`` that has got as far as ``step`` in this one."""
        if zoom == other:
            return step
        state, there = self.steps[zoom].at(step), self.steps[other]
        if step >= self.steps[zoom].last:
            return there.last
        if state.phase == "start":
            return 0
        if state.phase == "loss" or state.node is None:
            return len(there.order) + 1
        node = self._beyond(state.node, zoom, state.phase)
        if node is None:
            return 0
        return there.forward_to(node) if state.phase == "forward" else there.backward_to(node)

    def picture(self, trace: Trace, zoom: str, state: Progress, every_edge: bool = False) -> str:
        """The picture of this zoom's trace in a box that scrolls, as HTML."""
        return joined(self.picture_parts(trace, zoom, partial(explain, trace), every_edge), state)

    def picture_parts(self, trace: Trace, zoom: str, explainer: Explainer, every_edge: bool = False) -> list[Part]:
        """The parts of the same picture, for any step; ``explainer`` explains the trace's steps."""
        before, after = graph_box("\0").split("\0")
        return [fixed(before), *graph_parts(self.pictures[zoom], trace, explainer, every_edge), fixed(after)]

    def svg(self, values: Values, zoom: str, step: int | None = None, every_edge: bool = False) -> str:
        """The picture as an SVG element, for a page that has the theme's CSS."""
        trace = self.trace(values, zoom)
        state = Steps(trace).done() if step is None else Steps(trace).at(step)
        return graph_svg(self.pictures[zoom], trace, state, every_edge, style=False)

    def _beyond(self, node: int, zoom: str, phase: str) -> int | None:
        """The other zoom's node for this node; inside a statement, the last statement that was reached, if any."""
        if zoom == STATEMENTS:
            return self.coarse.origin[node]
        found = self.coarse.node_of(node)
        if found is not None:
            return found
        computed = self.steps[STATEMENTS].order
        if phase == "forward":
            behind = [i for i in computed if self.coarse.origin[i] < node]
            return behind[-1] if behind else None
        return next(i for i in computed if self.coarse.origin[i] > node)


def graph_box(svg: str) -> str:
    """A graph's SVG in a box that scrolls, as HTML."""
    return f'<div class="bp-graph" tabindex="0" role="region" aria-label="The graph">{svg}</div>'


def _place(state: Progress) -> str:
    if state.phase == "start":
        return "nothing yet"
    if state.phase == "loss":
        return "at the loss"
    return f"{state.phase} {state.position} of {state.phase_length}"


def step_box(html: str, kind: str = "") -> str:
    """A box for what is said of a step; a screen reader announces its changes."""
    return f'<div class="bp-step {kind}" role="status" aria-live="polite">{html}</div>'


def words(explanation: Explanation, phase: str) -> str:
    """A step's sentence and formula, as HTML that a screen reader announces when it changes."""
    said = f"<p><strong>{escape(explanation.title)}</strong> {escape(explanation.sentence)}</p>"
    return step_box(f'{said}<p class="formula">{escape(explanation.formula)}</p>', phase)
