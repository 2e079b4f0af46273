"""Protects the verdict: right answers are right in any form, wrong ones never are, and any text gets a reply.

The rungs of the ladder come in their order, and a question for a number never gives it away.
"""

import re
import time
from dataclasses import replace
from functools import lru_cache
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_lib import ParseError, forward, parse
from course_lib.exercises import judging, question
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.judging import Verdict, read_answer
from course_lib.exercises.question import EXPRESSION, NUMBER
from course_lib.numerals import numeral
from tests.exercises import random_answers
from tests.exercises.answers import RIGHT, remembered, typed
from tests.language.test_parse import HOSTILE
from tests.meaning import numbers_in, says, together
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES

RUNGS = {
    judging.NOTHING,
    judging.UNREADABLE,
    judging.PARTLY,
    judging.ELSEWHERE,
    judging.MISTAKEN,
    judging.WRONG,
    judging.RIGHT,
}

EVERY = [(network, name, answer) for network, answers in RIGHT.items() for name, answer in answers.items()]


@lru_cache
def asked(network, name, asks=EXPRESSION, seed=0):
    """A question, drawn once."""
    return remembered(question.derivative(parse(network), name, Random(seed), asks))


def verdict_on(network, name, text, seed=0):
    return judging.judge(asked(network, name, seed=seed), [text])


def numbers_typed(about, *numbers):
    """The verdict on numbers, one for each field; None leaves it empty."""
    return judging.judge(about, ["" if number is None else f"{number:.12g}" for number in numbers])


def without_mistakes(network, name):
    """A question for a number that knows no mistake, so that any number may be wrong in its own way."""
    return replace(asked(network, name, NUMBER), mistakes=())


def right_and_wrong_with(verdict):
    """For which gates an answer is said to be right, and for which wrong."""
    right, wrong = re.split(r"\bwrong\b", verdict.title)
    return tuple([word for word in ("h1", "h2", "open", "closed") if says(part, word)] for part in (right, wrong))


def words_of(verdict):
    return " ".join([verdict.title, verdict.sentence, verdict.numbers])


# Right, in any form.


@pytest.mark.parametrize(("network", "name", "answer"), EVERY)
def test_the_right_expression_is_right_for_every_student(network, name, answer):
    for seed in range(4):
        verdict = verdict_on(network, name, typed(answer), seed)
        assert verdict.rung == judging.RIGHT
        assert not verdict.is_miss


@pytest.mark.parametrize(("off", "says_near"), [(0.0, False), (4e-4, False), (-7e-4, True), (0.0099, True)])
def test_a_number_that_is_only_near_is_told_as_near(off, says_near):
    about = asked(LECTURE, "w2", NUMBER)
    verdict = numbers_typed(about, *(number * (1 + off) for number in about.truth))
    assert verdict.rung == judging.RIGHT
    assert says(verdict.title, "within 1") is says_near
    assert says(verdict.sentence, numeral(about.truth[0]))


@pytest.mark.parametrize(
    "text",
    [
        "2*(y-target)*(1-y)*y*h1",
        "-2*(target - y)*y*(1 - y)*h1",
        "(2*y - 2*target)*(y - y**2)*h1",
        "2*h1*(y*y - y*target)*(1 - y)",
        "--2*(y - target)*y*(1 - y)*h1 + 0",
        "2*(sigmoid(z2) - target)*σ(z2)*(1 - σ(z2))*h1",
        "h1*y*(1 - y)*(y - target)/0.5",
        "2*(y - target)*y*(1 - y)*relu(z1)",
        "2*(y - target)*y*(1 - y)*max(z1, 0)",
        "2*(y - target)*y*(1 - y)*(w1*x + b1)*(z1 > 0)",
        "2*(y - target)*y*(1 - y)*z1*where(z1, 1, 0)",
        "2*(y - target)*exp(-z2)/(1 + exp(-z2))**2*h1",
        "2·(y − target)·y·(1 − y)·h1",
        "2 × (y – target) × y × (1 – y) × h1 ÷ 1",
        "2·(y − target)·(y − y²)·h1·y⁰",
        "2*L/(y - target)*y*(1 - y)*h1",
        "  2 * (y-target) * y*(1-y) *h1\t",
    ],
)
def test_a_right_answer_is_right_however_it_is_written(text):
    assert verdict_on(LECTURE, "w2", text).rung == judging.RIGHT


