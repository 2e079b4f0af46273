"""Protects a question: its right numbers are autograd's, its mistakes are the same for every student and all show.

What is asked, what is given and what may stand in an answer follow from the graph.
"""

import time
from functools import lru_cache
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_lib import parse
from course_lib.errors import BuildError, UnknownNameError
from course_lib.exercises import judging, question
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.question import (
    APART,
    CONDITION,
    EXPRESSION,
    NUMBER,
    OPEN_POINTS,
    TOLD_APART,
    TWINS,
    TYPING,
    close,
)
from tests.exercises.answers import derivative_of, values_of
from tests.meaning import says
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES
from tests.oracle import oracle_gradients, oracle_value
from tests.strategies import evaluated_graphs

NETWORKS = {
    LECTURE: ["w1", "b1", "w2", "b2", "x", "target", "z1", "h1", "z2", "y"],
    SHARED: ["w", "x", "a", "b"],
    CHAIN: ["x", "h", "g"],
    TWO_GATES: ["w1", "x", "b1", "h1", "w2", "b2", "h2", "target"],
}
EVERY = [(network, name) for network, names in NETWORKS.items() for name in names]
every_derivative = pytest.mark.parametrize(("network", "name"), EVERY, ids=[name for _, name in EVERY])
every_way_to_ask = pytest.mark.parametrize("asks", [NUMBER, EXPRESSION])


SEEDS = range(2)


@lru_cache
def asked_of(network, name, seed, asks, target=(-2.0, 2.0)):
    """The question, drawn once for all tests that look at it."""
    graph = parse(network)
    ranges = {"target": target} if "target" in graph.inputs else None
    return question.derivative(graph, name, Random(seed), asks, ranges)


def inputs_of(point):
    return {name: point.values[name] for name in point.values.graph.inputs}


def told(asked):
    """The mistakes of a question, without what computes them."""
    return [(mistake.kind, mistake.title, mistake.sentence) for mistake in asked.mistakes]


@every_derivative
@every_way_to_ask
def test_the_right_numbers_are_autograds(network, name, asks):
    for seed in SEEDS:
        asked = asked_of(network, name, seed, asks)
        expected = [derivative_of(network, inputs_of(point), name) for point in asked.points]
        np.testing.assert_allclose(asked.truth, expected, rtol=1e-9, atol=1e-12)


@settings(max_examples=15)
@given(evaluated_graphs(max_nodes=9), st.data(), st.sampled_from([NUMBER, EXPRESSION]))
def test_the_right_numbers_of_any_graph_are_autograds(example, data, asks):
    graph, inputs = example
    name = data.draw(st.sampled_from(list(inputs)))
    try:
        asked = question.derivative(graph, name, Random(data.draw(st.integers(0, 9))), asks)
    except BuildError:
        assume(False)
    for point, truth in zip(asked.points, asked.truth, strict=True):
        assert truth == pytest.approx(oracle_gradients(graph, inputs_of(point))[name], rel=1e-9, abs=1e-9)


@settings(max_examples=25)
@given(evaluated_graphs(max_nodes=9), st.sampled_from([NUMBER, EXPRESSION]))
def test_the_right_values_of_any_graph_are_autograds(example, asks):
    graph, _ = example
    try:
        asked = question.value(graph, "L", Random(0), asks)
    except BuildError:
        assume(False)
    for point, truth in zip(asked.points, asked.truth, strict=True):
        assert truth == pytest.approx(oracle_value(graph, inputs_of(point)), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["z1", "h1", "z2", "y", "L"])
def test_a_value_is_what_python_computes(name):
    asked = question.value(parse(LECTURE), name, Random(3))
    assert asked.truth == pytest.approx([values_of(LECTURE, inputs_of(point))[name] for point in asked.points])


@every_derivative
def test_every_student_has_the_same_mistakes(network, name):
    """A mistake that is missing for some seed gave the right number there by chance."""
    found = {tuple(told(asked_of(network, name, seed, NUMBER))) for seed in SEEDS}
    assert len(found) == 1
    assert found != {()}


def kept_apart(asked):
    return [mistake for mistake in asked.mistakes if mistake.is_kept_apart]


def assert_that_every_mistake_shows(asked):
    for mistake in kept_apart(asked):
        numbers = [mistake.wrong(point.values) for point in asked.points]
        off = [abs(n - t) / max(abs(n), abs(t), 1e-9) for n, t in zip(numbers, asked.truth, strict=True)]
        assert max(off) > APART, mistake.title


