"""A graph in both zooms: with one node per operation, or with one node per statement."""

from functools import cached_property
from html import escape
from typing import Any, NamedTuple

from course_lib.drawing.graph_svg import graph_svg
from course_lib.drawing.picture import picture_of
from course_lib.drawing.table import graph_table, table
from course_lib.engine.check import Copies
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace, Values, backward
from course_lib.reading.explain import explain, product_text, stages
from course_lib.reading.page_program import page_program, slot_trace
from course_lib.reading.statements import statements
from course_lib.reading.steps import Progress, Steps

OPERATIONS, STATEMENTS = "operations", "statements"


class Shown(NamedTuple):
    """What a page shows of a live graph, as HTML; ``table`` is empty if it was not asked for."""

    picture: str
    words: str
    table: str


class LiveGraph:
    """One network, ready to be drawn for any values, zoom and step.

    Structure, layout and labels are computed here, once. ``values`` are only used to
    count the steps. Any values will do, since the number of steps does not depend on them.
    """

    def __init__(self, graph: Graph, values: Values, parameters: tuple[str, ...] = ()) -> None:
        self.graph = graph
        self.coarse = statements(graph)
        self.pictures = {
            OPERATIONS: picture_of(graph, parameters=parameters),
            STATEMENTS: picture_of(self.coarse.graph, parameters=parameters),
        }
        self.steps = {zoom: Steps(self.trace(values, zoom)) for zoom in self.pictures}

    @cached_property
    def copies(self) -> Copies:
        """The copies from which the table's numerical gradients are computed, for every drawn node."""
        drawn = [i for i in self.graph.ancestors(self.graph.find(None)) if not self.graph.is_folded(i)]
        return Copies(self.graph, drawn, self.graph.find(None))

    def trace(self, values: Values, zoom: str = OPERATIONS) -> Trace:
        """The backward pass in this zoom."""
        return self.seen(backward(values), zoom)

    def seen(self, whole: Trace, zoom: str) -> Trace:
        """A backward pass through the whole graph, in the form that this zoom shows."""
        return whole if zoom == OPERATIONS else self.coarse.trace(whole)

    def shown(self, values: Values, zoom: str, step: int, every_edge: bool = False, has_table: bool = False) -> Shown:
        """Picture, words and table from one backward pass; the numerical column takes one more evaluation."""
        whole = backward(values)
        trace = self.seen(whole, zoom)
        table = self.table(trace, whole, zoom, step) if has_table else ""
        return Shown(self.picture(trace, zoom, step, every_edge), self.words(trace, step), table)

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

    def picture(self, trace: Trace, zoom: str, step: int, every_edge: bool = False, done: bool = False) -> str:
        """The picture of this zoom's trace in a box that scrolls, as HTML; ``done`` shows no step in progress."""
        steps = Steps(trace)
        state = steps.done() if done else steps.at(step)
        return graph_box(graph_svg(self.pictures[zoom], trace, state, every_edge, style=False))

    def words(self, trace: Trace, step: int) -> str:
        """The step's sentence and formula, as HTML that a screen reader announces when it changes."""
        state = Steps(trace).at(step)
        explanation = explain(trace, state)
        return (
            f'<div class="bp-step {state.phase}" role="status" aria-live="polite">'
            f"<p><strong>{escape(explanation.title)}</strong> {escape(explanation.sentence)}</p>"
            f'<p class="formula">{escape(explanation.formula)}</p></div>'
        )

    def chain(self, trace: Trace, note: str = "") -> tuple[str, str]:
        """A chain in two pieces of HTML: the picture with all its arithmetic, and the product of the derivatives."""
        picture = self.picture(trace, STATEMENTS, self.steps[STATEMENTS].last, every_edge=True, done=True)
        stages_table = table(("derivative", "is", "taken at", "number"), stages(trace), "The stages' derivatives")
        return picture, (
            f'{stages_table}<div class="bp-step backward short" role="status" aria-live="polite">'
            f'<p class="formula">{escape(product_text(trace))}</p><p>{escape(note)}</p></div>'
        )

    def chain_templates(self) -> dict[str, Any]:
        """The same for a page without Python, in the form of ``templates`` but with a single step."""
        trace = slot_trace(self.pictures[STATEMENTS].graph)
        picture, words = self.chain(trace)
        program = page_program(trace)
        return {"program": program, "pictures": [picture], "wide_pictures": [picture], "words": [words], "tables": []}

    def templates(self, zoom: str, table: bool) -> dict[str, Any]:
        """Everything a page without Python can show in this zoom, step by step, and the program for its numbers."""
        picture = self.pictures[zoom]
        trace = slot_trace(picture.graph)
        steps = range(self.steps[zoom].last + 1)
        states = [Steps(trace).at(step) for step in steps]
        return {
            "program": page_program(trace),
            "pictures": [self.picture(trace, zoom, step) for step in steps],
            "wide_pictures": [self.picture(trace, zoom, step, every_edge=True) for step in steps],
            "words": [self.words(trace, step) for step in steps],
            "tables": [graph_table(picture, trace, state) for state in states] if table else [],
        }

    def svg(self, values: Values, zoom: str, step: int | None = None, every_edge: bool = False) -> str:
        """The picture as an SVG element, for a page that has the theme's CSS."""
        trace = self.trace(values, zoom)
        state = Steps(trace).done() if step is None else Steps(trace).at(step)
        return graph_svg(self.pictures[zoom], trace, state, every_edge, style=False)

    def table(self, trace: Trace, whole: Trace, zoom: str, step: int) -> str:
        """The table of this zoom's trace. Its numerical gradients are always those of the ``whole`` graph."""
        compared = self.copies.compare(whole)
        if zoom == STATEMENTS:
            compared = {
                self.coarse.home[node]: comparison
                for node, comparison in compared.items()
                if self.coarse.node_of(node) is not None
            }
        return graph_table(self.pictures[zoom], trace, Steps(trace).at(step), compared)

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
