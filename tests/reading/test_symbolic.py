"""Protects the gradient as a graph: it evaluates to the engine's numbers, can be differentiated again, and says
the same as JavaScript expressions, which know generated names only.
"""

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings

from course_lib import OPS, Graph, backward, forward, grad, parse
from course_lib.engine.graph import Expr
from course_lib.errors import BuildError, DomainError, UnknownNameError
from course_lib.reading.formulas import text
from course_lib.reading.symbolic import Tidy, differentiate, javascript_program, local_derivative
from tests.javascript import FUNCTIONS, evaluate, run_program
from tests.networks import LECTURE, MLP, OPEN
from tests.strategies import EXPONENTS, evaluated_graphs

many = settings(max_examples=100)
scalar_rows = pytest.mark.parametrize("row", [row for row in OPS.values() if row.javascript], ids=lambda row: row.name)


def close(number):
    return pytest.approx(number, rel=1e-9, abs=1e-9, nan_ok=True)


# The gradient's graph.


@many
@given(evaluated_graphs())
def test_the_gradients_graph_evaluates_to_the_engines_gradients(example):
    graph, inputs = example
    gradient, trace = differentiate(graph), backward(forward(graph, **inputs))
    values = forward(gradient.graph, **inputs)
    for name, expected in trace.grad.items():
        assert values[gradient.name[name]] == close(expected)
    assert gradient.of_node.keys() == {i for i in range(len(graph)) if not graph.is_folded(i)}
    for node, its_gradient in gradient.of_node.items():
        assert values.of_node[its_gradient] == close(trace.gradient_of_node[node])


@many
@given(evaluated_graphs())
def test_its_edges_are_the_engines_and_upstream_times_local_is_the_contribution(example):
    graph, inputs = example
    gradient, trace = differentiate(graph), backward(forward(graph, **inputs))
    values = forward(gradient.graph, **inputs).of_node
    for symbolic, edge in zip(gradient.edges, trace.edges, strict=True):
        assert (symbolic.user, symbolic.slot, symbolic.arg) == (edge.user, edge.slot, edge.arg)
        assert values[symbolic.upstream] == close(edge.upstream)
        assert values[symbolic.contribution] == close(edge.contribution)
        assert values[symbolic.upstream] * values[symbolic.local] == close(edge.contribution)


@many
@given(evaluated_graphs())
def test_it_holds_the_original_graph_node_for_node_and_leaves_that_alone(example):
    graph, _ = example
    nodes, index, last = list(graph.nodes), dict(graph.index), graph.last
    gradient = differentiate(graph)
    assert gradient.graph.nodes[: len(graph)] == nodes == graph.nodes
    assert (graph.index, graph.last) == (index, last)
    assert all(gradient.graph.index[name] == node for name, node in index.items())
    assert gradient.of == graph.find("L")