# A tree is a name, a number, or an operation and what it is applied to.
ERROR_TREE = ("*", ("*", "2", ("-", "y", "target")), ("*", "y", ("-", "1", "y")))
TREES = {
    (LECTURE, "target"): ("*", ("negative", "2"), ("-", "y", "target")),
    (LECTURE, "b2"): ERROR_TREE,
    (LECTURE, "w2"): ("*", ERROR_TREE, "h1"),
    (LECTURE, "b1"): ("*", ("*", ERROR_TREE, "w2"), ("gate", "z1")),
    (LECTURE, "w1"): ("*", ("*", ("*", ERROR_TREE, "w2"), ("gate", "z1")), "x"),
    (SHARED, "w"): ("*", ("*", "2", ("-", "b", "1")), ("+", "a", ("*", ("*", "w", ("-", "1", ("square", "a"))), "x"))),
    (CHAIN, "x"): ("*", ("*", "L", ("*", "2", "h")), ("cos", "x")),
}
MEANS = {
    LECTURE: {"y": ["sigmoid(z2)", "σ(z2)", "1/(1 + exp(-z2))"], "h1": ["relu(z1)", "max(z1, 0)", "z1*(z1 > 0)"]},
    SHARED: {"a": ["tanh(w*x)"], "b": ["w*a"]},
    CHAIN: {"L": ["exp(g)"], "h": ["sin(x)"]},
}


@st.composite
def rewritten(draw, tree, means):
    """Some text for a tree that has the same value; whatever stands beside it, it is a name or in parentheses."""
    if isinstance(tree, str):
        text = draw(st.sampled_from([tree, tree, tree, *(f"({text})" for text in means.get(tree, []))]))
    else:
        text = f"({draw(operation(tree, means))})"
    changes = ["{}"] * 12 + ["({} + 0)", "(1*{})", "({}*1)", "({}/1)", "(--{})", "({}**1)", "(0.5*{}*2)", "(({}))"]
    return draw(st.sampled_from(changes)).format(text)


@st.composite
def operation(draw, tree, means):
    kind, *args = tree
    one, two = (
        [draw(rewritten(arg, means)) for arg in args][:2] if len(args) == 2 else [draw(rewritten(args[0], means)), ""]
    )
    forms = {
        "*": [
            "{0}*{1}",
            "{1}*{0}",
            "-(-{0})*{1}",
            "-{1}*-{0}",
            "(-{1})*-{0}",
        ],
        "+": ["{0} + {1}", "{1} + {0}", "{0} - -{1}", "-(-{0} - {1})"],
        "-": ["{0} - {1}", "-({1} - {0})", "-{1} + {0}", "{0} + -1*{1}"],
        "square": ["{0}**2", "{0}*{0}", "{0}**4/{0}**2", "(-{0})**2"],
        "negative": ["-{0}", "-1*{0}", "0 - {0}"],
        "gate": ["{0} > 0", "0 < {0}", "where({0}, 1, 0)", "h1 > 0", "1 - (0 > {0})", "({0} > 0)*({0} > 0)"],
        "cos": ["cos({0})", "cos(-{0})"],
    }[kind]
    for slot, other in ((0, 1), (1, 0)):  # distribute a product over a sum
        inner = args[slot] if kind == "*" else ""
        if inner and inner[0] in ("+", "-") and draw(st.booleans()):
            left, right = (draw(rewritten(arg, means)) for arg in inner[1:])
            factor = (one, two)[other]
            return f"{left}*{factor} {inner[0]} {factor}*{right}"
    return draw(st.sampled_from(forms)).format(one, two)


@pytest.mark.parametrize(("network", "name"), TREES)
@settings(max_examples=40)
@given(data=st.data())
def test_a_right_answer_stays_right_through_any_algebra(network, name, data):
    text = data.draw(rewritten(TREES[network, name], MEANS[network]))
    try:
        read_answer(text, asked(network, name).names)
    except ParseError as error:
        assume("limit" not in error.problem and "nodes" not in error.problem and "levels" not in error.problem)
        raise
    assert verdict_on(network, name, text, data.draw(st.integers(0, 2))).rung == judging.RIGHT


# None of many wrong ones.


def test_of_random_answers_those_are_right_that_autograd_calls_right_and_what_is_named_is_true():
    """``random_answers.py`` judges 10,000."""
    judged = random_answers.judge(1500)
    assert judged["right"] > 45
    assert judged["wrong"] > 1200
    assert judged["named"] > 30


