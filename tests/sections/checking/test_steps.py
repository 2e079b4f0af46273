"""Protects a step of a quotient: it is the chosen step, and crosses the corner exactly if its ends do."""

import numpy as np
import pytest

from course_lib.differences import difference
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import CASES
from course_lib.sections.checking.steps import KINK_STEPS, STEPS, kink_step, said_of_kink, step_on_curve

SIGMOID = CASES["σ(u) at 1.3"]


@pytest.mark.parametrize("power", [-1, -1.5, -3, -7.5, -14.5, -15])
def test_the_step_is_the_one_asked_for(power):
    found = step_on_curve(SIGMOID, "central", np.float64, power)
    assert found.step == pytest.approx(10.0**power)
    assert found.quotient == difference(SIGMOID.function, 1.3, found.step, "central")
    assert dict(found.rows)["step h"] == numeral(found.step, 2)


def test_a_step_below_the_numbers_precision_is_lost():
    assert step_on_curve(SIGMOID, "central", np.float32, -9).is_lost
    assert not step_on_curve(SIGMOID, "central", np.float64, -9).is_lost


@pytest.mark.parametrize(
    ("at", "scheme", "power", "crosses"),
    [
        (0.03, "central", -1, True),
        (0.03, "forward", -1, False),
        (0.03, "central", -2, False),
        (-0.03, "forward", -1, True),
        (0.0, "central", -4, True),
    ],
)
def test_a_step_crosses_the_corner_where_its_ends_lie_on_both_sides(at, scheme, power, crosses):
    found = kink_step(at, scheme, power)
    assert found.crosses is crosses
    assert ("crosses the corner" in said_of_kink(found)) is crosses
    assert len(found.errors) == len(KINK_STEPS)
    assert (found.corner is None) == (at == 0)


def test_the_curves_steps_go_down():
    assert list(STEPS) == sorted(STEPS, reverse=True)
    assert list(KINK_STEPS) == sorted(KINK_STEPS, reverse=True)
