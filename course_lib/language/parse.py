"""Reads a student's text safely and makes a graph of it.

A text consists of lines ``name = expression``. An expression has names, numbers,
``+ - * / ** @``, parentheses and the table's functions; ``#`` starts a comment.
Nothing is ever evaluated as Python. The grammar is small enough for our own
recursive-descent parser. Each of its errors knows its line, its column and what to
do about it. Python's own parser crashes on hostile text.

    statement  = name "=" comparison
    comparison = sum ((">" | "<") sum)?      (1 where it holds, 0 elsewhere)
    sum        = product (("+" | "-") product)*
    product    = unary (("*" | "/" | "@") unary)*
    unary      = "-" unary | power
    power      = atom ("**" unary)?          (the exponent a constant)
    atom       = number | name | function "(" comparison ("," comparison)* ")" | "(" comparison ")"
"""

import difflib
import math
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from course_lib.engine import ops
from course_lib.engine.graph import Expr, Graph
from course_lib.engine.operation import Operation
from course_lib.errors import (
    AssignedTwiceError,
    CycleError,
    ParseError,
    UnknownNameError,
    UsedBeforeAssignedError,
)
from course_lib.language.lines import Line, Token, split_lines, tokenize

MAX_NODES = 60
MAX_DEPTH = 30

WRITTEN = {"σ": "sigmoid", "max": "maximum", "min": "minimum", "ln": "log"}  # as the pages and textbooks write them
SPOKEN = {"sigma": "sigmoid", "sig": "sigmoid", "sigm": "sigmoid", "logistic": "sigmoid", "ln": "log"}
GATES = {"step", "heaviside", "relu_prime", "drelu", "bool", "int"}
USUAL = ("exp", "log", "sin", "cos", "tanh", "sigmoid", "relu", "sqrt", "abs")
BINARY = {"+": ops.add, "-": ops.subtract, "*": ops.multiply, "/": ops.divide, "@": ops.matmul}


def parse(text: str) -> Graph:
    """The graph of a text of ``name = expression`` lines.

    Names that no line assigns become inputs, in order of appearance. The last
    line is the graph's default loss.

    Raises:
        ParseError: the text cannot be read; ``line`` and ``column`` say where.
            Subclasses are raised for a name that is assigned twice or used before
            its line, and for a cycle.
    """
    lines = split_lines(text)
    assigned: dict[str, Line] = {}
    for line in lines:
        assigned.setdefault(line.name, line)
    graph = Graph()
    for line in lines:
        _refuse_unusable_name(line, assigned)
        reader = _Reader(graph, line, assigned)
        result = reader.statement()
        graph.let(**{line.name: result})
        _refuse_large(graph, line)
    return graph


def parse_expression(text: str, names: Collection[str], numbers: Mapping[str, float] | None = None) -> Graph:
    """The graph of one expression that may use these names; its last node is the result.

    The names in ``numbers`` stand for fixed numbers, so that they may be used as exponents.

    Raises:
        ParseError: the text cannot be read, or it uses a name that is not among ``names``.
    """
    beginning = [Token("name", "", 1), Token("symbol", "=", 1)]  # as if the expression were assigned to a name
    line = Line(1, text, beginning + tokenize(1, text))
    graph = Graph()
    result = _Reader(graph, line, {}, names, numbers).statement()
    _refuse_large(graph, line)
    graph.last = result.node if isinstance(result, Expr) else graph.constant(result).node
    return graph


def _refuse_unusable_name(line: Line, assigned: dict[str, Line]) -> None:
    """Raise for a name that is reserved or that an earlier line assigns."""
    if line.name in ops.OPS:
        problem = f"{line.name} is the name of an operation."
        raise ParseError(problem, line.number, line.column, line.source, "Choose another name.")
    first = assigned[line.name]
    if first is not line:
        problem = f"{line.name} is assigned on line {first.number} and again on line {line.number}."
        hint = "Give the second one its own name."
        raise AssignedTwiceError(problem, line.number, line.column, line.source, hint)


def _refuse_large(graph: Graph, line: Line) -> None:
    if len(graph) > MAX_NODES:
        problem = f"This network has more than {MAX_NODES} nodes."
        raise ParseError(problem, line.number, 1, line.source, "Build a smaller one; every operation is a node.")


