"""Protects the sentences under the figures of 5.2: they follow from the numbers."""

import pytest

from course_lib import backward, forward, parse
from course_lib.engine.forward_mode import forward_mode
from course_lib.numerals import numeral
from course_lib.sections.graphs.said import (
    call_rows,
    pass_rows,
    path_rows,
    said_of_calls,
    said_of_passes,
    said_of_paths,
    said_of_sharing,
    years_by_path,
)
from tests.meaning import says


def test_every_pass_finds_what_the_numerical_gradient_says():
    start = {"a": 1.0, "b": 2.0, "c": -0.5}
    values = forward(parse("s = a + b\nL = s*c"), **start)
    ahead = {name: forward_mode(values, name) for name in start}
    back = backward(values)
    rows = pass_rows(ahead, back)
    assert [row[1] for row in rows[:3]] == [row[1] for row in rows[3:6]]
    assert rows[-1][1] == ", ".join(numeral(back.grad[name]) for name in start)
    assert [row[2] for row in rows[3:]] == [str(len(back.edges)), "", "", ""]
    assert says(said_of_passes(start, ahead, back), "3 passes", sum(one.edges for one in ahead.values()), "1 pass")


def test_a_shared_weights_gradient_is_the_sum_of_its_copies():
    together = backward(forward(parse("h = w*x\nL = w*h"), w=1.5, x=2.0))
    apart = backward(forward(parse("h = w1*x\nL = w2*h"), w1=1.5, w2=1.5, x=2.0))
    assert says(said_of_sharing(together, apart), "∂L/∂w1 = 3", "∂L/∂w2 = 3", "∂L/∂w = **6**")


def test_a_second_call_is_told_by_what_it_added():
    once, twice = {"h": 2.0, "x": 12.0}, {"h": 4.0, "x": 36.0}
    assert says(said_of_calls(once, twice), "∂L/∂h 4", "24 more")
    assert says(said_of_calls(once, once), "the same")
    assert call_rows(once, twice) == [("call 1", "2", "12"), ("call 2", "4", "36")]


@pytest.mark.parametrize("k", [1, 2])
def test_paths_and_edges_are_told_with_their_counts(k):
    text = "\n".join(f"a{i} = sin(x{i})\nb{i} = cos(x{i})\nx{i + 1} = a{i} + b{i}" for i in range(k))
    values = forward(parse(text), x0=0.3)
    slope = backward(values).grad["x0"]
    rows = path_rows(values, k, (slope, 2**k), (slope, 4 * k))
    assert {row[1] for row in rows} == {numeral(slope)}
    assert says(said_of_paths(k, (slope, 2**k), (slope, 4 * k)), f"{2**k} paths", f"{4 * k} edges", numeral(slope))


def test_sixty_diamonds_take_years():
    assert years_by_path(60, 1e9) == pytest.approx(36.6, abs=0.1)
