"""Protects the networks of single numbers: one node per product and per sum, as many as the sizes say."""

import itertools

import numpy as np
import pytest

from course_lib.engine.ops import add, multiply, tanh
from course_lib.engine.passes import forward
from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of

SIZES = [(1, 1), (2, 1, 1), (2, 3, 1), (3, 2, 4), (2, 3, 4, 2)]


@pytest.mark.parametrize("sizes", SIZES)
def test_its_parameters_are_a_weight_for_each_input_of_each_neuron_and_a_bias(sizes):
    expected = sum((before + 1) * here for before, here in itertools.pairwise(sizes))
    assert len(parameters_of(neurons(sizes))) == expected


@pytest.mark.parametrize("sizes", SIZES)
def test_every_product_and_every_sum_is_a_node(sizes):
    used = [node.operation for node in neurons(sizes, loss=False) if node.operation is not None]
    weights = sum(before * here for before, here in itertools.pairwise(sizes))
    assert used.count(multiply) == weights
    assert used.count(add) == weights  # k products and a bias are k additions
    assert used.count(tanh) == sum(sizes[1:-1])


@pytest.mark.parametrize("sizes", SIZES)
def test_it_computes_what_matrices_compute(sizes):
    graph = neurons(sizes)
    numbers = numbers_for(graph)
    values = forward(graph, **numbers)
    layer = np.array([numbers[f"x{i}"] for i in range(1, sizes[0] + 1)])
    for depth in range(1, len(sizes)):
        rows, columns = range(1, sizes[depth] + 1), range(1, sizes[depth - 1] + 1)
        weights = np.array([[numbers[f"w{depth}_{i}_{k}"] for k in columns] for i in rows])
        layer = weights @ layer + np.array([numbers[f"b{depth}_{i}"] for i in rows])
        layer = layer if depth == len(sizes) - 1 else np.tanh(layer)
    targets = np.array([numbers[f"t{i}"] for i in range(1, sizes[-1] + 1)])
    assert [values[f"y{i}"] for i in range(1, sizes[-1] + 1)] == pytest.approx(layer)
    assert values["L"] == pytest.approx(((layer - targets) ** 2).sum())


def test_numbers_come_from_a_seed():
    graph = neurons((2, 2, 1))
    assert numbers_for(graph, 1) == numbers_for(graph, 1) != numbers_for(graph, 2)


@pytest.mark.parametrize("sizes", [(), (2,), (2, 0, 1)])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes"):
        neurons(sizes)