class _Reader:
    """Reads one line, with one method per rule of the grammar; ``statement`` is the entry.

    Each rule returns a handle, or a float where there are only numbers: ``2*3*x`` becomes ``6*x``.
    """

    def __init__(
        self,
        graph: Graph,
        line: Line,
        assigned: dict[str, Line],
        names: Collection[str] | None = None,
        numbers: Mapping[str, float] | None = None,
    ) -> None:
        self.graph = graph
        self.line = line
        self.assigned = assigned
        self.names = names  # the inputs that are allowed; None allows any
        self.numbers = numbers or {}
        self.at = 2  # after `name =`
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.line.tokens[self.at]

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def error(self, problem: str, token: Token, hint: str = "") -> ParseError:
        return ParseError(problem, self.line.number, token.column, self.line.source, hint)

    def apply(self, operation: Operation, token: Token, *args: Expr | float) -> Expr | float:
        """The operation applied to handles; of numbers alone its value, which must be finite."""
        if any(isinstance(arg, Expr) for arg in args[: operation.arity]):
            _refuse_large(self.graph, self.line)
            return operation(*args)
        if operation.javascript is None:
            raise self.error(f"{operation.symbol} needs matrices, but these are numbers.", token)
        outside = operation.domain and operation.domain.outside(*args)
        result = math.nan if outside else float(operation(*args))
        if not math.isfinite(result):
            raise self.error("These numbers alone have no finite result.", token, "Use smaller ones.")
        return result

    def statement(self) -> Expr | float:
        result = self.comparison()
        if self.token.kind != "end":
            raise self._unexpected()
        return result

    def comparison(self) -> Expr | float:
        left = self.sum()
        if self.token.text not in ("<", ">"):
            return left
        token = self.take()
        if self.token.text == "=":
            raise self.error(f"{token.text}= is not part of this language.", token, f"Write {token.text} alone.")
        start = self.at
        right = self.sum()
        if any(
            taken.text == "*" and self.line.tokens[start].text == "0" for taken in self.line.tokens[start : self.at]
        ):
            raise self.error(
                "This condition does not end after the 0.", token, "Put it in its own parentheses, as in (z > 0)*x."
            )
        larger, smaller = (left, right) if token.text == ">" else (right, left)
        difference = larger if smaller == 0.0 else self.apply(ops.subtract, token, larger, smaller)
        return self.apply(ops.where, token, difference, 1.0, 0.0)

    @contextmanager
    def one_level_further_in(self, token: Token, hint: str) -> Iterator[None]:
        """A context for reading something nested. Too many levels raise ParseError at ``token``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"More than {MAX_DEPTH} levels of nesting.", token, hint)
        yield
        self.depth -= 1

    def sum(self) -> Expr | float:
        with self.one_level_further_in(self.token, "Give a part of it a name."):
            result = self.product()
            while self.token.text in ("+", "-"):
                token = self.take()
                result = self.apply(BINARY[token.text], token, result, self.product())
            return result

    def product(self) -> Expr | float:
        result = self.unary()
        while self.token.text in ("*", "/", "@"):
            token = self.take()
            result = self.apply(BINARY[token.text], token, result, self.unary())
        return result

    def unary(self) -> Expr | float:
        if self.token.text != "-":
            return self.power()
        token = self.take()
        with self.one_level_further_in(token, "Use one minus sign."):
            return self.apply(ops.negate, token, self.unary())

    def power(self) -> Expr | float:
        base = self.atom()
        if self.token.text != "**":
            return base
        self.take()
        start = self.token
        with self.one_level_further_in(start, "Use fewer powers."):
            exponent = self.unary()
        if isinstance(exponent, Expr):
            raise self.error("An exponent must be a number.", start, "Write exp(b*log(a)) for a to the power b.")
        return self.apply(ops.power, start, base, exponent)

    def atom(self) -> Expr | float:
        token = self.take()
        if token.kind == "number":
            number = float(token.text)
            if not math.isfinite(number):
                raise self.error("This number is too large for a computer.", token, "The largest is about 1.8e308.")
            if self.token.kind in ("name", "number") or self.token.text == "(":
                hint = f"Write {token.text}*{self.token.text.rstrip('(') or '(…)'} to multiply."
                raise self.error("An operation is missing next to this number.", self.token, hint)
            return number
        if token.kind == "name":
            return self.call(token) if self.token.text == "(" else self.variable(token)
        if token.text == "(":
            result = self.comparison()
            self.close(token)
            return result
        self.at -= 1
        raise self._unexpected()

    def close(self, opened: Token) -> None:
        if self.token.text != ")":
            if self.token.kind == "end":
                raise self.error("This parenthesis is never closed.", opened, "Add a ) on the same line.")
            raise self._unexpected()
        self.take()

    def call(self, name: Token) -> Expr | float:
        operation = ops.OPS.get(WRITTEN.get(name.text, name.text))
        if operation is None:
            raise self.error(f"{name.text} is not a function.", name, self._meant(name.text))
        opened = self.take()
        if self.token.text == ")":
            raise self.error(f"{name.text} needs something in its parentheses.", self.token)
        args = [self.comparison()]
        while self.token.text == ",":
            self.take()
            args.append(self.comparison())
        self.close(opened)
        least = operation.arity + sum(default is None for _, default in operation.static)
        most = operation.arity + len(operation.static)
        if not least <= len(args) <= most:
            wanted = f"{least}" if least == most else f"{least} or {most}"
            raise self.error(f"{name.text} takes {wanted} argument(s), not {len(args)}.", name)
        if any(isinstance(arg, Expr) for arg in args[operation.arity :]):
            raise self.error(f"The {operation.static[0][0]} of {name.text} must be a number.", name)
        return self.apply(operation, name, *args)

    def _meant(self, name: str) -> str:
        """A guess at what ``name(`` was meant to be: a product with that name, or a function with a similar name."""
        if name in self.graph.index or name in self.assigned or name in (self.names or ()):
            return f"To multiply write {name}*(…)."
        if name.lower() in GATES:
            return "relu's derivative is the condition (z > 0), which is 1 or 0."
        functions = [row for row in ops.OPS if row.isalpha()]
        close = SPOKEN.get(name.lower()) or next(iter(difflib.get_close_matches(name.lower(), functions, n=1)), None)
        return f"Did you mean {close}?" if close else f"To multiply write {name}*(…); functions are {', '.join(USUAL)}."

    def variable(self, token: Token) -> Expr | float:
        name = token.text
        if name in ops.OPS:
            power = "**2" if self.token.text == "**" else ""
            raise self.error(f"{name} is a function.", token, f"Write {name}(…){power}, or choose another name.")
        if self.token.kind in ("name", "number") or self.token.text == "(":
            raise self.error("An operation is missing between these two.", self.token, "Multiply with *.")
        if name in self.numbers:
            return float(self.numbers[name])
        if name in self.graph.index:
            return self.graph[name]
        if name in self.assigned:
            raise self._used_before_assigned(token)
        if self.names is not None and name not in self.names:
            unknown = UnknownNameError(name, self.names)
            raise self.error(f"There is no {name} here.", token, unknown.hint)
        return self.graph.input(name)

    def _unexpected(self) -> ParseError:
        token = self.token
        if token.kind == "end":
            return self.error("The line stops too early.", token, "Something is missing here.")
        if token.text == "=" and self.line.tokens[self.at + 1].text == "=":
            return self.error("== is not part of this language.", token, "Only > and < can be used.")
        if token.text == "=":
            return self.error("A line has only one =.", token, "Start a new line for a new name.")
        if token.text == ")":
            return self.error("This ) has no ( before it.", token, "Remove it, or add a (.")
        if token.kind in ("name", "number") or token.text == "(":
            return self.error("An operation is missing between these two.", token, "Multiply with *.")
        if token.text == "," and self.line.tokens[self.at - 1].kind == self.line.tokens[self.at + 1].kind == "number":
            return self.error("A comma is not allowed here.", token, "Write a decimal number with a point.")
        return self.error(f"{token.text} is not allowed here.", token, "A name, a number or ( is expected.")

    def _used_before_assigned(self, token: Token) -> ParseError:
        """The error for this name: a cycle where lines need each other, or else lines in the wrong order."""
        here, there = self.line, self.assigned[token.text]
        loop = _path(there, here, self.assigned)
        where = (here.number, token.column, here.source)
        if loop:
            names = (here.name, *loop)
            if len(loop) == 1:
                problem = f"{here.name} is computed from itself."
            else:
                problem = "These lines need each other: " + " → ".join(reversed(names)) + "."
            hint = "A computational graph has no cycles: give the new value a new name."
            cycle = CycleError(problem, *where, hint)
            cycle.names = names
            return cycle
        problem = f"{token.text} is used here, on line {here.number}, but assigned below, on line {there.number}."
        early = UsedBeforeAssignedError(problem, *where, "Move its line up.")
        early.assigned_line = there.number
        return early


def _path(start: Line, goal: Line, assigned: dict[str, Line]) -> list[str]:
    """Names from ``start`` to ``goal``, both included, each needing the next; empty if there is no such path."""
    came_from: dict[str, str | None] = {start.name: None}
    waiting = [start.name]
    while waiting:
        name = waiting.pop(0)
        if name == goal.name:
            path: list[str] = []
            step: str | None = name
            while step is not None:
                path.append(step)
                step = came_from[step]
            return path[::-1]
        for token in assigned[name].tokens[2:]:
            if token.text in assigned and token.text not in came_from:
                came_from[token.text] = name
                waiting.append(token.text)
    return []
