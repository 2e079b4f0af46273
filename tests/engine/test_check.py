"""Protects the numerical check: right gradients pass, kinks and domains are flagged, a planted wrong gradient fails.

A check that cries wolf on a saturated unit teaches distrust; one that excuses a wrong gradient teaches nothing.
"""

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from course_lib import OPS, Graph, backward, forward, grad, parse
from course_lib.engine.check import (
    AGREE,
    STEP,
    Comparison,
    central_difference,
    compare,
    numerical_gradient,
    rerun,
)
from course_lib.errors import UnknownNameError
from tests.networks import CLOSED, LECTURE, MLP, OPEN, SATURATED, SHARED, SHARED_INPUTS, mlp_inputs, run, traced
from tests.strategies import evaluated_graphs


def compared(trace):
    """The comparison of every drawn node, by name or number."""
    graph = trace.values.graph
    nodes = [i for i in graph.ancestors(trace.of) if not graph.is_folded(i)]
    return {graph.name.get(i, i): compare(trace, i) for i in nodes}


def at(trace, name):
    return compare(trace, trace.values.graph.find(name))


def with_gradient(trace, name, gradient):
    """The trace with one gradient replaced, as an engine with a bug would have it."""
    wrong = list(trace.gradient_of_node)
    wrong[trace.values.graph.find(name)] = gradient
    return replace(trace, gradient_of_node=wrong)


# The measure.


def test_a_central_difference_steps_in_proportion_and_is_exact_for_a_parabola():
    for theta in (0.0, 0.5, -3.0, 2000.0):
        seen = []
        central_difference(lambda number, seen=seen: seen.append(number) or 0.0, theta)
        h = 1e-6 * max(1.0, abs(theta))
        assert seen == [theta + h, theta - h]
    assert central_difference(lambda number: 3 * number**2, 2.0, step=0.5) == pytest.approx(12.0, rel=1e-14)
    assert central_difference(lambda number: number**3, 1.0, step=0.5) == pytest.approx(3.25, rel=1e-14)


@pytest.mark.parametrize(
    ("numerical", "unsure", "verdict", "shown", "expected"),
    [
        (1.00002, 1e-9, "agrees", "1", "2e−5"),
        (0.5, 1e-9, "differs", "0.5", "0.5"),
        (0.5, 1e-9, "kink", "0.5", "kink"),
        (math.nan, math.nan, "domain", "NaN", "domain"),
        (math.inf, 1e-9, "not finite", "∞", "not finite"),
        (1.0 + 1e-11, 3e-9, "agrees", "1", "< 3e−9"),
        (1.0, 3e-9, "agrees", "1", "< 3e−9"),
        (1.02345, 4e-3, "agrees", "1", "0.02"),
        (1.0034, 4e-3, "agrees", "1", "< 0.004"),
        (1.0034, 0.02, "agrees", "1", "rounding"),
        (0.9, 1.5, "agrees", "≈ 0", "rounding"),
    ],
)
def test_only_what_rounding_cannot_change_is_shown(numerical, unsure, verdict, shown, expected):
    error = abs(1.0 - numerical) / max(1.0, abs(numerical))
    comparison = Comparison(1.0, numerical, error, unsure, (), verdict)
    assert (comparison.shown, str(comparison)) == (shown, expected)


def test_two_gradients_of_almost_nothing_differ_by_nothing():
    assert str(Comparison(1e-12, -2e-12, 0.0, 1e-15, (), "agrees")) == "0"


# What is right passes.


@pytest.mark.parametrize(
    ("program", "inputs"),
    [(LECTURE, OPEN), (LECTURE, CLOSED), (SHARED, SHARED_INPUTS), ("L = x*x", {"x": 3.0}), ("L = x", {"x": 0.0})],
)
def test_every_node_of_a_correct_trace_agrees(program, inputs):
    trace = traced(program, **inputs)
    for name, comparison in compared(trace).items():
        assert comparison.verdict == "agrees", name
        assert comparison.error <= 1e-7
        assert comparison.kinks == ()


