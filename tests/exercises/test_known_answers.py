"""Protects a question's known answers for a page without Python: right answer and mistakes, each with its verdict."""

from random import Random

import pytest

from course_lib import parse
from course_lib.exercises import question
from course_lib.exercises.choice import ChoiceQuestion, Option
from course_lib.exercises.known_answers import known_answers
from tests.networks import LECTURE


def test_the_first_known_answer_is_right_and_every_mistake_has_its_own_numbers():
    asked = question.derivative(parse(LECTURE), "w1", Random(0), question.NUMBER)
    first, *others = known_answers(asked)
    assert first["numbers"] == list(asked.truth)
    assert first["verdict"]["rung"] == "right"
    assert len(others) == len(asked.mistakes)
    assert all(each["verdict"]["rung"] != "right" for each in others)


def test_every_option_has_its_reply():
    options = (Option("yes", True, "Right.", ""), Option("no", False, "Wrong.", ""))
    asked = ChoiceQuestion("t", "p", (), options, ())
    rungs = {answer["said"]: answer["verdict"]["rung"] for answer in known_answers(asked)}
    assert rungs == {"yes": "right", "no": "mistaken"}


@pytest.mark.parametrize("name", ["w1", "w2"])
def test_an_expression_has_none(name):
    assert known_answers(question.derivative(parse(LECTURE), name, Random(0))) == []
