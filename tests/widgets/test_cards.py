"""Protects the replies of cards: verdicts, hints after three misses, predictions that stay locked, hostile messages."""

import json
import math

import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from course_lib.exercises import prediction
from course_lib.exercises.log import LONGEST, MOST_ROUNDS, read_log
from course_lib.widgets.cards import MOST_TEXTS, LogCard, NoteCard, PredictionCard, QuestionCard, clean_texts
from course_lib.widgets.question_item import FRESH, HINTS, ROUNDS_ALONE
from course_lib.widgets.worksheet import Worksheet
from tests.meaning import says
from tests.widgets.sheets import (
    MISSES,
    MISTAKEN,
    NETWORK,
    NOTEBOOK,
    RIGHT,
    UNREADABLE,
    WHY,
    answer,
    ask_for_a_fresh_one,
    card_of,
    lock,
    miss_three_times,
    send,
    sheet_of,
    shown,
    stood,
)

FRESH_RIGHT = "2*(y - target)*y*(1 - y)"  # ∂L/∂b2

# Questions.


def question(seed=7):
    sheet = sheet_of(seed)
    return sheet, card_of(sheet, "Question 1")


def test_an_answers_verdict_arrives_in_its_card_and_in_no_other():
    sheet, card = question()
    other = shown(card_of(sheet, "Question 2"))
    answer(card, MISTAKEN)
    assert card.verdict["rung"] == "mistaken"
    assert card.verdict["mistakes"] == ("input for output",)
    assert "y·(1 − y)" in card.verdict["sentence"]
    answer(card, RIGHT)
    assert (card.verdict["rung"], card.verdict["mistakes"]) == ("right", ())
    assert shown(card_of(sheet, "Question 2")) == other


def test_an_answer_that_cannot_be_read_is_shown_with_the_place():
    _, card = question()
    answer(card, UNREADABLE)
    verdict = card.verdict
    assert (verdict["rung"], verdict["source"], verdict["column"]) == ("unreadable", UNREADABLE, len(UNREADABLE) + 1)
    assert says(verdict["title"], len(UNREADABLE) + 1)


def test_two_numbers_are_judged_one_after_the_other():
    sheet = sheet_of()
    card, asked = card_of(sheet, "Question 2"), sheet.items["Question 2"].question
    first, second = (f"{truth:.4g}" for truth in asked.truth)
    assert len(card.fields) == 2
    answer(card, first, "")
    assert card.verdict["rung"] == "partly"
    answer(card, first, second)
    assert card.verdict["rung"] == "right"
    assert stood(sheet, "Question 2") == [(True, 2, 0)]


def test_the_same_text_twice_is_one_try():
    sheet, card = question()
    for _ in range(4):
        answer(card, MISTAKEN)
    assert stood(sheet) == [(False, 1, 0)]
    assert card.help == ""
    answer(card, RIGHT)
    answer(card, RIGHT)
    assert stood(sheet) == [(True, 2, 0)]


def test_three_misses_offer_the_hints_one_by_one_and_then_a_fresh_question():
    sheet, card = question()
    for text in MISSES:
        assert (card.help, card.hints) == ("", [])
        answer(card, text)
    hints = list(sheet.items["Question 1"].question.hints)
    assert len(hints) == len(HINTS)
    for i, label in enumerate(HINTS):
        assert (card.help, card.hints) == (label, hints[:i])
        send(card, "help")
    assert (card.help, card.hints) == (FRESH, hints)
    assert card.verdict["rung"] != "nothing"  # a hint does not take the verdict away
    before = shown(card)
    send(card, "help")
    assert card.asked > before["asked"]
    assert "∂L/∂b2" in card.prompt
    assert "∂L/∂w2" in before["prompt"]
    assert (card.help, card.hints, card.texts, card.verdict["rung"]) == ("", [], [], "nothing")
    assert stood(sheet) == [(False, 3, 3), (False, 0, 0)]
    answer(card, FRESH_RIGHT)
    assert card.verdict["rung"] == "right"
    assert stood(sheet) == [(False, 3, 3), (True, 1, 0)]


def test_fresh_questions_take_turns_and_the_same_name_comes_back_with_other_numbers():
    sheet, card = question()
    asked = []
    for _ in range(3):
        asked.append((card.prompt, [str(point) for point in sheet.items["Question 1"].question.points]))
        ask_for_a_fresh_one(card)
    assert asked[0][0] == asked[2][0] != asked[1][0]
    assert asked[0][1] != asked[2][1]


