"""Protects the secant's picture: it goes through both evaluations, with the tangent, on axes that never move."""

import re
import xml.etree.ElementTree as ET

import pytest

from course_lib.drawing.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import gated, gated_slope
from course_lib.sections.checking.secant import secant_plot
from tests.meaning import clause, says

ACROSS, UP = (-0.14, 0.14), (-0.05, 0.15)


def plot(at=0.03, ends=(-0.07, 0.13), slope=None):
    slope = gated_slope(at) if slope is None else slope
    text = secant_plot(gated, slope, at, ends, ACROSS, UP, ("u", "f"))
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", text))


def line(svg, name):
    (element,) = [element for element in svg.iter("polyline") if element.get("class") == name]
    (x0, y0), (x1, y1) = [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]
    across, up = Axis(*ACROSS, LEFT, WIDTH - RIGHT), Axis(*UP, HEIGHT - BOTTOM, TOP)
    unit = (across.at(1) - across.at(0)), (up.at(1) - up.at(0))
    return ((y1 - y0) / unit[1]) / ((x1 - x0) / unit[0])


@pytest.mark.parametrize(("at", "ends"), [(0.03, (-0.07, 0.13)), (0.03, (0.02, 0.04)), (0.0, (-0.1, 0.1))])
def test_the_secant_has_the_quotients_slope_and_the_tangent_the_derivatives(at, ends):
    svg = plot(at, ends)
    quotient = (gated(ends[1]) - gated(ends[0])) / (ends[1] - ends[0])
    assert line(svg, "secant") == pytest.approx(quotient, abs=0.01)
    assert line(svg, "tangent") == pytest.approx(gated_slope(at), abs=0.01)


def test_the_ends_are_drawn_and_the_axes_stay():
    wide, short = plot(), plot(ends=(0.029, 0.031))
    assert len([dot for dot in wide.iter("circle") if dot.get("class") == "there"]) == 2
    forward = plot(ends=(0.03, 0.1))
    assert len([dot for dot in forward.iter("circle") if dot.get("class") == "there"]) == 1

    def texts(svg):
        return [(t.get("x"), t.get("y"), t.text) for t in svg.iter("text")]

    assert texts(wide) == texts(short)


def test_the_picture_in_words():
    words = plot(at=0.03, ends=(-0.07, 0.13)).get("aria-label")
    assert says(words, "f", "u")
    assert says(clause(words, "secant"), "−0.07", "0.13", numeral((gated(0.13) - gated(-0.07)) / 0.2))
    assert says(clause(words, "derivative"), "0.03", numeral(gated_slope(0.03)))
