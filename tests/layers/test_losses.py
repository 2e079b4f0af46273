"""Protects the losses: one division by the number of entries, stable with logits, no silent broadcasting."""

import autograd.numpy as anp
import numpy as np
import pytest

from course_lib import forward, grad, parse
from course_lib.errors import InputValueError, NotForwardError, ShapeError, TargetError
from course_lib.layers.layer import Sigmoid
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss
from tests.oracle import oracle_vjp

N, D = 5, 3


def drawn(kind, seed):
    """Predictions (N, D) and targets as the loss takes them."""
    random = np.random.default_rng(seed)
    Y = 2 * random.normal(size=(N, D))
    targets = {MSELoss: random.normal(size=(N, D)), BCELoss: random.uniform(size=(N, D))}
    return Y, targets[kind] if kind in targets else random.integers(D, size=N)


def one_hot(classes):
    return np.eye(D)[classes]


# Each loss written twice more, for the engine (J sums over a row) and for autograd; T are one-hot rows for classes.
EACH = {
    MSELoss: ("L = mean((Y - T)**2)", lambda Y, T: anp.mean((Y - T) ** 2)),
    BCELoss: ("L = mean(softplus(Y) - Y*T)", lambda Y, T: anp.mean(anp.logaddexp(0, Y) - Y * T)),
    CrossEntropyLoss: (
        "L = mean(T*(log(exp(Y) @ J) - Y)) * 3",
        lambda Y, T: -anp.mean(anp.log(anp.sum(T * anp.exp(Y), axis=1) / anp.sum(anp.exp(Y), axis=1))),
    ),
}
each = pytest.mark.parametrize("kind", EACH, ids=lambda kind: kind.__name__)


@pytest.mark.parametrize("seed", range(20))
@each
def test_a_loss_agrees_with_the_engine_and_with_autograd(kind, seed):
    Y, targets = drawn(kind, seed)
    loss = kind()
    value, dY = loss.forward(Y, targets), loss.backward()
    assert type(value) is float
    assert dY.shape == Y.shape
    T = one_hot(targets) if kind is CrossEntropyLoss else targets
    program, function = EACH[kind]
    graph = parse(program)
    values = forward(graph, Y=Y, T=T, **({"J": np.ones((D, D))} if "J" in graph.inputs else {}))
    assert value == pytest.approx(values["L"], rel=1e-12)
    np.testing.assert_allclose(dY, grad(values)["Y"], rtol=1e-9, atol=1e-12)
    assert value == pytest.approx(float(function(Y, T)), rel=1e-12)
    np.testing.assert_allclose(dY, oracle_vjp(function, 0, (Y, T), 1.0), rtol=1e-9, atol=1e-12)


@each
def test_the_same_examples_twice_are_the_same_loss_and_half_the_gradient_each(kind):
    Y, targets = drawn(kind, 0)
    loss = kind()
    once, dY = loss.forward(Y, targets), loss.backward()
    twice = loss.forward(np.concatenate([Y, Y]), np.concatenate([targets, targets]))
    assert twice == pytest.approx(once)
    np.testing.assert_allclose(loss.backward(), np.concatenate([dY, dY]) / 2)


@each
def test_a_loss_changes_nothing_and_keeps_float32(kind):
    Y, targets = drawn(kind, 1)
    before = Y.copy(), targets.copy()
    loss = kind()
    loss.forward(Y, targets)
    first = loss.backward()
    np.testing.assert_array_equal(loss.backward(), first)
    np.testing.assert_array_equal(Y, before[0])
    np.testing.assert_array_equal(targets, before[1])
    loss.forward(Y.astype(np.float32), targets if kind is CrossEntropyLoss else targets.astype(np.float32))
    assert loss.backward().dtype == np.float32


def test_mse_divides_by_all_entries_in_both_directions():
    loss = MSELoss()
    assert loss.forward([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]], np.zeros((3, 2))) == 30 / 6
    np.testing.assert_allclose(loss.backward(), np.array([[1, 2], [3, 4], [0, 0]]) / 3)


def test_cross_entropy_of_equal_logits_is_log_of_the_number_of_classes():
    loss = CrossEntropyLoss()
    assert loss.forward(np.zeros((2, 4)), [0, 3]) == pytest.approx(np.log(4))
    np.testing.assert_allclose(loss.backward(), (np.full((2, 4), 0.25) - np.eye(4)[[0, 3]]) / 2)


def test_behind_a_saturated_sigmoid_mse_hardly_learns_and_cross_entropy_does():
    Z, T = np.array([[-6.0]]), np.array([[1.0]])
    layer, mse, bce = Sigmoid(), MSELoss(), BCELoss()
    mse.forward(layer.forward(Z), T)
    bce.forward(Z, T)
    assert round(layer.backward(mse.backward()).item(), 3) == -0.005
    assert round(bce.backward().item(), 3) == -0.998


