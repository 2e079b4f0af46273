"""A question about a graph: what is asked, the points at which an answer is judged, and all known mistakes.

``derivative`` and ``value`` make one for a student from a graph and a random generator.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from random import Random

from course_lib.drawing.table import table
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values
from course_lib.errors import BuildError
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.derivative_mistakes import derivative_mistakes, single_mistakes
from course_lib.exercises.explanations import Explainer
from course_lib.exercises.hints import derivative_hints, derivative_reason, value_hints
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
BOTH_ZERO = 1e-9  # absolute, where both are about zero
APART = 0.05  # how far a mistake's number must be from the right one
TOLD_APART = 0.03  # and from another mistake's, where one of the two is to be named as certain
SAME = 1e-9  # how much two ways to compute the same number may differ
FAINTEST = 2e-3  # a smaller derivative would start with many zeros after the point
REDRAWS = 8  # until every mistake shows at one of the points
# Where these give the same numbers as an earlier mistake, they are the same mistake in other words.
SAID_TWICE = ("factor left out", "started late", "other name", "factor left out on one path", "factor too many")
SPOILT = 100.0  # so many mistakes that come near each other are better than one that comes near the right number
PROBES = 5  # points at which a formula typed for a number is judged, with the gates open; and with each gate closed
SAMPLES = 3  # with the gates open, and as many with each gate closed
KEPT = 128  # questions of which a process keeps what is the same for every student
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
    probes: tuple[Point, ...] = ()
    reason: str = ""
    tried_at: str = "at "
    numbers: Mapping[str, float] | None = None  # what names stand for in an answer, where they are no variables
    same: "_SameForAll | None" = None  # what all students' questions about this derivative share

    @cached_property
    def explainer(self) -> Explainer | None:
        """What explains a wrong expression; None where the question is not about a derivative."""
        if self.same is None or self.asks != EXPRESSION or not isinstance(self.same.asked, Derivative):
            return None
        if not all(node.operation is None or node.operation.elementwise for node in self.same.asked.graph):
            return None  # it computes with arrays of one number per point, which a sum would add up
        return Explainer(self.same.asked, self.same.single, self.points)

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
    same = _same(Derivative(graph.copy(), wrt, of), ranges)
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
        probes=same.probes if asks == NUMBER else (),
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
    asked = _same(Derivative(graph.copy(), wrt, of), ranges).asked
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
    same = _same(Value(graph.copy(), of), ranges)
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
        probes=same.probes if asks == NUMBER else (),
    )


def lines_of(graph: Graph, of: str) -> tuple[str, ...]:
    """The statements by which ``of`` is computed, such as ``h1 = relu(z1)``."""
    named = [i for i in graph.ancestors(graph.find(of)) if i in graph.name and not graph.is_input(i)]
    return tuple(statement(graph, i) for i in named)


def close(number: float, other: float, tolerance: float) -> bool:
    """Equal up to a relative tolerance, or both about zero."""
    if abs(number) <= BOTH_ZERO and abs(other) <= BOTH_ZERO:
        return True
    return abs(number - other) <= tolerance * max(abs(number), abs(other)) < math.inf


@dataclass(frozen=True)
class _SameForAll:
    """The part of a question that is the same for all students: what is asked, the known mistakes, the probes.

    Two of these are equal if their graphs are equal node by node. So ``_kept`` finds
    what another student's question has computed already.
    """

    asked: Derivative | Value = field(compare=False)
    ranges: Mapping[str, tuple[float, float]] | None = field(compare=False)
    content: tuple[object, ...]

    @cached_property
    def _known(self) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
        return known_mistakes(self.asked, self.ranges)

    @cached_property
    def single(self) -> tuple[Mistake, ...]:
        """Every mistake with a derivative that is made once."""
        return tuple(single_mistakes(self.asked)) if isinstance(self.asked, Derivative) else ()

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The known mistakes."""
        return self._known[0]

    @property
    def told_apart(self) -> tuple[Mistake, ...]:
        """The known mistakes, with only one of those that agree while the gates are open."""
        return self._known[1]

    @cached_property
    def probes(self) -> tuple[Point, ...]:
        """The points at which a formula that was typed for a number is judged."""
        return probes_of(self.asked, self.ranges)

    @cached_property
    def reason(self) -> str:
        """The derivative in symbols."""
        return derivative_reason(self.asked) if isinstance(self.asked, Derivative) else ""


