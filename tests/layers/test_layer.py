"""Protects the hand-derived layers: the engine and autograd give the same values and gradients, at N ≠ D, both > 1.

Two independent answers for every layer, then what no other answer would show: the conventions at a kink, extreme
inputs, both float types, and that what does not fit is refused before NumPy spreads it.
"""

import inspect

import autograd.numpy as anp
import numpy as np
import pytest

from course_lib import forward, grad, parse
from course_lib.errors import InputValueError, NotForwardError, SettingError, ShapeError
from course_lib.layers.initialise import he, xavier
from course_lib.layers.layer import (
    Layer,
    LayerNorm,
    LeakyReLU,
    Linear,
    ReLU,
    Residual,
    Sequential,
    Sigmoid,
    Tanh,
    sigmoid,
)
from tests.meaning import says
from tests.oracle import oracle_vjp

N, D, H = 5, 3, 4


def normalised(X, gain=1.0, bias=0.0):
    """Layer normalisation in autograd's words."""
    centred = X - anp.mean(X, axis=1, keepdims=True)
    return centred / anp.sqrt(anp.mean(centred**2, axis=1, keepdims=True) + 1e-5) * gain + bias


def relu(X):
    return (X > 0) * X


# Each layer, and the same written twice more: for the engine (J averages over a row), and for autograd.
EACH = {
    "Linear": (lambda random: Linear(D, H, random), "Y = X @ W + b", lambda X, W, b: X @ W + b),
    "ReLU": (lambda random: ReLU(), "Y = relu(X)", relu),
    "LeakyReLU": (lambda random: LeakyReLU(), "Y = leaky_relu(X)", lambda X: (X > 0) * X + (X <= 0) * 0.01 * X),
    "Sigmoid": (lambda random: Sigmoid(), "Y = sigmoid(X)", lambda X: 1 / (1 + anp.exp(-X))),
    "Tanh": (lambda random: Tanh(), "Y = tanh(X)", anp.tanh),
    "LayerNorm": (
        lambda random: LayerNorm(D),
        "C = X - X @ J \n Y = C / sqrt((C*C) @ J + 0.00001) * gain + bias",
        normalised,
    ),
    "LayerNorm without": (
        lambda random: LayerNorm(D, learned=False),
        "C = X - X @ J \n Y = C / sqrt((C*C) @ J + 0.00001)",
        normalised,
    ),
    "Residual": (
        lambda random: Residual(Sequential(Linear(D, D, random), Tanh()), scale=0.5),
        "Y = X + 0.5*tanh(X @ W1 + b1)",
        lambda X, W1, b1: X + 0.5 * anp.tanh(X @ W1 + b1),
    ),
    "Sequential": (
        lambda random: Sequential(Linear(D, H, random), ReLU(), Linear(H, 2, random)),
        "Y = relu(X @ W1 + b1) @ W2 + b2",
        lambda X, W1, b1, W2, b2: relu(X @ W1 + b1) @ W2 + b2,
    ),
}
each = pytest.mark.parametrize("name", EACH)
many_seeds = pytest.mark.parametrize("seed", range(20))


def setup(name, seed):
    """The layer with random parameters, an input and an upstream gradient."""
    random = np.random.default_rng(seed)
    layer = EACH[name][0](random)
    for parameter in layer.parameters.values():
        parameter += 0.3 * random.normal(size=parameter.shape)  # biases start at 0, gains at 1
    X = random.normal(size=(N, D))
    return layer, X, random.normal(size=layer.forward(X).shape)


def passed(layer, X, upstream):
    """Value and gradients of one pass, forward and back."""
    Y = layer.forward(X)
    dX = layer.backward(upstream)
    return Y, {"X": dX, **layer.gradients}


# The same value and gradients, three times.