# Any text.


def answers_of(text):
    """Hostile to a network's text; as an answer with and without its ``y =``."""
    return [text, text.removeprefix("y = ")]


WEIRD = {
    "not a number": "nan",
    "infinity": "inf",
    "more than every number": "1e999",
    "less than every number": "-1e999",
    "an infinity that is computed": "1e300*1e300",
    "an infinity of a name": "exp(exp(exp(9*x*x)))*1e300*1e300*x",
    "a huge exponent": "x**1e300",
    "a huge negative exponent": "x**-1e300",
    "a tower": "9**9**9**9",
    "zero to a negative power": "0**-1",
    "a division by zero": "1/(x - x)",
    "a logarithm of nothing": "log(x - x)",
    "100,000 characters": "x+" * 50_000,
    "100,000 names": "x " * 50_000,
    "100,000 superscripts": "x" + "²" * 100_000,
    "100,000 minus signs": "−" * 100_000,
    "null bytes": "\0\0\0",
    "a null byte behind an answer": "x\0",
    "a lone surrogate": "\ud800",
    "a lone surrogate inside": "x*\udfff*x",
    "an emoji": "🙂",
    "emojis": "🙂*🙃",
    "a family": "👨‍👩‍👧‍👦",
    "a comma": "0,5",
    "an equation": "∂L/∂w1 = x",
    "an inequality": "x <= 1",
    "a chain": "0 < x < 1",
    "matrices": "x @ w1",
    "a superscript alone": "²",
    "an unfinished power": "x⁻",
    "a comment": "# x",
    "two lines": "x\ny",
}


@pytest.mark.parametrize("text", [*HOSTILE.values(), *WEIRD.values()], ids=[*HOSTILE, *WEIRD])
def test_hostile_text_gets_a_verdict_within_a_second_of_work(text):
    start = time.process_time()
    for about in (asked(LECTURE, "w1"), asked(LECTURE, "w1", NUMBER)):
        for answer in answers_of(text):
            verdict = judging.judge(about, [answer] * len(about.fields))
            assert isinstance(verdict, Verdict)
            assert verdict.rung in RUNGS - {judging.RIGHT}
            assert verdict.title
            assert len(words_of(verdict)) + len(verdict.source) < 3000
            assert 0 <= verdict.column <= len(verdict.source) + 1
    assert time.process_time() - start < 1.0


@settings(max_examples=200)
@given(st.lists(st.text(), max_size=4))
def test_any_texts_get_a_verdict(texts):
    for about in (asked(LECTURE, "w1"), asked(LECTURE, "w1", NUMBER)):
        assert judging.judge(about, texts).rung in RUNGS


@settings(max_examples=400)
@given(st.text(alphabet="xyzwhL12.e ()+-*/@=,<>·−²σ^&", max_size=30))
def test_any_text_of_the_answers_letters_gets_a_verdict(text):
    for about in (asked(LECTURE, "w1"), asked(LECTURE, "w1", NUMBER)):
        assert judging.judge(about, [text, text]).rung in RUNGS


NO_TEXTS = [None, 3, 0.5, b"x", ["x"], {"x": 1}, True, float("nan"), object()]


@pytest.mark.parametrize("entry", NO_TEXTS, ids=lambda entry: type(entry).__name__)
@pytest.mark.parametrize("asks", [NUMBER, EXPRESSION])
def test_what_is_no_text_counts_as_empty(entry, asks):
    assert judging.judge(asked(LECTURE, "w1", asks), [entry, entry]).rung == judging.NOTHING


@pytest.mark.parametrize("asks", [NUMBER, EXPRESSION])
@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["  ", "\t\n", ""], ()])
def test_nothing_typed_is_nothing_to_judge(asks, texts):
    verdict = judging.judge(asked(LECTURE, "w1", asks), texts)
    assert verdict.rung == judging.NOTHING
    assert not verdict.is_miss


def test_too_many_texts_are_cut_and_too_few_are_empty():
    about = asked(LECTURE, "w1", NUMBER)
    texts = [f"{truth:.6g}" for truth in about.truth]
    assert judging.judge(about, [*texts, "nonsense((", "0"]).rung == judging.RIGHT
    assert judging.judge(about, texts[:1]).rung == judging.PARTLY
    assert judging.judge(asked(LECTURE, "w1"), [typed(RIGHT[LECTURE]["w1"]), "nonsense(("]).rung == judging.RIGHT


