"""Protects a notebook's worksheet: its seed, its log, and the file that a student saves and loads again."""

import json

import pytest

from course_lib import parse
from course_lib.errors import CourseError
from course_lib.exercises import prediction, question
from course_lib.exercises.log import LARGEST, MOST_ATTEMPTS, MOST_ENTRIES, MOST_HINTS, MOST_ROUNDS, read_log
from course_lib.numerals import numeral
from course_lib.widgets.question_item import HINTS
from course_lib.widgets.worksheet import Worksheet
from tests.meaning import SENTENCE_END, numbers_in, says
from tests.widgets.sheets import (
    MISSES,
    MISTAKEN,
    NETWORK,
    NOTEBOOK,
    RIGHT,
    UNIT_TARGET,
    UNREADABLE,
    answer,
    ask_for_a_fresh_one,
    card_of,
    lock,
    miss_three_times,
    read,
    send,
    sheet_of,
    shown,
    stood,
)


def played(seed=7):
    """A sheet on which something of every kind was said; Question 2 is open."""
    sheet = sheet_of(seed)
    lock(card_of(sheet, "Prediction 1"), "grows")
    answer(card_of(sheet, "Question 1"), MISTAKEN)
    answer(card_of(sheet, "Question 1"), RIGHT)
    return sheet


def verdict_of(sheet, name):
    return card_of(sheet, name).verdict


def rung_of(sheet):
    """What the log says to the last message."""
    return sheet.log().verdict["rung"]


def edited(sheet, **changes):
    """The sheet's file, changed by hand."""
    return json.dumps({**json.loads(sheet.file()), **changes})


def round_of(*said, hints=0):
    """One round of a log's entry, as its file has it."""
    return {"said": list(said), "hints": hints}


def everything(sheet):
    """Whatever a visitor sees of a sheet, but for the log's answer and what was sent last."""
    widgets = [*(item.card for item in sheet.items.values()), sheet.note(), sheet.log()]
    states = [{name: value for name, value in shown(widget).items() if name != "sent"} for widget in widgets]
    states[-1] = {name: value for name, value in states[-1].items() if name != "verdict"}
    return states


# The seed.


def asked(sheet):
    """What a student is asked, with its numbers."""
    return [(item.question.prompt, str(item.question.points)) for item in sheet.items.values() if "Q" in item.name]


def test_the_same_seed_asks_the_same_and_another_one_something_else():
    assert asked(sheet_of(7)) == asked(sheet_of(7))
    assert shown(card_of(sheet_of(7), "Question 2")) == shown(card_of(sheet_of(7), "Question 2"))
    assert len({str(asked(sheet_of(seed))) for seed in range(8)}) == 8
    assert len({card_of(sheet_of(seed), "Question 2").numbers for seed in range(8)}) == 8


def test_what_stands_before_a_question_does_not_change_its_numbers():
    alone = Worksheet(NOTEBOOK, 7)
    alone.question(2, NETWORK, wrt="b1", asks="number", ranges=UNIT_TARGET)
    assert asked(alone) == asked(sheet_of(7))[1:]


def test_two_questions_and_two_notebooks_of_one_seed_have_numbers_of_their_own():
    sheet, other = Worksheet(NOTEBOOK, 7), Worksheet("5.4", 7)
    for number in (1, 2):
        sheet.question(number, NETWORK, wrt="w2")
        other.question(number, NETWORK, wrt="w2")
    assert len({points for one in (sheet, other) for _, points in asked(one)}) == 4


def test_the_note_says_the_seed_and_how_to_get_it_again():
    assert "?seed=7" in sheet_of(7).note().text
    sheet = sheet_of(8)
    assert "?seed=8" in sheet.note().text
    read(sheet, played(7).file())
    assert "?seed=7" in sheet.note().text
    assert "8" not in sheet.note().text


# What a notebook registers.


