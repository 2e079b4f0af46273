"""Protects one step in detail: gradient and update are two things."""

import numpy as np
import pytest

from course_lib.layers.layer import Linear, Tanh
from course_lib.layers.train import SGD
from course_lib.numerals import numeral
from course_lib.sections.training.networks import perceptron
from course_lib.sections.training.one_step import (
    STEP_RATES,
    norm_of,
    picture_of_step,
    said_of_epoch,
    said_of_step,
    step_of,
)
from course_lib.sections.training.watched_run import RULES, adam_steps, said_of_run, watch
from tests.meaning import says


@pytest.mark.parametrize("taken", [0, 5])
def test_the_gradient_belongs_to_the_place_and_the_update_to_the_rate(taken):
    (short, _), (long, scaled) = step_of(SGD(0.001), taken), step_of(SGD(0.002), taken)
    assert short.before == long.before == pytest.approx(scaled(0.0))
    assert norm_of(long.gradients) == norm_of(short.gradients)
    assert norm_of(long.update) == pytest.approx(2 * norm_of(short.update))
    assert long.predicted == pytest.approx(-0.002 * norm_of(long.gradients) ** 2)
    assert long.after - long.before == pytest.approx(long.predicted, rel=0.05)
    assert scaled(1.0) == long.after


@pytest.mark.parametrize("taken", [0, 5, 20])
def test_the_slider_reaches_steps_that_keep_the_promise_and_steps_that_break_it(taken):
    (short, _), (long, _) = (step_of(SGD(rate), taken) for rate in STEP_RATES)
    assert short.after - short.before == pytest.approx(short.predicted, rel=0.1)
    assert short.predicted < 0
    assert long.predicted < 0 < long.after - long.before


@pytest.mark.parametrize(("rate", "told"), [(STEP_RATES[0], "falls"), (STEP_RATES[1], "grows")])
def test_a_step_is_told_by_what_was_predicted_and_what_happened(rate, told):
    step, scaled = step_of(SGD(rate), 5)
    said = said_of_step(rate, step)
    assert says(said, told, numeral(rate), numeral(step.predicted), numeral(step.change))
    assert [row[1] for row in step.rows][-2:] == [numeral(step.predicted), numeral(step.change)]
    assert numeral(step.after) in picture_of_step(rate, step, scaled)


def test_an_epoch_has_lengths_once_a_step_was_taken():
    seen = watch("two moons", SGD(0.1))
    first = next(seen)
    assert said_of_epoch(first) == said_of_run(first)
    second = next(seen)
    lengths = said_of_epoch(second).removeprefix(said_of_run(second))
    assert says(lengths, numeral(norm_of(second.state.gradients)), numeral(norm_of(second.state.update)))


def test_adams_steps_are_rarely_longer_than_the_rate():
    mean, longest = adam_steps("two moons", 0.1)
    assert 1 < longest < 1.1
    assert mean < 0.05
    (step, _) = step_of(RULES["Adam"](0.1), 0)
    for update in step.update.values():
        np.testing.assert_allclose(np.abs(update), 0.1, rtol=5e-3)


def test_lengths():
    assert norm_of({}) is None
    assert norm_of({"a": np.array([3.0]), "b": np.array([[4.0]])}) == 5.0
    assert isinstance(perceptron((1, 1), Tanh, np.random.default_rng(0)).parts[0], Linear)
