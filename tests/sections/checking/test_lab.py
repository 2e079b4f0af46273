"""Protects the lab: the mistake is planted, and the sentences about a report are true of it."""

import numpy as np
import pytest

from course_lib.differences import AGREE
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import CASES, curve_of
from course_lib.sections.checking.lab import (
    BEST,
    PARTS,
    PLANTED,
    ROOMY,
    Measure,
    Sizes,
    bounds,
    examine,
    listed,
    on_bench,
    rows_of,
    said_of_report,
    said_of_step,
)
from course_lib.sections.checking.planted import LAYER_MISTAKES
from tests.meaning import numbers_in, says

MISTAKEN = [name for name, planted in PLANTED.items() if planted.mistake]
SIZES = [Sizes(n, d) for n in (1, 2, 5) for d in (1, 2, 5)]
sizes = pytest.mark.parametrize("sizes", SIZES, ids=str)


def headline(words):
    """The bold beginning."""
    return words.split("**")[1]


def is_said_to_be_caught(words):
    assert says(headline(words), "caught")
    return not says(headline(words), "not")


def said(name, sizes=ROOMY, measure=BEST):
    report = examine(PLANTED[name], sizes, measure)
    return said_of_report(PLANTED[name], sizes, measure, report), report


def test_every_layer_and_loss_can_be_correct_and_every_mistake_can_be_planted():
    assert {name.split(":")[0] for name in PLANTED if "correct" in name} == {part.__name__ for part in PARTS}
    planted = [planted.mistake for planted in PLANTED.values()]
    assert all(mistake in planted for mistake in LAYER_MISTAKES)
    assert len(PLANTED) >= 30


@pytest.mark.parametrize("name", MISTAKEN)
def test_every_mistake_is_caught_at_roomy_sizes_and_the_words_name_its_rows(name):
    words, report = said(name)
    assert report.caught
    assert is_said_to_be_caught(words)
    assert says(headline(words), rows_of(report))
    assert PLANTED[name].mistake.what in words


@sizes
@pytest.mark.parametrize("name", MISTAKEN)
def test_what_is_not_caught_is_said_to_be_hidden_by_the_sizes(name, sizes):
    words, report = said(name, sizes)
    assert is_said_to_be_caught(words) == bool(report.caught)
    if not report.caught:
        here, roomy = (f"N = {each.examples} and D = {each.outputs}" for each in (sizes, ROOMY))
        assert says(words, "sizes", rows_of(examine(PLANTED[name])))
        assert words.index(here) < words.index(roomy)


@sizes
@pytest.mark.parametrize("name", [name for name in PLANTED if "correct" in name])
def test_a_correct_one_never_fails(name, sizes):
    words, report = said(name, sizes)
    assert not report.caught
    assert says(headline(words), "nothing")
    assert not says(headline(words), "caught")


@pytest.mark.parametrize(
    "hidden",
    [
        ("Linear: db of one row", Sizes(1, 2)),
        ("Linear: dW divided again", Sizes(1, 1)),
        ("Linear: the lecture's two divisions", Sizes(1, 1)),
        ("MSELoss: divided by the rows only", Sizes(5, 1)),
        ("MSELoss: never divided", Sizes(1, 1)),
        ("CrossEntropyLoss: cross-entropy summed", Sizes(1, 2)),
    ],
    ids=str,
)
def test_these_hide_behind_small_sizes(hidden):
    words, report = said(*hidden)
    assert not report.caught
    assert says(words, "sizes")
    assert not says(words, "measurement")


def test_with_n_equal_to_d_the_lectures_divisions_show_in_x_only():
    assert examine(PLANTED["Linear: the lecture's two divisions"], Sizes(2, 2)).caught == ("X",)
    assert len(examine(PLANTED["Linear: the lecture's two divisions"]).caught) == 7


def test_a_short_step_in_float32_hides_a_mistake_and_the_words_say_so():
    name = "Linear: dX not transposed"
    words, report = said(name, measure=Measure("central", 1e-10, np.float32))
    assert not report.caught
    assert says(words, "measurement", numeral(1e-10), "float32", rows_of(examine(PLANTED[name])))
    assert words.index("float32") < words.index("float64")


@pytest.mark.parametrize(
    ("name", "measure", "reason"),
    [
        ("Tanh: correct", Measure("central", 1e-5, np.float32), "rounding"),
        ("Tanh: correct", Measure("central", 1e-10), "rounding"),
        ("Tanh: correct", Measure("central", 0.5), "truncation"),
        ("ReLU: correct", Measure("central", 1.0), "kinks"),
    ],
)
def test_a_correct_layer_that_fails_has_its_reason(name, measure, reason):
    words, report = said(name, measure=measure)
    failing = sum(block.failing for block in report.blocks.values())
    assert says(headline(words), "nothing")
    entries = sum(len(block.entries) for block in report.blocks.values())
    assert numbers_in(headline(words)) == [failing, entries, AGREE]
    assert {each for each in ("rounding", "truncation", "kinks") if says(words, each)} == {reason}
    if reason == "rounding":
        setup = on_bench(PLANTED[name])
        kept = np.finfo(measure.dtype).eps * setup.loss.forward(setup.network.forward(setup.X), setup.T)
        assert says(words, measure.dtype.__name__, numeral(kept, 2), numeral(kept / measure.step, 2))
    elif reason == "truncation":
        assert says(words, f"h = {measure.step}")
    else:
        assert says(words, sum(block.kinks for block in report.blocks.values()))


def test_a_loss_that_is_always_zero_tests_nothing():
    words, _ = said("CrossEntropyLoss: correct", Sizes(5, 1))
    assert says(headline(words), "nothing is tested")


def test_of_several_linear_layers_the_middle_one_is_wrong():
    kinds = [type(layer).__name__ for layer in on_bench(PLANTED["Linear: db averaged"]).network.walk()]
    assert [kind for kind in kinds if kind in ("Linear", "MeanBias")] == ["Linear", "MeanBias", "Linear"]


def test_the_bounds_are_the_ones_the_check_uses():
    measure = Measure("central", 1e-12)
    report = examine(PLANTED["Tanh: correct"], measure=measure)
    setup = on_bench(PLANTED["Tanh: correct"])
    size = setup.loss.forward(setup.network.forward(setup.X), setup.T)
    for name, block in report.blocks.items():
        rounding, truncation = bounds(report, name, size)
        for entry in block.entries:
            gap = abs(entry.gradient - entry.numerical)
            assert (entry.verdict == "rounding") == (entry.error > 1e-5 and gap <= rounding)
            assert truncation < rounding


@pytest.mark.parametrize(
    ("step", "dtype", "larger"),
    [
        (1e-2, np.float64, "truncation"),
        (1e-9, np.float64, "rounding"),
        (1e-9, np.float32, "nothing"),
        (1e-4, np.float32, "rounding"),
    ],
)
def test_the_step_says_which_error_is_the_larger(step, dtype, larger):
    at = CASES["σ(u) at 1.3"].at
    curve = curve_of(CASES["σ(u) at 1.3"], "central", dtype, (1e-1, step))
    words = said_of_step(curve, 1, lost=bool(dtype(at) + dtype(step) == dtype(at)))
    assert says(headline(words), numeral(step), larger)
    assert says(words, "100 times smaller") == (larger == "truncation")


def test_names_are_listed():
    assert listed(("W",)) == "W"
    assert listed(("W1", "b1", "X")) == "W1, b1 and X"