def test_a_fresh_question_about_numbers_has_other_numbers():
    sheet = sheet_of()
    card = card_of(sheet, "Question 2")
    before = card.numbers
    for text in ("9", "8", "7"):
        answer(card, text, text)
    for _ in range(len(HINTS) + 1):
        send(card, "help")
    assert card.numbers != before
    assert card.prompt == sheet.items["Question 2"].question.prompt


def test_no_help_is_given_before_three_misses_even_if_it_is_asked_for():
    sheet, card = question()
    for text in ("", *MISSES[:2]):
        answer(card, text)
        asked = card.asked
        for _ in range(9):
            send(card, "help")
        assert (card.hints, card.help, card.asked) == ([], "", asked)
    hints = sheet.items["Question 1"].question.hints
    assert not any(hint in json.dumps(shown(card), ensure_ascii=False) for hint in hints)


def test_a_right_answer_withdraws_the_hints_and_offers_a_fresh_question_in_their_place():
    sheet, card = question()
    miss_three_times(card)
    assert card.help == HINTS[0]
    answer(card, RIGHT)
    assert (card.help, card.hints) == (FRESH, [])
    answer(card, " ")  # and an empty one changes nothing of this
    assert (card.help, card.hints) == (FRESH, [])
    send(card, "help")
    assert "∂L/∂b2" in card.prompt
    assert card.help == ""
    assert stood(sheet) == [(True, 4, 0), (False, 0, 0)]


def test_the_log_knows_how_much_help_there_was():
    sheet, card = question()
    miss_three_times(card)
    told = []
    for hints in range(len(HINTS) + 1):
        assert stood(sheet) == [(False, 3, hints)]
        told.append(sheet.items["Question 1"].standing)
        assert says(told[-1], 3)
        assert f">{told[-1]}<" in sheet.log().table
        send(card, "help")
    assert len(set(told)) == len(told)
    assert [says(one, hints) for hints, one in enumerate(told)] == [False, True, True, True]


def test_there_are_no_more_fresh_questions_than_a_log_can_hold():
    sheet, card = question()
    for _ in range(MOST_ROUNDS + 3):
        answer(card, RIGHT if "w2" in card.prompt else FRESH_RIGHT)
        send(card, "help")
    assert sheet.items["Question 1"].fresh == MOST_ROUNDS - 1
    assert (card.help, card.verdict["rung"]) == ("", "right")
    assert len(read_log(sheet.file(), NOTEBOOK).entries[0].rounds) == MOST_ROUNDS


def test_unreadable_and_empty_answers_are_no_misses():
    _, card = question()
    for text in (UNREADABLE, "", "y =", "\t ", "nobody", "(", "log(0*x)"):
        answer(card, text)
        assert card.verdict["rung"] in ("unreadable", "nothing")
    for text in MISSES[:2]:
        answer(card, text)
        answer(card, "")
        answer(card, UNREADABLE)
    assert card.help == ""
    answer(card, MISSES[2])
    assert card.help == HINTS[0]


def test_an_empty_answer_takes_nothing_away_from_a_right_one():
    sheet, card = question()
    answer(card, RIGHT)
    answer(card, "")
    assert card.verdict["rung"] == "nothing"
    assert stood(sheet) == [(True, 1, 0)]
    assert sheet.items["Question 1"].standing in sheet.log().table


# Predictions.


def test_a_locked_prediction_shows_what_was_said_beside_what_happened():
    sheet = sheet_of()
    card = card_of(sheet, "Prediction 1")
    lock(card, "grows")
    assert (card.locked, card.said, card.verdict["rung"]) == (True, "grows", "wrong")
    assert says(card.verdict["title"], "grows", "−0.0259 → 0")
    assert card.verdict["sentence"] == WHY
    lock(card_of(sheet, "Prediction 2"), "0.0283")
    assert card_of(sheet, "Prediction 2").verdict["rung"] == "right"
    standings = [sheet.items[f"Prediction {i}"].standing for i in (1, 2)]
    assert [says(standing, "becomes 0") for standing in standings] == [True, False]


