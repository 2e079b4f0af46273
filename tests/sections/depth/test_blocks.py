"""Protects the experiment with depth: it reproduces the lecture's figures and measures what it claims."""

import math
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.errors import SettingError
from course_lib.layers.layer import Sequential
from course_lib.layers.spread import spread
from course_lib.sections.depth.blocks import (
    BATCH,
    PRESETS,
    SEEDS,
    SLOPES,
    Setting,
    block,
    factors,
    grid,
    measure,
    measured,
    products,
    singular_values,
    through,
    unfold,
)

SMALL = Setting(depth=6, width=8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid + Xavier", 1e-19),
        ("relu + He", 0.7),
        ("relu + Xavier", 2e-5),
        ("relu + N(0, 1)", 3e22),
        ("relu + He + skip", 1.6e6),
        ("relu + Xavier + skip", 2e4),
        ("tanh + Xavier + skip", 15),
        ("sigmoid + Xavier + skip", 1.2),
        ("relu + He + skip/√depth", 2.8),
        ("relu + He + skip + norm", 9),
        ("relu + He + norm", 390),
    ],
)
def test_the_cures_are_not_additive_switches(name, expected):
    assert 1 / 1.6 < measured(PRESETS[name]).ratio / expected < 1.6


def test_the_presets_are_those_of_the_table():
    assert len(PRESETS) == 11
    assert all((setting.depth, setting.width) == (30, 64) for setting in PRESETS.values())


@pytest.mark.parametrize("setting", [SMALL, replace(SMALL, skip="plain", normalise=True)], ids=str)
def test_a_run_is_one_pass_through_the_whole_network(setting):
    random = np.random.default_rng(3)
    network = Sequential(*(block(setting, random) for _ in range(setting.depth)))
    X, upstream = random.normal(size=(BATCH, 8)), random.normal(size=(BATCH, 8))
    Y = network.forward(X)
    run = measure(setting, 3)
    assert run.gradient[0] == pytest.approx(np.linalg.norm(network.backward(upstream)) / np.linalg.norm(upstream))
    assert run.gradient[-1] == run.spread[0] == 1
    assert run.spread[-1] == pytest.approx(spread(Y) / spread(X))
    assert len(run.gradient) == len(run.spread) == setting.depth + 1


def test_a_run_can_be_repeated_and_another_seed_is_another_run():
    assert measure(SMALL, 1) == measure(SMALL, 1) != measure(SMALL, 2)


def test_a_band_holds_its_runs_and_its_median_lies_between():
    found = measured(SMALL)
    runs = [measure(SMALL, seed).gradient for seed in SEEDS]
    assert found.gradient.low == pytest.approx(np.min(runs, axis=0))
    assert found.gradient.high == pytest.approx(np.max(runs, axis=0))
    assert found.ratio == pytest.approx(np.median([run[0] for run in runs]))
    assert found.reach[0] < found.ratio < found.reach[1]


def test_the_band_grows_one_start_at_a_time_to_the_whole():
    grown = list(unfold(SMALL))
    assert [found.seeds for found in grown] == list(range(1, 11))
    assert grown[0].gradient.low == grown[0].gradient.high == measure(SMALL, 0).gradient
    assert grown[-1] == measured(SMALL)
    assert all(a.reach[0] >= b.reach[0] and a.reach[1] <= b.reach[1] for a, b in pairwise(grown))


@pytest.mark.parametrize(
    "wrong",
    [
        {"activation": "softmax"},
        {"start": "he"},
        {"skip": "1"},
        {"depth": 0},
        {"depth": 10**9},
        {"width": -1},
        {"width": 10**6},
    ],
)
def test_what_is_no_setting_is_refused(wrong):
    with pytest.raises(SettingError):
        Setting(**wrong)


def test_a_label_names_what_differs():
    names = [str(setting) for setting in grid()]
    assert len(set(names)) == len(names) == 54
    assert str(Setting(depth=10, width=16)) == "relu + He, 10 deep, 16 wide"


# The product of Jacobians.


def test_singular_values_are_those_of_the_product_of_the_layers_jacobians():
    setting = Setting("tanh", "Xavier", depth=4, width=5)
    random = np.random.default_rng(0)
    network = Sequential(*(block(setting, random) for _ in range(4)))
    x = random.normal(size=5)
    step = 1e-6
    columns = [
        (network.forward((x + step * e)[None]) - network.forward((x - step * e)[None]))[0] / (2 * step)
        for e in np.eye(5)
    ]
    found = singular_values(setting)
    assert found.shape == (5, 5)
    assert found[0] == pytest.approx(np.linalg.svd(np.array(columns).T, compute_uv=False), rel=1e-5)
    assert found[-1] == pytest.approx(np.ones(5))


def test_closed_gates_leave_no_direction_and_no_rounding_pretends_to_one():
    last = singular_values(Setting())[-2]
    assert 20 < (last > 0).sum() < 44
    assert np.all(np.diff(last) <= 0)


# One number per layer.


@pytest.mark.parametrize(("weight", "expected"), [(0.9, 0.9**30), (1.1, 1.1**30), (0.0, 0.0), (1.0, 1.0)])
def test_without_activation_the_product_is_a_power(weight, expected):
    assert products(factors("none", weight, 30))[0] == pytest.approx(expected)


@given(st.sampled_from(sorted(SLOPES)), st.floats(0, 5), st.integers(1, 12))
def test_the_product_is_the_chains_own_derivative(activation, weight, depth):
    step = 1e-6
    above, below = (through(activation, weight, depth, 1 + change) for change in (step, -step))
    numerical = (above - below) / (2 * step)
    product = products(factors(activation, weight, depth))[0]
    assert math.isclose(product, numerical, rel_tol=1e-4, abs_tol=1e-8)


def test_the_sigmoid_never_hands_on_more_than_a_quarter_of_the_weight():
    for weight in (0.5, 1, 4, 5):
        assert max(factors("sigmoid", weight, 40)) <= weight / 4
    small, large = map(partial(factors, "sigmoid", depth=30), (1, 4))
    assert products(large)[0] < products(small)[0]  # saturated: the notebook's first prediction


def test_a_product_holds_the_factors_from_its_layer_to_the_last():
    assert products([2.0, 3.0, 5.0]) == [30.0, 15.0, 5.0, 1.0]
