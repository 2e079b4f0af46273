"""Protects the depth lab's sentences: they have the run's numbers, and each cure does what they say."""

import math
import re
from dataclasses import replace

import pytest

from course_lib.numerals import about, numeral
from course_lib.sections.depth import words
from course_lib.sections.depth.blocks import PRESETS, Setting, grid, measured
from course_lib.sections.depth.reasons import why
from course_lib.sections.depth.words import (
    CURES,
    EXPLODES,
    GROWS,
    HE,
    KEPT,
    LEVEL,
    LOST,
    RELU,
    SCALE,
    SHRINKS,
    SIGMOID,
    TANH,
    TANH_HE,
    VANISHES,
    heard,
    is_even,
    made_worse,
    pace,
    row,
    rows,
    said_of_depth,
    verdict,
)
from tests.meaning import clause, numbers_in, says


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1e-19, VANISHES),
        (0.009, VANISHES),
        (0.05, SHRINKS),
        (0.1, KEPT),
        (1.0, KEPT),
        (10.0, KEPT),
        (15.0, GROWS),
        (390.0, EXPLODES),
        (float("inf"), EXPLODES),
        (0.0, VANISHES),
    ],
)
def test_a_verdict(ratio, said):
    assert verdict(ratio) == said


@pytest.mark.parametrize("setting", grid(), ids=str)
def test_the_words_say_the_runs_numbers_and_a_reason(setting):
    found = measured(setting)
    _, headline, rest = said_of_depth(found).split("**")
    assert says(headline, setting, verdict(found.ratio))
    assert says(rest, about(found.ratio))
    assert why(found) in rest
    assert len(said_of_depth(found)) < 380  # three lines of a slide


def test_the_factor_a_layer_to_the_power_of_the_depth_is_the_ratio():
    found = measured(RELU)
    assert found.layer_factor**30 == pytest.approx(found.ratio)
    assert found.layer_factor == pytest.approx(0.5**0.5, rel=0.02)  # half of relu's gates are closed


def test_the_verdicts_are_told_with_the_bounds_they_are_given_by():
    assert numbers_in(SCALE) == [LEVEL, LOST, LOST]
    kept, larger, smaller = re.split(rf"\b{LOST:g}\b", SCALE)
    assert says(kept, KEPT, f"{LEVEL:g}")
    assert says(larger, "larger", EXPLODES)
    assert says(smaller, "smaller", VANISHES)


@pytest.mark.parametrize(
    ("counted", "largest", "how_many"),
    [(64, 1e-5, {"not"}), (7, 4.3, {"few"}), (30, 4.3, set()), (49, 4.3, {"most"})],
)
def test_from_how_many_directions_something_is_heard(counted, largest, how_many):
    assert {word for word in ("not", "few", "most") if says(heard(counted, largest), word)} == how_many


def test_the_factors_that_vanish_and_explode_are_on_the_verdicts_edge():
    beyond = 1.0001
    assert [verdict((words.VANISHING / k) ** 30) for k in (beyond, 1 / beyond)] == [VANISHES, SHRINKS]
    assert [verdict((words.EXPLODING * k) ** 30) for k in (beyond, 1 / beyond)] == [EXPLODES, GROWS]


def test_where_the_first_layer_differs_no_factor_stands_for_all():
    found = measured(Setting(start="N(0, 1)", normalise=True))
    first, others = pace(found)
    assert first * others**29 == pytest.approx(found.ratio)
    assert not is_even(found)
    assert sorted(numbers_in(row(found)[3])) == pytest.approx([others, first], rel=0.005)
    assert says(clause(row(found)[3], "first"), numeral(first, 3))
    assert says(clause(said_of_depth(found), "others"), numeral(others, 3))
    assert says(said_of_depth(found), numeral(first, 3))
    assert not says(said_of_depth(found), numeral(found.layer_factor, 3))
    assert is_even(measured(HE))
    assert says(said_of_depth(measured(HE)), numeral(measured(HE).layer_factor, 3))


def pair(bare, cured):
    return [f"{setting} {about(measured(setting).ratio)}" for setting in (bare, cured)]


def pairs_in(text):
    return [[side.strip(" .:") for side in each.split("→")] for each in text.split(";")]


