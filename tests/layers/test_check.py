"""Protects the check of layers: correct networks never fail, doubtful cases are named as such, and figures hold.

The figures are the course's own: how many entries of a correct ReLU network fail for a kink, what float32 does to a
check, and how one norm over everything hides a small wrong block.
"""

from copy import deepcopy

import numpy as np
import pytest

from course_lib.differences import VERDICTS, best_step, relative_error
from course_lib.drawing.table import table
from course_lib.errors import SettingError, ShapeError
from course_lib.layers.check import HEADINGS, Block, Entry, check_layers, verdict_on
from course_lib.layers.initialise import xavier
from course_lib.layers.layer import LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss
from course_lib.numerals import numeral
from tests.meaning import says

N, D = 5, 3
LOSSES = (MSELoss, BCELoss, CrossEntropyLoss)


def everything(random):
    """A network with a layer of every kind."""
    branch = Sequential(LayerNorm(4), Linear(4, 4, random), ReLU())
    front = (Linear(D, 4, random), LeakyReLU(0.1), Residual(branch, 0.5), Sigmoid())
    return Sequential(*front, Linear(4, 4, random, xavier), Tanh(), LayerNorm(4, learned=False), Linear(4, 2, random))


def drawn(loss, random):
    X, T = random.normal(size=(N, D)), random.normal(size=(N, 2))
    return X, {MSELoss: T, BCELoss: (T > 0).astype(float), CrossEntropyLoss: (T[:, 0] > 0).astype(int)}[loss]


def checked(seed, loss=MSELoss, **settings):
    random = np.random.default_rng(seed)
    return check_layers(everything(random), loss(), *drawn(loss, random), **settings)


# What is right passes.


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(10))
def test_every_entry_of_a_correct_network_agrees(seed, loss):
    report = checked(seed, loss)
    names = ["W1", "b1", "gain2", "bias2", "W3", "b3", "W4", "b4", "W5", "b5", "X"]
    assert list(report.blocks) == names
    assert report.caught == ()
    assert report.overall < 1e-6
    for block in report.blocks.values():
        assert block.verdict in ("agrees", "rounding", "kink")
        assert len(block.entries) == np.prod(block.shape)
        assert [entry.index for entry in block.entries] == list(np.ndindex(block.shape))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("seed", range(5))
def test_a_correct_network_fails_with_no_scheme_and_no_type(seed, scheme, dtype):
    report = checked(seed, scheme=scheme, dtype=dtype)
    assert "differs" not in {block.verdict for block in report.blocks.values()}
    assert report.step == best_step(scheme, dtype)


def test_one_layer_alone_can_be_checked():
    random = np.random.default_rng(0)
    report = check_layers(Linear(D, 2, random), MSELoss(), *drawn(MSELoss, random))
    assert list(report.blocks) == ["W", "b", "X"]
    assert report.caught == ()
    report = check_layers(ReLU(), MSELoss(), random.normal(size=(N, 2)), random.normal(size=(N, 2)))
    assert list(report.blocks) == ["X"]


def test_a_first_layer_has_no_line_for_the_input():
    random = np.random.default_rng(0)
    report = check_layers(Linear(D, 2, random, first=True), MSELoss(), *drawn(MSELoss, random))
    assert list(report.blocks) == ["W", "b"]


def test_a_check_works_on_copies():
    random = np.random.default_rng(1)
    network, loss, (X, T) = everything(random), MSELoss(), drawn(MSELoss, random)
    loss.forward(network.forward(X), T)
    network.backward(loss.backward())
    before = deepcopy((network.parameters, network.gradients, X, T))
    check_layers(network, loss, X, T, dtype=np.float32, step=0.1)
    for now, then in zip((network.parameters, network.gradients), before, strict=False):
        for name in then:
            assert now[name].dtype == np.float64
            np.testing.assert_array_equal(now[name], then[name])
    np.testing.assert_array_equal(X, before[2])
    np.testing.assert_array_equal(T, before[3])


