"""Protects the diagnosis of a wrong value: each named mistake is recognised from its number, in the student's words."""

import math
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings

from course_lib import forward, parse
from course_lib.exercises import judging, question
from course_lib.exercises.closeness import TOLD_APART, close
from course_lib.exercises.value_mistakes import Value
from tests.meaning import says
from tests.networks import CHAIN, LECTURE, OPEN, SHARED, TWO_GATES
from tests.strategies import evaluated_graphs

NETWORKS = {LECTURE: "z1 h1 z2 y L", SHARED: "a b L", CHAIN: "h g L", TWO_GATES: "h1 h2 L", "L = w*log(x + b)": "L"}
EVERY = [(network, name) for network, names in NETWORKS.items() for name in names.split()]


@lru_cache
def asked_of(network, name, seed):
    """A question, drawn once."""
    return question.value(parse(network), name, Random(seed))


def numbers_of(asked, mistake):
    return [mistake.wrong(point.values) for point in asked.points]


def is_near(numbers, others):
    return all(close(number, other, TOLD_APART) for number, other in zip(numbers, others, strict=True))


@pytest.mark.parametrize(("network", "name"), EVERY)
def test_the_numbers_of_every_mistake_are_diagnosed(network, name):
    """Alone, or together with those whose numbers are as near."""
    for seed in range(4):
        asked = asked_of(network, name, seed)
        assert asked.mistakes
        for mistake in asked.mistakes:
            numbers = numbers_of(asked, mistake)
            if not all(map(math.isfinite, numbers)):
                continue  # whoever does this has no number to type
            twins = [other for other in asked.mistakes if is_near(numbers_of(asked, other), numbers)]
            verdict = judging.judge(asked, [f"{number:.6g}" for number in numbers])
            assert sorted(verdict.mistakes) == sorted(twin.kind for twin in twins)
            if verdict.rung == judging.ELSEWHERE:
                assert numbers[0] == pytest.approx(asked.truth[0], rel=0.01)
                assert any(twin.title in verdict.sentence for twin in twins)
            else:
                assert verdict.rung == judging.MISTAKEN
                assert mistake.title in verdict.title + verdict.sentence
                assert mistake.sentence in verdict.sentence


@pytest.mark.parametrize(("network", "name"), EVERY)
def test_the_right_numbers_are_right(network, name):
    for seed in range(4):
        asked = asked_of(network, name, seed)
        assert judging.judge(asked, [f"{truth:.4g}" for truth in asked.truth]).rung == judging.RIGHT


def test_every_kind_of_mistake_can_be_reported():
    seen = {mistake.kind for mistake in question.value(parse(LECTURE), "L", Random(0)).mistakes}
    assert seen == {"stopped early", "function left out", "gate skipped", "term left out", "added", "sign"}


SAID = [  # what its title names, and what its sentence does
    ("L", "stopped early", ["y"], ["L = (y − target)²"]),
    ("L", "function left out", ["σ"], ["y = σ(z2)"]),
    ("L", "function left out", ["(·)²"], ["L = (y − target)²"]),
    ("y", "gate skipped", ["relu"], ["h1 = relu(z1)", "positive", "0"]),
    ("z2", "term left out", ["b2"], ["sum", "w2·h1 + b2"]),
    ("z2", "term left out", ["w2·h1"], ["sum", "w2·h1 + b2"]),
    ("L", "term left out", ["target"], ["difference", "y − target"]),
    ("L", "sign", ["sign"], ["y − target"]),
    ("z1", "added", ["added", "multiply"], ["w1·x", "product"]),
    ("y", "sign", ["size", "sign"], ["minus"]),
]


@pytest.mark.parametrize(("name", "kind", "title", "sentence"), SAID)
def test_a_mistake_is_told_in_the_students_symbols(name, kind, title, sentence):
    of_kind = [mistake for mistake in Value(parse(LECTURE), name).mistakes() if mistake.kind == kind]
    assert [mistake for mistake in of_kind if says(mistake.title, *title) and says(mistake.sentence, *sentence)]


def test_a_mistakes_number_is_what_a_student_computes():
    values = forward(parse(LECTURE), **OPEN)
    mistakes = Value(values.graph, "z2").mistakes()

    def number_of(kind, *named):
        (found,) = [one.wrong(values) for one in mistakes if one.kind == kind and says(one.title, *named)]
        return found

    assert number_of("stopped early", "h1") == values["h1"]
    assert number_of("term left out", "b2") == pytest.approx(0.8 * 1.1)
    assert number_of("term left out", "w2·h1") == -0.2
    assert number_of("term left out", "b1") == pytest.approx(0.8 * 1.0 - 0.2)
    assert number_of("sign", "size") == -values["z2"]


@settings(max_examples=80)
@given(evaluated_graphs(max_nodes=14))
def test_any_mistake_with_any_name_of_any_graph_has_words_and_a_number(example):
    """A mistake that leaves the domain of a logarithm, say, gives NaN: no number at all."""
    graph, inputs = example
    values = forward(graph, **inputs)
    for name in graph.index:
        for mistake in Value(graph, name).mistakes():
            for words in (mistake.title, mistake.sentence):
                assert words.endswith(".")
                assert "None" not in words
                assert "…" not in words
            assert type(mistake.wrong(values)) is float


def test_a_mistake_that_leads_out_of_a_domain_keeps_no_question_from_being_asked():
    values = forward(parse("L = log(x + b)"), x=-1.0, b=3.0)
    found = {m.title: m.wrong(values) for m in Value(values.graph).mistakes()}
    assert math.isnan(found["b is missing."])
    assert found["x is missing."] == pytest.approx(math.log(3.0))
    for seed in range(10):
        question.value(values.graph, "L", Random(seed))
