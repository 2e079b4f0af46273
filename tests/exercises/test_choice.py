"""Protects questions with a choice of answers: each option has its own reply, and any message gets a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.exercises import judging
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
        (["blue"], judging.RIGHT, "Right."),
        (["red"], judging.MISTAKEN, "Not red."),
        (["red", "blue"], judging.MISTAKEN, "Not red."),
        ([""], judging.NOTHING, None),
        ([], judging.NOTHING, None),
        (["green"], judging.UNREADABLE, None),
        ([None], judging.NOTHING, None),
    ],
)
def test_the_reply_is_the_chosen_ones(texts, rung, title):
    verdict = judging.judge(QUESTION, texts)
    assert verdict.rung == rung
    assert verdict.title == title if title else verdict.title not in {option.title for option in QUESTION.options}
    assert verdict.is_miss == (rung == judging.MISTAKEN)


@given(st.lists(st.one_of(st.text(), st.none(), st.integers())))
def test_whatever_is_sent_has_a_verdict(texts):
    assert judging.judge(QUESTION, texts).rung in (judging.NOTHING, judging.UNREADABLE, judging.RIGHT, judging.MISTAKEN)