@settings(max_examples=60)
@given(evaluated_graphs(max_nodes=12))
def test_a_second_derivative_is_the_numerical_derivative_of_the_first(example):
    graph, inputs = example
    name = next(iter(inputs))
    first = differentiate(graph, of="L")
    second = differentiate(first.graph, of=first.name[name])

    def slope(number):
        return grad(forward(graph, **{**inputs, name: number}))[name]

    at, numerical = inputs[name], []
    for step in (1e-5, 2e-5):
        numerical.append((slope(at + step) - slope(at - step)) / (2 * step))
    assume(numerical[0] == pytest.approx(numerical[1], rel=1e-5, abs=1e-5))  # else too curved for this step
    found = forward(second.graph, **inputs)[second.name[name]]
    assert found == pytest.approx(numerical[0], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(
    ("expression", "second"),
    [
        ("x**3", lambda x: 6 * x),
        ("x*x*x", lambda x: 6 * x),
        ("sin(x)", lambda x: -math.sin(x)),
        ("exp(2*x)", lambda x: 4 * math.exp(2 * x)),
        ("log(x)", lambda x: -1 / x**2),
        ("1/x", lambda x: 2 / x**3),
        ("x**0.5", lambda x: -0.25 * x**-1.5),
        ("sqrt(x)", lambda x: -0.25 * x**-1.5),
        ("tanh(x)", lambda x: -2 * math.tanh(x) * (1 - math.tanh(x) ** 2)),
        ("relu(x)**2", lambda x: 2.0),
        ("3*x + 1", lambda x: 0.0),
        ("abs(x)*x", lambda x: 2.0),
    ],
)
def test_known_second_derivatives(expression, second):
    first = differentiate(parse(f"L = {expression}"))
    again = differentiate(first.graph, of="dL_dx")
    for x in (0.7, 1.9):
        assert forward(again.graph, x=x)[again.name["x"]] == pytest.approx(second(x), rel=1e-12, abs=1e-12)


def test_any_node_can_be_differentiated_and_what_it_does_not_depend_on_has_gradient_zero():
    gradient = differentiate(parse(LECTURE), of="z1")
    values = forward(gradient.graph, **OPEN)
    found = {name: values[derivative] for name, derivative in gradient.name.items()}
    assert found["w1"] == 2.0
    assert found["x"] == 0.5
    assert found["b1"] == found["z1"] == 1.0
    assert [found[name] for name in ("w2", "b2", "target", "h1", "y", "L")] == [0.0] * 6


def test_names_of_gradients_do_not_collide_with_a_students():
    gradient = differentiate(parse("dL_dx = 2*x \n L = dL_dx*x"))
    assert gradient.name == {"x": "dL_dx_", "dL_dx": "dL_ddL_dx", "L": "dL_dL"}
    values = forward(gradient.graph, x=3.0)
    assert (values["dL_dx"], values["dL_dx_"]) == (6.0, 12.0)


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError):
        differentiate(parse("L = x*x"), of="M")


@pytest.mark.parametrize("program", ["L = sum(X @ W)", "L = sum(transpose(X))", MLP])
def test_matrices_are_refused(program):
    with pytest.raises(BuildError, match=r"matmul|transpose"):
        differentiate(parse(program))
    with pytest.raises(BuildError):
        javascript_program(parse(program))


def test_an_input_has_no_local_derivative():
    with pytest.raises(BuildError):
        local_derivative(parse("L = x*x"), 0, 0)


# Tidy.


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("L = x + y", ["1", "1"]),
        ("L = x - y", ["1", "−1"]),
        ("L = -x", ["−1"]),
        ("L = 3*x", ["3"]),
        ("L = x*3", ["3"]),
        ("L = x*y", ["y", "x"]),
        ("L = x*x", ["x", "x"]),
        ("L = x/y", ["1 / y", "−L / y"]),
        ("L = x**2", ["2·x"]),
        ("L = x**3", ["3·x²"]),
        ("L = exp(x)", ["L"]),
        ("L = log(x)", ["1 / x"]),
        ("L = sqrt(x)", ["1 / (2·L)"]),
        ("L = sin(x)", ["cos(x)"]),
        ("L = cos(x)", ["−sin(x)"]),
        ("L = tanh(x)", ["1 − L²"]),
        ("L = sigmoid(x)", ["L·(1 − L)"]),
        ("L = softplus(x)", ["σ(x)"]),
        ("L = relu(x)", ["(x > 0)"]),
        ("L = sum(x)", ["1"]),
        ("L = sign(x)", ["0"]),
    ],
)
def test_a_local_derivative_leaves_out_what_changes_nothing(program, expected):
    graph = parse(program)
    L = graph.find("L")
    slots = [slot for slot, arg in enumerate(graph.nodes[L].args) if not graph.is_folded(arg)]
    grown = graph.copy()
    assert [text(grown, local_derivative(grown, L, slot).node) for slot in slots] == expected


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("L = -(-x)", "1"),
        ("L = 2*(3*x)", "6"),
        ("L = x + x", "2"),
        ("L = (a - x)*y", "−y"),
        ("a = sin(x) \n L = a*a", "(a + a)·cos(x)"),
        ("c = x + 1 \n L = 2*y", "0"),
    ],
)
def test_a_gradient_leaves_out_what_changes_nothing(program, expected):
    graph = parse(program)
    gradient = differentiate(graph)
    grown = gradient.graph
    grown.name = dict(graph.name)  # without the names of gradients
    assert text(grown, gradient.of_node[graph.find("x")]) == expected