def test_the_pairs_that_get_worse_are_named_with_their_numbers():
    _, spoilt_is, spoilt, turned_is, turned = made_worse(PRESETS.values()).split("**")
    assert "explod" in spoilt_is
    assert "vanish" not in spoilt_is
    assert turned_is.index("vanish") < turned_is.index("explod")
    xavier = Setting(start="Xavier")
    assert pairs_in(spoilt) == [pair(HE, Setting(skip="plain")), pair(HE, Setting(normalise=True))]
    assert pairs_in(turned) == [pair(xavier, replace(xavier, skip="plain"))]  # no skip + norm: there it gets better


def test_a_row_shows_its_reach():
    assert row(measured(HE))[2] == "0.33 to 1.3"
    assert all(len(each) == 5 for cure in CURES.values() for each in rows(cure.settings))


def ratio(*arguments, **options):
    return measured(Setting(*arguments, **options)).ratio


def test_relu_helps_and_fails_as_it_is_said():
    assert ratio("relu", "Xavier") > 1e10 * ratio("sigmoid", "Xavier")
    assert verdict(ratio("relu", "Xavier")) == VANISHES
    assert verdict(ratio("relu", "N(0, 1)")) == EXPLODES


def test_thirty_layers_of_tanh_bear_two_starts_and_deeper_ones_tell_them_apart():
    assert set(CURES["initialisation"].settings) >= {TANH, TANH_HE, Setting("tanh", "N(0, 1)")}
    assert measured(TANH).layer_factor < 1 < measured(TANH_HE).layer_factor
    assert verdict(ratio("tanh", "Xavier")) == verdict(ratio("tanh", "He")) == KEPT
    assert verdict(ratio("tanh", "N(0, 1)")) == EXPLODES
    assert ratio("tanh", "Xavier", depth=100) < 1 / LEVEL
    assert verdict(ratio("tanh", "He", depth=100)) == EXPLODES


def test_relu_has_its_start_and_the_sigmoid_none():
    assert verdict(ratio("relu", "He")) == KEPT
    assert {verdict(ratio("sigmoid", start)) for start in ("Xavier", "He")} == {VANISHES}
    assert verdict(ratio("sigmoid", "N(0, 1)", width=128)) == KEPT
    assert verdict(ratio("sigmoid", "N(0, 1)")) != KEPT


def test_a_skip_saves_the_sigmoid_and_explodes_with_relu_unless_its_branch_is_small():
    assert verdict(ratio("sigmoid", "Xavier", "plain")) == KEPT
    assert verdict(ratio(skip="plain")) == EXPLODES
    assert verdict(ratio(skip="1/√depth")) == KEPT
    assert verdict(ratio(start="N(0, 1)", skip="1/√depth")) == EXPLODES


def test_normalisation_saves_the_sigmoid_explodes_with_relu_and_makes_the_start_matter_less():
    assert verdict(measured(SIGMOID).ratio) == VANISHES
    assert verdict(ratio("sigmoid", "Xavier", normalise=True)) == KEPT
    normed = [ratio(start=start, normalise=True) for start in ("N(0, 1)", "Xavier", "He")]
    bare = [ratio(start=start) for start in ("N(0, 1)", "Xavier", "He")]
    assert {verdict(each) for each in normed} == {EXPLODES}
    assert max(normed) / min(normed) < 10 < 1e20 < max(bare) / min(bare)


def test_behind_the_first_layer_normalised_relu_knows_no_start():
    large, usual = (measured(Setting(start=start, normalise=True)).gradient.median for start in ("N(0, 1)", "He"))
    assert large[1:] == pytest.approx(usual[1:], rel=1e-4)
    assert large[0] / usual[0] == pytest.approx(math.sqrt(32), rel=1e-4)  # variance 1 against 2/64


def test_normalisation_saves_the_sigmoid_with_two_of_three_starts():
    assert {verdict(ratio("sigmoid", start, normalise=True)) for start in ("Xavier", "He")} == {KEPT}
    assert verdict(ratio("sigmoid", "N(0, 1)", normalise=True)) == EXPLODES
    assert Setting("sigmoid", "N(0, 1)", normalise=True) in CURES["normalisation"].settings


def test_together_even_a_bad_start_keeps_its_size():
    assert verdict(ratio(start="N(0, 1)", skip="1/√depth", normalise=True)) == KEPT
