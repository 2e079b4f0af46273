"""Protects the planted mistakes: each is caught, in the lines its sentence says, and the correct layers never are.

Also the lecture's own: its two divisions give (D/N) times every parameter's gradient and D times the input's.
"""

import inspect
import itertools

import numpy as np
import pytest

from course_lib.errors import SettingError, ShapeError
from course_lib.layers.check import check_layers
from course_lib.layers.layer import LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss
from course_lib.sections.checking.bench import bench
from course_lib.sections.checking.planted import LAYER_MISTAKES, plant
from course_lib.sections.checking.wrong_layers import AddedTwice, LectureLinear

PARTS = (Linear, ReLU, LeakyReLU, Sigmoid, Tanh, LayerNorm, Residual, MSELoss, BCELoss, CrossEntropyLoss)
BY_NAME = {mistake.name: mistake for mistake in LAYER_MISTAKES}
every_mistake = pytest.mark.parametrize("mistake", LAYER_MISTAKES, ids=lambda mistake: mistake.name)
seeds = pytest.mark.parametrize("seed", range(10))

BELOW = {"W1", "b1", "X"}
ALL = BELOW | {"W2", "b2"}

# Which lines of the report differ, on each mistake's own bench.
CAUGHT = {
    "dW transposed": {"W2"},
    "dX not transposed": BELOW,
    "db of one row": {"b1", "b2", "b3"},
    "db averaged": {"b1", "b2", "b3"},
    "dW divided again": {"W1", "W2", "W3"},
    "the lecture's two divisions": ALL | {"W3", "b3"},
    "dW added twice": {"W1", "W2", "W3"},
    "ReLU's gate forgotten": BELOW,
    "ReLU's gate inverted": BELOW,
    "gated by the upstream's sign": BELOW,
    "leaky slope forgotten": BELOW,
    "σ′ of the input": BELOW,
    "upstream forgotten": BELOW,
    "tanh′ without the square": BELOW,
    "statistics taken for constants": BELOW,
    "skip forgotten": BELOW,
    "divided by the rows only": ALL,
    "never divided": ALL,
    "2 forgotten": ALL,
    "σ′ multiplied in again": ALL,
    "cross-entropy summed": ALL,
}


def on_bench(mistake, seed, **sizes):
    """The bench for what the mistake is about, before and after it is planted."""
    right = bench(next(iter(mistake.variants)), np.random.default_rng(seed), **sizes)
    network, loss = plant(mistake, right.network, right.loss)
    return right, right._replace(network=network, loss=loss)


def gradients(setup):
    setup.loss.forward(setup.network.forward(setup.X), setup.T)
    dX = setup.network.backward(setup.loss.backward())
    return {**setup.network.gradients, "X": dX}


@seeds
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_correct_layers_are_never_caught(part, seed):
    setup = bench(part, np.random.default_rng(seed))
    assert setup.X.shape[0] != setup.X.shape[1] > 1
    assert check_layers(*setup).caught == ()


@seeds
@every_mistake
def test_a_mistake_is_caught_in_the_lines_it_is_about(mistake, seed):
    _, wrong = on_bench(mistake, seed)
    assert set(check_layers(*wrong).caught) == CAUGHT[mistake.name]


@every_mistake
def test_a_mistake_leaves_every_value_as_it_was(mistake):
    """The loss still falls, and nothing but the gradients is wrong: that is why a check is needed."""
    right, wrong = on_bench(mistake, 0)
    assert wrong.loss.forward(wrong.network.forward(wrong.X), wrong.T) == right.loss.forward(
        right.network.forward(right.X), right.T
    )


def test_no_two_mistakes_are_the_same():
    for part in PARTS:
        here = [mistake for mistake in LAYER_MISTAKES if part in mistake.variants]
        found = []
        for mistake in here:
            setup = bench(part, np.random.default_rng(1))
            network, loss = plant(mistake, setup.network, setup.loss)
            found.append(gradients(setup._replace(network=network, loss=loss)))
        for one, other in itertools.combinations(found, 2):
            assert any(not np.allclose(one[name], other[name], rtol=1e-3, atol=0) for name in one), part


def test_there_are_enough_and_each_layer_and_loss_has_one():
    assert len(LAYER_MISTAKES) == len(BY_NAME) == len(CAUGHT) >= 20
    assert {part for mistake in LAYER_MISTAKES for part in mistake.variants} == set(PARTS)


@every_mistake
def test_a_mistake_is_said_in_whole_sentences_and_is_a_few_lines(mistake):
    for sentence in (mistake.what, mistake.shows):
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence.startswith("gain")
    for right, wrong in mistake.variants.items():
        assert issubclass(wrong, right)
        assert wrong.__doc__
        assert len(inspect.getsource(wrong.backward).strip().splitlines()) <= 5


# What the sentences say, measured.


