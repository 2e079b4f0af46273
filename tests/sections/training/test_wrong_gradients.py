"""Protects training with a wrong gradient: the sentences about each mistake are true of its run."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib.numerals import numeral
from course_lib.sections.checking.lab import listed
from course_lib.sections.checking.planted import LAYER_MISTAKES
from course_lib.sections.training.wrong_gradients import (
    said_of_wrong,
    train_wrong,
    trainable,
    what_the_loss_does,
    without_training,
)
from tests.meaning import says, sentence


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
    assert says(said, "no longer a number") == (not np.isfinite(wrong))
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


@pytest.mark.parametrize(("end", "told"), [(0.1, "falls"), (0.95, "stays"), (1.0, "stays"), (1.2, "grows")])
def test_what_the_loss_does_is_one_of_three(end, told):
    runs = replace(train_wrong(trainable()["dW transposed"]), wrong=(1.0, end))
    assert what_the_loss_does(runs, ("falls", "stays", "grows")) == told
