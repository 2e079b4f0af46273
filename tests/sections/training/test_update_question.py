"""Protects the question about a step: the truth is the rule's own, every named mistake is told apart and named."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from course_lib.exercises import judging
from course_lib.exercises.closeness import APART, TOLD_APART, close
from course_lib.layers.train import SGD, Adam, Momentum
from course_lib.numerals import numeral
from course_lib.sections.training.update_question import TURNS, after_a_step

SEEDS = range(50)
every = pytest.mark.parametrize("fresh", range(len(TURNS)))


def by_the_rule(fresh, v):
    """What the library's own rule makes of these numbers."""
    rule = (SGD, Momentum, Adam)[fresh](v["rate"])
    here, slope = {"w": np.array([v["w"]])}, {"w": np.array([v["g"]])}
    memory = {"w": np.array([v["v"]])} if fresh == 1 else rule.start(here)
    return float(rule.step(here, slope, memory)[0]["w"][0])


@every
def test_the_truth_is_the_rules_own_and_every_mistake_is_told_apart(fresh):
    for seed in SEEDS:
        question = after_a_step(Random(seed), fresh)
        (point,) = question.points
        inputs = {name: point.values[name] for name in question.names}
        assert question.truth[0] == pytest.approx(by_the_rule(fresh, inputs), rel=1e-6)
        numbers = [mistake.wrong(point.values) for mistake in question.mistakes]
        assert not [number for number in numbers if close(number, question.truth[0], APART)]
        assert not [pair for pair in combinations(numbers, 2) if close(*pair, TOLD_APART)]


@every
def test_every_mistake_is_named_and_the_truth_is_right_with_four_digits(fresh):
    question = after_a_step(Random(7), fresh)
    (point,) = question.points
    assert judging.judge(question, [f"{question.truth[0]:.4g}"]).rung == judging.RIGHT
    for mistake in question.mistakes:
        verdict = judging.judge(question, [f"{mistake.wrong(point.values):.6g}"])
        assert (verdict.rung, verdict.title) == (judging.MISTAKEN, mistake.title)


def test_fresh_questions_take_turns_and_hints_end_with_the_answer():
    assert [after_a_step(Random(1), fresh).topic for fresh in range(4)] == [
        *(turn.topic for turn in TURNS),
        TURNS[0].topic,
    ]
    for fresh in range(3):
        question = after_a_step(Random(2), fresh)
        assert question.hints[2].endswith(f"{numeral(question.truth[0])}.")
