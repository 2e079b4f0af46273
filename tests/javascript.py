"""JavaScript expressions, evaluated as a browser would; only the part of JavaScript that the table writes.

Numbers, names, ``+ - * /``, comparisons and the functions of ``widgets/js/program.js``, in float64 without an
exception: 1/0 is Infinity. Anything else (``inf``, ``**``) is an error, as it is on a page.
"""

import re

import numpy as np

FUNCTIONS = {
    **{name: getattr(np, name) for name in ("exp", "log", "sin", "cos", "sqrt", "abs", "tanh", "sign")},
    **{"max": np.maximum, "min": np.minimum, "power": lambda x, exponent: x * x if exponent == 2 else x**exponent},
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)) if x >= 0 else np.exp(x) / (1 + np.exp(x)),
    "softplus": lambda x: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))),
    "leaky_relu": lambda x, slope: x if x > 0 else slope * x,
    "where": lambda x, positive, otherwise: positive if x > 0 else otherwise,
}
TOKEN = re.compile(r"\s*(\d+\.?\d*(?:e[+-]?\d+)?|[A-Za-z_]\w*|===|<=|>=|[-+*/()<>,])")
OPERATORS = {
    **{"+": (2, np.add), "-": (2, np.subtract), "*": (3, np.multiply), "/": (3, np.divide)},
    **{"<": (1, np.less), ">": (1, np.greater), "<=": (1, np.less_equal), ">=": (1, np.greater_equal)},
    "===": (1, np.equal),
}


def evaluate(expression, names):
    """The expression's number, with ``names`` for its variables."""
    tokens = []
    at = 0
    while at < len(expression):
        match = TOKEN.match(expression, at)
        if match is None:
            raise SyntaxError(f"{expression[at:]!r} in {expression!r}")
        tokens.append(match.group(1))
        at = match.end()
    reader = Reader([*tokens, "end"], names)
    with np.errstate(all="ignore"):
        result = reader.operations(1)
    if reader.tokens[reader.at] != "end":
        raise SyntaxError(f"{reader.tokens[reader.at]!r} in {expression!r}")
    return float(result)


def run_program(program, inputs):
    """The numbers of all a program's names after its inputs were set."""
    numbers = {program.input[name]: number for name, number in inputs.items()}
    for name, expression in program.expressions:
        numbers[name] = evaluate(expression, numbers)
    return numbers


class Reader:
    """A recursive-descent reader that evaluates as it goes."""

    def __init__(self, tokens, names):
        self.tokens = tokens
        self.names = names
        self.at = 0

    def take(self, expected=None):
        token = self.tokens[self.at]
        if expected is not None and token != expected:
            raise SyntaxError(f"{token!r} where {expected!r} is expected")
        self.at += 1
        return token

    def operations(self, least):
        left = self.unary()
        while (found := OPERATORS.get(self.tokens[self.at])) and found[0] >= least:
            self.take()
            left = found[1](left, self.operations(found[0] + 1))
        return left

    def unary(self):
        if self.tokens[self.at] == "-":
            self.take()
            return -self.unary()
        token = self.take()
        if token == "(":
            result = self.operations(1)
            self.take(")")
            return result
        if token[0].isdigit():
            return np.float64(token)
        if self.tokens[self.at] == "(":
            return FUNCTIONS[token](*self.arguments())
        return np.float64(self.names[token])

    def arguments(self):
        self.take("(")
        result = [self.operations(1)]
        while self.tokens[self.at] == ",":
            self.take()
            result.append(self.operations(1))
        self.take(")")
        return result