# What cannot be read.


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("2*(y - traget)", 8, " target?"),
        ("2*(y - w3)", 8, "w3"),
        ("0,5", 2, "point"),
        ("-12,25 ", 4, "point"),
        ("w1 = x", 4, "right of"),
        ("x == 2", 3, "> and <"),
        ("x @ y", 3, " *."),
        ("z1 >= 0", 4, " > "),
        ("z1 <= 0", 4, " < "),
        ("2x", 2, "2*x"),
        ("2*(y - target", 3, "closed"),
        ("2*(y − target))", 15, "no ("),
        ("relu'(z1)", 5, "names"),
        ("∂L/∂y", 1, "names"),
        ("2 if x else 1", 3, "Python"),
        ("sum(x, x)", 1, " 1 argument"),
        ("sgm(z2)", 1, "sgm"),
    ],
)
@pytest.mark.parametrize("asks", [NUMBER, EXPRESSION])
def test_what_cannot_be_read_is_pointed_at_and_told_what_to_do(text, column, says, asks):
    verdict = judging.judge(asked(LECTURE, "w1", asks), [text])
    assert verdict.rung == judging.UNREADABLE
    assert verdict.column == column
    assert f"column {column}" in verdict.title
    assert says in verdict.sentence
    assert len(verdict.source) == len(text)
    assert not verdict.is_miss


def test_a_column_counts_in_the_text_that_is_shown():
    verdict = verdict_on(LECTURE, "w1", "x²·w3")
    assert verdict.source[verdict.column - 1 :] == "w3"


def test_an_answer_of_five_hundred_characters_is_read_and_a_longer_one_is_not():
    right = typed(RIGHT[LECTURE]["b2"])
    padded = right + " " * (judging.LONGEST - len(right))
    assert verdict_on(LECTURE, "b2", padded).rung == judging.RIGHT
    assert "characters" in verdict_on(LECTURE, "b2", padded + " ").sentence
    assert verdict_on(LECTURE, "b2", padded + " ").rung == judging.UNREADABLE


@pytest.mark.parametrize("text", ["log(-x*x)", "1/(h1 - h1)", "sqrt(y - 9)", "exp(exp(exp(9*w1*w1 + 9)))*x"])
def test_an_expression_without_a_value_is_told_where(text):
    verdict = verdict_on(LECTURE, "w1", text)
    assert verdict.rung == judging.UNREADABLE
    assert str(asked(LECTURE, "w1").points[0]) in verdict.sentence
    assert not verdict.column  # it can be read, and is not to be pointed at
    assert verdict.sentence[-1] == "."
    assert not verdict.is_miss


# The ladder.


def test_right_at_first_and_wrong_behind_a_closed_gate_comes_before_any_mistake():
    verdict = verdict_on(LECTURE, "w1", "2*(y - target)*y*(1 - y)*w2*x")
    assert verdict.rung == judging.ELSEWHERE
    assert right_and_wrong_with(verdict) == (["open"], ["closed"])
    assert verdict.mistakes == ("gate skipped",)
    assert says(verdict.sentence, "relu")
    assert together(verdict.numbers, "right", 0)
    assert numbers_in(verdict.numbers)[-1] < 0  # where it was tried
    assert verdict.is_miss


@pytest.mark.parametrize(("name", "other"), [("b1", "stopped early"), ("z1", "upstream only")])
def test_a_skipped_gate_is_told_first_and_with_it_what_has_the_same_number(name, other):
    """∂z1/∂b1 is 1: who stops at h1 and who forgets relu have one number, right with the gate open."""
    for seed in range(3):
        about = asked(LECTURE, name, NUMBER, seed)
        through = next(mistake for mistake in about.mistakes if mistake.kind == "gate skipped")
        verdict = numbers_typed(about, *(through.wrong(point.values) for point in about.points))
        assert verdict.rung == judging.ELSEWHERE
        assert set(verdict.mistakes) == {"gate skipped", other}
        first, second = verdict.sentence.split(" Or: ")
        assert says(first, "closed gate", "relu")
        assert says(second, next(mistake for mistake in about.mistakes if mistake.kind == other).title)


def test_right_at_first_and_wrong_elsewhere_needs_no_known_mistake():
    verdict = verdict_on(LECTURE, "w1", "2*(y - target)*y*(1 - y)*w2*x*(z1 > 0) + 5*(z1 < 0)")
    assert (verdict.rung, verdict.mistakes) == (judging.ELSEWHERE, ())
    assert says(verdict.sentence, "closed gate")


