"""What is left layer by layer, on a logarithmic axis that never moves: lines, bands, and under them a list of names."""

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
ROW, SAMPLE = 22.0, 40.0  # of the list under the axes: its rows, and the piece of line before a name
MOST_LINES = 4  # in the lab: the one in front and three pinned ones; the list has room for them from the start
LEAVING = 175.0  # what "leaves the picture" needs
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


def layer_plot(tracks: Sequence[Track], decades: int, name: str, ends: str = "first", rows: int = 1) -> str:
    """The tracks over the layers, from 10^−decades to 10^decades; the last one stands in front.

    ``ends`` says at which end of a line its number is read: first or last. The list of
    names begins with the line in front, and has room for ``rows`` of them at least.
    Where that line leaves the axis, a mark at the border says so; behind another's
    number an arrow does.
    """
    across, up = Axis(0, DEEPEST, LEFT, WIDTH - RIGHT), Axis(-decades, decades, HEIGHT - BOTTOM, TOP)
    place = -1 if ends == "last" else 0
    parts = [_frame(across, up, decades, name)]
    parts.append(
        f'<clipPath id="bp-layers"><rect x="{LEFT:g}" y="{TOP:g}" width="{WIDTH - LEFT - RIGHT:g}" '
        f'height="{HEIGHT - TOP - BOTTOM:g}"/></clipPath><g clip-path="url(#bp-layers)">'
    )
    dashes = [f" dash{i % 4}" if track.kind == "pinned" else "" for i, track in enumerate(tracks)]
    for track, dash in zip(tracks, dashes, strict=True):
        if track.low:
            there, back = (_points(edge, across, up)[::-BAND][::-1] for edge in (track.high, track.low))
            parts.append(f'<polygon class="band {track.kind}" points="{" ".join([*there, *reversed(back)])}"/>')
        points = " ".join(_points(track.heights, across, up))
        parts.append(f'<polyline class="layers {track.kind}{dash}" points="{points}"/>')
    parts.append("</g>")
    parts.append(_mark(tracks[-1], across, up, place))
    front_first = [*zip(tracks, dashes, strict=True)]
    for i, (track, dash) in enumerate([*front_first[-1:], *front_first[:-1]]):
        y = HEIGHT + (i + 0.5) * ROW
        label = f"{track.name}: {about(track.heights[place])}{_arrow(up, track.heights[place])}".translate(HARD)
        parts.append(
            f'<path class="layers {track.kind}{dash}" d="M4 {y - 5:g}h{SAMPLE:g}"/>'
            f'<text class="key {track.kind}" x="{SAMPLE + 14:g}" y="{y:g}">{escape(label)}</text>'
        )
    said = "; ".join(f"{track.name} {about(track.heights[place])}".translate(HARD) for track in reversed(tracks))
    words = f"{name}, layer by layer, at the {ends} layer: {said}."
    height = HEIGHT + max(rows, len(tracks)) * ROW
    return (
        f'<svg class="bp-svg bp-plot" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH:g} {height:g}" '
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
        rows=MOST_LINES,
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
        rows=MOST_LINES,
    )


def _arrow(up: Axis, height: float) -> str:
    """Where a number lies that is not in the picture; nothing where it is."""
    y = _y(up, height)
    return " ↓" if y > up.start else " ↑" if y < up.end else ""


def _mark(track: Track, across: Axis, up: Axis, place: int) -> str:
    """At the border, where the line leaves the axis on its way to its named end."""
    arrow = _arrow(up, track.heights[place])
    if not arrow:
        return ""
    last = len(track.heights) - 1
    way = range(last, -1, -1) if place == 0 else range(last + 1)  # towards the named end
    inside = [k for k in way if not _arrow(up, track.heights[k])]
    x = across.at(inside[-1] if inside else way[-1])
    before = x - LEFT > LEAVING if place == 0 else x + LEAVING > WIDTH - RIGHT
    y = up.start - 8 if arrow == " ↓" else up.end + 18
    said = f"{arrow.strip()} leaves the picture".translate(HARD)
    return (
        f'<text class="key on {track.kind}" x="{x + (-6 if before else 6):.0f}" y="{y:g}" '
        f'style="text-anchor:{"end" if before else "start"}">{said}</text>'
    )


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
    for power in range(-decades, decades + 1, max(2 * decades // PARTS, 1)):
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