def test_a_cell_that_runs_again_replaces_its_own_card():
    sheet = played()
    old = card_of(sheet, "Question 1")
    new = sheet.question(1, NETWORK, wrt="w2", ranges=UNIT_TARGET)
    assert list(sheet.items) == ["Prediction 1", "Prediction 2", "Question 1", "Question 2"]
    assert card_of(sheet, "Question 1") is new is not old
    assert stood(sheet) == [(False, 0, 0)]
    answer(old, MISTAKEN)  # a page that still shows the old one
    assert RIGHT not in sheet.file()
    assert MISTAKEN not in sheet.file()
    sheet.predict(1, prediction.sign("p", 1.0, "why"))
    assert "grows" not in sheet.file()
    assert sheet.log().table.count('scope="row"') == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"wrt": "w9"},
        {"wrt": "w2", "of": "w9"},
        {"of": "w9", "asks": "number"},
        {"wrt": "w2", "then": ["b2", "w9"]},
        {"wrt": "w2", "then": [(parse("L = x**2"), "w9")]},
        {"wrt": "w2", "of": "y", "then": [(parse("w9 = x**2"), "x")]},
    ],
    ids=lambda keywords: "-".join(keywords),
)
def test_a_question_about_an_unknown_name_says_so_at_once_and_is_not_added(wrong):
    sheet = sheet_of()
    with pytest.raises(CourseError, match="w9"):
        sheet.question(3, NETWORK, **wrong)
    assert "Question 3" not in sheet.items


def test_a_question_about_a_name_that_the_loss_does_not_depend_on_says_so():
    with pytest.raises(CourseError, match=r"\btarget\b"):
        sheet_of().question(3, NETWORK, wrt="target", of="y")


def test_a_question_may_ask_for_a_value_and_go_on_with_another_graph():
    sheet = Worksheet(NOTEBOOK, 7)
    card = sheet.question(1, NETWORK, of="z1", asks="number", then=[(parse("z1 = x*w\nL = sin(z1)"), "w")])
    (truth,) = sheet.items["Question 1"].question.truth
    assert card.fields == ["z1 ="]
    assert says(card.prompt, "z1")
    assert "z1" not in card.numbers
    answer(card, f"{truth:.4g}")
    assert card.verdict["rung"] == "right"
    for text in ("91", "92", "93"):
        answer(card, text)
    for _ in range(len(HINTS) + 1):
        send(card, "help")
    assert "∂z1/∂w" in card.prompt
    assert card.given == ["z1 = x·w"]


def test_a_question_may_be_made_by_a_function_of_its_own():
    sheet, turns = Worksheet(NOTEBOOK, 7), []

    def make(random, fresh):
        turns.append((random.random(), fresh))
        return question.value(parse("L = a + b"), "L", random, "expression")

    card = sheet.ask(1, make)
    answer(card, "b + a")
    assert card.verdict["rung"] == "right"
    assert turns == [(sheet.random("Question 1", 0).random(), 0)]


# The log.


def rows(sheet):
    cells = sheet.log().table.replace("</th>", "|").replace("</td>", "|").replace("</tr>", "\n")
    text = "".join(part.split(">", 1)[-1] for part in cells.split("<"))
    return [line.split("|")[:3] for line in text.splitlines()[1:]]


def test_the_log_has_a_row_for_everything_that_is_asked_and_says_how_it_stands():
    sheet = sheet_of()
    names = ["Prediction 1", "Prediction 2", "Question 1: ∂L/∂w2", "Question 2: ∂L/∂b1"]
    open_ = sheet.items["Prediction 1"].standing
    assert rows(sheet) == [[name, "", open_] for name in names]
    lock(card_of(sheet, "Prediction 1"), "grows")
    answer(card_of(sheet, "Question 1"), MISTAKEN)
    answer(card_of(sheet, "Question 2"), "3", "4")
    standings = [item.standing for item in sheet.items.values()]
    said = ["grows", "", MISTAKEN, "3; 4"]
    assert rows(sheet) == [list(row) for row in zip(names, said, standings, strict=True)]
    assert says(standings[0], "becomes 0")  # what came of it
    assert standings[1] == open_
    assert (stood(sheet, "Question 1"), stood(sheet, "Question 2")) == ([(False, 1, 0)], [(False, 1, 0)])
    assert says(standings[2], 1)
    answer(card_of(sheet, "Question 1"), RIGHT)
    assert rows(sheet)[2] == [names[2], RIGHT, sheet.items["Question 1"].standing]
    assert stood(sheet) == [(True, 2, 0)]
    assert says(sheet.items["Question 1"].standing, "right", 2)


