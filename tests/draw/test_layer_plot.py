"""Protects the picture layer by layer: axes that never move, lines where they belong, names that can be read."""

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.depth import Setting, measured
from course_lib.draw.layer_plot import BOTTOM, GAP, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Track, apart, gradients, layer_plot

NUMBERS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(1e-30, 1e30))


def drawn(tracks, decades=8, ends="first"):
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", layer_plot(tracks, decades, "gradient", ends)))


def of_class(svg, name):
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def points(element):
    return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]


def test_a_line_stands_at_its_logarithms():
    heights = [10.0 ** (-8 + 16 * k / 40) for k in range(41)]
    (line,) = of_class(drawn([Track("a", heights, "backward")]), "layers")
    assert points(line)[0] == pytest.approx((LEFT, HEIGHT - BOTTOM), abs=0.6)
    assert points(line)[20] == pytest.approx(((LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2), abs=0.6)
    assert points(line)[40] == pytest.approx((WIDTH - RIGHT, TOP), abs=0.6)


def test_the_axes_do_not_move_with_the_lines():
    def frame(svg):
        return [sorted(e.items()) for e in of_class(svg, "grid")], [e.text for e in of_class(svg, "small")]

    assert frame(drawn([Track("a", [1e-3, 1.0])])) == frame(drawn([Track("b", [1e30, 1.0, 1e-30])]))


@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=41), min_size=1, max_size=4), st.sampled_from([8, 24]))
def test_whatever_is_drawn_every_name_stays_in_the_frame_and_apart(heights, decades):
    svg = drawn([Track(f"line {i}", each) for i, each in enumerate(heights)], decades)
    ys = sorted(float(label.get("y")) for label in of_class(svg, "on"))
    assert ys[0] >= TOP
    assert ys[-1] <= HEIGHT - BOTTOM
    assert all(b - a >= GAP - 1 for a, b in pairwise(ys))
    assert all(math.isfinite(n) for line in of_class(svg, "layers") for point in points(line) for n in point)


def test_a_name_has_its_number_and_is_no_markup():
    (label,) = of_class(drawn([Track("<b> & co", [2.5e-5, 1.0])]), "on")
    assert label.text.replace("\u00a0", " ") == "<b> & co: 2.5e−5"


def test_the_number_is_that_of_the_end_where_the_name_stands():
    first, last = (of_class(drawn([Track("a", [3.0, 1.0, 7.0])], ends=end), "on")[0] for end in ("first", "last"))
    assert (first.text[-1], last.text[-1]) == ("3", "7")
    assert float(first.get("x")) < float(last.get("x"))


def test_names_stay_where_they_are_when_nothing_is_near():
    assert apart([50.0, 200.0], 0, 300) == [50.0, 200.0]
    assert apart([100.0, 100.0, 100.0], 0, 300) == [100.0, 100.0 + GAP, 100.0 + 2 * GAP]
    assert apart([299.0, 300.0], 0, 300) == [300 - GAP, 300]


def test_the_lab_draws_a_band_for_each_and_says_all_in_its_alternative():
    found, pinned = (measured(Setting(start=start, depth=10, width=16)) for start in ("He", "Xavier"))
    svg = ET.fromstring(re.sub(' xmlns="[^"]*"', "", gradients(found, [pinned], 8)))
    assert len(of_class(svg, "band")) == len(of_class(svg, "layers")) == 2
    (band,) = of_class(svg, "band")[1:]
    ys = [y for _, y in points(band)]
    (line,) = [line for line in of_class(svg, "layers") if "backward" in line.get("class")]
    assert min(ys) <= points(line)[0][1] <= max(ys)
    words = svg.get("aria-label").replace("\u00a0", " ")
    assert words.index("relu + He") < words.index("relu + Xavier")  # what stands in front comes first
