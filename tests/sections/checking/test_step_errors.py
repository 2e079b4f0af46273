"""Protects the numbers of the V-curve: those of σ at 1.3, and the slopes that theory gives them."""

import math

import numpy as np
import pytest

from course_lib.differences import (
    AGREE,
    DIFFER,
    ORDER,
    best_step,
)
from course_lib.errors import SettingError
from course_lib.layers.layer import sigmoid
from course_lib.sections.checking.step_errors import STEPS, v_curve

AT = 1.3
SLOPE = float(sigmoid(np.array(AT)) * (1 - sigmoid(np.array(AT))))


def curve(scheme="central", dtype=np.float64, steps=STEPS):
    found = v_curve(sigmoid, SLOPE, AT, scheme, dtype, steps)
    return found, dict(zip(found.steps, found.errors, strict=True))


def of_size(number, expected):
    """Within a factor of 3: below h = 1e-7 rounding decides, and only orders of magnitude are known."""
    return expected / 3 < number < 3 * expected


def test_the_central_curve_falls_to_4e_12_and_rises_again():
    _, error = curve()
    assert error[1e-1] == pytest.approx(1.7e-5, rel=0.05)
    assert of_size(error[1e-6], 4e-12)
    assert of_size(error[1e-8], 2e-8)
    assert of_size(error[1e-15], 0.3)


def test_the_forward_curve_falls_to_2e_8_only():
    _, error = curve("forward")
    assert error[1e-1] == pytest.approx(2.9e-2, rel=0.05)
    assert of_size(error[1e-7], 2e-8)
    assert min(error.values()) > 1e-9


def test_in_float32_the_best_is_8e_6_and_from_1e_7_on_nothing_is_right():
    _, error = curve(dtype=np.float32)
    assert of_size(error[1e-2], 8e-6)
    assert min(error.values()) > 2e-6
    assert all(error[h] >= 0.9 for h in STEPS if h <= 1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_is_computed_in_the_type_asked_for(dtype):
    seen = []
    v_curve(lambda x: seen.append(x) or x, 1.0, AT, dtype=dtype)
    assert {type(x) for x in seen} == {dtype}


@pytest.mark.parametrize(("scheme", "order"), [("forward", 1), ("central", 2)])
def test_left_of_the_corner_the_error_follows_theorys_slopes(scheme, order):
    found, error = curve(scheme)
    assert found.order == ORDER[scheme] == order
    assert math.log10(error[1e-1] / error[1e-3]) / 2 == pytest.approx(order, abs=0.1)
    for h, line in zip(found.steps, found.truncation, strict=True):
        assert line == pytest.approx(error[1e-1] * (h / 1e-1) ** order, abs=0)
        if h >= 1e-3:
            assert of_size(error[h], line)
    assert math.log10(found.rounding[3] / found.rounding[2]) == pytest.approx(1.0)  # slope −1
    small = [(error[h], line) for h, line in zip(found.steps, found.rounding, strict=True) if 1e-14 < h < 1e-8]
    assert all(measured < 2 * line for measured, line in small)
    assert all(measured > line / 1000 for measured, line in small)


@pytest.mark.parametrize(("scheme", "root"), [("forward", 2), ("central", 3)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_theorys_best_step_is_a_root_of_epsilon_and_close_to_the_measured_one(scheme, root, dtype):
    best = best_step(scheme, dtype)
    assert best == pytest.approx(float(np.finfo(dtype).eps) ** (1 / root))
    assert best_step(scheme, dtype, scale=3.0) == pytest.approx(3 * best)
    steps = np.logspace(-1, -10, 91)
    found, _ = curve(scheme, dtype, steps)
    assert found.best == pytest.approx(AT * best)
    # A band of steps: single errors may be small by chance.
    smooth = np.convolve(np.log10(np.maximum(found.errors, 1e-17)), np.ones(9) / 9, mode="valid")
    measured = steps[4:-4][np.argmin(smooth)]
    assert abs(math.log10(measured / found.best)) < 1.0


@pytest.mark.parametrize("scheme", ORDER)
def test_the_best_step_of_one_type_is_a_bad_one_for_the_other(scheme):
    best = {dtype: AT * best_step(scheme, dtype) for dtype in (np.float32, np.float64)}
    found = {
        (dtype, step): curve(scheme, dtype, [best[step]])[0].errors[0]
        for dtype in (np.float32, np.float64)
        for step in (np.float32, np.float64)
    }
    assert found[np.float64, np.float64] < AGREE / 100
    assert found[np.float32, np.float64] > DIFFER
    assert found[np.float64, np.float32] > 100 * found[np.float64, np.float64]


@pytest.mark.parametrize("call", [lambda scheme: best_step(scheme), lambda scheme: curve(scheme)])
def test_another_scheme_is_refused(call):
    with pytest.raises(SettingError) as caught:
        call("backward")
    assert caught.value.value == "backward"
    assert "forward or central" in caught.value.problem
