"""Protects the two zooms of one network: places for every step, and the same node after a change of zoom."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import assume, given, settings

from course_lib import backward, forward, parse
from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.errors import DomainError, UnknownNameError
from course_lib.reading.steps import Steps
from tests.drawn import words_of
from tests.meaning import numbers_in, says
from tests.networks import CLOSED, LECTURE, OPEN, PARAMETERS, SHARED, SHARED_INPUTS, run
from tests.strategies import statement_texts

ZOOMS = [(OPERATIONS, STATEMENTS), (STATEMENTS, OPERATIONS)]
UNUSED = "a = x*2 + 1 \n unused = x*x \n L = a*w + (w + 1)*3"
PROGRAMS = {
    "lecture": (LECTURE, OPEN),
    "shared": (SHARED, SHARED_INPUTS),
    "unused": (UNUSED, {"x": 1.0, "w": 2.0}),
    "late": ("a = x + 1 \n L = (p*q + r)*a + s*x", {"x": 1.0, "p": 2.0, "q": 3.0, "r": 4.0, "s": 5.0}),
    "input": ("L = x", {"x": 1.0}),
}
every_program = pytest.mark.parametrize(("program", "inputs"), PROGRAMS.values(), ids=PROGRAMS)
each_way = pytest.mark.parametrize(("zoom", "other"), ZOOMS)


def live_graph(program, inputs):
    values = run(program, **inputs)
    return LiveGraph(values.graph, values)


def steps_of(live, zoom):
    return range(live.steps[zoom].last + 1)


def phase(live, zoom, step):
    return live.steps[zoom].at(step).phase


def computed(live, zoom, step):
    """The statements (by their nodes in the whole graph) whose values the step knows."""
    known = set(live.steps[zoom].at(step).values)
    if zoom == STATEMENTS:
        known = {live.coarse.origin[node] for node in known}
    return known & set(live.coarse.origin)


@every_program
def test_there_is_a_place_for_every_step_and_no_two_are_the_same(program, inputs):
    live = live_graph(program, inputs)
    for zoom in (OPERATIONS, STATEMENTS):
        places = live.places(zoom)
        assert len(places) == live.steps[zoom].last + 1
        assert len(set(places)) == len(places)


def test_the_lectures_places():
    live = live_graph(LECTURE, OPEN)
    places = live.places(OPERATIONS)
    assert [numbers_in(place) for place in places[:3]] == [[], [1, 8], [2, 8]]
    assert [numbers_in(place) for place in places[8:11]] == [[8, 8], [], [1, 13]]
    assert numbers_in(places[-1]) == [13, 13]
    assert [says(place, "forward") for place in places[1:11]] == [True] * 8 + [False] * 2
    assert all(says(place, "backward") for place in places[10:])
    assert [numbers_in(place) for place in live.places(STATEMENTS)[5:8]] == [[5, 5], [], [1, 10]]


@every_program
@each_way
def test_start_turning_point_and_phase_stay(program, inputs, zoom, other):
    live = live_graph(program, inputs)
    assert live.same_node(0, zoom, other) == 0
    turning = [step for step in steps_of(live, zoom) if phase(live, zoom, step) == "loss"]
    assert [phase(live, other, live.same_node(step, zoom, other)) for step in turning] == ["loss"]
    for step in steps_of(live, zoom):
        there = live.same_node(step, zoom, other)
        assert there in steps_of(live, other)
        if phase(live, zoom, step) == "forward":
            assert phase(live, other, there) in ("start", "forward")
        if phase(live, zoom, step) == "backward":
            assert phase(live, other, there) in ("loss", "backward")


@every_program
@each_way
def test_every_named_nodes_steps_correspond(program, inputs, zoom, other):
    live = live_graph(program, inputs)
    here, there = live.steps[zoom], live.steps[other]
    graph_here, graph_there = here.trace.values.graph, there.trace.values.graph
    needed = {graph_here.name.get(i) for i in graph_here.ancestors(here.trace.of)}
    for name in needed & graph_there.index.keys():
        node, twin = graph_here.find(name), graph_there.find(name)
        if graph_here.nodes[node].operation is not None:
            assert live.same_node(here.forward_to(node), zoom, other) == there.forward_to(twin)
        if node in {edge.arg for edge in here.trace.edges} and here.backward_to(node) < here.last:
            step = live.same_node(here.backward_to(node), zoom, other)
            assert step == there.backward_to(twin)
            assert there.at(step).node == twin


@every_program
@each_way
def test_on_the_way_forward_no_statement_is_lost(program, inputs, zoom, other):
    """Inside a statement, the last one that was completed; never back to nothing because an input stands between."""
    live = live_graph(program, inputs)
    before = 0
    for step in steps_of(live, zoom):
        if phase(live, zoom, step) not in ("start", "forward"):
            break
        there = live.same_node(step, zoom, other)
        assert there >= before
        assert computed(live, other, there) == computed(live, zoom, step)
        before = there


@every_program
def test_on_the_way_back_a_step_inside_a_statement_is_that_statements(program, inputs):
    live = live_graph(program, inputs)
    steps, there = live.steps[OPERATIONS], live.steps[STATEMENTS]
    for step in steps_of(live, OPERATIONS):
        state = steps.at(step)
        if state.phase == "backward" and live.coarse.node_of(state.node) is None:
            found = there.at(live.same_node(step, OPERATIONS, STATEMENTS))
            following = [i for i in live.coarse.origin if i > state.node and i in steps.order]
            assert live.coarse.origin[found.node] == following[0]


@each_way
def test_there_and_back_again_is_the_same_named_node(zoom, other):
    live = live_graph(LECTURE, OPEN)
    for step in steps_of(live, zoom):
        node = live.steps[zoom].at(step).node
        if step == live.steps[zoom].last:
            assert live.same_node(step, zoom, other) == live.steps[other].last  # the end stays the end
            continue
        if live.same_node(step, zoom, other) == live.steps[other].last:
            continue
        if node is None or node in live.steps[zoom].trace.values.graph.name:
            assert live.same_node(live.same_node(step, zoom, other), other, zoom) == step


def test_in_the_same_zoom_a_step_stays():
    live = live_graph(LECTURE, OPEN)
    assert [live.same_node(step, STATEMENTS, STATEMENTS) for step in (0, 3, 7)] == [0, 3, 7]


@settings(max_examples=60)
@given(statement_texts())
def test_of_any_text_every_step_has_a_place_in_the_other_zoom(program):
    graph = parse(program)
    try:
        values = forward(graph, **{name: 0.3 + 0.4 * i for i, name in enumerate(graph.inputs)})
    except DomainError:
        assume(False)
    live = LiveGraph(graph, values)
    for zoom, other in ZOOMS:
        before = 0
        for step in steps_of(live, zoom):
            there = live.same_node(step, zoom, other)
            assert there in steps_of(live, other)
            if phase(live, zoom, step) in ("start", "forward"):
                assert there >= before
                before = there


@pytest.mark.parametrize("zoom", [OPERATIONS, STATEMENTS])
def test_picture_words_and_table_are_those_of_the_zoom_and_step(zoom):
    values = run(LECTURE, **OPEN)
    live = LiveGraph(values.graph, values, PARAMETERS)
    for step in steps_of(live, zoom):
        svg = ET.fromstring(live.svg(values, zoom, step))
        trace = live.trace(values, zoom)
        words = ET.fromstring(words_of(trace, step))
        sentence = "".join(words[0].itertext())
        assert words.get("class") == f"bp-step {Steps(trace).at(step).phase}"
        assert f"Step {step}. {sentence}" in svg.get("aria-label")
    cards = {group.get("data-node") for group in svg.iter() if group.get("data-node")}
    assert ("w2·h1" in cards) == (zoom == OPERATIONS)
    assert svg.find("{http://www.w3.org/2000/svg}style") is None
    assert "Done." in live.svg(values, zoom)


def test_both_zooms_have_the_same_gradients_at_any_values():
    live = live_graph(LECTURE, OPEN)
    values = forward(parse(LECTURE), **CLOSED)
    fine, far = live.trace(values), live.trace(values, STATEMENTS)
    assert fine.grad == pytest.approx(far.grad, rel=1e-12)
    assert fine.grad == backward(values).grad
    assert live.svg(values, STATEMENTS, 3) != live.svg(run(LECTURE, **OPEN), STATEMENTS, 3)


def test_the_number_of_steps_does_not_depend_on_the_values():
    at_open, at_closed = live_graph(LECTURE, OPEN), live_graph(LECTURE, CLOSED)
    for zoom in (OPERATIONS, STATEMENTS):
        assert at_open.places(zoom) == at_closed.places(zoom)


@pytest.mark.parametrize("zoom", [OPERATIONS, STATEMENTS])
def test_after_the_forward_steps_every_value_is_known_and_no_gradient(zoom):
    values = run(LECTURE, **OPEN)
    live = LiveGraph(values.graph, values)
    steps = Steps(live.trace(values, zoom))
    turn = steps.at(live.forward_steps(zoom))
    assert set(turn.values) == set(steps.at(steps.last).values)
    assert not turn.gradients
    assert steps.at(turn.step + 1).phase == "loss"


def test_parameters_have_their_bar_in_both_zooms_and_must_be_names():
    values = run(LECTURE, **OPEN)
    live = LiveGraph(values.graph, values, PARAMETERS)
    for zoom in (OPERATIONS, STATEMENTS):
        assert live.svg(values, zoom, 0).count('class="bar"') == len(PARAMETERS)
    with pytest.raises(UnknownNameError):
        LiveGraph(values.graph, values, ("w9",))


@pytest.mark.parametrize("zoom", [OPERATIONS, STATEMENTS])
def test_the_step_into_a_name_is_the_first_at_which_its_gradient_is_whole(zoom):
    values = run(LECTURE, **OPEN)
    live = LiveGraph(values.graph, values)
    steps, node = Steps(live.trace(values, zoom)), live.pictures[zoom].graph.find("w1")
    into = live.backward_to("w1", zoom)
    assert node not in steps.at(into - 1).gradients
    assert node in steps.at(into).gradients
