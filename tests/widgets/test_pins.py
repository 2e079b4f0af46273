"""Protects the pins: a pin has the controls' setting at the click; each is there once, and there are few at most."""

import itertools

import pytest

from course_lib.widgets.pins import MOST, Pins

_counts = itertools.count(1)


@pytest.fixture
def said():
    return ["a"]


@pytest.fixture
def pins(said):
    return Pins(lambda: said[0], ["first"])


def send(pins, act, name=""):
    pins.set_state({"sent": {"act": act, "name": name, "count": next(_counts)}})


def test_it_starts_with_what_it_was_given(pins):
    assert (pins.now, pins.names) == (["first"], ["first"])


def test_a_click_pins_what_is_said_then(pins, said):
    said[0] = "b"
    send(pins, "pin")
    said[0] = "c"
    assert pins.now == pins.names == ["first", "b"]


def test_the_same_again_is_pinned_once_and_the_oldest_goes(pins, said):
    for said[0] in ("a", "a", "b", "c", "a"):
        send(pins, "pin")
    assert pins.now == ["b", "c", "a"]
    assert len(pins.now) == MOST


def test_a_pin_is_taken_off_by_its_name(pins, said):
    send(pins, "pin")
    send(pins, "take off", "first")
    assert pins.now == ["a"]


@pytest.mark.parametrize("sent", [{}, {"act": "burn"}, {"act": None, "name": 3}, {"act": "take off", "name": ["a"]}])
def test_what_no_button_sends_changes_nothing(pins, sent):
    pins.set_state({"sent": {**sent, "count": next(_counts)}})
    assert pins.now == ["first"]
