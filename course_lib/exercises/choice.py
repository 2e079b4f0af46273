"""A question whose answer is one of a few options, each with its own reply."""

from dataclasses import dataclass

from course_lib.drawing.table import table
from course_lib.exercises.question import Wording

CHOICE = "choice"


@dataclass(frozen=True)
class Option:
    """One possible answer: its text, whether it is right, and the reply to it."""

    text: str
    is_right: bool
    title: str
    sentence: str


@dataclass(frozen=True)
class ChoiceQuestion:
    """One question, drawn for one student.

    ``facts`` are shown with the question; each is a name and what was found.
    """

    topic: str  # what is asked for
    prompt: str
    given: tuple[str, ...]
    options: tuple[Option, ...]
    hints: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    asks: str = CHOICE
    typing: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts of the options."""
        return tuple(option.text for option in self.options)

    @property
    def about(self) -> str:
        """The facts in one row, as an HTML table; empty where there are none."""
        if not self.facts:
            return ""
        return table([name for name, _ in self.facts], [[found for _, found in self.facts]], "What was found")

    @property
    def wording(self) -> Wording:
        """The texts that a card shows for this question."""
        return Wording(self.topic, self.asks, self.prompt, self.given, self.typing, self.fields, self.about)
