"""Protects the sentences under the smaller experiments of 5.5: they follow from what was measured."""

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
from tests.meaning import says, together

COUNTS = {1e-2: (30, 28), 1e-4: (2, 0), 1e-6: (0, 0)}


def test_the_norm_hides_the_bug_where_less_comes_back_and_its_own_row_never():
    open_, hidden = (check_layers(*with_a_negative_bias(weights)) for weights in (1.0, 1e-8))
    assert [says(said_of_norm(report), "noticed") for report in (open_, hidden)] == [True, False]
    assert [says(said_of_norm(report), "passes") for report in (open_, hidden)] == [False, True]
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


@pytest.mark.parametrize(
    ("step", "told", "rounding"), [(1e-2, [30, 28, "kink"], False), (1e-4, [2, "none"], True), (1e-6, ["none"], False)]
)
def test_kinks_and_rounding_are_told_apart(step, told, rounding):
    text = said_of_failing(COUNTS, step, 800)
    assert says(text, numeral(step), *told)
    assert says(text, "rounding") is rounding


@pytest.mark.parametrize(
    ("w1", "forgotten", "gate", "told"),
    [
        (0.5, False, "open", ["nothing", "wrong"]),
        (0.5, True, "open", ["not caught"]),
        (-0.5, False, "closed", ["nothing", "wrong"]),
        (-0.5, True, "closed", ["caught", "W1", "b1", "X"]),
        (-0.05, True, "corner", ["cannot tell", "corner"]),
    ],
)
def test_a_missing_gate_is_caught_where_the_gate_is_closed(w1, forgotten, gate, told):
    _, words = check_at(w1, forgotten)
    assert together(words, "gate", gate)
    assert says(words, numeral(round(2 * w1 + 0.1, 9)), *told)
    assert says(words, "not caught") == ("not caught" in told)


@pytest.mark.parametrize(
    ("z", "log_sigmoid", "relu", "told"),
    [
        (1.3, (-0.24, -0.24), (1.3, 1.3), ["agree"]),
        (-100.0, (-np.inf, -100.0), (-0.0, 0.0), ["float32", "exp(100)", "inf", 500, "too late", "−0.0"]),
        (-800.0, (-np.inf, -np.inf), (-0.0, 0.0), ["float64", "σ(−500)"]),
        (-np.inf, (-np.inf, -np.inf), (np.nan, 0.0), ["−inf", "nan"]),
    ],
)
def test_what_breaks_at_the_edge_is_told(z, log_sigmoid, relu, told):
    text = said_of_edge(z, log_sigmoid, relu)
    assert says(text, *told)
    assert [says(text, word) for word in ("agree", "nan")] == [word in told for word in ("agree", "nan")]


def test_the_error_of_float32_is_its_precision_over_the_step():
    assert numeral(float(np.finfo(np.float32).eps) / 1e-3, 2) in said_of_single(1e-3)


def test_where_a_mistake_is_caught_is_one_of_three_answers():
    options = ("in every row", "only in X", "nowhere")
    assert [where_caught(caught, options) for caught in (("W1", "X"), ("X",), ())] == list(options)
