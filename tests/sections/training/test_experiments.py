"""Protects the experiments of 5.7: the figures about first values come out, every sentence is true of its run."""

from itertools import islice

import numpy as np
import pytest

from course_lib.layers.layer import Linear, ReLU, Tanh
from course_lib.layers.losses import BCELoss
from course_lib.numerals import numeral
from course_lib.sections.checking.lab import listed
from course_lib.sections.checking.planted import LAYER_MISTAKES
from course_lib.sections.training.datasets import CLASSES
from course_lib.sections.training.experiments import (
    EPOCHS,
    FIRST_VALUES,
    FIT_RATE,
    RULES,
    SGD,
    STEP_RATES,
    Momentum,
    adam_steps,
    epochs_until,
    fitted,
    norm_of,
    perceptron,
    regression,
    said_of_fit,
    said_of_output,
    said_of_run,
    said_of_start,
    said_of_wrong,
    start_rows,
    started,
    step_of,
    train_wrong,
    trainable,
    watch,
    without_training,
)
from tests.meaning import clause, numbers_in, says, sentence


def test_a_perceptron_has_an_activation_between_any_two_layers():
    net = perceptron((2, 5, 3, 1), ReLU, np.random.default_rng(0))
    assert [type(part) for part in net.parts] == [Linear, ReLU, Linear, ReLU, Linear]
    assert [part.W.shape for part in net.parts[::2]] == [(2, 5), (5, 3), (3, 1)]
    assert net.parts[0].first
    assert abs(net.parts[2].W).sum() > 0


# What is watched.


@pytest.mark.parametrize("name", CLASSES)
def test_every_example_is_learned_by_adam(name):
    *_, last = watch(name, RULES["Adam"](0.1))
    assert last.state.epoch == EPOCHS
    assert not last.wrong.any()
    assert last.losses[-1] == pytest.approx(BCELoss().forward(last.network.forward(last.data.X), last.data.T))
    assert numbers_in(said_of_run(last)) == pytest.approx([EPOCHS, last.losses[-1], last.losses[0], 0, 200], rel=1e-3)


def test_a_run_begins_with_nothing_learned_and_is_the_same_each_time():
    first, second = (list(islice((s.losses[-1] for s in watch("XOR", SGD(0.1))), 4)) for _ in range(2))
    assert first == second
    begun = next(watch("XOR", SGD(0.1)))
    assert numbers_in(said_of_run(begun)) == pytest.approx([0, begun.losses[0], begun.wrong.sum(), 200], rel=1e-3)
    assert begun.probability(begun.data.X).shape == (200,)


def test_a_run_that_breaks_is_told_apart_from_one_that_learns():
    states = list(watch("two moons", Momentum(10.0)))
    worst = max(range(len(states)), key=lambda i: states[i].losses[-1])
    seen = states[worst]
    assert seen.losses[-1] > seen.losses[0]
    lost = seen._replace(losses=(*seen.losses, float("nan")))
    better = seen._replace(losses=(*seen.losses, 0.5 * seen.losses[0]))
    assert [says(said_of_run(each), "more than") for each in (seen, better)] == [True, False]
    assert [says(said_of_run(each), "no number") for each in (seen, better, lost)] == [False, False, True]


def test_ten_times_the_rate_takes_about_a_tenth_of_the_epochs():
    slow, fast = (epochs_until(0.1, "two moons", SGD(rate)) for rate in (0.1, 1.0))
    assert 0.05 < fast / slow < 0.2
    assert epochs_until(0.0, "XOR", SGD(0.01)) == EPOCHS


# One step.


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


def test_adams_steps_are_rarely_longer_than_the_rate():
    mean, longest = adam_steps("two moons", 0.1)
    assert 1 < longest < 1.1
    assert mean < 0.05
    (step, _) = step_of(RULES["Adam"](0.1), 0)
    for update in step.update.values():
        np.testing.assert_allclose(np.abs(update), 0.1, rtol=5e-3)


# First values: teaching's figures.


@pytest.mark.parametrize(("activation", "moving"), [("tanh", ("b2",)), ("ReLU", ("b2",)), ("sigmoid", ("W2", "b2"))])
def test_with_all_0_only_this_much_moves(activation, moving):
    start = started(activation, FIRST_VALUES["all 0"], 0)
    assert start.moving == moving
    assert start.alike
    still = sentence(said_of_start(start, 0), "gradients of")
    assert says(still, 0)
    assert {name for name in start.gradients if says(still, name)} == set(start.gradients) - set(moving)


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("epochs", [0, 1, 100])
def test_units_that_start_the_same_stay_the_same_and_others_do_not(activation, epochs):
    for first in ("all 0", "all ½"):
        assert started(activation, FIRST_VALUES[first], epochs).alike
    start = started(activation, FIRST_VALUES["random"], epochs)
    assert not start.alike
    assert start.moving == ("W1", "b1", "W2", "b2")
    assert says(said_of_start(start, epochs), "differ")
    assert not says(said_of_start(start, epochs), "the same")


