"""Protects forward mode: its tangents are reverse mode's gradients, and the numerical ones, on any graph."""

import pytest
from hypothesis import given

from course_lib import backward, forward, grad, parse
from course_lib.engine.check import numerical_gradient
from course_lib.engine.forward_mode import forward_mode
from course_lib.errors import UnknownNameError
from tests.networks import LECTURE, OPEN, SHARED, SHARED_INPUTS, run
from tests.strategies import evaluated_graphs


@given(evaluated_graphs())
def test_a_pass_from_each_input_finds_what_one_pass_of_reverse_mode_finds(graph_and_inputs):
    graph, inputs = graph_and_inputs
    values = forward(graph, **inputs)
    gradients = grad(values)
    for name in graph.inputs:
        ahead = forward_mode(values, name)
        assert ahead.tangent.get(graph.find(None), 0.0) == pytest.approx(gradients[name], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("text", "inputs"), [(LECTURE, OPEN), (SHARED, SHARED_INPUTS)])
def test_every_tangent_is_the_numerical_derivative_of_its_node(text, inputs):
    values = run(text, **inputs)
    for wrt in inputs:
        ahead = forward_mode(values, wrt)
        for name, node in values.graph.index.items():
            numerical = 1.0 if name == wrt else numerical_gradient(values, wrt, name) if node in ahead.tangent else 0.0
            assert ahead.tangent.get(node, 0.0) == pytest.approx(numerical, rel=1e-5, abs=1e-9), (wrt, name)


def test_tangents_add_where_a_value_is_used_twice():
    assert forward_mode(run("L = x*x", x=3.0), "x").tangent[1] == 6.0
    assert forward_mode(run("L = x*x", x=3.0), "x").edges == 2


def test_it_walks_only_what_depends_on_its_input():
    values = run("s = a + b\np = s*c\nq = sin(s)\nL = p + q", a=1.5, b=-0.7, c=2.0)
    assert [forward_mode(values, name).edges for name in ("a", "b", "c")] == [5, 5, 2]
    assert len(backward(values).edges) == 7
    assert values.graph.find("s") not in forward_mode(values, "c").tangent


def test_it_may_start_in_the_middle():
    values = run(LECTURE, **OPEN)
    assert forward_mode(values, "z2").tangent[values.graph.find("L")] == pytest.approx(grad(values)["z2"])


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError):
        forward_mode(forward(parse("L = x"), x=1.0), "y")
