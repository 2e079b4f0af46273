"""The two passes. Forward computes the values of a graph; backward is one sweep from the last node to the first.

Nothing is stored in the graph, so running backward twice gives the same answer twice.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from course_lib.engine.graph import Graph, Node
from course_lib.engine.operation import Domain
from course_lib.errors import (
    DomainError,
    InputValueError,
    MissingInputError,
    NotScalarError,
    ShapeError,
    UnknownNameError,
)
from course_lib.numerals import numeral

NOTHING = nullcontext()

Value = Any  # a float, or a float64 array of any shape
Step = tuple[int, int, int, Value, Value]  # the fields of an Edge as a plain tuple, which is faster to make


class Values(Mapping[str, Value]):
    """The values of one forward pass, by name. ``of_node`` has the values of all nodes, named or not."""

    def __init__(self, graph: Graph, of_node: list[Value], arrays: bool) -> None:
        self.graph = graph
        self.of_node = of_node
        self.arrays = arrays  # whether any value is an array

    def __getitem__(self, name: str) -> Value:
        return self.of_node[self.graph.find(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.graph.index)

    def __len__(self) -> int:
        return len(self.graph.index)

    def __repr__(self) -> str:
        return f"Values({dict(self)})"


class Edge(NamedTuple):
    """One step of the backward sweep: what node ``user`` passes back to its argument ``arg``.

    ``x*x`` has two edges, which differ in ``slot``. ``contribution`` has the
    argument's shape, and ``upstream`` has the user's shape.
    """

    user: int
    slot: int
    arg: int
    upstream: Value
    contribution: Value


def forward(graph: Graph, /, **inputs: Value) -> Values:
    """Evaluate every node once, in list order.

    Inputs are numbers or arrays; everything is computed in float64.

    Raises:
        MissingInputError, UnknownNameError, InputValueError: about the inputs.
        ShapeError: the shapes of arrays do not fit together.
        DomainError: an operation is outside its domain, such as log of a negative number.
    """
    given = graph.inputs
    if inputs.keys() != given.keys():
        _refuse_inputs(inputs, given)
    values: list[Value] = [node.constant for node in graph.nodes]
    arrays = False
    for name, value in inputs.items():
        if type(value) is not float:
            value = as_value(name, value)
            arrays = arrays or type(value) is not float
        values[given[name]] = value
    with quiet(arrays):
        evaluate(graph, values, range(len(values)))
    return Values(graph, values, arrays)


def quiet(arrays: bool) -> AbstractContextManager[Any]:
    """A context in which NumPy gives no warnings, so that an overflow shows as ∞. Floats never warn and need none."""
    return np.errstate(all="ignore") if arrays else NOTHING


def as_value(name: str, value: object) -> Value:
    """The input as a float, or as a float64 array with at least one axis."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.ndim:
        return value
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        raise InputValueError(name, value) from None
    if array.dtype.kind not in "fiu":  # no bool, complex, text or object
        raise InputValueError(name, value)
    if array.dtype != np.float64:
        with quiet(arrays=True):  # a long double may overflow
            array = array.astype(np.float64)
    return array if array.ndim else float(array)


def evaluate(graph: Graph, values: list[Value], nodes: Iterable[int]) -> None:
    """Compute the values of these nodes into ``values``, which already has their arguments."""
    for i in nodes:
        node = graph.nodes[i]
        operation = node.operation
        if operation is None:
            continue
        args = [values[arg] for arg in node.args]
        if operation.domain is not None:
            outside = operation.domain.outside(*args, *node.static)
            if outside is not False and np.any(outside):
                raise _domain_error(graph, i, operation.domain, args, outside)
        try:
            arrays = type(args[0]) is not float and type(args[-1]) is not float
            if arrays and operation.elementwise and len(args) > 1:
                _refuse_outer(graph, i, args)
            values[i] = operation.forward(*args, *node.static)
        except ValueError:  # from NumPy: shapes that do not fit together
            raise _shape_error(graph, i, args) from None


@dataclass(frozen=True)
class Trace:
    """One backward pass: every edge in the order of the sweep, and the gradients that result."""

    values: Values
    of: int
    edges: tuple[Edge, ...]
    gradient_of_node: list[Value]

    @property
    def grad(self) -> dict[str, Value]:
        """The gradient of the loss with respect to each name. Each gradient has its value's shape."""
        return {name: self.gradient_of_node[node] for name, node in self.values.graph.index.items()}

    def local(self, edge: Edge) -> Value:
        """The edge's local derivative; None for an operation on arrays that does not work entry by entry."""
        return local_number(self.values, edge.user, edge.slot)

    def into(self, name: str) -> list[Edge]:
        """The edges whose contributions add up to the gradient of ``name``, in the order of the sweep."""
        node = self.values.graph.find(name)
        return [edge for edge in self.edges if edge.arg == node]


def local_number(values: Values, user: int, slot: int) -> Value:
    """∂user/∂argument for the argument in ``slot``; None if ``user`` mixes the entries of arrays, as a product does."""
    of_node, node = values.of_node, values.graph.nodes[user]
    numbers_only = all(type(of_node[arg]) is float for arg in node.args)
    if node.operation is None or not (node.operation.elementwise or numbers_only):
        return None
    vjp = node.operation.vjps[slot]
    one = 1.0 if type(of_node[user]) is float else np.ones_like(of_node[user])
    return vjp(one, of_node[user], *(of_node[arg] for arg in node.args), *node.static) if vjp else 0.0