@many_seeds
@each
def test_a_layer_agrees_with_the_engine(name, seed):
    layer, X, upstream = setup(name, seed)
    Y, gradients = passed(layer, X, upstream)
    graph = parse(EACH[name][1])
    extra = {"J": np.full((D, D), 1 / D)} if "J" in graph.inputs else {}
    values = forward(graph, X=X, **layer.parameters, **extra)
    np.testing.assert_allclose(Y, values["Y"], rtol=1e-12, atol=1e-12)
    expected = grad(values, upstream=upstream)
    for of, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[of], rtol=1e-9, atol=1e-10, err_msg=of)


@many_seeds
@each
def test_a_layer_agrees_with_autograd(name, seed):
    layer, X, upstream = setup(name, seed)
    Y, gradients = passed(layer, X, upstream)
    args = (X, *layer.parameters.values())
    np.testing.assert_allclose(Y, EACH[name][2](*args), rtol=1e-12, atol=1e-12)
    for slot, (of, gradient) in enumerate(gradients.items()):
        expected = oracle_vjp(EACH[name][2], slot, args, upstream)
        np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-10, err_msg=of)


@each
def test_a_gradient_has_its_values_shape_and_backward_changes_nothing(name):
    layer, X, upstream = setup(name, 0)
    before = {of: value.copy() for of, value in {"X": X, "dY": upstream, **layer.parameters}.items()}
    _, first = passed(layer, X, upstream)
    _, second = passed(layer, X, upstream)
    for of, gradient in second.items():
        assert gradient.shape == before[of].shape
        np.testing.assert_array_equal(gradient, first[of])  # nothing adds up from pass to pass
    for of, value in {"X": X, "dY": upstream, **layer.parameters}.items():
        np.testing.assert_array_equal(value, before[of])


@each
def test_layers_compute_in_the_type_they_are_given(name):
    layer, X, upstream = setup(name, 0)
    expected = passed(layer, X, upstream)
    for part in layer.walk():
        for parameter in part.names:
            setattr(part, parameter, getattr(part, parameter).astype(np.float32))
    Y, gradients = passed(layer, X.astype(np.float32), upstream.astype(np.float32))
    assert {Y.dtype, *(gradient.dtype for gradient in gradients.values())} == {np.dtype(np.float32)}
    for of, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[1][of], rtol=1e-3, atol=1e-4)


def test_parameters_are_made_in_the_type_asked_for():
    random = np.random.default_rng(0)
    network = Sequential(Linear(2, 3, random, dtype=np.float32), LayerNorm(3, dtype=np.float32))
    assert {value.dtype for value in network.parameters.values()} == {np.dtype(np.float32)}
    assert Linear(2, 3, random).W.dtype == np.float64


def test_whole_numbers_and_lists_are_taken_as_floats():
    assert ReLU().forward([[-1, 2]]).tolist() == [[0.0, 2.0]]
    assert Sigmoid().forward(np.array([0])).dtype == np.float64


# Linear.


def test_the_bias_gradient_is_the_sum_over_rows_and_dW_a_sum_of_outer_products():
    layer, X, dZ = setup("Linear", 3)
    passed(layer, X, dZ)
    np.testing.assert_allclose(layer.db, sum(dZ[n] for n in range(N)))
    np.testing.assert_allclose(layer.dW, sum(np.outer(X[n], dZ[n]) for n in range(N)))


def test_nothing_is_divided_by_the_number_of_examples():
    """Two copies of the same examples: twice the gradient."""
    layer, X, dZ = setup("Linear", 4)
    _, once = passed(layer, X, dZ)
    _, twice = passed(layer, np.concatenate([X, X]), np.concatenate([dZ, dZ]))
    np.testing.assert_allclose(twice["W"], 2 * once["W"])
    np.testing.assert_allclose(twice["b"], 2 * once["b"])


def test_linear_starts_with_he_unless_told_and_with_no_bias():
    layer = Linear(D, H, np.random.default_rng(1))
    np.testing.assert_array_equal(layer.W, he(D, H, np.random.default_rng(1)))
    np.testing.assert_array_equal(layer.b, np.zeros(H))
    other = Linear(D, H, np.random.default_rng(1), initialise=xavier)
    np.testing.assert_array_equal(other.W, xavier(D, H, np.random.default_rng(1)))


