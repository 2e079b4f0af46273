"""Protects the questions for a difference quotient and a relative error: the truth, and every named mistake."""

from itertools import combinations
from random import Random

import pytest

from course_lib.exercises import judging
from course_lib.exercises.closeness import APART, TOLD_APART, close
from course_lib.sections.checking.number_questions import difference_quotient, relative_error_of_two

SEEDS = range(60)
TURNS = [
    *((difference_quotient, fresh) for fresh in range(3)),
    *((relative_error_of_two, fresh) for fresh in range(2)),
]
every = pytest.mark.parametrize(("make", "fresh"), TURNS)


def truth_of(make, fresh, v):
    """Worked out anew, from the definitions."""
    if make is relative_error_of_two:
        return abs(v["a"] - v["n"]) / max(abs(v["a"]), abs(v["n"]))
    u, h = v["u"], v["h"]
    return (3 * u**2 + h**2, 3 * u**2 + 3 * u * h + h**2, h**2)[fresh]


@every
def test_the_truth_is_right_and_every_mistake_is_told_apart(make, fresh):
    for seed in SEEDS:
        question = make(Random(seed), fresh)
        (point,) = question.points
        inputs = {name: point.values[name] for name in question.names}
        assert question.truth[0] == pytest.approx(truth_of(make, fresh, inputs), rel=1e-9)
        numbers = [mistake.wrong(point.values) for mistake in question.mistakes]
        assert not [number for number in numbers if close(number, question.truth[0], APART)]
        assert not [pair for pair in combinations(numbers, 2) if close(*pair, TOLD_APART)]


@every
def test_every_mistake_is_named_and_the_truth_is_right_with_four_digits(make, fresh):
    question = make(Random(7), fresh)
    for mistake in question.mistakes:
        verdict = judging.judge(question, [f"{mistake.wrong(question.points[0].values):.4g}"])
        assert (verdict.rung, verdict.title) == (judging.MISTAKEN, mistake.title)
        assert verdict.mistakes == (mistake.kind,)
    assert judging.judge(question, [f"{question.truth[0]:.4g}"]).rung == judging.RIGHT


@pytest.mark.parametrize(
    ("fresh", "answer", "mistakes"),
    [
        (0, "((u + h)**3 - (u - h)**3)/(2*h)", ()),
        (0, "((u + h)**3 - u**3)/h", ("forward for central",)),
        (0, "((u + h)**3 - (u - h)**3)/h", ("2 forgotten",)),
        (0, "3*u**2", ("derivative",)),
        (1, "((u + h)**3 - u**3)/h", ()),
        (1, "(u**3 - (u - h)**3)/h", ("backward",)),
        (2, "h**2", ()),
        (2, "3*u*h + h**2", ("forward miss",)),
    ],
)
def test_a_formula_in_u_and_h_is_an_answer_too(fresh, answer, mistakes):
    for seed in range(5):
        verdict = judging.judge(difference_quotient(Random(seed), fresh), [answer])
        assert (verdict.rung, verdict.mistakes) == (judging.MISTAKEN if mistakes else judging.RIGHT, mistakes)


@pytest.mark.parametrize(
    ("answer", "mistakes"),
    [
        ("abs(a - n)/maximum(abs(a), abs(n))", ()),
        ("abs(a - n)", ("not relative",)),
        ("abs(a - n)/(abs(a) + abs(n))", ("sum",)),
        ("-abs(a - n)/maximum(abs(a), abs(n))", ("sign",)),
        ("100*abs(a - n)/maximum(abs(a), abs(n))", ("per cent",)),
    ],
)
@pytest.mark.parametrize("fresh", [0, 1])
def test_a_relative_error_by_formula(fresh, answer, mistakes):
    verdict = judging.judge(relative_error_of_two(Random(3), fresh), [answer])
    assert (verdict.rung, verdict.mistakes) == (judging.MISTAKEN if mistakes else judging.RIGHT, mistakes)


def test_lost_signs_are_noticed_where_there_are_two():
    question = relative_error_of_two(Random(3), 1)
    verdict = judging.judge(question, ["abs(abs(a) - abs(n))/maximum(abs(a), abs(n))"])
    assert verdict.mistakes == ("sizes compared",)


def test_students_differ_and_a_seed_repeats():
    for make in (difference_quotient, relative_error_of_two):
        drawn = {str(make(Random(seed), 0).points[0]) for seed in SEEDS}
        assert len(drawn) > 20
        assert str(make(Random(5), 0).points[0]) == str(make(Random(5), 0).points[0])


@every
def test_three_hints_end_with_the_answer(make, fresh):
    question = make(Random(4), fresh)
    assert len(question.hints) == 3
    assert f"{question.truth[0]:.4g}" in question.hints[2]
