"""The V-curve: the error of a difference quotient against its step, on two log axes that never move."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from course_lib.draw.plots import Axis
from course_lib.numerals import numeral

WIDTH, HEIGHT = 560.0, 372.0
LEFT, RIGHT, TOP, BOTTOM = 92.0, 16.0, 16.0, 62.0
STEPS = -16, 0  # powers of ten along the axis
ERRORS = -16, 2
ACROSS = Axis(*STEPS, LEFT, WIDTH - RIGHT)
UP = Axis(*ERRORS, HEIGHT - BOTTOM, TOP)
LABELLED = 4  # a label every so many decades
LABEL_AT = {"rounding": -2.0, "truncation": -4.3}  # at this power of the error, of the step


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
    """The errors at all steps as a curve, the step ``at`` as a point on it, and theory's lines.

    ``mark`` is a step worth a vertical line, and what to call it. Errors of 0, and
    those outside the axes, are drawn on the border.
    """
    here = min(range(len(steps)), key=lambda i: abs(math.log10(steps[i] / at)))
    places = [(ACROSS.at(math.log10(h)), _height(error)) for h, error in zip(steps, errors, strict=True)]
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [
        _frame(),
        f'<clipPath id="bp-v"><rect x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" '
        f'height="{HEIGHT - TOP - BOTTOM}"/></clipPath>',
        *(_theory(steps, line) for line in lines),
        _marked(*mark) if mark else "",
        f'<polyline class="curve" points="{curve}"/>',
        *(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places),
        f'<circle class="here" cx="{places[here][0]:.1f}" cy="{places[here][1]:.1f}" r="8"/>',
    ]
    said = f"Relative error against step: at h = {numeral(steps[here], 2)} it is {numeral(errors[here], 2)}."
    best = min(range(len(steps)), key=lambda i: (errors[i], -steps[i]))
    said += f" The smallest, {numeral(errors[best], 2)}, is at h = {numeral(steps[best], 2)}."
    if mark:
        said += f" Marked: {mark[1]}, h = {numeral(mark[0], 2)}."
    return (
        f'<svg class="bp-svg bp-plot" role="img" aria-label="{escape(said)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'style="width:100%;max-width:{WIDTH:g}px" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _height(error: float) -> float:
    """The pixel of an error; on the border where it is 0, not finite, or beyond the axis."""
    if not error > 0:
        return UP.at(ERRORS[0])
    return UP.at(min(max(math.log10(error), ERRORS[0]), ERRORS[1])) if math.isfinite(error) else UP.at(ERRORS[1])


def _theory(steps: Sequence[float], line: Line) -> str:
    """One straight line with its name and slope beside it; nothing where it is 0."""
    ends = [(math.log10(h), error) for h, error in zip(steps, line.errors, strict=True) if error > 0]
    if len(ends) < 2:
        return ""
    (x0, y0), (x1, y1) = [(x, math.log10(error)) for x, error in (ends[0], ends[-1])]
    drawn = f"{ACROSS.at(x0):.1f},{UP.at(y0):.1f} {ACROSS.at(x1):.1f},{UP.at(y1):.1f}"
    slope = (y1 - y0) / (x1 - x0)
    if line.slope < 0:  # its name stands above it, where it leaves the upper part of the picture
        power = min(max(x0 + (LABEL_AT["rounding"] - y0) / slope, STEPS[0] + 1), LABEL_AT["truncation"])
        dy = (-30, -8)
    else:
        power = LABEL_AT["truncation"]
        dy = (14, 36)
    height = min(max(UP.at(y0 + slope * (power - x0)), TOP + 60), HEIGHT - BOTTOM - 44)
    x = ACROSS.at(power) + 10
    words = (line.name, f"slope {numeral(line.slope)}")
    return f'<polyline class="theory {line.name}" clip-path="url(#bp-v)" points="{drawn}"/>' + "".join(
        f'<text class="label {line.name}" x="{x:.1f}" y="{height + down:.1f}">{word}</text>'
        for word, down in zip(words, dy, strict=True)
    )


def _marked(step: float, name: str) -> str:
    x = ACROSS.at(math.log10(step))
    anchor = "end" if x > (LEFT + WIDTH) / 2 else "start"
    dx = -8 if anchor == "end" else 8
    return (
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text class="small" x="{x + dx:.1f}" y="{TOP + 18:g}" style="text-anchor:{anchor}">{escape(name)}</text>'
    )


def _frame() -> str:
    """Grid, labels of the decades, and the two axes' names."""
    parts = []
    for power in range(STEPS[0], STEPS[1] + 1, LABELLED):
        x = ACROSS.at(power)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}">{numeral(10.0**power, 1)}</text>')
    for power in range(ERRORS[0], ERRORS[1] + 1, LABELLED):
        y, label = UP.at(power), numeral(10.0**power, 1)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="small" x="{LEFT - 8}" y="{y + 5:.1f}" style="text-anchor:end">{label}</text>')
    middle, centre = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="{middle:g}" y="{HEIGHT - 10:g}">step h</text>')
    parts.append(f'<text x="20" y="{centre:g}" transform="rotate(-90 20 {centre:g})">relative error</text>')
    return "".join(parts)