# Extreme logits.


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("large", [50.0, 1e4, 1e30])
def test_bce_is_stable(dtype, large):
    Z = np.array([large, -large, large, -large], dtype)
    loss = BCELoss()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value = loss.forward(Z, np.array([1, 0, 0, 1], dtype))
        dZ = loss.backward()
    assert value == pytest.approx(large / 2)
    np.testing.assert_allclose(dZ, np.array([0, 0, 1, -1]) / 4, atol=1e-20)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("large", [50.0, 1e4, 1e30])
def test_cross_entropy_is_stable(dtype, large):
    Z = np.array([[large, 0, -large], [-large, 0, large]], dtype)
    loss = CrossEntropyLoss()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value = loss.forward(Z, [0, 0])
        dZ = loss.backward()
    assert value == pytest.approx(large)  # (0 + 2 · large) / 2
    np.testing.assert_allclose(dZ, np.array([[0, 0, 0], [-1, 0, 1]]) / 2, atol=1e-20)


def test_a_certain_right_answer_keeps_its_small_loss():
    """log(1 + e^−40) is lost where 1 + e^−40 is computed."""
    loss = BCELoss()
    assert loss.forward(np.array([40.0]), np.array([1.0])) == pytest.approx(np.exp(-40), rel=1e-12, abs=0)


# What is refused.


@pytest.mark.parametrize("kind", [MSELoss, BCELoss])
@pytest.mark.parametrize("shapes", [((5, 1), (5,)), ((5,), (5, 1)), ((5, 2), (5,)), ((5, 2), (5, 1)), ((5, 2), ())])
def test_predictions_and_targets_of_other_shapes_are_refused_not_spread(kind, shapes):
    with pytest.raises(ShapeError) as caught:
        kind().forward(np.zeros(shapes[0]), np.zeros(shapes[1]))
    assert caught.value.shapes == shapes
    problem = caught.value.problem
    assert problem.index("predictions") < problem.index(str(shapes[0]))  # each beside its own name
    assert problem.index(str(shapes[0])) < problem.index("targets") < problem.rindex(str(shapes[1]))
    assert "(N, 1)" in caught.value.hint


@pytest.mark.parametrize("shapes", [((5, 3), (5, 3)), ((5, 3), (4,)), ((5, 3), (5, 1)), ((5,), (5,)), ((5, 3), ())])
def test_classes_of_another_shape_are_refused(shapes):
    with pytest.raises(ShapeError) as caught:
        CrossEntropyLoss().forward(np.zeros(shapes[0]), np.zeros(shapes[1], int))
    assert caught.value.shapes == shapes
    assert "(N, C) and (N,)" in caught.value.problem
    assert "one-hot" in caught.value.hint


@pytest.mark.parametrize(("classes", "found"), [([0, 3], 3), ([-1, 0], -1), (np.array([0, 9], np.uint8), 9)])
def test_a_class_that_is_not_there_is_refused(classes, found):
    with pytest.raises(TargetError) as caught:
        CrossEntropyLoss().forward(np.zeros((2, 3)), classes)
    assert caught.value.found == found
    assert "from 0 to 2" in str(caught.value)


def test_classes_that_are_no_whole_numbers_are_refused():
    with pytest.raises(TargetError) as caught:
        CrossEntropyLoss().forward(np.zeros((2, 3)), [0.0, 1.0])
    assert caught.value.expected == "whole numbers"
    assert "astype(int)" in caught.value.hint


@pytest.mark.parametrize("found", [1.5, -0.1, np.nan])
def test_a_probability_outside_0_to_1_is_refused(found):
    with pytest.raises(TargetError) as caught:
        BCELoss().forward(np.zeros(2), [1.0, found])
    assert str(caught.value.found) == str(found)
    assert "from 0 to 1" in caught.value.problem


@each
@pytest.mark.parametrize("value", ["x", None, [[1.0], [1.0, 2.0]], np.array([True])])
def test_what_is_no_array_of_numbers_is_refused(kind, value):
    Y, targets = drawn(kind, 0)
    for name, args in (("predictions", (value, targets)), ("targets", (Y, value))):
        with pytest.raises(InputValueError) as caught:
            kind().forward(*args)
        assert caught.value.name == name


@each
def test_no_examples_are_refused(kind):
    with pytest.raises(ShapeError) as caught:
        kind().forward(np.zeros((0, 3)), np.zeros(0, int) if kind is CrossEntropyLoss else np.zeros((0, 3)))
    assert "no entries" in caught.value.problem


@each
def test_backward_before_forward_is_refused_also_after_one_that_failed(kind):
    loss = kind()
    with pytest.raises(NotForwardError) as caught:
        loss.backward()
    assert caught.value.what == kind.__name__
    loss.forward(*drawn(kind, 0))
    with pytest.raises(ShapeError):
        loss.forward(np.zeros((2, 2)), np.zeros((3, 3)))
    with pytest.raises(NotForwardError):
        loss.backward()
