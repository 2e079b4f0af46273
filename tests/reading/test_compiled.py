"""Protects the compiled graph: its values and gradients are the engine's, for numbers and for arrays of them."""

import numpy as np
import pytest
from hypothesis import given, settings

from course_lib import forward, grad, parse
from course_lib.errors import BuildError
from course_lib.reading.compiled import compiled, compiled_forward
from tests.networks import CLOSED, LECTURE, OPEN, SATURATED, SHARED, SHARED_INPUTS
from tests.strategies import evaluated_graphs

CASES = [*((LECTURE, numbers) for numbers in (OPEN, CLOSED, SATURATED)), (SHARED, SHARED_INPUTS)]


@pytest.mark.parametrize(("text", "inputs"), CASES)
def test_it_computes_what_the_engine_computes(text, inputs):
    graph = parse(text)
    values = forward(graph, **inputs)
    given_numbers = [inputs[name] for name in graph.inputs]
    found, gradients = compiled(graph)(given_numbers)
    assert found == pytest.approx(values.of_node, rel=1e-14)
    assert compiled_forward(graph)(given_numbers) == pytest.approx(values.of_node, rel=1e-14)
    expected = grad(values)
    assert {name: gradients[graph.find(name)] for name in expected} == pytest.approx(expected, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(evaluated_graphs())
def test_the_same_of_any_graph(example):
    graph, inputs = example
    values = forward(graph, **inputs)
    try:
        found, gradients = compiled(graph)([inputs[name] for name in graph.inputs])
    except ZeroDivisionError:
        return  # it says so
    np.testing.assert_allclose(np.array(found, float), np.array(values.of_node, float), rtol=1e-9, atol=1e-12)
    expected = grad(values)
    for name, gradient in expected.items():
        if np.isfinite(gradient) and abs(gradient) < 1e6:
            assert gradients[graph.find(name)] == pytest.approx(gradient, rel=1e-7, abs=1e-7)


def test_arrays_are_many_graphs_at_once():
    graph = parse(LECTURE)
    both = [np.array([OPEN[name], CLOSED[name]]) for name in graph.inputs]
    _, gradients = compiled(graph)(both)
    expected = [grad(forward(graph, **inputs))["w1"] for inputs in (OPEN, CLOSED)]
    assert gradients[graph.find("w1")] == pytest.approx(expected, rel=1e-12)


def test_another_name_than_the_last_can_be_differentiated():
    graph = parse("a = x**3 \n L = a*x")
    _, gradients = compiled(graph, "a")([2.0])
    assert gradients[graph.find("x")] == 12.0


def test_matrices_are_refused():
    graph = parse("Y = X @ W")
    with pytest.raises(BuildError):
        compiled(graph)
    with pytest.raises(BuildError, match="matrices"):
        compiled_forward(graph)
