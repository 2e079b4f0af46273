"""A question whose answer is one of a few, each with what is said to whoever chooses it."""

from dataclasses import dataclass

from course_lib.layers.check import Report

CHOICE = "choice"


@dataclass(frozen=True)
class Option:
    """One answer: its text, whether it is right, and the reply to it."""

    text: str
    is_right: bool
    title: str
    sentence: str


@dataclass(frozen=True)
class ChoiceQuestion:
    """One question, drawn for one student.

    What it is asked about: a ``report``, or ``facts``, each a name and what is known.
    """

    topic: str  # what is asked for
    prompt: str
    given: tuple[str, ...]
    options: tuple[Option, ...]
    hints: tuple[str, ...]
    report: Report | None = None
    facts: tuple[tuple[str, str], ...] = ()
    asks: str = CHOICE
    typing: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts of the options."""
        return tuple(option.text for option in self.options)
