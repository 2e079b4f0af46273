"""Protects the experiments on initial weights: they reproduce the lecture's figures, and sentences match tables."""

import numpy as np
import pytest

from course_lib.numerals import numeral
from course_lib.sections.training.first_values import (
    FIRST_VALUES,
    WHAT_MOVES,
    said_of_output,
    said_of_output_gradients,
    said_of_start,
    start_rows,
    started,
)
from course_lib.sections.training.networks import fitted
from tests.meaning import clause, says, sentence


@pytest.mark.parametrize(("activation", "moving"), [("tanh", ("b2",)), ("ReLU", ("b2",)), ("sigmoid", ("W2", "b2"))])
def test_with_all_0_only_this_much_moves(activation, moving):
    start = started(activation, FIRST_VALUES["all 0"], 0)
    assert start.moving == moving
    assert start.alike
    still = sentence(said_of_start(start, 0), "gradients of")
    assert says(still, 0)
    assert {name for name in start.gradients if says(still, name)} == set(start.gradients) - set(moving)


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("first", FIRST_VALUES)
def test_what_moves_has_a_name_and_the_outputs_gradients_are_told(activation, first):
    start = started(activation, FIRST_VALUES[first], 0)
    assert start.moving in WHAT_MOVES
    largest = float(np.abs(start.gradients["W2"]).max())
    assert says(said_of_output_gradients(start), numeral(float(start.gradients["b2"][0])), numeral(largest))


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("epochs", [0, 1, 100])
def test_units_that_start_the_same_stay_the_same_and_others_do_not(activation, epochs):
    for first in ("all 0", "all ½"):
        assert started(activation, FIRST_VALUES[first], epochs).alike
    start = started(activation, FIRST_VALUES["random"], epochs)
    assert not start.alike
    assert start.moving == ("W1", "b1", "W2", "b2")
    assert says(said_of_start(start, epochs), "differ")
    assert not says(said_of_start(start, epochs), "the same")


def test_a_unit_that_no_gradient_reaches_is_told_and_shown():
    start = started("ReLU", FIRST_VALUES["random"], 100)
    assert start.dead == (2,)
    said = said_of_start(start, 100)
    assert says(clause(said, "dead"), 2)
    assert says(clause(said, "differ"), 3)
    assert not says(said, "no gradient")
    rows = {name: numbers for name, *numbers in start_rows(start)}
    assert [rows[f"∂L/∂{name}"][1] for name in ("W1", "b1", "W2")] == ["0", "0", "0"]


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("first", FIRST_VALUES)
@pytest.mark.parametrize("epochs", [0, 1, 100, 1000])
def test_what_is_said_of_gradients_is_what_the_table_shows(activation, first, epochs):
    start = started(activation, FIRST_VALUES[first], epochs)
    said, rows = said_of_start(start, epochs), start_rows(start)
    assert [name for name, *_ in rows] == ["W1", "∂L/∂W1", "b1", "∂L/∂b1", "W2", "∂L/∂W2"]
    output = said_of_output(start)
    assert ("b2" in start.moving) != output.endswith("∂L/∂b2 = 0")
    zeros = [name for name, *numbers in rows if name.startswith("∂") and "0" in numbers]
    assert says(said, "no gradient") == (not zeros and "b2" in start.moving)
    assert not any(len(number) > len("−1.23e−15") for _, *numbers in rows for number in numbers)
    assert "1 epochs" not in said


def test_all_0_with_tanh_ends_at_the_mean_and_random_does_not():
    start = started("tanh", FIRST_VALUES["all 0"], 1000)
    xs = np.linspace(-1, 1, 5)
    np.testing.assert_allclose(fitted(start.network, xs), start.data.T.mean(), rtol=1e-6)
    assert started("tanh", FIRST_VALUES["random"], 1000).loss < 0.1 * start.loss
