"""A prediction: a question that is asked before something is shown, and the reply once it has happened.

The outcome is computed from the run and never written down. Each factory turns
numbers of the run into one of the options.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from course_lib.errors import BuildError
from course_lib.numerals import numeral

SIGNS = ("positive", "zero", "negative")
CHANGES = ("grows", "shrinks, not to 0", "becomes 0", "changes sign", "stays")
TINY = 1e-9  # below this a number counts as 0
SAME = 1e-3  # a relative change below this counts as none
CLOSE, NEAR = 0.1, 0.5  # relative errors of a predicted number
Replies = Mapping[str, str]  # a wrong option → what speaks against it


@dataclass(frozen=True)
class Prediction:
    """A question that a student answers before the outcome is shown, and the outcome.

    ``options`` are the possible answers; there are none if a number is asked for.
    ``outcome`` is the option that comes true. ``happened`` has the run's numbers, and
    ``why`` gives the reason. ``replies`` has a sentence for each wrong option.

    Raises:
        BuildError: a reply is to something that is not among the options.
    """

    prompt: str
    options: tuple[str, ...]
    outcome: str
    happened: str
    why: str
    number: float | None = None
    replies: Replies = field(default_factory=dict)
    formerly: Mapping[str, str] = field(default_factory=dict)  # an option's text in older logs → its text

    def __post_init__(self) -> None:
        unknown = [option for option in self.replies if option not in self.options]
        if unknown:
            raise BuildError(
                f"{unknown[0]!r} has a reply, but is not among the options.", "Write it as in the options."
            )

    def accepts(self, said: object) -> bool:
        """Whether this is a possible answer."""
        if not isinstance(said, str):
            return False
        return said in self.options if self.options else _number(said) is not None

    def is_right(self, said: str) -> bool:
        """Whether the prediction came true; a number must be right to within a tenth."""
        if self.number is None:
            return said == self.outcome
        return _error(said, self.number) <= CLOSE

    def reply(self, said: str) -> tuple[str, str]:
        """Two texts: the prediction beside what happened, and the reason."""
        if self.number is not None:
            error = _error(said, self.number)
            judged = "" if error <= CLOSE else " You were not far off." if error <= NEAR else " You were far off."
            return f"You said: {said}. It is {self.happened}.{judged}", self.why
        told = "That is right" if self.is_right(said) else f"In fact: {self.outcome}"
        own = "" if self.is_right(said) else self.replies.get(said, "")
        return f"You said: {said}. {told}, {self.happened}.", f"{own} {self.why}".strip()

    def revealed(self) -> str:
        """What happens, as text, for a page on which nobody predicted anything."""
        return f"{self.outcome}, {self.happened}." if self.options else f"It is {self.happened}."


def sign(prompt: str, value: float, why: str) -> Prediction:
    """The prediction "Is this number positive, zero or negative?"."""
    outcome = SIGNS[1] if abs(value) < TINY else SIGNS[0] if value > 0 else SIGNS[2]
    return Prediction(prompt, SIGNS, outcome, numeral(value), why)


def change(prompt: str, before: float, after: float, why: str, replies: Replies | None = None) -> Prediction:
    """The prediction of how a number changes: it grows, shrinks, becomes 0, changes sign, or stays."""
    happened = f"{numeral(before)} → {numeral(after)}"
    return Prediction(prompt, CHANGES, change_of(before, after), happened, why, replies=replies or {})


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
    """The prediction of a number, to within a tenth of it."""
    return Prediction(prompt, (), numeral(value), numeral(value), why, value)


def choice(
    prompt: str, options: Sequence[str], outcome: str, happened: str, why: str, replies: Replies | None = None
) -> Prediction:
    """The prediction of one option out of a few; ``outcome``, computed by the caller, is one of them."""
    if outcome not in options:
        raise BuildError(f"{outcome!r} is not among the options {', '.join(options)}.", "Use one of them.")
    return Prediction(prompt, tuple(options), outcome, happened, why, replies=replies or {})


def ratio(
    prompt: str,
    options: dict[str, float],
    before: float,
    after: float,
    why: str,
    formerly: Mapping[str, str] | None = None,
    replies: Replies | None = None,
) -> Prediction:
    """The prediction of a number's factor of change. ``options`` has a factor per answer; the nearest comes true.

    ``formerly`` has the texts that options had in older logs, each with the text of today.
    """
    factor = after / before
    outcome = min(options, key=lambda option: _apart(options[option], factor))
    happened = f"{numeral(before)} → {numeral(after)}"
    return Prediction(prompt, tuple(options), outcome, happened, why, replies=replies or {}, formerly=formerly or {})


def _number(said: str) -> float | None:
    """A number as a student types it, with either minus sign; None for anything else."""
    text = said.strip().replace("−", "-")
    if not re.fullmatch(r"[-+]?(\d{1,15}\.?\d{0,15}|\.\d{1,15})(e[-+]?\d{1,2})?", text, re.IGNORECASE):
        return None
    return float(text)


def _error(said: str, value: float) -> float:
    """The relative error of the predicted number."""
    return _apart(_number(said) or 0.0, value)


def _apart(number: float, other: float) -> float:
    """The relative difference of two numbers."""
    return abs(number - other) / max(abs(number), abs(other), TINY)
