"""Protects the depth lab's words: they say the run's numbers, and what a cure is said to do it does."""

import math

import pytest

from course_lib.numerals import about
from course_lib.sections.depth import words
from course_lib.sections.depth.blocks import PRESETS, Setting, grid, measured
from course_lib.sections.depth.words import (
    CURES,
    HE,
    LEVEL,
    LOST,
    RELU,
    SCALE,
    SIGMOID,
    TANH,
    TANH_HE,
    a_layer,
    heard,
    is_even,
    made_worse,
    pace,
    row,
    rows,
    said_of_depth,
    verdict,
    why,
)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1e-19, "vanishes"),
        (0.009, "vanishes"),
        (0.05, "shrinks"),
        (0.1, "keeps its size"),
        (1.0, "keeps its size"),
        (10.0, "keeps its size"),
        (15.0, "grows"),
        (390.0, "explodes"),
        (float("inf"), "explodes"),
        (0.0, "vanishes"),
    ],
)
def test_a_verdict(ratio, said):
    assert verdict(ratio) == said


@pytest.mark.parametrize("setting", grid(), ids=str)
def test_the_words_say_the_runs_numbers_and_a_reason(setting):
    found = measured(setting)
    words = said_of_depth(found)
    assert f"**{setting}: the gradient {verdict(found.ratio)}.**" in words
    assert f"it is {about(found.ratio)} times" in words
    assert why(found) in words
    assert len(words) < 380  # three lines of a slide


def test_the_factor_a_layer_to_the_power_of_the_depth_is_the_ratio():
    found = measured(RELU)
    assert a_layer(found) ** 30 == pytest.approx(found.ratio)
    assert a_layer(found) == pytest.approx(0.5**0.5, rel=0.02)  # half of relu's gates are closed


def test_the_verdicts_are_told_with_the_bounds_they_are_given_by():
    assert f"at most {LEVEL:g} times" in SCALE
    assert SCALE.count(f"More than {LOST:g} times larger") == SCALE.count(f"more than {LOST:g} times smaller") == 1


@pytest.mark.parametrize(
    ("counted", "largest", "said"),
    [
        (64, 1e-5, "not even the best direction"),
        (7, 4.3, "from these few directions"),
        (30, 4.3, "from these directions"),
        (49, 4.3, "from most directions"),
    ],
)
def test_from_how_many_directions_something_is_heard(counted, largest, said):
    assert said in heard(counted, largest).lower()


def test_the_factors_that_vanish_and_explode_are_on_the_verdicts_edge():
    beyond = 1.0001
    assert [verdict((words.VANISHING / k) ** 30) for k in (beyond, 1 / beyond)] == ["vanishes", "shrinks"]
    assert [verdict((words.EXPLODING * k) ** 30) for k in (beyond, 1 / beyond)] == ["explodes", "grows"]


def test_where_the_first_layer_differs_no_factor_stands_for_all():
    found = measured(Setting(start="N(0, 1)", normalise=True))
    first, others = pace(found)
    assert first * others**29 == pytest.approx(found.ratio)
    assert not is_even(found)
    assert row(found)[3] == "1.23, first 5.78"
    assert "5.78 in the first layer, 1.23 in the others" in said_of_depth(found)
    assert "a layer" not in said_of_depth(found).replace("a layer is", "")
    assert is_even(measured(HE))
    assert "0.993 a layer" in said_of_depth(measured(HE))


def test_the_pairs_that_get_worse_are_named_with_their_numbers():
    told_of = made_worse(PRESETS.values())
    spoilt, turned = told_of.split("**One cure more, and vanishing becomes exploding:**")
    assert spoilt.count("→") == 2
    assert "relu + He 0.8 → relu + He + skip 1.5e6" in spoilt
    assert "relu + He 0.8 → relu + He + norm 390" in spoilt
    assert turned.count("→") == 1
    assert "relu + Xavier 2.5e−5 → relu + Xavier + skip 1.8e4" in turned
    assert "+ skip + norm" not in told_of  # there the second cure makes it better


