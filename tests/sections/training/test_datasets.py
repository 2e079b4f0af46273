"""Protects the data sets: shapes, both classes in equal numbers, repeated by their generator, inside their limits."""

import numpy as np
import pytest

from course_lib.errors import SettingError
from course_lib.sections.training.datasets import CLASSES, LIMITS, two_moons, wave, wave_at, xor

every = pytest.mark.parametrize("make", CLASSES.values(), ids=CLASSES)


@every
@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_both_classes_have_as_many_points_and_stay_inside(make, count):
    X, T = make(count, np.random.default_rng(0))
    assert X.shape == (count, 2)
    assert T.shape == (count, 1)
    assert set(np.unique(T)) <= {0.0, 1.0}
    assert T.sum() == count // 2
    assert X.min() >= LIMITS[0]
    assert X.max() <= LIMITS[1]


@every
def test_a_generator_decides_and_a_count_must_be_one(make):
    one, same, other = (make(50, np.random.default_rng(seed)).X for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    for wrong in (0, -3, 2.5, True):
        with pytest.raises(SettingError):
            make(wrong, np.random.default_rng(0))


@every
def test_no_straight_line_divides_them(make):
    """The best plane by least squares leaves some points on the wrong side: the course needs a bend."""
    X, T = make(200, np.random.default_rng(0))
    A = np.column_stack([X, np.ones(len(X))])
    plane = np.linalg.lstsq(A, T - 0.5, rcond=None)[0]
    assert ((A @ plane > 0) != (T > 0.5)).mean() > 0.05


def test_without_noise_they_are_what_they_are_called():
    X, T = two_moons(100, np.random.default_rng(0), noise=0.0)
    centre = np.where(T > 0.5, [[0.5, 0.25]], [[-0.5, -0.25]])
    np.testing.assert_allclose(np.linalg.norm(X - centre, axis=1), 1.0)
    X, T = xor(100, np.random.default_rng(0), noise=0.0)
    np.testing.assert_array_equal(X[:, 0] * X[:, 1] < 0, T[:, 0] > 0.5)
    assert len(np.unique(X, axis=0)) == 4


def test_the_wave_is_a_regression_whose_mean_is_not_0():
    X, T = wave(40, np.random.default_rng(0), noise=0.0)
    assert X.shape == T.shape == (40, 1)
    np.testing.assert_allclose(T, wave_at(X))
    assert abs(T.mean()) > 0.2
