"""Protects the description of a step: every number comes from the trace, and every claim is true."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings

from course_lib import OPS, Graph, backward, forward
from course_lib.numerals import latex_numeral, numeral
from course_lib.reading.explain import (
    arithmetic,
    computation,
    derivation,
    explain,
    overflow_note,
    product_text,
    show,
    show_latex,
    stages,
)
from course_lib.reading.formulas import partial_latex, partial_text, text
from course_lib.reading.statements import statements
from course_lib.reading.steps import Steps
from tests.formula_reader import FUNCTIONS, python_of_text
from tests.meaning import says, together
from tests.networks import CLOSED, LECTURE, MLP, OPEN, SATURATED, SHARED, SHARED_INPUTS, mlp_inputs, run, traced
from tests.strategies import evaluated_graphs

NETWORKS = {
    "gate open": (LECTURE, OPEN),
    "gate closed": (LECTURE, CLOSED),
    "saturated": (LECTURE, SATURATED),
    "a square": ("L = x*x", {"x": 3.0}),
    "shared": (SHARED, SHARED_INPUTS),
    "three uses": ("a = x*2 \n b = x + a \n L = b*x", {"x": -1.5}),
    "behind a sign": ("L = sign(x)*w", {"x": 2.0, "w": 3.0}),
    "beyond float64": ("h = exp(x) \n L = h*h", {"x": 500.0}),
}
every_network = pytest.mark.parametrize(("program", "inputs"), NETWORKS.values(), ids=NETWORKS)
both_zooms = pytest.mark.parametrize("far", [False, True], ids=["operations", "statements"])
MORE, ADDS = "more", "adds"  # words of the sentence where a value has several uses


def seen(program, inputs, far=False):
    """The trace of a text, in either zoom."""
    values = run(program, **inputs)
    return backward(statements(values.graph).values(values)) if far else backward(values)


def walk(trace):
    """(state, explanation) of every step."""
    steps = Steps(trace)
    return [(state, explain(trace, state)) for state in map(steps.at, range(steps.last + 1))]


def said(trace, name):
    """The explanations of the contributions into ``name``."""
    node = trace.values.graph.find(name)
    return [explanation for state, explanation in walk(trace) if state.edge is not None and state.edge.arg == node]


def factor(number):
    written = numeral(number)
    return f"({written})" if written.startswith("−") else written


def local_of(trace, edge):
    node, values = trace.values.graph.nodes[edge.user], trace.values.of_node
    return node.operation.vjps[edge.slot](1.0, values[edge.user], *(values[arg] for arg in node.args), *node.static)


def expect_the_traces_numbers(trace):
    """Each step's formula holds upstream, local derivative, contribution and sum, as the trace has them."""
    graph, sofar = trace.values.graph, {}
    for state, (title, sentence, formula) in ((state, vars(said).values()) for state, said in walk(trace)):
        assert title
        assert sentence.strip() == sentence != ""
        assert "  " not in sentence
        assert sentence.endswith(".")
        if state.phase == "forward":
            name, made = graph.name.get(state.node), text(graph, state.node, expand=True)
            assert title == f"Compute {name or made}."
            assert formula.startswith(f"{name} = {made} = " if name else f"{made} = ")
            assert formula.endswith(f" = {numeral(trace.values.of_node[state.node])}")
        if state.phase != "backward":
            continue
        edge = state.edge
        left = partial_text(graph, trace.of, edge.arg)
        product = f"{numeral(edge.upstream)} × {factor(local_of(trace, edge))}"
        before = sofar.get(edge.arg)
        sofar[edge.arg] = edge.contribution if before is None else before + edge.contribution
        more = any(other.arg == edge.arg for other in trace.edges[len(state.edges) :])
        whole = f"{left} = " + (f"{numeral(before)} + " if before is not None else "")
        assert formula == whole + f"{product} = {numeral(sofar[edge.arg])}" + (" + …" if more else "")
        assert title == f"Into {text(graph, edge.arg)}."
        assert says(sentence, numeral(edge.upstream))
        assert f"{partial_text(graph, edge.user, edge.arg)} = " in sentence
        assert re.search(rf" = {re.escape(numeral(local_of(trace, edge)))}\.", sentence)
        assert says(sentence, ADDS) == (before is not None)
        assert says(sentence, MORE) == more


