"""Protects forward and backward: the lecture's numbers, random graphs against two independent answers, arrays.

The two answers are the central difference and the library autograd. Beside them stand the properties the
course teaches: an edge's contribution is upstream × local, contributions add, a gradient has its value's shape.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import Graph, backward, forward, grad, parse
from course_lib.engine import passes
from course_lib.errors import DomainError
from tests.networks import LECTURE
from tests.networks import OPEN as LECTURE_INPUTS
from tests.oracle import oracle_gradients, oracle_value
from tests.strategies import evaluated_graphs

many = settings(max_examples=200)


def run(text, **inputs):
    return forward(parse(text), **inputs)


# The lecture's numbers.


def test_the_lectures_values():
    values = run(LECTURE, **LECTURE_INPUTS)
    expected = {"z1": 1.1, "h1": 1.1, "z2": 0.68, "y": 0.663739, "L": 0.001315}
    assert {name: round(values[name], 6) for name in expected} == expected


def test_the_lectures_gradients():
    gradient = backward(run(LECTURE, **LECTURE_INPUTS)).grad
    expected = {
        **{"L": 1.0, "y": -0.072523, "z2": -0.016186, "b2": -0.016186, "w2": -0.017805},
        **{"h1": -0.012949, "z1": -0.012949, "b1": -0.012949, "w1": -0.025898, "x": -0.006475, "target": 0.072523},
    }
    assert {name: round(number, 6) for name, number in gradient.items()} == expected


def test_the_lectures_network_with_its_gate_closed():
    gradient = grad(run(LECTURE, **(LECTURE_INPUTS | {"b1": -2.0})))
    assert [gradient[name] for name in ("x", "w1", "b1", "z1", "w2")] == [0.0] * 5
    assert gradient["h1"] != 0.0
    assert gradient["b2"] != 0.0


def test_the_edges_of_the_lectures_network():
    trace = backward(run(LECTURE, **LECTURE_INPUTS))
    graph = trace.values.graph
    steps = [(edge.user, edge.slot, edge.arg) for edge in trace.edges]
    expected = [
        (user, slot, arg)
        for user in reversed(range(len(graph)))
        for slot, arg in enumerate(graph.nodes[user].args)
        if not graph.is_folded(arg)
    ]
    assert steps == expected


# Every scalar graph.


@many
@given(evaluated_graphs())
def test_values_agree_with_autograds_functions(example):
    graph, inputs = example
    assert forward(graph, **inputs)["L"] == pytest.approx(oracle_value(graph, inputs), rel=1e-9, abs=1e-9)


@many
@given(evaluated_graphs())
def test_gradients_agree_with_autograd(example):
    graph, inputs = example
    gradient = grad(forward(graph, **inputs))
    for name, expected in oracle_gradients(graph, inputs).items():
        assert gradient[name] == pytest.approx(expected, rel=1e-8, abs=1e-8)


@many
@given(evaluated_graphs())
def test_gradients_agree_with_central_differences(example):
    graph, inputs = example
    gradient = grad(forward(graph, **inputs))
    for name, number in inputs.items():
        step = 1e-6 * max(1.0, abs(number))
        above = forward(graph, **(inputs | {name: number + step}))["L"]
        below = forward(graph, **(inputs | {name: number - step}))["L"]
        assert gradient[name] == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-4)


@many
@given(example=evaluated_graphs(), upstream=st.floats(-3, 3))
def test_the_trace_adds_up(example, upstream):
    """Contribution = upstream × local; a gradient is the sum of its contributions; nodes come last to first."""
    graph, inputs = example
    values = forward(graph, **inputs)
    trace = backward(values, upstream=upstream)
    total = [0.0] * len(graph)
    total[trace.of] = upstream
    for edge in trace.edges:
        node = graph.nodes[edge.user]
        assert node.args[edge.slot] == edge.arg
        assert edge.upstream == total[edge.user] == trace.gradient_of_node[edge.user]
        args = [values.of_node[arg] for arg in node.args]
        local = node.operation.vjps[edge.slot](1.0, values.of_node[edge.user], *args, *node.static)
        assert edge.contribution == pytest.approx(edge.upstream * local, rel=1e-12, abs=1e-300)
        total[edge.arg] += edge.contribution
    assert trace.gradient_of_node == pytest.approx(total, rel=1e-12, abs=1e-300)
    users = [edge.user for edge in trace.edges]
    assert users == sorted(users, reverse=True)
    assert len({(edge.user, edge.slot) for edge in trace.edges}) == len(trace.edges)


@many
@given(evaluated_graphs())
def test_backward_twice_is_identical_and_leaves_the_values_alone(example):
    graph, inputs = example
    values = forward(graph, **inputs)
    before = list(values.of_node)
    first, second = backward(values), backward(values)
    assert first.edges == second.edges
    assert first.grad == second.grad
    assert values.of_node == before


@many
@given(evaluated_graphs())
def test_grad_is_the_gradient_of_backward(example):
    graph, inputs = example
    values = forward(graph, **inputs)
    full = backward(values).grad
    assert grad(values) == full
    for name in full:
        assert grad(values, wrt=(name,)) == {name: full[name]}
    assert grad(values, wrt=tuple(inputs)) == {name: full[name] for name in inputs}
    assert grad(values, wrt=()) == {}


@given(evaluated_graphs())
def test_a_graph_of_floats_and_a_graph_of_one_entry_arrays_agree(example):
    graph, inputs = example
    expected = backward(forward(graph, **inputs)).grad
    values = forward(graph, **{name: np.array([[number]]) for name, number in inputs.items()})
    upstream = 1.0 if type(values["L"]) is float else np.ones(values["L"].shape)
    gradient = backward(values, upstream=upstream).grad
    for name in inputs:
        assert gradient[name].shape == (1, 1)
        assert gradient[name].item() == pytest.approx(expected[name], rel=1e-10, abs=1e-10)


# Fan-out: contributions add.


def test_a_product_with_itself_has_two_edges_and_gradient_2x():
    trace = backward(run("L = x*x", x=3.0))
    assert [(edge.slot, edge.upstream, edge.contribution) for edge in trace.edges] == [(0, 1.0, 3.0), (1, 1.0, 3.0)]
    assert trace.grad["x"] == 6.0  # a sweep with = for += gives 3


def test_a_value_used_on_two_paths_adds_their_contributions():
    trace = backward(run("a = 2*x\nb = 3*x\nL = a*b + x", x=5.0))
    assert trace.grad["x"] == 12 * 5.0 + 1.0
    assert [edge.contribution for edge in trace.into("x")] == [1.0, 30.0, 30.0]


def test_a_value_used_many_times():
    assert grad(run("L = x + x + x*x*x + exp(x)", x=1.0))["x"] == pytest.approx(2 + 3 + math.e)


def test_fan_out_of_arrays_adds():
    x = np.array([1.0, -2.0, 3.0])
    gradient = grad(run("L = sum(x*x + x)", x=x))["x"]
    np.testing.assert_array_equal(gradient, 2 * x + 1)


# Which gradient: of, upstream, wrt.


def test_of_chooses_the_node_to_start_from():
    values = run("a = x**2\nL = 5*a", x=3.0)
    assert backward(values, of="a").grad == {"x": 6.0, "a": 1.0, "L": 0.0}
    assert grad(values, of="x") == {"x": 1.0, "a": 0.0, "L": 0.0}


def test_an_upstream_scales_every_gradient():
    values = run("L = x**2", x=3.0)
    assert grad(values, upstream=-2.0) == {"x": -12.0, "L": -2.0}
    assert grad(values, upstream=0.0)["x"] == 0.0
    assert grad(values, upstream=np.float64(2.0))["x"] == 12.0


def test_what_the_loss_does_not_depend_on_has_gradient_zero_in_its_shape():
    gradient = grad(run("a = X\nb = w*2\nL = sum(v)", X=np.ones((2, 3)), w=1.0, v=np.ones(2)))
    assert gradient["w"] == gradient["b"] == 0.0
    np.testing.assert_array_equal(gradient["X"], np.zeros((2, 3)))


def test_wrt_may_name_an_inner_node_and_the_loss():
    values = run(LECTURE, **LECTURE_INPUTS)
    full = backward(values).grad
    assert grad(values, wrt=["h1", "L", "b2"]) == {name: full[name] for name in ("h1", "L", "b2")}


def test_wrt_does_no_work_for_other_names():
    graph = parse("L = sum(X @ W)")
    values = forward(graph, X=np.ones((2, 3)), W=np.ones((3, 4)))
    skipped = passes._skipped(graph, {graph.find("W")})
    assert graph.find("X") in skipped
    assert grad(values, wrt=("W",)).keys() == {"W"}


def test_a_named_constant_has_a_gradient_and_a_nameless_one_has_no_edge():
    trace = backward(run("c = 3\nL = c*x*2", x=5.0))
    assert trace.grad["c"] == 10.0
    folded = [i for i, node in enumerate(trace.values.graph) if trace.values.graph.is_folded(i)]
    assert len(folded) == 1
    assert all(edge.arg not in folded for edge in trace.edges)


def test_an_alias_has_the_gradient_of_what_it_names():
    assert grad(run("a = x\nL = a*x", x=3.0)) == {"x": 6.0, "a": 6.0, "L": 1.0}


def test_the_values_are_a_mapping_of_names():
    values = run("a = x + 1\nL = a*a", x=1.0)
    assert dict(values) == {"x": 1.0, "a": 2.0, "L": 4.0}
    assert len(values) == 3
    assert "a" in values
    assert "b" not in values


def test_a_graph_can_be_evaluated_again_and_again():
    graph = parse("L = x**2")
    first = forward(graph, x=3.0)
    second = forward(graph, x=-1.0)
    assert (first["L"], second["L"]) == (9.0, 1.0)
    assert (grad(first)["x"], grad(second)["x"]) == (6.0, -2.0)


def test_an_input_may_be_called_graph():
    graph = parse("L = graph*values")
    assert forward(graph, **{"graph": 2.0, "values": 3.0})["L"] == 6.0


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), np.array(2), np.uint64(2), np.array(2.0)])
def test_every_real_number_becomes_a_float(value):
    values = run("L = x*x", x=value)
    assert type(values["x"]) is type(values["L"]) is float
    assert values["L"] == 4.0


@pytest.mark.parametrize("value", [[1, 2], np.array([1, 2]), np.array([1, 2], dtype=np.float32), (1.0, 2.0)])
def test_every_array_of_real_numbers_becomes_float64(value):
    values = run("L = sum(x*x)", x=value)
    assert values["x"].dtype == np.float64
    assert type(values["L"]) is float
    assert values["L"] == 5.0
    assert grad(values)["x"].dtype == np.float64


# Arrays.

X, W, Z = (4, 3), (3, 2), (4, 2)

BROADCASTS = [
    ("y = a + b", (4, 2), (2,)),
    ("y = a * b", (4, 2), (1, 2)),
    ("y = a - b", (4, 2), (4, 1)),
    ("y = a / b", (4, 2), ()),
    ("y = b / a", (4, 2), (2,)),
    ("y = maximum(a, b)", (4, 2), (1, 1)),
    ("y = minimum(b, a)", (4, 2), (2,)),
    ("y = a * b", (3, 4, 2), (4, 1)),
    ("y = a * b", (3, 4, 2), (2,)),
    ("y = a * b", (1, 4), (4,)),
    ("y = a * b", (1,), ()),
    ("y = a * b", (4,), (1,)),
    ("y = where(a, b, b)", (4, 2), (2,)),
    ("y = where(a, a, b)", (4, 2), ()),
    ("y = where(b, a, a)", (4, 2), (4, 1)),
    ("y = where(b, a, a)", (4, 2), ()),
    ("y = where(b, b, a)", (4, 2), ()),
    ("y = where(b, a, b)", (4, 2), ()),
    ("y = broadcast_like(b, a)", (4, 2), ()),
    ("y = broadcast_like(b, a)", (4, 2), (2,)),
    ("y = broadcast_like(b, a)", (4, 2), (4, 1)),
    ("y = a @ b", (4, 3), (3, 2)),
    ("y = a @ transpose(b)", (4, 3), (2, 3)),
    ("y = exp(a) + mean(b)", (4, 2), (3,)),
    ("y = a * sum(b)", (4, 2), (3, 3)),
    ("y = a * size(b)", (4, 2), (3, 3)),
]


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize(("text", "first", "second"), BROADCASTS)
def test_a_gradient_has_its_values_shape_and_agrees_with_autograd(text, first, second, sign):
    """Broadcasting is undone; ``sign`` takes both branches of ``where`` on a number."""
    random = np.random.default_rng(1)
    a, b = sign * random.uniform(0.5, 2.0, first), sign * random.uniform(0.5, 2.0, second)
    inputs = {"a": a, "b": b if second else float(b)}
    graph = parse(text)
    values = forward(graph, **inputs)
    upstream = random.normal(size=values["y"].shape)
    trace = backward(values, upstream=upstream)
    expected = oracle_gradients(graph, inputs, upstream)
    for name in inputs:
        assert np.shape(trace.grad[name]) == np.shape(inputs[name])
        assert type(trace.grad[name]) is (float if np.shape(inputs[name]) == () else np.ndarray)
        np.testing.assert_allclose(trace.grad[name], expected[name], rtol=1e-12, atol=1e-12)
    for edge in trace.edges:
        assert np.shape(edge.contribution) == np.shape(values.of_node[edge.arg])
        assert np.shape(edge.upstream) == np.shape(values.of_node[edge.user])


MLP = """
    H1 = tanh(X @ W1 + b1)
    H2 = relu(H1 @ W2 + b2)
    P  = sigmoid(H2 @ W3 + b3)
    decay = sum(W1**2) + sum(W2**2)
    L  = mean((P - T)**2) + 0.01*decay
