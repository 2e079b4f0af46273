"""A question about a graph: what is asked, the points at which an answer is judged, and all known mistakes.

``derivative`` and ``value`` make one for a student from a graph and a random generator.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np

from course_lib.drawing.table import table
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values
from course_lib.exercises.closeness import APART, TOLD_APART, all_close, close
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.explanations import Explainer
from course_lib.exercises.hints import derivative_hints, value_hints
from course_lib.exercises.known_mistakes import SameForAll, numbers_of, same_for_all, shows
from course_lib.exercises.mistakes import Mistake, statement
from course_lib.exercises.points import Point, Wanted, draw_points
from course_lib.exercises.value_mistakes import Value
from course_lib.numerals import numeral

NUMBER, EXPRESSION = "number", "expression"
TOLERANCE = {NUMBER: 0.01, EXPRESSION: 1e-6}  # relative; a number is typed with few digits
TYPING = {
    NUMBER: "A number to 1 %, with a point: 0.123. A calculation works too: 2*(0.3 - 0.5)*0.2",
    EXPRESSION: "Type 2*h for 2·h, h**2 for h², exp(g), sigmoid(z).",
}
CONDITION = "A condition in parentheses counts as 1 or 0: 3*(a > 0)*c."
REDRAWS = 8  # until every mistake shows at one of the points
SPOILT = 100.0  # so many mistakes that come near each other are better than one that comes near the right number
OPEN_POINTS, TWINS = 24, 6  # an expression is judged with the gates open, and with each gate closed; at so many points


@dataclass(frozen=True)
class Wording:
    """The texts that a card shows for a question before it is answered.

    ``about`` is HTML with the numbers or facts that the question is about, or empty.
    """

    topic: str  # what is asked for: ∂L/∂w1
    asks: str
    prompt: str
    given: tuple[str, ...]  # the lines of the graph
    typing: str  # how an answer is typed
    fields: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True)
class Question:
    """One question, drawn for one student.

    ``asks`` is "number" or "expression". ``names`` may stand in an answer.
    ``truth`` has the right number at each point. ``mistakes`` has only those that
    differ from the truth at some point. A formula that was typed for a number is also
    evaluated at the ``probes``, because at one point alone two formulas can have the
    same number by chance. ``reason`` is the reply to a right answer. ``tried_at`` is
    the text before the inputs at which an answer was tried.
    """

    topic: str  # what is asked for: ∂L/∂w1
    asks: str
    prompt: str
    given: tuple[str, ...]  # the lines of the graph
    typing: str  # how an answer is typed
    names: tuple[str, ...]
    points: tuple[Point, ...]
    truth: tuple[float, ...]
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    find_probes: Callable[[], tuple[Point, ...]] = tuple
    reason: str = ""
    tried_at: str = "at "
    numbers: Mapping[str, float] | None = None  # what names stand for in an answer, where they are no variables
    same: SameForAll | None = None  # what all students' questions about this derivative share

    @property
    def asked(self) -> Derivative | Value | None:
        """The derivative that is asked for; None for other questions."""
        return self.same.asked if self.same else None

    @cached_property
    def wrong_numbers(self) -> np.ndarray:
        """The number of each mistake at each point, (mistakes, points)."""
        return numbers_of(self.asked, self.mistakes, [point.values for point in self.points])

    @cached_property
    def probes(self) -> tuple[Point, ...]:
        """The points at which a formula that was typed for a number is judged; they are found when one was typed."""
        return self.find_probes()

    @cached_property
    def explainer(self) -> Explainer | None:
        """What explains a wrong expression; None where it is not a derivative, or not one that takes arrays."""
        if self.same is None or self.asks != EXPRESSION or not isinstance(self.asked, Derivative):
            return None
        return Explainer(self.asked, self.same.single, self.points) if self.asked.takes_arrays else None

    @property
    def wording(self) -> Wording:
        """The texts that a card shows for this question."""
        return Wording(self.topic, self.asks, self.prompt, self.given, self.typing, self.fields, self.about)

    @property
    def about(self) -> str:
        """The numbers of each point as an HTML table; empty for an expression, which must hold for any numbers."""
        if self.asks != NUMBER:
            return ""
        names = [name for name in self.names if name != self.topic]
        rows = [
            (point.label or "your numbers", *(numeral(point.values[name]) for name in names)) for point in self.points
        ]
        return table(("", *names), rows, "The numbers of this question")

    @property
    def fields(self) -> tuple[str, ...]:
        """The label of each answer box: a number has one box per point, an expression a single one."""
        if self.asks == EXPRESSION:
            return (f"{self.topic} =",)
        return tuple(f"{self.topic}, {point.label} =" if point.label else f"{self.topic} =" for point in self.points)

    def is_close(self, number: float, other: float) -> bool:
        """Whether two numbers count as the same."""
        return close(number, other, TOLERANCE[self.asks])


def derivative(
    graph: Graph,
    wrt: str,
    random: Random,
    asks: str = EXPRESSION,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    of: str | None = None,
) -> Question:
    """The question for ∂of/∂wrt of a scalar graph, as a number or as an expression in the graph's names.

    Raises:
        UnknownNameError: the graph has no node with the name ``of`` or ``wrt``.
        BuildError: ``of`` does not depend on ``wrt``, or no suitable point was found.
    """
    same = same_for_all(Derivative(graph.copy(), wrt, of), ranges)
    asked = same.asked
    assert isinstance(asked, Derivative)
    points, truth = _drawn(same, asks, random)
    wording = _derivative_wording(asked, asks)
    prompt = wording.prompt
    if asks == NUMBER and len(points) > 1:
        prompt = f"Compute {asked} {'twice' if len(points) == 2 else f'{len(points)} times'}, for these numbers."
    return Question(
        topic=wording.topic,
        asks=asks,
        prompt=prompt,
        given=wording.given,
        typing=wording.typing,
        names=tuple(graph.index),
        points=tuple(points),
        truth=truth,
        mistakes=same.mistakes if asks == NUMBER else (),
        hints=derivative_hints(asked, points[0].values),
        reason=same.reason,
        same=same,
        find_probes=lambda: same.probes if asks == NUMBER else (),
    )


def derivative_wording(
    graph: Graph,
    wrt: str,
    asks: str = EXPRESSION,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    of: str | None = None,
) -> Wording:
    """The texts of the question that are the same for every student; for an expression these are all.

    Raises as :func:`derivative` does.
    """
    asked = same_for_all(Derivative(graph.copy(), wrt, of), ranges).asked
    assert isinstance(asked, Derivative)
    return _derivative_wording(asked, asks)


def _derivative_wording(asked: Derivative, asks: str) -> Wording:
    prompt, typing = f"Compute {asked} for these numbers.", TYPING[asks]
    if asks == EXPRESSION:
        prompt = f"Write {asked} with the names of the graph."
        if asked.gates():
            typing += f" {CONDITION}"
    return Wording(str(asked), asks, prompt, lines_of(asked.graph, asked.of), typing, (f"{asked} =",))


def value(
    graph: Graph,
    of: str,
    random: Random,
    asks: str = NUMBER,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> Question:
    """The question for the value of ``of``, as a number or as an expression in the inputs' names.

    Raises as :func:`derivative` does.
    """
    same = same_for_all(Value(graph.copy(), of), ranges)
    asked = same.asked
    assert isinstance(asked, Value)
    points, truth = _drawn(same, asks, random)
    task = "Compute" if asks == NUMBER else "Write"
    hints = value_hints(asked, points[0].values)
    return Question(
        topic=of,
        asks=asks,
        prompt=f"{task} {of}{' for these inputs' if asks == NUMBER else ' with the names of the inputs'}.",
        given=lines_of(graph, of),
        typing=TYPING[asks],
        names=tuple(graph.inputs),
        points=tuple(points),
        truth=truth,
        mistakes=same.mistakes,
        hints=hints,
        reason=hints[1],
        find_probes=lambda: same.probes if asks == NUMBER else (),
    )


def lines_of(graph: Graph, of: str) -> tuple[str, ...]:
    """The statements by which ``of`` is computed, such as ``h1 = relu(z1)``."""
    named = [i for i in graph.ancestors(graph.find(of)) if i in graph.name and not graph.is_input(i)]
    return tuple(statement(graph, i) for i in named)


def _drawn(same: SameForAll, asks: str, random: Random) -> tuple[list[Point], tuple[float, ...]]:
    """Points for this student, and the right number at each."""
    asked = same.asked
    if asks == EXPRESSION:
        points = draw_points(asked.graph, asked.of, random, same.ranges, Wanted([shows(asked)], OPEN_POINTS, TWINS))
        return points, tuple(asked.right(point.values) for point in points)

    def flaws(places: Sequence[Values]) -> Sequence[float]:
        """How many mistakes are close to each other; being close to the right number counts much more."""
        truth = np.array([asked.right(values) for values in places])
        numbers = np.sort(numbers_of(asked, same.told_apart, places), axis=0)
        spoilt = np.sum(all_close(numbers, truth, APART), axis=0)
        return list(SPOILT * spoilt + np.sum(all_close(numbers[1:], numbers[:-1], TOLD_APART), axis=0))

    kept_apart = [mistake for mistake in same.mistakes if mistake.is_kept_apart]
    for _ in range(REDRAWS):
        points = draw_points(asked.graph, asked.of, random, same.ranges, Wanted([shows(asked)], flaws=flaws))
        places = [point.values for point in points]
        truth = tuple(asked.right(values) for values in places)
        seen = ~all_close(numbers_of(asked, kept_apart, places), np.array(truth), APART)
        if np.all(np.any(seen, axis=1)):
            break
    return points, truth
