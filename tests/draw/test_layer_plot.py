"""Protects the picture layer by layer: axes that never move, lines where they belong, names that can be read."""

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.depth import Setting, measured
from course_lib.draw.layer_plot import (
    BOTTOM,
    HEIGHT,
    LEFT,
    MOST_LINES,
    RIGHT,
    ROW,
    TOP,
    WIDTH,
    Track,
    gradients,
    layer_plot,
)

NUMBERS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(1e-30, 1e30))


def drawn(tracks, decades=8, ends="first", rows=1):
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", layer_plot(tracks, decades, "gradient", ends, rows)))


def of_class(svg, name):
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def points(element):
    return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]


def test_a_line_stands_at_its_logarithms():
    heights = [10.0 ** (-8 + 16 * k / 40) for k in range(41)]
    line, _ = of_class(drawn([Track("a", heights, "backward")]), "layers")
    assert points(line)[0] == pytest.approx((LEFT, HEIGHT - BOTTOM), abs=0.6)
    assert points(line)[20] == pytest.approx(((LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2), abs=0.6)
    assert points(line)[40] == pytest.approx((WIDTH - RIGHT, TOP), abs=0.6)


def test_the_axes_do_not_move_with_the_lines():
    def frame(svg):
        return [sorted(e.items()) for e in of_class(svg, "grid")], [e.text for e in of_class(svg, "small")]

    assert frame(drawn([Track("a", [1e-3, 1.0])])) == frame(drawn([Track("b", [1e30, 1.0, 1e-30])]))


def names(svg):
    return [label for label in of_class(svg, "key") if "on" not in label.get("class").split()]


def mark(svg):
    found = of_class(svg, "on")
    assert len(found) <= 1
    return found[0] if found else None


@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=41), min_size=1, max_size=5), st.sampled_from([2, 8, 24]))
def test_whatever_is_drawn_every_name_has_its_row_under_the_axes(heights, decades):
    svg = drawn([Track(f"line {i}", each) for i, each in enumerate(heights)], decades)
    assert [float(label.get("y")) for label in names(svg)] == [HEIGHT + (i + 0.5) * ROW for i in range(len(heights))]
    assert names(svg)[0].text[:6] == f"line\u00a0{len(heights) - 1}"
    assert float(svg.get("viewBox").split()[3]) == HEIGHT + ROW * len(heights)
    lines = [line for line in of_class(svg, "layers") if line.tag == "polyline"]
    assert all(math.isfinite(n) for line in lines for point in points(line) for n in point)


def test_the_list_has_room_from_the_start_so_that_nothing_moves():
    heights = {drawn([Track("a", [1.0, 1.0])] * count, rows=4).get("viewBox") for count in range(1, 5)}
    assert len(heights) == 1


@pytest.mark.parametrize("decades", [2, 8, 24])
def test_the_axis_has_its_powers_of_ten_once_each(decades):
    labels = [e.text for e in of_class(drawn([Track("a", [1.0])], decades), "small") if e.text.startswith(("1e", "1"))]
    powers = [label for label in labels if label.startswith("1e")]
    assert len(set(powers)) == len(powers) == 4
    assert {f"1e{decades}", f"1e−{decades}"} <= set(powers)


def test_each_name_has_a_piece_of_its_own_line_before_it():
    svg = drawn([Track("a", [1.0, 1.0]), Track("b", [2.0, 1.0]), Track("c", [3.0, 1.0], "backward")])
    lines, samples = ([e for e in of_class(svg, "layers") if e.tag == tag] for tag in ("polyline", "path"))
    assert [e.get("class") for e in samples] == [lines[i].get("class") for i in (2, 0, 1)]
    assert [e.text[0] for e in names(svg)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("heights", "ends", "said", "anchor"),
    [
        ([1e-30, 1e-15, 1.0], "first", "↓", "start"),
        ([*[1e-30] * 35, *[1.0] * 5], "first", "↓", "end"),
        ([1e30, 1.0, 1.0], "first", "↑", "start"),
        ([1.0, 1e-30, 1e-30], "last", "↓", "start"),
        ([*[1.0] * 38, 1e30], "last", "↑", "end"),
        ([0.0, 0.0, 1.0], "first", "↓", "start"),
    ],
)
def test_what_leaves_the_picture_says_so_at_the_border(heights, ends, said, anchor):
    svg = drawn([Track("pinned", heights), Track("front", heights, "backward")], ends=ends)
    label = mark(svg)
    assert label.text == f"{said}\u00a0leaves\u00a0the\u00a0picture"
    assert f"text-anchor:{anchor}" in label.get("style")
    assert TOP < float(label.get("y")) < HEIGHT - BOTTOM
    room = 175 if anchor == "start" else -175
    assert LEFT <= float(label.get("x")) + room <= WIDTH - RIGHT
    assert all(name.text.endswith(said) for name in names(svg))


def test_what_stays_inside_has_no_mark():
    svg = drawn([Track("out", [1e-30, 1.0]), Track("front", [1e-7, 1.0], "backward")])
    assert mark(svg) is None
    assert [name.text[-1] for name in names(svg)] == ["7", "↓"]


def test_a_name_has_its_number_and_is_no_markup():
    (label,) = names(drawn([Track("<b> & co", [2.5e-5, 1.0])]))
    assert label.text.replace("\u00a0", " ") == "<b> & co: 2.5e−5"


def test_the_number_is_that_of_the_end_that_is_read():
    first, last = (names(drawn([Track("a", [3.0, 1.0, 7.0])], ends=end))[0] for end in ("first", "last"))
    assert (first.text[-1], last.text[-1]) == ("3", "7")


def test_the_lab_draws_a_band_for_each_and_says_all_in_its_alternative():
    found, pinned = (measured(Setting(start=start, depth=10, width=16)) for start in ("He", "Xavier"))
    svg = ET.fromstring(re.sub(' xmlns="[^"]*"', "", gradients(found, [pinned], 8)))
    assert len(of_class(svg, "band")) == len([e for e in of_class(svg, "layers") if e.tag == "polyline"]) == 2
    assert float(svg.get("viewBox").split()[3]) == HEIGHT + ROW * MOST_LINES
    (band,) = of_class(svg, "band")[1:]
    ys = [y for _, y in points(band)]
    (line,) = [line for line in of_class(svg, "layers") if "backward" in line.get("class") and line.tag == "polyline"]
    assert min(ys) <= points(line)[0][1] <= max(ys)
    words = svg.get("aria-label").replace("\u00a0", " ")
    assert words.index("relu + He") < words.index("relu + Xavier")  # what stands in front comes first
