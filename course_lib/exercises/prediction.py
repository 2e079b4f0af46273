"""A prediction: what is asked before something is shown, and what is said when it has happened.

The outcome is computed from the run, never written down; each factory turns two
numbers of it into one of the options.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from course_lib.errors import BuildError
from course_lib.numerals import numeral

SIGNS = ("positive", "zero", "negative")
CHANGES = ("grows", "shrinks, not to 0", "becomes 0", "changes sign", "stays")
TINY = 1e-9  # below this a number counts as 0
SAME = 1e-3  # a relative change below this counts as none
CLOSE, NEAR = 0.1, 0.5  # relative errors of a predicted number


@dataclass(frozen=True)
class Prediction:
    """What a student commits to, and what happens.

    ``options`` are the possible answers, none where a number is asked for.
    ``outcome`` is the option that comes true; ``happened`` has the run's numbers,
    ``why`` gives the reason.
    """

    prompt: str
    options: tuple[str, ...]
    outcome: str
    happened: str
    why: str
    number: float | None = None

    def accepts(self, said: object) -> bool:
        """Whether this is something a student can commit to."""
        if not isinstance(said, str):
            return False
        return said in self.options if self.options else _number(said) is not None

    def is_right(self, said: str) -> bool:
        """Whether it came true; of a number: whether it was within a tenth."""
        if self.number is None:
            return said == self.outcome
        return _error(said, self.number) <= CLOSE

    def reply(self, said: str) -> tuple[str, str]:
        """What was said beside what happened, and the reason; both as text."""
        if self.number is not None:
            error = _error(said, self.number)
            judged = "" if error <= CLOSE else " You were not far off." if error <= NEAR else " You were far off."
            return f"You said: {said}. It is {self.happened}.{judged}", self.why
        told = "That is right" if self.is_right(said) else f"In fact: {self.outcome}"
        return f"You said: {said}. {told}, {self.happened}.", self.why

    def revealed(self) -> str:
        """What happens, for a page where nobody said anything."""
        return f"{self.outcome}, {self.happened}." if self.options else f"It is {self.happened}."


def sign(prompt: str, value: float, why: str) -> Prediction:
    """Positive, zero or negative?"""
    outcome = SIGNS[1] if abs(value) < TINY else SIGNS[0] if value > 0 else SIGNS[2]
    return Prediction(prompt, SIGNS, outcome, numeral(value), why)


def change(prompt: str, before: float, after: float, why: str) -> Prediction:
    """How does a number's size change: grows, shrinks, becomes 0, changes sign, stays?"""
    return Prediction(prompt, CHANGES, change_of(before, after), f"{numeral(before)} → {numeral(after)}", why)


def change_of(before: float, after: float) -> str:
    """The one of ``CHANGES`` that leads from ``before`` to ``after``."""
    if abs(after) < TINY:
        return "stays" if abs(before) < TINY else "becomes 0"
    if before * after < 0 and abs(before) >= TINY:
        return "changes sign"
    if abs(after - before) <= SAME * abs(before):
        return "stays"
    return "grows" if abs(after) > abs(before) else "shrinks, not to 0"


def number(prompt: str, value: float, why: str) -> Prediction:
    """A number, to a tenth of it."""
    return Prediction(prompt, (), numeral(value), numeral(value), why, value)


def choice(prompt: str, options: Sequence[str], outcome: str, happened: str, why: str) -> Prediction:
    """One of a few; ``outcome``, computed by the caller, is among them."""
    if outcome not in options:
        raise BuildError(f"{outcome!r} is not among the options {', '.join(options)}.", "Use one of them.")
    return Prediction(prompt, tuple(options), outcome, happened, why)


def ratio(prompt: str, options: dict[str, float], before: float, after: float, why: str) -> Prediction:
    """By what factor does a number change? ``options`` has each answer's factor; the nearest one comes true."""
    factor = after / before
    outcome = min(options, key=lambda option: _apart(options[option], factor))
    return Prediction(prompt, tuple(options), outcome, f"{numeral(before)} → {numeral(after)}", why)


def _number(said: str) -> float | None:
    """A number as a student types it, with either minus sign; None for anything else."""
    text = said.strip().replace("−", "-")
    if not re.fullmatch(r"[-+]?(\d{1,15}\.?\d{0,15}|\.\d{1,15})(e[-+]?\d{1,2})?", text, re.IGNORECASE):
        return None
    return float(text)


def _error(said: str, value: float) -> float:
    """The relative error of what was said."""
    return _apart(_number(said) or 0.0, value)


def _apart(number: float, other: float) -> float:
    """The relative difference of two numbers."""
    return abs(number - other) / max(abs(number), abs(other), TINY)
