"""Protects the V-curve's picture: points at the right places on fixed axes, the theoretical lines, the words."""

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from course_lib.numerals import numeral
from course_lib.sections.checking import examples
from course_lib.sections.checking.examples import CASES
from course_lib.sections.checking.v_curve import ACROSS, BOTTOM, HEIGHT, LEFT, RIGHT, TOP, UP, WIDTH, Line, v_curve_plot
from tests.meaning import says

STEPS = [10.0 ** (power / 2) for power in range(-2, -31, -1)]
EVERY = [(case, scheme, dtype) for case in CASES for scheme in ("central", "forward") for dtype in (float, np.float32)]
every_curve = pytest.mark.parametrize(("case", "scheme", "dtype"), EVERY, ids=str)


def curve_of(case="σ(u) at 1.3", scheme="central", dtype=np.float64):
    return examples.curve_of(CASES[case], scheme, np.dtype(dtype).type, STEPS)


def plot(curve, at=1e-3, mark=True):
    lines = Line("rounding", -1, curve.rounding), Line("truncation", curve.order, curve.truncation)
    named = (curve.best, "theory") if mark else None
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", v_curve_plot(curve.steps, curve.errors, lines, at, named)))


def of_class(svg, name):
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def points(element):
    return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]


def frame(svg):
    axes = [element.text for element in svg.iter("text") if element.text]
    return [sorted(line.items()) for line in of_class(svg, "grid")], axes


def test_the_curve_and_the_point_stand_at_their_logarithms():
    curve = curve_of()
    svg = plot(curve, at=1e-4)
    drawn = points(of_class(svg, "curve")[0])
    for (x, y), h, error in zip(drawn, curve.steps, curve.errors, strict=True):
        assert (x, y) == pytest.approx((ACROSS.at(math.log10(h)), UP.at(math.log10(error))), abs=0.06)
    (here,) = of_class(svg, "here")
    i = min(range(len(STEPS)), key=lambda k: abs(STEPS[k] - 1e-4))
    assert (float(here.get("cx")), float(here.get("cy"))) == pytest.approx(drawn[i], abs=0.06)


@every_curve
def test_the_axes_never_move_and_everything_is_inside_them(case, scheme, dtype):
    curve = curve_of(case, scheme, dtype)
    svgs = [plot(curve, at=h) for h in (1e-1, 1e-8, 1e-15)]
    assert all(frame(svg)[0] == frame(plot(curve_of()))[0] for svg in svgs)
    for x, y in points(of_class(svgs[0], "curve")[0]):
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT - BOTTOM


@pytest.mark.parametrize(("scheme", "slope"), [("central", 2), ("forward", 1)])
def test_theorys_lines_have_their_slopes_and_say_them(scheme, slope):
    svg = plot(curve_of(scheme=scheme))
    for name, expected in (("rounding", -1), ("truncation", slope)):
        line, words = of_class(svg, name)
        (x0, y0), (x1, y1) = points(line)
        decades = (ACROSS.at(1) - ACROSS.at(0)), (UP.at(0) - UP.at(1))
        assert -((y1 - y0) / decades[1]) / ((x1 - x0) / decades[0]) == pytest.approx(expected, rel=0.02)
        assert "".join(words.itertext()) == f"{name}slope {str(expected).replace('-', '−')}"


def test_a_parabola_has_no_truncation_line_and_without_a_mark_there_are_no_lines():
    assert not of_class(plot(curve_of("u² at 1.3")), "truncation")
    assert of_class(plot(curve_of("u² at 1.3", "forward")), "truncation")
    assert not of_class(plot(curve_of(), mark=False), "theory")


def test_the_mark_stands_at_theorys_best_step():
    curve = curve_of()
    (drop,) = of_class(plot(curve), "drop")
    assert float(drop.get("x1")) == pytest.approx(ACROSS.at(math.log10(curve.best)), abs=0.06)


@pytest.mark.parametrize("odd", [0.0, math.inf, math.nan, 1e300, 1e-300])
def test_errors_beyond_the_axes_are_drawn_on_the_border(odd):
    svg = ET.fromstring(v_curve_plot([1e-1, 1e-2], [odd, 1e-3], (), 1e-2))
    numbers = re.findall(r'c[xy]="([^"]*)"', ET.tostring(svg, "unicode"))
    assert all(TOP <= float(y) <= HEIGHT - BOTTOM for y in numbers[1::2])


def test_the_picture_in_words():
    curve = curve_of()
    here, best, marked = re.split(r"(?<=\d)\. ", plot(curve, at=1e-3).get("aria-label"))
    at = curve.steps.index(1e-3)
    smallest = min(range(len(curve.errors)), key=curve.errors.__getitem__)
    for words, place in ((here, at), (best, smallest)):
        assert says(words, numeral(curve.steps[place], 2), numeral(curve.errors[place], 2))
    assert says(best, "smallest")
    assert says(marked, "theory", numeral(curve.best, 2))


def test_a_name_is_escaped():
    svg = ET.fromstring(v_curve_plot([1e-1, 1e-2], [1e-3, 1e-4], (), 1e-2, (1e-2, "<b>&")))
    assert "<b>&" in "".join(svg.itertext())
