"""Protects how numbers are read: four significant digits, a real minus sign, never a 0 for "not yet"."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.numerals import (
    NOT_YET,
    about,
    byte_size,
    decimals,
    duration,
    in_words,
    latex_numeral,
    numeral,
    subscripted,
)

CASES = [
    (-0.016186, "−0.01619", "-0.01619"),
    (0.663739, "0.6637", "0.6637"),
    (2.0, "2", "2"),
    (-2, "−2", "-2"),
    (1234.5678, "1235", "1235"),
    (0.0, "0", "0"),
    (-0.0, "0", "0"),
    (12345.678, "1.235e4", r"1.235 \times 10^{4}"),
    (-2.5e-5, "−2.5e−5", r"-2.5 \times 10^{-5}"),
    (1.5e300, "1.5e300", r"1.5 \times 10^{300}"),
    (math.inf, "∞", r"\infty"),
    (-math.inf, "−∞", r"-\infty"),
    (math.nan, "NaN", r"\text{NaN}"),
    (None, "–", r"\text{–}"),
]


@pytest.mark.parametrize(("number", "text", "latex"), CASES)
def test_a_number_is_written(number, text, latex):
    assert numeral(number) == text
    assert latex_numeral(number) == latex


def test_decimals_are_a_programs():
    assert decimals(-0.0258984) == "−0.025898"
    assert decimals(2.0) == "2.000000"
    assert decimals(-1e-19) == "0.000000"
    assert decimals(-0.25, 1) == "−0.2"


def test_a_power_of_ten_has_no_factor_in_a_formula():
    """As the docstring of ``latex_numeral`` has it."""
    assert numeral(1e-5) == "1e−5"
    assert latex_numeral(1e-5) == "10^{-5}"
    assert latex_numeral(-1e-5) == "-10^{-5}"


def test_not_yet_is_not_zero():
    assert numeral(None) == NOT_YET != numeral(0.0)


def test_the_number_of_digits_can_be_chosen():
    assert numeral(math.pi, digits=7) == "3.141593"
    assert latex_numeral(-math.pi, digits=2) == "-3.1"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_numeral_reads_back_as_its_number(number):
    text = numeral(number)
    assert "-" not in text  # a hyphen is no minus sign
    read = float(text.replace("−", "-"))
    assert math.isinf(read) or abs(read - number) <= 6e-4 * abs(number)  # inf: the last numbers round up to it


@given(st.floats(allow_nan=False))
def test_a_number_and_its_negative_differ_in_the_sign_alone(number):
    if number > 0:
        assert numeral(-number) == "−" + numeral(number)
        assert latex_numeral(-number) == "-" + latex_numeral(number)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.006, "0.006 s"),
        (119, "120 s"),
        (120, "2 min"),
        (7200, "2 hours"),
        (4e6, "46 days"),
        (4e12, "1.3e5 years"),
    ],
)
def test_a_time_has_the_unit_that_suits_it(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (688, "688 bytes"), (1000, "1 kB"), (1.4e6, "1.4 MB"), (8e12, "8 TB")]
)
def test_bytes_have_the_unit_that_suits_them(count, text):
    assert byte_size(count) == text


def test_an_index_stands_below():
    assert (subscripted("h", 30), subscripted("∂L/∂W", "12")) == ("h₃₀", "∂L/∂W₁₂")


def test_about_says_two_digits_and_no_power_of_ten_where_four_figures_do():
    said = {280.4: "280", 2163: "2200", 0.8049: "0.8", 1.2e-19: "1.2e−19", 1.53e6: "1.5e6", 0.0: "0"}
    assert {number: about(number) for number in said} == said


@pytest.mark.parametrize(
    ("count", "word"), [(0, "zero"), (4, "four"), (10, "ten"), (19, "nineteen"), (30, "thirty"), (42, "forty-two")]
)
def test_a_small_count_is_a_word(count, word):
    assert in_words(count) == word


@pytest.mark.parametrize("count", [-1, 100, 800])
def test_a_count_without_a_word_is_in_digits(count):
    assert in_words(count) == str(count)