def test_a_check_in_float32_computes_in_float32():
    seen = set()

    class Spy(Tanh):
        def forward(self, Z):
            seen.add(Z.dtype)
            return super().forward(Z)

    random = np.random.default_rng(0)
    network = Sequential(LayerNorm(D, learned=False), Linear(D, 2, random), LayerNorm(2), Spy())
    report = check_layers(network, MSELoss(), *drawn(MSELoss, random), dtype=np.float32)
    assert seen == {np.dtype(np.float32)}
    assert report.dtype == "float32"


# Verdicts.


@pytest.mark.parametrize(
    ("gradient", "numerical", "kinks", "verdict"),
    [
        (1.0, 1.0 + 9e-6, 0, "agrees"),
        (0.0, 0.0, 0, "agrees"),
        (0.0, 5e-10, 3, "rounding"),  # both count as 0
        (1.0, 1.0 + 9e-6, 1, "agrees"),
        (1.0, 1.001, 1, "kink"),
        (1.0, -1.0, 2, "kink"),
        (1.0, 1.001, 0, "doubtful"),
        (1.0, 1.02, 0, "differs"),
        (1.0, -1.0, 0, "differs"),
        (1e-7, 1.5e-7, 0, "rounding"),  # gap 5e−8, rounding 1e−7
        (1e-5, 1.03e-5, 0, "truncation"),  # gap 3e−7, truncation 1e−6
        (np.nan, 1.0, 0, "not finite"),
        (np.inf, 1.0, 1, "not finite"),
        (1.0, np.nan, 0, "not finite"),
    ],
)
def test_each_verdict_has_its_case(gradient, numerical, kinks, verdict):
    error, gap = relative_error(gradient, numerical), abs(gradient - numerical)
    assert verdict_on(error, gap, kinks, rounding=1e-7, truncation=1e-6) == verdict
    assert verdict in VERDICTS


def block(*verdicts_and_errors):
    entries = [Entry((i,), 1.0, 1.0, error, 0, verdict) for i, (verdict, error) in enumerate(verdicts_and_errors)]
    return Block("W", (len(entries),), tuple(entries))


def test_the_worst_entry_is_the_gravest_and_then_the_largest():
    assert block(("agrees", 1e-7), ("agrees", 1e-6)).worst.index == (1,)
    assert block(("kink", 1.0), ("differs", 0.5), ("differs", 0.6), ("agrees", 0.0)).worst.index == (2,)
    assert block(("rounding", 1.0), ("doubtful", 1e-4)).verdict == "doubtful"
    assert block(("differs", 2.0), ("not finite", np.nan)).verdict == "not finite"


def test_a_block_counts_what_fails():
    found = block(("agrees", 1e-6), ("kink", 0.1), ("not finite", np.nan))
    assert found.failing == 2
    assert found.kinks == 0


def test_infinite_weights_are_said_to_be_so():
    network = Linear(D, 2, np.random.default_rng(0))
    network.W[1, 0] = np.inf
    with np.errstate(all="ignore"):
        report = check_layers(network, MSELoss(), np.ones((N, D)), np.ones((N, 2)))
    assert report.blocks["W"].verdict == "not finite"


# Kinks.


@pytest.mark.parametrize("kind", [ReLU, LeakyReLU])
@pytest.mark.parametrize(("at", "crossed"), [(0.0, 1), (5e-5, 1), (-5e-5, 1), (2e-4, 0), (-2e-4, 0)])
def test_a_step_across_a_kink_is_counted_and_excused(kind, at, crossed):
    X = np.array([[at, 1.0, -1.0]])
    report = check_layers(kind(), MSELoss(), X, np.full((1, 3), -5.0), step=1e-4)
    entries = report.blocks["X"].entries
    assert [entry.kinks for entry in entries] == [crossed, 0, 0]
    assert entries[0].verdict == ("kink" if crossed else "agrees")
    assert report.blocks["X"].kinks == crossed
    assert report.caught == ()


def test_a_forward_difference_crosses_upwards_only():
    X = np.array([[-5e-5, 5e-5]])
    report = check_layers(ReLU(), MSELoss(), X, np.ones((1, 2)), scheme="forward", step=1e-4)
    assert [entry.kinks for entry in report.blocks["X"].entries] == [1, 0]