# Every step.


@every_network
@both_zooms
def test_every_step_says_the_traces_numbers(program, inputs, far):
    expect_the_traces_numbers(seen(program, inputs, far))


@settings(max_examples=50)
@given(evaluated_graphs(max_nodes=15))
def test_every_step_of_a_random_graph_says_the_traces_numbers(example):
    graph, inputs = example
    expect_the_traces_numbers(backward(forward(graph, **inputs)))


@pytest.mark.parametrize("name", ["sum", "mean", "broadcast_like"])
def test_a_sum_of_one_number_has_a_local_derivative(name):
    arguments = "x*x, x" if name == "broadcast_like" else "x*x"
    expect_the_traces_numbers(traced(f"L = {name}({arguments})", x=3.0))


def test_the_lectures_steps_word_for_word():
    trace = seen(LECTURE, OPEN)
    (h1,) = said(trace, "h1")
    assert h1.title == "Into h1."
    assert h1.formula == "∂L/∂h1 = −0.01619 × 0.8 = −0.01295"
    assert says(h1.sentence, "w2·h1", "−0.01619")
    assert "∂(w2·h1)/∂h1 = w2 = 0.8." in h1.sentence
    (y,) = said(trace, "y")
    assert y.formula == "∂L/∂y = −0.07252 × 1 = −0.07252"
    (target,) = said(trace, "target")
    assert target.formula == "∂L/∂target = −0.07252 × (−1) = 0.07252"
    assert [e.formula for _, e in walk(trace)[:3]] == [
        "L = (y − target)²",
        "w1·x = 0.5·2 = 1",
        "z1 = w1·x + b1 = 1 + 0.1 = 1.1",
    ]


def test_the_lectures_statements_word_for_word():
    trace = seen(LECTURE, OPEN, far=True)
    (h1,) = said(trace, "h1")
    assert h1.formula == "∂L/∂h1 = −0.01619 × 0.8 = −0.01295"
    assert says(h1.sentence, "z2 = w2·h1 + b2", "−0.01619")
    (y,) = said(trace, "y")
    assert y.formula == "∂L/∂y = 1 × (−0.07252) = −0.07252"
    assert "∂L/∂y = 2·(y − target) = −0.07252." in y.sentence
    assert [e.formula for _, e in walk(trace)[3:4]] == ["z2 = w2·h1 + b2 = 0.8·1.1 + (−0.2) = 0.68"]


def test_the_start_the_loss_and_the_end():
    trace = seen(LECTURE, OPEN)
    steps = Steps(trace)
    start, loss, done = steps.at(0), steps.at(len(steps.order) + 1), steps.done()
    assert says(explain(trace, start).sentence, "–")  # and what is not computed yet is no 0
    assert explain(trace, start).formula == "L = (y − target)²"
    assert explain(trace, loss).formula == "∂L/∂L = 1"
    assert says(explain(trace, loss).sentence, "L", 1)
    assert explain(trace, done).formula == ""


def test_a_gradient_from_outside_is_not_called_one():
    trace = backward(run(LECTURE, **OPEN), upstream=-2.0)
    steps = Steps(trace)
    loss = explain(trace, steps.at(len(steps.order) + 1))
    assert loss.formula == "∂L/∂L = −2"
    assert "from outside" in loss.sentence
    assert " 1." not in loss.sentence


@both_zooms
@pytest.mark.parametrize(
    ("inputs", "expected", "other"),
    [(OPEN, "open", "closed"), (CLOSED, "closed", "open")],
)
def test_a_gate_is_said_to_be_open_or_closed_as_it_is(inputs, expected, other, far):
    (z1,) = said(seen(LECTURE, inputs, far), "z1")
    assert together(z1.sentence, "gate", expected)
    assert not says(z1.sentence, other)


def test_at_the_kink_the_gate_is_closed():
    (x,) = said(traced("L = relu(x)", x=0.0), "x")
    assert together(x.sentence, "gate", "closed")