def test_the_logs_file_is_what_was_said_and_its_name_says_where_it_belongs():
    sheet = played()
    assert sheet.log().file == sheet.file()
    assert sheet.log().filename == "backpropagation-5.3-seed-7.json"
    content = json.loads(sheet.file())
    assert (content["notebook"], content["seed"]) == (NOTEBOOK, 7)
    assert content["entries"] == [
        {"name": name, "rounds": [rounds], "verdict": sheet.items[name].standing}
        for name, rounds in {"Prediction 1": round_of(["grows"]), "Question 1": round_of([MISTAKEN], [RIGHT])}.items()
    ]
    assert "2*(y - target)" in sheet.file()  # readable as a text
    assert "∂" not in json.dumps([entry["name"] for entry in content["entries"]], ensure_ascii=False)


def test_unsaved_is_what_was_said_since_the_last_save():
    sheet = sheet_of()
    card = card_of(sheet, "Question 1")
    assert not sheet.log().unsaved
    answer(card, "")
    assert not sheet.log().unsaved
    answer(card, MISTAKEN)
    assert sheet.log().unsaved
    send(sheet.log(), "saved")
    assert not sheet.log().unsaved
    assert rung_of(sheet) == "right"
    answer(card, MISTAKEN)  # the same once more is nothing new
    assert not sheet.log().unsaved
    lock(card_of(sheet, "Prediction 2"), "1")
    assert sheet.log().unsaved


def test_a_hint_and_a_fresh_question_are_something_to_save():
    sheet = sheet_of()
    card = card_of(sheet, "Question 1")
    miss_three_times(card)
    for _ in range(len(HINTS) + 1):
        send(sheet.log(), "saved")
        assert not sheet.log().unsaved
        send(card, "help")
        assert sheet.log().unsaved


# The file, read back in.


@pytest.mark.parametrize("seed", [7, 8, 0, 999_999])
def test_a_file_brings_seed_texts_verdicts_and_locks_back(seed):
    saved = played()
    sheet = sheet_of(seed)
    read(sheet, saved.file())
    assert rung_of(sheet) == "right"
    assert numbers_in(sheet.log().verdict["sentence"])[0] == 2  # entries that were read
    assert (sheet.seed, asked(sheet), sheet.file()) == (7, asked(saved), saved.file())
    assert sheet.log().filename == saved.log().filename
    assert not sheet.log().unsaved
    assert card_of(sheet, "Question 1").texts == [RIGHT]
    for name in saved.items:
        assert verdict_of(sheet, name)["rung"] == verdict_of(saved, name)["rung"]
    for name in ("Prediction 1", "Question 1"):
        assert verdict_of(sheet, name) == verdict_of(saved, name)
    card = card_of(sheet, "Prediction 1")
    lock(card, "becomes 0")
    assert (card.locked, card.said) == (True, "grows")
    assert rows(sheet) == rows(saved)


def test_a_right_answer_counts_whatever_is_tried_after_it():
    sheet = sheet_of()
    card = card_of(sheet, "Question 1")
    for text in (RIGHT, MISSES[0]):
        answer(card, text)
    assert card.verdict["rung"] != "right"
    item = sheet.items["Question 1"]
    assert (item.said, stood(sheet)) == (RIGHT, [(True, 2, 0)])
    again = sheet_of(8)
    read(again, sheet.file())
    assert (again.items["Question 1"].said, stood(again)) == (RIGHT, [(True, 2, 0)])


def test_the_misses_come_back_too_and_with_them_the_offer_of_a_hint():
    saved = sheet_of()
    for text in (MISSES[0], UNREADABLE, *MISSES[1:]):
        answer(card_of(saved, "Question 1"), text)
    sheet = sheet_of(8)
    read(sheet, saved.file())
    card = card_of(sheet, "Question 1")
    assert card.help == HINTS[0]
    assert stood(sheet) == [(False, 4, 0)]
    send(card, "help")
    assert card.hints == list(saved.items["Question 1"].question.hints[:1])


@pytest.mark.parametrize("hints", range(1, len(HINTS) + 1))
def test_the_hints_come_back_as_far_as_they_were_shown(hints):
    saved = sheet_of()
    card = card_of(saved, "Question 1")
    miss_three_times(card)
    for _ in range(hints):
        send(card, "help")
    sheet = sheet_of(8)
    read(sheet, saved.file())
    back = card_of(sheet, "Question 1")
    assert (back.hints, back.help, len(back.hints)) == (card.hints, card.help, hints)
    assert rows(sheet) == rows(saved)


