"""Protects the sentences under the figures of 5.4: they follow from the numbers."""

import numpy as np
import pytest

from course_lib.layers.layer import LeakyReLU, ReLU, Sigmoid, Tanh
from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.said import (
    NAMES,
    SHOWN,
    activation_rows,
    bias_rows,
    division_rows,
    loss_rows,
    said_of_activation,
    said_of_bias,
    said_of_division,
    said_of_gates,
    said_of_losses,
    said_of_weight,
    said_of_whole,
    whole_rows,
)
from tests.meaning import numbers_in, says

X = np.array([[1.0, -0.5], [0.3, 2.0], [-1.2, 0.0]])
DZ = np.array([[0.4, -0.1], [-0.2, 0.5], [0.6, 0.3]])


@pytest.mark.parametrize("place", [(0, 0), (1, 0), (0, 1)])
@pytest.mark.parametrize("columns", [False, True])
def test_a_weights_gradient_is_told_as_its_sum_in_either_layout(place, columns):
    said = said_of_weight(X, DZ, place, columns)
    index = "".join(str(number + 1) for number in (reversed(place) if columns else place))
    assert f"<sub>{index}</sub>" in said
    assert f"<strong>{numeral(float((X.T @ DZ)[place]), 3)}</strong>" in said
    assert ("∂L/∂Z · Xᵀ" if columns else "Xᵀ · ∂L/∂Z") in said


@pytest.mark.parametrize("examples", [1, 3])
def test_the_rule_of_one_example_is_right_for_one_example_only(examples):
    dZ = DZ[:examples]
    rows = bias_rows(dZ, dZ.sum(axis=0), dZ.sum(axis=0))
    assert len(rows) == examples + 3
    assert (rows[-1][1:] == rows[-2][1:]) == (examples == 1)
    assert ("rule is right" in said_of_bias(dZ, dZ.sum(axis=0))) == (examples == 1)


@pytest.mark.parametrize(
    ("Z", "expected"), [([1.0, 2.0], None), ([1.0, -2.0], [1, 1]), ([0.0, -2.0], [0, 2]), ([-1.0, -2.0], [0, 2])]
)
def test_gates_are_counted_and_a_corner_is_told(Z, expected):
    said = said_of_gates(np.array([Z]))
    if expected is None:
        assert says(said, "all gates are open")
    else:
        assert numbers_in(said)[:2] == expected
    assert ("exactly 0" in said) == (0.0 in Z)


@pytest.mark.parametrize("activation", [ReLU, LeakyReLU, Sigmoid, Tanh])
def test_every_activation_has_its_words_and_stalls_only_where_it_is_flat(activation):
    assert activation in NAMES
    assert says(said_of_activation(activation, 7.0, 0.9991, 0.001), "saturated")
    for slope in (0.0, 0.5):
        assert not says(said_of_activation(activation, 1.0, 0.7, slope), "saturated")
    assert ("corner" in said_of_activation(activation, 0.0, 0.0, 0.5)) == (activation in (ReLU, LeakyReLU))
    assert activation_rows(0.5, 0.25)[-1][1] == "25"


def test_an_output_that_is_very_wrong_is_told():
    assert says(said_of_losses(-6.0, 0.002, 1.0), "very wrong")
    assert not says(said_of_losses(0.0, 0.5, 1.0), "very wrong")
    assert [row[1] for row in loss_rows(-0.005, -1.0)] == ["−0.005", "−1", "200"]
    assert loss_rows(0.0, -1.0)[-1][1] == "–"


def test_the_lectures_ratios_stand_beside_those_that_are_expected():
    right = {name: np.ones((8, 2)) for name in "YWbX"}
    factors = {"Y": 2.0, "W": 0.25, "b": 0.25, "X": 2.0}
    rows = division_rows(right, {name: factor * right[name] for name, factor in factors.items()})
    for row in rows:
        assert row[-1].endswith(f"= {row[-2]}")


@pytest.mark.parametrize(
    ("examples", "outputs", "told"),
    [(1, 1, "right, too"), (4, 4, "4 times too large"), (8, 2, "0.25 times"), (8, 1, "∂L/∂Y is right")],
)
def test_who_divides_by_what_is_told_for_every_kind_of_size(examples, outputs, told):
    said = said_of_division(examples, outputs)
    assert says(said, told)
    assert ("by accident" in said) == (examples == outputs)


def test_a_closed_gate_and_the_largest_difference_are_told():
    layers = dict.fromkeys(SHOWN, 0.5)
    graph = {**layers, "b2": 0.5 + 2e-9}
    said = said_of_whole(layers, graph)
    assert says(said, "as in 5.3", numeral(2e-9, 1))
    assert says(said_of_whole({**layers, "W1": 0.0}, graph), "gate is closed")
    assert [row[0] for row in whole_rows(layers, graph, layers)] == ["L", *(f"∂L/∂{name}" for name in SHOWN[1:])]