def test_only_a_relu_is_a_gate():
    trace = seen("L = tanh(x)*x + leaky_relu(x)", {"x": 1.0})
    assert not any("gate" in explanation.sentence for _, explanation in walk(trace))


def test_reasons_stand_at_the_edges_they_explain():
    trace = seen(LECTURE, OPEN)
    keys = {"w2": "factor", "y": "unchanged", "target": "sign", "b2": "sum", "z2": "σ′"}
    for name, key in keys.items():
        assert says(said(trace, name)[0].sentence, key)
        others = set(keys.values()) - {key, "unchanged"}  # a sum passes on unchanged as well
        assert not any(says(said(trace, name)[0].sentence, other) for other in others)


def test_contributions_are_said_to_add_where_paths_meet():
    first, second = said(seen(SHARED, SHARED_INPUTS), "w")
    assert says(first.sentence, MORE)
    assert not says(first.sentence, ADDS)
    assert first.formula.endswith("0.4176 + …")
    assert says(second.sentence, ADDS)
    assert not says(second.sentence, MORE)
    assert second.formula == "∂L/∂w = 0.4176 + 0.2292 × 0.8 = 0.601"


def test_a_middle_contribution_adds_and_more_will_come():
    first, middle, last = said(traced("L = x*x + x", x=3.0), "x")
    assert (says(first.sentence, ADDS), says(first.sentence, MORE)) == (False, True)
    assert (says(middle.sentence, ADDS), says(middle.sentence, MORE)) == (True, True)
    assert (says(last.sentence, ADDS), says(last.sentence, MORE)) == (True, False)
    assert last.formula == "∂L/∂x = 4 + 1 × 3 = 7"


# Arrays.


@both_zooms
@pytest.mark.parametrize("seed", range(2))
def test_every_step_of_a_network_of_matrices_has_a_title_and_a_sentence(seed, far):
    trace = seen(MLP, mlp_inputs(seed), far)
    for state, explanation in walk(trace):
        assert explanation.title
        assert explanation.sentence.endswith(".")
        if state.edge is not None:
            known = show(state.gradients[state.edge.arg])
            assert explanation.formula.removesuffix(" + …").endswith(f"= {known}")
            is_later = any(other.arg == state.edge.arg for other in state.edges[:-1])
            assert says(explanation.sentence, ADDS) == is_later
            assert says(explanation.sentence, MORE) == (state.edge.arg in state.unfinished)


@pytest.mark.parametrize(("number", "expected"), [(1.0, "open"), (-1.0, "closed")])
def test_a_gate_of_many_entries_is_said_to_be_open_or_closed_where_all_of_them_are(number, expected):
    (X,) = said(traced("L = sum(relu(X))", X=np.full((2, 3), number)), "X")
    assert together(X.sentence, "gate", expected)
    assert not says(X.sentence, "some")


def test_a_gate_that_is_partly_open_is_neither():
    (X,) = said(traced("L = sum(relu(X))", X=np.array([1.0, -1.0])), "X")
    assert together(X.sentence, "gate", "some")


def test_only_a_matrix_product_is_called_one():
    trace = traced("L = mean(relu(X @ W))", X=np.ones((2, 3)), W=np.ones((3, 4)))
    graph = trace.values.graph
    for state, explanation in walk(trace):
        if state.edge is not None:
            is_product = graph.nodes[state.edge.user].operation is OPS["matmul"]
            assert says(explanation.sentence, "matrices") == is_product


def test_an_array_is_shown_by_its_shape():
    assert show(np.ones((2, 3))) == "2×3"
    assert show(np.ones(4)) == "4"
    assert show(None) == "–"
    assert show(np.float64(0.25)) == "0.25"
    assert show_latex(np.ones((2, 3))) == r"[2 \times 3]"
    assert show_latex(-0.5) == "-0.5"


# The pieces.


@settings(max_examples=50)
@given(evaluated_graphs())
def test_the_arithmetic_of_an_edge_is_the_traces(example):
    graph, inputs = example
    trace = backward(forward(graph, **inputs))
    for edge in trace.edges:
        local = local_of(trace, edge)
        assert trace.local(edge) == pytest.approx(local, rel=1e-12)
        assert arithmetic(trace, edge) == (numeral(edge.upstream), factor(local), numeral(edge.contribution))


