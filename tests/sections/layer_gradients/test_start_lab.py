"""Protects 5.4 on initial weights: which keep a gradient's size with which activation, and what saturates."""

import numpy as np
import pytest

from course_lib.layers.initialise import INITIALISATIONS, he, normal, xavier, zeros
from course_lib.layers.layer import ReLU, Sigmoid, Tanh
from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.start_lab import (
    Passed,
    every_start,
    mean_over_seeds,
    percent,
    ratio,
    said_of_starts,
    saturated,
    tenth_layer,
)
from tests.meaning import says, sentence, together


@pytest.mark.parametrize(
    ("initialise", "activation", "spread", "gradient", "share"),
    [
        (he, ReLU, 0.94, 0.97, None),
        (xavier, ReLU, 0.67, 0.69, None),
        (xavier, Tanh, 0.95, 0.96, 0),
        (he, Tanh, 1.0, 1.06, 0.02),
        (normal, Tanh, 1.0, 2.1, 0.81),
        (xavier, Sigmoid, 0.24, 0.24, 0),
        (he, Sigmoid, 0.32, 0.32, 0),
        (normal, Sigmoid, 0.83, 0.84, 0.51),
    ],
)
def test_what_a_layer_lets_through(initialise, activation, spread, gradient, share):
    found = mean_over_seeds(initialise, activation)
    assert found.spread == pytest.approx(spread, abs=0.01)
    assert found.gradient == pytest.approx(gradient, abs=0.02)
    assert found.saturated == (None if share is None else pytest.approx(share, abs=0.01))


@pytest.mark.parametrize("activation", [ReLU, Sigmoid, Tanh])
def test_from_zeros_nothing_passes_though_no_unit_is_saturated(activation):
    assert mean_over_seeds(zeros, activation) in (Passed(0.0, 0.0, 0.0), Passed(0.0, 0.0, None))


@pytest.mark.parametrize("initialise", INITIALISATIONS.values())
def test_the_same_seed_measures_the_same(initialise):
    assert tenth_layer(initialise, Tanh, 3) == tenth_layer(initialise, Tanh, 3)


def test_a_unit_is_saturated_below_a_tenth_of_the_largest_derivative():
    act = Sigmoid()
    h = act.forward(np.array([-4.0, -3.0, 0.0, 3.0, 4.0]))  # σ′(3) = 0.045, σ′(4) = 0.018, the limit is 0.025
    assert saturated(act, h) == pytest.approx(2 / 5)


def test_it_is_told_with_the_measured_numbers():
    he_relu, glorot_relu = (mean_over_seeds(each, ReLU).gradient for each in (he, xavier))
    words = said_of_starts(ReLU, every_start(ReLU))
    assert together(words, "He", numeral(he_relu, 2))
    assert together(words, "Xavier", numeral(glorot_relu, 2))
    assert says(sentence(words, "thirty"), numeral(he_relu**30, 1), numeral(glorot_relu**30, 1))
    words = said_of_starts(Sigmoid, every_start(Sigmoid))
    assert together(words, "Xavier", numeral(mean_over_seeds(xavier, Sigmoid).gradient, 2))
    assert together(words, "He", numeral(mean_over_seeds(he, Sigmoid).gradient, 2))
    assert together(words, "saturated", percent(mean_over_seeds(normal, Sigmoid).saturated))
    words = said_of_starts(Tanh, every_start(Tanh))
    glorot = mean_over_seeds(xavier, Tanh)
    assert says(
        sentence(words, "Xavier"), numeral(glorot.spread, 2), numeral(glorot.gradient, 2), percent(glorot.saturated)
    )
    assert says(sentence(words, "He"), numeral(mean_over_seeds(he, Tanh).gradient, 3))


def test_what_is_not_measured_is_no_0():
    assert percent(None) == "–"
    assert percent(0.0) == "0 %"


def test_where_nothing_came_in_the_ratio_is_0():
    assert ratio(0.0, 0.0) == 0
    assert ratio(1.0, 4.0) == 0.25