def test_an_inner_node_is_moved_by_itself():
    """A check that moved the inputs only would have nothing to say of z1, and of h1 only with relu's slope."""
    trace = traced(LECTURE, **OPEN)
    found = compared(trace)
    product = trace.values.graph.nodes[trace.values.graph.find("z2")].args[0]
    for name in ("z1", "h1", "z2", "y", product):
        assert found[name].numerical == pytest.approx(found[name].gradient, rel=1e-7)
        assert abs(found[name].numerical) > 1e-3
    assert found["L"].numerical == pytest.approx(1.0)
    closed = compared(traced(LECTURE, **CLOSED))
    assert closed["h1"].numerical == pytest.approx(closed["h1"].gradient, rel=1e-7)
    assert closed["h1"].numerical != 0.0
    assert closed["z1"].numerical == 0.0


@pytest.mark.parametrize("program", ["L = x + sin(-(x + a))", "b = -x\nL = sin(b + a) - b"])
def test_contributions_that_cancel_leave_a_gradient_smaller_than_the_differences_own_error(program):
    """∂L/∂x = 1 − cos(a) is 2e−9 here; the difference's error belongs to the two contributions, which are about 1."""
    comparison = compared(traced(program, x=0.0, a=6.103515625e-05))["x"]
    assert comparison.error > 1e-5
    assert comparison.verdict == "agrees"


@settings(max_examples=100)
@given(evaluated_graphs())
def test_every_node_of_a_random_graph_agrees(example):
    graph, inputs = example
    for name, comparison in compared(backward(forward(graph, **inputs))).items():
        assert comparison.verdict == "agrees", (name, comparison)


EXTREMES = [*itertools.product([-3.0, -1.4, 0.0, 3.0], repeat=5)]


@pytest.mark.parametrize("target", [0.0, 0.7, 1.0])
def test_no_setting_of_the_sliders_fails_or_looks_as_if(target):
    """Saturated, an exact gradient of 1e−9 stands beside a difference that is mostly rounding."""
    network = parse(LECTURE)
    for numbers in EXTREMES:
        inputs = dict(zip(("x", "w1", "b1", "w2", "b2"), numbers, strict=True)) | {"target": target}
        trace = backward(forward(network, **inputs))
        for name, comparison in compared(trace).items():
            assert comparison.verdict in ("agrees", "kink"), (inputs, name, comparison)
            assert not re.match(r"[\d.]+$", str(comparison)) or float(str(comparison)) <= AGREE, (
                inputs,
                name,
                comparison,
            )
            if comparison.verdict == "kink":
                assert abs(trace.values["z1"]) <= 1e-5


def test_a_difference_that_rounding_explains_agrees():
    """1e7 + x is known to 1e−9: divided by h the rounding is 1e−3 of the slope."""
    traces = [traced("L = x + 1e7", x=x) for x in (0.1, 0.3, 0.7, 1.3)]
    assert max(at(trace, "x").error for trace in traces) > AGREE
    for trace in traces:
        assert at(trace, "x").verdict == "agrees"
        assert at(with_gradient(trace, "x", 1.1), "x").verdict == "differs"


def test_rounding_inside_that_cancels_at_the_end_agrees_too():
    """L is almost 0, but 70 + x was rounded on the way."""
    for x in (0.1, 0.3, 0.7, 1.3):
        assert at(traced("L = (x + 70) - 70 - x", x=x), "x").verdict == "agrees"


# What is wrong fails.


@pytest.mark.parametrize("name", ["w1", "x", "b1", "z1", "h1", "w2", "b2", "z2", "y", "target", "L"])
@pytest.mark.parametrize("wrong", [lambda g: 0.0, lambda g: -g, lambda g: 2 * g, lambda g: g * (1 + 3e-5)])
def test_a_planted_wrong_gradient_differs(name, wrong):
    trace = traced(LECTURE, **OPEN)
    planted = with_gradient(trace, name, wrong(trace.grad[name]))
    assert at(planted, name).verdict == "differs"
    assert at(planted, name).error > AGREE
    assert all(comparison.verdict == "agrees" for key, comparison in compared(planted).items() if key != name)