@pytest.mark.parametrize(("examples", "outputs"), [(5, 2), (3, 7), (8, 4)])
def test_the_lectures_two_divisions_are_d_over_n_and_d(examples, outputs):
    random = np.random.default_rng(0)
    network = Sequential(Linear(3, 4, random), Tanh(), Linear(4, outputs, random))
    right = bench(MSELoss, random)._replace(network=network)
    right = right._replace(X=random.normal(size=(examples, 3)), T=random.normal(size=(examples, outputs)))
    planted = plant(BY_NAME["the lecture's two divisions"], network, right.loss)
    expected, found = gradients(right), gradients(right._replace(network=planted[0], loss=planted[1]))
    for name in expected:
        factor = outputs if name == "X" else outputs / examples
        np.testing.assert_allclose(found[name], factor * expected[name], rtol=1e-12)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lectures_parameters_pass_where_n_is_d(count):
    random = np.random.default_rng(0)
    network = Sequential(Linear(2, 4, random), Tanh(), Linear(4, count, random))
    planted = plant(BY_NAME["the lecture's two divisions"], network, MSELoss())
    report = check_layers(*planted, random.normal(size=(count, 2)), random.normal(size=(count, count)))
    assert report.caught == (() if count == 1 else ("X",))


@pytest.mark.parametrize(
    ("name", "block", "factor"),
    [
        ("db averaged", "b2", 1 / 5),
        ("dW divided again", "W2", 1 / 5),
        ("dW added twice", "W2", 2),
        ("divided by the rows only", "X", 2),
        ("never divided", "W1", 10),
        ("2 forgotten", "W1", 1 / 2),
        ("cross-entropy summed", "b2", 5),
    ],
)
def test_a_factor_is_the_one_the_sentence_names(name, block, factor):
    right, wrong = on_bench(BY_NAME[name], 0)
    np.testing.assert_allclose(gradients(wrong)[block], factor * gradients(right)[block], rtol=1e-12)


def test_a_transposed_square_matrix_is_right_on_its_diagonal():
    right, wrong = on_bench(BY_NAME["dW transposed"], 0)
    np.testing.assert_allclose(gradients(wrong)["W2"], gradients(right)["W2"].T)


@pytest.mark.parametrize("name", ["dW transposed", "dX not transposed"])
def test_where_w_is_not_square_a_transpose_is_found_by_its_shape(name):
    mistake = BY_NAME[name]
    layer = Linear(3, 4, np.random.default_rng(0))
    assert not mistake.fits(layer)
    wrong = mistake.variants[Linear](3, 4, np.random.default_rng(0))
    with pytest.raises(ShapeError):
        check_layers(wrong, MSELoss(), np.ones((5, 3)), np.ones((5, 4)))


@pytest.mark.parametrize("name", ["db of one row", "db averaged", "dW divided again", "divided by the rows only"])
def test_with_one_example_and_one_output_these_pass_by_accident(name):
    random = np.random.default_rng(0)
    planted = plant(BY_NAME[name], Sequential(Linear(3, 1, random)), MSELoss())
    assert check_layers(*planted, random.normal(size=(1, 3)), random.normal(size=(1, 1))).caught == ()


def test_with_every_gate_open_a_forgotten_one_passes():
    """The lecture's operating point hides it."""
    random = np.random.default_rng(0)
    network = Sequential(Linear(3, 4, random), ReLU(), Linear(4, 2, random))
    network.parts[0].b[:] = 100.0
    planted = plant(BY_NAME["ReLU's gate forgotten"], network, MSELoss())
    assert check_layers(*planted, random.normal(size=(5, 3)), random.normal(size=(5, 2))).caught == ()


def test_the_forgotten_slope_looks_almost_right_in_one_norm():
    _, wrong = on_bench(BY_NAME["leaky slope forgotten"], 0)
    report = check_layers(*wrong)
    assert 1e-5 < report.overall < 0.02
    assert max(block.worst.error for block in report.blocks.values()) > 3 * report.overall


# Planting.


def test_planting_leaves_the_original_alone_and_keeps_the_parameters():
    right, wrong = on_bench(BY_NAME["dW added twice"], 0)
    assert all(type(layer) is not AddedTwice for layer in right.network.walk())
    assert sum(type(layer) is AddedTwice for layer in wrong.network.walk()) == 3
    for name, value in right.network.parameters.items():
        np.testing.assert_array_equal(wrong.network.parameters[name], value)
        assert wrong.network.parameters[name] is not value


def test_a_mistake_can_be_planted_in_one_layer_only():
    random = np.random.default_rng(0)
    setup = bench(Linear, random)
    places = [place for place, layer in enumerate(setup.network.walk()) if type(layer) is Linear]
    for number, place in enumerate(places, start=1):
        network, _ = plant(BY_NAME["dW divided again"], setup.network, setup.loss, place)
        assert check_layers(network, *setup[1:]).caught == (f"W{number}",)


@pytest.mark.parametrize("place", [0, 2, 99])
def test_a_mistake_that_does_not_fit_is_refused(place):
    setup = bench(Tanh, np.random.default_rng(0))
    with pytest.raises(SettingError) as caught:
        plant(BY_NAME["dW added twice"], setup.network, setup.loss, place)
    assert caught.value.value == place
    assert "Linear" in caught.value.problem


def test_a_mistake_that_fits_nowhere_is_refused():
    with pytest.raises(SettingError, match="one with a Sigmoid, not 'Tanh'"):
        plant(BY_NAME["upstream forgotten"], Tanh(), MSELoss())
    with pytest.raises(SettingError, match="W square"):
        plant(BY_NAME["dW transposed"], Linear(2, 3, np.random.default_rng(0)), MSELoss())


def test_the_lectures_linear_is_the_lectures():
    assert "/ self.X.shape[0]" in inspect.getsource(LectureLinear)
