"""Protects what 5.5 says under its smaller experiments: it follows from what was measured."""

import numpy as np
import pytest

from course_lib.layers.check import check_layers
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import CHECKED, NETWORKS, relu_network, with_a_negative_bias
from course_lib.sections.checking.said import (
    check_at,
    failing_rows,
    said_of_edge,
    said_of_failing,
    said_of_norm,
    said_of_single,
    where_caught,
)

COUNTS = {1e-2: (30, 28), 1e-4: (2, 0), 1e-6: (0, 0)}


def test_the_norm_hides_the_bug_where_less_comes_back_and_its_own_row_never():
    open_, hidden = (check_layers(*with_a_negative_bias(weights)) for weights in (1.0, 1e-8))
    assert "is noticed" in said_of_norm(open_)
    assert "passes the check" in said_of_norm(hidden)
    for report in (open_, hidden):
        assert numeral(report.overall, 2) in said_of_norm(report)
        assert numeral(report.blocks["b1"].worst.error, 2) in said_of_norm(report)


def test_so_many_entries_are_checked_as_the_networks_have():
    assert sum(relu_network(seed).network.parameters["W1"].size for seed in range(NETWORKS)) == CHECKED


def test_steps_are_told_down_to_the_one_that_was_chosen():
    assert failing_rows(COUNTS, 1e-4, 800) == [
        (numeral(1e-2), "30 of 800", "28"),
        (numeral(1e-4), "2 of 800", "0"),
        (numeral(1e-6), "·", "·"),
    ]


@pytest.mark.parametrize(("step", "says"), [(1e-2, "28 of them across a kink"), (1e-4, "rounding"), (1e-6, "none of")])
def test_kinks_and_rounding_are_told_apart(step, says):
    assert says in said_of_failing(COUNTS, step, 800)
    assert numeral(step) in said_of_failing(COUNTS, step, 800)


@pytest.mark.parametrize(
    ("w1", "forgotten", "gate", "says"),
    [
        (0.5, False, "open", "Nothing is wrong"),
        (0.5, True, "open", "Not caught"),
        (-0.5, False, "closed", "Nothing is wrong"),
        (-0.5, True, "closed", "Caught in"),
        (-0.05, True, "on the corner", "cannot tell"),
    ],
)
def test_a_missing_gate_is_caught_where_the_gate_is_closed(w1, forgotten, gate, says):
    _, words = check_at(w1, forgotten)
    assert f"the gate is {gate}" in words
    assert says in words
    assert numeral(round(2 * w1 + 0.1, 9)) in words


@pytest.mark.parametrize(
    ("z", "log_sigmoid", "relu", "says"),
    [
        (1.3, (-0.24, -0.24), (1.3, 1.3), "both agree"),
        (-100.0, (-np.inf, -100.0), (-0.0, 0.0), "clipping at 500 is too late"),
        (-800.0, (-np.inf, -np.inf), (-0.0, 0.0), "whatever z is"),
        (-np.inf, (-np.inf, -np.inf), (np.nan, 0.0), "nan"),
    ],
)
def test_what_breaks_at_the_edge_is_told(z, log_sigmoid, relu, says):
    assert says in said_of_edge(z, log_sigmoid, relu)


def test_the_error_of_float32_is_its_precision_over_the_step():
    assert numeral(float(np.finfo(np.float32).eps) / 1e-3, 2) in said_of_single(1e-3)


def test_where_a_mistake_is_caught_is_one_of_three_answers():
    options = ("in every row", "only in X", "nowhere")
    assert [where_caught(caught, options) for caught in (("W1", "X"), ("X",), ())] == list(options)
