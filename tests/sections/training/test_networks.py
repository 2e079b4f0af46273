"""Protects the networks of 5.7: their layers, and the weights that a random generator gives them."""

import numpy as np

from course_lib.layers.layer import Linear, ReLU
from course_lib.sections.training.networks import perceptron


def test_a_perceptron_has_an_activation_between_any_two_layers():
    net = perceptron((2, 5, 3, 1), ReLU, np.random.default_rng(0))
    assert [type(part) for part in net.parts] == [Linear, ReLU, Linear, ReLU, Linear]
    assert [part.W.shape for part in net.parts[::2]] == [(2, 5), (5, 3), (3, 1)]
    assert net.parts[0].first
    assert abs(net.parts[2].W).sum() > 0
