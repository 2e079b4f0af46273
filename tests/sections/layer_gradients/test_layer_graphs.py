"""Protects the column "difference from the engine": the graphs are these layers', and a wrong line shows in it."""

import numpy as np
import pytest

from course_lib.errors import SettingError
from course_lib.layers.initialise import xavier
from course_lib.layers.layer import LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss
from course_lib.sections.checking.wrong_layers import (
    ConstantStatistics,
    DividedByRows,
    ForgottenGate,
    ForgottenSkip,
    LectureLinear,
    SummedCrossEntropy,
)
from course_lib.sections.layer_gradients.layer_graphs import by_engine, by_hand, largest_difference

N, D, H = 5, 3, 4


def case(layer, loss):
    random = np.random.default_rng(3)
    inputs, outputs = (D, H) if isinstance(layer, Linear) else (H, H)
    for parameter in layer.parameters.values():
        parameter += random.normal(size=parameter.shape)
    drawn = {
        MSELoss: random.normal(size=(N, outputs)),
        BCELoss: random.integers(0, 2, (N, outputs)),
        CrossEntropyLoss: random.integers(0, H, N),
    }
    T = next(targets for kind, targets in drawn.items() if isinstance(loss, kind))
    return layer, loss, random.normal(size=(N, inputs)), T


def linear(kind=Linear):
    return kind(D, H, np.random.default_rng(0), xavier)


@pytest.mark.parametrize("loss", [MSELoss(), BCELoss(), CrossEntropyLoss()], ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize(
    "layer",
    [linear(), ReLU(), LeakyReLU(), Sigmoid(), Tanh(), LayerNorm(H), Residual(Linear(H, H, np.random.default_rng(0)))],
    ids=lambda layer: type(layer).__name__,
)
def test_by_hand_and_by_the_engine_are_the_same(layer, loss):
    given = case(layer, loss)
    assert by_engine(*given).keys() == by_hand(*given).keys() == {*layer.parameters, "X"}
    assert largest_difference(*given) < 1e-14


@pytest.mark.parametrize(
    ("layer", "loss"),
    [
        (linear(LectureLinear), MSELoss()),
        (ForgottenGate(), MSELoss()),
        (ConstantStatistics(H), MSELoss()),
        (ForgottenSkip(Linear(H, H, np.random.default_rng(0))), MSELoss()),
        (linear(), DividedByRows()),
        (linear(), SummedCrossEntropy()),
    ],
    ids=lambda part: type(part).__name__,
)
def test_a_wrong_line_is_a_difference(layer, loss):
    assert largest_difference(*case(layer, loss)) > 0.01


@pytest.mark.parametrize(("layer", "named"), [(Sequential(ReLU()), "Sequential"), (Residual(Tanh()), "Tanh")])
def test_a_layer_without_a_graph_is_refused(layer, named):
    with pytest.raises(SettingError, match=named):
        by_engine(layer, MSELoss(), np.ones((N, H)), np.ones((N, H)))
