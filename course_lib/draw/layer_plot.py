"""What is left layer by layer, on a logarithmic axis that never moves: lines with their names on them, and bands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from course_lib.depth import Measured
from course_lib.draw.plots import Axis
from course_lib.numerals import about, numeral

WIDTH, HEIGHT = 560.0, 272.0
LEFT, RIGHT, TOP, BOTTOM = 78.0, 14.0, 40.0, 50.0
DEEPEST = 40  # layers along the axis
LABELLED = 10  # a label every so many layers
PARTS = 8  # into which lines divide the other axis; every second one has a label
GAP = 21.0  # between two names
BAND = 5  # a band has a corner every so many layers
HARD = {ord(" "): "\u00a0"}  # a name is one word, so that a page without Python keeps it in one place


@dataclass(frozen=True)
class Track:
    """A line: its name, its height at layers 0, 1, …, and its band, if there is one.

    ``kind`` is backward or forward for the line in front, pinned for what it is
    compared with.
    """

    name: str
    heights: Sequence[float]
    kind: str = "pinned"
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def layer_plot(tracks: Sequence[Track], decades: int, name: str, ends: str = "first") -> str:
    """The tracks over the layers, from 10^−decades to 10^decades; the last one stands in front.

    ``ends`` says at which end of a line its name stands, and its number there: first
    or last. What leaves the axis is cut off, and its name stays at the border.
    """
    across, up = Axis(0, DEEPEST, LEFT, WIDTH - RIGHT), Axis(-decades, decades, HEIGHT - BOTTOM, TOP)
    place = -1 if ends == "last" else 0
    parts = [_frame(across, up, decades, name)]
    parts.append(
        f'<clipPath id="bp-layers"><rect x="{LEFT:g}" y="{TOP:g}" width="{WIDTH - LEFT - RIGHT:g}" '
        f'height="{HEIGHT - TOP - BOTTOM:g}"/></clipPath><g clip-path="url(#bp-layers)">'
    )
    pinned = 0
    for track in tracks:
        dash = f" dash{pinned % 4}" if track.kind == "pinned" else ""
        pinned += track.kind == "pinned"
        if track.low:
            there, back = (_points(edge, across, up)[::-BAND][::-1] for edge in (track.high, track.low))
            parts.append(f'<polygon class="band {track.kind}" points="{" ".join([*there, *reversed(back)])}"/>')
        points = " ".join(_points(track.heights, across, up))
        parts.append(f'<polyline class="layers {track.kind}{dash}" points="{points}"/>')
    parts.append("</g>")
    wanted = [_beside(up, track.heights[place]) for track in tracks]
    for track, y in zip(tracks, apart(wanted, TOP + 17, HEIGHT - BOTTOM - 7), strict=True):
        x = across.at(len(track.heights) - 1) - 6 if ends == "last" else LEFT + 7
        anchor = "end" if ends == "last" else "start"
        label = f"{track.name}: {about(track.heights[place])}".translate(HARD)
        parts.append(
            f'<text class="label on {track.kind}" x="{x:.0f}" y="{y:.0f}" style="text-anchor:{anchor}">'
            f"{escape(label)}</text>"
        )
    said = "; ".join(f"{track.name} {about(track.heights[place])}".translate(HARD) for track in reversed(tracks))
    words = f"{name}, layer by layer, at the {ends} layer: {said}."
    return (
        f'<svg class="bp-svg bp-plot" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'style="width:100%;max-width:{WIDTH:g}px" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def gradients(found: Measured, pinned: Sequence[Measured], decades: int) -> str:
    """What is left of the gradient at each layer, beside what is pinned."""
    name = "gradient norm, last layer = 1"
    return layer_plot(
        [
            *(Track(str(p.setting), p.gradient.median, "pinned", p.gradient.low, p.gradient.high) for p in pinned),
            Track(str(found.setting), found.gradient.median, "backward", found.gradient.low, found.gradient.high),
        ],
        decades,
        name,
    )


def spreads(found: Measured, pinned: Sequence[Measured], decades: int) -> str:
    """How far apart the examples are at each layer, beside what is pinned."""
    name = "spread of the examples, input = 1"
    return layer_plot(
        [
            *(Track(str(p.setting), p.spread.median, "pinned", p.spread.low, p.spread.high) for p in pinned),
            Track(str(found.setting), found.spread.median, "forward", found.spread.low, found.spread.high),
        ],
        decades,
        name,
        ends="last",
    )


def apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights as near to the wanted ones as may be, between top and bottom and a GAP from each other."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    edge = top
    for i in order:
        placed[i] = max(wanted[i], edge)
        edge = placed[i] + GAP
    edge = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], edge)
        edge = placed[i] - GAP
    return placed


def _beside(up: Axis, height: float) -> float:
    """Where a name does not lie on its own line: above one that grows away from 1, below one that shrinks."""
    return _y(up, height) + (-9 if height >= 1 else 21)


def _y(up: Axis, height: float) -> float:
    """The pixel of a number; just outside the frame where it leaves the axis."""
    if math.isnan(height) or height <= 0:
        return up.start + 30
    power = math.log10(height) if math.isfinite(height) else math.inf
    return min(max(up.at(min(max(power, 4 * up.low), 4 * up.high)), -1e4), 1e4)


def _points(heights: Sequence[float], across: Axis, up: Axis) -> list[str]:
    return [f"{across.at(k):.0f},{_y(up, height):.1f}" for k, height in enumerate(heights)]


def _decade(power: float) -> str:
    return f"1e{numeral(power)}" if power else "1"


def _frame(across: Axis, up: Axis, decades: int, name: str) -> str:
    """Grid, the layers, the powers of ten, and what the axes are called."""
    parts = [f'<text class="label strong" x="4" y="19">{escape(name)}</text>']
    for layer in range(0, DEEPEST + 1, LABELLED):
        x = across.at(layer)
        parts.append(f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP:g}" y2="{HEIGHT - BOTTOM:g}"/>')
        parts.append(f'<text class="small" x="{x:.0f}" y="{HEIGHT - BOTTOM + 21:g}">{layer}</text>')
    for power in (decades * k // (PARTS // 2) for k in range(-PARTS // 2, PARTS // 2 + 1)):
        y = up.at(power)
        one = "" if power else " one"
        parts.append(f'<line class="grid{one}" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        if 2 * power % decades == 0:
            label = (
                f'<text class="small" x="{LEFT - 8:g}" y="{y + 6:.1f}" style="text-anchor:end">{_decade(power)}</text>'
            )
            parts.append(label)
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text class="small" x="{middle:g}" y="{HEIGHT - 7:g}">layer, 0 = first</text>')
    return "".join(parts)
