"""Protects difference quotients: the relative error that every check uses, and the two quotients."""

import math

import numpy as np
import pytest

from course_lib.differences import AGREE, BOTH_ZERO, DIFFER, VERDICTS, best_step, difference, relative_error
from course_lib.errors import SettingError
from course_lib.layers.check import SEVERITY

# The measure.


@pytest.mark.parametrize(
    ("gradient", "numerical", "expected"),
    [
        (2.0, 1.0, 0.5),
        (1.0, 2.0, 0.5),
        (1.0, -1.0, 2.0),
        (1.0, 0.0, 1.0),
        (0.0, -3.0, 1.0),
        (3.0, 3.0, 0.0),
        (0.0, 0.0, 0.0),
        (9e-10, -9e-10, 0.0),
        (0.0, 9.9e-10, 0.0),
        (1e-9, 0.0, 1.0),
        (2e-9, 1e-9, 0.5),
        (1e-8, 0.0, 1.0),
        (-4.0, -5.0, 0.2),
    ],
)
def test_the_relative_error_is_over_the_larger_one_and_zero_where_both_are_under_1e_9(gradient, numerical, expected):
    assert BOTH_ZERO == 1e-9
    assert relative_error(gradient, numerical) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("other", [0.0, 1.0, math.inf, math.nan])
def test_what_is_not_a_number_has_no_relative_error(other):
    assert math.isnan(relative_error(math.nan, other))
    assert math.isnan(relative_error(other, math.nan))


def test_whole_arrays_are_measured_by_their_norm():
    a, n = np.array([3.0, 4.0]), np.array([3.0, 0.0])
    assert relative_error(a, n, size=np.linalg.norm) == pytest.approx(4 / 5)
    assert relative_error(0 * a, 0 * n, size=np.linalg.norm) == 0.0


def test_every_verdict_is_explained_and_has_its_place():
    assert {*SEVERITY, "domain"} == VERDICTS.keys()
    assert f"{AGREE:g}" in VERDICTS["agrees"]
    assert f"{DIFFER:g}" in VERDICTS["differs"]


# Quotients.


def test_the_two_quotients_are_the_textbooks():
    assert difference(lambda x: x**3, 1.0, 0.5) == pytest.approx(3.25)  # 3 + h²
    assert difference(lambda x: x**3, 1.0, 0.5, "forward") == pytest.approx(4.75)  # 3 + 3h + h²


def test_a_central_difference_is_exact_for_a_parabola_and_a_forward_one_for_a_line():
    assert difference(lambda x: 3 * x**2, 2.0, 0.5) == pytest.approx(12.0, rel=1e-14)
    assert difference(lambda x: 3 * x, 2.0, 0.5, "forward") == pytest.approx(3.0, rel=1e-14)


def test_theorys_best_step_is_a_root_of_epsilon():
    assert best_step("forward", np.float32) == pytest.approx(2**-11.5)
    assert best_step("central") == pytest.approx(2 ** (-52 / 3))
    assert best_step("central", scale=3.0) == pytest.approx(3 * best_step("central"))
    with pytest.raises(SettingError):
        best_step("backward")
