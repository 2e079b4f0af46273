"""Protects the diagnosis of a wrong derivative: each named mistake is recognised from its numbers, and from its text.

What is said uses the student's symbols and holds for any scalar graph.
"""

from functools import lru_cache
from math import isclose
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from course_lib import forward, parse
from course_lib.exercises import judging, known_mistakes, question
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.derivative_mistakes import derivative_mistakes
from course_lib.exercises.question import NUMBER
from tests.exercises.answers import remembered
from tests.meaning import says
from tests.networks import CHAIN, LECTURE, OPEN, SHARED, TWO_GATES
from tests.strategies import evaluated_graphs

NAMES = ["w1", "x", "b1", "z1", "w2", "h1", "z2", "b2", "target", "y"]
STUDENTS = 30


# Numbers: every name, every mistake, many students.


def independent_points(network):
    """Forward passes that no question has drawn: half of them with the gate open."""
    graph, random, found = parse(network), Random("independent"), {True: [], False: []}
    while min(map(len, found.values())) < 20:
        values = forward(graph, **{name: random.uniform(-2, 2) for name in graph.inputs})
        found[values["z1"] > 0].append(values)
    return found[True][:20] + found[False][:20]


def indistinguishable(mistakes, points):
    """For each mistake those that give the same numbers at all of these points, itself included."""
    numbers = np.array([[mistake.wrong(values) for values in points] for mistake in mistakes])
    return [
        [other for other, others in zip(mistakes, numbers, strict=True) if np.allclose(its, others, rtol=1e-9, atol=0)]
        for its in numbers
    ]


def complaints_about(name):
    """Every mistake with ∂L/∂name that is not diagnosed as itself, and how many were tried."""
    graph = parse(LECTURE)
    known = known_mistakes.same_for_all(Derivative(graph, name), None).mistakes
    same = indistinguishable(known, independent_points(LECTURE))
    complaints, tried = [], 0
    for seed in range(STUDENTS):
        asked = remembered(question.derivative(graph, name, Random(seed), question.NUMBER))
        for mistake, twins in zip(asked.mistakes, same, strict=True):
            if not mistake.is_kept_apart:
                continue  # its number may be near another one
            tried += 1
            texts = [f"{mistake.wrong(point.values):.6g}" for point in asked.points]
            complaint = complaint_about(asked, mistake, judging.judge(asked, texts), twins)
            if complaint:
                complaints.append(f"{name}, seed {seed}, {mistake.kind} ({mistake.title}) as {texts}: {complaint}")
    return complaints, tried


def complaint_about(asked, mistake, verdict, twins):
    """What is wrong with the verdict on a mistake's own numbers; ``twins`` are those that nobody can tell from it."""
    numbers = [mistake.wrong(point.values) for point in asked.points]
    if verdict.rung == judging.ELSEWHERE:
        is_right_first = isclose(numbers[0], asked.truth[0], rel_tol=0.01)
        said = is_right_first and any(twin.title in verdict.sentence for twin in twins)
        return "" if said and set(verdict.mistakes) == {twin.kind for twin in twins} else f"{verdict}"
    # One mistake is said rather than two, where both give these numbers.
    kind = mistake.kind.removesuffix(", gate skipped")
    simple = next((other for other in asked.mistakes if (other.kind, other.title) == (kind, mistake.title)), None)
    if simple and all(map(isclose, (simple.wrong(point.values) for point in asked.points), numbers)):
        mistake, twins = simple, [simple, *twins]
    said = mistake.title in verdict.title + verdict.sentence and mistake.sentence in verdict.sentence
    near = {
        other.kind
        for other in asked.mistakes
        if all(
            isclose(other.wrong(point.values), number, rel_tol=0.031)
            for point, number in zip(asked.points, numbers, strict=True)
        )
    }
    single = "," in mistake.kind and verdict.mistakes and "," not in "".join(verdict.mistakes)
    named = (single or (said and mistake.kind in verdict.mistakes)) and set(verdict.mistakes) <= near
    return "" if named and verdict.rung == judging.MISTAKEN else f"{verdict}"


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_every_mistake_is_diagnosed_for_many_students(name):
    """Alone, or together with those that give the same numbers wherever the gate stands the same."""
    complaints, tried = complaints_about(name)
    assert not complaints, "\n".join(complaints[:20])
    assert tried >= 7 * STUDENTS


