"""Protects the search for explanations: an edited sweep is explained by its edits or by cheaper ones, and nothing else.

What is said of an answer leads to its numbers at every point, and none of its parts can be left out.
"""

from collections import Counter
from functools import lru_cache
from random import Random

import numpy as np
import pytest

from course_lib import parse
from course_lib.exercises import judging, question
from course_lib.exercises.derivative import Edited
from course_lib.exercises.explanations import bits_of
from course_lib.exercises.telling import edits_of
from tests.exercises.test_corpus import ANSWERS
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES

NETWORKS = {LECTURE: ("w1", "w2", "x"), SHARED: ("w", "x"), CHAIN: ("x",), TWO_GATES: ("w1", "x")}
EVERY = [(network, name) for network, names in NETWORKS.items() for name in names]
CORPUS = dict.fromkeys((row["network"], row["wrt"]) for row in ANSWERS)  # networks that people gave wrong answers to


@lru_cache
def asked_of(network, name):
    return question.derivative(parse(network), name, Random(3), question.EXPRESSION)


def numbers_with(explainer, mistakes):
    """The numbers of one answer with all of these mistakes, at every point; by the engine's sweep."""
    if len(mistakes) == 1:
        return [mistakes[0].wrong(point.values) for point in explainer.points]
    edits = tuple(edit for mistake in mistakes for edit in edits_of(mistake))
    return [Edited(explainer.asked, edits)(point.values) for point in explainer.points]


@pytest.mark.parametrize(("network", "name"), [*EVERY, *CORPUS])
def test_every_single_mistake_is_explained_by_itself_or_as_cheaply(network, name):
    explainer = asked_of(network, name).explainer
    truth = asked_of(network, name).truth
    for mistake in asked_of(network, name).same.single:
        numbers = numbers_with(explainer, [mistake])
        if np.allclose(numbers, truth, rtol=1e-6):
            continue  # it changes nothing
        found = explainer.cheapest(numbers)
        assert found, mistake
        assert found[0].bits <= bits_of(mistake)


@pytest.mark.parametrize(("network", "name"), EVERY)
def test_of_two_mistakes_in_one_graph_an_explanation_as_cheap_is_found_that_leads_to_the_same_numbers(network, name):
    asked, chance = asked_of(network, name), Random(4)
    explainer = asked.explainer
    graph = explainer.asked.graph
    single = [made for made in asked.same.single if [edit.graph is graph for edit in edits_of(made)] == [True]]
    for _ in range(25):
        pair = chance.sample(single, 2)
        (one,), (other,) = (edits_of(made) for made in pair)
        numbers = numbers_with(explainer, pair)
        if (one.user, one.slot) == (other.user, other.slot) or not np.all(np.isfinite(numbers)):
            continue
        if np.allclose(numbers, asked.truth, rtol=1e-6, atol=1e-9):
            continue
        found = explainer.cheapest(numbers)
        assert found, [made.title for made in pair]
        for explanation in found:
            assert explanation.bits <= bits_of(pair[0]) + bits_of(pair[1]) + 2.0


@pytest.mark.parametrize(("network", "name"), [*EVERY, *CORPUS])
def test_a_rule_changes_an_edge_in_one_way_only(network, name):
    """Wherever it applies it is applied at once, and two changes of one edge would be nobody's mistake."""
    changed = Counter(
        (mistake.rule, edit.graph is asked_of(network, name).explainer.asked.graph, edit.user, edit.slot)
        for mistake in asked_of(network, name).same.single
        if mistake.rule
        for edit in edits_of(mistake)
    )
    assert set(changed.values()) == {1}


@pytest.mark.parametrize(("network", "name"), EVERY)
def test_what_is_right_has_no_explanation(network, name):
    asked = asked_of(network, name)
    assert asked.explainer.single(asked.truth) == []


def test_a_graph_that_adds_up_arrays_is_judged_without_an_explanation():
    """Its points would be added up."""
    asked = question.derivative(parse("h = mean(x)*w \n L = h**2"), "x", Random(1), question.EXPRESSION)
    assert asked.explainer is None
    assert judging.judge(asked, ["2*h*w"]).rung == judging.RIGHT
    assert judging.judge(asked, ["2*h"]).rung == judging.WRONG
