"""Fully connected networks of single numbers, in which every multiplication and every addition is a node.

They are small on purpose: costs are counted one operation at a time, which a matrix would hide.
"""

from collections.abc import Sequence
from random import Random

from course_lib.engine.graph import Expr, Graph
from course_lib.engine.ops import power, tanh


def neurons(sizes: Sequence[int], loss: bool = True) -> Graph:
    """The network ``sizes[0]``-…-``sizes[-1]`` with biases, tanh in every hidden layer and none at the end.

    Its inputs are ``x1``, … and its outputs ``y1``, …. The weight ``w1_2_3`` leads to
    neuron 2 of layer 1 from input 3, and ``b1_2`` is that neuron's bias. With ``loss``
    the last node is ``L``, the sum of the squared errors from the targets ``t1``, ….

    Raises:
        ValueError: fewer than two sizes, or one below 1.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"{tuple(sizes)} are not the sizes of a network: give two or more, each at least 1")
    graph = Graph()
    layer = [graph.input(f"x{i}") for i in range(1, sizes[0] + 1)]
    last = len(sizes) - 1
    for depth in range(1, last + 1):
        layer = [_neuron(graph, layer, depth, i, is_last=depth == last) for i in range(1, sizes[depth] + 1)]
    if loss:
        errors = [power(y - graph.input(f"t{i}"), 2) for i, y in enumerate(layer, start=1)]
        graph.let(L=_added(errors))
    return graph


def parameters_of(graph: Graph) -> tuple[str, ...]:
    """The weights and biases of such a network, by name."""
    return tuple(name for name in graph.inputs if name[0] in "wb")


def numbers_for(graph: Graph, seed: int = 5) -> dict[str, float]:
    """A number for every input of such a network, between −1 and 1."""
    random = Random(seed)
    return {name: random.uniform(-1, 1) for name in graph.inputs}


def _neuron(graph: Graph, layer: Sequence[Expr], depth: int, i: int, is_last: bool) -> Expr:
    """One neuron: a product per input, their sum with the bias, and tanh of that sum in a hidden layer."""
    products = [graph.input(f"w{depth}_{i}_{k}") * h for k, h in enumerate(layer, start=1)]
    total = _added([*products, graph.input(f"b{depth}_{i}")])
    return graph.let(**{f"y{i}" if is_last else f"h{depth}_{i}": total if is_last else tanh(total)})


def _added(terms: Sequence[Expr]) -> Expr:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
