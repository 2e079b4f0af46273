"""A number at each layer on a fixed logarithmic axis: lines, bands, and a list of their names below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from course_lib.drawing.plots import Axis
from course_lib.numerals import about, numeral
from course_lib.sections.depth.blocks import Measured

WIDTH, HEIGHT = 560.0, 224.0
LEFT, RIGHT, TOP, BOTTOM = 78.0, 14.0, 34.0, 30.0
DEEPEST = 40  # layers along the axis
LABELLED = 10  # layers from one label to the next
PARTS = 8  # into which lines divide the other axis; every second one has a label
SAMPLE = 36.0  # the piece of line before a name
LEAVING = 175.0  # px for the words "leaves the picture"
DASHES = 4  # different dashes for pinned lines
BAND = 5  # layers from one corner of a band to the next
HARD = {ord(" "): "\u00a0"}  # makes a name one word, so that a page without Python stores it in one piece


@dataclass(frozen=True)
class Track:
    """A line: its name, its heights at layers 0, 1, …, and its band if it has one.

    ``kind`` is backward or forward for the line in front, and pinned for the lines that
    it is compared with.
    """

    name: str
    heights: Sequence[float]
    kind: str = "pinned"
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def layer_plot(tracks: Sequence[Track], decades: int, name: str, ends: str = "first") -> str:
    """The tracks over the layers, on an axis from 10^−decades to 10^decades; the last track is in front.

    Their names are in a list of their own (see ``names``). ``ends`` says at which end
    of a line its number is read: first or last. If the line in front leaves the axis
    before that end, a mark at the border says so.
    """
    across, up = Axis(0, DEEPEST, LEFT, WIDTH - RIGHT), Axis(-decades, decades, HEIGHT - BOTTOM, TOP)
    place = -1 if ends == "last" else 0
    parts = [_frame(across, up, decades, name)]
    parts.append(
        f'<clipPath id="bp-layers"><rect x="{LEFT:g}" y="{TOP:g}" width="{WIDTH - LEFT - RIGHT:g}" '
        f'height="{HEIGHT - TOP - BOTTOM:g}"/></clipPath><g clip-path="url(#bp-layers)">'
    )
    for track, kind in zip(tracks, _kinds(tracks), strict=True):
        if track.low:
            there, back = (_points(edge, across, up)[::-BAND][::-1] for edge in (track.high, track.low))
            parts.append(f'<polygon class="band {track.kind}" points="{" ".join([*there, *reversed(back)])}"/>')
        points = " ".join(_points(track.heights, across, up))
        parts.append(f'<polyline class="layers {kind}" points="{points}"/>')
    parts.append("</g>")
    parts.append(_mark(tracks[-1], across, up, place))
    said = "; ".join(f"{track.name} {about(track.heights[place])}".translate(HARD) for track in reversed(tracks))
    words = f"{name}, layer by layer, at the {ends} layer: {said}."
    return (
        f'<svg class="bp-svg bp-plot" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'style="width:100%;max-width:{WIDTH:g}px" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def names(tracks: Sequence[Track], decades: int, ends: str = "first") -> str:
    """The names of a picture's lines with their numbers, the front line first, each after a sample of its line."""
    place = -1 if ends == "last" else 0
    shown = [
        (kind, f"{track.name}: {_number(track.heights[place], decades)}")
        for track, kind in zip(tracks, _kinds(tracks), strict=True)
    ]
    return _list([([kind], said) for kind, said in (*shown[-1:], *shown[:-1])])


def gradients(found: Measured, pinned: Sequence[Measured], decades: int) -> str:
    """The gradient that is left at each layer, with the pinned settings for comparison."""
    return layer_plot(
        [
            *(Track(str(p.setting), p.gradient.median, "pinned", p.gradient.low, p.gradient.high) for p in pinned),
            Track(str(found.setting), found.gradient.median, "backward", found.gradient.low, found.gradient.high),
        ],
        decades,
        "gradient norm, last layer = 1",
    )


def spreads(found: Measured, pinned: Sequence[Measured], decades: int) -> str:
    """How far apart the examples are at each layer, with the pinned settings for comparison."""
    return layer_plot(
        [
            *(Track(str(p.setting), p.spread.median, "pinned", p.spread.low, p.spread.high) for p in pinned),
            Track(str(found.setting), found.spread.median, "forward", found.spread.low, found.spread.high),
        ],
        decades,
        "spread of the examples, input = 1",
        ends="last",
    )


