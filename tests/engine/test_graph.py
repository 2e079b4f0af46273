"""Protects the graph's structure: a list in topological order that only grows, its names, and arithmetic on handles."""

import re

import numpy as np
import pytest
from hypothesis import given

from course_lib import OPS, Graph, forward, parse
from course_lib.engine.graph import Node
from course_lib.errors import BuildError, NameTakenError, UnknownNameError
from tests.strategies import graphs


def two_inputs():
    graph = Graph()
    return graph, graph.input("x"), graph.input("y")


# Every graph.


@given(graphs())
def test_every_argument_stands_before_its_node(graph):
    for i, node in enumerate(graph):
        assert all(arg < i for arg in node.args)


@given(graphs())
def test_a_node_is_an_operation_a_constant_or_an_input(graph):
    for i, node in enumerate(graph):
        kinds = [node.operation is not None, node.constant is not None, graph.is_input(i)]
        assert kinds.count(True) == 1
        assert len(node.args) == (node.operation.arity if node.operation else 0)


@given(graphs())
def test_users_are_the_arguments_read_backwards(graph):
    leaving = {(arg, user, slot) for arg, edges in enumerate(graph.users()) for user, slot in edges}
    entering = {(arg, user, slot) for user, node in enumerate(graph) for slot, arg in enumerate(node.args)}
    assert leaving == entering
    assert sum(len(edges) for edges in graph.users()) == len(leaving)


@given(graphs())
def test_ancestors_are_sorted_and_closed_under_arguments(graph):
    last = graph.find("L")
    needed = graph.ancestors(last)
    assert needed == sorted(set(needed))
    assert needed[-1] == last
    for i in needed:
        assert set(graph.nodes[i].args) <= set(needed)
    for i in needed[:-1]:
        assert any(user in needed for user, _ in graph.users()[i])


@given(graphs())
def test_the_graph_is_printed_one_node_a_line(graph):
    lines = str(graph).splitlines()
    assert len(lines) == len(graph)
    for i, (line, node) in enumerate(zip(lines, graph, strict=True)):
        assert line.split()[0] == str(i)
        assert graph.name.get(i, "") in line
        assert node.operation is None or node.operation.name in line


def test_the_printed_list_calls_arguments_by_name_or_line_and_shows_fixed_numbers():
    graph = parse("h = tanh(w*x)\nL = h**2 + 3")
    lines = [" ".join(line.split()) for line in str(graph).splitlines()]
    assert "2 multiply(w, x)" in lines
    assert "3 h tanh(node 2)" in lines
    assert any(line.endswith("power(h, 2)") for line in lines)
    assert any(line.endswith(", 3)") for line in lines)  # a constant is a number, not a node to look up


# Building.


def test_arithmetic_on_handles_records_the_rows():
    graph, x, y = two_inputs()
    made = [x + y, x - y, x * y, x / y, x @ y, -x, x**2]
    names = [graph.nodes[handle.node].operation.name for handle in made]
    assert names == ["add", "subtract", "multiply", "divide", "matmul", "negate", "power"]
    assert graph.nodes[made[-1].node].static == (2.0,)


@pytest.mark.parametrize("number", [2, 2.0, np.float64(2), np.float32(2), np.int64(2)])
def test_numbers_stand_on_either_side(number):
    graph, x, _ = two_inputs()
    left = [number + x, number - x, number * x, number / x]
    right = [x + number, x - number, x * number, x / number]
    for handle in left:
        first, second = graph.nodes[handle.node].args
        assert (graph.nodes[first].constant, second) == (2.0, x.node)
    for handle in right:
        first, second = graph.nodes[handle.node].args
        assert (first, graph.nodes[second].constant) == (x.node, 2.0)


def test_a_square_by_multiplication_has_two_edges():
    graph, x, _ = two_inputs()
    square = x * x
    assert graph.nodes[square.node].args == (x.node, x.node)
    assert graph.users()[x.node] == [(square.node, 0), (square.node, 1)]


def test_nothing_is_merged_or_changed_afterwards():
    graph, x, y = two_inputs()
    before = list(graph.nodes)
    x + y
    x + y
    assert graph.nodes[: len(before)] == before
    assert len(graph) == len(before) + 2


def test_a_node_cannot_be_changed():
    with pytest.raises(AttributeError):
        Node().constant = 1.0


def test_defaults_of_static_numbers_are_written_down():
    graph, x, _ = two_inputs()
    assert graph.nodes[OPS["leaky_relu"](x).node].static == (0.01,)
    assert graph.nodes[OPS["leaky_relu"](x, 0.2).node].static == (0.2,)


def test_a_copy_grows_on_its_own():
    graph, x, y = two_inputs()
    graph.let(z=x * y)
    twin = graph.copy()
    twin.let(L=twin["z"] + 1.0)
    assert str(twin).startswith(str(graph))
    assert (len(graph), len(twin)) == (3, 5)
    assert "L" not in graph.index
    assert (graph.find(None), twin.find(None)) == (graph.find("z"), twin.find("L"))


