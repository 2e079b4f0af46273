"""Protects the choices of 5.7: one answer is right, a run confirms it, and no reply gives away another answer."""

import re
from dataclasses import astuple
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from course_lib.engine.check import numerical_gradient
from course_lib.engine.passes import forward
from course_lib.exercises import judging
from course_lib.sections.depth.blocks import measure
from course_lib.sections.training.choice_questions import (
    MOVES,
    PATIENTS,
    STARTS,
    USED_TWICE,
    all_gradients,
    two_paths,
    unguarded,
    what_moves,
    what_saves_it,
)
from course_lib.sections.training.first_values import FIRST_VALUES, started

SEEDS = range(12)
MAKERS = (what_moves, all_gradients, two_paths, unguarded, what_saves_it)
every = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


def right_of(question):
    (right,) = [option for option in question.options if option.is_right]
    return right


@every
def test_one_answer_is_right_and_each_has_its_own_text_and_a_reply(make):
    for seed in SEEDS:
        question = make(Random(seed), seed)
        right_of(question)
        assert len(set(question.fields)) == len(question.options) >= 3
        assert len(question.hints) == 3
        for option in question.options:
            verdict = judging.judge(question, [option.text])
            assert verdict.rung == (judging.RIGHT if option.is_right else judging.MISTAKEN)
            assert option.sentence.endswith(".")


@every
def test_the_right_answer_does_not_always_stand_in_one_place(make):
    places = {[option.is_right for option in make(Random(seed), seed).options].index(True) for seed in range(20)}
    assert len(places) > 1


@pytest.mark.parametrize("turn", range(len(STARTS)))
def test_what_moves_is_what_moves(turn):
    activation, first = STARTS[turn]
    begun, after = (started(activation, FIRST_VALUES[first], epochs) for epochs in (0, 1))
    moved = tuple(name for name in begun.parameters if (begun.parameters[name] != after.parameters[name]).any())
    assert right_of(what_moves(Random(0), turn)).text == MOVES[moved]


def test_every_reply_about_moving_names_a_gradient_that_was_claimed_wrongly():
    for turn, (activation, first) in enumerate(STARTS):
        start = started(activation, FIRST_VALUES[first], 0)
        for option in what_moves(Random(1), turn).options:
            if not option.is_right:
                name = option.sentence.removeprefix("∂L/∂")[:2]
                assert ("is not 0" in option.sentence) == (name in start.moving)


def test_two_paths_add_to_the_numerical_gradient():
    for seed in SEEDS:
        question = two_paths(Random(seed), 0)
        w = float(question.given[-1].removeprefix("w = "))
        truth = numerical_gradient(forward(USED_TWICE, w=w), "w", "L")
        assert float(right_of(question).text.removeprefix("∂L/∂w = ")) == pytest.approx(truth, rel=1e-3)


def test_the_missing_gate_is_caught_where_it_is_closed_and_nowhere_else():
    for seed in SEEDS:
        assert "in nothing." in right_of(unguarded(Random(seed), 0)).sentence


def asked_in_turn():
    return [what_saves_it(Random(3), fresh) for fresh in range(len(PATIENTS))]


def test_fresh_questions_about_depth_take_turns_and_return():
    assert len({frozenset(question.fields) for question in asked_in_turn()}) == len(PATIENTS)
    assert what_saves_it(Random(3), len(PATIENTS)).given == what_saves_it(Random(3), 0).given


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: next(iter(patient.changes)))
def test_one_change_saves_it_and_the_others_are_told_by_what_is_measured(patient):
    (question,) = [each for each in asked_in_turn() if set(each.fields) == set(patient.changes)]
    for option in question.options:
        ratios = [measure(patient.changes[option.text], seed).gradient[0] for seed in SEEDS]
        middle = float(np.median(ratios))
        assert option.is_right == (0.1 <= middle <= 10)
        assert option.is_right or option.title.removeprefix("Then ").lower().startswith("it ")
        assert ("explodes" in option.title) == (middle > 100)
        said = float(re.search(r"layer: (\S+) times", option.sentence)[1].replace("−", "-"))
        assert said == pytest.approx(middle, rel=0.6)


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: next(iter(patient.changes)))
def test_a_change_is_a_single_one(patient):
    for changed in patient.changes.values():
        assert sum(one != other for one, other in zip(astuple(patient.setting), astuple(changed), strict=True)) <= 1


@every
def test_a_fresh_question_is_never_the_one_before(make):
    given = [make(Random(f"7/{fresh}"), fresh).given for fresh in range(7)]
    assert all(one != other for one, other in pairwise(given))


def test_the_first_question_about_moving_is_not_the_prediction_before_it():
    assert STARTS[0] != ("tanh", "all 0")


def test_passes_are_counted_from_the_parameters():
    for seed in SEEDS:
        question = all_gradients(Random(seed), 0)
        n = int(question.given[0].split()[0].replace(",", ""))
        assert f"{2 * n:,} forward" in question.fields
        assert right_of(question).text == "one forward and one backward"