def test_overwriting_instead_of_adding_differs():
    trace = traced(SHARED, **SHARED_INPUTS)
    overwritten = with_gradient(trace, "w", trace.into("w")[-1].contribution)
    assert at(overwritten, "w").verdict == "differs"
    assert str(at(overwritten, "w")) == "0.7"


def test_a_forgotten_gate_differs_where_it_is_closed():
    trace = traced(LECTURE, **CLOSED)
    assert at(with_gradient(trace, "z1", trace.grad["h1"]), "z1").verdict == "differs"


def test_a_wrong_gradient_differs_on_a_saturated_unit_too():
    trace = traced(LECTURE, **SATURATED)
    assert at(with_gradient(trace, "w2", 1e-4), "w2").verdict == "differs"


def test_a_tiny_deviation_agrees():
    trace = traced(LECTURE, **OPEN)
    assert at(with_gradient(trace, "w1", trace.grad["w1"] * (1 + 1e-7)), "w1").verdict == "agrees"


# Kinks and domains.


@pytest.mark.parametrize("z1", [0.0, 5e-7, -5e-7])
def test_a_step_across_the_kink_is_said_to_be_one(z1):
    trace = traced(LECTURE, **{**OPEN, "w1": 0.0, "b1": z1})
    for name in ("z1", "b1"):
        assert at(trace, name).verdict == "kink"
        assert at(trace, name).kinks == ("h1",)
        assert str(at(trace, name)) == "kink"
    for name in ("h1", "w2", "b2", "y", "target"):  # behind the gate, or beside it
        assert at(trace, name).verdict == "agrees"


@pytest.mark.parametrize("z1", [1e-5, -1e-5])
def test_a_step_beside_the_kink_is_not(z1):
    trace = traced(LECTURE, **{**OPEN, "w1": 0.0, "b1": z1})
    assert {comparison.verdict for comparison in compared(trace).values()} == {"agrees"}


@pytest.mark.parametrize(
    "expression", ["abs(x)", "leaky_relu(x)", "maximum(x, 0)", "minimum(0, x)", "where(x, x, 2*x)"]
)
def test_every_rows_kink_is_found(expression):
    trace = traced(f"L = {expression}", x=0.0)
    assert at(trace, "x").verdict == "kink"
    assert at(traced(f"L = {expression}", x=1e-3), "x").verdict == "agrees"


@pytest.mark.parametrize(
    ("expression", "x"), [("log(x)", 5e-7), ("log(x)", 1e-6), ("sqrt(x)", 0.0), ("x**0.5", 0.0), ("1/x", 1e-6)]
)
def test_beside_the_edge_of_a_domain_there_is_no_difference(expression, x):
    comparison = at(traced(f"L = {expression}", x=x), "x")
    assert comparison.verdict == "domain"
    assert math.isnan(comparison.numerical)
    assert str(comparison) == "domain"


@pytest.mark.parametrize("expression", ["log(x)", "sqrt(x)", "1/x"])
def test_farther_from_it_there_is(expression):
    assert at(traced(f"L = {expression}", x=1e-2), "x").verdict == "agrees"


@pytest.mark.parametrize("line", ["r = relu(x)", "r = log(x + 1e-7)"])
@pytest.mark.parametrize("order", ["{0} \n L = x*x + x", "L = x*x + x \n {0}"])
def test_a_line_that_the_loss_does_not_need_is_no_excuse(line, order):
    trace = backward(run(order.format(line), x=0.0), of="L")
    assert at(trace, "x").verdict == "agrees"
    assert at(with_gradient(trace, "x", 2.0), "x").verdict == "differs"


@pytest.mark.parametrize("x", [math.inf, -math.inf, math.nan, 1e300])
@pytest.mark.parametrize("program", ["L = relu(x)", "L = x*x", "L = exp(x)*x"])
def test_what_is_not_finite_is_said_to_be_so(program, x):
    comparison = at(traced(program, x=x), "x")
    if program == "L = relu(x)" and x == 1e300:
        assert comparison.verdict == "agrees"
    else:
        assert comparison.verdict == "not finite"


