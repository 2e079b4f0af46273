"""Protects texts in parts: after each step a timeline gives what drawing everything anew gives."""

import pytest
from hypothesis import assume, given, settings

from course_lib import backward, parse
from course_lib.drawing.parts import Part, fixed, joined, timeline
from course_lib.errors import DomainError
from course_lib.reading.steps import Steps
from tests.networks import LECTURE, OPEN, SHARED, SHARED_INPUTS, run
from tests.strategies import statement_texts


def text_at(changes, step):
    """A timeline's whole text after a step, as ``widgets/js/timeline.js`` reads it."""
    return "".join(
        part if isinstance(part, str) else [text for since, text in part if since <= step][-1] for part in changes
    )


def states_of(text, inputs):
    steps = Steps(backward(run(text, **inputs)))
    return steps.trace.values.graph, [steps.at(step) for step in range(steps.last + 1)]


def parts_of(graph):
    """A part for each node that says what is known of it and whether the step is about it; and two others."""

    def said(node):
        def draw(state):
            now = "*" if state.node == node or (state.edge and node in (state.edge.user, state.edge.arg)) else ""
            return f"{node}{now}: {node in state.values} {state.gradients.get(node)} {node in state.unfinished}; "

        return draw

    each = [Part(said(node), {node}) for node in range(len(graph))]
    return [fixed("<b>"), *each, fixed("</b>"), Part(lambda state: state.phase, None)]


@pytest.mark.parametrize(("text", "inputs"), [(LECTURE, OPEN), (SHARED, SHARED_INPUTS), ("L = x", {"x": 1.0})])
def test_a_timeline_says_what_a_picture_of_each_step_says(text, inputs):
    graph, states = states_of(text, inputs)
    parts = parts_of(graph)
    changes = timeline(parts, graph, states)
    assert [text_at(changes, state.step) for state in states] == [joined(parts, state) for state in states]


@settings(max_examples=30, deadline=None)
@given(statement_texts())
def test_the_same_of_any_network(text):
    inputs = {name: 0.3 + 0.4 * i for i, name in enumerate(parse(text).inputs)}
    try:
        graph, states = states_of(text, inputs)
    except DomainError:
        assume(False)
    parts = parts_of(graph)
    changes = timeline(parts, graph, states)
    assert [text_at(changes, state.step) for state in states] == [joined(parts, state) for state in states]


def test_what_no_step_changes_is_one_text_and_what_changes_is_drawn_only_where_it_may():
    graph, states = states_of(LECTURE, OPEN)
    asked = []

    def draw(state):
        asked.append(state.step)
        return "h1" if graph.find("h1") in state.values else "–"

    changes = timeline([fixed("a"), fixed("b"), Part(draw, {graph.find("h1")}), fixed("c")], graph, states)
    assert changes[0] == "ab"
    assert [text for _, text in changes[1]] == ["–", "h1"]
    assert changes[2] == "c"
    assert len(asked) < len(states) / 2
