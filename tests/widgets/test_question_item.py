"""Protects the time at which a question is drawn: for its card if that shows numbers, else for the first answer."""

import pytest

from course_lib.exercises import known_mistakes, question
from course_lib.widgets.worksheet import Worksheet
from tests.widgets.sheets import MISTAKEN, NETWORK, NOTEBOOK, RIGHT, UNIT_TARGET, answer, read


@pytest.fixture
def drawn(monkeypatch):
    """The names that a derivative was drawn for, in order."""
    names = []
    draw = question.derivative

    def recorded(graph, wrt, *more):
        names.append(wrt)
        return draw(graph, wrt, *more)

    monkeypatch.setattr(question, "derivative", recorded)
    return names


def sheet_with(asks, seed=7):
    sheet = Worksheet(NOTEBOOK, seed)
    return sheet, sheet.question(1, NETWORK, wrt="w2", asks=asks, ranges=UNIT_TARGET)


def test_an_expression_is_drawn_for_its_first_answer_and_once(drawn):
    sheet, card = sheet_with("expression")
    assert "∂L/∂w2" in card.prompt
    assert "∂L/∂w2" in sheet.log().table
    assert drawn == []
    answer(card, MISTAKEN)
    answer(card, RIGHT)
    assert (card.verdict["rung"], drawn) == ("right", ["w2"])


def test_a_number_is_drawn_for_its_card_which_shows_the_numbers(drawn):
    _, card = sheet_with("number")
    assert "<table" in card.numbers
    assert drawn == ["w2"]


def test_a_saved_log_without_an_answer_draws_nothing(drawn):
    sheet, _ = sheet_with("expression")
    read(sheet, sheet_with("expression", 8)[0].file())
    assert drawn == []


def test_what_a_card_shows_before_its_question_is_drawn_is_what_the_question_says():
    sheet, _ = sheet_with("expression")
    item = sheet.items["Question 1"]
    assert item.wording == item.question.wording


def test_what_is_the_same_for_all_students_is_computed_once(monkeypatch):
    computed = []
    compute = known_mistakes.single_mistakes
    monkeypatch.setattr(known_mistakes, "single_mistakes", lambda asked: computed.append(asked) or compute(asked))
    ranges = {"target": (0.11, 0.93)}  # no other test's
    for seed in range(3):
        card = Worksheet(NOTEBOOK, seed).question(1, NETWORK.copy(), wrt="w2", ranges=ranges)
        answer(card, f"2*{RIGHT}")
        assert card.verdict["rung"] in ("wrong", "mistaken")
    assert len(computed) == 1
