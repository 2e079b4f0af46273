"""Protects the reasons: each activation has its own, with the run's numbers; a new one never gets another's."""

import math

import pytest

from course_lib.layers.layer import LeakyReLU
from course_lib.numerals import numeral
from course_lib.sections.depth import blocks
from course_lib.sections.depth.blocks import ACTIVATIONS, SKIPS, STARTS, Setting, measured
from course_lib.sections.depth.reasons import REASONS, why
from course_lib.sections.depth.words import said_of_depth, verdict
from tests.meaning import says

FEW = range(2)


def test_every_activation_of_the_lab_has_reasons():
    assert REASONS.keys() == ACTIVATIONS.keys()


@pytest.fixture
def new_activation(monkeypatch):
    monkeypatch.setitem(blocks.ACTIVATIONS, "leaky", LeakyReLU)
    return "leaky"


@pytest.mark.parametrize("normalise", [False, True])
@pytest.mark.parametrize("skip", SKIPS)
@pytest.mark.parametrize("start", STARTS)
def test_a_new_activation_is_not_told_another_ones_story(new_activation, start, skip, normalise):
    found = measured(Setting(new_activation, start, skip, normalise, depth=10, width=16), FEW)
    told = why(found)
    assert new_activation in told
    assert not any(word in told for word in ("tanh", "σ", "sigmoid", "relu", "saturate"))
    assert verdict(found.ratio) in said_of_depth(found)  # its numbers are told all the same


def test_two_opposite_effects_come_with_their_product():
    wild = measured(Setting("tanh", "N(0, 1)"))
    found = measured(Setting("sigmoid"))
    assert 0.25 < found.layer_factor < 0.25 * math.sqrt(2)
    for each, gained in ((wild, math.sqrt(64)), (found, math.sqrt(2))):
        left = numeral(each.layer_factor / gained, 2)
        assert says(why(each), numeral(gained, 3), left, numeral(each.layer_factor, 3))
