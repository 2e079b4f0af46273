"""Protects the quotations from the lecture: the lines are exact, and wrong in the way that the course says."""

import inspect

import numpy as np
import pytest

from course_lib.layers import layer, losses
from course_lib.sections.layer_gradients import lecture_layers

# As they stand in the lecture.
LINES = {
    lecture_layers.Linear.__init__: (
        "# He initialization",
        "self.W = np.random.randn(in_features, out_features) * np.sqrt(2.0 / in_features)",
        "self.b = np.zeros(out_features)",
    ),
    lecture_layers.Linear.backward: (
        "batch_size = self.x.shape[0]",
        "self.grad_W = self.x.T @ grad_output / batch_size",
        "self.grad_b = np.mean(grad_output, axis=0)",
        "return grad_output @ self.W.T",
    ),
    lecture_layers.Sigmoid.forward: ("self.output = 1 / (1 + np.exp(-np.clip(x, -500, 500)))",),
    lecture_layers.MSELoss.forward: ("return np.mean((pred - target) ** 2)",),
    lecture_layers.MSELoss.backward: ("return 2 * (self.pred - self.target) / self.pred.shape[0]",),
}


@pytest.mark.parametrize("method", LINES, ids=lambda method: method.__qualname__)
def test_the_lectures_lines_stand_there_as_in_the_lecture(method):
    lines = [line.strip() for line in inspect.getsource(method).splitlines()]
    assert [line for line in lines if line in LINES[method]] == list(LINES[method])


@pytest.mark.parametrize(("N", "D"), [(8, 2), (2, 8), (4, 4), (1, 1)])
def test_parameters_come_out_D_over_N_times_the_right_ones_and_the_input_D_times(N, D):
    random = np.random.default_rng(0)
    X, T = random.normal(size=(N, 3)), random.normal(size=(N, D))
    ours, mean = layer.Linear(3, D, random), losses.MSELoss()
    theirs, rows = lecture_layers.Linear(3, D), lecture_layers.MSELoss()
    theirs.W = ours.W
    assert rows.forward(theirs.forward(X), T) == pytest.approx(mean.forward(ours.forward(X), T))
    dX, lectures_dX = ours.backward(mean.backward()), theirs.backward(rows.backward())
    np.testing.assert_allclose(theirs.grad_W, ours.dW * D / N)
    np.testing.assert_allclose(theirs.grad_b, ours.db * D / N)
    np.testing.assert_allclose(lectures_dX, dX * D)


def test_relu_and_sigmoid_hand_back_what_ours_do():
    random = np.random.default_rng(0)
    Z, upstream = random.normal(size=(5, 4)), random.normal(size=(5, 4))
    for theirs, ours in (
        (lecture_layers.ReLU(), layer.ReLU()),
        (lecture_layers.Sigmoid(), layer.Sigmoid()),
    ):
        np.testing.assert_allclose(theirs.forward(Z), ours.forward(Z))
        np.testing.assert_allclose(theirs.backward(upstream), ours.backward(upstream))
