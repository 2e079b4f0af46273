"""Protects the hints after three misses: the formula, its factors with their numbers, and a right answer."""

from functools import lru_cache
from random import Random

import pytest

from course_lib import parse
from course_lib.exercises import judging, question
from course_lib.numerals import numeral
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES

NETWORKS = {
    LECTURE: "w1 x b1 z1 h1 w2 b2 z2 y target",
    SHARED: "w x a b",
    CHAIN: "x h g",
    TWO_GATES: "w1 x b1 h1 w2 b2 h2 target",
    "p = x*w\nq = sin(w)\nL = p*q": "w x p q",
    "h = x**2\ng = tanh(h)\nL = sin(g)": "x h g",
    "h = sqrt(w*w + 1)\nL = h/x": "w x h",
    "h = exp(w*x)\nL = softplus(h) - cos(w)": "w x h",
    "L = abs(w*x)/b": "w x b",
    "L = log(w)*w**-2": "w",
    "h = -w\nL = h**3 - 2*h": "w h",
    "L = (x*w + x)**2*w": "w x",
    "L = w**0.5": "w",
}
EVERY = [(network, name) for network, names in NETWORKS.items() for name in names.split()]
every_derivative = pytest.mark.parametrize(("network", "name"), EVERY)

# More paths than anyone would add up.
MANY_PATHS = "a = w + x\nb = a*w\nc = b*a\nd = c*b + a\nL = d*c*w"


@lru_cache
def asked_of(network, name, seed=0):
    """A question, drawn once."""
    return question.derivative(parse(network), name, Random(seed))


def answer_in(hint):
    """What stands between the = and the numbers of the worked answer."""
    return hint.split(". At ")[0].split(" = ", 1)[1]


@every_derivative
def test_the_worked_answer_typed_back_in_is_right(network, name):
    """Also with the keyboard's signs in place of the page's."""
    for seed in range(2):
        about = asked_of(network, name, seed)
        answer = answer_in(about.hints[2])
        assert judging.judge(about, [answer]).rung == judging.RIGHT
        assert judging.judge(about, [answer.replace("·", "*").replace("−", "-")]).rung == judging.RIGHT


@every_derivative
def test_there_are_three_and_the_last_one_has_the_number(network, name):
    about = asked_of(network, name)
    formula, factors, worked = about.hints
    assert f"∂L/∂{name} = " in formula
    assert factors.startswith("The factors: ")
    assert worked.startswith(f"∂L/∂{name} = ")
    assert worked.endswith(f"At {about.points[0]} that is {numeral(about.truth[0])}.")
    assert all("None" not in hint and "…" not in hint for hint in about.hints)


def test_the_hints_for_the_lectures_first_weight():
    formula, factors, worked = asked_of(LECTURE, "w1").hints
    assert formula == "∂L/∂w1 = ∂L/∂y · ∂y/∂z2 · ∂z2/∂h1 · ∂h1/∂z1 · ∂z1/∂w1."
    symbols = [
        factor.split(" = ")[:2] for factor in factors.removeprefix("The factors: ").removesuffix(".").split("; ")
    ]
    assert symbols == [
        *(["∂L/∂y", "2·(y − target)"], ["∂y/∂z2", "y·(1 − y)"], ["∂z2/∂h1", "w2"]),
        *(["∂h1/∂z1", "(z1 > 0)"], ["∂z1/∂w1", "x"]),
    ]
    assert answer_in(worked) == "2·(y − target)·y·(1 − y)·w2·(z1 > 0)·x"


def test_the_factors_have_the_numbers_of_the_first_point():
    about = asked_of(LECTURE, "w1")
    factors = about.hints[1].removeprefix("The factors: ").removesuffix(".").split("; ")
    product = 1.0
    for factor in factors:
        product *= float(factor.rsplit(" = ", 1)[1].replace("−", "-"))
    assert product == pytest.approx(about.truth[0], rel=2e-3)
    assert all(factor.count(" = ") == 2 for factor in factors)


def test_a_factor_that_is_a_number_is_not_repeated():
    about = asked_of(LECTURE, "b1")
    assert "∂z1/∂b1 = 1." in about.hints[1]
    assert not answer_in(about.hints[2]).endswith("·1")


def test_where_the_way_splits_there_is_one_product_for_each_path():
    formula, _, worked = asked_of(SHARED, "w").hints
    assert "∂L/∂w = ∂L/∂b · ∂b/∂w + ∂L/∂b · ∂b/∂a · ∂a/∂w" in formula
    assert answer_in(worked) == "2·(b − 1)·a + 2·(b − 1)·w·(1 − a²)·x"


def test_of_too_many_paths_only_the_first_step_of_each_is_told():
    about = asked_of(MANY_PATHS, "w")
    formula, factors, worked = about.hints
    assert "∂L/∂w = ∂L/∂" in formula
    assert formula.count(" · ") == 3
    assert "∂L/∂d" in factors
    assert worked.startswith(f"∂L/∂w = {numeral(about.truth[0])} at ")


@pytest.mark.parametrize(
    ("network", "name", "line", "before"),
    [
        (LECTURE, "z2", "z2 = w2·h1 + b2", "z1 = w1·x + b1"),
        (CHAIN, "L", "L = exp(g)", "h = sin(x)"),
        (CHAIN, "h", "h = sin(x)", ""),
    ],
)
def test_a_values_hints_go_line_by_line_to_its_number(network, name, line, before):
    about = question.value(parse(network), name, Random(0))
    lines, known, last = about.hints
    assert "; ".join(about.given) in lines
    assert known.startswith(before)
    assert f"{numeral(about.truth[0])}," not in known
    assert last.startswith(f"{line} = {numeral(about.truth[0])}")
    assert str(about.points[0]) in last
