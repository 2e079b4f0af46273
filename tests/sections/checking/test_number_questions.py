"""Protects the questions for a difference quotient and a relative error: the truth, and every named mistake."""

from itertools import combinations
from random import Random

import pytest

from course_lib.exercises import judging
from course_lib.exercises.question import APART, TOLD_APART, close
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
    ("fresh", "answer", "title"),
    [
        (0, "((u + h)**3 - (u - h)**3)/(2*h)", "Right."),
        (0, "((u + h)**3 - u**3)/h", "That is the forward difference."),
        (0, "((u + h)**3 - (u - h)**3)/h", "You divided by h, and the two evaluations are 2h apart."),
        (0, "3*u**2", "That is the derivative, 3u²."),
        (1, "((u + h)**3 - u**3)/h", "Right."),
        (1, "(u**3 - (u - h)**3)/h", "You stepped back where you should step ahead."),
        (2, "h**2", "Right."),
        (2, "3*u*h + h**2", "That is what the forward difference misses."),
    ],
)
def test_a_formula_in_u_and_h_is_an_answer_too(fresh, answer, title):
    for seed in range(5):
        assert judging.judge(difference_quotient(Random(seed), fresh), [answer]).title == title


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("abs(a - n)/maximum(abs(a), abs(n))", "Right."),
        ("abs(a - n)", "That is the difference itself."),
        ("abs(a - n)/(abs(a) + abs(n))", "You divided by the sum."),
        ("-abs(a - n)/maximum(abs(a), abs(n))", "An error has no sign."),
        ("100*abs(a - n)/maximum(abs(a), abs(n))", "That is in per cent."),
    ],
)
@pytest.mark.parametrize("fresh", [0, 1])
def test_a_relative_error_by_formula(fresh, answer, title):
    assert judging.judge(relative_error_of_two(Random(3), fresh), [answer]).title == title


def test_lost_signs_are_noticed_where_there_are_two():
    question = relative_error_of_two(Random(3), 1)
    verdict = judging.judge(question, ["abs(abs(a) - abs(n))/maximum(abs(a), abs(n))"])
    assert verdict.title == "You compared the sizes and lost the signs."


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