def test_of_matrices_there_is_no_local_number():
    trace = traced("L = sum(X @ W)", X=np.ones((2, 3)), W=np.ones((3, 4)))
    (edge,) = trace.into("W")
    assert trace.local(edge) is None
    assert arithmetic(trace, edge) == ("2×4", "", "3×4")
    elementwise = traced("L = sum(X*X)", X=np.full((2, 3), 5.0)).into("X")[0]
    assert elementwise.contribution.tolist() == np.full((2, 3), 5.0).tolist()


@both_zooms
@pytest.mark.parametrize("inputs", [OPEN, CLOSED, SATURATED])
def test_a_computation_with_its_numbers_gives_the_value(inputs, far):
    trace = seen(LECTURE, inputs, far)
    for i, node in enumerate(trace.values.graph):
        if node.operation is not None:
            found = eval(python_of_text(computation(trace, i)), FUNCTIONS)
            assert found == pytest.approx(trace.values.of_node[i], rel=1e-2, abs=1e-3)


@pytest.mark.parametrize(
    ("program", "inputs", "expected"),
    [
        ("L = a*b", {"a": -2.0, "b": -3.0}, "(−2)·(−3)"),
        ("L = a - b", {"a": -2.0, "b": -3.0}, "−2 − (−3)"),
        ("L = x**2", {"x": -3.0}, "(−3)²"),
        ("L = x**2", {"x": 1e-5}, "(1e−5)²"),  # 1e−5² would be 1e−25
        ("L = -x", {"x": -3.0}, "−(−3)"),
        ("L = maximum(a, 0)", {"a": -3.0}, "maximum(−3, 0)"),
        ("L = x", {"x": 3.0}, ""),
    ],
)
def test_a_computations_numbers_have_the_parentheses_they_need(program, inputs, expected):
    trace = traced(program, **inputs)
    assert computation(trace, trace.of) == expected


# The derivation.


def lines_of(formula):
    body = formula.removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}")
    assert body != formula
    return body.split(r" \\[4pt] ")


@both_zooms
@every_network
def test_a_derivation_has_one_line_a_node_and_each_ends_in_that_nodes_gradient(program, inputs, far):
    trace = seen(program, inputs, far)
    graph = trace.values.graph
    for name in inputs:
        target = graph.find(name)
        way = {target} | {i for i in range(len(graph)) if target in graph.ancestors(i)}
        way = [i for i in graph.ancestors(trace.of) if i in way]
        lines = lines_of(derivation(trace, name))
        if any(other.arg == target for other in trace.edges):
            assert len(lines) == len(way)
            for line, node in zip(lines, reversed(way), strict=True):
                left, right = line.split(" &= ", 1)
                assert left == partial_latex(graph, trace.of, node)
                assert right.split(" = ")[-1] == latex_numeral(trace.gradient_of_node[node])
        assert lines[-1].endswith(f"= {latex_numeral(trace.grad[name])}")


def test_the_lectures_derivation_in_statements_line_for_line():
    lines = lines_of(derivation(seen(LECTURE, OPEN, far=True), "w1"))
    assert lines[0] == r"\frac{\partial L}{\partial L} &= 1"
    assert lines[1] == r"\frac{\partial L}{\partial y} &= 2 \cdot \left(y - \mathrm{target}\right) = -0.07252"
    symbols = r"\frac{\partial L}{\partial z_{1}} \cdot \frac{\partial z_{1}}{\partial w_{1}}"
    numbers = r"\frac{\partial L}{\partial z_{1}} \cdot x = -0.01295 \times 2 = -0.0259"
    assert lines[-1] == rf"\frac{{\partial L}}{{\partial w_{{1}}}} &= {symbols} = {numbers}"
    assert len(lines) == 6


def test_where_paths_meet_the_line_is_a_sum():
    last = lines_of(derivation(seen(SHARED, SHARED_INPUTS, far=True), "w"))[-1]
    _, symbols, _, numbers, result = last.replace(" &= ", " = ").split(" = ")
    assert symbols.count(" + ") == 1
    assert numbers == r"0.501 \times 0.8337 + 0.7514 \times 0.244"
    assert result == "0.601"


