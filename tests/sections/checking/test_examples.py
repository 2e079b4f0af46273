"""Protects the examples for a check: right slopes, a corner, a wrong loss, the lecture's neuron."""

import numpy as np
import pytest

from course_lib import backward, forward, parse
from course_lib.differences import AGREE, difference, relative_error
from course_lib.layers.check import check_layers
from course_lib.sections.checking.examples import (
    CASES,
    SpreadMSE,
    curve_of,
    gated,
    gated_slope,
    one_neuron,
    regression,
    relu_network,
    with_a_negative_bias,
)
from course_lib.sections.checking.step_errors import v_curve
from tests.networks import LECTURE, OPEN


@pytest.mark.parametrize("name", CASES)
def test_a_cases_derivative_is_its_slope_and_its_function_keeps_the_dtype(name):
    function, derivative, at = CASES[name]
    assert derivative(at) == pytest.approx(float(difference(function, at, 1e-5)), rel=1e-3)
    assert function(np.float32(at)).dtype == np.float32


FIGURES = [  # scheme, dtype, step, error: orders of magnitude below 1e-7
    ("central", np.float64, 1e-1, 1.7e-5),
    ("central", np.float64, 1e-6, 4e-12),
    ("central", np.float64, 1e-8, 2e-8),
    ("central", np.float64, 1e-15, 0.3),
    ("forward", np.float64, 1e-1, 2.9e-2),
    ("forward", np.float64, 1e-7, 2e-8),
    ("central", np.float32, 1e-2, 8e-6),
    ("central", np.float32, 1e-7, 1.0),
]


@pytest.mark.parametrize(("scheme", "dtype", "step", "error"), FIGURES)
def test_the_v_curves_figures(scheme, dtype, step, error):
    function, derivative, at = CASES["σ(u) at 1.3"]
    (found,) = v_curve(function, derivative(at), at, scheme, dtype, (step,)).errors
    assert error / 3 < found < error * 3


def test_the_truncation_line_is_of_the_function_not_of_the_dtype():
    steps = (1e-1, 1e-2)
    for name in CASES:
        fine, coarse = (curve_of(CASES[name], "central", dtype, steps) for dtype in (np.float64, np.float32))
        assert fine.truncation == coarse.truncation
        assert coarse.rounding[0] > 1e8 * fine.rounding[0]
        assert (fine.truncation[0] == 0) == (name == "u² at 1.3")


def test_float32_is_wholly_wrong_from_1e_7_and_best_at_a_hundredth():
    function, derivative, at = CASES["σ(u) at 1.3"]
    curve = v_curve(function, derivative(at), at, "central", np.float32)
    errors = dict(zip(curve.steps, curve.errors, strict=True))
    assert min(errors, key=errors.get) == pytest.approx(1e-2)
    assert all(error > 0.5 for h, error in errors.items() if h < 2e-7)


def test_a_corner_within_the_step_and_the_convention_at_it():
    assert relative_error(gated_slope(0.03), difference(gated, 0.03, 0.02)) < 1e-3
    assert relative_error(gated_slope(0.03), difference(gated, 0.03, 0.06)) > 0.2
    assert gated_slope(0.0) == 0
    for h in (1e-1, 1e-4, 1e-8):
        assert difference(gated, 0.0, h) == pytest.approx(0.5, rel=0.01)
        assert difference(gated, 0.0, h, "forward") == pytest.approx(1, rel=0.01)


def test_one_norm_hides_the_negative_bias_and_its_row_does_not():
    overall = []
    for scale in (1.0, 1e-4, 1e-6, 1e-8):
        report = check_layers(*with_a_negative_bias(scale))
        assert report.caught == ("b1",)
        assert report.blocks["b1"].worst.error == pytest.approx(2, rel=0.01)
        overall.append(report.overall)
    assert overall[0] > 1 > AGREE > overall[2] > overall[3]
    assert overall[3] < 1e-7


def test_the_neuron_has_the_lectures_gradients():
    network, loss, X, T = one_neuron(0.5)
    assert loss.forward(network.forward(X), T) == pytest.approx(0.001315, rel=1e-3)
    dX = network.backward(loss.backward())
    right = backward(forward(parse(LECTURE), **OPEN)).grad
    found = {name.lower(): float(gradient.item()) for name, gradient in network.gradients.items()}
    assert found == pytest.approx({name: right[name] for name in ("w1", "b1", "w2", "b2")})
    assert dX.item() == pytest.approx(right["x"])


@pytest.mark.parametrize(("w1", "caught"), [(0.5, ()), (1.0, ()), (-0.5, ("W1", "b1", "X")), (-0.05, ())])
def test_a_forgotten_gate_is_caught_where_the_gate_is_closed_and_nowhere_else(w1, caught):
    report = check_layers(*one_neuron(w1, forgotten=True))
    assert report.caught == caught
    assert check_layers(*one_neuron(w1)).caught == ()
    assert (report.blocks["W1"].verdict == "kink") == (w1 == -0.05)


def test_the_right_gradient_of_the_wrong_loss_passes():
    network, loss, X, T = regression()
    spread = SpreadMSE()
    report = check_layers(network, spread, X, T[:, 0])
    assert report.caught == ()
    assert {block.verdict for block in report.blocks.values()} == {"agrees"}
    Y = network.forward(X)
    assert spread.forward(Y, T[:, 0]) == pytest.approx(np.mean([(y - t) ** 2 for y in Y[:, 0] for t in T[:, 0]]))
    assert spread.forward(Y, T[:, 0]) != pytest.approx(loss.forward(Y, T), rel=0.01)


def test_the_relu_network_has_the_size_it_is_said_to_have():
    network, _, X, T = relu_network(0)
    assert network.parameters["W1"].shape == (5, 16)
    assert (X.shape, T.shape) == ((64, 5), (64, 1))