@pytest.mark.parametrize("name", ["w1", "x", "b1", "h1", "w2", "b2"])
def test_the_number_of_every_mistake_is_diagnosed_with_two_gates(name):
    for seed in range(3):
        asked = question.derivative(parse(TWO_GATES), name, Random(seed), question.NUMBER)
        for mistake in asked.mistakes:
            if not mistake.is_kept_apart:
                continue  # its number may be near another one
            verdict = judging.judge(asked, [f"{mistake.wrong(point.values):.6g}" for point in asked.points])
            assert verdict.rung in (judging.MISTAKEN, judging.ELSEWHERE), mistake
            assert {mistake.kind, mistake.kind.split(",")[0]} & set(verdict.mistakes), (mistake, verdict)


# Expressions: what a student types.

TYPED = {
    LECTURE: [
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)", "upstream only"),
        ("w1", "2*(y - target)*y*(1 - y)*w2", "stopped early"),
        ("w1", "2*(y - target)*y*(1 - y)", "stopped early"),
        ("w1", "2*(y - target)", "stopped early"),
        ("w1", "x", "local derivative only"),
        ("w1", "(z1 > 0)*x", "started late"),
        ("w1", "w2*(z1 > 0)*x", "started late"),
        ("w1", "y*(1 - y)*w2*(z1 > 0)*x", "started late"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*x", "gate skipped"),
        ("w1", "(y - target)*y*(1 - y)*w2*(z1 > 0)*x", "exponent forgotten"),
        ("w1", "2*(y - target)**2*y*(1 - y)*w2*(z1 > 0)*x", "exponent kept"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)*w1", "other argument"),
        ("w1", "2*(y - target)*y*(1 - y)*h1*(z1 > 0)*x", "other argument"),
        ("w1", "2*(y - target)*z2*(1 - z2)*w2*(z1 > 0)*x", "input for output"),
        ("w1", "2*(y - target)*y*w2*(z1 > 0)*x", "function for derivative"),
        ("w1", "2*(y - target) + y*(1 - y) + w2 + (z1 > 0) + x", "factors added"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0) + x", "factors added"),
        ("w1", "-2*(y - target)*y*(1 - y)*w2*(z1 > 0)*x", "sign"),
        ("w1", "2*(target - y)*y*(1 - y)*w2*(z1 > 0)*x", "sign"),
        ("w1", "w1", "value for gradient"),
        ("w1", "(y - target)**2", "value for gradient"),
        ("w1", "2*(y - target)*w2*(z1 > 0)*x", "factor left out"),
        ("w1", "2*(y - target)*y*(1 - y)*(z1 > 0)*x", "factor left out"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*w1", "other argument, gate skipped"),
        ("w1", "(y - target)*y*(1 - y)*w2*x", "exponent forgotten, gate skipped"),
        ("w1", "2*(y - target)*z2*(1 - z2)*w2*x", "input for output, gate skipped"),
        ("w1", "2*(y - target)*y*w2*x", "function for derivative, gate skipped"),
        ("w1", "-2*(y - target)*y*(1 - y)*w2*x", "sign, gate skipped"),
        ("w1", "2*(y - target)*w2*x", "factor left out, gate skipped"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*relu(z1)*x", "function for derivative"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 < 0)*x", "gate turned"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)*x*w1", "factor too many"),
        ("w1", "2*(y - target)*(1 - y)*w2*(z1 > 0)*x", "another derivative"),
        ("w1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)", "upstream only"),
        ("x", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)*x", "other argument"),
        ("b1", "2*(y - target)*y*(1 - y)*w2*(z1 > 0)*x", "other name"),
        ("x", "w1", "local derivative only"),
        ("b1", "2*(y - target)*y*(1 - y)*w2", "gate skipped"),
        ("z1", "(h1 > 0)", "local derivative only"),
        ("w2", "2*(y - target)*y*(1 - y)", "upstream only"),
        ("w2", "2*(y - target)*y*(1 - y)*w2", "other argument"),
        ("w2", "2*(y - target)*z2*(1 - z2)*h1", "input for output"),
        ("w2", "h1", "local derivative only"),
        ("h1", "w2", "local derivative only"),
        ("b2", "2*(y - target)*y", "function for derivative"),
        ("b2", "2*(y - target) + y*(1 - y) + 1", "factors added"),
        ("target", "2*(y - target)", "sign"),
        ("target", "target", "value for gradient"),
        ("y", "y - target", "exponent forgotten"),
        ("y", "2*(y - target)**2", "exponent kept"),
    ],
    SHARED: [
        ("w", "2*(b - 1)*a", "path left out"),
        ("w", "2*(b - 1)*w*(1 - a**2)*x", "path left out"),
        ("w", "(b - 1)*(a + w*(1 - a**2)*x)", "exponent forgotten"),
        ("w", "2*(b - 1)*(a + w*(1 - (w*x)**2)*x)", "input for output"),
        ("w", "2*(b - 1)*(a + w*a*x)", "function for derivative"),
        ("w", "2*(b - 1)*a*w*(1 - a**2)*x", "paths multiplied"),
        ("w", "2*(b - 1)", "upstream only"),
        ("w", "a + w*(1 - a**2)*x", "started late"),
        ("w", "a", "local derivative only"),
        ("w", "2*(b - 1)*a + w*(1 - a**2)*x", "factor left out on one path"),
        ("w", "2*(b - 1)*(a - w*(1 - a**2)*x)", "path subtracted"),
        ("w", "2*(b - 1)*(a + w*(1 - a)*x)", "another derivative"),
        ("w", "2*(b - 1)*(a + w*a*(1 - a)*x)", "another derivative"),
        ("w", "(b - 1)**2*(a + w*(1 - a**2)*x)", "function for derivative"),
        ("x", "2*(b - 1)*w*(1 - a**2)", "factor left out"),
        ("x", "2*(b - 1)*w*(1 - a**2)*x", "other argument"),
        ("a", "2*(b - 1)*a", "other argument"),
    ],
    CHAIN: [
        ("x", "exp(x)*2*h*cos(x)", "wrong point"),
        ("x", "exp(g)*2*x*cos(x)", "wrong point"),
        ("x", "exp(x)*2*x*cos(x)", "wrong point"),
        ("x", "exp(g)*2*h*cos(h)", "wrong point"),
        ("x", "exp(g)*2*cos(x)", "another derivative"),
        ("x", "exp(g)*h*cos(x)", "exponent forgotten"),
        ("x", "exp(g)*2*h**2*cos(x)", "exponent kept"),
        ("x", "exp(g)*2*h*sin(x)", "function for derivative"),
        ("x", "g*2*h*cos(x)", "input for output"),
        ("x", "2*h*cos(x)", "started late"),
        ("x", "exp(g)*cos(x)", "factor left out"),
        ("x", "exp(g)*2*h", "upstream only"),
        ("x", "exp(g)", "stopped early"),
        ("x", "cos(x)", "local derivative only"),
        ("x", "exp(g) + 2*h + cos(x)", "factors added"),
        ("x", "-exp(g)*2*h*cos(x)", "sign"),
        ("h", "L*h", "exponent forgotten"),
    ],
}


@lru_cache
def asked_of(network, name, seed):
    """A question for an expression, drawn once."""
    return question.derivative(parse(network), name, Random(seed))


TYPED["h1 = tanh(w1*x)\nh2 = tanh(w2*h1)\nL = (h2 - target)**2"] = [
    ("w1", "2*(h2 - target)*w2*x", "factor left out"),  # both of them
    ("w1", "2*(h2 - target)*h2*w2*h1*x", "function for derivative"),
    ("w1", "2*(h2 - target)*(1 - h2**2)*w2*x", "factor left out"),
]
TYPED["h = w*x + b\ny = w*h + b\nL = y**2"] = [
    ("w", "2*y*h", "path left out"),
    ("w", "2*y*w*x", "path left out"),
    ("w", "2*y*h + w*x", "factor left out on one path"),
    ("w", "y*(h + w*x)", "exponent forgotten"),
    ("w", "2*y*h*w*x", "paths multiplied"),
    ("b", "2*y + w", "factor left out on one path"),
]
ROWS = [(network, *row) for network, rows in TYPED.items() for row in rows]


@pytest.mark.parametrize(
    ("network", "name", "text", "kind"), ROWS, ids=[f"{name}: {text}" for _, name, text, _ in ROWS]
)
def test_a_wrong_expression_is_told_what_was_done(network, name, text, kind):
    for seed in range(3):
        verdict = judging.judge(asked_of(network, name, seed), [text])
        assert kind in verdict.mistakes
        assert verdict.rung == (judging.ELSEWHERE if kind == "gate skipped" else judging.MISTAKEN)
        assert verdict.is_miss


def test_with_two_different_contributions_each_mistake_has_one_name_and_its_own_path():
    """5.2's question about a shared weight: with equal contributions a path left out is half of the gradient."""
    about = asked_of("h = w*x + b\ny = w*h + b\nL = y**2", "w", 0)
    for text, *told in [
        ("2*y*h", "path through h = w·x + b"),
        ("2*y*w*x", "path straight into y = w·h + b"),
        ("2*y*h + w*x", "through h = w·x + b", "∂L/∂y"),
        ("h + 2*y*w*x", "straight into y = w·h + b", "∂L/∂y"),
    ]:
        verdict = judging.judge(about, [text])
        assert says(verdict.sentence, *told)
        assert len(verdict.mistakes) == 1


def test_every_kind_of_mistake_can_be_reported():
    """From a network each; none is always the same as another one."""
    seen = {
        kind
        for network, name in [(LECTURE, "w1"), (LECTURE, "w2"), (LECTURE, "z2"), (SHARED, "w"), (CHAIN, "x")]
        for kind in (mistake.kind for mistake in question.derivative(parse(network), name, Random(0), NUMBER).mistakes)
    }
    assert {kind for kind in seen if "," not in kind} == {
        *("stopped early", "upstream only", "started late", "local derivative only", "factor left out", "gate skipped"),
        *("path left out", "exponent forgotten", "exponent kept", "other argument", "input for output"),
        *("function for derivative", "wrong point", "factors added", "paths multiplied", "sign", "value for gradient"),
        *("another derivative", "factor too many", "before the function", "gate turned", "path subtracted"),
        *("factor left out on one path", "other name", "factors swapped", "derivative twice", "part forgotten"),
    }


# Words.


def mistakes_of(network, name, of=None):
    return {
        (mistake.kind, mistake.title): mistake.sentence
        for mistake in derivative_mistakes(Derivative(parse(network), name, of))
    }


TOLD = [  # network, name, kind, what the title says, what the sentence says
    (LECTURE, "w1", "other argument", ("w1", "x"), ("w1", "derivative of w1·x", "x")),
    (LECTURE, "h1", "other argument", ("h1", "w2"), ("h1", "derivative of w2·h1", "w2")),
    (LECTURE, "w1", "input for output", ("σ",), ("σ(z2)", "y·(1 − y)", "output y", "input z2", "z2·(1 − z2)")),
    (CHAIN, "x", "input for output", ("exp",), ("exp(g)", "output L", "input g")),
    (LECTURE, "w1", "function for derivative", ("σ(z2)",), ("y", "derivative is y·(1 − y)")),
    (LECTURE, "w1", "upstream only", ("stopped at z1",), ("∂L/∂z1", "z1", "w1", "local derivative ∂z1/∂w1")),
    (LECTURE, "w1", "stopped early", ("stopped at z2",), ("∂L/∂z2", "to w1", "factor")),
    (LECTURE, "w1", "local derivative only", ("local derivative",), ("x", "z1 = w1·x + b1", "w1", "∂L/∂z1")),
    (LECTURE, "w1", "started late", ("y", "not L"), ("∂y/∂w1", "from y", "to L", "∂L/∂y")),
    (LECTURE, "w1", "factor left out", ("missing", "∂y/∂z2"), ("y·(1 − y)", "from L to w1", "y = σ(z2)", "factor")),
    (LECTURE, "b1", "gate skipped", ("relu",), ("h1 = relu(z1)", "z1 is positive", "(z1 > 0)", 1, 0)),
    ("h = abs(w*x)\nL = h**2", "w", "gate skipped", ("abs",), ("h = abs(w·x)", "sign(w·x)")),
    (SHARED, "w", "path left out", ("path", "missing"), ("w", "twice", "path straight into b = w·a", "add")),
    (LECTURE, "y", "exponent forgotten", ("factor 2", "missing"), ("(y − target)²", "2·(y − target)", "factor")),
    (LECTURE, "y", "exponent kept", ("exponent 2", "down by one"), ("(y − target)²", "2·(y − target)")),
    ("L = u/v", "v", "other argument", ("with respect to u",), ("respect to v", "u / v", "−L / v")),
    (LECTURE, "target", "sign", ("sign",), ("opposite", "minus")),
    (LECTURE, "x", "value for gradient", ("x", "not a derivative"), ("∂L/∂x", "L", "x")),
    (CHAIN, "x", "wrong point", ("wrong point",), ("g = h² and L = exp(g) at x", "at h and at g")),
]


@pytest.mark.parametrize(("network", "name", "kind", "title", "sentence"), TOLD)
def test_a_mistake_is_told_in_the_students_symbols(network, name, kind, title, sentence):
    told = [m for m in derivative_mistakes(Derivative(parse(network), name)) if m.kind == kind]
    assert any(says(m.title, *title) and says(m.sentence, *sentence) for m in told)


def test_a_name_used_twice_is_said_to_be():
    reminder = "And w is used more than once: each use adds its contribution."
    told = mistakes_of(SHARED, "w")
    assert told["upstream only", "You stopped at b."].endswith(reminder)
    assert told["local derivative only", "That is the local derivative alone."].endswith(reminder)
    assert not any(reminder in sentence for sentence in mistakes_of(LECTURE, "w1").values())


def test_together_with_a_skipped_gate_both_are_told():
    told = mistakes_of(LECTURE, "w1")
    kind = "other argument"
    title = next(title for found, title in told if found == kind and says(title, "w1"))
    (gate,) = (sentence for (found, _), sentence in told.items() if found == "gate skipped")
    assert told[f"{kind}, gate skipped", title].startswith(told[kind, title])
    assert told[f"{kind}, gate skipped", title].endswith(gate)


def test_without_a_gate_on_the_way_none_is_said_to_be_skipped():
    assert not any("gate" in kind for kind, _ in mistakes_of(LECTURE, "w2"))
    assert not any("gate" in kind for kind, _ in mistakes_of(CHAIN, "x"))


def test_the_derivative_of_an_inner_name_has_mistakes_of_its_own():
    told = mistakes_of(LECTURE, "w1", of="h1")
    assert ("upstream only", "You stopped at z1.") in told
    assert not any("y" in title.split() or "L" in title.split() for _, title in told)


# Any scalar graph.


@settings(max_examples=100)
@given(evaluated_graphs(max_nodes=14))
def test_any_mistake_with_any_leaf_of_any_graph_has_words_and_a_number(example):
    graph, inputs = example
    values = forward(graph, **inputs)
    for leaf in inputs:
        for mistake in derivative_mistakes(Derivative(graph, leaf)):
            for words in (mistake.title, mistake.sentence):
                assert words[-1:] in (".", "?"), mistake.kind
                assert "None" not in words
                assert "…" not in words
                assert "  " not in words
            assert mistake.kind
            assert type(mistake.wrong(values)) is float


@settings(max_examples=40)
@given(evaluated_graphs(max_nodes=10))
def test_the_graph_stays_as_it_is(example):
    graph, inputs = example
    before = str(graph), [node.operation for node in graph]
    for mistake in derivative_mistakes(Derivative(graph, "x0")):
        mistake.wrong(forward(graph, **inputs))
    assert (str(graph), [node.operation for node in graph]) == before


def test_a_formula_too_long_to_be_written_leaves_no_gap_in_a_sentence():
    text = "L = w*(" + " + ".join(f"sin(a_rather_long_name_{i}*x)" for i in range(8)) + ")"
    told = mistakes_of(text, "w")
    assert told
    assert not any("…" in title + sentence for (_, title), sentence in told.items())


def test_an_operation_without_a_derivative_on_the_way_is_no_obstacle():
    graph = parse("h = size(w*x)\nL = h*w")
    values = forward(graph, w=2.0, x=3.0)
    assert Derivative(graph, "x").right(values) == 0.0
    assert all(type(mistake.wrong(values)) is float for mistake in derivative_mistakes(Derivative(graph, "x")))


def test_a_mistakes_number_is_what_a_student_computes():
    """By hand, with the numbers of the lecture."""
    values = forward(parse(LECTURE), **OPEN)
    y, target, w2, x, w1 = (values[name] for name in ("y", "target", "w2", "x", "w1"))
    found = {m.kind: m.wrong(values) for m in derivative_mistakes(Derivative(values.graph, "w1")) if "w1" in m.title}
    assert found["other argument"] == pytest.approx(2 * (y - target) * y * (1 - y) * w2 * w1)
    assert found["value for gradient"] == w1
    found = {m.kind: m.wrong(values) for m in derivative_mistakes(Derivative(values.graph, "w1"))}
    assert found["exponent forgotten"] == pytest.approx((y - target) * y * (1 - y) * w2 * x)
    assert found["exponent kept"] == pytest.approx(2 * (y - target) ** 2 * y * (1 - y) * w2 * x)
    assert found["local derivative only"] == x