HOSTILE = [
    {},
    {"count": 1},
    {"act": None},
    {"act": 3, "texts": ["becomes 0"]},
    {"act": ["lock"], "texts": ["becomes 0"]},
    {"act": {"lock": 1}, "texts": ["becomes 0"]},
    {"act": "nobody", "texts": ["becomes 0"]},
    {"act": "__init__", "texts": []},
    *({"act": act} for act in ("lock", "answer", "help", "reveal", "read", "saved")),
    *(
        {"act": act, "texts": texts, "text": texts}
        for act in ("lock", "answer", "read")
        for texts in (
            *(None, 3, "becomes 0", {"0": "becomes 0"}, {}, [], [[]], [None], [3.5], [True], [math.nan], [{"a": 1}]),
            *(["becomes 0", 3], [""] * 10_000, ["becomes 0"] * 10_000, ["x" * 1_000_000], ["(" * 1_000_000]),
            *(["\ud800"], ["y\udfff*2"], ["\x00\x1b[31m\u202ey"], ["\n\r\x85"], ["💥" * 600], ["9" * 400, "1e999"]),
        )
    ),
    {"act": "read", "text": "x" * 1_000_000},
    {"act": "read", "text": "[" * 100_000},
    {"act": "read", "text": "\ud800\x00"},
    {"act": "read", "text": {"kind": "backpropagation course log"}},
    {"act": "read", "text": 10**30},
]


def name_of(message):
    """The message in short, in letters that a terminal shows."""
    return ascii(message)[:40]


def cards(sheet):
    return [*(item.card for item in sheet.items.values()), sheet.log()]


@pytest.mark.parametrize("message", HOSTILE, ids=name_of)
def test_a_hostile_message_raises_nothing_changes_nothing_locked_and_leaves_a_log_that_can_be_read(message):
    sheet = sheet_of()
    lock(card_of(sheet, "Prediction 1"), "grows")
    lock(card_of(sheet, "Prediction 2"), "5")
    answer(card_of(sheet, "Question 1"), RIGHT)
    locked = [shown(card_of(sheet, name)) for name in ("Prediction 1", "Prediction 2")]
    for card in cards(sheet):
        card.set_state({"sent": message})
        card.sent = {**message, "count": "again"}
    for name, before in zip(("Prediction 1", "Prediction 2"), locked, strict=True):
        assert {**shown(card_of(sheet, name)), "sent": {}} == {**before, "sent": {}}
    log = read_log(sheet.file(), NOTEBOOK)
    assert [entry.rounds[0].attempts for entry in log.entries][:2] == [(("grows",),), (("5",),)]
    assert len(sheet.file()) < 100_000
    sheet.file().encode()  # no half of a surrogate pair: it can be sent and saved
    json.dumps([shown(card)["verdict"] for card in cards(sheet)], ensure_ascii=False).encode()


def anything():
    """Whatever JSON may hold."""
    scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9))
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    )


@pytest.fixture(scope="module")
def played():
    sheet = sheet_of()
    lock(card_of(sheet, "Prediction 1"), "grows")
    return sheet


@given(
    act=st.one_of(st.sampled_from(["lock", "answer", "help", "reveal", "read"]), anything()),
    texts=st.one_of(st.lists(st.text(max_size=12), max_size=3), anything()),
    text=anything(),
)
def test_no_message_whatever_raises_or_changes_what_is_locked(played, act, texts, text):
    for card in cards(played):
        card.sent = {"act": act, "texts": texts, "text": text}
    assert played.items["Prediction 1"].said == card_of(played, "Prediction 1").said == "grows"
    assert read_log(played.file(), NOTEBOOK).entries[0].rounds[0].attempts == (("grows",),)


@pytest.mark.parametrize("message", [None, "lock", 3, ["lock"], True])
def test_a_message_that_is_no_mapping_is_refused_and_nothing_changes(message):
    sheet = sheet_of()
    before, file = shown(card_of(sheet, "Prediction 1")), sheet.file()
    with pytest.raises(traitlets.TraitError):
        card_of(sheet, "Prediction 1").sent = message
    assert (shown(card_of(sheet, "Prediction 1")), sheet.file()) == (before, file)


def test_nothing_changes_a_locked_prediction_whatever_a_browser_claims():
    sheet = sheet_of(presenter=True)
    card = card_of(sheet, "Prediction 1")
    lock(card, "grows")
    file = sheet.file()
    lock(card, "becomes 0")
    send(card, "reveal")
    send(card, "lock", texts=[])
    assert (card.said, card.locked, card.verdict["rung"]) == ("grows", True, "wrong")
    card.set_state({"locked": False, "said": "", "presenter": True, "options": ["becomes 0", "x"], "verdict": {}})
    lock(card, "becomes 0")
    lock(card, "x")
    assert sheet.file() == file
    assert says(sheet.items["Prediction 1"].standing, "becomes 0")


