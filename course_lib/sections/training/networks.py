"""The networks of 5.7: linear layers with activations between them, equal for equal random generators."""

from itertools import pairwise

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.initialise import Initialise, he, xavier
from course_lib.layers.layer import Layer, Linear, ReLU, Sequential, Sigmoid, Tanh

SEED = 7  # of every experiment: a run is repeated exactly
ACTIVATIONS: dict[str, type[Layer]] = {"tanh": Tanh, "ReLU": ReLU, "sigmoid": Sigmoid}


def perceptron(
    sizes: tuple[int, ...], activation: type[Layer], random: np.random.Generator, first: Initialise | None = None
) -> Sequential:
    """Linear layers of these sizes with an activation between each two.

    ``first`` makes the initial weights; by default He before ReLU, and Xavier otherwise.
    """
    initialise = first or (he if activation is ReLU else xavier)
    layers: list[Layer] = []
    for place, (inputs, outputs) in enumerate(pairwise(sizes)):
        layers += [activation()] if place else []
        layers.append(Linear(inputs, outputs, random, initialise, first=not place))
    return Sequential(*layers)


def fitted(network: Layer, xs: Array) -> Array:
    """The network's outputs (N,) for the numbers xs (N,)."""
    with np.errstate(all="ignore"):
        return network.forward(xs[:, None])[:, 0]
