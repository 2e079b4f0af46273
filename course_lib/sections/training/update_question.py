"""A question about an update: one weight, one step of a rule. It separates a gradient from the update made of it."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from course_lib.engine.passes import Values
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.question import Question
from course_lib.language.parse import parse
from course_lib.numerals import numeral
from course_lib.sections.checking.number_questions import drawn

# w the weight, g its gradient, v the velocity before the step, rate the learning rate; f is only the graph's last line.
PLAIN = parse("f = w - rate*g")
PUSHED = parse("f = w - rate*(0.9*v + g)")

Numbers = Values | Mapping[str, float]
Number = Callable[[Numbers], float]


class Turn(NamedTuple):
    """One rule to ask about: its name, the given numbers in words, its formula, the right answer, its mistakes."""

    topic: str
    prompt: str
    given: tuple[str, ...]
    formula: str
    worked: Callable[[Values], str]
    truth: Number
    mistakes: Sequence[Mistake]
    pushed: bool = False


def _sgd(v: Numbers) -> float:
    return v["w"] - v["rate"] * v["g"]


def _velocity(v: Numbers) -> float:
    return 0.9 * v["v"] + v["g"]


def _momentum(v: Numbers) -> float:
    return v["w"] - v["rate"] * _velocity(v)


def _sign(v: Numbers) -> float:
    return 1.0 if v["g"] > 0 else -1.0


def _adam(v: Numbers) -> float:
    return v["w"] - v["rate"] * _sign(v)


UPHILL = "uphill", "You went uphill.", "The gradient points to where the loss grows. The update has a minus sign."
UPDATE = "update alone", "That is the update alone.", "Add it to the weight: the question is where w is afterwards."
LENGTH = "step alone", "That is how far w moves.", "Subtract it from the weight: the question is where w is afterwards."
CLOSEST = 0.1  # the new w is at least this far from 0, or mistakes could not be told apart

TURNS = (
    Turn(
        "w after a step of SGD",
        "A weight w has gradient g. Where is w after one step of SGD?",
        ("w ← w − rate · g",),
        "w ← w − rate · g",
        lambda v: f"rate · g = {numeral(v['rate'] * v['g'])}.",
        _sgd,
        (
            Mistake(*UPHILL, lambda v: v["w"] + v["rate"] * v["g"]),
            Mistake(
                "rate forgotten",
                "You subtracted the whole gradient.",
                "A gradient is a slope, not a distance: the learning rate turns it into one.",
                lambda v: v["w"] - v["g"],
            ),
            Mistake(*UPDATE, lambda v: -v["rate"] * v["g"]),
            Mistake(*LENGTH, lambda v: v["rate"] * v["g"]),
            Mistake(
                "gradient for weight",
                "That is the gradient.",
                "Backpropagation computes it. The update is the next step.",
                lambda v: v["g"],
            ),
            Mistake(
                "relative step",
                "You shortened the weight by rate · w.",
                "The step has the size of rate · g, whatever w is.",
                lambda v: v["w"] - v["rate"] * v["w"],
            ),
        ),
    ),
    Turn(
        "w after a step of momentum",
        "A weight w has gradient g and velocity v. Where is w after one step of momentum?",
        ("v ← 0.9 v + g", "w ← w − rate · v"),
        "v ← 0.9 v + g, then w ← w − rate · v",
        lambda v: f"The new velocity is {numeral(_velocity(v))}.",
        _momentum,
        (
            Mistake(*UPHILL, lambda v: v["w"] + v["rate"] * _velocity(v)),
            Mistake(
                "velocity forgotten",
                "That is a step of SGD.",
                "First add 0.9 times the old velocity to the gradient.",
                _sgd,
            ),
            Mistake(
                "old velocity",
                "You moved with the old velocity.",
                "Compute the new velocity first: 0.9 v + g. Then move.",
                lambda v: v["w"] - v["rate"] * v["v"],
            ),
            Mistake(
                "not faded",
                "You kept the whole old velocity.",
                "Only 0.9 of it is kept.",
                lambda v: v["w"] - v["rate"] * (v["v"] + v["g"]),
            ),
            Mistake(*UPDATE, lambda v: -v["rate"] * _velocity(v)),
            Mistake(*LENGTH, lambda v: v["rate"] * _velocity(v)),
            Mistake("velocity alone", "That is the new velocity.", "Now move the weight: w − rate · v.", _velocity),
        ),
        pushed=True,
    ),
    Turn(
        "w after Adam's first step",
        "A weight w has gradient g. Where is w after Adam's first step?",
        ("m̂ = g", "ŝ = g²", "w ← w − rate · m̂ / √ŝ"),
        "w ← w − rate · m̂ / √ŝ, with m̂ = g and ŝ = g² in the first step",
        lambda v: f"m̂ / √ŝ = g / |g| = {numeral(_sign(v))}, however large g is.",
        _adam,
        (
            Mistake(*UPHILL, lambda v: v["w"] + v["rate"] * _sign(v)),
            Mistake("SGD", "That is a step of SGD.", "Adam divides the gradient by its own size.", _sgd),
            Mistake(
                "not rooted",
                "You divided by ŝ, not by its root.",
                "g / g² shrinks as the gradient grows. Divide by the root: g / √(g²).",
                lambda v: v["w"] - v["rate"] / v["g"],
            ),
            Mistake(*UPDATE, lambda v: -v["rate"] * _sign(v)),
            Mistake(*LENGTH, lambda v: v["rate"] * _sign(v)),
            Mistake(
                "rate forgotten",
                "You took a step of 1.",
                "m̂ / √ŝ is ±1. Multiply it by the learning rate.",
                lambda v: v["w"] - _sign(v),
            ),
        ),
    ),
)


def after_a_step(random: Random, fresh: int) -> Question:
    """Where is a weight after one step? SGD, momentum and Adam take turns."""
    turn = TURNS[fresh % len(TURNS)]

    def draw() -> dict[str, float]:
        numbers = {
            "w": random.choice([-1, 1]) * random.randint(6, 20) / 10,
            "rate": random.choice([0.1, 0.2, 0.25, 0.4, 0.5]),
            "g": random.choice([-1, 1]) * random.randint(5, 30) / 10,
        }
        if turn.pushed:
            numbers["v"] = random.choice([-1, 1]) * random.randint(5, 30) / 10
        return numbers if abs(turn.truth(numbers)) > CLOSEST else draw()

    def hints(v: Values) -> tuple[str, ...]:
        return f"{turn.formula}.", turn.worked(v), f"{numeral(v['w'])} goes to {numeral(turn.truth(v))}."

    return drawn(
        PUSHED if turn.pushed else PLAIN,
        draw,
        turn.topic,
        turn.prompt,
        turn.truth,
        turn.mistakes,
        hints,
        given=turn.given,
    )