def test_with_two_gates_it_is_told_which_one_was_skipped():
    verdict = verdict_on(TWO_GATES, "w1", "2*(h2 - target)*w2*(h1 > 0)*x")
    assert right_and_wrong_with(verdict) == (["open"], ["h2", "closed"])
    verdict = verdict_on(TWO_GATES, "w1", "2*(h2 - target)*(h2 > 0)*w2*x")
    assert right_and_wrong_with(verdict) == (["open"], ["h1", "closed"])


def test_right_for_some_numbers_only_is_told_for_which_it_is_not():
    for name, text in [("w2", "2*(y - target)*y*(1 - y)*h1*(w2 > 0)"), ("y", "2*(y - abs(target))")]:
        found = [verdict_on(LECTURE, name, text, seed) for seed in range(6)]
        assert not {verdict.rung for verdict in found} & {judging.RIGHT, judging.UNREADABLE}
        lucky = [verdict for verdict in found if verdict.rung == judging.ELSEWHERE]
        assert lucky
        assert not any(says(verdict.title, "gate") for verdict in lucky)
        assert all(says(verdict.numbers, "w1") for verdict in lucky)


def test_a_mistake_comes_before_not_right_and_says_the_numbers_of_an_expression():
    verdict = verdict_on(LECTURE, "w2", "2*(y - target)*y*(1 - y)*w2")
    truth = asked(LECTURE, "w2").truth[0]
    assert (verdict.rung, verdict.mistakes) == (judging.MISTAKEN, ("other argument",))
    assert together(verdict.numbers, "right", numeral(truth))
    assert says(verdict.numbers, "w1", "gate open")
    assert verdict.is_miss


def test_two_mistakes_that_cannot_be_told_apart_are_both_told():
    about = asked(LECTURE, "b1", NUMBER)
    known = [mistake for mistake in about.mistakes if mistake.kind in ("stopped early", "gate skipped")]
    closed = [mistake.wrong(about.points[1].values) for mistake in known if "h1" in mistake.title + mistake.sentence]
    verdict = numbers_typed(about, None, closed[0])
    assert verdict.title not in {mistake.title for mistake in about.mistakes}  # none of them is certain
    assert set(verdict.mistakes) >= {"stopped early", "gate skipped"}
    assert verdict.sentence.count(" Or: ") == judging.MOST_SAID - 1


MANY_PATHS = """
    a = 3*x
    b = x**2
    u = a + b
    v = a*b
    L = u*v
"""


@lru_cache
def at(number):
    """The question for ∂L/∂x there, where ∂L/∂a has by chance the number of what is missing without v."""
    about = question.derivative(parse(MANY_PATHS), "x", Random(0), NUMBER)
    point = replace(about.points[0], values=forward(parse(MANY_PATHS), x=number))
    truth = Derivative(parse(MANY_PATHS), "x").right(point.values)
    return replace(about, points=(point,), truth=(truth,))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("v*(3 + 2*x)", {"path left out"}),
        ("u*(3*b + 2*x*a)", {"path left out", "exponent forgotten"}),  # the same polynomial
        ("u*(3 + 2*x) + v*(3*b + 2*x*a)", {"factors swapped"}),
        ("v + u*b", {"upstream only"}),
        ("2*x*x*x*x", set()),
    ],
)
def test_a_formula_typed_for_a_number_is_known_by_what_it_is_not_by_its_number_here(text, kinds):
    for number in (-0.6, -1.2, 0.7):
        verdict = judging.judge(at(number), [text])
        assert set(verdict.mistakes) == kinds, (number, verdict)
        assert verdict.rung == (judging.MISTAKEN if kinds else judging.WRONG)


def test_a_number_that_two_mistakes_lead_to_is_said_to_be_one_of_them_with_neither_certain():
    about = at(-0.6)
    for text in ("-1.166", "-4.67", "-4.69"):
        verdict = judging.judge(about, [text])
        assert verdict.rung == judging.MISTAKEN
        assert verdict.title not in {mistake.title for mistake in about.mistakes}
        assert len(verdict.mistakes) > 1
    assert "path left out" in judging.judge(about, ["-1.166"]).mistakes
    assert "factors swapped" in judging.judge(about, ["-4.67"]).mistakes