def test_a_first_layer_leaves_out_the_inputs_gradient_and_nothing_else():
    random = np.random.default_rng(2)
    layer = Linear(D, H, random, first=True)
    network = Sequential(layer, Tanh(), Linear(H, 2, random))
    X, upstream = random.normal(size=(N, D)), random.normal(size=(N, 2))
    _, without = passed(network, X, upstream)
    layer.first = False
    _, whole = passed(network, X, upstream)
    assert without.pop("X") is None
    assert whole.pop("X").shape == (N, D)
    for of in whole:
        np.testing.assert_array_equal(without[of], whole[of])


# Kinks and extremes.

EXTREME = np.array([-np.inf, -1e300, -1.0, -0.0, 0.0, 1.0, 1e300, np.inf, np.nan])


def test_relu_keeps_infinities_nan_and_has_no_minus_zero():
    H = ReLU().forward(EXTREME)
    np.testing.assert_array_equal(H, [0, 0, 0, 0, 0, 1, 1e300, np.inf, np.nan])
    assert not np.signbit(H[:5]).any()


def test_relus_gate_hands_on_infinities_whole_and_stops_them_whole():
    layer = ReLU()
    layer.forward(np.array([-1.0, -1.0, -1.0, 1.0, 1.0]))
    dZ = layer.backward(np.array([np.inf, -2.0, np.nan, np.inf, -2.0]))
    np.testing.assert_array_equal(dZ, [0, 0, 0, np.inf, -2])
    assert not np.signbit(dZ[:3]).any()