"""


def mlp_inputs(seed):
    random = np.random.default_rng(seed)
    shapes = {"X": (5, 3), "W1": (3, 4), "b1": (4,), "W2": (4, 6), "b2": (1, 6), "W3": (6, 2), "b3": (2,), "T": (5, 2)}
    return {name: random.normal(size=shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("seed", range(5))
def test_a_network_of_matrices_agrees_with_autograd(seed):
    graph, inputs = parse(MLP), mlp_inputs(seed)
    values = forward(graph, **inputs)
    gradient = backward(values).grad
    assert values["L"] == pytest.approx(float(oracle_value(graph, inputs)), rel=1e-12)
    for name, expected in oracle_gradients(graph, inputs).items():
        assert gradient[name].shape == inputs[name].shape
        np.testing.assert_allclose(gradient[name], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_gradients_of_a_network_of_matrices_are_the_same_every_way(seed):
    values = forward(parse(MLP), **mlp_inputs(seed))
    first, second = backward(values).grad, backward(values).grad
    alone = grad(values)
    parameters = ("W1", "b1", "W2", "b2", "W3", "b3")
    limited = grad(values, wrt=parameters)
    assert tuple(limited) == parameters
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])
        np.testing.assert_array_equal(first[name], alone[name])
    for name in parameters:
        np.testing.assert_array_equal(first[name], limited[name])


def test_the_mean_carries_its_count_and_the_sum_does_not():
    X = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(grad(run("L = mean(X)", X=X))["X"], np.full((2, 3), 1 / 6))
    np.testing.assert_array_equal(grad(run("L = sum(X)", X=X))["X"], np.ones((2, 3)))
    assert grad(run("L = mean(x) + sum(x)", x=2.0))["x"] == 2.0


def test_a_bias_sums_over_the_rows():
    gradient = grad(run("L = sum(X @ W + b)", X=np.ones((5, 3)), W=np.ones((3, 2)), b=np.zeros(2)))
    assert gradient["b"].tolist() == [5.0, 5.0]


# Size and extremes.


def test_a_long_chain_needs_no_recursion():
    graph = Graph()
    handle = graph.input("x")
    for _ in range(20_000):
        handle = handle * 1.0001
    graph.let(L=handle)
    values = forward(graph, x=1.0)
    assert grad(values)["x"] == pytest.approx(1.0001**20_000)
    assert len(backward(values).edges) == 20_000


EXTREMES = [1e300, -1e300, math.inf, -math.inf, math.nan, 0.0, -0.0, 5e-324]


@pytest.mark.parametrize("value", EXTREMES)
@pytest.mark.parametrize("name", LECTURE_INPUTS)
@pytest.mark.parametrize("kind", [float, lambda value: np.array([value])], ids=["float", "array"])
def test_an_extreme_value_of_one_input_does_not_crash_or_warn(kind, name, value):
    inputs = {key: kind(number) for key, number in (LECTURE_INPUTS | {name: value}).items()}
    values = run(LECTURE, **inputs)
    trace = backward(values, upstream=kind(1.0))
    assert trace.grad["L"] == 1.0
    if math.isfinite(value):
        assert 0.0 <= values["y"] <= 1.0  # a saturated gate, not NaN


@pytest.mark.parametrize("value", EXTREMES)
def test_a_network_of_matrices_survives_extremes(value):
    inputs = mlp_inputs(0)
    inputs["X"][2, 1] = value
    gradient = grad(forward(parse(MLP), **inputs))
    if math.isfinite(value):
        assert all(np.isfinite(entries).all() for name, entries in gradient.items() if name != "X")


@settings(max_examples=300)
@given(example=evaluated_graphs(), numbers=st.lists(st.one_of(st.sampled_from(EXTREMES), st.floats()), min_size=4))
def test_no_number_crashes_a_graph(example, numbers):
    """Any float at all: a value, an infinity, NaN, or a DomainError; never another exception or a warning."""
    graph, inputs = example
    for kind in (float, lambda number: np.array([number])):
        try:
            values = forward(graph, **{name: kind(number) for name, number in zip(inputs, numbers, strict=False)})
        except DomainError:
            continue
        backward(values, upstream=np.ones(np.shape(values["L"])))


def test_an_overflow_shows_as_infinity_and_what_has_no_value_as_nan():
    assert run("y = exp(x)", x=1000.0)["y"] == math.inf
    assert run("y = x*x", x=1e300)["y"] == math.inf
    assert math.isnan(run("y = x - x", x=math.inf)["y"])
    assert run("y = exp(x)", x=np.array([1000.0]))["y"].tolist() == [math.inf]


def test_the_slope_of_a_root_at_zero_is_infinite():
    assert grad(run("y = sqrt(x)", x=0.0))["x"] == math.inf
    assert grad(run("y = sum(sqrt(x))", x=np.zeros(2)))["x"].tolist() == [math.inf, math.inf]


@pytest.mark.parametrize("text", ["L = sum(x)", "L = mean(x)", "L = sum(exp(x) * 2)"])
def test_an_empty_array_does_not_crash_or_warn(text):
    assert grad(run(text, x=np.zeros((0, 3))))["x"].shape == (0, 3)


@pytest.mark.parametrize("value", [np.longdouble("1e4000"), np.array([np.longdouble("1e4000")])])
def test_a_number_beyond_float64_is_infinite(value):
    assert np.all(np.asarray(run("L = x", x=value)["L"]) == math.inf)


def test_numpys_error_state_is_put_back():
    before = np.geterr()
    run("y = exp(x)", x=np.array([1000.0]))
    assert np.geterr() == before
