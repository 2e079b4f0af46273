"""The rows of the operation table, and how a row is applied.

A row can be called. With numbers or arrays it computes. With a handle of a graph
(anything that has ``record``) it adds itself to that graph as a node. So one
vector-Jacobian product (VJP), written with rows, gives numbers, arrays and
formulas.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Forward = Callable[..., Any]
VJP = Callable[..., Any]
Render = Callable[..., str]

ATOM = 9  # how tightly a name or a call binds: so tightly that it never needs parentheses


@dataclass(frozen=True)
class Domain:
    """Where an operation is not defined: ``outside(*args)`` is true there, ``reason`` says why.

    ``javascript`` writes ``outside`` for a browser, given the written arguments.
    """

    outside: Callable[..., Any]
    javascript: Render
    reason: str


@dataclass(frozen=True)
class Kink:
    """Where an operation has a corner.

    ``side(*args)`` changes sign across the corner and is 0 on it; ``javascript`` writes
    it for a browser, given the written arguments. ``convention`` says which derivative
    this library takes there.
    """

    side: Callable[..., Any]
    javascript: Render
    convention: str


@dataclass(frozen=True, eq=False)
class Operation:
    """One row of the table.

    ``forward(*args, *static)`` gives the value. ``vjps`` has one function per
    argument: ``vjp(upstream, output, *args, *static)`` gives what the operation
    contributes to the argument's gradient. None means that the derivative is zero
    everywhere. VJPs use rows of the table only.

    ``latex``, ``text`` and ``javascript`` write the operation, given its written
    arguments. ``javascript`` is None for operations on matrices. ``binds`` says how
    tightly the result binds, ``needs`` how tightly each argument must bind: one that
    binds less gets parentheses. ``latex_needs`` replaces ``needs`` in formulas, where
    a fraction bar or a root makes some parentheses unnecessary.

    ``static`` names the fixed numbers of the row (a power's exponent) with their
    defaults. None means that the number must be given.
    """

    name: str
    symbol: str
    forward: Forward
    vjps: tuple[VJP | None, ...]
    latex: Render
    text: Render
    javascript: Render | None
    binds: int = ATOM
    needs: tuple[int, ...] = ()
    latex_needs: tuple[int, ...] | None = None
    static: tuple[tuple[str, float | None], ...] = ()
    domain: Domain | None = None
    kink: Kink | None = None
    elementwise: bool = True

    @property
    def arity(self) -> int:
        """How many arguments the operation takes, without the static numbers."""
        return len(self.vjps)

    def __call__(self, *args: Any) -> Any:
        """Apply the row to its arguments, followed by static numbers where they differ from the defaults."""
        for arg in args:
            if type(arg) is not float and hasattr(arg, "record"):
                return arg.record(self, args[: self.arity], args[self.arity :])
        if self.static:
            args += tuple(default for _, default in self.static[len(args) - self.arity :])
        return self.forward(*args)

    def __repr__(self) -> str:
        return f"<operation {self.name}>"


def scalar_or_array(scalar: Callable[..., float], array: Forward) -> Forward:
    """One forward function made from two: ``math`` for floats, where it is ten times faster, and NumPy for arrays.

    Where ``math`` would raise (exp of 1000, log of 0) the result is what IEEE 754
    prescribes: an infinity or NaN.
    """

    def forward(*args: Any) -> Any:
        if isinstance(args[0], float) and isinstance(args[-1], float):
            try:
                return scalar(*args)
            except (ArithmeticError, ValueError):
                with np.errstate(all="ignore"):
                    return float(array(*args))
        return array(*args)

    return forward


def stable_sigmoid(x: float) -> float:
    """1 / (1 + e^−x), which overflows neither for large nor for very negative x."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)


def stable_sigmoid_array(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e^−x) for every entry; only e to a negative power is ever computed."""
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)