@pytest.mark.parametrize(("layer", "at_zero"), [(ReLU(), 0.0), (LeakyReLU(), 0.01), (LeakyReLU(0.2), 0.2)])
def test_the_derivative_at_the_kink_is_the_left_one(layer, at_zero):
    layer.forward(np.array([0.0, -0.0, 1e-300]))
    assert layer.backward(np.ones(3)).tolist() == [at_zero, at_zero, 1.0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_sigmoid_is_stable_on_both_sides(dtype):
    Z = np.array([-np.inf, -1e4, -50.0, 0.0, 50.0, 1e4, np.inf, np.nan], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        layer = Sigmoid()
        S = layer.forward(Z)
        dZ = layer.backward(np.ones_like(Z))
    assert S.dtype == dZ.dtype == dtype
    np.testing.assert_allclose(S[:-1], [0, 0, np.exp(-50), 0.5, 1, 1, 1], rtol=1e-5)
    np.testing.assert_allclose(dZ[:4], [0, 0, np.exp(-50), 0.25], rtol=1e-5)
    assert np.isnan(S[-1])


def test_the_lower_tail_of_the_sigmoid_keeps_its_digits():
    """(1 + tanh(z/2)) / 2 would be stable too, and 0 from −38 on."""
    np.testing.assert_allclose(sigmoid(np.array([-40.0, -700.0])), np.exp([-40.0, -700.0]), rtol=1e-12)


def test_a_row_of_equal_entries_is_normalised_to_zero():
    layer = LayerNorm(3)
    np.testing.assert_array_equal(layer.forward(np.full((2, 3), 7.0)), np.zeros((2, 3)))
    assert np.isfinite(layer.backward(np.ones((2, 3)))).all()


def test_normalised_rows_have_mean_zero_and_deviation_one():
    X = np.random.default_rng(0).normal(5.0, 3.0, size=(N, 40))
    Y = LayerNorm(40, learned=False).forward(X)
    np.testing.assert_allclose(Y.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(Y.std(axis=1), 1, rtol=1e-5)
    assert LayerNorm(40, learned=False).parameters == {}


# Names.


def test_a_layers_parameters_and_gradients_have_its_names():
    layer, _, upstream = setup("Linear", 0)
    assert list(layer.parameters) == ["W", "b"]
    assert layer.parameters["W"] is layer.W  # not a copy: an update in place is seen
    layer.backward(upstream)
    assert layer.gradients == {"W": layer.dW, "b": layer.db}
    assert ReLU().parameters == {}


def test_among_layers_names_count_those_that_have_parameters():
    random = np.random.default_rng(0)
    branch = Sequential(LayerNorm(4), ReLU(), Linear(4, 4, random))
    network = Sequential(Linear(3, 4, random), Tanh(), Residual(branch), Linear(4, 2, random))
    assert list(network.parameters) == ["W1", "b1", "gain2", "bias2", "W3", "b3", "W4", "b4"]
    assert network.parameters["W3"] is branch.parts[2].W
    assert list(Residual(Linear(2, 2, random)).parameters) == ["W1", "b1"]
    kinds = [type(layer).__name__ for layer in network.walk()]
    assert kinds[:5] == ["Sequential", "Linear", "Tanh", "Residual", "Sequential"]
    assert kinds[5:] == ["LayerNorm", "ReLU", "Linear", "Linear"]


def test_a_gradient_that_is_not_computed_yet_is_none_not_zero():
    layer, X, upstream = setup("Linear", 0)
    assert layer.gradients == {"W": None, "b": None}
    assert Linear(2, 2, np.random.default_rng(0)).gradients == {"W": None, "b": None}
    layer.backward(upstream)
    layer.forward(X)  # other values: the last pass's gradients do not belong to them
    assert layer.gradients == {"W": None, "b": None}


def test_layers_in_layers_are_found_however_deep():
    layer: Layer = ReLU()
    for _ in range(2000):
        layer = Residual(layer)
    assert len(layer.walk()) == 2001
    assert layer.parameters == {}


# What is refused.


@pytest.mark.parametrize("shape", [(N, D + 1), (D,), (N, D, 1), (), (0,)])
@pytest.mark.parametrize("layer", [Linear(D, H, np.random.default_rng(0)), LayerNorm(D)])
def test_an_input_of_other_columns_is_refused(layer, shape):
    with pytest.raises(ShapeError) as caught:
        layer.forward(np.ones(shape))
    assert caught.value.shapes == (shape,)
    assert f"{shape}; this {type(layer).__name__} takes (N, {D})" in caught.value.problem
    assert "X[None, :]" in caught.value.hint


@each
def test_backward_before_forward_is_refused(name):
    with pytest.raises(NotForwardError) as caught:
        EACH[name][0](np.random.default_rng(0)).backward(np.ones((N, D)))
    assert caught.value.what == name.split()[0]
    assert "forward first" in caught.value.hint


@each
def test_backward_after_a_forward_that_failed_is_refused(name):
    layer, _, upstream = setup(name, 0)
    with pytest.raises(InputValueError):
        layer.forward("no array")
    with pytest.raises(NotForwardError):
        layer.backward(upstream)


@each
@pytest.mark.parametrize("change", [lambda dY: dY[:1], lambda dY: dY[:, :1], lambda dY: dY[0], lambda dY: 1.0])
def test_an_upstream_gradient_of_another_shape_is_refused_not_spread(name, change):
    layer, _, upstream = setup(name, 0)
    with pytest.raises(ShapeError) as caught:
        layer.backward(change(upstream))
    assert caught.value.shapes == (np.shape(change(upstream)), upstream.shape)
    assert type(layer).__name__ in caught.value.problem


@pytest.mark.parametrize("value", ["x", None, [[1.0], [1.0, 2.0]], np.array([True]), np.array([1j])])
def test_what_is_no_array_of_numbers_is_refused(value):
    with pytest.raises(InputValueError) as caught:
        ReLU().forward(value)
    assert caught.value.name == "X"
    layer = ReLU()
    layer.forward(np.ones(2))
    with pytest.raises(InputValueError) as caught:
        layer.backward(value)
    assert caught.value.name == "dY"


def test_a_branch_of_another_shape_is_refused_not_spread():
    layer = Residual(Linear(D, 1, np.random.default_rng(0)))
    with pytest.raises(ShapeError) as caught:
        layer.forward(np.ones((N, D)))
    assert caught.value.shapes == ((N, D), (N, 1))
    assert "branch" in caught.value.problem


@pytest.mark.parametrize("make", [lambda layer: Sequential(layer, ReLU(), layer), lambda layer: Residual(layer)])
def test_a_layer_used_twice_is_refused(make):
    """It would remember the second use only, and both would get its gradient."""
    shared = Tanh()
    with pytest.raises(SettingError) as caught:
        make(Sequential(shared, Residual(shared)))
    assert caught.value.value == "Tanh"
    assert "second layer" in caught.value.hint


def test_a_layer_that_leaves_dx_out_may_stand_first_only():
    random = np.random.default_rng(0)
    inner = Sequential(Linear(2, 2, random, first=True), Tanh())
    Sequential(inner, Linear(2, 2, random))
    for make in (lambda: Sequential(Tanh(), inner), lambda: Residual(inner)):
        with pytest.raises(SettingError) as caught:
            make()
        assert caught.value.name == "first"
        assert "first layer" in caught.value.hint


@pytest.mark.parametrize("count", [0, -1, 2.5, "3", True, None])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("inputs", lambda n: Linear(n, 2, np.random.default_rng(0))),
        ("outputs", lambda n: Linear(2, n, np.random.default_rng(0))),
        ("features", LayerNorm),
    ],
)
def test_a_width_that_is_no_count_is_refused(name, make, count):
    with pytest.raises(SettingError) as caught:
        make(count)
    assert (caught.value.name, caught.value.value) == (name, count)
    assert name in str(caught.value)


# Layers that a student writes are checked as well.


class TransposedByAStudent(Linear):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = dZ.T @ self.X
        return dX


class UntransposedByAStudent(Linear):
    def backward(self, dZ):
        super().backward(dZ)
        return dZ @ self.W


class ForgottenByAStudent(Linear):
    def backward(self, dZ):
        self.dW = self.X.T @ dZ
        return dZ @ self.W.T


class FlatByAStudent(ReLU):
    def backward(self, dH):
        return dH.sum(axis=0)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        (TransposedByAStudent, "made dW of shape (4, 3); W has shape (3, 4)"),
        (UntransposedByAStudent, "dY (5, 4) and W (3, 4) and b (4,)"),
    ],
)
def test_a_wrong_transpose_shows_in_its_shape_unless_w_is_square(kind, problem):
    layer = kind(3, 4, np.random.default_rng(0))
    layer.forward(np.ones((5, 3)))
    with pytest.raises(ShapeError) as caught:
        layer.backward(np.ones((5, 4)))
    assert problem in caught.value.problem
    assert "transposes" in caught.value.hint
    square = kind(3, 3, np.random.default_rng(0))
    square.forward(np.ones((5, 3)))
    square.backward(np.ones((5, 3)))


def test_an_input_gradient_of_another_shape_is_refused():
    layer = FlatByAStudent()
    layer.forward(np.ones((5, 3)))
    with pytest.raises(ShapeError) as caught:
        layer.backward(np.ones((5, 3)))
    assert says(caught.value.problem, "dX", "(3,)", "X", "(5, 3)")
    assert caught.value.shapes == ((3,), (5, 3))


def test_a_gradient_that_was_not_made_is_named():
    layer = ForgottenByAStudent(3, 4, np.random.default_rng(0))
    layer.forward(np.ones((5, 3)))
    with pytest.raises(ShapeError) as caught:
        layer.backward(np.ones((5, 4)))
    assert says(caught.value.problem, "db")
    assert says(caught.value.hint, "self.db", "(4,)")


def test_the_source_that_a_page_shows_is_what_was_written():
    assert "return np.where(self.open, dH, 0)" in inspect.getsource(ReLU)
    assert "self.dW = self.X.T @ dZ" in inspect.getsource(Linear.backward)
    for kind in (Linear, ReLU, LeakyReLU, Sigmoid, Tanh, LayerNorm, Residual, Sequential):
        for method in (kind.forward, kind.backward):
            assert len(inspect.getsource(method).strip().splitlines()) <= 8
