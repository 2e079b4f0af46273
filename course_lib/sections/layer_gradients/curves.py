"""Curves over one slider, as SVG; their axes stay where they are while it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from course_lib.drawing.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis, clip, dot, frame, plot_svg
from course_lib.numerals import numeral

CURVES = {"forward": "curve", "backward": "tangent"}
DOTS = {"forward": "here", "backward": "guess"}


@dataclass(frozen=True)
class Curve:
    """A named curve: its heights along the axis, and its height at the slider's position.

    ``kind`` is forward or backward, and decides the colour and dash.
    """

    name: str
    kind: str
    ys: Sequence[float]
    now: float


def curves_plot(xs: Sequence[float], curves: Sequence[Curve], x: float, name: str, limits: tuple[float, float]) -> str:
    """Curves over one slider, each with its name at its end and a dot at the slider's position.

    ``xs`` is the axis, named ``name``. ``limits`` are the limits of the other axis, so
    that only the dots move. Whatever lies beyond the limits is cut off.
    """
    across = Axis(xs[0], xs[-1], LEFT, WIDTH - RIGHT)
    up = Axis(*limits, HEIGHT - BOTTOM, TOP)
    parts = [frame(across, up, (name, "")), clip()]
    for curve in curves:
        points = " ".join(f"{across.at(a):.1f},{up.at(b):.1f}" for a, b in zip(xs, curve.ys, strict=True))
        parts.append(f'<polyline class="{CURVES[curve.kind]}" points="{points}" clip-path="url(#bp-inside)"/>')
    here = across.at(x)
    parts.append(f'<line class="drop" x1="{here:.1f}" x2="{here:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
    inside = [curve for curve in curves if limits[0] <= curve.now <= limits[1]]
    parts += [dot(here, up.at(curve.now), DOTS[curve.kind]) for curve in inside]
    words = f"At {name} = {numeral(x)}: " + ", ".join(f"{curve.name} is {numeral(curve.now)}" for curve in curves) + "."
    key = "".join(
        f'<line class="{CURVES[curve.kind]}" x1="{LEFT + 14}" x2="{LEFT + 48}" y1="{TOP + 18 + 26 * i}" '
        f'y2="{TOP + 18 + 26 * i}"/>'
        f'<text x="{LEFT + 56}" y="{TOP + 24 + 26 * i}" style="text-anchor:start">{escape(curve.name)}</text>'
        for i, curve in enumerate(curves)
    )
    return plot_svg([*parts, key], words)
