"""The test bench: a small network around one kind of layer or loss, with examples and targets."""

from typing import NamedTuple

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.initialise import xavier
from course_lib.layers.layer import Layer, LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, Loss, MSELoss


class Bench(NamedTuple):
    """A network on the test bench, with its loss, examples X (N, D) and targets T."""

    network: Layer
    loss: Loss
    X: Array
    T: Array


def bench(part: type[Layer] | type[Loss], random: np.random.Generator, examples: int = 5, outputs: int = 2) -> Bench:
    """A small network for testing one kind of layer or loss, with 3 inputs and 4 hidden units; by default N ≠ D > 1.

    A layer stands between two Linear layers. If a loss is tested, a Tanh stands there.
    """
    middle: Layer
    if part is Linear:
        middle = Sequential(Tanh(), Linear(4, 4, random, xavier), Tanh())
    elif part is LayerNorm:
        middle = Sequential(LayerNorm(4), Tanh())
    elif part is Residual:
        middle = Residual(Sequential(Linear(4, 4, random), Tanh()), scale=0.5)
    elif part in (ReLU, LeakyReLU, Sigmoid):
        middle = part()
    else:
        middle = Tanh()
    network = Sequential(Linear(3, 4, random), middle, Linear(4, outputs, random, xavier))
    X, T = random.normal(size=(examples, 3)), random.normal(size=(examples, outputs))
    if part is BCELoss:
        return Bench(network, BCELoss(), X, (T > 0).astype(float))
    if part is CrossEntropyLoss:
        return Bench(network, CrossEntropyLoss(), X, (T[:, 0] > 0).astype(int) % outputs)
    return Bench(network, MSELoss(), X, T)