def _same(asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None) -> _SameForAll:
    """The part of this question that is the same for all students; each process computes it once.

    Raises:
        BuildError: the derivative is 0, since nothing leads from one name to the other.
    """
    if isinstance(asked, Derivative) and len(asked.way(asked.graph)) < 2:
        raise BuildError(f"{asked.of} does not depend on {asked.wrt}.", f"Choose a name that {asked.of} depends on.")
    graph = asked.graph
    content = (
        *(type(asked), str(asked), asked.of, tuple(graph.nodes), tuple(graph.index.items())),
        *(tuple(graph.inputs), frozenset(graph.folded), tuple((ranges or {}).items())),
    )
    return _kept(_SameForAll(asked, ranges, content))


@lru_cache(maxsize=KEPT)
def _kept(same: _SameForAll) -> _SameForAll:
    """The first of all equal parts, with whatever it has computed."""
    return same


def _drawn(same: _SameForAll, asks: str, random: Random) -> tuple[list[Point], tuple[float, ...]]:
    """Points for this student, and the right number at each."""
    asked = same.asked
    shows = _shows(asked)
    if asks == EXPRESSION:
        points = draw_points(asked.graph, asked.of, random, same.ranges, Wanted([shows], OPEN_POINTS, TWINS))
        return points, tuple(asked.right(point.values) for point in points)

    def flaws(values: Values) -> float:
        """How many mistakes are close to each other; being close to the right number counts much more."""
        truth = asked.right(values)
        numbers = sorted(mistake.wrong(values) for mistake in same.told_apart)
        spoilt = sum(not _differ(number, truth) for number in numbers)
        return SPOILT * spoilt + sum(close(one, two, TOLD_APART) for one, two in pairwise(numbers))

    for _ in range(REDRAWS):
        points = draw_points(asked.graph, asked.of, random, same.ranges, Wanted([shows], flaws=flaws))
        truth = tuple(asked.right(point.values) for point in points)
        seen = list(zip(points, truth, strict=True))
        kept_apart = [mistake for mistake in same.mistakes if mistake.is_kept_apart]
        if all(any(_differ(mistake.wrong(at.values), number) for at, number in seen) for mistake in kept_apart):
            break
    return points, truth


def probes_of(asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None = None) -> tuple[Point, ...]:
    """Points at which different formulas have different numbers; the same points for every student."""
    return tuple(draw_points(asked.graph, asked.of, Random(1), ranges, Wanted((), PROBES, PROBES)))


def known_mistakes(
    asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None = None
) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """The mistakes that differ from the right answer; and the same with one of those that agree while gates are open.

    They are found at samples of their own, so that they are the same for every student.
    """
    points = draw_points(asked.graph, asked.of, Random(0), ranges, Wanted([_shows(asked)], SAMPLES, SAMPLES))
    samples = [point.values for point in points]
    truth = [asked.right(values) for values in samples]
    made = [(mistake, [mistake.wrong(values) for values in samples]) for mistake in mistakes_of(asked)]
    known = distinct(made, truth)
    apart = [(mistake, numbers[:SAMPLES]) for mistake, numbers in known if mistake.is_kept_apart]
    opened = distinct(apart, truth[:SAMPLES], merge=True)
    return tuple(mistake for mistake, _ in known), tuple(mistake for mistake, _ in opened)


def mistakes_of(asked: Derivative | Value) -> list[Mistake]:
    """Every named mistake, including those that give the same number."""
    return asked.mistakes() if isinstance(asked, Value) else derivative_mistakes(asked)


def _shows(asked: Derivative | Value) -> Callable[[Values], bool]:
    return lambda values: abs(asked.right(values)) > FAINTEST


def distinct(
    made: Iterable[tuple[Mistake, list[float]]], truth: list[float], merge: bool = False
) -> list[tuple[Mistake, list[float]]]:
    """The mistakes that give a wrong number at one of the samples at least.

    Of mistakes that give the same numbers everywhere, one is kept if they are the same
    mistake in other words (a factor left out is also a path stopped early). With
    ``merge`` one is kept in any case.
    """
    kept: list[tuple[Mistake, list[float]]] = []
    for mistake, numbers in made:
        same = [other for other, others in kept if _agree(numbers, others)]
        said = merge or mistake.kind in SAID_TWICE or "," in mistake.kind
        if not _agree(numbers, truth) and not (same and (said or mistake.kind in {other.kind for other in same})):
            kept.append((mistake, numbers))
    return kept


def _agree(numbers: list[float], others: list[float]) -> bool:
    return all(close(a, b, SAME) for a, b in zip(numbers, others, strict=True))


def are_apart(numbers: Iterable[float], apart: float = APART) -> bool:
    """Whether any two of these differ by more than ``apart``, relatively."""
    return not any(close(one, two, apart) for one, two in pairwise(sorted(numbers)))


def _differ(number: float, other: float) -> bool:
    return not close(number, other, APART)