@many
@given(evaluated_graphs())
def test_no_derivative_multiplies_by_one_or_adds_zero(example):
    graph, _ = example
    grown = differentiate(graph).graph
    for node in grown.nodes[len(graph) :]:
        if node.operation is None:
            continue
        numbers = [grown.nodes[arg].constant for arg in node.args]
        assert None in numbers or any(arg in grown.name for arg in node.args)
        if node.operation is OPS["multiply"]:
            assert 1.0 not in numbers
            assert -1.0 not in numbers
            assert numbers[1] is None  # numbers come first
        if node.operation is OPS["divide"]:
            assert numbers[1] != 1.0
        if node.operation in (OPS["add"], OPS["subtract"]):
            assert numbers[1] != 0.0
        if node.operation is OPS["add"]:
            assert numbers[0] != 0.0


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda x: 1 * x, "x"),
        (lambda x: x * 1, "x"),
        (lambda x: x / 1, "x"),
        (lambda x: x + 0, "x"),
        (lambda x: 0 + x, "x"),
        (lambda x: x - 0, "x"),
        (lambda x: x**1, "x"),
        (lambda x: OPS["negate"](-x), "x"),
        (lambda x: x * 2, "2·x"),
        (lambda x: -1 * x, "−x"),
        (lambda x: x * -1, "−x"),
        (lambda x: 0 - x, "0 − x"),
        (lambda x: 1 / x, "1 / x"),
        (lambda x: x + 1, "x + 1"),
        (lambda x: x - 1, "x − 1"),
        (lambda x: 2 / x, "2 / x"),
        (lambda x: x**2, "x²"),
        (lambda x: -x, "−x"),
        (lambda x: x * 0, "0·x"),
    ],
)
def test_a_tidy_handle_leaves_out_these_and_no_others(build, expected):
    graph = Graph()
    result = build(Tidy(graph, graph.input("x").node))
    assert isinstance(result, Expr)
    assert text(graph, result.node) == expected


# JavaScript.


def expect_the_engines_numbers(graph, inputs, tolerance=1e-12):
    program = javascript_program(graph)
    trace = backward(forward(graph, **inputs))
    numbers = run_program(program, inputs)
    floor = 1e-15
    for node, name in program.value.items():
        expected = trace.values.of_node[node]
        assert evaluate(name, numbers) == pytest.approx(expected, rel=tolerance, abs=floor, nan_ok=True)
    for node, name in program.gradient.items():
        expected = trace.gradient_of_node[node]
        assert evaluate(name, numbers) == pytest.approx(expected, rel=tolerance, abs=floor, nan_ok=True)
    for (symbolic, *three), edge in zip(program.edges, trace.edges, strict=True):
        upstream, local, contribution = (evaluate(name, numbers) for name in three)
        assert symbolic.arg == edge.arg
        assert upstream == pytest.approx(edge.upstream, rel=tolerance, abs=floor, nan_ok=True)
        assert contribution == pytest.approx(edge.contribution, rel=tolerance, abs=floor, nan_ok=True)
        if math.isfinite(upstream * local):
            assert upstream * local == pytest.approx(contribution, rel=tolerance, abs=floor)


@pytest.mark.parametrize("seed", range(50))
def test_the_lectures_network_in_javascript_gives_the_engines_numbers(seed):
    numbers = np.random.default_rng(seed).uniform(-3, 3, size=len(OPEN))
    inputs = {name: float(number) for name, number in zip(OPEN, numbers, strict=True)}
    expect_the_engines_numbers(parse(LECTURE), inputs)


@many
@given(evaluated_graphs())
def test_a_random_graph_in_javascript_gives_the_engines_numbers(example):
    expect_the_engines_numbers(*example, tolerance=1e-9)


ARGUMENTS = (0.3, -0.3, 2.0, -7.5, 50.0, -50.0, 800.0, -800.0, 1e-9, 0.0)


