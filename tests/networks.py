"""The networks that several tests look at, and a short way to run a text."""

import numpy as np

from course_lib import backward, forward, parse

LECTURE = """
    z1 = w1*x + b1
    h1 = relu(z1)
    z2 = w2*h1 + b2
    y  = sigmoid(z2)
    L  = (y - target)**2
"""
OPEN = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}
CLOSED = {**OPEN, "w1": -0.5}
SATURATED = {**OPEN, "w2": 3.0, "b2": 3.0, "x": 3.0, "w1": 3.0, "b1": 3.0}
PARAMETERS = ("w1", "b1", "w2", "b2")

SHARED = """
    a = tanh(w*x)
    b = w*a
    L = (b - 1)**2
"""
SHARED_INPUTS = {"w": 1.5, "x": 0.8}

CHAIN = """
    h = sin(x)
    g = h**2
    L = exp(g)
"""

TWO_GATES = """
    h1 = relu(w1*x + b1)
    h2 = relu(w2*h1 + b2)
    L  = (h2 - target)**2
"""

MLP = """
    H = relu(X @ W1 + b1)
    P = sigmoid(H @ W2 + b2)
    L = mean((P - T)**2) + 0.01*sum(W1**2)
"""
MLP_SHAPES = {"X": (5, 3), "W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,), "T": (5, 2)}


def mlp_inputs(seed=0):
    """Random arrays of the shapes that ``MLP`` takes."""
    random = np.random.default_rng(seed)
    return {name: random.normal(size=shape) for name, shape in MLP_SHAPES.items()}


def run(text, **inputs):
    """The values of a text."""
    return forward(parse(text), **inputs)


def traced(text, **inputs):
    """The trace of a text's last line."""
    return backward(run(text, **inputs))
