"""Protects what a question knows for all students: which mistakes are kept, and their numbers at many places."""

from random import Random

import numpy as np
import pytest

from course_lib import parse
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.known_mistakes import distinct, mistakes_of, numbers_of
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Wanted, draw_points
from course_lib.exercises.value_mistakes import Value
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES


@pytest.mark.parametrize(
    "asked",
    [
        *(Derivative(parse(network), "x") for network in (LECTURE, SHARED, CHAIN, TWO_GATES)),
        Value(parse(LECTURE), "L"),
    ],
    ids=str,
)
def test_the_numbers_at_many_places_are_those_at_each(asked):
    points = draw_points(asked.graph, asked.of, Random(2), wanted=Wanted(count=4, twins=2))
    places, mistakes = [point.values for point in points], mistakes_of(asked)
    numbers = numbers_of(asked, mistakes, places)
    for mistake, row in zip(mistakes, numbers, strict=True):
        np.testing.assert_allclose(row, [mistake.wrong(values) for values in places], rtol=1e-12, atol=1e-15)


def kept(*kinds_and_numbers, **options):
    """The kinds of the mistakes that are kept, where 1 and 2 are right."""
    mistakes = [Mistake(kind, "", "", lambda values: 0.0) for kind, *_ in kinds_and_numbers]
    numbers = np.array([numbers for _, *numbers in kinds_and_numbers])
    return [mistakes[i].kind for i in distinct(mistakes, numbers, np.array([1.0, 2.0]), **options)]


def test_what_gives_the_right_numbers_is_no_mistake():
    assert kept(("sign", 1.0, 2.0), ("value", 1.0, 3.0)) == ["value"]


def test_two_different_mistakes_with_the_same_numbers_are_both_kept():
    assert kept(("gate skipped", 5.0, 6.0), ("stopped early", 5.0, 6.0)) == ["gate skipped", "stopped early"]
    assert kept(("gate skipped", 5.0, 6.0), ("stopped early", 5.0, 6.0), merge=True) == ["gate skipped"]


def test_the_same_thing_said_twice_is_kept_once():
    assert kept(("sign", 5.0, 6.0), ("sign", 5.0, 6.0), ("sign", 5.0, 7.0)) == ["sign", "sign"]
    assert kept(("stopped early", 5.0, 6.0), ("factor left out", 5.0, 6.0)) == ["stopped early"]
    assert kept(("sign", 5.0, 6.0), ("other argument, gate skipped", 5.0, 6.0)) == ["sign"]
