"""Protects the sentences under the smaller figures of 5.6: they follow from the numbers."""

import numpy as np
import pytest

from course_lib.numerals import about, numeral
from course_lib.sections.depth.blocks import DEPTH, WIDTH, Setting, factors, products
from course_lib.sections.depth.said import (
    factor_rows,
    furthest_apart,
    most_that_is_left,
    said_of_factors,
    said_of_orders,
    spectrum,
    spectrum_rows,
    what_becomes,
    what_the_product_is,
)


@pytest.mark.parametrize(
    ("weight", "says"), [(0, "layer it is 0"), (0.9, "times smaller"), (1, "the same as"), (1.1, "times larger")]
)
def test_what_the_first_layer_hears_follows_from_the_factors(weight, says):
    found = factors("none", weight, 30)
    assert says in said_of_factors(found)
    assert f"**{about(products(found)[0])}**" in said_of_factors(found)
    assert "Every layer multiplies by" in said_of_factors(found)


def test_factors_that_differ_are_told_from_first_to_last():
    found = factors("sigmoid", 1, 30)
    assert f"by {numeral(found[0], 3)} to {numeral(found[-1], 3)}" in said_of_factors(found)


def test_the_rows_go_from_the_last_layer_to_the_first():
    found = factors("tanh", 1, 10)
    rows = factor_rows(found)
    assert rows[0][2] == "1"
    assert rows[-1][1:] == (numeral(found[0], 3), numeral(products(found)[0], 3))


def test_each_outcome_of_a_larger_weight_has_its_option():
    options = ("about 1", "grows", "smaller")
    assert [what_becomes(1e-9, large, options) for large in (0.9, 1e-5, 1e-12)] == list(options)


def test_the_weight_that_leaves_most_leaves_more_than_the_others():
    most, at = most_that_is_left("sigmoid", [1, 2, 3, 4, 5])
    assert most == max(products(factors("sigmoid", weight, DEPTH))[0] for weight in (1, 2, 3, 4, 5))
    assert most == products(factors("sigmoid", at, DEPTH))[0]


def test_the_lectures_product_is_the_inputs_gradient_if_the_numbers_say_so():
    options = ("as it says", "of the input", "of the first layer")
    back = np.array([[3.0, 4.0, 0.0]])
    assert what_the_product_is(back + 1e-12, back, options) == "of the input"
    assert what_the_product_is(2 * back, back, options) == "as it says"


def test_the_other_order_is_told_by_how_far_it_is_off():
    back = np.array([[3.0, 4.0, 0.0]])
    assert f"**{about(100)} %**" in said_of_orders(4, back, 2 * back)
    assert "%" not in said_of_orders(1, back, back)
    assert furthest_apart(back, back, back + np.array([0, 0, 0.5])) == 0.5


def test_a_spectrum_counts_the_directions_that_are_heard():
    found = spectrum(Setting("tanh", "Xavier"))
    assert 1 <= found.counted <= WIDTH
    assert f"**{found.counted} of {WIDTH}**" in found.said
    assert found.root_mean_square[-1] == pytest.approx(1)  # no layer yet: the identity
    names = [name for name, *_ in spectrum_rows(found.tracks, (1, 10, 30))]
    assert names == [track.name for track in found.tracks]
