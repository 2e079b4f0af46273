"""Protects a question with a choice on its card: what is shown, the reply, the log, hints, fresh ones, no Python."""

import json

from course_lib.sections.checking.choice_questions import worth_of_a_row, wrong_line
from course_lib.widgets.question_item import CHOICE_HINTS, FRESH
from course_lib.widgets.worksheet import Worksheet
from tests.widgets.sheets import answer, card_of, read, send, stood

GAME = "Question 1"


def sheet_of(seed=7, offline=False):
    sheet = Worksheet("5.5", seed, offline=offline)
    sheet.ask(1, wrong_line)
    sheet.ask(2, worth_of_a_row)
    return sheet


def options_of(sheet, name=GAME):
    options = sheet.items[name].question.options
    right = next(option.text for option in options if option.is_right)
    return right, [option.text for option in options if not option.is_right]


def test_the_card_shows_the_report_and_the_options():
    card = card_of(sheet_of(), GAME)
    assert card.asks == "choice"
    assert len(card.fields) == 5
    assert 'class="bp-table report"' in card.numbers
    assert "<caption>" not in card.numbers
    assert card.typing == ""
    assert card.verdict["rung"] == "nothing"
    assert "kinks crossed" in card_of(sheet_of(), "Question 2").numbers


def test_a_wrong_choice_is_told_why_and_the_right_one_is_right_and_both_are_logged():
    sheet = sheet_of()
    right, wrong = options_of(sheet)
    card = card_of(sheet, GAME)
    answer(card, wrong[0])
    assert card.verdict["rung"] == "mistaken"
    assert card.verdict["mistakes"] == (wrong[0],)
    assert card.verdict["title"]
    answer(card, right)
    assert card.verdict["rung"] == "right"
    assert stood(sheet, GAME) == [(True, 2, 0)]
    entries = json.loads(sheet.file())["entries"]
    assert entries[0]["rounds"][0]["said"] == [[wrong[0]], [right]]


def test_the_hints_have_names_of_their_own_and_end_with_a_fresh_question():
    sheet = sheet_of()
    card, (_, wrong) = card_of(sheet, GAME), options_of(sheet)
    for text in wrong[:3]:
        answer(card, text)
    before = card.numbers
    for i, label in enumerate(CHOICE_HINTS):
        assert card.help == label
        send(card, "help")
        assert len(card.hints) == i + 1
    assert card.help == FRESH
    send(card, "help")
    assert card.numbers != before
    assert card.texts == []


def test_a_right_answer_offers_another_one_without_end():
    sheet = sheet_of()
    card = card_of(sheet, GAME)
    seen = set()
    for _ in range(5):
        seen.add(card.numbers)
        answer(card, options_of(sheet)[0])
        assert card.help == FRESH
        send(card, "help")
    assert len(seen) == 5


def test_a_log_brings_the_choices_back():
    sheet, other = sheet_of(), sheet_of(8)
    right, wrong = options_of(sheet)
    answer(card_of(sheet, GAME), wrong[1])
    answer(card_of(sheet, GAME), right)
    read(other, sheet.file())
    assert stood(other, GAME) == [(True, 2, 0)]
    assert card_of(other, GAME).texts == [right]
    assert card_of(other, GAME).numbers == card_of(sheet, GAME).numbers


def test_nothing_and_nonsense_are_no_tries():
    sheet = sheet_of()
    card = card_of(sheet, GAME)
    for texts in ([], [""], [3], ["<b>none of them</b>"], "right"):
        send(card, "answer", texts=texts)
        assert not sheet.items[GAME].is_right
        assert sheet.items[GAME].misses == 0


def test_without_python_every_option_has_its_reply():
    card = card_of(sheet_of(offline=True), GAME)
    for one in card.rounds:
        assert [each["said"] for each in one["answers"]] == one["face"]["fields"]
        assert sorted(each["verdict"]["rung"] for each in one["answers"]) == ["mistaken"] * 4 + ["right"]
