"""Protects the small curve: ticks are round and inside the axis, axes stay, and ∞ or NaN draw nothing odd."""

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.drawing.plots import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    padded,
    tangent_plot,
)
from course_lib.numerals import numeral
from tests.meaning import clause, numbers_in, says

XS = np.linspace(-3.0, 3.0, 61)
YS = XS**2


def plot(xs=XS, ys=YS, at=(1.0, 1.0), slope=2.0, nudge=0.5, names=("w1", "L")):
    svg = tangent_plot(xs, ys, at, slope, nudge, names)
    return ET.fromstring(svg.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def of_class(svg, kind):
    return [element for element in svg.iter() if kind in element.get("class", "").split()]


def centre(svg, kind):
    (circle,) = of_class(svg, kind)
    return float(circle.get("cx")), float(circle.get("cy"))


def points(svg, kind):
    (line,) = of_class(svg, kind)
    return [tuple(map(float, pair.split(","))) for pair in line.get("points").split()]


def frame(svg):
    """Grid lines and tick labels: all that must stay while a slider moves."""
    lines = [sorted(element.items()) for element in of_class(svg, "grid")]
    labels = [(element.get("x"), element.get("y"), element.text) for element in svg.iter("text")]
    return lines, labels


def refuse_odd_numbers(svg):
    """Attributes that are not numbers, about which a browser would complain."""
    for element in svg.iter():
        for key in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "points"):
            for number in re.findall(r"[^\s,]+", element.get(key, "")):
                assert math.isfinite(float(number)), (element.tag, element.get("class"), key)


# Axes.


@st.composite
def axes(draw):
    low = draw(st.floats(-1e6, 1e6))
    return Axis(low, low + 10 ** draw(st.floats(-3, 6)), 0.0, 100.0)


@given(axes())
def test_ticks_are_round_numbers_inside_the_axis(axis):
    ticks = axis.ticks()
    assert 3 <= len(ticks) <= 12
    length = axis.high - axis.low
    for tick in ticks:
        assert axis.low - 1e-6 * length <= tick <= axis.high + 1e-6 * length
    step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    round_ones = [factor * 10.0**power for power in range(-5, 7) for factor in (1, 2, 5)]
    closest = min(round_ones, key=lambda number: abs(number - step))
    assert step == pytest.approx(closest, rel=1e-5)
    for n, tick in enumerate(ticks):
        assert tick == pytest.approx(ticks[0] + n * step, abs=1e-6 * length)
        assert tick / closest == pytest.approx(round(tick / closest), rel=1e-12, abs=1e-9)  # 0 is one of them
    assert ticks[0] - step < axis.low + 1e-6 * length
    assert ticks[-1] + step > axis.high - 1e-6 * length


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-3, 3, [-3, -2, -1, 0, 1, 2, 3]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-4, 4, [-4, -3, -2, -1, 0, 1, 2, 3, 4]),
        (0.1, 29, [5, 10, 15, 20, 25]),
        (0, 600, [0, 100, 200, 300, 400, 500, 600]),
    ],
)
def test_known_ticks(low, high, expected):
    assert Axis(low, high, 0, 1).ticks() == pytest.approx(expected, abs=1e-12)


def test_a_number_finds_its_pixel_also_on_an_axis_that_points_up():
    assert [Axis(-3, 3, 0, 600).at(number) for number in (-3, 0, 3)] == [0, 300, 600]
    assert [Axis(0, 10, 200, 100).at(number) for number in (0, 5, 10)] == [200, 150, 100]


@given(st.lists(st.floats(-1e300, 1e300), min_size=1))
def test_limits_leave_room_and_are_never_empty(numbers):
    low, high = padded(numbers)
    assert low < high
    assert low <= min(numbers)
    assert high >= max(numbers)


@pytest.mark.parametrize("numbers", [[], [math.nan], [math.inf, -math.inf], [0.0], [5.0, 5.0], [-2.0]])
def test_limits_of_nothing_or_of_one_number(numbers):
    low, high = padded(numbers)
    assert low < high
    assert all(low < number < high for number in numbers if math.isfinite(number))


def test_limits_ignore_what_is_not_finite():
    low, high = padded([0.0, 1.0])
    assert padded([0.0, math.inf, 1.0, math.nan]) == (low, high)
    assert 0 < -low < 0.5
    assert high - 1 == pytest.approx(-low)  # the same room above as below


# The plot.


