"""Random graphs, operation arguments and statement texts, for every test that needs them.

``graphs`` gives structure alone (layout, drawing), ``evaluated_graphs`` gives graphs with inputs at which
every operation is defined, away from kinks and of moderate size, so that a central difference can be trusted.
"""

import math
from functools import lru_cache

import numpy as np
from hypothesis import strategies as st

from course_lib import OPS, Graph
from course_lib.engine.operation import Operation

SCALAR_ROWS = [row for row in OPS.values() if row.javascript is not None]

MARGIN = 0.1  # no closer to a kink or to the edge of a domain
LARGEST = 50.0  # no value of an evaluated graph exceeds this
STEEPEST = 100.0  # nor does the derivative of a node with respect to an input

EXPONENTS = [-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0]
SLOPES = [0.01, 0.2]


def moderate() -> st.SearchStrategy[float]:
    """Numbers between −3 and 3."""
    return st.floats(-3, 3, allow_subnormal=False)


def statics(row: Operation) -> st.SearchStrategy[tuple[float, ...]]:
    """The fixed numbers of a row: an exponent, a slope, or none."""
    known = {"exponent": st.sampled_from(EXPONENTS), "slope": st.sampled_from(SLOPES)}
    return st.tuples(*(known[name] for name, _ in row.static))


def is_safe(row: Operation, args: tuple, static: tuple[float, ...]) -> bool:
    """Whether the row is defined at ``args``, with a margin, and has no corner near."""
    if row.domain and (row.domain.outside(*args, *static) or min(abs(arg) for arg in args) < MARGIN):
        return False
    return row.kink is None or abs(row.kink.side(*args, *static)) >= MARGIN


