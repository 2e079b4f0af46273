"""Protects the sentences under the smaller figures of 5.3: they follow from the numbers."""

import pytest

from course_lib import backward, forward, parse
from course_lib.numerals import decimals, numeral
from course_lib.sections.chain_rule.said import (
    ByHand,
    Nudge,
    call_rows,
    said_of_call,
    said_of_slopes,
    slope_rows,
    sum_rows,
)
from tests.meaning import says

PRINTED = {"w1": "-0.0259", "b1": "-0.0129"}


def test_slopes_stand_beside_their_numerical_ones():
    composed = forward(parse("h = 3*x\ng = h**2\nL = g + 1"), x=2.0)
    multiplied = forward(parse("p = 3*x\nq = x**2\nr = x + 1\nM = p*q*r"), x=2.0)
    rows = slope_rows(composed, multiplied, (36.0, 132.0, 12.0))
    assert [row[1] for row in rows] == ["37", "72", ""]
    assert rows[0][2:] == ("36", "36")
    assert rows[1][2:] == ("132", "132")
    assert says(said_of_slopes(composed, (36.0, 132.0, 12.0)), "x = 2", "36", "12")


@pytest.mark.parametrize("z1", [1.1, -0.9])
@pytest.mark.parametrize("forgotten", [False, True])
def test_a_forgotten_gate_shows_only_where_it_is_closed(z1, forgotten):
    engine = {"w1": 0.5 if z1 > 0 else 0.0, "b1": 0.25 if z1 > 0 else 0.0}
    hand = {"w1": 0.5, "b1": 0.25} if forgotten else engine
    found = ByHand(hand, engine, None, forgotten)
    shows = forgotten and z1 <= 0
    assert found.wrong == (["w1", "b1"] if shows else [])
    assert [row[2] for row in found.rows] == ["≠" if shows else "="] * 2
    assert says(found.said(z1, 0.6), "wrong", "∂L/∂w1") == shows
    assert says(found.said(z1, 0.6), "forgotten") == forgotten


def test_what_the_lecture_prints_is_a_column_of_its_own():
    numbers = {"w1": 0.5, "b1": 0.25}
    printed, bare = (ByHand(numbers, numbers, text, False) for text in (PRINTED, None))
    assert len(printed.headings) == len(bare.headings) + 1 == len(printed.rows[0])
    assert printed.rows[0] == ("∂L/∂w1", "-0.0259", decimals(0.5), "=", decimals(0.5))


def test_a_nudge_is_told_by_what_was_predicted_and_what_happened():
    nudge = Nudge("w1", 1.0, 0.5, before=2.0, after=2.75, predicted=0.5)
    assert nudge.change == 0.75
    assert says(nudge.said, "0.5", "0.75")
    assert [row[1] for row in nudge.rows][-2:] == ["0.25", "1"]
    assert Nudge("w1", 1.0, 0.0, 2.0, 2.0, 0.0).rows[-1][1] == numeral(None)


def test_two_contributions_their_sum_and_the_numerical_gradient():
    values = forward(parse("a = tanh(w*x)\nb = w*a\nL = (b - 1)**2"), w=1.5, x=0.8)
    shares = [edge.contribution for edge in backward(values).into("w")]
    rows = sum_rows(values, shares, sum(shares), shares[-1])
    assert rows[2][1] == rows[4][1] != rows[3][1]


def test_a_call_of_a_vjp_has_a_row_for_each_argument_and_for_what_it_returns():
    trace = backward(forward(parse("a = u*v\nL = a**2"), u=2.0, v=3.0))
    edge = trace.into("u")[0]
    rows = call_rows(trace, edge, [2.0, 3.0], 36.0)
    assert [row[0] for row in rows] == ["upstream", "values[user]", "args[0]", "args[1]", "it returns"]
    assert rows[-1][1:] == ("multiply.vjps[0](12, 6, 2, 3)", "36")
    assert says(said_of_call(trace, edge), "12", "3", "36")
