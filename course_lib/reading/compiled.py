"""A scalar graph and its gradients as one straight-line function, for work that evaluates one graph very often.

It is made of the same expressions that the browser gets (``javascript`` in the table). All names in it are generated,
so no text of a student becomes code.
"""

from collections.abc import Callable, Sequence
from typing import Any

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Value
from course_lib.reading.symbolic import javascript_nodes, javascript_program, refuse_matrices

CALLED = {
    **{"exp": ops.exp, "log": ops.log, "sqrt": ops.sqrt, "abs": ops.abs_, "sin": ops.sin, "cos": ops.cos},
    **{"tanh": ops.tanh, "sigmoid": ops.sigmoid, "softplus": ops.softplus, "leaky_relu": ops.leaky_relu},
    **{"power": ops.power, "max": ops.maximum, "min": ops.minimum, "sign": ops.sign, "where": ops.where},
}
NAMES = {name: row.forward for name, row in CALLED.items()} | {"Infinity": float("inf"), "NaN": float("nan")}


def compiled(graph: Graph, of: str | None = None) -> Callable[[Sequence[Value]], tuple[list[Value], list[Value]]]:
    """A function from the inputs' numbers, in the graph's order, to the value and the gradient of every node.

    The numbers are floats, or arrays of one shape: then every entry is a graph of its own.
    Domains are not looked at, and a division by 0 raises ZeroDivisionError.

    Raises:
        BuildError: the graph has operations on matrices.
    """
    program = javascript_program(graph, of)
    lines = [f"{name} = {expression}" for name, expression in program.expressions]
    values = ", ".join(program.value[i] for i in range(len(graph)))
    gradients = ", ".join(program.gradient.get(i, "0.0") for i in range(len(graph)))
    return _made(list(program.input.values()), lines, f"[{values}], [{gradients}]")


def compiled_forward(graph: Graph) -> Callable[[Sequence[Value]], list[Value]]:
    """The same for the values alone. Raises as :func:`compiled` does."""
    refuse_matrices(graph)
    names, expressions = javascript_nodes(graph.nodes)
    written = zip(names, expressions, strict=True)
    lines = [f"{name} = {expression}" for name, expression in written if name != expression]
    return _made([names[node] for node in graph.inputs.values()], lines, f"[{', '.join(names)}]")


def _made(inputs: Sequence[str], lines: Sequence[str], result: str) -> Callable[..., Any]:
    given = [f"{', '.join(inputs)}, = given"] if inputs else []
    body = "".join(f"    {line}\n" for line in [*given, *lines, f"return {result}"])
    made: dict[str, Any] = dict(NAMES)
    exec(compile(f"def run(given):\n{body}", "<compiled graph>", "exec"), made)
    return made["run"]
