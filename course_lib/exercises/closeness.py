"""How near two numbers are: equal up to rounding, near enough to be an answer, or clearly apart."""

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from course_lib.differences import BOTH_ZERO

ROUNDED = 5e-4  # relative: so far off is a number with four digits at most
SAME = 1e-9  # how much two ways to compute the same number may differ
APART = 0.05  # how far a mistake's number must be from the right one
TOLD_APART = 0.03  # and from another mistake's, where one of the two is to be named as certain


def close(number: float, other: float, tolerance: float) -> bool:
    """Equal up to a relative tolerance, or both about zero."""
    if abs(number) <= BOTH_ZERO and abs(other) <= BOTH_ZERO:
        return True
    return abs(number - other) <= tolerance * max(abs(number), abs(other)) < math.inf


def all_close(numbers: np.ndarray, others: np.ndarray, tolerance: float) -> np.ndarray:
    """The same for arrays, entry by entry."""
    with np.errstate(invalid="ignore"):  # ∞ − ∞ is close to nothing
        size = np.maximum(np.abs(numbers), np.abs(others))
        return (np.abs(numbers - others) <= tolerance * size) & np.isfinite(size) | (size <= BOTH_ZERO)


def are_apart(numbers: Iterable[float], apart: float = APART) -> bool:
    """Whether no two of these are as near as ``apart``, relatively."""
    return not any(close(one, two, apart) for one, two in pairwise(sorted(numbers)))