def lab_names(found: Measured, pinned: Sequence[Measured], decades: int) -> str:
    """The names of both pictures' lines, with the gradient at the first layer and the spread at the last."""
    kinds = [["backward", "forward"], *([f"pinned dash{i % DASHES}"] for i in range(len(pinned)))]
    return _list(
        [
            (
                kind,
                f"{each.setting}: back {_number(each.ratio, decades)}, "
                f"forward {_number(each.spread.median[-1], decades)}",
            )
            for kind, each in zip(kinds, [found, *pinned], strict=True)
        ],
        "both",
    )


def _list(lines: Sequence[tuple[Sequence[str], str]], kind: str = "") -> str:
    """Names, each after samples of the lines that it names."""
    rows = []
    for samples, said in lines:
        width = SAMPLE * len(samples)
        pieces = "".join(
            f'<path class="layers {sample}" d="M{SAMPLE * i:g} 5h{SAMPLE - 4:g}"/>' for i, sample in enumerate(samples)
        )
        rows.append(
            f'<span role="listitem"><svg class="bp-plot" aria-hidden="true" viewBox="0 0 {width:g} 10" '
            f'width="{width:g}" height="10">{pieces}</svg>{escape(said.translate(HARD))}</span>'
        )
    return f'<div class="bp-key {kind}" role="list">{"".join(rows)}</div>'


def _kinds(tracks: Sequence[Track]) -> list[str]:
    """The CSS class of each line; each pinned line has its own dashes."""
    pinned = count()
    return [f"pinned dash{next(pinned) % DASHES}" if track.kind == "pinned" else track.kind for track in tracks]


def _number(height: float, decades: int) -> str:
    """A line's number, with an arrow up or down if it is outside the axis."""
    return about(height) + _arrow(Axis(-decades, decades, HEIGHT - BOTTOM, TOP), height)


def _arrow(up: Axis, height: float) -> str:
    """An arrow towards a number that is outside the axis; empty for one inside."""
    y = _y(up, height)
    return " ↓" if y > up.start else " ↑" if y < up.end else ""


def _mark(track: Track, across: Axis, up: Axis, place: int) -> str:
    """A mark at the border, where the line leaves the axis before the end at which it is named."""
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
        f'<text class="label on {track.kind}" x="{x + (-6 if before else 12):.0f}" y="{y:g}" '
        f'style="text-anchor:{"end" if before else "start"}">{said}</text>'
    )


def _y(up: Axis, height: float) -> float:
    """The y of a number in px; just outside the frame if it is outside the axis."""
    if math.isnan(height) or height <= 0:
        return up.start + 30
    power = math.log10(height) if math.isfinite(height) else math.inf
    return min(max(up.at(min(max(power, 4 * up.low), 4 * up.high)), -1e4), 1e4)


def _points(heights: Sequence[float], across: Axis, up: Axis) -> list[str]:
    return [f"{across.at(k):.0f},{_y(up, height):.1f}" for k, height in enumerate(heights)]


def _decade(power: float) -> str:
    return f"1e{numeral(power)}" if power else "1"


def _frame(across: Axis, up: Axis, decades: int, name: str) -> str:
    """The grid, the labels of layers and powers of ten, and the names of the axes."""
    parts = [f'<text class="label strong" x="4" y="19">{escape(name)}</text>']
    for layer in range(0, DEEPEST + 1, LABELLED):
        x = across.at(layer)
        parts.append(f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP:g}" y2="{HEIGHT - BOTTOM:g}"/>')
        place, said = (f"{x:.0f}", str(layer)) if layer else (f'{LEFT - 6:g}" style="text-anchor:start', "0 = input")
        parts.append(f'<text class="small" x="{place}" y="{HEIGHT - 8:g}">{said}</text>')
    for power in range(-decades, decades + 1, max(2 * decades // PARTS, 1)):
        y = up.at(power)
        one = "" if power else " one"
        parts.append(f'<line class="grid{one}" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        if 2 * power % decades == 0:
            label = (
                f'<text class="small" x="{LEFT - 8:g}" y="{y + 6:.1f}" style="text-anchor:end">{_decade(power)}</text>'
            )
            parts.append(label)
    parts.append(f'<text class="small" x="{across.at(DEEPEST - LABELLED / 2):g}" y="{HEIGHT - 8:g}">layer</text>')
    return "".join(parts)
