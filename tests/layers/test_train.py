"""Protects training: each rule is its paper's formula and changes no argument, and the loop does what it says."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.errors import SettingError, ShapeError
from course_lib.layers.initialise import he
from course_lib.layers.layer import Linear, ReLU, Residual, Sequential, Tanh
from course_lib.layers.losses import BCELoss, MSELoss
from course_lib.layers.train import SGD, Adam, Momentum, gradients_at, put, slots_of, train
from course_lib.sections.training.datasets import two_moons, wave

RULES = (SGD(0.1), Momentum(0.1), Adam(0.1))
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
number = st.floats(-5, 5).filter(lambda n: abs(n) > 1e-3)


def network(seed=0):
    random = np.random.default_rng(seed)
    return Sequential(Linear(2, 8, random, he, first=True), Tanh(), Linear(8, 1, random))


def copied(arrays):
    return {name: array.copy() for name, array in arrays.items()}


# The rules, by their formulas.


@given(st.lists(number, min_size=1, max_size=5), number)
def test_sgd_goes_against_each_gradient(gradients, w):
    rule, here, memory = SGD(0.3), {"w": np.array([w])}, ()
    for g in gradients:
        here, memory = rule.step(here, {"w": np.array([g])}, memory)
    assert here["w"][0] == pytest.approx(w - 0.3 * sum(gradients))


@given(st.lists(number, min_size=1, max_size=5), number)
def test_momentum_is_sgd_with_faded_gradients(gradients, w):
    rule = Momentum(0.3, keep=0.8)
    here = {"w": np.array([w])}
    memory = rule.start(here)
    for g in gradients:
        here, memory = rule.step(here, {"w": np.array([g])}, memory)
    moved = sum(0.8**age * g for latest in range(len(gradients)) for age, g in enumerate(gradients[latest::-1]))
    assert here["w"][0] == pytest.approx(w - 0.3 * moved)


@given(st.lists(number, min_size=1, max_size=5), number)
def test_adam_is_algorithm_1(gradients, w):
    rule, m, v, theta = Adam(0.01), 0.0, 0.0, w
    here = {"w": np.array([w])}
    memory = rule.start(here)
    for t, g in enumerate(gradients, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        theta -= 0.01 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        here, memory = rule.step(here, {"w": np.array([g])}, memory)
    assert here["w"][0] == pytest.approx(theta)
    assert memory.steps == len(gradients)


@given(number)
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(g):
    rule, here = Adam(0.25), {"w": np.zeros(1)}
    moved, _ = rule.step(here, {"w": np.array([g])}, rule.start(here))
    assert moved["w"][0] == pytest.approx(-0.25 * np.sign(g), rel=1e-4)


@every_rule
def test_a_step_changes_nothing_it_is_given_and_can_be_taken_again(rule):
    here = {"W": np.ones((2, 3)), "b": np.zeros(3)}
    slope = {"W": np.full((2, 3), 0.5), "b": np.ones(3)}
    memory = rule.start(here)
    before = copied(here), copied(slope)
    first, _ = rule.step(here, slope, memory)
    again, after = rule.step(here, slope, memory)
    for given_arrays, kept in zip((here, slope), before, strict=True):
        for name in kept:
            np.testing.assert_array_equal(given_arrays[name], kept[name])
    for name in first:
        np.testing.assert_array_equal(first[name], again[name])
        assert first[name].shape == here[name].shape
    second, _ = rule.step(first, slope, after)
    assert (second["W"] < first["W"]).all()


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf"), "0.1", None])
@pytest.mark.parametrize("rule", [SGD, Momentum, Adam])
def test_a_learning_rate_is_a_number_above_0(rule, rate):
    with pytest.raises(SettingError, match="above 0"):
        rule(rate)


@pytest.mark.parametrize("wrong", [{"keep": 1.0}, {"keep": -0.1}, {"keep": float("nan")}])
@pytest.mark.parametrize("rule", [Momentum, Adam])
def test_what_is_kept_is_a_share(rule, wrong):
    with pytest.raises(SettingError, match="below 1"):
        rule(0.1, **wrong)
    with pytest.raises(SettingError, match="keep_square"):
        Adam(0.1, keep_square=1.0)


# The loop.


@every_rule
def test_every_rule_learns_two_moons(rule):
    random = np.random.default_rng(3)
    X, T = two_moons(100, random)
    net = network()
    states = list(train(net, BCELoss(), X, T, rule, 60, 20, random))
    assert [state.epoch for state in states] == list(range(61))
    assert states[-1].loss < 0.6 * states[0].loss
    assert not any(state.diverged for state in states)


def test_a_full_batch_of_sgd_is_the_formula_step_by_step():
    X, T = two_moons(30, np.random.default_rng(0))
    net, by_hand = network(), network()
    states = train(net, BCELoss(), X, T, SGD(0.2), 5)
    before = next(states)
    assert before.loss == pytest.approx(BCELoss().forward(by_hand.forward(X), T))
    assert before.gradients == before.update == {}
    for state in states:
        loss = BCELoss()
        assert state.loss == pytest.approx(loss.forward(by_hand.forward(X), T))
        by_hand.backward(loss.backward())
        for layer in by_hand.parts[::2]:
            layer.W, layer.b = layer.W - 0.2 * layer.dW, layer.b - 0.2 * layer.db
        for name, value in by_hand.parameters.items():
            np.testing.assert_allclose(state.parameters[name], value)
            np.testing.assert_allclose(state.update[name], -0.2 * state.gradients[name], atol=1e-12)
            assert net.parameters[name] is state.parameters[name]


@pytest.mark.parametrize(("batch", "steps"), [(None, 1), (10, 3), (7, 5), (30, 1), (100, 1)])
def test_an_epoch_sees_every_example_once_in_batches(batch, steps):
    seen = []

    class Watching(MSELoss):
        def forward(self, Y, T):
            seen.append(T)
            return super().forward(Y, T)

    X, T = wave(30, np.random.default_rng(0))
    net = Sequential(Linear(1, 1, np.random.default_rng(0)))
    states = train(net, Watching(), X, T, SGD(0.01), 1, batch, np.random.default_rng(5))
    next(states)
    seen.clear()
    state = next(states)
    assert len(seen) == steps
    np.testing.assert_array_equal(np.sort(np.concatenate(seen), axis=0), np.sort(T, axis=0))
    assert state.epoch == 1
    assert (np.concatenate(seen) != T).any()  # shuffled


def test_the_epochs_loss_weighs_each_batch_by_its_examples():
    X, T = np.zeros((3, 1)), np.array([[1.0], [1.0], [4.0]])
    net = Sequential(Linear(1, 1, np.random.default_rng(0)))
    *_, state = train(net, MSELoss(), X, T, SGD(1e-12), 1, batch=2)
    assert state.loss == pytest.approx((1 + 1 + 16) / 3, rel=1e-6)


def test_a_run_is_repeated_by_its_seed_and_leaves_old_states_alone():
    X, T = two_moons(40, np.random.default_rng(0))
    runs = [list(train(network(), BCELoss(), X, T, Adam(0.1), 4, 10, np.random.default_rng(9))) for _ in range(2)]
    for one, other in zip(*runs, strict=True):
        for name in one.parameters:
            np.testing.assert_array_equal(one.parameters[name], other.parameters[name])
    first, last = runs[0][0], runs[0][-1]
    assert (first.parameters["W1"] != last.parameters["W1"]).any()


def test_steps_too_long_end_the_run_and_say_so_without_a_warning():
    X, T = wave(20, np.random.default_rng(0))
    random = np.random.default_rng(0)
    net = Sequential(Linear(1, 4, random), ReLU(), Linear(4, 1, random))
    states = list(train(net, MSELoss(), X, T, SGD(1e3), 500))
    assert states[-1].diverged
    assert len(states) < 500
    assert not any(state.diverged for state in states[:-1])


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"epochs": 1.5}, {"epochs": 1, "batch": 0}, {"epochs": True}])
def test_numbers_that_count_nothing_are_refused(wrong):
    X, T = wave(5, np.random.default_rng(0))
    with pytest.raises(SettingError):
        next(train(Sequential(Linear(1, 1, np.random.default_rng(0))), MSELoss(), X, T, SGD(0.1), **wrong))


def test_parameters_are_found_and_put_back_in_nested_networks():
    random = np.random.default_rng(0)
    net = Sequential(Linear(2, 3, random), Residual(Sequential(Linear(3, 3, random), Tanh())), Linear(3, 1, random))
    slots = slots_of(net)
    assert list(slots) == list(net.parameters)
    assert all(getattr(slot.layer, slot.value) is net.parameters[name] for name, slot in slots.items())
    doubled = {name: 2 * value for name, value in net.parameters.items()}
    put(slots, doubled)
    assert all(net.parameters[name] is doubled[name] for name in doubled)
    X, T = random.normal(size=(4, 2)), random.normal(size=(4, 1))
    value, gradients = gradients_at(net, slots, MSELoss(), X, T)
    assert value == pytest.approx(MSELoss().forward(net.forward(X), T))
    assert {name: g.shape for name, g in gradients.items()} == {n: v.shape for n, v in net.parameters.items()}


def test_a_parameter_of_another_shape_is_refused_by_name():
    net = network()
    wrong = {**net.parameters, "W1": np.zeros((8, 2))}
    with pytest.raises(ShapeError, match="W1"):
        put(slots_of(net), wrong)


def test_gradients_move_nothing():
    net = network()
    before = copied(net.parameters)
    X, T = two_moons(10, np.random.default_rng(0))
    for _ in itertools.repeat(None, 3):
        gradients_at(net, slots_of(net), BCELoss(), X, T)
    for name, value in net.parameters.items():
        np.testing.assert_array_equal(value, before[name])