# The gradient of a whole array.


@pytest.mark.parametrize("seed", range(2))
def test_the_numerical_gradient_of_arrays_agrees_with_the_engine(seed):
    values = run(MLP, **mlp_inputs(seed))
    before = {name: np.copy(value) for name, value in values.items()}
    for name, gradient in grad(values).items():
        numerical = numerical_gradient(values, name)
        assert np.shape(numerical) == np.shape(values[name])
        np.testing.assert_allclose(numerical, gradient, rtol=1e-5, atol=1e-8)
    for name, value in values.items():
        np.testing.assert_array_equal(value, before[name])


def test_a_numerical_gradient_of_a_number_is_a_number():
    values = run(LECTURE, **OPEN)
    for name, gradient in grad(values).items():
        numerical = numerical_gradient(values, name)
        assert type(numerical) is float
        assert numerical == pytest.approx(gradient, rel=1e-6, abs=1e-12)
    assert numerical_gradient(values, "w1", of="z1") == pytest.approx(2.0)
    assert numerical_gradient(values, "w2", of="z1") == 0.0
    assert numerical_gradient(run("L = x**3", x=1.0), "x", step=0.5) == pytest.approx(3.25)
    with pytest.raises(UnknownNameError):
        numerical_gradient(values, "w3")


def test_each_entry_is_moved_by_its_own_step():
    X = np.array([0.0, 100.0])
    np.testing.assert_allclose(
        numerical_gradient(run("L = sum(X**3)", X=X), "X", step=0.01), [1e-4, 3e4 + 1.0], rtol=1e-6, atol=1e-7
    )


# Running again.


def counted(row, calls):
    def forward_and_count(*args):
        calls.append(args)
        return row.forward(*args)

    return replace(row, forward=forward_and_count)


def test_only_what_is_downstream_runs_again():
    calls = {name: [] for name in ("before", "beside", "after", "behind")}
    rows = {name: counted(OPS["sin"], calls[name]) for name in calls}
    graph = Graph()
    x, w = graph.input("x"), graph.input("w")
    before, beside = rows["before"](x), rows["beside"](w)
    middle = graph.let(m=before * 2)
    graph.let(L=rows["after"](middle) + beside)
    graph.let(M=rows["behind"](middle))
    values = forward(graph, x=0.5, w=0.7)
    assert {name: len(made) for name, made in calls.items()} == dict.fromkeys(calls, 1)
    moved = rerun(values, graph.find("L"), middle.node, 2.0)
    assert {name: len(made) for name, made in calls.items()} == {"before": 1, "beside": 1, "after": 2, "behind": 1}
    assert moved[middle.node] == 2.0
    assert moved[graph.find("L")] == math.sin(2.0) + math.sin(0.7)
    assert moved[before.node] == values.of_node[before.node]


@settings(max_examples=60)
@given(evaluated_graphs())
def test_the_numerical_gradient_is_the_quotient_of_two_runs(example):
    graph, inputs = example
    trace = backward(forward(graph, **inputs))
    for node in (i for i in graph.ancestors(trace.of) if not graph.is_folded(i)):
        found = compare(trace, node)
        if found.verdict != "domain":
            value = trace.values.of_node[node]
            numbers = (value + STEP * max(1.0, abs(value)), value - STEP * max(1.0, abs(value)))
            above, below = (rerun(trace.values, trace.of, node, number)[trace.of] for number in numbers)
            assert repr(found.numerical) == repr((above - below) / (numbers[0] - numbers[1]))


def test_running_again_leaves_the_values_alone():
    values = run(LECTURE, **OPEN)
    before = list(values.of_node)
    rerun(values, values.graph.find("L"), values.graph.find("z1"), 5.0)
    assert values.of_node == before


def test_moving_the_loss_itself_runs_nothing():
    values = run(LECTURE, **OPEN)
    L = values.graph.find("L")
    moved = rerun(values, L, L, 5.0)
    assert moved == [*values.of_node[:L], 5.0, *values.of_node[L + 1 :]]
