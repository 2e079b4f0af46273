"""Protects the comparison of numbers: close, apart, or neither; one by one and as arrays."""

import math

import numpy as np
import pytest

from course_lib.exercises.closeness import TOLD_APART, all_close, are_apart, close


@pytest.mark.parametrize("size", [1.0, -3e-5, 2e8])
@pytest.mark.parametrize(
    ("off", "same"), [(0.0, True), (0.0099, True), (-0.0099, True), (0.0102, False), (-0.0102, False)]
)
def test_close_is_relative(size, off, same):
    assert close(size * (1 + off), size, 0.01) is same
    assert close(size, size * (1 + off), 0.01) is same
    assert all_close(np.array([size, 1.0]), np.array([size * (1 + off), 1.0]), 0.01).tolist() == [same, True]


@pytest.mark.parametrize(
    ("number", "other", "same"),
    [
        *((0.0, 1e-9, True), (-1e-9, 1e-9, True), (0.0, 2e-9, False), (1.0, -1.0, False), (0.0, 0.5, False)),
        *((math.nan, math.nan, False), (math.inf, 1.0, False), (1.0, -math.inf, False), (math.inf, math.inf, False)),
    ],
)
def test_close_around_zero_and_beyond_every_number(number, other, same):
    assert close(number, other, 0.01) is same
    assert all_close(np.array([number]), np.array([other]), 0.01).tolist() == [same]


def test_apart_means_each_from_each():
    assert are_apart([])
    assert are_apart([1.0, -1.0, 1.06, 0.0])
    assert not are_apart([1.0, 7.0, -2.0, 1.04])
    assert not are_apart([-3.0, 0.0, 1e-10])


def test_numbers_are_apart_where_no_two_are_near():
    assert are_apart([1.0, -1.0, 2.0, 1.1, 0.0])
    assert not are_apart([2.0, 1.0, 3.0, 1.04])
    assert are_apart([2.0, 1.0, 3.0, 1.04], TOLD_APART)
    assert not are_apart([0.0, 1.0, 0.0])
