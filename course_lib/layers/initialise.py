"""Initial values for a weight matrix W (inputs, outputs), chosen so that a signal keeps its size.

In z = Σᵢ xᵢ wᵢ over D inputs the variances add: Var z = D · E[x²] · Var w. Each rule
chooses Var w so that Var z neither grows nor shrinks from layer to layer.

The random generator is an argument, so that a run can be repeated.
"""

from collections.abc import Callable

import numpy as np

Initialise = Callable[[int, int, np.random.Generator], np.ndarray]


def he(inputs: int, outputs: int, random: np.random.Generator) -> np.ndarray:
    """Weights with variance 2 / inputs, for a layer before ReLU, which keeps half of E[z²].

    Source: He et al., "Delving deep into rectifiers" (2015), equation 10.
    """
    return random.normal(size=(inputs, outputs)) * np.sqrt(2 / inputs)


def xavier(inputs: int, outputs: int, random: np.random.Generator) -> np.ndarray:
    """Weights with variance 2 / (inputs + outputs), for a layer before a sigmoid or tanh.

    It lies between 1 / inputs, which suits the forward pass, and 1 / outputs, which suits the backward pass.

    Source: Glorot & Bengio, "Understanding the difficulty of training deep
    feedforward neural networks" (2010), equation 12.
    """
    return random.normal(size=(inputs, outputs)) * np.sqrt(2 / (inputs + outputs))


def normal(inputs: int, outputs: int, random: np.random.Generator) -> np.ndarray:
    """Weights with variance 1, whatever the width: each layer makes the signal √inputs times as large."""
    return random.normal(size=(inputs, outputs))


def zeros(inputs: int, outputs: int, random: np.random.Generator) -> np.ndarray:
    """Weights that are all 0: all hidden units are equal and stay equal. Nothing is drawn from ``random``."""
    return np.zeros((inputs, outputs))


INITIALISATIONS: dict[str, Initialise] = {"He": he, "Xavier": xavier, "N(0, 1)": normal, "zeros": zeros}
