"""A question about the gradient of a regression, first linear, then logistic, where y − target is left."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from course_lib.engine.passes import Values
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.question import EXPRESSION, Question, derivative
from course_lib.language.parse import parse
from course_lib.numerals import numeral

LINEAR = parse("y = w*x + b\nL = (y - target)**2")
LOGISTIC = parse("z = w*x + b\ny = sigmoid(z)\nL = -target*log(y) - (1 - target)*log(1 - y)")
TURNS = ((LINEAR, "w"), (LOGISTIC, "w"), (LOGISTIC, "b"))
TARGETS = 0.1, 0.9  # not 0 or 1 as for a class, so that no part of the formula is 0
APART = 0.15  # the least distance of y from its target, or every answer would be near 0
DRAWS = 30


def regression_gradient(random: Random, fresh: int, asks: str = EXPRESSION) -> Question:
    """∂L/∂w of a linear regression, then ∂L/∂w and ∂L/∂b of a logistic one, in turns."""
    graph, wrt = TURNS[fresh % len(TURNS)]
    if graph is LINEAR:
        return derivative(graph, wrt, random, asks)
    for _ in range(DRAWS):
        question = derivative(graph, wrt, random, asks, {"target": TARGETS})
        if all(abs(point.values["y"] - point.values["target"]) > APART for point in question.points[:1]):
            break
    short = "(y − target)·x" if wrt == "w" else "y − target"
    number = f"At {question.points[0]} that is {numeral(question.truth[0])}."
    return replace(
        question,
        mistakes=(*_habits(wrt), *question.mistakes),
        reason=f"{question.reason.removesuffix('.')} = {short}.",
        hints=(*question.hints[:2], f"Multiplied out, y·(1 − y) cancels: {question.topic} = {short}. {number}"),
    )


def _habits(wrt: str) -> Iterator[Mistake]:
    """Mistakes that are right for another loss or another target, each times x if w is asked for."""

    def last(values: Values) -> float:
        return values["x"] if wrt == "w" else 1.0

    def error(values: Values) -> float:
        return values["y"] - values["target"]

    yield Mistake(
        "squared error's",
        "That is half the gradient of a squared error.",
        "There the sigmoid's y·(1 − y) is left. With cross-entropy it cancels.",
        lambda v: error(v) * v["y"] * (1 - v["y"]) * last(v),
    )
    yield Mistake(
        "squared error's, doubled",
        "That is the gradient of a squared error.",
        "There the sigmoid's y·(1 − y) and a 2 are left. The cross-entropy has no square, and y·(1 − y) cancels.",
        lambda v: 2 * error(v) * v["y"] * (1 - v["y"]) * last(v),
    )
    yield Mistake(
        "a 2 too many",
        "There is a 2 too many.",
        "It belongs to a square, and the cross-entropy has none.",
        lambda v: 2 * error(v) * last(v),
    )
    yield Mistake(
        "target 1",
        "That is right for target = 1.",
        "For every other target the second term of the loss contributes too.",
        lambda v: (v["y"] - 1) * last(v),
    )
