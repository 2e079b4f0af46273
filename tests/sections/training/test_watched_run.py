"""Protects a run that is watched: it can be repeated exactly, and the sentences about it are true."""

from itertools import islice

import pytest

from course_lib.layers.losses import BCELoss
from course_lib.layers.train import SGD, Momentum
from course_lib.sections.training.datasets import CLASSES
from course_lib.sections.training.watched_run import EPOCHS, RULES, epochs_until, said_of_run, watch
from tests.meaning import numbers_in, says


@pytest.mark.parametrize("name", CLASSES)
def test_every_example_is_learned_by_adam(name):
    *_, last = watch(name, RULES["Adam"](0.1))
    assert last.state.epoch == EPOCHS
    assert not last.wrong.any()
    assert last.losses[-1] == pytest.approx(BCELoss().forward(last.network.forward(last.data.X), last.data.T))
    assert numbers_in(said_of_run(last)) == pytest.approx([EPOCHS, last.losses[-1], last.losses[0], 0, 200], rel=1e-3)


def test_a_run_begins_with_nothing_learned_and_is_the_same_each_time():
    first, second = (list(islice((s.losses[-1] for s in watch("XOR", SGD(0.1))), 4)) for _ in range(2))
    assert first == second
    begun = next(watch("XOR", SGD(0.1)))
    assert numbers_in(said_of_run(begun)) == pytest.approx([0, begun.losses[0], begun.wrong.sum(), 200], rel=1e-3)
    assert begun.probability(begun.data.X).shape == (200,)


def test_a_run_that_breaks_is_told_apart_from_one_that_learns():
    states = list(watch("two moons", Momentum(10.0)))
    worst = max(range(len(states)), key=lambda i: states[i].losses[-1])
    seen = states[worst]
    assert seen.losses[-1] > seen.losses[0]
    lost = seen._replace(losses=(*seen.losses, float("nan")))
    better = seen._replace(losses=(*seen.losses, 0.5 * seen.losses[0]))
    assert [says(said_of_run(each), "more than") for each in (seen, better)] == [True, False]
    assert [says(said_of_run(each), "no longer a number") for each in (seen, better, lost)] == [False, False, True]


def test_ten_times_the_rate_takes_about_a_tenth_of_the_epochs():
    slow, fast = (epochs_until(0.1, "two moons", SGD(rate)) for rate in (0.1, 1.0))
    assert 0.05 < fast / slow < 0.2
    assert epochs_until(0.0, "XOR", SGD(0.01)) == EPOCHS
