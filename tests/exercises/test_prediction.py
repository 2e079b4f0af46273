"""Protects a prediction: the outcome follows from the run's numbers, and the answer is judged by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import CourseError
from course_lib.errors import BuildError
from course_lib.exercises import prediction
from course_lib.exercises.prediction import CHANGES, SIGNS, change_of
from course_lib.numerals import numeral
from tests.meaning import says

SHRINKS = "shrinks, not to 0"
RIGHT, NEAR, FAR = (False, False), (True, True), (True, False)  # whether "far off" is said, and "not far off"
RATIOS = {"a quarter": 0.25, "half": 0.5, "the same": 1.0, "twice": 2.0}


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        *((3.0, "positive"), (1e-9, "positive"), (0.9e-9, "zero"), (0.0, "zero"), (-0.0, "zero")),
        *((-0.9e-9, "zero"), (-1e-9, "negative"), (-3.0, "negative")),
    ],
)
def test_the_sign_of_a_number(value, outcome):
    asked = prediction.sign("Which sign?", value, "Because.")
    assert asked.outcome == outcome
    assert asked.options == SIGNS
    assert asked.happened == numeral(value)
    assert [asked.is_right(sign) for sign in SIGNS] == [sign == outcome for sign in SIGNS]


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (1.0, 2.0, "grows"),
        (-1.0, -2.0, "grows"),
        (2.0, 1.0, SHRINKS),
        (-2.0, -1.0, SHRINKS),
        (1.0, -1.0, "changes sign"),
        (-1e-9, 5.0, "changes sign"),
        (1.0, 0.0, "becomes 0"),
        (-1.0, 0.9e-9, "becomes 0"),
        (1.0, -0.9e-9, "becomes 0"),
        (1.0, 1e-9, SHRINKS),
        (0.0, 0.0, "stays"),
        (0.5e-9, -0.5e-9, "stays"),
        (0.0, 1.0, "grows"),
        (-0.5e-9, 1.0, "grows"),
        (0.5e-9, -1.0, "grows"),
        (1.0, 1.0, "stays"),
        (1000.0, 1000.9, "stays"),
        (1000.0, 999.1, "stays"),
        (1000.0, 1001.1, "grows"),
        (1000.0, 998.9, SHRINKS),
        (-1000.0, -1001.1, "grows"),
    ],
)
def test_the_change_of_a_number(before, after, outcome):
    assert change_of(before, after) == outcome
    asked = prediction.change("How?", before, after, "Because.")
    assert (asked.outcome, asked.options) == (outcome, CHANGES)
    assert asked.is_right(outcome)
    assert asked.happened == f"{numeral(before)} → {numeral(after)}"


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_every_change_is_one_of_the_options(before, after):
    assert change_of(before, after) in CHANGES


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [(8.0, 2.0, "a quarter"), (8.0, 3.9, "half"), (-8.0, -8.1, "the same"), (0.1, 0.2, "twice"), (1.0, 40.0, "twice")],
)
def test_the_nearest_ratio_comes_true(before, after, outcome):
    asked = prediction.ratio("By what factor?", RATIOS, before, after, "Because.")
    assert (asked.outcome, asked.options) == (outcome, tuple(RATIOS))
    assert asked.happened == f"{numeral(before)} → {numeral(after)}"
    assert [asked.is_right(option) for option in RATIOS] == [option == outcome for option in RATIOS]


def test_near_is_meant_relatively():
    """A quarter and half are equally far from √⅛ = 0.3536: each is to it as it is to the other."""
    assert prediction.ratio("", RATIOS, 1.0, 0.353, "").outcome == "a quarter"
    assert prediction.ratio("", RATIOS, 1.0, 0.355, "").outcome == "half"


def test_a_ratio_of_zero_is_an_option_like_any_other():
    options = {"nothing is left": 0.0, "half": 0.5}
    assert prediction.ratio("", options, 2.0, 0.0, "").outcome == "nothing is left"
    assert prediction.ratio("", options, 2.0, 0.9, "").outcome == "half"


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        *(("2", RIGHT), ("1.81", RIGHT), ("2.21", RIGHT), ("2e0", RIGHT), ("+2.0", RIGHT)),
        *(("1.79", NEAR), ("2.23", NEAR), ("3.9", NEAR), ("1.01", NEAR)),
        *(("0.99", FAR), ("4.1", FAR), ("-2", FAR), ("0", FAR)),
    ],
)
def test_a_number_is_right_within_a_tenth(said, remark):
    asked = prediction.number("How large?", 2.0, "Because.")
    assert asked.accepts(said)
    assert asked.is_right(said) is (remark == RIGHT)
    reply, why = asked.reply(said)
    assert says(reply, said, 2)
    assert (says(reply, "far off"), says(reply, "not far off")) == remark
    assert why == "Because."


def test_a_negative_number_may_have_either_minus_sign():
    asked = prediction.number("How large?", -0.25, "Because.")
    assert asked.outcome == "−0.25"
    assert asked.is_right("-0.25")
    assert asked.is_right(" −.25 ")
    assert not asked.is_right("0.25")


def test_zero_is_right_only_as_zero():
    asked = prediction.number("How large?", 0.0, "Because.")
    assert asked.is_right("0")
    assert not asked.is_right("0.001")


@pytest.mark.parametrize("said", ["0", "12", "-3.5", "−3.5", ".5", "5.", "1e-3", "2E+10", " 7 "])
def test_a_number_is_accepted_as_students_type_it(said):
    assert prediction.number("", 1.0, "").accepts(said)


NO_NUMBER = [
    *(
        "",
        " ",
        "x",
        "two",
        "1,5",
        "1 2",
        "1/2",
        "--1",
        "e5",
        "1e",
        ".",
        "-",
        "nan",
        "inf",
        "1e999",
        "0x10",
        "1_000",
        "²",
    ),
    *("9" * 31, "1" * 100_000, "1\0", "\ud800", "🙂", "1\n2"),
    *(None, 1, 1.5, True, b"1", ["1"], {"said": "1"}, float("nan")),
]


@pytest.mark.parametrize("said", NO_NUMBER, ids=lambda said: repr(said)[:20])
def test_what_is_no_number_is_not_accepted(said):
    assert not prediction.number("", 1.0, "").accepts(said)


@pytest.mark.parametrize(
    "said", ["", "Positive", "positive ", "grows", "0", None, 0, True, ["positive"], ("positive",)]
)
def test_what_is_no_option_is_not_accepted(said):
    asked = prediction.sign("", 1.0, "")
    assert not asked.accepts(said)
    assert all(asked.accepts(option) for option in SIGNS)


@given(st.one_of(st.text(), st.none(), st.integers(), st.floats(), st.lists(st.text()), st.binary()))
def test_whatever_is_said_is_accepted_or_not(said):
    for asked in (prediction.number("", 2.0, ""), prediction.sign("", 1.0, "")):
        if asked.accepts(said):
            asked.is_right(said)
            assert asked.reply(said)[0].startswith(f"You said: {said}. ")


def test_a_choice_comes_true_as_its_maker_computed():
    asked = prediction.choice("Which?", ["w1", "w2", "neither"], "neither", "both stay 0", "The gate is closed.")
    assert asked.options == ("w1", "w2", "neither")
    assert asked.is_right("neither")
    assert not asked.is_right("w1")
    assert says(asked.reply("w1")[0], "w1", "neither", "both stay 0")
    assert says(asked.reply("neither")[0], "neither", "both stay 0")
    assert asked.reply("w1")[1] == asked.reply("neither")[1] == "The gate is closed."
    assert [says(asked.reply(said)[0], "in fact") for said in asked.options] == [True, True, False]


@pytest.mark.parametrize("outcome", ["w3", "", "W1", "w1 "])
def test_a_choice_that_cannot_come_true_is_refused(outcome):
    with pytest.raises(BuildError) as caught:
        prediction.choice("Which?", ["w1", "w2"], outcome, "", "")
    assert says(caught.value.problem, "w1", "w2")
    assert outcome in caught.value.problem
    assert caught.value.hint
    assert isinstance(caught.value, CourseError)


def test_a_reply_has_what_was_said_beside_what_happened_and_the_reason():
    asked = prediction.change("How does ∂L/∂w1 change?", 0.5, 0.0, "The gate closes.")
    wrong, right = (asked.reply(said) for said in ("grows", "becomes 0"))
    assert says(wrong[0], "grows", "becomes 0", "0.5 → 0")
    assert says(right[0], "becomes 0", "0.5 → 0")
    assert [says(reply, "in fact") for reply, _ in (wrong, right)] == [True, False]
    assert wrong[1] == right[1] == "The gate closes."


def test_a_wrong_option_has_a_sentence_of_its_own_before_the_reason():
    asked = prediction.choice("Which?", ["a", "b", "c"], "c", "", "So it is.", {"a": "No a.", "c": "Never said."})
    assert [asked.reply(said)[1] for said in asked.options] == ["No a. So it is.", "So it is.", "So it is."]


def test_a_reply_to_no_option_is_refused():
    with pytest.raises(BuildError, match="'d'"):
        prediction.choice("Which?", ["a", "b"], "b", "", "", {"d": "No d."})


def test_what_happens_can_be_told_where_nobody_said_anything():
    assert prediction.change("", 0.5, 0.0, "").revealed() == "becomes 0, 0.5 → 0."
    assert prediction.number("", -0.25, "").revealed() == "It is −0.25."


def test_what_is_asked_does_not_say_what_happens():
    asked = prediction.change("How does ∂L/∂w1 change?", 0.5, 0.0, "The gate closes.")
    assert asked.prompt == "How does ∂L/∂w1 change?"
    assert asked.options == CHANGES
