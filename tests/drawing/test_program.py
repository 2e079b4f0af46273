"""Protects a graph's program for the browser: made once for a network, with every text of every zoom and step."""

import json

import pytest

from course_lib import parse
from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.drawing.program import chain_program, graph_program
from tests.networks import CLOSED, LECTURE, OPEN, PARAMETERS, SHARED, SHARED_INPUTS, run


def live_of(text, inputs, parameters=()):
    values = run(text, **inputs)
    return LiveGraph(values.graph, values, parameters)


def test_a_network_has_one_program_for_all_visitors_and_all_numbers():
    first = graph_program(live_of(LECTURE, OPEN))
    assert graph_program(live_of(LECTURE, CLOSED)) is first
    assert graph_program(live_of(LECTURE, OPEN), has_table=True) is not first


@pytest.mark.parametrize(
    ("text", "inputs", "parameters"),
    [
        (LECTURE, OPEN, PARAMETERS),  # its parameters are marked
        (LECTURE.replace("relu", "tanh"), OPEN, ()),
        (LECTURE.replace("**2", "**4"), OPEN, ()),
        (LECTURE.replace("z1", "a1"), OPEN, ()),
    ],
)
def test_what_looks_different_has_a_program_of_its_own(text, inputs, parameters):
    assert graph_program(live_of(text, inputs, parameters)) != graph_program(live_of(LECTURE, OPEN))


def test_another_loss_of_the_same_lines_is_another_network():
    graph = parse("a = x*x \n L = a + x")
    other = graph.copy()
    other.last = other.find("a")
    lives = [LiveGraph(each, run("a = x*x \n L = a + x", x=1.0)) for each in (graph, other)]
    assert lives[0].key != lives[1].key


@pytest.mark.parametrize(("text", "inputs"), [(LECTURE, OPEN), (SHARED, SHARED_INPUTS)])
def test_every_zoom_has_a_place_for_each_step_and_leads_to_the_other_zoom(text, inputs):
    live = live_of(text, inputs)
    zooms = json.loads(graph_program(live, has_table=True))["zooms"]
    assert list(zooms) == [OPERATIONS, STATEMENTS]
    for zoom, other in ((OPERATIONS, STATEMENTS), (STATEMENTS, OPERATIONS)):
        assert zooms[zoom]["places"] == live.places(zoom)
        assert zooms[zoom]["same"] == [live.same_node(step, zoom, other) for step in range(live.steps[zoom].last + 1)]


def test_the_check_covers_each_node_that_is_drawn():
    live = live_of(LECTURE, OPEN)
    check = json.loads(graph_program(live, has_table=True))["check"]
    assert check["nodes"] == sorted(live.pictures[OPERATIONS].layout.boxes)
    assert "check" not in json.loads(graph_program(live))


def test_where_a_value_is_missing_the_page_can_say_so():
    live = live_of("h = log(x) \n L = sqrt(h)", {"x": 3.0})
    outside = json.loads(graph_program(live))["evaluation"]["outside"]
    assert ["log" in outside[0]["said"], "sqrt" in outside[1]["said"]] == [True, True]


def test_a_chain_is_shown_whole_at_its_only_step():
    live = live_of("h = sin(x) \n L = h**2", {"x": 0.5})
    (zoom,) = json.loads(chain_program(live))["zooms"].values()
    assert zoom["places"] == ["all"]
    assert len(zoom["picture"]) == len(zoom["words"]) == 1
