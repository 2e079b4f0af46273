"""Protects the questions about a row and about the wrong line: what they show is a real check's, one answer is right,
and what is said to the others is true of them."""

import re
from random import Random

import numpy as np
import pytest

from course_lib.exercises import judging
from course_lib.layers.check import check_layers
from course_lib.sections.checking.choice_questions import (
    CANDIDATES,
    WAYS,
    WORTH,
    _gradients,
    _network,
    _suspects,
    worth_of_a_row,
    wrong_line,
)
from course_lib.sections.checking.planted import plant
from tests.meaning import says

SEEDS = range(40)


@pytest.fixture(scope="module")
def rows():
    return [worth_of_a_row(Random(seed), 0) for seed in SEEDS]


@pytest.fixture(scope="module")
def games():
    return [wrong_line(Random(seed), 0) for seed in SEEDS]


def right_of(question):
    (right,) = [option for option in question.options if option.is_right]
    return right


def test_every_verdict_is_asked_for(rows):
    assert {right_of(question).text for question in rows} == set(WORTH.values())
    assert WAYS.keys() == WORTH.keys()


def number(text):
    return float(text.replace("−", "-"))


def test_the_right_verdict_follows_from_the_row(rows):
    for question in rows:
        facts = dict(question.facts)
        a, n = number(facts["by hand"]), number(facts["numerical"])
        error, kinks = number(facts["relative error"]), int(facts["kinks crossed"])
        gap = error * max(abs(a), abs(n))
        if error <= 1e-5:
            expected = "agrees"
        elif kinks:
            expected = "kink"
        elif gap <= number(facts["rounding up to"]):
            expected = "rounding"
        elif gap <= number(facts["truncation up to"]):
            expected = "truncation"
        else:
            expected = "differs"
        assert right_of(question).text == WORTH[expected]


def test_the_replies_say_what_the_numbers_say(rows):
    for question in rows:
        right = right_of(question)
        for option in question.options:
            assert option.sentence.endswith(".")
            if option.text == WORTH["kink"] and right.text not in (WORTH["agrees"], WORTH["kink"]):
                assert says(option.sentence, "no kink")
            if option.text == WORTH["rounding"] and right.text == WORTH["differs"]:
                assert not says(option.sentence, "that is enough")
            if option.text == right.text and option.text in (WORTH["rounding"], WORTH["truncation"]):
                assert says(option.sentence, "that is enough")


def test_a_game_has_its_suspects_and_one_of_them_is_guilty(games):
    for question in games:
        assert len(question.options) == len(set(question.fields)) == CANDIDATES
        assert judging.judge(question, [right_of(question).text]).rung == judging.RIGHT
        assert question.report.caught
        assert len(question.hints) == 3
        assert right_of(question).text in question.hints[2]


def test_the_guilty_ones_differ_and_stand_anywhere(games):
    assert len({right_of(question).text for question in games}) > 12
    assert {question.fields.index(right_of(question).text) for question in games} == set(range(CANDIDATES))


def test_the_reply_to_a_wrong_suspect_is_true_of_its_own_report():
    """Each suspect's mistake is planted and checked anew: its report differs from the shown one as the words say."""
    for seed in range(8):
        question = wrong_line(Random(seed), 0)
        shown = set(question.report.caught)
        setup, names = _redrawn(seed)
        places = {name: place for place, name in names.items()}
        mistakes = {suspect.text: suspect.mistake for suspect in _suspects(setup, names)}
        for option in question.options:
            name = option.text.split(":")[0]
            planted = plant(mistakes[option.text], setup.network, setup.loss, places[name])
            report = check_layers(*planted, setup.X, setup.T)
            made, left = (named(option.sentence, word) for word in ("make", "leave"))
            if option.is_right:
                assert str(report) == str(question.report)
            else:
                assert set(report.caught) != shown  # so the report alone tells which line it is
                assert made == set(report.caught) - shown
                assert left == shown - set(report.caught)


def named(sentence, word):
    found = re.search(rf"{word} (.*?) (wrong|right)", sentence, re.IGNORECASE)
    return set(re.split(", | and ", found[1])) if found else set()


def _redrawn(seed):
    """The network of a game, drawn as the game draws it: these seeds need one draw only."""
    return _network(Random(seed))


def test_a_suspects_gradients_are_those_of_its_mistake():
    setup, names = _network(Random(1))
    right = _gradients(setup.network, setup.loss, setup)
    for suspect in _suspects(setup, names):
        assert suspect.wrong_in
        for name, gradient in suspect.gradients.items():
            assert (not np.allclose(gradient, right[name], rtol=1e-2, atol=0)) == (name in suspect.wrong_in)


def test_a_seed_repeats_and_fresh_ones_differ():
    assert wrong_line(Random(3), 0) == wrong_line(Random(3), 0)
    assert worth_of_a_row(Random(3), 0) == worth_of_a_row(Random(3), 0)
    assert len({str(wrong_line(Random(seed), 0).report) for seed in range(10)}) == 10