def kinked(step):
    """(failing entries, those of them across a kink) of a correct 5-16-1 network's first matrix, ten generators."""
    failing = across = 0
    for seed in range(10):
        random = np.random.default_rng(seed)
        network = Sequential(Linear(5, 16, random), ReLU(), Linear(16, 1, random))
        X, T = random.normal(size=(64, 5)), random.normal(size=(64, 1))
        W1 = check_layers(network, MSELoss(), X, T, step=step).blocks["W1"]
        assert len(W1.entries) == 80
        failing += W1.failing
        across += sum(entry.error > 1e-5 and entry.kinks > 0 for entry in W1.entries)
        assert W1.verdict in ("agrees", "kink")
    return failing, across


@pytest.mark.parametrize(("step", "about"), [(1e-3, range(10, 31)), (1e-4, range(1, 11)), (1e-5, range(1))])
def test_a_correct_relu_network_fails_where_a_step_crosses_a_kink_and_nowhere_else(step, about):
    failing, across = kinked(step)
    assert failing in about
    assert across == failing


# Steps and types.


def test_a_long_step_is_not_taken_for_a_mistake_and_a_short_one_tells_nothing():
    random = np.random.default_rng(3)
    network = Sequential(Linear(D, 4, random), Tanh(), Linear(4, 2, random))
    X, T = drawn(MSELoss, random)
    verdicts = {
        step: {block.verdict for block in check_layers(network, MSELoss(), X, T, step=step).blocks.values()}
        for step in (1e-1, 1e-5, 1e-13)
    }
    assert "truncation" in verdicts[1e-1]
    assert verdicts[1e-5] == {"agrees"}
    assert verdicts[1e-13] == {"rounding"}


def test_in_float32_no_step_lets_every_entry_pass():
    for step in (1e-1, 1e-2, 1e-3, 1e-5, 1e-7):
        report = checked(0, step=step, dtype=np.float32)
        assert sum(block.failing for block in report.blocks.values()) > 20


# One number hides what lines show.


class SignError(Linear):
    """The bias's gradient has the wrong sign."""

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = -self.db
        return dX


def test_one_norm_over_everything_hides_a_small_wrong_block():
    random = np.random.default_rng(0)
    first, last = SignError(D, 4, random), Linear(4, 2, random)
    last.W *= 1e-8  # little reaches the first layer
    X, T = random.normal(size=(N, D)), 10 * random.normal(size=(N, 2))
    report = check_layers(Sequential(first, Tanh(), last), MSELoss(), X, T)
    assert report.overall < 1e-7
    assert report.blocks["b1"].worst.error == pytest.approx(2.0, rel=0.05)
    assert report.caught == ("b1",)


# The report.


def test_a_report_prints_a_line_a_block_and_the_norm():
    report = checked(0)
    lines = str(report).splitlines()
    assert says(lines[0], "central", "6.1e−6", "float64")
    assert lines[1].split()[:3] == ["gradient", "of", "shape"]
    assert len(lines) == 2 + len(report.blocks) + 1
    assert lines[2].startswith("W1")
    assert lines[2].endswith("agrees")
    assert says(lines[-1], "norm", numeral(report.overall, 2))
    worst = report.blocks["W1"].worst
    assert str(list(worst.index)) in lines[2]


def test_its_rows_fit_the_table_of_a_page():
    report = checked(0)
    rows = report.rows()
    assert {len(row) for row in rows} == {len(HEADINGS)}
    assert all(isinstance(cell, str) for row in rows for cell in row)
    html = table(HEADINGS, rows, "The check")
    assert html.count("<tr>") == 1 + len(report.blocks)
    assert rows[0][:2] == ("W1", "(3, 4)")
    assert rows[-1][0] == "X"
    assert rows[0][6] == f"{report.blocks['W1'].kinks} of 12"


@pytest.mark.parametrize("step", [0.0, -1e-5, float("nan")])
def test_a_step_that_is_not_positive_is_refused(step):
    with pytest.raises(SettingError) as caught:
        checked(0, step=step)
    assert caught.value.name == "step"
    assert "6.1e-06" in caught.value.hint


def test_another_scheme_is_refused():
    with pytest.raises(SettingError):
        checked(0, scheme="sideways")


def test_targets_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError):
        check_layers(Linear(D, 1, np.random.default_rng(0)), MSELoss(), np.ones((N, D)), np.ones(N))
