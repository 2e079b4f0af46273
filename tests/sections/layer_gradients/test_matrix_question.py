"""Protects the questions about a layer: the right entry is the engine's and the layer's, every slip is recognised."""

from random import Random

import numpy as np
import pytest

from course_lib.exercises import judging
from course_lib.exercises.known_answers import known_answers
from course_lib.layers.layer import Linear, ReLU
from course_lib.layers.losses import MSELoss
from course_lib.sections.layer_gradients import matrix_question
from course_lib.sections.layer_gradients.matrix_question import (
    BIAS_GRADIENT,
    GATED_GRADIENT,
    INPUT_GRADIENT,
    LOSS_GRADIENT,
    WEIGHT_GRADIENT,
    entry,
)
from tests.language.test_parse import HOSTILE
from tests.meaning import says

ASKED = [WEIGHT_GRADIENT, INPUT_GRADIENT, BIAS_GRADIENT, GATED_GRADIENT, LOSS_GRADIENT]
SEEDS = range(8)

every_question = pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.slips[0].kind)


def place(question):
    """Row and column that are asked for, from 0, read from the topic."""
    digits = [
        int(character)
        for character in str(question.topic).translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))
        if character.isdigit()
    ]
    return tuple(digit - 1 for digit in digits)


def by_layers(asked, values):
    """The whole gradient, from the hand-derived layers."""
    if asked is LOSS_GRADIENT:
        loss = MSELoss()
        loss.forward(values["Y"], values["T"])
        return loss.backward()
    linear = Linear(*values["W"].shape, np.random.default_rng(0))
    linear.W = values["W"]
    Z = linear.forward(values["X"])
    arrives = values["dZ"] if asked is not GATED_GRADIENT else None
    if arrives is None:
        gate = ReLU()
        gate.forward(Z)
        arrives = gate.backward(values["dH"])
    dX = linear.backward(arrives)
    return {"W": linear.dW, "b": linear.db, "X": dX}[asked.wrt]


@every_question
@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_number_is_the_layers(asked, seed):
    question = entry(asked, Random(seed))
    gradient = by_layers(asked, question.points[0].values)
    assert question.truth[0] == pytest.approx(gradient[place(question)])
    assert judging.judge(question, [repr(question.truth[0])]).rung == judging.RIGHT


@pytest.mark.parametrize("seed", SEEDS)
def test_what_may_be_a_wrong_gate_or_one_example_alone_is_told_as_either(seed):
    question = entry(GATED_GRADIENT, Random(seed))
    number = next(mistake for mistake in question.mistakes if mistake.kind == "gate inverted").wrong(None)
    verdict = judging.judge(question, [repr(number)])
    assert set(verdict.mistakes) == {"gate inverted", "one example only"}
    assert says(verdict.sentence, "perhaps", "or")


@every_question
@pytest.mark.parametrize("seed", SEEDS)
def test_every_slip_is_recognised_by_its_own_number(asked, seed):
    question = entry(asked, Random(seed))
    kept = [mistake for mistake in question.mistakes if mistake.is_kept_apart]
    assert len(kept) == sum(slip.is_kept_apart for slip in asked.slips)
    for mistake in question.mistakes:
        verdict = judging.judge(question, [repr(mistake.wrong(question.points[0].values))])
        assert verdict.rung == judging.MISTAKEN
        assert mistake.kind in verdict.mistakes
        assert sum(other.kind in verdict.mistakes for other in kept) == 1
        assert "{" not in verdict.title + verdict.sentence


@every_question
def test_hints_end_with_the_answer_and_the_products_make_it(asked):
    question = entry(asked, Random(1))
    _, worked, last = question.hints
    text = worked.split(" = ")[1].replace("·", "*").replace("−", "-")
    assert eval(text) == pytest.approx(question.truth[0], rel=1e-3)
    assert last.endswith(f"{matrix_question.numeral(question.truth[0])}.")


@every_question
def test_the_same_seed_asks_the_same_and_another_one_another(asked):
    first, again, other = (entry(asked, Random(seed)) for seed in (3, 3, 4))
    assert first.truth == again.truth
    assert first.about == again.about != other.about


def test_the_page_shows_the_matrices_that_are_needed_and_no_others():
    shown = entry(GATED_GRADIENT, Random(0)).about
    assert [name for name in ("X", "Z", "∂L/∂H", "W", "∂L/∂W") if f"<caption>{name}<" in shown] == ["X", "Z", "∂L/∂H"]


@every_question
def test_without_python_the_right_number_and_every_slip_have_their_answers(asked):
    question = entry(asked, Random(2))
    answers = known_answers(question)
    assert answers[0]["verdict"]["rung"] == judging.RIGHT
    assert {answer["verdict"]["rung"] for answer in answers[1:]} == {judging.MISTAKEN}


@pytest.mark.parametrize("text", [*HOSTILE, "X", "dZ", "1/0", "nan", "X @ dZ", "0*", "1e400"])
def test_whatever_is_typed_is_answered(text):
    verdict = judging.judge(entry(WEIGHT_GRADIENT, Random(0)), [text])
    assert verdict.rung in (judging.UNREADABLE, judging.NOTHING, judging.WRONG, judging.MISTAKEN)