@every_derivative
def test_in_numbers_every_mistake_shows_at_one_of_the_points(network, name):
    for seed in SEEDS:
        assert_that_every_mistake_shows(asked_of(network, name, seed, NUMBER))


@pytest.mark.parametrize("name", NETWORKS[LECTURE])
def test_in_a_narrow_range_every_mistake_shows_as_well(name):
    """Where the target lies between 0 and 1, as y does, much more is near to each other."""
    for seed in SEEDS:
        assert_that_every_mistake_shows(asked_of(LECTURE, name, seed, NUMBER, (0.05, 0.95)))


MANY_PATHS = """
    a = 3*x
    b = x**2
    u = a + b
    v = a*b
    L = u*v
"""  # more mistakes than one number can tell apart


@pytest.mark.parametrize(("network", "name"), [*EVERY, *((MANY_PATHS, name) for name in "xab")])
def test_in_numbers_no_mistake_is_near_the_right_number_or_named_as_certain_near_another(network, name):
    for seed in SEEDS:
        asked = asked_of(network, name, seed, NUMBER)
        opened, truth = asked.points[0].values, asked.truth[0]
        made = [(mistake, mistake.wrong(opened)) for mistake in kept_apart(asked)]
        for mistake, number in made:
            if number == pytest.approx(truth, rel=1e-9):
                continue  # it shows behind a closed gate
            assert not close(number, truth, APART), (mistake, number, truth)
            near = {other.kind for other, found in made if close(found, number, TOLD_APART) and "," not in other.kind}
            verdict = judging.judge(asked, [repr(number)])
            assert near <= set(verdict.mistakes), (mistake, verdict)
            assert len(near) < 2 or verdict.title not in {each.title for each in asked.mistakes}


def layered(inputs, hidden, function, last):
    """A network with a layer of hidden units, biases everywhere, every weight an input of its own."""
    lines = []
    for j in range(1, hidden + 1):
        lines.append(f"z{j} = {' + '.join(f'w{i}{j}*x{i}' for i in range(1, inputs + 1))} + b{j}")
        lines.append(f"h{j} = {function}(z{j})")
    out = " + ".join(f"v{j}*h{j}" for j in range(1, hidden + 1))
    return "\n".join([*lines, f"y = {last}({out} + c)", "L = (y - t)**2"])


LAYERED = [(2, 2, 10), (2, 3, 2), (3, 2, 2), (1, 4, 1), (3, 3, 1)]  # units, and how many students


