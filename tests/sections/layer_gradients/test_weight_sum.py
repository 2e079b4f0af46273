"""Protects the sum of one weight: every entry is its number, the sum is the gradient, nothing moves but numbers."""

import xml.etree.ElementTree as ET
from html import unescape

import numpy as np
import pytest

from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.weight_sum import (
    BARS,
    HEIGHT,
    MOST,
    ROOM,
    WIDTH,
    bracketed,
    longest_sum,
    products_text,
    weight_sum,
)
from tests.meaning import numbers_in

RANDOM = np.random.default_rng(3)
X = RANDOM.integers(-15, 16, (4, 3)) / 10
DZ = RANDOM.integers(-9, 10, (4, 3)) / 10
LIMIT = longest_sum(X, DZ, 3, 3)

every_size = pytest.mark.parametrize(
    ("examples", "inputs", "units"), [(4, 3, 3), (1, 1, 1), (4, 3, 2), (2, 1, 3), (3, 3, 1)]
)
each_layout = pytest.mark.parametrize("columns", [False, True])


def picture(X, dZ, place=(0, 0), columns=False, limit=LIMIT):
    box = ET.fromstring(weight_sum(X, dZ, place, columns, limit).replace('xmlns="http://www.w3.org/2000/svg"', ""))
    return box[0]


def of_class(svg, kind):
    return [element for element in svg.iter() if kind in element.get("class", "").split()]


@every_size
@each_layout
def test_every_entry_of_the_three_matrices_is_there(examples, inputs, units, columns):
    x, dz = X[:examples, :inputs], DZ[:examples, :units]
    svg = picture(x, dz, columns=columns)
    shown = sorted(group.find("text").text for group in of_class(svg, "entry"))
    expected = [numeral(float(n), 3) for matrix in (x, dz, x.T @ dz) for n in matrix.flat]
    assert shown == sorted(expected)


@every_size
@each_layout
def test_what_is_lit_are_the_factors_and_their_sum(examples, inputs, units, columns):
    x, dz = X[:examples, :inputs], DZ[:examples, :units]
    place = (inputs - 1, units - 1)
    svg = picture(x, dz, place, columns)
    lit = [group.find("text").text for group in of_class(svg, "lit")]
    factors = [*x[:, place[0]], *dz[:, place[1]], (x.T @ dz)[place]]
    assert sorted(lit) == sorted(numeral(float(n), 3) for n in factors)
    (strong,) = [text for text in of_class(svg, "strong") if text in [g.find("text") for g in of_class(svg, "entry")]]
    assert strong.text == numeral(float((x.T @ dz)[place]), 3)


@each_layout
def test_the_bars_end_where_the_sum_does_and_stay_in_their_place(columns):
    for place in np.ndindex(3, 3):
        svg = picture(X, DZ, place, columns)
        bars = of_class(svg, "share")
        assert len(bars) == len(X)
        for bar in bars:
            left, width = float(bar.get("x")), float(bar.get("width"))
            assert left >= WIDTH - BARS - 0.1
            assert left + width <= WIDTH - ROOM + 1.1


@each_layout
def test_nothing_is_outside_and_the_size_is_the_same_for_all(columns):
    sizes = set()
    for examples in range(1, MOST[0] + 1):
        svg = picture(X[:examples], DZ[:examples], columns=columns)
        sizes.add(svg.get("viewBox"))
        for text in svg.iter("text"):
            assert 0 <= float(text.get("x")) <= WIDTH
            assert 0 <= float(text.get("y")) <= HEIGHT
    assert len(sizes) == 1


def test_the_picture_has_its_words():
    label = unescape(picture(X, DZ, (1, 2)).get("aria-label"))
    assert numbers_in(label.split(":")[0]) == [2, 3]  # from input 2 to unit 3
    assert label.strip(" .").endswith(f"= {numeral(float(X[:, 1] @ DZ[:, 2]), 3)}")


def test_a_sum_in_words_puts_negative_numbers_in_parentheses():
    assert products_text([0.3, -0.2]) == "0.3 + (−0.2) = 0.1"
    assert bracketed(-0.0) == "0"