def test_a_row_shows_its_reach():
    assert row(measured(HE))[2] == "0.33 to 1.3"
    assert all(len(each) == 5 for cure in CURES.values() for each in rows(cure.settings))


def ratio(*arguments, **options):
    return measured(Setting(*arguments, **options)).ratio


def test_relu_helps_and_fails_as_it_is_said():
    assert ratio("relu", "Xavier") > 1e10 * ratio("sigmoid", "Xavier")
    assert verdict(ratio("relu", "Xavier")) == "vanishes"
    assert verdict(ratio("relu", "N(0, 1)")) == "explodes"


def test_thirty_layers_of_tanh_bear_two_starts_and_deeper_ones_tell_them_apart():
    assert set(CURES["initialisation"].settings) >= {TANH, TANH_HE, Setting("tanh", "N(0, 1)")}
    assert a_layer(measured(TANH)) < 1 < a_layer(measured(TANH_HE))
    assert verdict(ratio("tanh", "Xavier")) == verdict(ratio("tanh", "He")) == "keeps its size"
    assert verdict(ratio("tanh", "N(0, 1)")) == "explodes"
    assert ratio("tanh", "Xavier", depth=100) < 1 / LEVEL
    assert verdict(ratio("tanh", "He", depth=100)) == "explodes"


def test_two_opposite_effects_come_with_their_product():
    assert "√64 = 8" in why(measured(Setting("tanh", "N(0, 1)")))
    assert "2.08 in all" in why(measured(Setting("tanh", "N(0, 1)")))
    found = measured(Setting("sigmoid"))
    assert 0.25 < a_layer(found) < 0.25 * math.sqrt(2)
    assert "√2 = 1.41" in why(found)


def test_relu_has_its_start_and_the_sigmoid_none():
    assert verdict(ratio("relu", "He")) == "keeps its size"
    assert {verdict(ratio("sigmoid", start)) for start in ("Xavier", "He")} == {"vanishes"}
    assert verdict(ratio("sigmoid", "N(0, 1)", width=128)) == "keeps its size"
    assert verdict(ratio("sigmoid", "N(0, 1)")) != "keeps its size"


def test_a_skip_saves_the_sigmoid_and_explodes_with_relu_unless_its_branch_is_small():
    assert verdict(ratio("sigmoid", "Xavier", "plain")) == "keeps its size"
    assert verdict(ratio(skip="plain")) == "explodes"
    assert verdict(ratio(skip="1/√depth")) == "keeps its size"
    assert verdict(ratio(start="N(0, 1)", skip="1/√depth")) == "explodes"


def test_normalisation_saves_the_sigmoid_explodes_with_relu_and_makes_the_start_matter_less():
    assert verdict(measured(SIGMOID).ratio) == "vanishes"
    assert verdict(ratio("sigmoid", "Xavier", normalise=True)) == "keeps its size"
    normed = [ratio(start=start, normalise=True) for start in ("N(0, 1)", "Xavier", "He")]
    bare = [ratio(start=start) for start in ("N(0, 1)", "Xavier", "He")]
    assert {verdict(each) for each in normed} == {"explodes"}
    assert max(normed) / min(normed) < 10 < 1e20 < max(bare) / min(bare)


def test_behind_the_first_layer_normalised_relu_knows_no_start():
    large, usual = (measured(Setting(start=start, normalise=True)).gradient.median for start in ("N(0, 1)", "He"))
    assert large[1:] == pytest.approx(usual[1:], rel=1e-4)
    assert large[0] / usual[0] == pytest.approx(math.sqrt(32), rel=1e-4)  # variance 1 against 2/64


def test_normalisation_saves_the_sigmoid_with_two_of_three_starts():
    assert {verdict(ratio("sigmoid", start, normalise=True)) for start in ("Xavier", "He")} == {"keeps its size"}
    assert verdict(ratio("sigmoid", "N(0, 1)", normalise=True)) == "explodes"
    assert Setting("sigmoid", "N(0, 1)", normalise=True) in CURES["normalisation"].settings


def test_together_even_a_bad_start_keeps_its_size():
    assert verdict(ratio(start="N(0, 1)", skip="1/√depth", normalise=True)) == "keeps its size"
