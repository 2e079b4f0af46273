"""Protects the initialisations: each has the promised variance, and its effect on a signal and on a gradient."""

import numpy as np
import pytest

from course_lib.layers.initialise import INITIALISATIONS, he, normal, xavier, zeros
from course_lib.layers.layer import Linear, ReLU, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import MSELoss

D, H = 400, 300


@pytest.mark.parametrize(("initialise", "variance"), [(he, 2 / D), (xavier, 2 / (D + H)), (normal, 1.0), (zeros, 0.0)])
def test_the_spread_is_the_one_promised(initialise, variance):
    W = initialise(D, H, np.random.default_rng(0))
    assert W.shape == (D, H)
    assert W.var() == pytest.approx(variance, rel=0.02)
    assert abs(W.mean()) <= 4 * np.sqrt(variance / W.size)


@pytest.mark.parametrize("initialise", INITIALISATIONS.values())
def test_the_same_generator_gives_the_same_weights_and_no_other_is_used(initialise):
    np.random.seed(0)
    first = initialise(3, 4, np.random.default_rng(7))
    np.random.seed(1)
    np.testing.assert_array_equal(first, initialise(3, 4, np.random.default_rng(7)))
    if initialise is not zeros:
        assert not np.array_equal(first, initialise(3, 4, np.random.default_rng(8)))


def size_after(activation, initialise, depth=20):
    """E[h²] after so many layers of 300 units, from an input with E[x²] = 1."""
    random = np.random.default_rng(0)
    blocks = [(Linear(300, 300, random, initialise), activation()) for _ in range(depth)]
    network = Sequential(*(layer for block in blocks for layer in block))
    return np.mean(network.forward(random.normal(size=(200, 300))) ** 2)


def test_he_keeps_the_signals_size_through_relu_and_xavier_halves_it_each_layer():
    assert 0.3 < size_after(ReLU, he) < 3
    assert 0.1 < size_after(ReLU, xavier) / 0.5**20 < 10
    assert size_after(ReLU, normal) > 1e40


def gradients(activation, initialise):
    random = np.random.default_rng(0)
    network = Sequential(Linear(3, 4, random, initialise), activation(), Linear(4, 2, random, initialise))
    loss = MSELoss()
    loss.forward(network.forward(random.normal(size=(5, 3))), random.normal(size=(5, 2)))
    network.backward(loss.backward())
    return network.gradients


@pytest.mark.parametrize("activation", [ReLU, Tanh])
def test_from_zeros_only_the_output_bias_moves(activation):
    moved = {name for name, gradient in gradients(activation, zeros).items() if gradient.any()}
    assert moved == {"b2"}


def test_from_zeros_behind_a_sigmoid_the_second_matrix_moves_too():
    moved = {name for name, gradient in gradients(Sigmoid, zeros).items() if gradient.any()}
    assert moved == {"W2", "b2"}


def test_from_a_constant_hidden_units_stay_identical():
    found = gradients(Tanh, lambda inputs, outputs, random: np.full((inputs, outputs), 0.5))
    assert found["W1"].any()
    np.testing.assert_allclose(found["W1"], found["W1"][:, :1] * np.ones((1, 4)))
    np.testing.assert_allclose(found["W2"], found["W2"][:1] * np.ones((4, 1)))