@pytest.mark.parametrize(("inputs", "hidden", "students"), LAYERED)
@pytest.mark.parametrize("function", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("last", ["", "sigmoid"])
def test_a_question_can_be_asked_about_a_first_real_network(inputs, hidden, students, function, last):
    graph = parse(layered(inputs, hidden, function, last))
    assert len(graph.inputs) >= 12
    for seed in range(students):
        for name in ("w11", "v1"):
            asked = question.derivative(graph, name, Random(seed), EXPRESSION)
            assert len(asked.points) > 6
            assert len(asked.explainer.single(asked.truth)) == 0  # nothing explains what is right


def test_a_question_is_drawn_while_nobody_waits():
    start = time.process_time()
    for seed in range(3):
        question.derivative(parse(MANY_PATHS), "x", Random(seed), NUMBER)
    assert time.process_time() - start < 1.5  # seconds; a search without an end takes that for each


@every_derivative
@every_way_to_ask
def test_a_seed_gives_its_question_again_and_another_seed_another(network, name, asks):
    first, again = asked_of(network, name, 1, asks), asked_of.__wrapped__(network, name, 1, asks)
    assert [str(point) for point in first.points] == [str(point) for point in again.points]
    assert (first.prompt, first.truth, first.hints, told(first)) == (
        again.prompt,
        again.truth,
        again.hints,
        told(again),
    )
    if (network, asks) not in ((CHAIN, NUMBER), (SHARED, NUMBER)):  # few inputs, many mistakes: few numbers are left
        assert len({asked_of(network, name, seed, asks).truth for seed in SEEDS}) > 1


def test_an_expression_is_judged_at_many_points_of_every_state():
    asked = question.derivative(parse(TWO_GATES), "w1", Random(0))
    closed = [point.gate for point in asked.points if point.gate is not None]
    assert [point.gate for point in asked.points[:OPEN_POINTS]] == [None] * OPEN_POINTS
    assert len(closed) == 2 * TWINS
    assert all(closed.count(gate) == TWINS for gate in closed)
    assert len(question.derivative(parse(CHAIN), "x", Random(0)).points) == OPEN_POINTS


@pytest.mark.parametrize(
    ("network", "name", "of"),
    [("a = sin(x)\nL = w**2", "x", None), (LECTURE, "L", None), (LECTURE, "w2", "h1"), (LECTURE, "y", "z2")],
)
@every_way_to_ask
def test_what_the_loss_does_not_depend_on_is_no_question(network, name, of, asks):
    with pytest.raises(BuildError, match=f"does not depend on {name}") as caught:
        question.derivative(parse(network), name, Random(0), asks, of=of)
    assert caught.value.hint


@pytest.mark.parametrize("ask", [question.derivative, question.value])
def test_an_unknown_name_is_no_question(ask):
    with pytest.raises(UnknownNameError, match="w3"):
        ask(parse(LECTURE), "w3", Random(0))


def test_the_derivative_of_an_inner_name_can_be_asked_for():
    asked = question.derivative(parse(LECTURE), "x", Random(0), NUMBER, of="z2")
    assert asked.topic == "∂z2/∂x"
    assert asked.given == ("z1 = w1·x + b1", "h1 = relu(z1)", "z2 = w2·h1 + b2")
    expected = [derivative_of(LECTURE, inputs_of(point), "x", "z2") for point in asked.points]
    assert asked.truth == pytest.approx(expected)


PROMPTS = [
    (LECTURE, "w1", NUMBER, "Compute ∂L/∂w1 twice, for these numbers.", ["gate open", "gate closed"]),
    (CHAIN, "x", NUMBER, "Compute ∂L/∂x for these numbers.", [""]),
    (
        *(TWO_GATES, "w1", NUMBER, "Compute ∂L/∂w1 3 times, for these numbers."),
        ["gates all open", "gate h1 closed", "gate h2 closed"],
    ),
]


@pytest.mark.parametrize(("network", "name", "asks", "prompt", "labels"), PROMPTS)
def test_a_number_has_a_field_for_each_state_of_the_gates(network, name, asks, prompt, labels):
    asked = question.derivative(parse(network), name, Random(0), asks)
    assert asked.prompt == prompt
    assert [point.label for point in asked.points] == labels
    assert asked.fields == tuple(f"∂L/∂{name}, {label} =" if label else f"∂L/∂{name} =" for label in labels)


@pytest.mark.parametrize(
    ("network", "name", "is_gated"), [(LECTURE, "b1", True), (LECTURE, "w2", False), (CHAIN, "x", False)]
)
def test_an_expression_has_one_field_and_hears_of_conditions_where_it_needs_one(network, name, is_gated):
    asked = asked_of(network, name, 0, EXPRESSION)
    assert says(asked.prompt, f"∂L/∂{name}")
    assert asked.fields == (f"∂L/∂{name} =",)
    assert asked.typing.startswith(TYPING[EXPRESSION])
    assert (CONDITION in asked.typing) is is_gated
    assert asked_of(network, name, 0, NUMBER).typing == TYPING[NUMBER]


def test_what_may_stand_in_an_answer_is_every_name_or_for_a_value_the_inputs():
    graph = parse(LECTURE)
    assert question.derivative(graph, "w1", Random(0)).names == tuple(graph.index)
    assert question.value(graph, "y", Random(0), EXPRESSION).names == tuple(graph.inputs)


def test_given_are_the_lines_that_the_answer_needs():
    lines = ("z1 = w1·x + b1", "h1 = relu(z1)", "z2 = w2·h1 + b2", "y = σ(z2)", "L = (y − target)²")
    assert question.derivative(parse(LECTURE), "target", Random(0)).given == lines
    assert question.value(parse(LECTURE), "h1", Random(0)).given == lines[:2]


@pytest.mark.parametrize("asks", [NUMBER, EXPRESSION])
def test_the_question_for_a_value(asks):
    asked = question.value(parse(LECTURE), "y", Random(0), asks)
    assert (asked.topic, asked.asks) == ("y", asks)
    assert says(asked.prompt, "y")
    assert len(asked.hints) == 3


def test_a_derivative_reads_as_one():
    assert str(Derivative(parse(LECTURE), "w1")) == "∂L/∂w1"
    assert str(Derivative(parse(LECTURE), "w1", "h1")) == "∂h1/∂w1"
