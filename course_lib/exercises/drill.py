"""Drills: small random graphs of whole numbers to fill in by hand, in three levels.

``worked`` shows every number and how to compute it. ``partly filled`` leaves out some
gradients. ``blank`` leaves out everything but the inputs. Every blank is a question of
its own, with the mistakes that can be made there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace, Values, backward, forward
from course_lib.errors import BuildError
from course_lib.exercises.closeness import close
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.known_mistakes import PROBES, known_mistakes, mistakes_of
from course_lib.exercises.mistakes import Mistake, likely, statement
from course_lib.exercises.points import Point, Wanted, draw_points
from course_lib.exercises.question import NUMBER, TOLERANCE, TYPING, Question
from course_lib.exercises.value_mistakes import Value
from course_lib.language.parse import parse
from course_lib.numerals import numeral
from course_lib.reading.explain import explain, factor, show
from course_lib.reading.formulas import partial_text
from course_lib.reading.steps import Steps

LEVELS = WORKED, PARTLY, BLANK = ("worked", "partly filled", "blank")
INPUTS, NAMES = ("a", "b", "c"), ("p", "q", "r", "s")
LARGEST_VALUE, LARGEST_GRADIENT = 40, 60  # the largest that are easy to compute by hand
TRIES = 4000
RANGES = dict.fromkeys(INPUTS, (-3.0, 3.0))


@dataclass(frozen=True)
class Blank:
    """One number to be filled in: the value of a node, or its gradient."""

    name: str
    is_gradient: bool


@dataclass(frozen=True)
class Drill:
    """One graph with its numbers, and the blanks in the order in which they can be filled."""

    level: str
    graph: Graph
    values: Values
    blanks: tuple[Blank, ...]

    @cached_property
    def trace(self) -> Trace:
        """The backward pass."""
        return backward(self.values)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """A question for each blank."""
        return tuple(self._question(blank) for blank in self.blanks)

    @property
    def given(self) -> list[str]:
        """The lines of the graph."""
        return [statement(self.graph, i) for i in sorted(self.graph.name) if not self.graph.is_input(i)]

    def number(self, blank: Blank) -> float:
        """The right number for the blank."""
        return self.trace.grad[blank.name] if blank.is_gradient else self.values[blank.name]

    def follows(self, blank: Blank, typed: Mapping[Blank, float]) -> bool:
        """Whether the number typed into a blank is what its own step makes of the numbers typed before it."""
        node = self.graph.find(blank.name)
        if not blank.is_gradient:
            args = [self._typed(arg, False, typed) for arg in self.graph.nodes[node].args]
            made = self.graph.nodes[node].operation
            expected = made.forward(*args, *self.graph.nodes[node].static) if made is not None else self.number(blank)
        else:
            into = [edge for edge in self.trace.edges if edge.arg == node]
            expected = sum(self._typed(edge.user, True, typed) * self.trace.local(edge) for edge in into)
        return close(typed[blank], expected, TOLERANCE[NUMBER])

    def _typed(self, node: int, is_gradient: bool, typed: Mapping[Blank, float]) -> float:
        """The number that was typed for a node, or the right one where none was asked for or typed."""
        right = self.trace.gradient_of_node if is_gradient else self.values.of_node
        return typed.get(Blank(self.graph.name.get(node, ""), is_gradient), right[node])

    def worked(self) -> list[str]:
        """How to compute every number: one line per node forwards, then one line per node backwards.

        The line of a node with several users is the whole sum, and says through which
        user each contribution comes: ``∂L/∂a = 4·(−1) [through q] + 1·3 [through p] = −1``.
        """
        graph, trace = self.graph, self.trace
        steps = Steps(trace)
        lines = [explain(trace, steps.at(k)).formula for k in range(1, len(steps.order) + 2)]
        for node in sorted({edge.arg for edge in trace.edges}, reverse=True):
            into = [edge for edge in trace.edges if edge.arg == node]
            gradient = partial_text(graph, trace.of, node)
            products = []
            for edge in into:
                through = f" [through {graph.name[edge.user]}]" if len(into) > 1 else ""
                products.append(f"{factor(edge.upstream)}·{factor(trace.local(edge))}{through}")
            lines.append(f"{gradient} = {' + '.join(products)} = {show(trace.gradient_of_node[node])}")
        return lines

    def _question(self, blank: Blank) -> Question:
        asked = Derivative(self.graph, blank.name) if blank.is_gradient else Value(self.graph, blank.name)
        truth = self.number(blank)
        return Question(
            topic=str(asked),
            asks=NUMBER,
            prompt="",
            given=(),
            typing=TYPING[NUMBER],
            names=tuple(self.graph.index),
            points=(Point(self.values),),
            truth=(truth,),
            mistakes=tuple(_shown(asked, self.values, truth)),
            hints=(),
            find_probes=lambda: self._probes,
        )

    @cached_property
    def _probes(self) -> tuple[Point, ...]:
        """Other numbers for the same graph, at which a formula that was typed into a blank is tested."""
        try:
            return tuple(
                draw_points(
                    self.graph, self.graph.name[self.graph.find(None)], Random(1), RANGES, Wanted((), PROBES, 0)
                )
            )
        except BuildError:
            return ()

    def place(self, blank: Blank, known: Sequence[Blank] = ()) -> str:
        """Where to look for a mistake that is not recognised: what the blank is made of, given or ``known`` by now."""
        graph = self.graph
        node = graph.find(blank.name)
        if not blank.is_gradient:
            args = [graph.name[arg] for arg in dict.fromkeys(graph.nodes[node].args)]
            return f"Look at {statement(graph, node)}{self._are_right([Blank(arg, False) for arg in args], known)}."
        users = [graph.name[user] for user in dict.fromkeys(user for user, _ in graph.users()[node])]
        parts = " and ".join(f"from {user}" for user in users)
        right = self._are_right([Blank(user, True) for user in users], known)
        return f"Look at what {blank.name} receives {parts}{right}."

    def _are_right(self, parts: list[Blank], known: Sequence[Blank]) -> str:
        """A sentence that these numbers are right, if all of them are given or known."""
        if any(part in self.blanks and part not in known for part in parts):
            return ""
        loss = self.graph.name[self.graph.find(None)]
        named = [f"∂{loss}/∂{part.name}" if part.is_gradient else part.name for part in parts]
        return f": {' and '.join(named)} {'is' if len(named) == 1 else 'are'} right"


def draw_drill(random: Random, level: str) -> Drill:
    """A drill of this level, drawn for one student.

    Raises:
        BuildError: there is no such level.
    """
    if level not in LEVELS:
        raise BuildError(f"{level!r} is not a level of a drill.", f"Use one of {', '.join(LEVELS)}.")
    for _ in range(TRIES):
        graph = parse("\n".join(_lines(random)))
        numbers = {name: float(random.choice((-3, -2, -1, 1, 2, 3))) for name in graph.inputs}
        values = forward(graph, **numbers)
        if _is_good(graph, values):
            return Drill(level, graph, values, tuple(_blanks(graph, level)))
    raise AssertionError("one graph in some fifty is good")


def _lines(random: Random) -> Iterator[str]:
    """Four lines of one operation each, the last one named L."""
    known = list(INPUTS[: random.choice((2, 3))])
    for name in (*NAMES[: random.choice((2, 3))], "L"):
        first, other = random.sample(known, 2)
        operation = random.choice(("{}*{}", "{}*{}", "{} + {}", "{} + {}", "{} - {}", "{}**2", "relu({})"))
        yield f"{name} = {operation.format(first, other)}"
        known.append(name)


def _is_good(graph: Graph, values: Values) -> bool:
    """Whether every name is used, one of them twice, numbers are small, and no node's value equals its gradient."""
    if len(graph.ancestors(graph.find(None))) < len(graph):
        return False
    users = graph.users()
    named = sorted(graph.name)  # the loss is the last
    if not any(len(users[i]) > 1 for i in named):
        return False
    rows = [node.operation.name for node in graph if node.operation is not None]
    if not {"multiply", "power"} & set(rows) or _some_shut(graph, values):
        return False
    gradient = backward(values).gradient_of_node
    if sum(abs(gradient[i]) != 1.0 for i in named) < 3:
        return False  # a graph that passes everything on unchanged is no exercise
    loss = graph.find(None)
    if abs(values.of_node[loss]) in (0.0, 1.0) or max(map(abs, values.of_node)) > LARGEST_VALUE:
        return False
    sizes = [(abs(values.of_node[i]), abs(gradient[i])) for i in named[:-1]]
    return all(0 < slope <= LARGEST_GRADIENT and slope != size for size, slope in sizes)


