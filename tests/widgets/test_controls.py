"""Protects the controls from what a browser may send: finite numbers in range and offered names, else the last one."""

import contextlib
import json
import math

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from course_lib import backward
from course_lib.widgets.controls import Choice, Sliders, clean_numbers
from tests.networks import LECTURE, OPEN, run

RANGES = {"x": (-3.0, 3.0, 0.01), "target": (0.0, 1.0, 0.01)}
LAST = {"x": 2.0, "target": 0.7}


class Wicked:
    """Anything that a comparison or a conversion could trip over."""

    def __float__(self):
        raise ValueError

    __lt__ = __gt__ = __eq__ = __float__
    __hash__ = None


SENDABLE = [None, "2", "", "NaN", [2.0], {"x": 2.0}, math.nan, math.inf, -math.inf, True, False]
HOSTILE = [*SENDABLE, b"2", (2.0,), {2.0}, object(), Wicked(), 1j, np.ones(3), len]


def expect_safe(numbers, ranges=RANGES):
    assert type(numbers) is dict
    assert list(numbers) == list(ranges)
    for name, number in numbers.items():
        assert isinstance(number, int | float)
        assert not isinstance(number, bool)
        assert math.isfinite(number)
        assert ranges[name][0] <= number <= ranges[name][1]


def test_numbers_in_range_come_through_as_they_are():
    sent = {"x": -1.25, "target": 0.5}
    assert clean_numbers(sent, RANGES, LAST) == sent
    assert clean_numbers({"x": 1, "target": 1}, RANGES, LAST) == {"x": 1.0, "target": 1.0}
    assert clean_numbers({"x": -3.0, "target": 0.0}, RANGES, LAST) == {"x": -3.0, "target": 0.0}


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: type(value).__name__)
def test_what_is_no_finite_number_keeps_the_last_one(value):
    assert clean_numbers({"x": value, "target": 0.5}, RANGES, LAST) == {"x": 2.0, "target": 0.5}


@pytest.mark.parametrize("sent", [None, [], [1.0], "x", 3.0, math.nan, {"X": 1.0}, {}, {1: 2.0, None: 3.0}])
def test_what_is_no_mapping_of_the_names_keeps_them_all(sent):
    assert clean_numbers(sent, RANGES, LAST) == LAST


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3.5, 3.0), (-1e300, -3.0), (1e300, 3.0), (10**400, 3.0), (-(10**400), -3.0), (4, 3.0), (10**30, 3.0)],
    ids=lambda number: f"{number:.0e}" if abs(number) < 1e308 else "huge",
)
def test_a_number_outside_its_range_becomes_the_nearest_one_inside(value, expected):
    assert clean_numbers({"x": value}, RANGES, LAST) == {"x": expected, "target": 0.7}


def test_other_names_are_dropped_and_missing_ones_kept():
    assert clean_numbers({"x": 1.0, "graph": 5.0, "__class__": 1.0}, RANGES, LAST) == {"x": 1.0, "target": 0.7}


def test_neither_what_was_sent_nor_the_last_numbers_are_changed():
    sent, last = {"x": 9.0}, dict(LAST)
    clean_numbers(sent, RANGES, last)
    assert (sent, last) == ({"x": 9.0}, LAST)


def anything():
    """Whatever JSON may hold, and numbers of any size."""
    scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3))
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
    )


@given(st.one_of(anything(), st.dictionaries(st.sampled_from(["x", "target", "y"]), anything())))
def test_anything_becomes_finite_numbers_in_range(sent):
    numbers = clean_numbers(sent, RANGES, LAST)
    expect_safe(numbers)
    for name in RANGES:
        given_one = sent.get(name) if isinstance(sent, dict) else None
        if not isinstance(given_one, int | float) or isinstance(given_one, bool):
            assert numbers[name] == LAST[name]


# The sliders.


def test_sliders_start_at_their_numbers_and_hold_ranges_and_presets_for_the_page():
    sliders = Sliders(RANGES, LAST, {"zero": {"x": 0.0}})
    assert sliders.numbers == LAST
    assert sliders.now == LAST
    assert json.loads(json.dumps(sliders.ranges)) == [[name, list(range_)] for name, range_ in RANGES.items()]
    assert sliders.presets == [["zero", {"x": 0.0}]]


def test_a_start_outside_its_range_is_moved_inside():
    assert Sliders(RANGES, {"x": 7.0, "target": 0.7}, {}).numbers == {"x": 3.0, "target": 0.7}


@pytest.mark.parametrize("value", SENDABLE, ids=repr)
def test_sliders_keep_the_last_good_number_whatever_is_sent(value):
    sliders = Sliders(RANGES, LAST, {})
    sliders.numbers = {"x": -1.0, "target": 0.2}
    sliders.numbers = {"x": value, "target": 0.3}
    assert sliders.numbers == {"x": -1.0, "target": 0.3}
    sliders.numbers = {}
    assert sliders.numbers == {"x": -1.0, "target": 0.3}
    with contextlib.suppress(traitlets.TraitError):
        sliders.numbers = value
    expect_safe(sliders.numbers)
    if value != {"x": 2.0}:
        assert sliders.numbers == {"x": -1.0, "target": 0.3}


def test_two_sliders_do_not_share_their_numbers():
    one, other = Sliders(RANGES, LAST, {}), Sliders(RANGES, LAST, {})
    one.numbers = {"x": -2.0}
    assert other.numbers == LAST
    assert LAST == {"x": 2.0, "target": 0.7}


def test_a_network_runs_on_whatever_was_sent():
    sliders = Sliders(dict.fromkeys(OPEN, (-3, 3, 0.01)), OPEN, {})
    for value in (math.nan, None, 10**30, -math.inf, "1"):
        sliders.numbers = dict.fromkeys(OPEN, value)
        values = run(LECTURE, **sliders.numbers)
        assert all(math.isfinite(number) for number in backward(values).grad.values())


# The choice.


def test_a_choice_stands_for_what_its_name_means():
    choice = Choice({"square": "{}**2", "sine": "sin({})"}, "sine", "h(u) =")
    assert (choice.options, choice.name, choice.now) == (["square", "sine"], "sine", "sin({})")
    choice.name = "square"
    assert choice.now == "{}**2"


@pytest.mark.parametrize("name", ["", "cosine", "Sine", "<script>", "x" * 10_000, None, 3, ["sine"], {"sine": 1}])
def test_a_name_that_is_not_offered_keeps_the_last_one(name):
    choice = Choice({"square": 2, "sine": 1}, "square", "h(u) =")
    choice.name = "sine"
    with contextlib.suppress(traitlets.TraitError):
        choice.name = name
    assert (choice.name, choice.now) == ("sine", 1)


@pytest.mark.parametrize("widget", [Sliders, Choice])
def test_a_widgets_script_and_style_travel_with_it(widget):
    assert "export default { render" in str(widget._esm)
    assert "var(--bp-" in str(widget._css)