@scalar_rows
def test_every_row_in_javascript_gives_the_engines_numbers_also_far_out(row):
    """A page binds no tanh and no sigmoid: the forms in the table must neither overflow nor become NaN."""
    compared = 0
    for static in [(exponent,) for exponent in EXPONENTS] if row.name == "power" else [()]:
        for args in itertools.product(ARGUMENTS, repeat=row.arity):
            graph = Graph()
            handle = row(*(graph.input(f"x{i}") for i in range(row.arity)), *static)
            graph.let(L=handle)
            inputs = {f"x{i}": number for i, number in enumerate(args)}
            try:
                values = forward(graph, **inputs)
            except DomainError:
                continue
            if math.isfinite(values["L"]) and all(math.isfinite(number) for number in grad(values).values()):
                expect_the_engines_numbers(graph, inputs, tolerance=1e-6 if 1e-9 in args else 1e-12)
                compared += 1
    assert compared >= 4


@pytest.mark.parametrize("x", [50.0, -50.0, 800.0, -800.0])
def test_saturated_units_in_javascript_are_at_their_ends_and_hand_back_nothing_or_almost(x):
    for name, low in (("tanh", -1.0), ("sigmoid", 0.0)):
        program = javascript_program(parse(f"L = {name}(x)"))
        numbers = run_program(program, {"x": x})
        assert evaluate(program.value[1], numbers) == pytest.approx(1.0 if x > 0 else low, abs=1e-20)
        assert 0.0 <= evaluate(program.gradient[0], numbers) < 1e-20


def check_names(program, graph):
    known = set(program.input.values())
    assert len(known) == len(program.input) == len(graph.inputs)
    for name, expression in program.expressions:
        assert re.fullmatch(r"v\d+", name)
        assert name not in known
        used = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"\d\.?\d*e[+-]?\d+", "0", expression)))
        assert used - FUNCTIONS.keys() <= known
        known.add(name)
    others = [name for edge in program.edges for name in edge[1:]]
    for name in [*program.input.values(), *program.value.values(), *program.gradient.values(), *others]:
        assert name in known or re.fullmatch(r"\(-?\d+(\.\d+)?(e[+-]\d+)?\)", name), name


@many
@given(evaluated_graphs())
def test_each_javascript_expression_uses_inputs_and_earlier_names_only(example):
    check_names(javascript_program(example[0]), example[0])


def test_a_students_names_never_reach_javascript():
    """A name could be a word of JavaScript or of the page, or a piece of program to inject."""
    graph = parse("datum = width*height + event \n signal = exp(datum) \n L = (signal - PI)**2")
    program = javascript_program(graph)
    check_names(program, graph)
    assert program.input.keys() == {"width", "height", "event", "PI"}
    written = repr(program.expressions)
    assert not any(name in written for name in graph.index if name != "L")


@pytest.mark.parametrize("program", ["L = x*1e308*10", "L = x*1e308*-10"])
def test_a_number_beyond_float64_is_written_as_javascript_has_it(program):
    """Python's ``inf`` is a name that JavaScript does not know."""
    made = javascript_program(parse(program))
    assert "inf" not in repr((made.expressions, made.gradient, made.edges)).replace("Infinity", "")


def test_numbers_alone_are_computed_before_they_reach_javascript():
    graph = parse("L = 2*(3*x)")
    program = javascript_program(graph)
    assert program.gradient[graph.find("x")] == "(6.0)"
    assert program.gradient[graph.find("L")] == "(1.0)"


# The evaluator itself.


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 - 2 - 3", -4.0),
        ("2 * 3 + 4 / 8", 6.5),
        ("-(1 + 2) * 3", -9.0),
        ("where(a, 3, 2) + where(-a, 1, 5)", 8.0),
        ("power(-8, 2.0) + max(0, a) + min(1e-3, 1)", 65.001),
        ("1 / 0", math.inf),
        ("-1 / (0)", -math.inf),
        ("exp(1000)", math.inf),
        ("log(-1)", math.nan),
        ("max(0, log(-1))", math.nan),
    ],
)
def test_the_evaluator_computes_as_javascript_does(expression, expected):
    assert evaluate(expression, {"a": 1.0}) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "expression", ["erf(a)", "inf", "a ** 2", "b", "(a", "a a", "sin a", "np.exp(a)", "a if a else 1"]
)
def test_the_evaluator_knows_no_more_than_javascript(expression):
    with pytest.raises((SyntaxError, KeyError)):
        evaluate(expression, {"a": 1.0})