def test_a_formula_that_only_comes_near_the_right_number_is_not_right():
    about = at(0.7)
    right = "v*(3 + 2*x) + u*(3*b + 2*x*a)"
    assert judging.judge(about, [right]).rung == judging.RIGHT
    verdict = judging.judge(about, [f"{right} + x**20"])
    assert (verdict.rung, verdict.mistakes) == (judging.ELSEWHERE, ())
    # Numbers in between may be rounded: this is a calculation with the numbers of the question.
    assert judging.judge(about, [f"{about.truth[0] * 1.005 / 0.7:.6f}*x"]).rung == judging.RIGHT


def test_an_unknown_mistake_is_not_right_and_gets_a_direction():
    verdict = verdict_on(LECTURE, "w2", "7*y*h1")
    assert (verdict.rung, verdict.mistakes) == (judging.WRONG, ())
    assert says(verdict.sentence, "edges")
    assert together(verdict.numbers, "right", numeral(asked(LECTURE, "w2").truth[0]))
    assert verdict.is_miss


@pytest.mark.parametrize("text", ["0.25", "-3", "2*3", "1 > 0"])
def test_one_number_is_no_expression(text):
    verdict = verdict_on(LECTURE, "w2", text)
    assert (verdict.rung, verdict.mistakes) == (judging.WRONG, ())
    assert says(verdict.title, "expression")
    assert says(verdict.sentence, "∂L/∂w2", "names")
    assert not verdict.numbers


# Numbers.


def test_the_right_numbers_are_right_and_then_shown():
    about = asked(LECTURE, "w1", NUMBER)
    verdict = numbers_typed(about, *about.truth)
    assert verdict.rung == judging.RIGHT
    product = "2·(y − target)·y·(1 − y)·w2·(z1 > 0)·x"
    assert together(verdict.sentence, "open", numeral(about.truth[0]))
    assert together(verdict.sentence, "closed", 0)
    assert f"∂L/∂w1 = {product}" in verdict.sentence
    about = asked(CHAIN, "x", NUMBER)
    said = numbers_typed(about, *about.truth).sentence
    assert says(said, f"∂L/∂x = {numeral(about.truth[0])}", "∂L/∂x = L·2·h·cos(x)")
    about = replace(about, reason="")
    assert numbers_typed(about, *about.truth).sentence == f"∂L/∂x = {numeral(about.truth[0])}."


def test_where_an_answer_was_tried_is_said_as_the_question_says_it():
    about = replace(asked(CHAIN, "x"), tried_at="tried at other numbers than yours: ")
    where = f"{about.tried_at}{about.points[0]}"
    assert where in judging.judge(about, ["x"]).numbers
    assert where in judging.judge(about, ["exp(g)*2*h*cos(x)"]).sentence


@pytest.mark.parametrize("name", ["w1", "b1", "w2"])
def test_one_field_right_and_the_other_empty_is_partly(name):
    about = asked(LECTURE, name, NUMBER)
    for filled, rest in ((0, "gate closed"), (1, "gate open")):
        numbers = [truth if i == filled else None for i, truth in enumerate(about.truth)]
        verdict = numbers_typed(about, *numbers)
        assert verdict.rung == judging.PARTLY
        assert [says(verdict.sentence, label) for label in ("gate open", "gate closed")] == [
            rest == "gate open",
            rest == "gate closed",
        ]
        assert not verdict.is_miss


def test_one_field_wrong_and_the_other_empty_is_judged():
    about = asked(LECTURE, "w1", NUMBER)
    assert numbers_typed(about, -about.truth[0], None).mistakes == ("sign",)
    about = without_mistakes(LECTURE, "w1")
    assert numbers_typed(about, about.truth[0] * 1.5, None).rung == judging.WRONG
    assert numbers_typed(about, None, 0.123).rung == judging.WRONG


def test_the_open_field_wrong_and_the_closed_one_right_is_wrong():
    about = without_mistakes(LECTURE, "w1")
    verdict = numbers_typed(about, about.truth[0] * 1.5, about.truth[1])
    assert verdict.rung == judging.WRONG
    assert says(verdict.sentence, "gate open", 1.5)
    assert not says(verdict.sentence, "sign")


