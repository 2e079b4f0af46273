"""A worksheet as a notebook makes one, and what a browser sends to its cards."""

import itertools

from course_lib import parse
from course_lib.exercises import prediction
from course_lib.widgets.question_item import HINTS
from course_lib.widgets.worksheet import Worksheet
from tests.networks import LECTURE

NOTEBOOK = "5.3"
NETWORK = parse(LECTURE)
UNIT_TARGET = {"target": (0.05, 0.95)}
SHRINKS = prediction.CHANGES[1]  # an option that does not come true
WHY = "relu let nothing through"

RIGHT = "2*(y - target)*y*(1 - y)*h1"  # Question 1: ∂L/∂w2
MISTAKEN = "2*(y - target)*z2*(1 - z2)*h1"
MISSES = (MISTAKEN, "w1*w2", "h1")
UNREADABLE = "2*(y -"

_counts = itertools.count(1)


def sheet_of(seed=7, presenter=False, offline=False):
    """Two predictions and two questions: options, a number; an expression that has turns, two numbers."""
    sheet = Worksheet(NOTEBOOK, seed, presenter, offline)
    sheet.predict(1, prediction.change("What happens to ∂L/∂w1?", before=-0.0259, after=0.0, why=WHY))
    sheet.predict(2, prediction.number("How large is L?", 0.0283, "It is (y − target)²."))
    sheet.question(1, NETWORK, wrt="w2", ranges=UNIT_TARGET, then=["b2"])
    sheet.question(2, NETWORK, wrt="b1", asks="number", ranges=UNIT_TARGET)
    return sheet


def card_of(sheet, name):
    """The card of "Question 1"."""
    return sheet.items[name].card


def send(card, act, **more):
    """One message as the cards' script sends it."""
    card.set_state({"sent": {"act": act, **more, "count": next(_counts)}})


def answer(card, *texts):
    """Type these texts and press Enter."""
    send(card, "answer", texts=list(texts))


def lock(card, said):
    """Choose this, or type it, and lock it in."""
    send(card, "lock", texts=[said])


def miss_three_times(card):
    """Three wrong answers to Question 1."""
    for text in MISSES:
        answer(card, text)


def ask_for_a_fresh_one(card):
    """Miss three times, take every hint, and then a fresh question."""
    miss_three_times(card)
    for _ in range(len(HINTS) + 1):
        send(card, "help")


def read(sheet, text):
    """Choose a file with this text."""
    send(sheet.log(), "read", text=text)


def stood(sheet, name="Question 1"):
    """Each round of the question, the one that is asked last: solved or not, attempts, hints shown."""
    item = sheet.items[name]
    solved = [*(told.is_right for told in item.before), item.is_right]
    return [(right, len(one.attempts), one.hints) for right, one in zip(solved, item.entry().rounds, strict=True)]


def shown(widget):
    """What the page gets to know of a card: every synced trait but its script, its style and its own address."""
    private = ("_", "layout")
    return {name: value for name, value in widget.get_state().items() if not name.startswith(private)}