def test_a_unit_that_no_gradient_reaches_is_told_and_shown():
    start = started("ReLU", FIRST_VALUES["random"], 100)
    assert start.dead == (2,)
    said = said_of_start(start, 100)
    assert says(clause(said, "dead"), 2)
    assert says(clause(said, "differ"), 3)
    assert not says(said, "no gradient")
    rows = {name: numbers for name, *numbers in start_rows(start)}
    assert [rows[f"∂L/∂{name}"][1] for name in ("W1", "b1", "W2")] == ["0", "0", "0"]


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("first", FIRST_VALUES)
@pytest.mark.parametrize("epochs", [0, 1, 100, 1000])
def test_what_is_said_of_gradients_is_what_the_table_shows(activation, first, epochs):
    start = started(activation, FIRST_VALUES[first], epochs)
    said, rows = said_of_start(start, epochs), start_rows(start)
    assert [name for name, *_ in rows] == ["W1", "∂L/∂W1", "b1", "∂L/∂b1", "W2", "∂L/∂W2"]
    output = said_of_output(start)
    assert ("b2" in start.moving) != output.endswith("∂L/∂b2 = 0")
    zeros = [name for name, *numbers in rows if name.startswith("∂") and "0" in numbers]
    assert says(said, "no gradient") == (not zeros and "b2" in start.moving)
    assert not any(len(number) > len("−1.23e−15") for _, *numbers in rows for number in numbers)
    assert "1 epochs" not in said


def test_all_0_with_tanh_ends_at_the_mean_and_random_does_not():
    start = started("tanh", FIRST_VALUES["all 0"], 1000)
    xs = np.linspace(-1, 1, 5)
    np.testing.assert_allclose(fitted(start.network, xs), start.data.T.mean(), rtol=1e-6)
    assert started("tanh", FIRST_VALUES["random"], 1000).loss < 0.1 * start.loss


# Wrong gradients.


def test_what_can_be_trained_wrongly_is_what_fits_a_relu_network():
    names = set(trainable())
    assert {"dW transposed", "ReLU's gate forgotten", "never divided", "2 forgotten"} <= names
    assert "σ′ of the input" not in names
    assert names < {mistake.name for mistake in LAYER_MISTAKES}


@pytest.mark.parametrize("name", trainable())
def test_what_is_said_of_a_wrong_gradient_is_true(name):
    mistake = trainable()[name]
    runs = train_wrong(mistake)
    said = said_of_wrong(mistake, runs)
    start, wrong = runs.wrong[0], runs.wrong[-1]
    assert runs.right[0] == start
    assert runs.right[-1] < 0.1 * start
    assert says(said, "falls") == (np.isfinite(wrong) and wrong <= start)
    assert says(said, "grows") == (not wrong <= start)
    assert says(said, "no number") == (not np.isfinite(wrong))
    if np.isfinite(wrong):
        assert says(said, numeral(start), numeral(wrong))
    check = sentence(said, "gradient check")
    assert says(check, listed(runs.caught)) if runs.caught else says(check, "nothing")
    assert mistake.what in said


def test_a_falling_loss_proves_nothing_and_the_check_sees_it():
    falling = [name for name, m in trainable().items() if (r := train_wrong(m)).caught and r.wrong[-1] < r.wrong[0]]
    assert len(falling) >= 8
    assert train_wrong(trainable()["dW added twice"]).wrong[-1] < train_wrong(trainable()["dW added twice"]).right[-1]


def test_a_transposed_gradient_is_about_as_good_as_none():
    transposed = train_wrong(trainable()["dW transposed"])
    assert without_training("W2") == pytest.approx(transposed.wrong[-1], rel=0.05)
    assert transposed.right[-1] < 0.5 * without_training("W2")


def test_lengths():
    assert norm_of({}) is None
    assert norm_of({"a": np.array([3.0]), "b": np.array([[4.0]])}) == 5.0
    assert isinstance(perceptron((1, 1), Tanh, np.random.default_rng(0)).parts[0], Linear)


# One layer, ten examples.


@pytest.mark.parametrize("kind", ["linear", "logistic"])
@pytest.mark.parametrize("steps", [0, 1, 20])
def test_a_regressions_gradient_is_the_formulas_and_is_fed_into_the_next_step(kind, steps):
    fit, then = regression(kind, steps), regression(kind, steps + 1)
    ones = np.column_stack([fit.data.X, np.ones(10)])
    w = np.array([fit.parameters["W"].item(), fit.parameters["b"].item()])
    if kind == "linear":
        gradient = 2 / 10 * ones.T @ (ones @ w - fit.data.T[:, 0])
    else:
        gradient = 1 / 10 * ones.T @ (1 / (1 + np.exp(-ones @ w)) - fit.data.T[:, 0])
    for place, name in enumerate(("W", "b")):
        assert fit.gradients[name].item() == pytest.approx(gradient[place], abs=1e-14)
        assert fit.by_formula[name].item() == pytest.approx(gradient[place], abs=1e-14)
        assert then.parameters[name].item() == pytest.approx(w[place] - FIT_RATE * gradient[place], abs=1e-14)
    assert then.loss < fit.loss
    (row, _) = then.rows
    assert said_of_fit(fit).endswith(f"= {row[1]}.")


def test_the_line_ends_where_least_squares_puts_it():
    fit = regression("linear", 500)
    slope, height = np.polyfit(fit.data.X[:, 0], fit.data.T[:, 0], 1)
    np.testing.assert_allclose(fit.curve(np.array([0.0, 1.0])), [height, height + slope], atol=1e-9)
    assert fit.rows == [("w", fit.rows[0][1], "0", "0"), ("b", fit.rows[1][1], "0", "0")]


def test_the_two_classes_overlap_so_that_the_curve_comes_to_rest():
    fit = regression("logistic", 500)
    ordered = fit.data.T[np.argsort(fit.data.X[:, 0]), 0]
    assert list(ordered) != sorted(ordered)
    assert 0 < fit.curve(np.array([-1.0])) < 0.2 < 0.8 < fit.curve(np.array([1.0])) < 1
    fit = regression("logistic", 1)
    assert says(said_of_fit(fit), "1 step", numeral(fit.loss))
