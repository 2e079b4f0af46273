"""The cards of a worksheet: a prediction, a question, the log, a note.

They show what they are given and pass on what a visitor sends. ``course_lib.exercises``
decides what it means. A message comes from a browser, so whatever does not have the
right form is ignored.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from course_lib.differences import BOTH_ZERO
from course_lib.drawing.theme import STYLESHEET
from course_lib.exercises.closeness import ROUNDED
from course_lib.exercises.judging import NOTHING, Verdict
from course_lib.exercises.log import LARGEST, LONGEST, printable
from course_lib.exercises.question import NUMBER, TOLERANCE
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

MOST_TEXTS = 20
LONGEST_NUMBER = 40  # characters of a prediction
MISSES = 3  # after this many, hints are offered
# How near a number must come to another one, and to be called right without "to within 1 %".
CLOSE = {"relative": TOLERANCE[NUMBER], "both_zero": BOTH_ZERO, "rounded": ROUNDED}


def clean_texts(sent: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts of a message, each cut to the longest allowed length; empty if they are not texts."""
    texts = sent.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts[:MOST_TEXTS]):
        return ()
    return tuple(printable(text[:LONGEST]) for text in texts[:MOST_TEXTS])


def told(rung: str, title: str, sentence: str = "") -> dict[str, Any]:
    """A verdict in the form that a card's script expects."""
    return asdict(Verdict(rung, title, sentence))


def nothing(title: str) -> dict[str, Any]:
    """The text in the verdict's place before there is one."""
    return told(NOTHING, title)


class Card(Widget):
    """One card. When a visitor does something, ``hear`` is called with the act and its message."""

    _css = STYLESHEET + styles("cards")
    heading = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Dict().tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)

    def __init__(self, hear: Callable[[str, Mapping[str, Any]], None], **shown: Any) -> None:
        self._hear = hear
        super().__init__(**shown)

    @traitlets.observe("sent")
    def _heard(self, change: Mapping[str, Any]) -> None:
        sent = change["new"]
        if isinstance(sent.get("act"), str):
            self._hear(sent["act"], sent)

    def show(self, **shown: Any) -> None:
        """Set what the card shows from now on, in one message."""
        with self.hold_sync():
            for name, value in shown.items():
                setattr(self, name, value)


class PredictionCard(Card):
    """Options or a box for a number, a lock, and the outcome."""

    _esm = script("prediction")
    prompt = traitlets.Unicode().tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)
    presenter = traitlets.Bool(False).tag(sync=True)
    longest = traitlets.Int(LONGEST_NUMBER).tag(sync=True)
    replies = traitlets.Dict().tag(sync=True)  # on a page without Python: what is said to each option


class QuestionCard(Card):
    """A question's text, the graph's lines and numbers, a box for each answer, the verdict, hints.

    ``asked`` changes with every fresh question. ``help`` is the label of the hint button,
    or empty if there is no hint. A page without Python includes ``rounds``: the question
    and its fresh ones, with their known answers and the replies. A question that has
    none is not ``judged`` there.
    """

    _esm = script("question")
    asked = traitlets.Int(0).tag(sync=True)
    asks = traitlets.Unicode().tag(sync=True)
    prompt = traitlets.Unicode().tag(sync=True)
    given: Any = traitlets.List().tag(sync=True)
    typing = traitlets.Unicode().tag(sync=True)
    numbers = traitlets.Unicode().tag(sync=True)
    fields: Any = traitlets.List().tag(sync=True)
    texts: Any = traitlets.List().tag(sync=True)
    hints: Any = traitlets.List().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    compared = traitlets.Dict().tag(sync=True)  # two backward passes side by side, or nothing
    longest = traitlets.Int(LONGEST).tag(sync=True)
    misses = traitlets.Int(MISSES).tag(sync=True)
    tolerance: Any = traitlets.Dict(CLOSE).tag(sync=True)
    judged = traitlets.Bool(True).tag(sync=True)
    rounds: Any = traitlets.List().tag(sync=True)  # of a page without Python
    pictures = traitlets.Unicode().tag(sync=True)  # of their backward passes, a packed table


class NoteCard(Widget):
    """A line of text that may change."""

    _esm = script("note")
    _css = STYLESHEET + styles("cards")
    text = traitlets.Unicode().tag(sync=True)


class LogCard(Card):
    """A table of what was said, a file to save and one to read."""

    _esm = script("log")
    table = traitlets.Unicode().tag(sync=True)
    file = traitlets.Unicode().tag(sync=True)
    filename = traitlets.Unicode().tag(sync=True)
    unsaved = traitlets.Bool(False).tag(sync=True)
    largest = traitlets.Int(LARGEST).tag(sync=True)