def backward(values: Values, of: str | None = None, upstream: Value = None) -> Trace:
    """Differentiate ``of`` (by default the last line) and keep every step.

    ``upstream`` is the gradient that reaches ``of`` from outside, 1 by default.

    Raises:
        NotScalarError: ``of`` is an array and no upstream was given.
        UnknownNameError: there is no such name.
    """
    last, first = _start(values, of, upstream)
    gradient = {last: first}
    with quiet(values.arrays):
        edges = tuple(map(Edge._make, sweep(values.graph.nodes, values.of_node, gradient, values.graph.folded)))
    return Trace(values, last, edges, [_gradient(values, gradient, i) for i in range(len(values.of_node))])


def grad(
    values: Values, of: str | None = None, upstream: Value = None, wrt: str | Collection[str] | None = None
) -> dict[str, Value]:
    """The gradients alone, by name. ``wrt`` limits the work to this name or these names.

    Raises as :func:`backward` does.
    """
    graph = values.graph
    last, first = _start(values, of, upstream)
    gradient = {last: first}
    names = (wrt,) if isinstance(wrt, str) else wrt
    wanted = graph.index if names is None else {name: graph.find(name) for name in names}
    skipped = graph.folded if names is None else _skipped(graph, wanted.values())
    with quiet(values.arrays):
        for _ in sweep(graph.nodes, values.of_node, gradient, skipped):
            pass
    return {name: _gradient(values, gradient, node) for name, node in wanted.items()}


def sweep(
    nodes: Sequence[Node],
    values: Sequence[Value],
    gradient: dict[int, Value],
    skipped: Container[int] = (),
) -> Iterator[Step]:
    """Backpropagation: walk the list backwards, and add up the contributions to each gradient.

    ``gradient`` starts as {loss: 1} and is complete when the iterator is used up. Each step is
    yielded as the fields of an :class:`Edge`. Arguments in ``skipped`` get no contribution.
    """
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue  # the loss does not depend on this node, or it has no arguments
        upstream = gradient[user]  # complete, since all its users come later in the list
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            arg = node.args[slot]
            if vjp is None or arg in skipped:
                continue
            contribution = vjp(upstream, values[user], *args, *node.static)
            contribution = shaped_like(args[slot], contribution)
            gradient[arg] = gradient[arg] + contribution if arg in gradient else contribution
            yield user, slot, arg, upstream, contribution


def shaped_like(value: Value, share: Value) -> Value:
    """Undo broadcasting: sum ``share`` over the axes along which ``value`` was repeated.

    A gradient always has its value's shape, and this is the one place that ensures it.
    """
    if not isinstance(share, np.ndarray):
        return share  # a number, or a handle of a graph
    if type(value) is float:
        return float(share.sum())
    if share.shape == value.shape:
        return share
    while share.ndim > value.ndim:
        share = share.sum(axis=0)
    for axis, length in enumerate(value.shape):
        if length == 1 != share.shape[axis]:
            share = share.sum(axis=axis, keepdims=True)
    return share


def _start(values: Values, of: str | None, upstream: Value) -> tuple[int, Value]:
    """The node to start from and the gradient that arrives there."""
    last = values.graph.find(of)
    value = values.of_node[last]
    if upstream is None:
        if type(value) is not float:
            raise NotScalarError(values.graph.name.get(last, "The last node"), value.shape)
        return last, 1.0
    upstream = as_value("upstream", upstream)
    if np.shape(upstream) != np.shape(value):
        shapes = (np.shape(upstream), np.shape(value))
        raise ShapeError(
            f"upstream has shape {shapes[0]}, but its value has {shapes[1]}.", shapes, "They must be the same."
        )
    return last, upstream


def _skipped(graph: Graph, wanted: Collection[int]) -> set[int]:
    """The nodes that need no gradient, because they depend on none of the wanted nodes."""
    leads = set(wanted)
    for i, node in enumerate(graph.nodes):
        if not leads.isdisjoint(node.args):
            leads.add(i)
    return set(range(len(graph))) - leads


def _gradient(values: Values, gradient: dict[int, Value], node: int) -> Value:
    """The node's gradient: zeros of its value's shape where the loss does not depend on it."""
    if node in gradient:
        return gradient[node]
    value = values.of_node[node]
    return 0.0 if type(value) is float else np.zeros_like(value)


def _refuse_inputs(inputs: Mapping[str, Value], given: Mapping[str, int]) -> None:
    for name in inputs:
        if name not in given:
            raise UnknownNameError(name, given)
    raise MissingInputError(name for name in given if name not in inputs)


def label(graph: Graph, node: int) -> str:
    """How an error names a node: ``z1 (add)``, or its operation alone."""
    made = getattr(graph.nodes[node].operation, "name", "input")
    name = graph.name.get(node)
    return f"{name} ({made})" if name else made


def _shape_error(graph: Graph, node: int, args: list[Value]) -> ShapeError:
    shapes = [np.shape(arg) for arg in args]
    names = [graph.name.get(arg, "a value") for arg in graph.nodes[node].args]
    found = " and ".join(f"{name} {shape}" for name, shape in zip(names, shapes, strict=True))
    hint = "Rows are examples: X (N, D) @ W (D, H) + b (H,)."
    return ShapeError(f"{label(graph, node)} cannot take these shapes: {found}.", shapes, hint)


def _refuse_outer(graph: Graph, node: int, args: list[Value]) -> None:
    """Raise ShapeError for (N, 1) with (N,), which NumPy would silently broadcast to (N, N)."""
    shape = np.broadcast(*args).shape
    if all(np.shape(arg) != shape for arg in args):
        raise _shape_error(graph, node, args)


def _domain_error(graph: Graph, node: int, domain: Domain, args: list[Value], outside: Any) -> DomainError:
    # The domain is about the last argument: the divisor, or the only argument.
    entries = np.broadcast_to(args[-1], np.shape(outside))[outside] if np.shape(outside) else [args[-1]]
    return DomainError(label(graph, node), domain.reason, numeral(float(entries[0])))
