"""Protects the curves over one slider: each has its line, its name and its dot, and nothing else moves."""

import math
import xml.etree.ElementTree as ET

import numpy as np

from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.curves import Curve, curves_plot
from tests.drawing.test_plots import XS, centre, frame, of_class, refuse_odd_numbers
from tests.meaning import clause, says


def curves(x=1.0, limits=(-1.0, 1.0)):
    made = [
        Curve("sin", "forward", np.sin(XS), math.sin(x)),
        Curve("5·cos", "backward", 5 * np.cos(XS), 5 * math.cos(x)),
    ]
    svg = curves_plot(XS, made, x, "z", limits)
    return ET.fromstring(svg.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def test_each_curve_has_its_line_its_name_and_its_dot():
    svg = curves(limits=(-6.0, 6.0))
    texts = [text.text for text in svg.iter("text")]
    assert {"sin", "5·cos", "z"} <= set(texts)
    assert centre(svg, "here")[0] == centre(svg, "guess")[0]
    words = svg.get("aria-label")
    assert says(words, "z = 1")
    assert says(clause(words, "5·cos"), numeral(5 * math.cos(1)))
    assert says(words.split("5·cos")[0], "sin", numeral(math.sin(1)))


def test_a_dot_outside_the_limits_is_not_drawn_and_nothing_else_moves():
    assert not of_class(curves(limits=(-1.0, 1.0)), "guess")
    assert frame(curves(x=-2.0)) == frame(curves(x=2.9))
    refuse_odd_numbers(curves())
