"""Protects the reading of a student's own network: it is ready to be drawn, or refused with a reason."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import CourseError, ParseError, forward
from course_lib.errors import CycleError
from course_lib.language.own import HIGH, LOW, read_own
from tests.meaning import says
from tests.networks import LECTURE, OPEN
from tests.strategies import statement_texts


def refused(text):
    with pytest.raises(CourseError) as caught:
        read_own(text, {})
    return caught.value


def test_a_network_starts_where_it_has_a_value_and_inside_the_sliders():
    for text in (LECTURE, "L = log(x - 2)", "L = sqrt(x) + log(-y)", "L = (x + y)**-0.5/(x - y)", "L = log(x*y*z)"):
        own = read_own(text, {})
        assert all(LOW <= number <= HIGH for number in own.start.values())
        assert all(math.isfinite(value) for value in forward(own.graph, **own.start).of_node)


def test_names_that_stay_keep_their_numbers_and_new_ones_get_one():
    own = read_own("L = w1*x + c", {**OPEN, "w1": -2.5})
    assert own.start["w1"] == -2.5
    assert own.start["x"] == 2.0
    assert list(own.start) == ["w1", "x", "c"]


def test_numbers_at_which_there_is_no_value_are_given_up():
    own = read_own("L = log(x)", {"x": -1.0})
    assert own.start["x"] > 0


def test_different_inputs_start_at_different_numbers():
    own = read_own("L = 1/(a - b)", {})
    assert own.start["a"] != own.start["b"]


@pytest.mark.parametrize(
    ("text", "told", "line", "column"),
    [
        ("y = x @ w", "@ matrices", 1, 7),
        ("a = x\ny = sum(a)", "sum matrices", 2, 5),
        ("y = transpose(x)", "transpose matrices", 1, 5),
        ("y = x*2\nL = 3", "L number", 2, 5),
        ("L = 1 + 1", "L number", 1, 5),
        ("y = x", "y x", 1, 5),
        ("x = 2\nw = 3\ny = w*x", "x w y numbers", 1, 5),
        ("w = 3\ny = w*2", "w y number", 1, 5),
    ],
)
def test_what_parse_reads_and_a_page_of_numbers_cannot_show_is_refused_with_its_place(text, told, line, column):
    error = refused(text)
    assert isinstance(error, ParseError)
    assert says(error.problem, *told.split())
    assert (error.line, error.column) == (line, column)


def test_a_network_without_any_value_is_refused_by_the_operation_that_has_none():
    error = refused("L = log(-x*x - 1)")
    assert says(error.problem, "log", "positive")
    assert error.hint


def test_a_cycle_is_refused_by_name():
    error = refused("u = v + 1\nv = 2*u\nL = v")
    assert isinstance(error, CycleError)
    assert error.names == ("u", "v", "u")


@pytest.mark.parametrize("text", [None, 3, b"L = x", ["L = x"], {"L": "x"}])
def test_what_is_no_text_is_refused(text):
    assert says(refused(text).problem, "text")


def test_askable_names_lead_to_the_loss_and_left_out_ones_do_not():
    own = read_own("a = x*y\nb = z + 1\nL = a**2", {})
    assert own.askable == ["x", "y", "a"]
    assert own.left_out == ["z", "b"]


@settings(deadline=None)
@given(statement_texts(), st.dictionaries(st.sampled_from(["x", "w1", "b"]), st.floats(LOW, HIGH)))
def test_any_text_that_parses_is_drawn_or_refused_in_words(text, numbers):
    try:
        own = read_own(text, numbers)
    except CourseError:
        return
    forward(own.graph, **own.start)
    assert all(LOW <= number <= HIGH for number in own.start.values())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("y = wx + b\nL = (y - t)**2", {"wx": "w*x"}),
        ("z = w1x1 + w2x2 + b\nL = z**2", {"w1x1": "w1*x1", "w2x2": "w2*x2"}),
        ("L = k*tk + t", {"tk": "t*k"}),  # both are names here
        ("L = k*tk", {}),
        ("h0 = tanh(w12*x + lr)\nL = (h0 - target)**2", {}),
        ("wx = w*x\nL = wx**2", {}),  # it is assigned
    ],
)
def test_an_input_that_looks_like_a_product_is_asked_about(text, meant):
    assert read_own(text, {}).run_together == meant