def test_curve_tangent_and_points_stand_where_they_belong():
    svg = plot()
    across = Axis(-3, 3, LEFT, WIDTH - RIGHT)
    up = Axis(*padded(YS), HEIGHT - BOTTOM, TOP)
    assert points(svg, "curve") == [
        pytest.approx((across.at(x), up.at(y)), abs=0.06) for x, y in zip(XS, YS, strict=True)
    ]
    assert points(svg, "tangent") == [pytest.approx((across.at(x), up.at(1 + 2 * (x - 1))), abs=0.06) for x in (-3, 3)]
    assert centre(svg, "here") == pytest.approx((across.at(1), up.at(1)), abs=0.06)
    assert centre(svg, "there") == pytest.approx((across.at(1.5), up.at(2.25)), abs=0.06)
    assert centre(svg, "guess") == pytest.approx((across.at(1.5), up.at(2.0)), abs=0.06)
    (gap,) = of_class(svg, "gap")
    assert float(gap.get("y1")) == centre(svg, "there")[1]
    assert float(gap.get("y2")) == centre(svg, "guess")[1]


def test_between_two_points_of_the_curve_the_truth_is_on_the_line_between_them():
    svg = plot(xs=[0.0, 1.0, 2.0], ys=[0.0, 0.0, 10.0], at=(1.0, 0.0), nudge=0.25)
    assert centre(svg, "there")[1] == pytest.approx(Axis(*padded([0, 10]), HEIGHT - BOTTOM, TOP).at(2.5), abs=0.06)


def test_a_nudge_of_zero_leads_nowhere():
    svg = plot(nudge=0.0)
    assert centre(svg, "there") == pytest.approx(centre(svg, "here"), abs=0.2)
    assert centre(svg, "guess") == centre(svg, "here")
    assert numbers_in(svg.get("aria-label").split(";")[1]) == [0, 1, 1]


@pytest.mark.parametrize("at", [(-3.0, 9.0), (0.0, 0.0), (2.9, 8.41)])
@pytest.mark.parametrize("slope", [-6.0, 0.0, 1e9])
@pytest.mark.parametrize("nudge", [-1.0, 0.3])
def test_the_axes_depend_on_the_curve_only(at, slope, nudge):
    assert frame(plot(at=at, slope=slope, nudge=nudge)) == frame(plot())


def test_another_curve_has_other_axes():
    assert frame(plot(ys=YS * 3)) != frame(plot())


def test_tick_labels_are_numerals_inside_the_picture():
    svg = plot()
    labels = [element.text for element in svg.iter("text")]
    assert labels[:7] == ["−3", "−2", "−1", "0", "1", "2", "3"]
    assert labels[-2:] == ["w1", "L"]
    for element in of_class(svg, "grid"):
        assert LEFT - 0.1 <= float(element.get("x1")) <= float(element.get("x2")) <= WIDTH - RIGHT + 0.1
        assert TOP - 0.1 <= float(element.get("y1")) <= float(element.get("y2")) <= HEIGHT - BOTTOM + 0.1


def test_the_plot_in_words():
    svg = plot(at=(1.0, 1.0), slope=2.0, nudge=0.5)
    assert svg.get("role") == "img"
    here, nudged = svg.get("aria-label").split(";")
    assert says(here, "L", "w1 = 1")
    assert numbers_in(here) == [1, 1, 2]  # the place, the height, the slope
    assert numbers_in(nudged) == [0.5, 2.25, 2]  # the nudge, where it leads, and where the tangent does
    assert says(clause(nudged, "tangent"), 2)


def test_names_are_escaped():
    hostile = """<script>"&'"""
    svg = plot(names=(hostile, "L"))
    assert not list(svg.iter("script"))
    assert hostile in [element.text for element in svg.iter("text")]
    assert hostile in svg.get("aria-label")


ODD = [math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("where", [slice(0, 5), slice(30, 32), slice(40, 61), slice(0, 61)])
def test_a_curve_with_gaps_is_drawn_where_it_is_finite(odd, where):
    ys = YS.copy()
    ys[where] = odd
    svg = plot(ys=ys)
    refuse_odd_numbers(svg)
    assert len(points(svg, "curve") if np.isfinite(ys).any() else []) == np.isfinite(ys).sum()


@pytest.mark.parametrize("odd", ODD)
def test_a_point_or_slope_that_is_not_finite_is_said_and_not_drawn_as_a_number(odd):
    for svg in (plot(at=(1.0, odd)), plot(slope=odd)):
        refuse_odd_numbers(svg)
        assert numeral(odd) in svg.get("aria-label")


@pytest.mark.parametrize("scale", [1e300, 1e-300, 1e307])
def test_curves_of_extreme_size_are_drawn(scale):
    ys = YS * scale
    svg = plot(ys=ys, at=(1.0, ys[40]), slope=2.0 * scale)
    refuse_odd_numbers(svg)
    assert len(of_class(svg, "grid")) > 7


def test_a_constant_curve_is_drawn_in_the_middle():
    svg = plot(ys=np.full(61, 5.0), at=(1.0, 5.0), slope=0.0)
    assert [y for _, y in points(svg, "curve")] == pytest.approx([(TOP + HEIGHT - BOTTOM) / 2] * 61, abs=0.06)