# Names.


def test_names_find_their_nodes():
    graph, x, y = two_inputs()
    z = graph.let(z=x * y)
    assert graph["z"] == z
    assert graph.find("z") == z.node
    assert graph.name[z.node] == "z"
    assert graph.inputs == {"x": 0, "y": 1}


def test_the_loss_is_the_last_name_and_without_names_the_last_node():
    graph, x, y = two_inputs()
    product = x * y
    assert graph.find(None) == product.node
    graph.let(a=product, b=x + 1)
    x - y
    assert graph.find(None) == graph.find("b")


def test_let_names_several_results_and_returns_the_last():
    graph, x, y = two_inputs()
    assert graph.let(a=x + y, b=x - y) == graph["b"]
    assert graph.find("a") < graph.find("b")


def test_a_second_name_of_a_node_is_an_alias():
    graph, x, _ = two_inputs()
    graph.let(a=x)
    assert graph.find("a") == graph.find("x")
    assert graph.name[x.node] == "x"
    assert "a" not in graph.inputs
    assert forward(graph, x=3.0, y=0.0)["a"] == 3.0


def test_a_named_number_is_a_node_of_its_own_and_a_nameless_one_is_folded():
    graph, x, _ = two_inputs()
    graph.let(c=2.0)
    product = x * 3.0
    assert not graph.is_folded(graph.find("c"))
    assert graph.is_folded(graph.nodes[product.node].args[1])
    assert not graph.is_folded(x.node)


def test_names_may_be_greek_and_those_of_python_methods():
    graph = Graph()
    for name in ("θ", "self", "graph", "print", "_", "x1"):
        graph.input(name)
    assert list(graph.inputs) == ["θ", "self", "graph", "print", "_", "x1"]


def test_any_input_name_can_be_a_result_too():
    """``let`` and ``forward`` take names as keywords; none of their own parameters may be in the way."""
    graph = Graph()
    x = graph.input("graph")
    graph.let(**{"self": x + 1})
    assert forward(graph, **{"graph": 2.0})["self"] == 3.0


@pytest.mark.parametrize("name", ["", "2x", "a b", "a.b", "lambda", "None", "x-1", "$"])
def test_what_is_not_a_name_is_refused(name):
    with pytest.raises(NameTakenError, match=re.escape(repr(name))):
        Graph().input(name)


@pytest.mark.parametrize("name", OPS)
def test_the_tables_names_are_reserved(name):
    with pytest.raises(NameTakenError, match=rf"\b{name}\b.*operation"):
        Graph().input(name)


def test_a_name_is_given_once():
    graph, x, _ = two_inputs()
    for again in (lambda: graph.input("x"), lambda: graph.let(x=x + 1)):
        with pytest.raises(NameTakenError, match=r"\bx\b.*already"):
            again()


def test_an_unknown_name_is_an_error_with_the_closest_one():
    graph, x, _ = two_inputs()
    graph.let(weight=x)
    with pytest.raises(UnknownNameError) as caught:
        graph["wieght"]
    assert caught.value.close == "weight"


# What cannot be recorded.


def test_handles_of_two_graphs_do_not_mix():
    with pytest.raises(BuildError, match="two graphs"):
        Graph().input("x") + Graph().input("y")


@pytest.mark.parametrize("value", [np.ones(3), "2", None, True, 1j, [1.0]])
def test_only_numbers_and_handles_stand_in_a_graph(value):
    graph, x, _ = two_inputs()
    before = len(graph)
    for build in (lambda: x + value, lambda: value * x, lambda: graph.let(z=value)):
        with pytest.raises(BuildError, match=re.escape(type(value).__name__)):
            build()
    assert len(graph) == before


def test_a_powers_exponent_is_a_constant():
    _, x, y = two_inputs()
    for build in (lambda: x**y, lambda: 2**x, lambda: x ** "2", lambda: x**True):
        with pytest.raises(BuildError, match="exponent"):
            build()


@pytest.mark.parametrize("exponent", [float("inf"), float("-inf"), float("nan")])
def test_a_powers_exponent_is_finite(exponent):
    x = Graph().input("x")
    with pytest.raises(BuildError, match="exponent"):
        x**exponent


def test_an_operation_takes_its_number_of_arguments():
    graph, x, _ = two_inputs()
    for build in (lambda: OPS["add"](x), lambda: OPS["power"](x), lambda: OPS["exp"](x, 2.0)):
        with pytest.raises(BuildError, match="takes"):
            build()
    assert len(graph) == 2


def test_an_empty_graph_has_no_loss():
    with pytest.raises(BuildError, match="empty"):
        Graph().find(None)


def test_let_without_a_name_is_refused():
    graph, _, _ = two_inputs()
    with pytest.raises(BuildError):
        graph.let()
