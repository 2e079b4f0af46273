"""A difference quotient as a picture: the secant through its two evaluations, beside the tangent."""

import math
from collections.abc import Callable

import numpy as np

from course_lib.drawing.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis, clip, dot, frame, plot_svg
from course_lib.numerals import numeral


def secant_plot(
    function: Callable[[float], float],
    slope: float,
    at: float,
    ends: tuple[float, float],
    across: tuple[float, float],
    up: tuple[float, float],
    names: tuple[str, str],
) -> str:
    """The function, its tangent (``slope``) at the point ``at``, and the secant through the two ``ends``.

    ``across`` and ``up`` are the limits of the axes, which stay while a slider moves.
    """
    horizontal = Axis(*across, LEFT, WIDTH - RIGHT)
    vertical = Axis(*up, HEIGHT - BOTTOM, TOP)

    def place(u: float, value: float) -> str:
        return f"{horizontal.at(u):.1f},{vertical.at(value):.1f}"

    us = np.linspace(*across, 121)
    low, high = ends
    quotient = (function(high) - function(low)) / (high - low)
    curve = " ".join(place(float(u), float(function(u))) for u in us)
    tangent = " ".join(place(u, function(at) + slope * (u - at)) for u in across)
    secant = " ".join(place(u, function(low) + quotient * (u - low)) for u in across)
    dots = "".join(dot(horizontal.at(u), vertical.at(function(u)), "there") for u in ends if u != at)
    words = (
        f"{names[1]} against {names[0]}: from {numeral(low)} to {numeral(high)} the secant has slope "
        f"{numeral(quotient)}; the derivative at {numeral(at)} is {numeral(slope)}."
    )
    assert math.isfinite(quotient)
    parts = [
        frame(horizontal, vertical, names),
        clip("bp-secant"),
        f'<g clip-path="url(#bp-secant)"><polyline class="curve" points="{curve}"/>'
        f'<polyline class="tangent" points="{tangent}"/><polyline class="secant" points="{secant}"/></g>',
        dots,
        dot(horizontal.at(at), vertical.at(function(at)), "here"),
    ]
    return plot_svg(parts, words)
