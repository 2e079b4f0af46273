"""The student's own backward pass beside the right one: the same engine runs both, one with the mistake in it.

A learner who sees the right solution joined with their own wrong one learns more for the next question than from
either alone (doi 10.1177/07356331241247592).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from course_lib.drawing.live import OPERATIONS, LiveGraph
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace, Values, backward
from course_lib.exercises.derivative import Derivative, Edit, Edited, edited
from course_lib.exercises.mistakes import Mistake
from course_lib.reading.explain import explain
from course_lib.reading.formulas import partial_text, text
from course_lib.reading.steps import Progress, Steps

MOST_NODES = 24  # a larger graph is not small any more


@dataclass(frozen=True)
class Step:
    """One way to take the first step that differs, and the reply to who says that it is theirs."""

    text: str
    reply: str


@dataclass(frozen=True)
class Compared:
    """Two pictures as HTML (empty where there is no room for them), where they part, and the step in both."""

    right: str
    yours: str
    where: str
    steps: tuple[Step, ...]


def compared(mistakes: Sequence[Mistake], values: Values, has_pictures: bool = True) -> Compared | None:
    """The two passes at these values; None where the mistake is not a wrong derivative of edges.

    At the values the mistake should change something, or the two steps are the same.
    """
    if len(mistakes) != 1:
        return None  # perhaps this, perhaps that: neither is certainly the student's
    wrong = mistakes[0].wrong
    if not isinstance(wrong, Edited):
        return None
    asked = wrong.asked
    edits = _between_statements(asked, wrong.edits) or wrong.edits
    graph = edits[0].graph
    own = asked.values_in(graph, values)
    twin = edited(edits, own)
    first = max(edits, key=lambda edit: edit.user)  # the sweep comes here first
    right, yours = (backward(Values(each, own.of_node, arrays=False), of=asked.of) for each in (graph, twin))
    here, there = (_at(trace, first) for trace in (right, yours))
    shown = has_pictures and len(graph) <= MOST_NODES
    return Compared(
        right=_picture(graph, right, here) if shown else "",
        yours=_picture(twin, yours, there) if shown else "",
        where=f"from {text(graph, first.user)} to {text(graph, graph.nodes[first.user].args[first.slot])}",
        steps=_steps(graph, first, (right, here), (yours, there)),
    )


def _between_statements(asked: Derivative, edits: Sequence[Edit]) -> list[Edit]:
    """The same edits in the smaller graph of statements; none if one of them is inside a statement."""
    coarse, found = asked.coarse, []
    for edit in edits:
        user = coarse.node_of(edit.user)
        alone = user is not None and coarse.graph.nodes[user].operation is edit.graph.nodes[edit.user].operation
        if edit.graph is coarse.graph or user is None or not alone or edit.factor is not None:
            return []
        found.append(Edit(coarse.graph, user, edit.slot, edit.vjp))
    return found


def _at(trace: Trace, edit: Edit) -> Progress:
    """Everything known, with the edited edge marked; without a mark where nothing comes along it."""
    steps = Steps(trace)
    done = steps.done()
    for step in range(steps.last + 1):
        state = steps.at(step)
        if state.edge is not None and (state.edge.user, state.edge.slot) == (edit.user, edit.slot):
            return replace(state, gradients=done.gradients, unfinished=frozenset(), edges=done.edges)
    return done


def _picture(graph: Graph, trace: Trace, state: Progress) -> str:
    return LiveGraph(graph, trace.values).picture(trace, OPERATIONS, state)


def _steps(graph: Graph, edit: Edit, right: tuple[Trace, Progress], yours: tuple[Trace, Progress]) -> tuple[Step, ...]:
    """The arithmetic of the step in both passes, in an order that does not tell which is which."""
    arg = text(graph, graph.nodes[edit.user].args[edit.slot])
    told = [_told(graph, edit, *each) for each in (right, yours)]
    local = partial_text(graph, edit.user, graph.nodes[edit.user].args[edit.slot])
    replies = (
        f"This is the right step. In yours, {local} is another number.",
        f"Yes, this is yours. {told[0]} is what {arg} gets from {text(graph, edit.user)}.",
    )
    return tuple(sorted((Step(*each) for each in zip(told, replies, strict=True)), key=lambda step: step.text))


def _told(graph: Graph, edit: Edit, trace: Trace, state: Progress) -> str:
    if state.edge is None:
        return f"nothing for {text(graph, graph.nodes[edit.user].args[edit.slot])}"
    return explain(trace, state).formula
