"""Protects the log: answers come back, a student can read the file, and a stranger's file does no harm.

Whatever the text, ``read_log`` gives a log or a ``LogError`` that says what is wrong and what to do.
"""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import CourseError
from course_lib.exercises.log import (
    KIND,
    LARGEST,
    LARGEST_SEED,
    LONGEST,
    MOST_ATTEMPTS,
    MOST_ENTRIES,
    MOST_HINTS,
    MOST_ROUNDS,
    VERSION,
    Entry,
    Log,
    LogError,
    Round,
    is_seed,
    printable,
    read_log,
    write_log,
)
from tests.meaning import says

LOG = Log(
    "5.3",
    4711,
    (
        Entry("Prediction 1", (Round((("becomes 0",),)),)),
        Entry(
            "Question 2", (Round((("2*(y − target)·h1", ""),), hints=3), Round((("−0.25", "0"), ("1", "")), hints=1))
        ),
        Entry("Question 3"),
    ),
)
VERDICTS = {"Prediction 1": "came true", "Question 2": "right, 2 tries"}


def saved(**changes):
    """A log's file as data, with some of it changed."""
    return {**json.loads(write_log(LOG, VERDICTS)), **changes}


def entry(**changes):
    """A log's file with one entry, some of it changed."""
    return saved(entries=[{"name": "Question 1", "rounds": [{"said": [["x"]], "hints": 0}], **changes}])


def one_round(**changes):
    """A log's file with one round in its one entry, some of it changed."""
    return entry(rounds=[{"said": [["x"]], "hints": 0, **changes}])


def error_of(text):
    with pytest.raises(LogError) as caught:
        read_log(text, "5.3")
    assert isinstance(caught.value, CourseError)
    assert caught.value.problem
    assert caught.value.hint
    assert caught.value.problem[-1] == caught.value.hint[-1] == "."
    assert len(str(caught.value)) < 200
    return caught.value


def test_what_is_written_is_read():
    assert read_log(write_log(LOG, VERDICTS), "5.3") == LOG
    empty = Log("5.3", 0, ())
    assert read_log(write_log(empty, {}), "5.3") == empty


def test_the_largest_log_is_read():
    longest = Round((("x" * LONGEST,),) * MOST_ATTEMPTS, MOST_HINTS)
    rounds = [(longest,) * MOST_ROUNDS] + [(Round((("x",) * 20,)),)] * (MOST_ENTRIES - 1)
    log = Log("5.3", LARGEST_SEED, tuple(Entry(f"{i:0100d}", those) for i, those in enumerate(rounds)))
    assert read_log(write_log(log, {}), "5.3") == log