@st.composite
def scalar_arguments(draw, row: Operation) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(arguments, static numbers) at which a row with a scalar form has a trustworthy derivative."""
    static = draw(statics(row))
    return draw(_safe_numbers(row, static)), static


@st.composite
def array_arguments(draw, row: Operation) -> tuple[tuple[np.ndarray | float, ...], tuple[float, ...]]:
    """The same with arrays: of one shape where the row is elementwise, else of the shapes it takes."""
    static = draw(statics(row))
    if row.elementwise:
        entries = draw(st.lists(_safe_numbers(row, static), min_size=6, max_size=6))
        return tuple(np.array(column).reshape(2, 3) for column in zip(*entries, strict=True)), static
    shapes = {"matmul": [(2, 3), (3, 4)], "broadcast_like": [(), (2, 3)]}.get(row.name, [(2, 3)])
    return tuple(draw(arrays(shape)) for shape in shapes), static


def _safe_numbers(row: Operation, static: tuple[float, ...]) -> st.SearchStrategy[tuple[float, ...]]:
    def moved_inside(args: tuple[float, ...]) -> tuple[float, ...]:
        return args if is_safe(row, args, static) else tuple(abs(arg) + MARGIN for arg in args)

    numbers = st.tuples(*[moderate()] * row.arity).map(moved_inside)
    return numbers.filter(lambda args: is_safe(row, args, static))  # two equal numbers are still a tie


@st.composite
def arrays(draw, shape: tuple[int, ...]):
    """A float64 array of moderate numbers; for the shape () a float."""
    count = math.prod(shape)
    numbers = draw(st.lists(moderate(), min_size=count, max_size=count))
    return np.array(numbers).reshape(shape) if shape else numbers[0]


@st.composite
def graphs(draw, max_nodes: int = 30) -> Graph:
    """Structure only: a graph of at most ``max_nodes`` nodes whose last node is called ``L``.

    It may hold inputs and results that nothing uses, as a student's text may, values used several times,
    constants and names on some of the results.
    """
    graph = Graph()
    handles = [graph.input(f"x{i}") for i in range(draw(st.integers(1, min(4, max_nodes - 1))))]
    count = draw(st.integers(len(graph) + 1, max_nodes))
    while True:
        row = draw(st.sampled_from(SCALAR_ROWS))
        args = [draw(st.sampled_from(handles)) for _ in range(row.arity)]
        # A number may stand for the last argument, if another node than this one still fits.
        if row.arity == 2 and len(graph) + 2 <= count and draw(st.booleans()):
            args[-1] = draw(moderate())
        handle = row(*args, *draw(statics(row)))
        if len(graph) >= count:
            return _finished(graph, handle)
        if draw(st.booleans()):
            graph.let(**{f"v{handle.node}": handle})
        handles.append(handle)


@st.composite
def evaluated_graphs(draw, max_nodes: int = 30) -> tuple[Graph, dict[str, float]]:
    """A graph as ``graphs`` gives it and a value for each input: (graph, inputs)."""
    graph = Graph()
    inputs = {f"x{i}": draw(moderate()) for i in range(draw(st.integers(1, min(4, max_nodes - 1))))}
    handles = [graph.input(name) for name in inputs]
    values: dict = dict(zip(handles, inputs.values(), strict=True))
    steepness = dict.fromkeys(handles, 1.0)
    count = draw(st.integers(len(graph) + 1, max_nodes))
    while True:
        arity = draw(st.sampled_from([1, 1, 2, 2, 2, 3]))
        args = [draw(st.sampled_from(handles)) for _ in range(arity)]
        if arity == 2 and len(graph) + 2 <= count and draw(st.booleans()):
            number = draw(moderate())
            args[-1] = graph.constant(number)
            values[args[-1]], steepness[args[-1]] = number, 0.0
        found = tuple(values[arg] for arg in args)
        choices = []
        for row in SCALAR_ROWS:
            for static in _all_statics(row) if row.arity == arity else []:
                if is_safe(row, found, static):
                    value = row(*found, *static)
                    slopes = [vjp(1.0, value, *found, *static) if vjp else 0.0 for vjp in row.vjps]
                    steep = sum(abs(slope) * steepness[arg] for slope, arg in zip(slopes, args, strict=True))
                    if abs(value) <= LARGEST and steep <= STEEPEST:
                        choices.append((row, static, value, steep))
        if not choices:  # possible after steep values only; the sine of one is always there
            args, found = args[:1], found[:1]
            choices = [(OPS["sin"], (), math.sin(found[0]), steepness[args[0]])]
        row, static, value, steep = draw(st.sampled_from(choices))
        handle = row(*args, *static)
        if len(graph) >= count:
            return _finished(graph, handle), inputs
        if draw(st.booleans()):
            graph.let(**{f"v{handle.node}": handle})
        handles.append(handle)
        values[handle], steepness[handle] = value, steep


def _finished(graph: Graph, last) -> Graph:
    graph.let(L=last)
    return graph


def _all_statics(row: Operation) -> list[tuple[float, ...]]:
    numbers = {"exponent": EXPONENTS, "slope": SLOPES}
    return [(number,) for number in numbers[row.static[0][0]]] if row.static else [()]


# Texts.

VARIABLES = ("x", "w1", "b", "θ", "target")
FUNCTIONS = ["exp", "sin", "tanh", "sigmoid", "relu", "softplus"]


def number_texts() -> st.SearchStrategy[str]:
    """Numbers as a student types them."""
    return st.sampled_from(["1", "2", "0.5", ".25", "3.", "1e-2", "2E1", "1.5e+0"])


@lru_cache
def expression_texts(names: tuple[str, ...], max_leaves: int = 6) -> st.SearchStrategy[str]:
    """Expressions over ``names`` that both ``parse`` and Python read, with and without blanks and parentheses.

    No part of numbers alone can overflow or divide by zero, which ``parse`` would refuse.
    """
    name = st.sampled_from(names)
    atom = st.one_of(name, number_texts())
    blank = st.sampled_from(["", " "])
    exponent = st.sampled_from(["2", "3", "-1", "-2", "2**2", "(1 - 3)", "-2**2"])

    def joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
        return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            joined(inner, blank, st.sampled_from(["+", "-", "*"]), blank, inner),
            joined(inner, blank, "/", blank, atom),
            joined("-", inner),
            joined("(", inner, ")"),
            joined(name, "**", exponent),
            joined("(", name, " + ", inner, ")**", exponent),
            joined(st.sampled_from(FUNCTIONS), "(", name, "*", inner, ")"),
            joined("maximum(", inner, ", ", inner, ")"),
        )

    return st.recursive(atom, larger, max_leaves=max_leaves)


@st.composite
def statement_texts(draw, max_lines: int = 3) -> str:
    """A text of ``name = expression`` lines that ``parse`` accepts; the last line is ``L``."""
    names = VARIABLES
    lines = []
    count = draw(st.integers(1, max_lines))
    for i in range(count):
        name = "L" if i == count - 1 else f"a{i}"
        comment = draw(st.sampled_from(["", "  # a comment = none"]))
        lines.append(f"{name} = {draw(expression_texts(names, max_leaves=4))}{comment}")
        lines += draw(st.sampled_from([[], [""], ["# only a comment"]]))
        names = (*names, name)
    return "\n".join(lines)
