"""Protects questions with a choice of answers: each has its own reply, and whatever is sent has a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.exercises import judge
from course_lib.exercises.choice import CHOICE, ChoiceQuestion, Option

QUESTION = ChoiceQuestion(
    topic="a colour",
    prompt="Which?",
    given=(),
    options=(Option("red", False, "Not red.", "Too long."), Option("blue", True, "Right.", "Short.")),
    hints=("a", "b", "c"),
)


def test_its_fields_are_its_options():
    assert QUESTION.fields == ("red", "blue")
    assert QUESTION.asks == CHOICE


@pytest.mark.parametrize(
    ("texts", "rung", "title"),
    [
        (["blue"], judge.RIGHT, "Right."),
        (["red"], judge.MISTAKEN, "Not red."),
        (["red", "blue"], judge.MISTAKEN, "Not red."),
        ([""], judge.NOTHING, "Nothing to judge yet."),
        ([], judge.NOTHING, "Nothing to judge yet."),
        (["green"], judge.UNREADABLE, "That is none of the answers."),
        ([None], judge.NOTHING, "Nothing to judge yet."),
    ],
)
def test_the_reply_is_the_chosen_ones(texts, rung, title):
    verdict = judge.judge(QUESTION, texts)
    assert (verdict.rung, verdict.title) == (rung, title)
    assert verdict.is_miss == (rung == judge.MISTAKEN)


@given(st.lists(st.one_of(st.text(), st.none(), st.integers())))
def test_whatever_is_sent_has_a_verdict(texts):
    assert judge.judge(QUESTION, texts).rung in (judge.NOTHING, judge.UNREADABLE, judge.RIGHT, judge.MISTAKEN)