def test_a_fresh_question_comes_back_as_the_one_that_was_asked_last():
    saved = sheet_of()
    card = card_of(saved, "Question 1")
    ask_for_a_fresh_one(card)
    fresh = "2*(y - target)*y*(1 - y)"
    answer(card, fresh)
    sheet = sheet_of(8)
    read(sheet, saved.file())
    assert asked(sheet) == asked(saved)
    assert verdict_of(sheet, "Question 1")["rung"] == "right"
    assert card_of(sheet, "Question 1").prompt == card.prompt
    assert card_of(sheet, "Question 1").texts == [fresh]
    assert (rows(sheet), sheet.file()) == (rows(saved), saved.file())


def test_what_the_file_does_not_hold_is_open_again():
    sheet = sheet_of()
    lock(card_of(sheet, "Prediction 2"), "3")
    miss_three_times(card_of(sheet, "Question 1"))
    answer(card_of(sheet, "Question 2"), "3", "4")
    send(sheet.log(), "saved")
    other = sheet_of(8)
    lock(card_of(other, "Prediction 1"), "grows")
    read(sheet, other.file())
    said = {name: item.said for name, item in sheet.items.items()}
    assert said.pop("Prediction 1") == "grows"
    assert set(said.values()) == {""}
    assert {sheet.items[name].standing for name in said} == {sheet_of().items["Question 1"].standing}  # all open
    assert not card_of(sheet, "Prediction 2").locked
    assert card_of(sheet, "Question 1").help == ""
    assert {verdict_of(sheet, name)["rung"] for name in said} == {"nothing"}


def test_a_file_may_be_read_twice_and_the_boxes_are_filled_again():
    sheet = sheet_of(8)
    file = played().file()
    read(sheet, file)
    answered = card_of(sheet, "Question 1").asked
    read(sheet, file)
    assert card_of(sheet, "Question 1").asked > answered  # the page makes the boxes anew
    assert card_of(sheet, "Question 1").texts == [RIGHT]
    assert sheet.file() == file


def test_the_verdicts_in_a_file_are_not_believed():
    saved = sheet_of()
    answer(card_of(saved, "Question 1"), MISTAKEN)
    lock(card_of(saved, "Prediction 1"), "grows")
    entries = [{**entry, "verdict": "right, 1 try"} for entry in json.loads(saved.file())["entries"]]
    entries[0]["outcome"] = "grows"
    sheet = sheet_of()
    read(sheet, edited(saved, entries=entries))
    assert rung_of(sheet) == "right"  # it was read
    assert verdict_of(sheet, "Question 1")["rung"] == "mistaken"
    assert stood(sheet) == [(False, 1, 0)]
    assert says(sheet.items["Prediction 1"].standing, "becomes 0")
    assert "right, 1 try" not in sheet.file()  # as the edited file has it


def test_an_answer_is_judged_at_the_files_seed():
    saved = sheet_of(7)
    numbers = [numeral(truth) for truth in saved.items["Question 2"].question.truth]
    answer(card_of(saved, "Question 2"), *numbers)
    assert verdict_of(saved, "Question 2")["rung"] == "right"
    other = sheet_of(8)
    answer(card_of(other, "Question 2"), *numbers)
    assert verdict_of(other, "Question 2")["rung"] != "right"
    read(other, edited(saved, seed=8))
    read(other, edited(saved, seed=8))  # the page's own answer was not saved: it asks once
    assert rung_of(other) == "right"
    assert verdict_of(other, "Question 2")["rung"] != "right"
    read(other, saved.file())
    assert verdict_of(other, "Question 2")["rung"] == "right"


@pytest.mark.parametrize("name", ["Question 9", "question 1", "<b>Question 1</b>", "Prediction 99", "x" * 100])
def test_an_entry_for_something_that_is_not_on_the_page_is_left_out_and_said(name):
    saved = played()
    entries = [*json.loads(saved.file())["entries"], {"name": name, "rounds": [round_of(["y"])], "verdict": "right"}]
    sheet = sheet_of(8)
    read(sheet, edited(saved, entries=entries))
    assert rung_of(sheet) == "right"
    assert numbers_in(sheet.log().verdict["sentence"]) == [2, 7, 1]  # entries read, at what seed, and left out
    assert sheet.file() == saved.file()


