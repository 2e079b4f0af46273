"""Questions about gradient checks that ask for a number: a difference quotient, a relative error.

Each is drawn from a random generator, and fresh ones take turns. Numbers are chosen so
that the right answer and every named mistake are well apart.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from course_lib.differences import relative_error
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values, forward
from course_lib.errors import BuildError
from course_lib.exercises.closeness import APART, TOLD_APART, are_apart, close
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Point
from course_lib.exercises.question import NUMBER, TYPING, Question
from course_lib.language.parse import parse
from course_lib.numerals import numeral

TRIES = 500

# A difference quotient of u³.

EVALUATED = parse("""
    f = u**3
    up = (u + h)**3
    down = (u - h)**3
""")


def central(v: Values) -> float:
    """(f(u + h) − f(u − h)) / 2h."""
    return (v["up"] - v["down"]) / (2 * v["h"])


def ahead(v: Values) -> float:
    """(f(u + h) − f(u)) / h."""
    return (v["up"] - v["f"]) / v["h"]


def slope(v: Values) -> float:
    """The derivative, 3u²."""
    return 3 * v["u"] ** 2


def central_miss(v: Values) -> float:
    """How much larger the central difference is than the derivative: h²."""
    return central(v) - slope(v)


DERIVATIVE = Mistake(
    "derivative",
    "That is the derivative, 3u².",
    "A difference quotient does not differentiate: it evaluates f twice, and divides.",
    slope,
)
BACKWARD = Mistake(
    "backward",
    "You stepped backward instead of forward.",
    "That is (f(u) − f(u − h)) / h.",
    lambda v: (v["f"] - v["down"]) / v["h"],
)
NOT_DIVIDED = "You have not divided yet.", "Divide the difference of the two values by the distance between the points."


def _sign(truth: Callable[[Values], float]) -> Mistake:
    how = "Subtract the value on the left from the value on the right."
    return Mistake("sign", "The size is right, the sign is wrong.", how, lambda v: -truth(v))


class Turn(NamedTuple):
    """One thing to ask about u³."""

    topic: str
    prompt: str
    formula: str
    general: str
    truth: Callable[[Values], float]
    mistakes: Sequence[Mistake]


TURNS = (
    Turn(
        "the central difference",
        "Compute the central difference of f(u) = u³ at this u, with this h.",
        "(f(u + h) − f(u − h)) / 2h",
        "In general it is 3u² + h²: the derivative plus an error of h².",
        central,
        (
            DERIVATIVE,
            Mistake(
                "forward for central",
                "That is the forward difference.",
                "The central difference steps to both sides: f(u + h) − f(u − h), divided by 2h.",
                ahead,
            ),
            BACKWARD,
            Mistake(
                "2 forgotten",
                "You divided by h, but the two evaluations are 2h apart.",
                "The distance from u − h to u + h is 2h.",
                lambda v: (v["up"] - v["down"]) / v["h"],
            ),
            Mistake("not divided", *NOT_DIVIDED, lambda v: v["up"] - v["down"]),
            _sign(central),
        ),
    ),
    Turn(
        "the forward difference",
        "Compute the forward difference of f(u) = u³ at this u, with this h.",
        "(f(u + h) − f(u)) / h",
        "In general it is 3u² + 3uh + h²: the derivative plus an error that begins with h.",
        ahead,
        (
            DERIVATIVE,
            Mistake(
                "central for forward",
                "That is the central difference.",
                "The forward difference starts at u itself: f(u + h) − f(u), divided by h.",
                central,
            ),
            BACKWARD,
            Mistake(
                "2 too many",
                "You divided by 2h, but the two evaluations are h apart.",
                "The distance from u to u + h is h; 2h belongs to the central difference.",
                lambda v: (v["up"] - v["f"]) / (2 * v["h"]),
            ),
            Mistake("not divided", *NOT_DIVIDED, lambda v: v["up"] - v["f"]),
            _sign(ahead),
        ),
    ),
    Turn(
        "the miss of the central difference",
        "By how much is the central difference of f(u) = u³ larger than the derivative?",
        "(f(u + h) − f(u − h)) / 2h − 3u²",
        "In general it is h², whatever u is.",
        central_miss,
        (
            DERIVATIVE,
            Mistake("quotient alone", "That is the quotient itself.", "Subtract the derivative, 3u².", central),
            Mistake(
                "forward miss",
                "That is the error of the forward difference.",
                "The error of the central difference has no term in h.",
                lambda v: ahead(v) - slope(v),
            ),
            _sign(central_miss),
        ),
    ),
)


def difference_quotient(random: Random, fresh: int) -> Question:
    """The central difference of u³, then the forward one, then by how much the central one misses."""
    turn = TURNS[fresh % len(TURNS)]

    def hints(v: Values) -> tuple[str, ...]:
        evaluated = f"f(u) = {numeral(v['f'])}, f(u + h) = {numeral(v['up'])}, f(u − h) = {numeral(v['down'])}."
        return f"{turn.formula}.", evaluated, f"{numeral(turn.truth(v))}. {turn.general}"

    return drawn(
        EVALUATED,
        lambda: {"u": random.randint(6, 18) / 10, "h": random.randint(3, 14) / 10},
        turn.topic,
        turn.prompt,
        turn.truth,
        turn.mistakes,
        hints,
        given=("f(u) = u³",),
    )


# A relative error.


def _relative(v: Values) -> float:
    """The right relative error: |a − n| / max(|a|, |n|)."""
    return relative_error(v["a"], v["n"])


def _gap(v: Values) -> float:
    """|a − n|."""
    return abs(v["a"] - v["n"])


def _sizes(v: Values) -> tuple[float, float]:
    """|a| and |n|."""
    return abs(v["a"]), abs(v["n"])


SIZES_COMPARED = Mistake(  # for two numbers with the same sign this is right
    "sizes compared",
    "You compared the sizes and lost the signs.",
    "First take a − n with the signs, and only then |·|.",
    lambda v: abs(abs(v["a"]) - abs(v["n"])) / max(_sizes(v)),
)
RELATIVE_MISTAKES = (
    Mistake(
        "not relative",
        "That is the difference itself.",
        "Without the size of the numbers it says nothing: divide by the larger one.",
        _gap,
    ),
    Mistake(
        "smaller one",
        "You divided by the smaller number.",
        "Divide by the larger of |a| and |n|: then the order does not matter, and 0 against 1 gives 1.",
        lambda v: _gap(v) / min(_sizes(v)),
    ),
    Mistake(
        "sum",
        "You divided by the sum.",
        "Some checks do that, and their errors are smaller. This course divides by the larger of |a| and |n|.",
        lambda v: _gap(v) / sum(_sizes(v)),
    ),
    Mistake(
        "mean",
        "You divided by the mean of the two.",
        "Divide by the larger of |a| and |n|.",
        lambda v: 2 * _gap(v) / sum(_sizes(v)),
    ),
    SIZES_COMPARED,
    Mistake(
        "per cent",
        "That is a percentage.",
        "It is right, but a check compares with 1e−5, so leave out the 100.",
        lambda v: 100 * _relative(v),
    ),
    Mistake("sign", "An error has no sign.", "It is |a − n|, the size of the difference.", lambda v: -_relative(v)),
)


def relative_error_of_two(random: Random, fresh: int) -> Question:
    """The relative error of two numbers, in turns with equal and with different signs."""
    two_signs = fresh % 2 == 1

    def draw() -> dict[str, float]:
        a, n = random.randint(12, 95) / 100, random.randint(12, 95) / 100
        return {"a": -a if two_signs else a, "n": n}

    def hints(v: Values) -> tuple[str, ...]:
        gap, largest = _gap(v), max(_sizes(v))
        factors = f"|a − n| = {numeral(gap)}, and the larger of the two sizes is {numeral(largest)}."
        return "|a − n| / max(|a|, |n|).", factors, f"{numeral(gap)} / {numeral(largest)} = {numeral(gap / largest)}."

    return drawn(
        parse("f = a - n"),
        draw,
        "the relative error",
        "A gradient is a by hand and n numerically. Compute their relative error, as this course defines it.",
        _relative,
        [mistake for mistake in RELATIVE_MISTAKES if two_signs or mistake is not SIZES_COMPARED],
        hints,
    )


def drawn(
    graph: Graph,
    draw: Callable[[], dict[str, float]],
    topic: str,
    prompt: str,
    truth: Callable[[Values], float],
    mistakes: Sequence[Mistake],
    hints: Callable[[Values], tuple[str, ...]],
    given: tuple[str, ...] = (),
) -> Question:
    """A question for one number, at a point where the right number and all wrong ones are well apart."""
    for _ in range(TRIES):
        values = forward(graph, **draw())
        right, wrong = truth(values), [mistake.wrong(values) for mistake in mistakes]
        if all(not close(number, right, APART) for number in wrong) and are_apart(wrong, TOLD_APART):
            break
    else:
        raise BuildError("No numbers were found at which every mistake shows.", "Draw from wider ranges.")
    return Question(
        topic=topic,
        asks=NUMBER,
        prompt=prompt,
        given=given,
        typing=TYPING[NUMBER],
        names=tuple(graph.inputs),
        points=(Point(values),),
        truth=(right,),
        mistakes=tuple(mistakes),
        hints=hints(values),
        reason=" ".join(hints(values)[1:]),
    )
