"""A student's text, cut into lines and tokens: the lower half of the parser.

The length of the text is limited before anything else reads it, and every error
knows its line and column.
"""

import keyword
import re
from typing import NamedTuple

from course_lib.errors import CourseError, ParseError

MAX_LINES = 60
MAX_LINE = 500

TOKEN = re.compile(
    r"(?P<space>[ \t]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-zΑ-ΡΣ-Ωα-ω_][A-Za-zΑ-ΡΣ-Ωα-ω_0-9]*)"
    r"|(?P<symbol>\*\*|[-+*/@()=,<>])"
)

HINTS = {
    "^": "A power is written **, as in x**2.",
    "×": "Multiplication is written *, as in w*x.",
    "·": "Multiplication is written *, as in w*x.",
    "÷": "Division is written /.",
    "−": "Use the minus sign of the keyboard, -.",
    "–": "Use the minus sign of the keyboard, -.",
    "[": "Use round parentheses.",
    "{": "Use round parentheses.",
    ".": "A number needs a digit next to its point; names have no dots.",
    ";": "Write one statement per line.",
    "²": "A square is written **2.",
    "∂": "Write a formula for it, with the names of the graph.",
    "'": "Write a formula for the derivative, with the names of the graph.",
    "′": "Write a formula for the derivative, with the names of the graph.",
    "≥": "Write >.",
    "≤": "Write <.",
    "!": "Only > and < can be used.",
    "%": "Write 0.5 for 50 %.",
    "\\": "This is not LaTeX: write it as in 2*(y - target).",
}


class Token(NamedTuple):
    """One word of a line."""

    kind: str  # number, name, symbol, or end
    text: str
    column: int  # counts from 1


class Line(NamedTuple):
    """One non-empty line: its name, ``=``, the tokens of its expression, the end."""

    number: int  # counts from 1
    source: str
    tokens: list[Token]

    @property
    def name(self) -> str:
        """The name this line assigns."""
        return self.tokens[0].text

    @property
    def column(self) -> int:
        """Where the line's name begins."""
        return self.tokens[0].column


def split_lines(text: str) -> list[Line]:
    """The non-empty lines, cut into tokens, each of the form ``name = …``."""
    if not isinstance(text, str):
        raise CourseError(f"A network is read from text, not from a {type(text).__name__}.")
    if len(text) > MAX_LINES * MAX_LINE:
        problem = f"This text has {len(text):,} characters; {MAX_LINES * MAX_LINE:,} is the limit."
        raise ParseError(problem, 1, 1, hint="Build a smaller network.")
    sources = [source.partition("#")[0].rstrip() for source in re.split(r"\r\n|\r|\n", text)]
    if len(sources) > MAX_LINES:
        raise ParseError(f"This text has {len(sources)} lines; {MAX_LINES} is the limit.", MAX_LINES + 1, 1)
    lines = [_statement(number, source) for number, source in enumerate(sources, start=1) if source.strip()]
    if not lines:
        raise ParseError("There is nothing to read.", 1, 1, hint="Write a line such as y = w*x + b.")
    return lines


def _statement(number: int, source: str) -> Line:
    tokens = tokenize(number, source)
    if len(tokens) < 3 or tokens[0].kind != "name" or tokens[1].text != "=":
        problem = "Every line has the form name = expression."
        raise ParseError(problem, number, tokens[0].column, source, "For example y = w*x + b.")
    return Line(number, source, tokens)


def tokenize(number: int, source: str) -> list[Token]:
    """The tokens of one line, with the end token last; ``number`` is the line's number, for errors."""
    if len(source) > MAX_LINE:
        problem = f"This line has {len(source)} characters; {MAX_LINE} is the limit."
        raise ParseError(problem, number, MAX_LINE + 1, source[:MAX_LINE], "Give parts of it their own names.")
    tokens = []
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            found = source[at]
            shown = "The prime ′" if found in "'′" else repr(found)
            raise ParseError(f"{shown} cannot be read here.", number, at + 1, source, HINTS.get(found, ""))
        if keyword.iskeyword(match.group()):
            problem = f"{match.group()} is a word of the Python language."
            condition = match.group() in ("if", "else", "and", "or", "not")
            hint = "A condition such as (z > 0) is 1 or 0 by itself." if condition else "Choose another name."
            raise ParseError(problem, number, at + 1, source, hint)
        if match.lastgroup != "space":
            tokens.append(Token(str(match.lastgroup), match.group(), at + 1))
        at = match.end()
    tokens.append(Token("end", "the end of the line", len(source) + 1))
    return tokens
