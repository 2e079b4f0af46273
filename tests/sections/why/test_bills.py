"""Protects the sentences of 5.1 about its counted networks: they follow from the counts."""

import pytest

from course_lib.numerals import numeral
from course_lib.sections.why.bills import (
    ABOUT_THE_SAME,
    bills,
    both_modes,
    picture_of_bills,
    rows_of_bills,
    said_of_bills,
)
from course_lib.sections.why.cost import METHODS
from tests.meaning import says


@pytest.mark.parametrize("hidden", [1, 3, 12])
def test_a_bill_has_every_method_and_is_told_by_its_ratios(hidden):
    bill = bills(hidden)
    assert [row[0] for row in rows_of_bills(bill)] == list(METHODS)
    reverse, central = bill["reverse mode"], bill["central difference"]
    said = said_of_bills(hidden)
    assert says(said, f"{4 * hidden + 1} parameters", central.passes)
    assert says(said, numeral(central.operations / reverse.operations, 3))
    assert says(said, numeral(reverse.operations / reverse.evaluations, 3))
    assert all(method in picture_of_bills(bill) for method in METHODS)


@pytest.mark.parametrize(("inputs", "outputs", "fewer"), [(12, 1, "reverse mode"), (1, 12, "forward mode")])
def test_the_mode_that_takes_fewer_operations_is_named(inputs, outputs, fewer):
    found = both_modes(inputs, outputs)
    assert f"**{fewer}**" in found.said
    assert says(found.said, f"same {inputs * outputs} derivatives")
    assert min(found.bill, key=lambda method: found.bill[method].operations) == fewer
    assert all(method in found.picture for method in found.bill)


def test_two_modes_that_cost_about_the_same_are_told_so():
    found = both_modes(1, 1)
    costs = [tally.operations for tally in found.bill.values()]
    assert ("about the same" in found.said) == (max(costs) < ABOUT_THE_SAME * min(costs))
    assert says(found.said, "1 input, 1 output", "1 derivative")
    assert any("about the same" in both_modes(k, k).said for k in range(1, 13))


def test_rounding_is_told_where_there_is_any():
    for k in range(1, 6):
        found = both_modes(k, k)
        assert ("rounding" in found.said) == (found.apart > 0)