@pytest.mark.parametrize("said", ["", " ", "Grows", "explodes", "grow\x00s", "grows,stays", "0", "x" * 10_000])
def test_a_prediction_with_options_takes_one_of_them_and_nothing_else(said):
    sheet = sheet_of()
    card = card_of(sheet, "Prediction 1")
    lock(card, said)
    assert (card.locked, card.said, sheet.items["Prediction 1"].said) == (False, "", "")
    assert card.verdict["rung"] == "unreadable"
    assert card.verdict["title"]
    lock(card, "stays")
    assert card.locked


@pytest.mark.parametrize("said", ["", "big", "nan", "inf", "-", "1,5", "1/2", "0x10", "1_000", "1e999", "9" * 400])
def test_a_predicted_number_is_a_number(said):
    card = card_of(sheet_of(), "Prediction 2")
    lock(card, said)
    assert not card.locked
    assert card.verdict["rung"] == "unreadable"
    assert says(card.verdict["title"], "number")


@pytest.mark.parametrize("said", ["0.03", " .03 ", "-1", "−1", "+2.", "3e-2", "1E5"])
def test_a_predicted_number_may_be_typed_in_every_usual_way(said):
    card = card_of(sheet_of(), "Prediction 2")
    lock(card, said)
    assert (card.locked, card.said) == (True, said.strip())


OUTCOMES = {
    "sign": [prediction.sign("p", value, why=f"why {value}") for value in (2.7183, 0.0, -3.1416)],
    "change": [prediction.change("p", 1.0, after, why=f"why {after}") for after in (2.7183, 0.0, -3.1416, 1.0)],
    "number": [prediction.number("p", value, why=f"why {value}") for value in (2.7183, -3.1416)],
    "choice": [prediction.choice("p", ("a", "b"), one, f"happened {one}", f"why {one}") for one in "ab"],
    "ratio": [prediction.ratio("p", {"a": 1, "b": 2}, 1.0, after, why=f"why {after}") for after in (1.0, 2.0)],
}


@pytest.mark.parametrize("kind", OUTCOMES)
@pytest.mark.parametrize("presenter", [False, True])
def test_nothing_of_the_outcome_reaches_the_page_before_the_lock(kind, presenter):
    seen = []
    for asked in OUTCOMES[kind]:
        sheet = Worksheet(NOTEBOOK, 7, presenter)
        card = sheet.predict(1, asked)
        lock(card, "none of them")
        card.sent = {}
        state = json.dumps([shown(card), shown(sheet.log()), shown(sheet.note())], ensure_ascii=False)
        assert asked.why not in state
        seen.append(state)
        lock(card, "1" if kind == "number" else asked.options[0])
        assert card.verdict["sentence"] == asked.why
    assert len(set(seen)) == 1  # whatever comes true, the page is the same


def test_reveal_works_for_a_presenter_and_still_lets_a_prediction_be_locked():
    sheet = sheet_of(presenter=True)
    card = card_of(sheet, "Prediction 1")
    assert card.presenter
    send(card, "reveal")
    assert (card.verdict["rung"], card.verdict["sentence"]) == ("revealed", WHY)
    assert says(card.verdict["title"], "becomes 0", "−0.0259 → 0")
    assert (card.locked, sheet.items["Prediction 1"].said) == (False, "")
    lock(card, "becomes 0")
    assert (card.locked, card.verdict["rung"]) == (True, "right")


def test_reveal_is_not_for_students_even_if_their_browser_says_so():
    card = card_of(sheet_of(), "Prediction 1")
    assert not card.presenter
    card.set_state({"presenter": True, "sent": {"act": "reveal", "count": 1}})
    send(card, "reveal")
    assert card.verdict["rung"] == "nothing"
    assert WHY not in json.dumps(shown(card))


# What a message's texts are made of, and what travels with a card.


def test_texts_are_cut_made_printable_and_bounded_in_number():
    assert clean_texts({"texts": ["y*2", " w "]}) == ("y*2", " w ")
    assert clean_texts({"texts": ["a\x00b\ud800c\u202ed\ne"]}) == ("a b c d e",)
    assert clean_texts({"texts": ["x" * 10_000]}) == ("x" * LONGEST,)
    assert clean_texts({"texts": ["x"] * 10_000}) == ("x",) * MOST_TEXTS
    assert clean_texts({"texts": ["∂·−σ²é"]}) == ("∂·−σ²é",)


