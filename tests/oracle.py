"""The independent oracle: every row of the table written a second time, in the library autograd.

Nothing here calls course_lib's forwards or VJPs. A row without an entry fails ``test_ops``.
"""

import warnings

import autograd.numpy as anp
import numpy as np
from autograd import make_vjp

from course_lib.engine.graph import Graph

ORACLE = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda x, exponent: x**exponent,
    "negate": lambda x: -x,
    "exp": anp.exp,
    "log": anp.log,
    "sqrt": anp.sqrt,
    "abs": anp.abs,
    "sin": anp.sin,
    "cos": anp.cos,
    "tanh": anp.tanh,
    "sigmoid": lambda x: 0.5 * (anp.tanh(0.5 * x) + 1.0),
    "relu": lambda x: (x > 0) * x,
    "leaky_relu": lambda x, slope: (x > 0) * x + (x <= 0) * slope * x,
    "softplus": lambda x: anp.logaddexp(0.0, x),
    "maximum": anp.maximum,
    "minimum": anp.minimum,
    "matmul": anp.matmul,
    "transpose": anp.transpose,
    "sum": anp.sum,
    "mean": anp.mean,
    "sign": anp.sign,
    # Not anp.where, whose gradient neither undoes broadcasting nor takes a float.
    "where": lambda x, positive, otherwise: (x > 0) * positive + (x <= 0) * otherwise,
    "broadcast_like": lambda x, like: x + anp.zeros(anp.shape(like)),
    "size": lambda x: float(np.size(x)),
}


def oracle_vjp(function, slot: int, args: tuple, upstream):
    """The contribution of ``function(*args)`` to argument ``slot``, for this ``upstream``."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Output seems independent of input")  # then it is 0
        vjp, _ = make_vjp(function, slot)(*args)
        return vjp(upstream)


def oracle_gradients(graph: Graph, inputs: dict, upstream=1.0) -> dict:
    """The gradient of the graph's last named node with respect to each input."""

    def loss(*numbers):
        return oracle_value(graph, dict(zip(inputs, numbers, strict=True)))

    return {name: oracle_vjp(loss, slot, tuple(inputs.values()), upstream) for slot, name in enumerate(inputs)}


def oracle_value(graph: Graph, inputs: dict):
    """The value of the graph's last named node, by autograd's own functions."""
    values: list = [node.constant for node in graph]
    for name, node in graph.inputs.items():
        values[node] = inputs[name]
    for i, node in enumerate(graph):
        if node.operation is not None:
            values[i] = ORACLE[node.operation.name](*(values[arg] for arg in node.args), *node.static)
    return values[graph.find(None)]
