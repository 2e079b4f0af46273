"""Protects a live graph's widget: it has a program, follows its sliders' channel, and can show another network."""

import json

from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.drawing.program import graph_program
from course_lib.engine.check import STEP
from course_lib.widgets.controls import Sliders
from course_lib.widgets.graph_view import GraphView
from tests.networks import LECTURE, OPEN, run
from tests.tables import unpacked


def program_of(text, inputs):
    values = run(text, **inputs)
    return graph_program(LiveGraph(values.graph, values))


def programs_in(view):
    return ["".join(group["pieces"]) for group in unpacked(view.table)["groups"]]


def sliders_for(inputs):
    return Sliders(dict.fromkeys(inputs, (-3.0, 3.0, 0.01)), inputs, {})


def test_it_starts_at_the_sliders_numbers_and_listens_to_them():
    sliders, program = sliders_for(OPEN), program_of(LECTURE, OPEN)
    view = GraphView([program], (), (), sliders, OPERATIONS, 3)
    assert programs_in(view) == [program]
    assert (view.channel, view.numbers) == (sliders.channel, OPEN)
    assert view.walk == {"zoom": OPERATIONS, "step": 3, "every_edge": False}
    assert view.limits["step"] == STEP


def test_two_visitors_share_the_packed_program():
    program = program_of(LECTURE, OPEN)
    first, second = (GraphView([program], (), (), sliders_for(OPEN), OPERATIONS, 0) for _ in range(2))
    assert first.table is second.table
    assert first.channel != second.channel


def test_without_a_program_it_shows_nothing_until_it_gets_one():
    view = GraphView([], (), (), sliders_for({"x": 1.0}), STATEMENTS, 0)
    assert view.table == ""
    view.show(program_of("L = x*x", {"x": 1.0}), {"x": 1.5}, OPERATIONS, 2)
    assert list(json.loads(programs_in(view)[0])["zooms"]) == [OPERATIONS, STATEMENTS]
    assert view.numbers == {"x": 1.5}
    assert view.start == {"zoom": OPERATIONS, "step": 2}
