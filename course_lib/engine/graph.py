"""A computation as a list of nodes.

Every argument of a node comes before it in the list. So the order of the list is a
topological order, and no sweep has to sort or recurse. The list only grows. It
holds structure alone: values and gradients live outside it, so that one graph can
be evaluated, drawn and differentiated as often as a slider moves.
"""

import keyword
import math
import numbers
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course_lib.engine import ops
from course_lib.engine.operation import Operation
from course_lib.errors import BuildError, NameTakenError, UnknownNameError


@dataclass(frozen=True, slots=True)
class Node:
    """An operation, constant or input."""

    operation: Operation | None = None
    args: tuple[int, ...] = ()
    static: tuple[float, ...] = ()
    constant: float | None = None


class Graph:
    """A list of nodes that only grows. Some of the nodes have names.

    A node is known by its place in the list, and its ``args`` are the places of its arguments.

    ``x = g.input("x")`` adds an input and returns its handle; ordinary arithmetic
    on handles adds operations; ``g.let(L=x*x + 1)`` names a result.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.index: dict[str, int] = {}  # a name → its node
        self.name: dict[int, str] = {}  # a node → its (first) name
        self.inputs: dict[str, int] = {}  # the inputs by name, in the order they were added
        self.folded: set[int] = set()  # nameless numbers: part of their user's label, without a gradient
        self.last: int = -1  # the node named last: the default loss

    def input(self, name: str) -> "Expr":
        """Add an input called ``name`` and return its handle."""
        self._check_name(name)
        handle = self._named(name, self._append(Node()))
        self.inputs[name] = handle.node
        return handle

    def constant(self, number: float) -> "Expr":
        """Add a fixed number and return its handle."""
        return Expr(self, self._append(Node(constant=float(number))))

    def let(self, /, **named: "Expr | float") -> "Expr":
        """Give names to results, in order; returns the handle of the last one.

        Raises:
            NameTakenError: the name is used already, reserved, or not a valid name.
        """
        if not named:
            raise BuildError("let needs a name.", "Write g.let(L=x*x + 1).")
        for name, expression in named.items():
            self._check_name(name)
            handle = self._named(name, self._operand(expression))
            self.last = handle.node
        return handle

    def record(self, operation: Operation, args: tuple[Any, ...], static: tuple[Any, ...] = ()) -> "Expr":
        """Add ``operation`` applied to ``args`` (handles or numbers) and return its handle.

        ``static`` holds its fixed numbers, such as a power's exponent.

        Raises:
            BuildError: the wrong number of arguments or of fixed numbers, or one that cannot be part of a graph.
        """
        if len(args) != operation.arity:
            raise BuildError(f"{operation.name} takes {operation.arity} argument(s), not {len(args)}.")
        fixed = tuple(self._static(operation, number) for number in static)
        fixed += tuple(default for _, default in operation.static[len(fixed) :] if default is not None)
        if len(fixed) != len(operation.static):
            wanted = ", ".join(name for name, _ in operation.static) or "no fixed number"
            raise BuildError(f"{operation.name} takes {wanted}, not {len(static)} fixed number(s).")
        nodes = tuple(self._operand(arg) for arg in args)
        return Expr(self, self._append(Node(operation, nodes, fixed)))

    def copy(self) -> "Graph":
        """An independent graph with the same nodes and names."""
        twin = Graph()
        twin.nodes, twin.index, twin.name = list(self.nodes), dict(self.index), dict(self.name)
        twin.inputs, twin.folded, twin.last = dict(self.inputs), set(self.folded), self.last
        return twin

    def __getitem__(self, name: str) -> "Expr":
        return Expr(self, self.find(name))

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __str__(self) -> str:
        """The graph printed as a list with one node per line, such as ``   5  L          power(z, 2)``."""
        lines = []
        for i, node in enumerate(self.nodes):
            made = f"constant {node.constant:g}" if node.constant is not None else "input"
            if node.operation:
                args = [*(self._called(arg) for arg in node.args), *(f"{number:g}" for number in node.static)]
                made = f"{node.operation.name}({', '.join(args)})"
            lines.append(f"{i:>4}  {self.name.get(i, ''):<10} {made}")
        return "\n".join(lines)

    def _called(self, node: int) -> str:
        """How the printed list shows an argument: its name, its number if it is a constant, or its line."""
        constant = self.nodes[node].constant
        return self.name.get(node) or (f"node {node}" if constant is None else f"{constant:g}")

    def is_input(self, node: int) -> bool:
        """Whether the node is an input, whose value comes from outside."""
        return self.nodes[node].operation is None and self.nodes[node].constant is None

    def is_folded(self, node: int) -> bool:
        """Whether the node is a nameless number, which is part of its user's label and has no gradient."""
        return node in self.folded

    def find(self, name: str | None) -> int:
        """The node called ``name``. None finds the loss, which is the node that was named last."""
        if name is None:
            if not self.nodes:
                raise BuildError("This graph is empty.", "Add an input and name a result with let.")
            return self.last if self.last >= 0 else len(self.nodes) - 1
        if name not in self.index:
            raise UnknownNameError(name, self.index)
        return self.index[name]

    def ancestors(self, node: int) -> list[int]:
        """The nodes that ``node`` depends on, and ``node`` itself, in topological order."""
        needed = {node}
        for i in range(node, -1, -1):
            if i in needed:
                needed.update(self.nodes[i].args)
        return sorted(needed)

    def users(self) -> list[list[tuple[int, int]]]:
        """For each node, the edges that leave it, as (user, slot). ``x*x`` uses ``x`` twice."""
        leaving: list[list[tuple[int, int]]] = [[] for _ in self.nodes]
        for i, node in enumerate(self.nodes):
            for slot, arg in enumerate(node.args):
                leaving[arg].append((i, slot))
        return leaving

    def _append(self, node: Node) -> int:
        self.nodes.append(node)
        if node.constant is not None:
            self.folded.add(len(self.nodes) - 1)
        return len(self.nodes) - 1

    def _named(self, name: str, node: int) -> "Expr":
        self.index[name] = node
        self.name.setdefault(node, name)
        self.folded.discard(node)
        return Expr(self, node)

    def _check_name(self, name: str) -> None:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise NameTakenError(f"{name!r} is not a name.", "Use letters, digits and _, a letter first.")
        if name in ops.OPS:
            raise NameTakenError(f"{name} is the name of an operation.", "Choose another name.")
        if name in self.index:
            raise NameTakenError(f"{name} is defined already.", "Assign every name only once.")

    def _operand(self, value: Any) -> int:
        if isinstance(value, Expr):
            if value.graph is not self:
                raise BuildError("These expressions belong to two graphs.", "Build both from inputs of one graph.")
            return value.node
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            return self._append(Node(constant=float(value)))
        raise BuildError(
            f"A {type(value).__name__} cannot be part of a graph.",
            "Use numbers and expressions; pass an array in through g.input(name).",
        )

    def _static(self, operation: Operation, value: Any) -> float:
        if isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        name = operation.static[0][0] if operation.static else "fixed number"
        raise BuildError(
            f"The {name} of {operation.name} must be a finite constant.", "For a variable exponent use exp and log."
        )


