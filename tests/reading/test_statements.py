"""Protects the coarse zoom: one node per statement, with the whole statement's derivative and the same numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings

from course_lib import OPS, Graph, backward, forward, parse
from course_lib.errors import DomainError
from course_lib.reading.formulas import latex, text
from course_lib.reading.statements import statements
from course_lib.reading.symbolic import differentiate, javascript_program, local_derivative
from tests.javascript import evaluate, run_program
from tests.networks import LECTURE, MLP, OPEN, SHARED, SHARED_INPUTS, mlp_inputs, run
from tests.strategies import evaluated_graphs, statement_texts

many = settings(max_examples=100)


def zoomed_out(program, **inputs):
    """(statements, their trace) of a text."""
    values = run(program, **inputs)
    coarse = statements(values.graph)
    return coarse, backward(coarse.values(values))


def evaluable(program):
    """(graph, values) of a random text at moderate inputs; a text without finite values there is dropped."""
    graph = parse(program)
    try:
        values = forward(graph, **{name: 0.3 + 0.4 * i for i, name in enumerate(graph.inputs)})
    except DomainError:
        assume(False)
    assume(all(math.isfinite(value) and abs(value) < 1e6 for value in values.of_node))
    return graph, values


def expect_the_same_gradients(values):
    coarse = statements(values.graph)
    fine, far = backward(values), backward(coarse.values(values))
    assert list(far.grad) == list(fine.grad)
    for name, expected in fine.grad.items():
        assert far.grad[name] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    for i, origin in enumerate(coarse.origin):
        assert far.gradient_of_node[i] == pytest.approx(fine.gradient_of_node[origin], rel=1e-9, abs=1e-9)
    seen = coarse.trace(fine)
    assert [edge[:3] for edge in seen.edges] == [edge[:3] for edge in far.edges]
    for mine, swept in zip(seen.edges, far.edges, strict=True):
        assert mine[3:] == pytest.approx(swept[3:], rel=1e-9, abs=1e-9)
    assert seen.gradient_of_node == pytest.approx(far.gradient_of_node, rel=1e-9, abs=1e-9)


@many
@given(evaluated_graphs())
def test_the_gradients_are_the_same_in_both_zooms(example):
    graph, inputs = example
    expect_the_same_gradients(forward(graph, **inputs))


@many
@given(statement_texts())
def test_a_students_text_has_the_same_gradients_in_both_zooms(program):
    _, values = evaluable(program)
    gradients = backward(values).gradient_of_node
    assume(all(math.isfinite(gradient) and abs(gradient) < 1e6 for gradient in gradients))
    expect_the_same_gradients(values)


@many
@given(evaluated_graphs())
def test_the_statements_compute_the_same_values_by_themselves(example):
    graph, inputs = example
    coarse = statements(graph)
    fine = forward(graph, **inputs)
    alone = forward(coarse.graph, **inputs)
    seen = coarse.values(fine)
    for i, origin in enumerate(coarse.origin):
        assert alone.of_node[i] == seen.of_node[i] == fine.of_node[origin]
    assert dict(alone) == dict(fine)


@pytest.mark.parametrize("seed", range(3))
def test_statements_of_matrices_have_the_same_gradients(seed):
    values = run(MLP, **mlp_inputs(seed))
    coarse = statements(values.graph)
    fine, far = backward(values).grad, backward(coarse.values(values)).grad
    alone = backward(forward(coarse.graph, **mlp_inputs(seed))).grad
    for name in fine:
        np.testing.assert_allclose(far[name], fine[name], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(alone[name], fine[name], rtol=1e-12, atol=1e-15)
        assert np.shape(far[name]) == np.shape(fine[name])
    seen = coarse.trace(backward(values))
    for mine, swept in zip(seen.edges, backward(coarse.values(values)).edges, strict=True):
        assert mine[:3] == swept[:3]
        np.testing.assert_allclose(mine.contribution, swept.contribution, rtol=1e-12, atol=1e-15)
        assert np.shape(mine.contribution) == np.shape(swept.contribution)


def test_behind_a_sign_a_statement_hands_on_nothing():
    values = run("a = w*x\ns = sign(a)*1 + 0\nL = s*x", w=2.0, x=3.0)
    seen = statements(values.graph).trace(backward(values))
    assert seen.grad == backward(values).grad
    assert {edge.contribution for edge in seen.into("w")} == {0.0}


# What is a node.


def test_every_statement_is_one_node_and_every_input_stays():
    coarse = statements(parse(LECTURE)).graph
    assert [coarse.name[i] for i in range(len(coarse))] == [
        *("w1", "x", "b1", "z1", "h1", "w2", "b2", "z2", "y", "target", "L")
    ]
    z2 = coarse.nodes[coarse.find("z2")]
    assert [coarse.name[arg] for arg in z2.args] == ["w2", "h1", "b2"]
    assert coarse.find(None) == coarse.find("L")


@pytest.mark.parametrize("name", ["h1", "y"])
def test_a_statement_of_a_single_operation_keeps_its_row(name):
    fine = parse(LECTURE)
    coarse = statements(fine).graph
    assert coarse.nodes[coarse.find(name)].operation is fine.nodes[fine.find(name)].operation


def test_a_single_operation_keeps_its_static_numbers_and_its_two_edges():
    fine = parse("a = x**3 \n b = leaky_relu(a, 0.2) \n L = b*b")
    coarse = statements(fine).graph
    assert coarse.nodes == fine.nodes
    assert coarse.nodes[coarse.find("L")].operation is OPS["multiply"]
    assert len(coarse.nodes[coarse.find("L")].args) == 2


def test_a_value_used_twice_in_a_statement_is_one_edge_with_the_whole_statements_derivative():
    """L = x·x + 1 gives x a single contribution 2x, and not two contributions x."""
    coarse, trace = zoomed_out("L = x*x + 1", x=3.0)
    assert [(edge.arg, edge.contribution) for edge in trace.edges] == [(coarse.graph.find("x"), 6.0)]
    grown = coarse.graph.copy()
    assert text(grown, local_derivative(grown, 1, 0).node) == "x + x"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("L = tanh(w*x)", ["(1 − L²)·x", "(1 − L²)·w"]),
        ("L = (w - x)**2", ["2·(w − x)", "−2·(w − x)"]),
        ("L = w*x + b", ["x", "w", "1"]),
    ],
)
def test_a_statements_local_derivatives_in_symbols(program, expected):
    """Where the output says it shorter it is used: 1 − L², not 1 − tanh(w·x)²."""
    grown = statements(parse(program)).graph.copy()
    L = grown.find("L")
    slots = range(len(grown.nodes[L].args))
    assert [text(grown, local_derivative(grown, L, slot).node) for slot in slots] == expected


def test_the_local_derivatives_of_whole_statements():
    coarse, trace = zoomed_out(SHARED, **SHARED_INPUTS)
    a, b = math.tanh(1.2), 1.5 * math.tanh(1.2)
    locals_ = {}
    for edge in trace.edges:
        names = tuple(coarse.graph.name[node] for node in (edge.user, edge.arg))
        locals_[names] = edge.contribution / edge.upstream
    expected = {("L", "b"): 2 * (b - 1), ("b", "w"): a, ("b", "a"): 1.5}
    expected |= {("a", "w"): (1 - a * a) * 0.8, ("a", "x"): (1 - a * a) * 1.5}
    assert locals_ == pytest.approx(expected, rel=1e-12)


def test_a_nameless_result_that_several_statements_use_stays_a_node():
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    u = OPS["exp"](x * y)
    graph.let(a=u + 1, L=graph.input("z") * u * 2)
    coarse = statements(graph)
    assert [text(coarse.graph, i) for i in range(len(coarse.graph))] == ["x", "y", "exp(x·y)", "a", "z", "L"]
    assert coarse.node_of(u.node) == 2
    expect_the_same_gradients(forward(graph, x=0.5, y=0.7, z=1.5))


def test_a_shared_nameless_statement_is_written_out_where_it_is_used_in_parentheses():
    graph = Graph()
    u = graph.input("x") * graph.input("y") + 1
    graph.let(a=u * 2, L=u**2 * 3)
    coarse = statements(graph).graph
    assert text(coarse, coarse.find("a"), expand=True) == "(x·y + 1)·2"
    assert text(coarse, coarse.find("L"), expand=True) == "(x·y + 1)²·3"
    assert latex(coarse, coarse.find("L"), expand=True) == r"\left(x \cdot y + 1\right)^{2} \cdot 3"


def test_a_nameless_result_that_one_statement_uses_is_part_of_it():
    graph = parse(LECTURE)
    product = graph.nodes[graph.find("z2")].args[0]
    assert statements(graph).node_of(product) is None


def test_a_nameless_number_that_several_statements_use_is_part_of_each():
    graph = Graph()
    x, two = graph.input("x"), graph.constant(2.0)
    a = graph.let(a=two * x)
    graph.let(L=two * a + x)
    coarse = statements(graph)
    assert coarse.graph.index.keys() == {"x", "a", "L"}
    assert len(coarse.graph) == 3
    expect_the_same_gradients(forward(graph, x=3.0))


def test_a_named_number_and_an_alias_keep_their_names():
    coarse, trace = zoomed_out("c = 3 \n a = x \n L = c*a*2", x=5.0)
    assert trace.grad == {"c": 10.0, "x": 6.0, "a": 6.0, "L": 1.0}
    assert coarse.graph.nodes[coarse.graph.find("c")].constant == 3.0


def test_an_unused_line_stays_and_has_gradient_zero():
    coarse, trace = zoomed_out("unused = sin(x)*2 \n L = x*x + 1", x=3.0)
    assert "unused" in coarse.graph.index
    assert trace.grad["unused"] == 0.0


@many
@given(evaluated_graphs())
def test_each_node_knows_which_one_it_stands_for(example):
    graph, _ = example
    coarse = statements(graph)
    assert list(coarse.origin) == sorted(set(coarse.origin))
    for i, origin in enumerate(coarse.origin):
        assert coarse.node_of(origin) == i
        assert coarse.graph.name.get(i) == graph.name.get(origin)
        assert coarse.graph.is_input(i) == graph.is_input(origin)
    assert {coarse.origin[i] for i in coarse.graph.index.values()} == set(graph.index.values())
    assert coarse.graph.index.keys() == graph.index.keys()
    assert list(coarse.graph.inputs) == list(graph.inputs)
    inside = set(range(len(graph))) - set(coarse.origin)
    assert all(coarse.node_of(i) is None for i in inside)
    assert not any(i in graph.name for i in inside)


# How a statement is written.


@many
@given(statement_texts())
def test_a_statement_is_written_as_it_was_typed(program):
    graph = parse(program)
    coarse = statements(graph)
    for i, origin in enumerate(coarse.origin):
        for writer in (text, latex):
            for expand in (False, True):
                assert writer(coarse.graph, i, expand) == writer(graph, origin, expand)


@many
@given(statement_texts())
def test_a_statements_javascript_form_gives_the_engines_numbers(program):
    graph, values = evaluable(program)
    coarse = statements(graph)
    trace = backward(values)
    assume(all(math.isfinite(gradient) for gradient in trace.gradient_of_node))
    made = javascript_program(coarse.graph)
    numbers = run_program(made, {name: values[name] for name in graph.inputs})
    for i, origin in enumerate(coarse.origin):
        assert evaluate(made.value[i], numbers) == pytest.approx(values.of_node[origin], rel=1e-9, abs=1e-9)
        expected = trace.gradient_of_node[origin]
        assert evaluate(made.gradient[i], numbers) == pytest.approx(expected, rel=1e-7, abs=1e-7)


def test_a_statement_of_matrices_has_no_javascript_form_and_one_of_numbers_has():
    coarse = statements(parse("Z = X @ W + b \n L = mean((Z - T)**2)")).graph
    assert coarse.nodes[coarse.find("Z")].operation.javascript is None
    assert coarse.nodes[coarse.find("L")].operation.javascript is not None
    assert not coarse.nodes[coarse.find("Z")].operation.elementwise
    single = statements(parse("Z = a*b + c")).graph
    assert single.nodes[single.find("Z")].operation.elementwise


def test_negative_numbers_in_a_statement_have_parentheses():
    row = statements(parse("L = a*b - c")).graph.nodes[-1].operation
    assert row.text("2", "(−3)", "(−1)") == "2·(−3) − (−1)"


def test_a_statement_can_be_differentiated_twice():
    coarse = statements(parse("a = x*x + x \n L = a*a*a"))
    first = differentiate(coarse.graph)
    second = differentiate(first.graph, of=first.name["x"])
    x = 0.7
    a, slope = x * x + x, 2 * x + 1
    found = forward(second.graph, x=x)[second.name["x"]]
    assert found == pytest.approx(6 * a * slope**2 + 3 * a**2 * 2, rel=1e-12)


@pytest.mark.parametrize("doublings", [10, 60])
def test_a_shared_nameless_chain_takes_no_exponential_time_or_text(doublings):
    graph = Graph()
    u = graph.input("x")
    for _ in range(doublings):
        u = u + u
    graph.let(L=u * 2.0**-doublings)
    coarse = statements(graph)
    expect_the_same_gradients(forward(graph, x=1.0))
    assert len(text(coarse.graph, coarse.graph.find("L"), expand=True)) < 500
    if doublings <= 10:  # at 60 its 2^60 terms would fill the memory
        assert sum(len(expression) for _, expression in javascript_program(coarse.graph).expressions) < 5000


def test_the_lectures_statements_as_its_picture_shows_them():
    coarse = statements(parse(LECTURE)).graph
    made = {name: text(coarse, coarse.find(name), expand=True) for name in ("z1", "h1", "z2", "y", "L")}
    assert made == {"z1": "w1·x + b1", "h1": "relu(z1)", "z2": "w2·h1 + b2", "y": "σ(z2)", "L": "(y − target)²"}
    assert coarse.nodes[coarse.find("z1")].operation.symbol == "w1·x + b1"
    _, trace = zoomed_out(LECTURE, **OPEN)
    assert len(trace.edges) == 10
