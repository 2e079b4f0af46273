"""Protects the words for several mistakes at once: each is named, the same one at several places once."""

from course_lib import parse
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.derivative_mistakes import single_mistakes
from course_lib.exercises.telling import as_one, edits_of, together
from tests.meaning import says
from tests.networks import LECTURE

TWO_SIGMOIDS = "h = sigmoid(w*x) \n y = sigmoid(v*h) \n L = (y - t)**2"


def made(network, kind, count=2):
    """The first mistakes of this kind, by one rule."""
    mistakes = [mistake for mistake in single_mistakes(Derivative(parse(network), "x")) if mistake.kind == kind]
    return [mistake for mistake in mistakes if mistake.rule == mistakes[0].rule][:count]


def test_one_mistake_is_told_in_its_own_words():
    (mistake,) = made(LECTURE, "exponent forgotten", 1)
    assert together([mistake]) == (mistake.title, mistake.sentence)


def test_the_same_mistake_at_two_places_has_one_title_and_names_both():
    one, other = made(TWO_SIGMOIDS, "another derivative")
    title, sentence = together([one, other])
    assert title not in (one.title, other.title)
    assert one.title in sentence
    assert other.title in sentence


def test_a_rule_with_a_title_of_its_own_for_several_places_uses_it():
    one, other = made(TWO_SIGMOIDS, "derivative twice")
    title, sentence = together([one, other])
    assert says(title, "derivatives", "twice")
    assert one.sentence in sentence
    assert other.sentence in sentence


def test_different_mistakes_are_counted_and_each_is_named():
    different = [*made(LECTURE, "exponent forgotten", 1), *made(LECTURE, "gate skipped", 1)]
    title, sentence = together(different)
    assert says(title, "two")
    assert all(mistake.title in sentence for mistake in different)


def test_edits_of_one_graph_make_one_number():
    asked = Derivative(parse(LECTURE), "x")
    two = [mistake for mistake in single_mistakes(asked) if edits_of(mistake)][:2]
    assert as_one(asked, two).edits == (*edits_of(two[0]), *edits_of(two[1]))
    assert as_one(asked, [mistake for mistake in single_mistakes(asked) if not edits_of(mistake)][:1]) is None
