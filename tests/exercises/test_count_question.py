"""Protects counted questions: which mistakes are kept, and what is said about them."""

from course_lib.exercises import judging
from course_lib.exercises.count_question import Wrong, counting
from tests.meaning import says

HINTS = ("one", "two", "three")


def question(wrong, truth=26):
    return counting("passes", "How many?", (), {"n": 13}, truth, wrong, HINTS)


def test_a_mistake_that_gives_the_right_number_is_left_out():
    kept = question([Wrong("same", "Same.", "", 26), Wrong("other", "Other.", "", 14)]).mistakes
    assert [mistake.kind for mistake in kept] == ["other"]


def test_two_mistakes_of_one_number_are_both_said():
    asked = question([Wrong("a", "One.", "This.", 14), Wrong("b", "Two.", "That.", 14)])
    verdict = judging.judge(asked, ["14"])
    assert verdict.mistakes == ("a", "b")
    assert says(verdict.sentence, "One. This", "Two. That")


def test_a_right_answer_is_said_with_its_name_and_a_strange_one_gets_its_size():
    assert judging.judge(question([]), ["2*n"]).sentence == "passes = 26. three"
    assert judging.judge(question([]), ["260"]).rung == judging.WRONG