texts = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=LONGEST)
rounds = st.builds(
    Round,
    attempts=st.lists(st.lists(texts, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple),
    hints=st.integers(0, MOST_HINTS),
)
entries = st.builds(
    Entry,
    name=texts.filter(lambda name: 0 < len(name) <= 100),
    rounds=st.lists(rounds, min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.name), st.integers(0, LARGEST_SEED))
def test_whatever_was_said_in_letters_is_read_as_it_was(said, seed):
    log = Log("5.3", seed, tuple(said))
    assert read_log(write_log(log, {}), "5.3") == log


def test_a_student_can_read_the_file():
    text = write_log(LOG, VERDICTS)
    lines = text.splitlines()
    assert len(lines) > 20
    for words in ("Prediction 1", "becomes 0", "2*(y − target)·h1", "came true", "right, 2 tries", "4711", KIND):
        assert any(words in line for line in lines)
    assert "\\u" not in text


def test_verdicts_are_for_the_reader_and_are_not_read():
    content = saved()
    for i, verdict in enumerate(["right, 1 try", 3, None]):
        content["entries"][i]["verdict"] = verdict
    assert read_log(json.dumps(content), "5.3") == LOG
    assert saved()["entries"][2]["verdict"] == ""


def test_what_the_schema_does_not_know_is_left_out():
    content = saved(right=True, score=100)
    content["entries"][0]["points"] = 7
    assert read_log(json.dumps(content), "5.3") == LOG


def test_letters_that_cannot_be_shown_become_blanks():
    content = one_round(said=[["x\ud800", "a\nb\x1b[31m\u202e"]])
    content["entries"][0]["name"] = "Question\x00 1"
    read = read_log(json.dumps(content), "5.3").entries[0]
    assert read == Entry("Question  1", (Round((("x ", "a b [31m "),)),))
    assert printable("σ·y² 🙂") == "σ·y² 🙂"


def test_two_names_that_look_the_same_once_shown_are_one():
    both = [{"name": name, "rounds": [{"said": [], "hints": 0}]} for name in ("a\x00b", "a b")]
    assert says(error_of(json.dumps(saved(entries=both))).problem, "two", "name")


# Damage, each kind with what is said to it.

NO_JSON = {
    "nothing": "",
    "a blank": " ",
    "a word": "hello",
    "half a file": write_log(LOG, VERDICTS)[:200],
    "a file and more": write_log(LOG, VERDICTS) + "x",
    "a NUL": "\0",
    "a lone surrogate": "\ud800",
    "an emoji": "🙂",
    "HTML": "<html></html>",
    "a hundred thousand [": "[" * 100_000,
    "a hundred thousand [ and ]": "[" * 100_000 + "]" * 100_000,
    "a hundred thousand {": '{"a":' * 100_000,
    "a number of 10,000 digits": "9" * 10_000,
    "a seed of 10,000 digits": json.dumps(saved(seed=0)).replace('"seed": 0', '"seed": ' + "9" * 10_000),
}


@pytest.mark.parametrize("text", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_called_damaged(text):
    assert says(error_of(text).problem, "damaged")


TOO_LARGE = {
    "3 MB": "x" * 3_000_000,
    "3 MB of JSON": json.dumps(saved(more="x" * 3_000_000)),
    "one character too many": write_log(LOG, {}).ljust(LARGEST + 1),
    "None": None,
    "bytes": b"{}",
    "a number": 3,
    "a dictionary": saved(),
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_is_too_large_or_no_text_is_refused_unread(text):
    start = time.process_time()
    assert "too large" in error_of(text).problem
    assert time.process_time() - start < 0.5


def test_a_file_of_the_largest_size_is_read():
    assert read_log(write_log(LOG, {}).ljust(LARGEST), "5.3") == LOG


OTHER_FILES = {
    "a list": [],
    "a number": 3,
    "null": None,
    "NaN": float("nan"),
    "a text": KIND,
    "no kind": {"version": VERSION},
    "another kind": saved(kind="a diary"),
    "a kind that is no text": saved(kind=[KIND]),
    "another version": saved(version=VERSION + 1),
    "a version as text": saved(version=str(VERSION)),
    "no version": saved(version=None),
    "another notebook": saved(notebook="5.2"),
    "no notebook": saved(notebook=None),
    "a notebook of hostile letters": saved(notebook="\x1b[31m\ud800" * 1000),
    "a notebook as a list": saved(notebook=[["5.3"] * 1000]),
    "a notebook as a number": saved(notebook=5.3),
}


@pytest.mark.parametrize(("name", "content"), OTHER_FILES.items(), ids=OTHER_FILES)
def test_another_files_kind_version_or_notebook_is_told(name, content):
    says = (
        "version" if "version" in name else "belongs to notebook" if "notebook" in name else "not a log of this course"
    )
    if name == "no kind":
        says = "not a log of this course"
    error = error_of(json.dumps(content))
    assert says in error.problem
    assert error.problem.isprintable()


@pytest.mark.parametrize(
    "seed",
    [True, False, -1, LARGEST_SEED + 1, 10**4000, 1.0, 1e999, float("nan"), "1", None, [1], {}],
    ids=lambda seed: repr(seed)[:20],
)
def test_a_seed_that_is_none_is_refused(seed):
    assert "seed" in error_of(json.dumps(saved(seed=seed))).problem
    assert not is_seed(seed)


@pytest.mark.parametrize("seed", [0, 1, LARGEST_SEED])
def test_every_seed_within_its_bounds_is_read(seed):
    assert read_log(json.dumps(saved(seed=seed)), "5.3").seed == seed


ENTRIES = {
    "none": None,
    "a dictionary": {},
    "a text": "Question 1",
    "true": True,
    "too many": [{"name": f"Question {i}", "rounds": [{"said": [], "hints": 0}]} for i in range(MOST_ENTRIES + 1)],
}


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
def test_entries_that_are_no_list_or_too_many_are_refused(entries):
    assert "list of entries" in error_of(json.dumps(saved(entries=entries))).problem


def test_two_entries_of_one_name_are_refused():
    content = saved()
    content["entries"][1]["name"] = content["entries"][0]["name"]
    assert says(error_of(json.dumps(content)).problem, "two", "name")


BAD_ENTRIES = {
    "a name of no letters": {"name": ""},
    "a name of 101 letters": {"name": "x" * 101},
    "a name that is a number": {"name": 1},
    "no name": {"name": None},
    "no rounds": {"rounds": None},
    "an empty list of rounds": {"rounds": []},
    "rounds as a dictionary": {"rounds": {"0": {"said": [["x"]], "hints": 0}}},
    "rounds as a text": {"rounds": "x"},
    "a round as a list": {"rounds": [[["x"]]]},
    "a round that is null": {"rounds": [{"said": [], "hints": 0}, None]},
    "too many rounds": {"rounds": [{"said": [], "hints": 0}] * (MOST_ROUNDS + 1)},
}
BAD_ROUNDS = {
    "nothing said": {"said": None},
    "said as a text": {"said": "x"},
    "said as a dictionary": {"said": {"0": ["x"]}},
    "too many attempts": {"said": [["x"]] * (MOST_ATTEMPTS + 1)},
    "an attempt as a text": {"said": ["x"]},
    "an empty attempt": {"said": [[]]},
    "an attempt of 21 texts": {"said": [["x"] * 21]},
    "a text that is too long": {"said": [["x" * (LONGEST + 1)]]},
    "a text that is a number": {"said": [["x"], [3]]},
    "a text that is null": {"said": [["x", None]]},
    "an attempt inside an attempt": {"said": [[["x"]]]},
    "hints as text": {"hints": "1"},
    "hints as a truth": {"hints": True},
    "hints as a fraction": {"hints": 1.0},
    "fewer hints than none": {"hints": -1},
    "too many hints": {"hints": MOST_HINTS + 1},
    "hints without end": {"hints": 10**4000},
    "hints as NaN": {"hints": float("nan")},
    "no hints": {"hints": None},
}


@pytest.mark.parametrize(
    "content",
    [
        *(entry(**changes) for changes in BAD_ENTRIES.values()),
        *(one_round(**changes) for changes in BAD_ROUNDS.values()),
    ],
    ids=[*BAD_ENTRIES, *BAD_ROUNDS],
)
def test_a_bad_entry_is_refused_with_its_place(content):
    assert says(error_of(json.dumps(content)).problem, "Entry 1")


@pytest.mark.parametrize("bad", [None, 3, "x", [], True])
def test_an_entry_that_is_none_is_refused_with_its_place(bad):
    content = saved()
    content["entries"].append(bad)
    assert says(error_of(json.dumps(content)).problem, "Entry 4")


@pytest.mark.parametrize("key", ["name", "rounds"])
def test_a_missing_part_of_an_entry_is_refused(key):
    content = entry()
    del content["entries"][0][key]
    assert "Entry 1" in error_of(json.dumps(content)).problem


@pytest.mark.parametrize("key", ["said", "hints"])
def test_a_missing_part_of_a_round_is_refused(key):
    content = one_round()
    del content["entries"][0]["rounds"][0][key]
    assert "Entry 1" in error_of(json.dumps(content)).problem


anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(KIND), st.just("5.3")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["kind", "version", "notebook", "seed", "entries", "name", "rounds", "said"]), inner
        ),
    ),
    max_leaves=12,
)