@dataclass(frozen=True, slots=True)
class Expr:
    """A handle on one node of a graph; arithmetic on it adds nodes."""

    graph: Graph
    node: int

    __array_ufunc__ = None  # so that NumPy leaves `array * handle` to the handle and does not loop over the array

    def record(self, operation: Operation, args: tuple[Any, ...], static: tuple[Any, ...] = ()) -> "Expr":
        """Add ``operation`` to this handle's graph."""
        return self.graph.record(operation, args, static)

    def __add__(self, other: Any) -> "Expr":
        return ops.add(self, other)

    def __radd__(self, other: Any) -> "Expr":
        return ops.add(other, self)

    def __sub__(self, other: Any) -> "Expr":
        return ops.subtract(self, other)

    def __rsub__(self, other: Any) -> "Expr":
        return ops.subtract(other, self)

    def __mul__(self, other: Any) -> "Expr":
        return ops.multiply(self, other)

    def __rmul__(self, other: Any) -> "Expr":
        return ops.multiply(other, self)

    def __truediv__(self, other: Any) -> "Expr":
        return ops.divide(self, other)

    def __rtruediv__(self, other: Any) -> "Expr":
        return ops.divide(other, self)

    def __matmul__(self, other: Any) -> "Expr":
        return ops.matmul(self, other)

    def __pow__(self, exponent: float) -> "Expr":
        return ops.power(self, exponent)

    def __rpow__(self, base: Any) -> "Expr":
        raise BuildError("A power's exponent must be a constant.", "For a variable exponent use exp and log.")

    def __neg__(self) -> "Expr":
        return ops.negate(self)

    def __repr__(self) -> str:
        return f"<{self.graph.name.get(self.node, f'node {self.node}')}>"