def test_the_open_field_right_and_the_closed_one_wrong_is_elsewhere():
    about = asked(LECTURE, "w1", NUMBER)
    verdict = numbers_typed(about, about.truth[0], 0.1234)
    assert verdict.rung == judging.ELSEWHERE
    assert right_and_wrong_with(verdict) == (["open"], ["closed"])
    assert says(verdict.numbers, 0.1234)
    assert about.points[1].place in verdict.numbers


@pytest.mark.parametrize(
    ("off", "rung"), [(0.009, judging.RIGHT), (-0.009, judging.RIGHT), (0.011, judging.WRONG), (-0.011, judging.WRONG)]
)
def test_a_number_may_be_off_by_one_per_cent(off, rung):
    for seed in range(6):
        about = asked(CHAIN, "g", NUMBER, seed)
        assert numbers_typed(about, about.truth[0] * (1 + off)).rung == rung


@pytest.mark.parametrize(
    ("off", "rung"), [("0.9e-6", judging.RIGHT), ("1.1e-6", judging.WRONG), ("-1.1e-6", judging.WRONG)]
)
def test_an_expression_may_be_off_by_one_millionth(off, rung):
    for seed in range(3):
        assert verdict_on(LECTURE, "w2", f"2*(y - target)*y*(1 - y)*h1*(1 + {off})", seed).rung == rung


@pytest.mark.parametrize(
    ("factor", "numbers", "words"),
    [
        (1.02, [2, 1], {"close"}),  # in per cent: how far off, and what is asked for
        (0.97, [3, 1], {"close"}),
        (1.25, [1.2], {"size"}),
        (10.0, [10], {"size"}),
        (-3.0, [3], {"size", "sign"}),
    ],
)
def test_a_wrong_number_is_told_how_far_off_it_is(factor, numbers, words):
    about = without_mistakes(LECTURE, "w1")
    sentence = numbers_typed(about, about.truth[0] * factor).sentence
    assert says(sentence, "gate open")
    assert numbers_in(sentence) == numbers
    assert {word for word in ("close", "size", "sign") if says(sentence, word)} == words


def test_a_wrong_number_beside_zero_is_only_not_it():
    about = without_mistakes(LECTURE, "w1")
    for typed_in, label, number in (((None, 7.5), "gate closed", 7.5), ((0.0,), "gate open", 0)):
        sentence = numbers_typed(about, *typed_in).sentence
        assert says(sentence, label)
        assert numbers_in(sentence) == [number]  # nothing divided by 0, and no ratio of 0


def test_a_question_for_a_number_never_gives_it_away():
    """Neither for a mistake's number nor for one that is near. (0 behind a closed gate stands in many a sentence.)"""
    checked = 0
    for name in ("w1", "b1", "w2", "target"):
        for seed in range(4):
            about = asked(LECTURE, name, NUMBER, seed)
            right = numeral(about.truth[0]).lstrip("−")
            if len(right.strip("0.")) < 3:
                continue  # so few digits stand anywhere
            wrong = [mistake.wrong(about.points[0].values) for mistake in about.mistakes]
            wrong += [about.truth[0] * factor for factor in (1.02, -1.0, 3.7, 1e6)]
            for number in (number for number in wrong if not about.is_close(number, about.truth[0])):
                for verdict in (numbers_typed(about, number), numbers_typed(about, number, number)):
                    assert verdict.rung not in (judging.RIGHT, judging.PARTLY)
                    assert right not in words_of(verdict), (number, verdict)
                    checked += 1
    assert checked > 500


def test_a_number_may_be_computed_in_its_field():
    about = asked(LECTURE, "w1", NUMBER)
    texts = [typed(RIGHT[LECTURE]["w1"])] * 2
    assert judging.judge(about, texts).rung == judging.RIGHT


# Values.


def test_a_value_as_an_expression_in_the_inputs():
    about = question.value(parse(LECTURE), "y", Random(0), EXPRESSION)
    assert judging.judge(about, ["sigmoid(w2*relu(w1*x + b1) + b2)"]).rung == judging.RIGHT
    assert judging.judge(about, ["1/(1 + exp(-b2 - w2*max(0, b1 + x*w1)))"]).rung == judging.RIGHT
    assert judging.judge(about, ["sigmoid(w2*(w1*x + b1) + b2)"]).rung == judging.ELSEWHERE
    assert judging.judge(about, ["w2*relu(w1*x + b1) + b2"]).mistakes == ("stopped early", "function left out")
    assert judging.judge(about, ["sigmoid(z2)"]).rung == judging.UNREADABLE