def _some_shut(graph: Graph, values: Values) -> bool:
    """Whether some relu has a closed gate or is exactly on its corner."""
    return any(
        node.operation is not None and node.operation.name == "relu" and values.of_node[node.args[0]] <= 0
        for node in graph
    )


def _blanks(graph: Graph, level: str) -> Iterator[Blank]:
    loss = graph.find(None)
    named = sorted(graph.name)
    if level == BLANK:
        yield from (Blank(graph.name[i], False) for i in named if not graph.is_input(i))
    if level == WORKED:
        return
    users = graph.users()
    for i in reversed(named):
        if i != loss and (level == BLANK or graph.is_input(i) or len(users[i]) > 1):
            yield Blank(graph.name[i], True)


def _shown(asked: Derivative | Value, values: Values, truth: float) -> Iterator[Mistake]:
    """The mistakes that change the answer at these numbers, one per kind and number; the likely ones first."""
    try:
        known, _ = known_mistakes(asked, RANGES)
    except BuildError:
        known = tuple(mistakes_of(asked))
    seen = set()
    for mistake in likely(known):
        number = mistake.wrong(values)
        made = mistake.kind, mistake.title, numeral(number, 6)
        if number == number and number != truth and "," not in mistake.kind and made not in seen:
            seen.add(made)
            yield mistake
