"""Protects the lookup tables of pages without Python: every text comes back, and what repeats is written once."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.widgets.lookup import lookup_table, packed
from tests.tables import unpacked


def look_up(table, place):
    """The text at a place, read as the page reads it (widgets/js/lookup.js)."""
    group = table["groups"][table["which"][rank(place, table["shape"])] if table["which"] else 0]
    text = group["pieces"][0]
    for piece, column in zip(group["pieces"][1:], group["columns"], strict=True):
        text += column["words"][rank([place[axis] for axis in column["axes"]], column["lengths"])] + piece
    return text


def rank(place, lengths):
    return sum(at * math.prod(lengths[k + 1 :]) for k, at in enumerate(place))


def expect_all_back(texts, shape):
    table = unpacked(packed(lookup_table(texts, shape)))
    places = product(*(range(length) for length in shape))
    assert [look_up(table, place) for place in places] == texts
    return table


def test_a_word_is_kept_along_the_axes_it_depends_on_only():
    texts = [f'<p class="a{i}">x = {i} and {j} is <b>{i + j}</b>.</p>' for i in range(4) for j in range(5)]
    table = expect_all_back(texts, [4, 5])
    (group,) = table["groups"]
    assert [column["axes"] for column in group["columns"]] == [[0], [0], [1], [0, 1]]
    assert group["columns"][2]["words"] == ["0", "1", "2", "3", "4"]


def test_texts_of_another_form_are_a_group_of_their_own():
    texts = [f"<p>{i}</p>" + ("<p>kink</p>" if i * j == 2 else "") for i in range(3) for j in range(3)]
    table = expect_all_back(texts, [3, 3])
    assert len(table["groups"]) == 2
    assert sum(table["which"]) == 2


def test_the_same_breaks_in_one_run_or_in_two_are_not_confused():
    expect_all_back(["a<>b", "a<b>"], [2])
    expect_all_back(["<>", "<x>", "", "<"], [4])


def test_no_axis_at_all_is_one_text():
    assert expect_all_back(["once"], [])["groups"] == [{"pieces": ["once"], "columns": []}]


def test_texts_that_do_not_fill_the_grid_are_refused():
    with pytest.raises(ValueError, match="3 texts"):
        lookup_table(["a", "b", "c"], [2, 2])


@given(st.data())
def test_any_texts_come_back(data):
    shape = data.draw(st.lists(st.integers(1, 3), max_size=3))
    words = st.text(alphabet='ab12 <>"\\,;⟦⟧−{}', max_size=12)
    texts = data.draw(st.lists(words, min_size=math.prod(shape), max_size=math.prod(shape)))
    expect_all_back(texts, shape)


def test_a_hard_space_breaks_no_word():
    texts = ["<b>one</b>", "<b>one\u00a0and\u00a0two</b>"]
    assert len(lookup_table(texts, [2])["groups"]) == 1
