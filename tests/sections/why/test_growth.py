"""Protects the extrapolated figure of 5.1: its rows and its sentence have the numbers of the formula."""

import pytest

from course_lib.numerals import duration, numeral
from course_lib.sections.why.cost import METHODS, extrapolated
from course_lib.sections.why.growth import picture_of_growth, rows_of_growth, said_of_growth
from tests.meaning import says


@pytest.mark.parametrize("n", [10.0, 1e9])
@pytest.mark.parametrize("rate", [1e9, 1e15])
def test_each_method_has_its_time_and_two_are_told(n, rate):
    costs = extrapolated(n)
    rows = rows_of_growth(costs, rate)
    assert [row[0] for row in rows] == list(METHODS)
    assert [row[3] for row in rows] == [duration(costs[method].seconds(rate)) for method in METHODS]
    said = said_of_growth(n, rate)
    assert says(said, f"{numeral(n)} parameters")
    assert all(
        f"**{duration(costs[method].seconds(rate))}**" in said for method in ("central difference", "reverse mode")
    )
    assert picture_of_growth(n, rate).startswith("<svg")


def test_who_takes_every_pass_to_be_as_long_as_a_small_networks_predicts_too_little():
    assert (
        duration(extrapolated(1e9)["central difference"].seconds(1e12))
        in said_of_growth(1e9, 1e12).split("instead of")[1]
    )
