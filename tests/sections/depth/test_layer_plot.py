"""Protects the picture layer by layer: fixed axes, lines at the right places, readable names."""

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.numerals import about
from course_lib.sections.depth.blocks import Setting, measured
from course_lib.sections.depth.layer_plot import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Track,
    gradients,
    lab_names,
    layer_plot,
    names,
)
from tests.meaning import says, together

NUMBERS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(1e-30, 1e30))


def drawn(tracks, decades=8, ends="first"):
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", layer_plot(tracks, decades, "gradient", ends)))


def listed(html):
    """Each name of a list, with the classes of the lines before it."""
    return [
        ([piece.get("class") for piece in row.iter("path")], "".join(row.itertext()).replace("\u00a0", " "))
        for row in ET.fromstring(html).iter("span")
    ]


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


def mark(svg):
    found = of_class(svg, "on")
    assert len(found) <= 1
    return found[0] if found else None


@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=41), min_size=1, max_size=5), st.sampled_from([2, 8, 24]))
def test_whatever_is_drawn_every_line_is_finite_and_has_its_name(heights, decades):
    tracks = [Track(f"line {i}", each) for i, each in enumerate(heights)]
    assert all(
        math.isfinite(n) for line in of_class(drawn(tracks, decades), "layers") for xy in points(line) for n in xy
    )
    last = len(heights) - 1
    assert [said[:6] for _, said in listed(names(tracks, decades))] == [f"line {i}" for i in (last, *range(last))]


@pytest.mark.parametrize("decades", [2, 8, 24])
def test_the_axis_has_its_powers_of_ten_once_each(decades):
    labels = [e.text for e in of_class(drawn([Track("a", [1.0])], decades), "small") if e.text.startswith(("1e", "1"))]
    powers = [label for label in labels if label.startswith("1e")]
    assert len(set(powers)) == len(powers) == 4
    assert {f"1e{decades}", f"1e−{decades}"} <= set(powers)


def test_each_name_has_a_piece_of_its_own_line_before_it():
    tracks = [Track("a", [1.0, 1.0]), Track("b", [2.0, 1.0]), Track("c", [3.0, 1.0], "backward")]
    lines = [line.get("class") for line in of_class(drawn(tracks), "layers")]
    assert len(set(lines)) == 3
    assert listed(names(tracks, 8)) == [([lines[2]], "c: 3"), ([lines[0]], "a: 1"), ([lines[1]], "b: 2")]


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
    tracks = [Track("pinned", heights), Track("front", heights, "backward")]
    label = mark(drawn(tracks, ends=ends))
    assert label.text.startswith(said)
    assert " " not in label.text  # its spaces are hard
    assert f"text-anchor:{anchor}" in label.get("style")
    assert TOP < float(label.get("y")) < HEIGHT - BOTTOM
    room = 175 if anchor == "start" else -175
    assert LEFT <= float(label.get("x")) + room <= WIDTH - RIGHT
    assert all(name.endswith(said) for _, name in listed(names(tracks, 8, ends)))


def test_what_stays_inside_has_no_mark():
    tracks = [Track("out", [1e-30, 1.0]), Track("front", [1e-7, 1.0], "backward")]
    assert mark(drawn(tracks)) is None
    assert [name[-1] for _, name in listed(names(tracks, 8))] == ["7", "↓"]


def test_a_name_has_its_number_and_is_no_markup():
    ((_, said),) = listed(names([Track("<b> & co", [2.5e-5, 1.0])], 8))
    assert said == "<b> & co: 2.5e−5"


def test_the_number_is_that_of_the_end_that_is_read():
    assert [listed(names([Track("a", [3.0, 1.0, 7.0])], 8, end))[0][1] for end in ("first", "last")] == ["a: 3", "a: 7"]


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


def test_the_labs_list_stands_for_both_pictures():
    found, pinned = (measured(Setting(start=start, depth=10, width=16)) for start in ("He", "Xavier"))
    (front, said), (behind, _) = listed(lab_names(found, [pinned], 8))
    assert front == ["layers backward", "layers forward"]
    svg = ET.fromstring(re.sub(' xmlns="[^"]*"', "", gradients(found, [pinned], 8)))
    assert behind == [of_class(svg, "layers")[0].get("class")]
    assert says(said, found.setting)
    assert together(said, "back", about(found.ratio))
    assert together(said, "forward", about(found.spread.median[-1]))