@pytest.mark.parametrize("program", ["L = x*x", "u = x*x \n L = u + x", "u = x*x \n L = sin(u)"])
def test_no_line_of_a_derivation_says_something_false(program):
    """∂L/∂x = ∂L/∂x + ∂L/∂x would make it 0: the derivative of one use is not that of all uses."""
    for line in lines_of(derivation(traced(program, x=3.0), "x"))[1:]:
        left, right = line.split(" &= ", 1)
        assert left not in right
        assert right.count(r"\frac{\partial u}{\partial x}") <= 1


def test_the_loss_itself_takes_one_line_and_what_it_does_not_depend_on_is_zero():
    trace = backward(run("a = x \n b = 2*w \n L = a*a", x=3.0, w=1.0))
    assert lines_of(derivation(trace, "L")) == [r"\frac{\partial L}{\partial L} &= 1"]
    assert lines_of(derivation(trace, "w")) == [r"\frac{\partial L}{\partial w} &= 0"]
    assert lines_of(derivation(trace, "b")) == [r"\frac{\partial L}{\partial b} &= 0"]


@pytest.mark.parametrize("doublings", [8, 16, 50])
def test_a_derivation_grows_with_the_nodes_and_not_with_the_paths(doublings):
    """2^50 paths, 50 lines."""
    graph = Graph()
    u = graph.input("x")
    for i in range(doublings):
        u = graph.let(**{f"u{i}": OPS["sin"](u) * u})
    trace = backward(forward(graph, x=1.0))
    formula = derivation(trace, "x")
    assert len(lines_of(formula)) == 2 * doublings + 1
    assert len(formula) < 1200 * doublings


def test_a_derivation_of_matrices_ends_in_the_right_shape_and_multiplies_by_no_one():
    trace = seen(MLP, mlp_inputs())
    for name in ("W1", "b1", "X"):
        formula = derivation(trace, name)
        assert lines_of(formula)[-1].endswith("= " + show_latex(trace.grad[name]))
        assert r"\, 1" not in formula
        assert r"1 \," not in formula


# A chain.

CHAIN = "h = sin(x) \n g = h**2 \n L = exp(g)"


def test_the_stages_of_a_chain_with_the_point_each_is_taken_at():
    x = 0.8
    h = math.sin(x)
    g = h * h
    L = math.exp(g)
    assert stages(traced(CHAIN, x=x)) == [
        ("∂L/∂g", "L", f"g = {numeral(g)}", numeral(L)),
        ("∂g/∂h", "2·h", f"h = {numeral(h)}", numeral(2 * h)),
        ("∂h/∂x", "cos(x)", "x = 0.8", numeral(math.cos(x))),
    ]


def test_the_product_of_a_chain_is_its_gradient():
    trace = traced(CHAIN, x=0.8)
    left, symbols, numbers, result = product_text(trace).split(" = ")
    assert (left, symbols) == ("∂L/∂x", "∂L/∂g · ∂g/∂h · ∂h/∂x")
    found = math.prod(float(number) for number in numbers.split(" × "))
    assert found == pytest.approx(trace.grad["x"], rel=1e-3)
    assert result == numeral(trace.grad["x"])


def test_negative_factors_of_a_product_have_parentheses():
    numbers = product_text(traced("h = cos(x) \n g = -2*h \n L = g**3", x=0.8)).split(" = ")[-2]
    assert numbers == "5.825 × (−2) × (−0.7174)"


# Overflow.


def test_an_overflow_is_explained_by_the_first_name_it_reached():
    assert overflow_note(run(CHAIN, x=0.8)) == ""
    assert overflow_note(run(LECTURE, **SATURATED)) == ""
    note = overflow_note(run("h = exp(x) \n g = h*h \n L = g + 1", x=500.0))
    assert note.startswith(" g is beyond")
    assert "∞" in note
    assert overflow_note(run("L = sum(exp(X))", X=np.array([1.0, 800.0]))).startswith(" L is beyond")


def test_what_is_not_a_number_is_not_called_too_large():
    assert overflow_note(run("L = x + 1", x=math.nan)) == ""
