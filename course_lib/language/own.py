"""A network that a student wrote: the text is made ready to be drawn, or refused with a reason.

The text may come from a box on the page or from a link. Nothing in it is evaluated
as Python (see ``parse``). What ``parse`` accepts but a page with sliders cannot show
is refused here, with its line and column.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward
from course_lib.errors import CourseError, DomainError, ParseError
from course_lib.language.lines import Line, split_lines
from course_lib.language.parse import parse

LOW, HIGH = -3.0, 3.0  # the sliders' range
USUAL = 0.5  # an input's first value
TRIES = 300
TWO_NAMES = re.compile(r"([A-Za-z][0-9]*)([A-Za-z][0-9]*)")  # wx, w1x1, w12h2
USUAL_LETTERS = "wvuxhazb"  # of weights, inputs, hidden values, biases


@dataclass(frozen=True)
class OwnNetwork:
    """A network that can be drawn: its graph, and numbers for its inputs at which every node has a value."""

    text: str
    graph: Graph
    start: dict[str, float]

    @property
    def askable(self) -> list[str]:
        """The names that the loss depends on, inputs first: a question may ask about each of them."""
        graph = self.graph
        loss = graph.find(None)
        names = [graph.name[i] for i in graph.ancestors(loss) if i in graph.name and i != loss]
        return sorted(names, key=lambda name: name not in graph.inputs)

    @property
    def run_together(self) -> dict[str, str]:
        """The inputs that look like a product without its ``*``, each with the product that was probably meant."""
        names = self.graph.index
        meant = {name: product_meant(name, names) for name in self.graph.inputs}
        return {name: product for name, product in meant.items() if product}

    @property
    def left_out(self) -> list[str]:
        """The names that the last line does not depend on, which are not drawn."""
        graph = self.graph
        needed = set(graph.ancestors(graph.find(None)))
        return [name for name, node in graph.index.items() if node not in needed]


def product_meant(name: str, names: Collection[str]) -> str:
    """``w1*x1`` for ``w1x1``, a name that looks like two names side by side; empty for any other name."""
    found = TWO_NAMES.fullmatch(name)
    if found is None:
        return ""
    both = all(part in names or part[0] in USUAL_LETTERS for part in found.groups())
    return "*".join(found.groups()) if both else ""


def read_own(text: object, numbers: Mapping[str, float]) -> OwnNetwork:
    """The network of a text. An input keeps its value from ``numbers`` if every node can be computed with it.

    Raises:
        ParseError: the text cannot be read; the error says where.
        CourseError: the text can be read, but cannot be shown with numbers on sliders.
    """
    if not isinstance(text, str):
        raise CourseError("A network is a text.", "Write a line such as y = w*x + b.")
    graph = parse(text)
    lines = split_lines(text)
    _refuse_matrices(graph, lines)
    _refuse_empty(graph, lines)
    return OwnNetwork(text, graph, _start(graph, numbers))


def _refuse_empty(graph: Graph, lines: list[Line]) -> None:
    """Raise for a last line that computes nothing, or nothing that a slider could move."""
    last, loss = lines[-1], graph.find(None)
    inputs = [i for i in graph.ancestors(loss) if graph.is_input(i)]
    fixed = [line for line in lines[:-1] if graph.nodes[graph.index[line.name]].constant is not None]
    if inputs and graph.nodes[loss].operation is not None:
        return
    column = last.tokens[2].column
    if inputs:
        problem = f"{last.name} is {graph.name[inputs[0]]}, so there is nothing to compute."
        raise _at(last, column, problem, "Let the last line compute something, as in L = (x - 1)**2.")
    if fixed:
        one, names = len(fixed) == 1, ", ".join(line.name for line in fixed)
        problem = f"{names} {'is a fixed number' if one else 'are fixed numbers'}, so {last.name} is one as well."
        hint = f"Inputs get their numbers from sliders: remove {'this line' if one else 'these lines'}."
        raise _at(fixed[0], fixed[0].tokens[2].column, problem, hint)
    hint = "The last line is the loss: let it depend on a name that no line assigns, as in L = (x - 1)**2."
    raise _at(last, column, f"{last.name} is a fixed number.", hint)


def _refuse_matrices(graph: Graph, lines: list[Line]) -> None:
    """Raise for operations on matrices, which ``parse`` accepts for the notebooks with matrices."""
    about_arrays = {row.name for row in ops.OPS.values() if not row.elementwise}
    used = {node.operation.name for node in graph.nodes if node.operation is not None}
    if not used & about_arrays:
        return
    for line in lines:
        for token in line.tokens[2:]:
            if token.text == "@" or token.text in about_arrays:
                problem = f"{token.text} is for matrices, but these are single numbers."
                raise _at(line, token.column, problem, "Write * to multiply." if token.text == "@" else "")
    raise CourseError("This network has matrices, but only single numbers can be used here.")


def _at(line: Line, column: int, problem: str, hint: str) -> ParseError:
    return ParseError(problem, line.number, column, line.source, hint)


def _start(graph: Graph, numbers: Mapping[str, float]) -> dict[str, float]:
    """Numbers at which every node has a value: the given ones, or else the first that are found."""
    for candidate in _candidates(list(graph.inputs), numbers):
        try:
            forward(graph, **candidate)
        except DomainError as error:
            found = error
            continue
        return candidate
    hint = f"No numbers between {LOW:g} and {HIGH:g} were found for its inputs. Change the text."
    raise CourseError(f"This network has no value. {found.where}: {found.reason}.", hint)


def _candidates(names: list[str], numbers: Mapping[str, float]) -> Iterator[dict[str, float]]:
    # Inputs start at different numbers, so that a difference of two is not 0.
    usual = {name: round(USUAL + 0.3 * (i % 6), 2) for i, name in enumerate(names)}
    yield {name: numbers.get(name, usual[name]) for name in names}
    yield usual
    yield {name: -number for name, number in usual.items()}
    random = Random(0)
    for _ in range(TRIES):
        yield {name: round(random.uniform(LOW, HIGH), 2) for name in names}
