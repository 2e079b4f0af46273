"""Protects the drill's card: levels, fresh ones without end, marks, and whatever a browser may send."""

import json

import pytest

from course_lib.exercises import judging
from course_lib.exercises.drill import BLANK, LEVELS, PARTLY, WORKED
from course_lib.widgets.drill import ALWAYS, IN_THE_BANK, START, UNKNOWN, DrillItem
from course_lib.widgets.worksheet import Worksheet
from tests.widgets.sheets import answer, send, shown


def item_of(seed=7, offline=False):
    return DrillItem(Worksheet("5.2", seed, offline=offline))


def right_texts(item):
    return [f"{item.drill.number(hole):g}" for hole in item.drill.blanks]


def at(level, seed=7):
    item = item_of(seed)
    send(item.card, "level", level=level)
    return item


def test_it_starts_with_a_worked_one_and_moves_to_any_level():
    item = item_of()
    assert item.card.level == WORKED
    assert item.card.shown["fields"] == []
    for level in LEVELS:
        send(item.card, "level", level=level)
        assert item.card.level == item.drill.level == level
        assert item.card.shown["given"] == item.drill.given
        assert len(item.card.shown["fields"]) == len(item.drill.blanks)
    assert item.card.note == ALWAYS


def test_there_is_always_a_fresh_one_and_it_is_this_students():
    item, same, other = at(BLANK), at(BLANK), at(BLANK, seed=8)
    seen = []
    for _ in range(40):
        seen.append((tuple(item.drill.given), tuple(item.drill.values.values())))
        send(item.card, "fresh")
    assert len(set(seen)) > 36
    assert (tuple(same.drill.given), tuple(same.drill.values.values())) == seen[0]
    assert (tuple(other.drill.given), tuple(other.drill.values.values())) != seen[0]


def test_everything_right_is_right_and_the_numbers_go_into_the_picture():
    item = at(BLANK)
    answer(item.card, *right_texts(item))
    assert item.card.verdict["rung"] == judging.RIGHT
    assert [mark["rung"] for mark in item.card.marks] == [judging.RIGHT] * len(item.drill.blanks)
    assert [mark["number"].replace("−", "-") for mark in item.card.marks] == right_texts(item)


def test_a_mistake_is_named_at_its_blank_and_gives_no_number_away():
    item = at(PARTLY)
    hole, asked = item.drill.blanks[0], item.drill.questions[0]
    mistake = asked.mistakes[0]
    answer(item.card, f"{mistake.wrong(item.drill.values):g}")
    assert item.card.verdict["sentence"].startswith(f"{asked.topic}: ")
    assert mistake.title in item.card.verdict["sentence"] + item.card.verdict["title"]
    assert item.card.marks[0] == {"rung": judging.MISTAKEN, "number": ""}
    assert item.card.verdict["title"] == f"0 of {len(item.drill.blanks)} right."
    assert hole.is_gradient


def test_an_unknown_mistake_is_told_where_to_look():
    item = at(PARTLY)
    answer(item.card, "987654")
    said = item.card.verdict["sentence"]
    assert said.startswith(
        f"{item.drill.questions[0].topic}: Not right, and I do not recognise the mistake. Look at what"
    )
    assert item.drill.place(item.drill.blanks[0]) in said
    assert all(field["place"] for field in at(BLANK).card.shown["fields"])


def test_blanks_left_empty_are_not_judged():
    item = at(BLANK)
    answer(item.card, right_texts(item)[0])
    assert item.card.verdict["rung"] == judging.PARTLY
    assert item.card.verdict["title"].startswith("1 of ")
    answer(item.card)
    assert item.card.verdict["title"] == START


def test_the_picture_has_a_question_mark_for_every_blank():
    item = at(BLANK)
    assert item.card.shown["picture"].count(f">{UNKNOWN}</text>") == len(item.drill.blanks)
    assert at(WORKED).card.shown["picture"].count(f">{UNKNOWN}</text>") == 0


@pytest.mark.parametrize(
    "texts",
    [
        ["("] * 20,
        ["<b>"],
        ["1e999"],
        ["\x00"],
        ["x" * 5000],
        ["1/0"],
        ["a", "b", "c"],
        ["∞"],
        ["L", "NaN"],
        ["2**2**2**9"],
    ],
)
def test_hostile_answers_are_answered(texts):
    item = at(BLANK)
    answer(item.card, *texts)
    assert item.card.verdict["title"]
    assert len(item.card.marks) == len(item.drill.blanks)
    json.dumps(shown(item.card))


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("level", {}),
        ("level", {"level": "hard"}),
        ("level", {"level": 3}),
        ("level", {"level": None}),
        ("answer", {"texts": 3}),
        ("answer", {"texts": [3]}),
        ("nothing", {}),
    ],
)
def test_messages_of_another_form_change_no_drill(act, more):
    item = at(PARTLY)
    before = item.drill
    send(item.card, act, **more)
    assert item.drill is before


def test_a_page_without_python_takes_some_of_each_level_with_their_answers():
    item = item_of(offline=True)
    assert set(item.card.bank) == set(LEVELS)
    for level, bank in item.card.bank.items():
        assert len(bank) == IN_THE_BANK
        for drill in bank:
            assert len(drill["answers"]) == len(drill["numbers"]) == len(drill["fields"])
            for known, number in zip(drill["answers"], drill["numbers"], strict=True):
                assert known[0]["verdict"]["rung"] == judging.RIGHT
                assert float(number.replace("−", "-")) == pytest.approx(known[0]["numbers"][0])
        assert bool(bank[0]["fields"]) == (level != WORKED)
    assert "live course" in item.card.note
    assert item_of().card.bank == {}  # answers stay in Python where there is one