def test_an_entry_may_hold_what_its_item_does_not_take():
    """A prediction's answer that is no option, a question's text too many: neither is locked nor breaks the page."""
    rounds = [round_of(["", RIGHT], [RIGHT, "y"], ["\x00"], ["<b>"], hints=MOST_HINTS)] * MOST_ROUNDS
    entries = [
        {"name": "Prediction 1", "rounds": [round_of(["explodes"], ["becomes 0"], hints=3)] * 2},
        {"name": "Prediction 2", "rounds": [round_of(["1", "2"], ["3"])]},
        {"name": "Question 1", "rounds": rounds},
        {"name": "Question 2", "rounds": [round_of(), round_of(["\ud800"] * 20)]},
    ]
    sheet = sheet_of()
    read(sheet, edited(sheet, entries=entries))
    assert rung_of(sheet) == "right"
    assert not card_of(sheet, "Prediction 1").locked
    assert card_of(sheet, "Prediction 2").said == "1"
    assert read_log(sheet.file(), NOTEBOOK).seed == 7


SAVED = played()
ENTRY = json.loads(SAVED.file())["entries"][1]
DAMAGED = {
    "nothing": "",
    "half of it": SAVED.file()[: len(SAVED.file()) // 2],
    "no JSON": "Question 1: right",
    "HTML": "<html><img src=x onerror=alert(1)></html>",
    "a list": "[]",
    "deep": "[" * 100_000,
    "a long number": "9" * 100_000,
    "too large": " " * (LARGEST + 1),
    "no text": None,
    "a mapping": json.loads(SAVED.file()),
    "another kind": edited(SAVED, kind="shopping list"),
    "another version": edited(SAVED, version=2),
    "another notebook": edited(SAVED, notebook="5.4"),
    "a notebook of HTML": edited(SAVED, notebook=["<b>"] * 99),
    **{f"seed {seed!r}": edited(SAVED, seed=seed) for seed in (None, -1, 1.5, "7", True, 10**6, 10**30, [7])},
    **{f"entries {entries!r:.20}": edited(SAVED, entries=entries) for entries in (None, {}, "x", [None], [[]], [{}])},
    "too many entries": edited(SAVED, entries=[{**ENTRY, "name": f"n{i}"} for i in range(MOST_ENTRIES + 1)]),
    "twice the same": edited(SAVED, entries=[ENTRY, ENTRY]),
    **{f"rounds {rounds!r}": edited(SAVED, entries=[{**ENTRY, "rounds": rounds}]) for rounds in (None, [], {}, [3])},
    "too many rounds": edited(SAVED, entries=[{**ENTRY, "rounds": [round_of()] * (MOST_ROUNDS + 1)}]),
    **{
        kind: edited(SAVED, entries=[{**ENTRY, "rounds": [round_of(), one]}])
        for kind, one in {
            "too many attempts": round_of(*[["y"]] * (MOST_ATTEMPTS + 1)),
            "no attempts": {"said": None, "hints": 0},
            "a number said": round_of([3]),
            "a long text": round_of(["y" * 501]),
            "hints -1": round_of(hints=-1),
            "hints 10**9": round_of(hints=10**9),
            "no hints": {"said": []},
        }.items()
    },
    "no name": edited(SAVED, entries=[{**ENTRY, "name": ""}]),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_refused_kindly_and_everything_stays(kind):
    sheet = played(8)
    before, seed = everything(sheet), sheet.seed
    for _ in range(2):
        read(sheet, DAMAGED[kind])
        assert (everything(sheet), sheet.seed) == (before, seed)
    verdict = sheet.log().verdict
    assert verdict["rung"] == "unreadable"
    assert 0 < len(verdict["title"]) < 120
    assert says(verdict["sentence"], "page", "stays")
    assert sheet.log().unsaved


def test_a_page_with_unsaved_answers_asks_once_before_it_is_replaced():
    sheet = sheet_of(8)
    answer(card_of(sheet, "Question 1"), MISSES[1])
    before = everything(sheet)
    read(sheet, SAVED.file())
    assert (everything(sheet), sheet.seed) == (before, 8)
    assert rung_of(sheet) == "unreadable"
    assert sheet.log().verdict["sentence"]
    read(sheet, SAVED.file())
    assert (rung_of(sheet), sheet.file()) == ("right", SAVED.file())


def test_it_asks_again_about_what_was_said_since():
    sheet = sheet_of(8)
    answer(card_of(sheet, "Question 1"), MISSES[1])
    read(sheet, SAVED.file())
    send(sheet.log(), "saved")
    answer(card_of(sheet, "Question 1"), MISSES[2])
    file = sheet.file()
    read(sheet, SAVED.file())
    assert (rung_of(sheet), sheet.file()) == ("unreadable", file)
    read(sheet, SAVED.file())
    assert sheet.file() == SAVED.file()
    answer(card_of(sheet, "Question 2"), "3", "4")
    file = sheet.file()
    read(sheet, SAVED.file())
    assert (rung_of(sheet), sheet.file()) == ("unreadable", file)


def test_it_does_not_ask_where_nothing_would_be_lost():
    sheet = sheet_of(8)
    answer(card_of(sheet, "Question 1"), MISSES[1])
    send(sheet.log(), "saved")
    read(sheet, SAVED.file())
    assert (rung_of(sheet), sheet.file()) == ("right", SAVED.file())


def test_more_attempts_than_a_file_may_hold_still_make_one_that_can_be_read_back():
    saved = sheet_of()
    tries = MOST_ATTEMPTS + 12
    for i in range(tries):
        answer(card_of(saved, "Question 1"), f"y + {i}")
    sheet = sheet_of(8)
    read(sheet, saved.file())
    assert rung_of(sheet) == "right"
    assert sheet.items["Question 1"].attempts == [(f"y + {i}",) for i in range(12, tries)]
    assert card_of(sheet, "Question 1").texts == [f"y + {tries - 1}"]
    assert card_of(sheet, "Question 1").help == HINTS[0]


def test_the_longest_answers_to_everything_still_make_a_file_that_can_be_read_back():
    saved = sheet_of()
    for i in range(MOST_ATTEMPTS):
        for name in ("Question 1", "Question 2"):
            answer(card_of(saved, name), *[f"{i}" + "∂" * 10_000] * 30)
    assert len(saved.file()) < LARGEST
    sheet = sheet_of()
    read(sheet, saved.file())
    assert (rung_of(sheet), sheet.file()) == ("right", saved.file())


def test_an_unknown_message_to_the_log_changes_nothing():
    sheet = played()
    before, verdict = everything(sheet), sheet.log().verdict
    for act in ("", "delete", "answer", "lock"):
        send(sheet.log(), act, text=SAVED.file())
    assert (everything(sheet), sheet.log().verdict) == (before, verdict)


# Practice: a question about a graph of the visitor's own.


def test_practice_says_that_it_tries_an_answer_at_numbers_of_its_own():
    card = Worksheet(NOTEBOOK, 7).practice("About it", parse("u = w*x\nL = u**2"), ["w"])
    send(card, "answer", texts=["u"])
    assert says(card.verdict["numbers"], "w =", "x =")
    send(card, "answer", texts=["2*u*x"])
    assert says(card.verdict["sentence"], "∂L/∂w = 2·u·x")


def test_practice_asks_about_each_name_in_turn_and_stays_out_of_the_log():
    sheet = Worksheet(NOTEBOOK, 7)
    before = sheet.file()
    card = sheet.practice("About it", parse("u = w*x\nL = u**2"), ["w", "x", "u"])
    asked = []
    for answer_of in ("2*u*x", "2*u*w", "2*u", "2*u*x"):
        asked.append(card.fields)
        answer(card, answer_of)
        assert card.verdict["rung"] == "right"
        send(card, "help")
    assert asked == [["∂L/∂w ="], ["∂L/∂x ="], ["∂L/∂u ="], ["∂L/∂w ="]]
    assert sheet.file() == before
    assert not sheet.items


@pytest.mark.parametrize(
    ("text", "names"), [("L = x**2", []), ("L = log(x - 50)", ["x"]), ("L = exp(exp(exp(9 + x)))", ["x"])]
)
def test_where_nothing_can_be_asked_a_note_says_why(text, names):
    note = Worksheet(NOTEBOOK, 7).practice("About it", parse(text), names)
    assert says(note.text, "no question")
    assert len(SENTENCE_END.split(note.text.strip(". "))) > 1  # and why
