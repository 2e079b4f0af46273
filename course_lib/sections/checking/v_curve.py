"""The V-curve: the error of a difference quotient against its step, on two log axes that never move."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from course_lib.drawing.plots import Axis, plot_svg
from course_lib.numerals import numeral

WIDTH, HEIGHT = 560.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 104.0, 16.0, 16.0, 62.0
STEPS = -16, 0  # powers of ten along the axis
ERRORS = -16, 2
ACROSS = Axis(*STEPS, LEFT, WIDTH - RIGHT)
UP = Axis(*ERRORS, HEIGHT - BOTTOM, TOP)
LABELLED = 4  # decades from one label to the next
UNDER = -3.7  # the power of the step from which on the rising line's name stands under the line
OVER = -2.0  # the power of the error at which the falling line's name stands over the line
PAST = 4  # a line goes on beyond the theoretical best step, to this many times it
MOST_DOTS = 40


@dataclass(frozen=True)
class Line:
    """A theoretical line: its name, its slope on log axes, its errors at the steps."""

    name: str
    slope: int
    errors: Sequence[float]


def v_curve_plot(
    steps: Sequence[float],
    errors: Sequence[float],
    lines: Sequence[Line],
    at: float,
    mark: tuple[float, str] | None = None,
) -> str:
    """The errors at all steps as a curve, the step ``at`` as a point on it, and the lines that theory predicts.

    ``mark`` is a step that gets a vertical line, and its name; where there are
    ``lines`` it is the theoretical best step. Errors of 0, and those outside the axes,
    are drawn on the border.
    """
    here = min(range(len(steps)), key=lambda i: abs(math.log10(steps[i] / at)))
    places = [(ACROSS.at(math.log10(h)), _height(error)) for h, error in zip(steps, errors, strict=True)]
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [
        _frame(),
        f'<clipPath id="bp-v"><rect x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" '
        f'height="{HEIGHT - TOP - BOTTOM}"/></clipPath>',
        *(_theory(steps, line, mark[0]) for line in lines if mark),
        _marked(*mark) if mark else "",
        f'<polyline class="curve" points="{curve}"/>',
        *(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places if len(places) <= MOST_DOTS),
        f'<circle class="here" cx="{places[here][0]:.1f}" cy="{places[here][1]:.1f}" r="8"/>',
    ]
    said = f"Relative error against step: at h = {numeral(steps[here], 2)} it is {numeral(errors[here], 2)}."
    best = min(range(len(steps)), key=lambda i: (errors[i], -steps[i]))
    said += f" The smallest, {numeral(errors[best], 2)}, is at h = {numeral(steps[best], 2)}."
    if mark:
        said += f" Marked: {mark[1]}, h = {numeral(mark[0], 2)}."
    return plot_svg(parts, said, WIDTH, HEIGHT)


def _height(error: float) -> float:
    """The y of an error in px; on the border if it is 0, not finite, or beyond the axis."""
    if not error > 0:
        return UP.at(ERRORS[0])
    return UP.at(min(max(math.log10(error), ERRORS[0]), ERRORS[1])) if math.isfinite(error) else UP.at(ERRORS[1])


def _theory(steps: Sequence[float], line: Line, best: float) -> str:
    """One straight line where it dominates and a little beyond, with its name and slope; nothing if it is 0."""
    falls = line.slope < 0
    ends = [
        (math.log10(h), math.log10(error))
        for h, error in zip(steps, line.errors, strict=True)
        if error > 0 and (h <= best * PAST if falls else h >= best / PAST)
    ]
    if len(ends) < 2:
        return ""
    (x0, y0), (x1, y1) = ends[0], ends[-1]
    if falls:  # the name stands over the line, in the upper part of the picture
        power = min(max(x0 + (OVER - y0) / line.slope, STEPS[0] + 1), UNDER - 1)
        x, anchor = ACROSS.at(power) + 10, "start"
        height = UP.at(y0 + line.slope * (power - x0)) - 36
    else:
        x, anchor = WIDTH - RIGHT - 4, "end"
        height = min(UP.at(y0 + line.slope * (UNDER - x0)) + 24, HEIGHT - BOTTOM - 34)
    drawn = f"{ACROSS.at(x0):.1f},{UP.at(y0):.1f} {ACROSS.at(x1):.1f},{UP.at(y1):.1f}"
    words = (
        ""
        if height < TOP
        else "".join(
            f'<tspan x="{x:.1f}" y="{height + down:.1f}">{word}</tspan>'
            for word, down in ((line.name, 0), (f"slope {numeral(line.slope)}", 22))
        )
    )
    return (
        f'<polyline class="theory {line.name}" clip-path="url(#bp-v)" points="{drawn}"/>'
        f'<text class="label {line.name}" style="text-anchor:{anchor}">{words}</text>'
    )


def _marked(step: float, name: str) -> str:
    x = ACROSS.at(math.log10(step))
    anchor = "end" if x > LEFT + (WIDTH - LEFT) / 3 else "start"
    dx = -8 if anchor == "end" else 8
    low = HEIGHT - BOTTOM
    return (
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{low}"/>'
        f'<text class="small" x="{x + dx:.1f}" y="{low - 8:g}" style="text-anchor:{anchor}">{escape(name)}</text>'
    )


def _decade(power: int) -> str:
    """``1e−4``, where ``numeral`` would write zeros; ``1`` for the power 0."""
    return f"1e{numeral(power)}" if power else "1"


def _frame() -> str:
    """Grid, labels of the decades, and the two axes' names."""
    parts = []
    for power in range(STEPS[0], STEPS[1] + 1, LABELLED):
        x = ACROSS.at(power)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}">{_decade(power)}</text>')
    for power in range(ERRORS[0], ERRORS[1] + 1, LABELLED):
        y, label = UP.at(power), _decade(power)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="small" x="{LEFT - 8}" y="{y + 5:.1f}" style="text-anchor:end">{label}</text>')
    middle, centre = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="{middle:g}" y="{HEIGHT - 10:g}">step h</text>')
    parts.append(f'<text x="18" y="{centre:g}" transform="rotate(-90 18 {centre:g})">relative error</text>')
    return "".join(parts)
