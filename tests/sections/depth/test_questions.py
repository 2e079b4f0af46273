"""Protects the questions about depth: one answer is right, every mistake differs from it, and replies are measured."""

from random import Random

import pytest

from course_lib.exercises import judging
from course_lib.numerals import about
from course_lib.sections.depth.blocks import grid, measured
from course_lib.sections.depth.questions import CANDIDATES, STARTS, left_question, which_network
from tests.meaning import says

SEEDS = range(30)
KNOWN = {str(setting): setting for setting in grid()}


@pytest.mark.parametrize("fresh", [0, 1])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_is_a_power(seed, fresh):
    question = left_question(Random(seed), fresh)
    values = question.points[0].values
    power = values["layers"] / 2 if fresh else values["layers"]
    assert question.truth[0] == pytest.approx(values["factor"] ** power)
    assert judging.judge(question, [repr(question.truth[0])]).rung == judging.RIGHT
    wrong = [mistake.wrong(values) for mistake in question.mistakes]
    assert len(wrong) >= 5
    assert all(abs(number - question.truth[0]) > 0.05 * question.truth[0] for number in wrong)


def typed(question, said):
    factor, layers = (question.points[0].values[name] for name in ("factor", "layers"))
    return question, [said.format(factor=factor, layers=round(layers), less=round(layers) - 1)]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("{factor}*{layers}", "multiplied by the layers"),
        ("{factor}**{less}", "one too few"),
        ("1/{factor}**{layers}", "upside down"),
    ],
)
def test_a_mistake_is_named(said, kind):
    verdict = judging.judge(*typed(left_question(Random(2), 0), said))
    assert verdict.rung == judging.MISTAKEN
    assert kind in verdict.mistakes


def test_the_names_may_stand_in_an_answer_and_in_its_exponent():
    question = left_question(Random(2), 0)
    assert says(question.typing, *question.names)
    assert judging.judge(question, ["factor**layers"]).rung == judging.RIGHT
    assert "one too few" in judging.judge(question, ["factor**(layers - 1)"]).mistakes
    assert judging.judge(left_question(Random(2), 1), ["factor**(layers/2)"]).rung == judging.RIGHT


@pytest.mark.parametrize("seed", SEEDS)
def test_a_variance_multiplied_by_the_layers_is_named(seed):
    verdict = judging.judge(left_question(Random(seed), 1), ["factor*layers"])
    assert "variance multiplied by the layers" in verdict.mistakes


def test_0_sends_nobody_along_edges_that_are_not_there():
    verdict = judging.judge(left_question(Random(2), 0), ["0"])
    assert verdict.rung == judging.WRONG
    assert "edge" not in verdict.sentence


def test_a_variance_taken_for_a_norm_is_named():
    assert "variance for norm" in judging.judge(*typed(left_question(Random(2), 1), "{factor}**{layers}")).mistakes


@pytest.mark.parametrize("seed", SEEDS)
def test_one_network_was_measured_and_the_others_are_far_from_it(seed):
    question = which_network(Random(seed), 0)
    assert len({option.text for option in question.options}) == CANDIDATES
    (right,) = [option for option in question.options if option.is_right]
    found = measured(KNOWN[right.text], STARTS)
    assert dict(question.facts)["h₀"] == about(found.ratio)
    assert dict(question.facts)["h₃₀"] == "1"
    for option in question.options:
        other = measured(KNOWN[option.text], STARTS)
        if option is not right:
            assert about(other.ratio) in option.title
            assert not 1 / 30 < other.ratio / found.ratio < 30


def test_vanishing_and_exploding_are_both_asked_for():
    ratios = [
        measured(KNOWN[option.text], STARTS).ratio
        for seed in SEEDS
        for option in which_network(Random(seed), 0).options
        if option.is_right
    ]
    assert min(ratios) < 0.01
    assert max(ratios) > 100
