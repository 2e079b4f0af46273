"""A curve with its tangent as SVG, and the parts of any small plot: an axis, a frame, a dot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from course_lib.numerals import numeral

WIDTH, HEIGHT = 520.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 16.0, 14.0, 48.0


@dataclass(frozen=True)
class Axis:
    """A linear axis from ``low`` to ``high``, drawn from pixel ``start`` to pixel ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """The pixel of a number."""
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 6) -> list[float]:
        """Round numbers (1, 2 or 5 times a power of ten) along the axis."""
        rough = (self.high - self.low) / about
        power = 10.0 ** math.floor(math.log10(rough))
        step = min((power * factor for factor in (1, 2, 5, 10)), key=lambda width: abs(math.log(width / rough)))
        first = math.ceil(self.low / step - 1e-9)
        return [n * step for n in range(first, math.floor(self.high / step + 1e-9) + 1)]


def padded(numbers: Sequence[float], share: float = 0.25) -> tuple[float, float]:
    """Axis limits that leave some room around the finite numbers; the range is never empty."""
    finite = [number for number in numbers if math.isfinite(number)] or [0.0]
    low, high = min(finite), max(finite)
    room = (high - low) * share or max(abs(high), 1e-3) * share
    return low - room, high + room


def tangent_plot(
    xs: Sequence[float],
    ys: Sequence[float],
    at: tuple[float, float],
    slope: float,
    nudge: float,
    names: tuple[str, str],
) -> str:
    """The loss plotted against one leaf, its tangent at a point, and where a nudge leads on both.

    ``xs`` and ``ys`` are the curve, ``at`` is the point on it, and ``nudge`` is how far
    the leaf is moved. ``names`` are (leaf, loss). The axes depend on the curve only.
    """
    across = Axis(xs[0], xs[-1], LEFT, WIDTH - RIGHT)
    up = Axis(*padded(ys), HEIGHT - BOTTOM, TOP)
    xs, ys = [float(a) for a in xs], [float(b) for b in ys]
    x, y = at
    moved = x + nudge
    guess = y + slope * nudge
    truth = _interpolated(xs, ys, moved)
    curve = " ".join(f"{across.at(a):.1f},{up.at(b):.1f}" for a, b in zip(xs, ys, strict=True) if math.isfinite(b))
    ends = [(end, y + slope * (end - x)) for end in (xs[0], xs[-1])]
    parts = [
        frame(across, up, names),
        clip(),
        f'<g clip-path="url(#bp-inside)"><polyline class="curve" points="{curve}"/>',
        f'<polyline class="tangent" points="{" ".join(f"{across.at(a):.1f},{up.at(b):.1f}" for a, b in ends)}"/>'
        if all(math.isfinite(b) for _, b in ends)
        else "",
        f'<line class="gap" x1="{across.at(moved):.1f}" x2="{across.at(moved):.1f}" '
        f'y1="{up.at(truth):.1f}" y2="{up.at(guess):.1f}"/>'
        if math.isfinite(truth - guess)
        else "",
        dot(across.at(moved), up.at(guess), "guess"),
        dot(across.at(moved), up.at(truth), "there"),
        dot(across.at(x), up.at(y), "here"),
        "</g>",
    ]
    words = (
        f"{names[1]} against {names[0]}: at {names[0]} = {numeral(x)} it is {numeral(y)} with slope {numeral(slope)}; "
        f"a nudge of {numeral(nudge)} leads to {numeral(truth)}, the tangent predicts {numeral(guess)}."
    )
    return plot_svg(parts, words)


def plot_svg(
    parts: Sequence[str], words: str, width: float = WIDTH, height: float = HEIGHT, kind: str = "bp-plot"
) -> str:
    """The parts as one SVG element of this size in px; ``words`` say what it shows."""
    return (
        f'<svg class="bp-svg {kind}" role="img" aria-label="{escape(words)}" viewBox="0 0 {width:g} {height:g}" '
        f'style="width:100%;max-width:{width:g}px" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def clip(name: str = "bp-inside") -> str:
    """A clip path with this name for the area between the axes."""
    return (
        f'<clipPath id="{name}">'
        f'<rect x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" height="{HEIGHT - TOP - BOTTOM}"/></clipPath>'
    )


def _interpolated(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """The curve's height at x, on the straight line between its two nearest points."""
    i = min(max(sum(a <= x for a in xs) - 1, 0), len(xs) - 2)
    share = (x - xs[i]) / (xs[i + 1] - xs[i])
    return ys[i] + share * (ys[i + 1] - ys[i])


def frame(across: Axis, up: Axis, names: tuple[str, str]) -> str:
    """Grid, tick labels and the two axis labels."""
    parts = []
    for number in across.ticks():
        x = across.at(number)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}">{numeral(number)}</text>')
    for number in up.ticks(5):
        y = up.at(number)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="small" x="{LEFT - 8}" y="{y + 4:.1f}" style="text-anchor:end">{numeral(number)}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:g}" y="{HEIGHT - 8}">{escape(names[0])}</text>')
    parts.append(
        f'<text class="strong" x="{LEFT - 62:g}" y="{(TOP + HEIGHT - BOTTOM) / 2:g}">{escape(names[1])}</text>'
    )
    return "".join(parts)


def dot(x: float, y: float, kind: str) -> str:
    """A dot, or nothing if its height is not finite."""
    return "" if not math.isfinite(y) else f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