def answer_to(text):
    """The log, or None for a ``LogError``; anything else is a failure."""
    try:
        return read_log(text, "5.3")
    except LogError:
        return None


@settings(max_examples=100)
@given(anything)
def test_any_json_is_read_or_refused(content):
    answer_to(json.dumps(content))


@settings(max_examples=100)
@given(st.sampled_from(["kind", "version", "notebook", "seed", "entries"]), anything)
def test_a_log_with_anything_in_one_place_is_read_or_refused(key, content):
    answer_to(json.dumps(saved(**{key: content})))


@settings(max_examples=100)
@given(st.sampled_from(["name", "rounds", "verdict"]), anything)
def test_an_entry_with_anything_in_one_place_is_read_or_refused(key, content):
    answer_to(json.dumps(entry(**{key: content})))


@settings(max_examples=100)
@given(st.sampled_from(["said", "hints"]), anything)
def test_a_round_with_anything_in_one_place_is_read_or_refused(key, content):
    read = answer_to(json.dumps(one_round(**{key: content})))
    if read is not None:
        assert all(0 < len(attempt) <= 20 for attempt in read.entries[0].rounds[0].attempts)


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.text(max_size=3), st.integers(0, 3))
def test_a_file_damaged_anywhere_is_read_or_refused(at, other, cut):
    text = write_log(LOG, VERDICTS)
    at %= len(text)
    answer_to(text[:at] + other + text[at + cut :])


@given(st.text())
def test_any_text_is_refused(text):
    assert answer_to(text) is None