@pytest.mark.parametrize("texts", [None, "text", 3, {"0": "x"}, ["x", 3], [None], [["x"]], [b"x"]], ids=repr)
def test_what_is_no_list_of_texts_is_no_text_at_all(texts):
    assert clean_texts({"texts": texts}) == ()
    assert clean_texts({}) == ()


@pytest.mark.parametrize("act", ["answer", "anything", ""])
def test_a_card_passes_on_what_a_visitor_did(act):
    heard = []
    card = QuestionCard(lambda did, sent: heard.append((did, sent)), heading="Question 1")
    card.set_state({"sent": {"act": act, "texts": ["y"], "count": 1}})
    card.set_state({"sent": {"act": act, "texts": ["y"], "count": 2}})
    assert heard == [(act, {"act": act, "texts": ["y"], "count": count}) for count in (1, 2)]


@pytest.mark.parametrize("widget", [PredictionCard, QuestionCard, NoteCard, LogCard])
def test_a_cards_script_and_style_travel_with_it_and_show_no_students_text_as_html(widget):
    script = str(widget._esm)
    assert "export default { render" in script
    assert "var(--bp-" in str(widget._css)
    html = [line.split("innerHTML =")[1].strip() for line in script.splitlines() if "innerHTML =" in line]
    # Tables and pictures, which Python has escaped.
    assert set(html) <= {'model.get("numbers");', 'model.get("table");', "html;"}
    assert ("html;" in html) == (widget is QuestionCard)
    assert not any(word in script for word in ("insertAdjacentHTML", "outerHTML", "document.write", "eval("))


def test_what_a_student_types_stays_text_in_the_logs_table():
    sheet = sheet_of()
    typed = "<img src=x onerror=alert(1)>&amp;\"'"
    answer(card_of(sheet, "Question 1"), typed)
    answer(card_of(sheet, "Question 2"), "<script>", "</td>")
    assert "<img" not in sheet.log().table
    assert "<script" not in sheet.log().table
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp;&quot;&#x27;" in sheet.log().table
    assert sheet.log().table.count("</td>") == 2 * len(sheet.items)
    assert card_of(sheet, "Question 1").verdict["source"] == typed


def test_a_questions_card_holds_its_text_its_graph_and_its_boxes():
    sheet = sheet_of()
    expression, number = card_of(sheet, "Question 1"), card_of(sheet, "Question 2")
    assert expression.heading == "Question 1"
    assert expression.fields == ["∂L/∂w2 ="]
    for line in ("z1 = w1·x + b1", "h1 = relu(z1)", "L = (y − target)²"):
        assert line in expression.given
    assert expression.numbers == ""  # it must hold at any
    assert "**" in expression.typing  # how a power is typed
    assert number.fields == ["∂L/∂b1, gate open =", "∂L/∂b1, gate closed ="]
    for name in NETWORK.index:
        assert f">{name}</th>" in number.numbers


# A page without Python.


def test_a_page_without_python_takes_along_rounds_that_differ_each_with_its_answers_and_help():
    card = card_of(sheet_of(offline=True), "Question 1")
    assert len(card.rounds) == ROUNDS_ALONE > 1
    assert card.judged
    assert card.asks == "number"  # an expression cannot be judged there
    assert {name: getattr(card, name) for name in card.rounds[0]["face"]} == card.rounds[0]["face"]
    assert ["∂L/∂w2" in one["face"]["prompt"] for one in card.rounds] == [True, False, True]  # they take turns
    assert card.rounds[0]["face"]["numbers"] != card.rounds[2]["face"]["numbers"]
    for one in card.rounds:
        rungs = [each["verdict"]["rung"] for each in one["answers"]]
        assert rungs[0] == "right"
        assert set(rungs[1:]) <= {"mistaken", "elsewhere"}
        assert all(len(each["numbers"]) == len(one["face"]["fields"]) for each in one["answers"])
        assert len(one["hints"]) == len(one["labels"]) - 1
    assert [one["labels"][-1] for one in card.rounds] == [FRESH, FRESH, ""]
    assert card.hints == []  # none before it was tried


def test_with_python_no_round_is_sent_beforehand():
    assert card_of(sheet_of(), "Question 2").rounds == []
