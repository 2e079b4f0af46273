"""Protects the question about a regression: its short answer is right and shown, habits of other losses are named."""

from random import Random

import pytest

from course_lib.exercises import judging
from course_lib.exercises.question import EXPRESSION, NUMBER
from course_lib.sections.training.regression_question import regression_gradient

SHORT = {1: "(y - target)*x", 2: "y - target"}
HABITS = {
    "{}*y*(1 - y)": "squared error's",
    "2*{}*y*(1 - y)": "squared error's, doubled",
    "2*{}": "a 2 too many",
}


@pytest.mark.parametrize("asks", [EXPRESSION, NUMBER])
@pytest.mark.parametrize("turn", SHORT)
def test_the_short_answer_is_right_and_stands_last(asks, turn):
    for seed in range(4):
        question = regression_gradient(Random(seed), turn, asks)
        verdict = judging.judge(question, [SHORT[turn]] if asks == EXPRESSION else [SHORT[turn]] * len(question.fields))
        assert verdict.rung == judging.RIGHT
        assert verdict.sentence.endswith(f"= {SHORT[turn].replace('-', '−').replace('*', '·')}.")
        assert all(0 < point.values["target"] < 1 for point in question.points)


@pytest.mark.parametrize("turn", SHORT)
@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_is_named(turn, habit):
    question = regression_gradient(Random(5), turn)
    verdict = judging.judge(question, [habit.format(f"({SHORT[turn]})")])
    assert verdict.mistakes == (HABITS[habit],)


@pytest.mark.parametrize("turn", SHORT)
def test_the_case_of_the_notebooks_graph_is_not_the_general_one(turn):
    question = regression_gradient(Random(5), turn)
    assert judging.judge(question, [SHORT[turn].replace("target", "1")]).mistakes == ("target 1",)


def test_the_first_one_is_linear():
    question = regression_gradient(Random(5), 0)
    assert judging.judge(question, ["2*(y - target)*x"]).rung == judging.RIGHT
