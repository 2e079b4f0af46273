"""Pictures of a training run: a network's decision regions, its loss over the epochs, a curve that it has fitted.

All frames of a picture have the same elements, so that one becomes the next without
flicker. Axes do not move, except that the loss axis grows where it must.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np

from course_lib.drawing.plots import Axis
from course_lib.layers.guards import Array
from course_lib.numerals import numeral

SIDE = 330.0  # of the square that shows two features
CELLS = 28  # along each side of the square
BANDS = (0.02, 0.15, 0.35, 0.5, 0.65, 0.85, 0.98)  # shades end at these probabilities
WIDTH, HEIGHT = 520.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 88.0, 24.0, 14.0, 58.0
LOSSES = -4, 2  # powers of ten: the longest axis
LINE, KEY = 26, 70  # px: between the names of two curves; the width of the widest name
MOST_POINTS = 60  # per curve: nobody would see more
DASHES = {"forward": "curve", "backward": "tangent", "accent": "secant"}


def cell_centres(limits: tuple[float, float]) -> Array:
    """The points at which the picture needs the network's output, (CELLS², 2): row by row, from the top."""
    low, high = limits
    places = low + (np.arange(CELLS) + 0.5) / CELLS * (high - low)
    across, up = np.meshgrid(places, places[::-1])
    return np.column_stack([across.ravel(), up.ravel()])


def decision_plot(P: Array, X: Array, T: Array, wrong: Array, limits: tuple[float, float]) -> str:
    """The ground shaded by the probability P of class 1, the line where it is ½, and the points of both classes.

    Points of class 0 are circles, those of class 1 squares; a point on the wrong
    side has a bold outline.

    Shapes: P (CELLS²,) or (CELLS, CELLS), in the order of ``cell_centres``; X (N, 2), T (N, 1), ``wrong`` (N,) of bool.
    """
    P = P.reshape(CELLS, CELLS)
    place = Axis(*limits, 0.0, SIDE)
    known = bool(math.isfinite(float(P.sum())))
    marks: dict[tuple[bool, bool], list[str]] = {(one, off): [] for one in (False, True) for off in (False, True)}
    for (x, y), t, off in zip(X, T[:, 0], wrong, strict=True):
        left, top = place.at(float(x)), SIDE - place.at(float(y))
        shape = (
            f"M{left - 4:.0f} {top - 4:.0f}h8v8h-8z"
            if t > 0.5
            else f"M{left - 4:.0f} {top:.0f}a4 4 0 1 0 8 0a4 4 0 1 0-8 0"
        )
        marks[bool(t > 0.5), False].append(shape)  # all points, which are the same in every frame
        if off and known:
            marks[bool(t > 0.5), True].append(shape)
    points = "".join(
        f'<path class="point {"one" if one else "zero"}{" off" if off else ""}" d="{"".join(shapes)}"/>'
        for (one, off), shapes in marks.items()
    )
    words = (
        f"Two features, {len(X)} points in two classes, {wrong.sum()} of them on the wrong side of the network's line."
        if known
        else "The network's output is no longer a number, so there is no line."
    )
    cell = SIDE / CELLS
    return (
        f'<svg class="bp-svg bp-plot bp-ground" role="img" aria-label="{escape(words)}" '
        f'viewBox="0 0 {SIDE:g} {SIDE:g}" style="width:100%;max-width:{SIDE:g}px" xmlns="http://www.w3.org/2000/svg">'
        f'<g transform="scale({cell:g}) translate(0 0.5)">{"".join(_shades(P))}<path class="half" d="{_half(P)}"/></g>'
        f'{points}<rect class="axis" x="0.5" y="0.5" width="{SIDE - 1:g}" height="{SIDE - 1:g}" fill="none"/></svg>'
    )


def _shades(P: Array) -> list[str]:
    """One path per shade, made of its runs of cells in every row; cells that are NaN get none."""
    runs: list[list[str]] = [[] for _ in range(len(BANDS) + 1)]
    for row, line in enumerate(P):
        shades = [sum(p > end for end in BANDS) if math.isfinite(p) else None for p in map(float, line)]
        start = 0
        for column in range(1, CELLS + 1):
            if column == CELLS or shades[column] != shades[start]:
                shade = shades[start]
                if shade is not None:
                    runs[shade].append(f"M{start} {row}h{column - start}")
                start = column
    return [f'<path class="shade s{k}" d="{"".join(run)}"/>' for k, run in enumerate(runs)]


def _half(P: Array) -> str:
    """The line P = ½, made of a short piece in every square of four neighbouring centres that it crosses."""
    above = P - 0.5
    pieces = []
    for row in range(CELLS - 1):
        for column in range(CELLS - 1):
            corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
            heights = [float(above[row + down, column + right]) for down, right in corners]
            if not all(map(math.isfinite, heights)) or min(heights) > 0 or max(heights) <= 0:
                continue
            crossed = []
            for k in range(4):
                (d0, r0), (d1, r1), one, two = corners[k], corners[(k + 1) % 4], heights[k], heights[(k + 1) % 4]
                if (one > 0) != (two > 0):
                    share = one / (one - two)
                    x, y = column + r0 + share * (r1 - r0), row + d0 + share * (d1 - d0)
                    crossed.append(f"{x + 0.5:.1f} {y:.1f}")
            pieces += [f"M{a}L{b}" for a, b in zip(crossed[::2], crossed[1::2], strict=True)]
    return "".join(pieces)


@dataclass(frozen=True)
class Losses:
    """A named sequence of losses, one per epoch; ``kind`` (forward, backward, accent) is its colour and dash."""

    name: str
    kind: str
    values: Sequence[float]


def loss_plot(runs: Sequence[Losses], length: int, counts: str = "epoch", least: tuple[int, ...] = ()) -> str:
    """The loss over the epochs (or whatever ``counts`` names), on a log axis of whole decades.

    ``length`` is the length of the other axis. The decades between the powers of ten ``least`` are always there, so
    that the axis seldom grows during a run. It never goes beyond 1e−4 to 100; losses outside are drawn on the border.
    A run that ends in infinity or NaN ends with a cross. Names are shown only if there are several runs.
    """
    low, high = _decades(runs, least)
    across, up = Axis(0, length, LEFT, WIDTH - RIGHT), Axis(low, high, HEIGHT - BOTTOM, TOP)
    parts, said, everywhere = [_log_frame(across, up, (low, high), counts)], [], []
    for run in runs:
        finite = [loss for loss in run.values if math.isfinite(loss)]
        every = max(1, length // MOST_POINTS)  # the same epochs in every frame, so that points already drawn stay
        kept = sorted({*range(0, len(finite), every), *([len(finite) - 1] if finite else [])})
        places = [(across.at(epoch), up.at(min(max(_power(finite[epoch]), low), high))) for epoch in kept]
        everywhere += places
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
        x, y = places[-1] if places else (LEFT, TOP)
        lost = len(finite) < len(run.values)
        parts.append(f'<polyline class="{DASHES[run.kind]}" points="{points}"/>')
        parts.append(f'<path class="lost" d="{f"M{x - 7:.0f} {y - 7:.0f}l14 14m0-14l-14 14" if lost else ""}"/>')
        parts.append(f'<circle class="end {run.kind}" cx="{x:.0f}" cy="{y:.0f}" r="5"/>')
        parts.append(_leaving([place for place, k in zip(places, kept, strict=True) if finite[k] > 10.0 ** LOSSES[1]]))
        end = f"{numeral(finite[-1])} after {len(finite) - 1}" if finite else "nothing"
        begin = numeral(finite[0]) if finite else "nothing"
        said.append(f"{run.name}: from {begin} to {end}{', then it is no longer a number' if lost else ''}")
    if len(runs) > 1:
        ends, side, first = _free_corner(everywhere, len(runs))
        parts += [_key(run, i, ends, side, first) for i, run in enumerate(runs)]
    return _svg(f"The loss over the {counts}s. {'; '.join(said)}.", "".join(parts))


def _leaving(beyond: Sequence[tuple[float, float]]) -> str:
    """Marks at the border where a run leaves the longest axis for the first time."""
    x, y = beyond[0] if beyond else (LEFT, TOP)
    said = "↑ off the scale" if beyond else ""
    return f'<text class="small" x="{x + 8:.0f}" y="{y + 20:.0f}" style="text-anchor:start">{said}</text>'


def _decades(runs: Sequence[Losses], least: tuple[int, ...]) -> tuple[int, int]:
    """The powers of ten at the ends of the axis: at least one decade, around every finite loss and around ``least``."""
    powers = [*least, *(_power(loss) for run in runs for loss in run.values if math.isfinite(loss))] or [-1, 0]
    low, high = math.floor(min(powers)), math.ceil(max(powers))
    if low == high:
        low, high = (low, high + 1) if high < LOSSES[1] else (low - 1, high)
    return low, high


def _power(loss: float) -> float:
    """The decimal logarithm of the loss, limited to the longest axis."""
    return min(max(math.log10(loss) if loss > 0 else LOSSES[0], LOSSES[0]), LOSSES[1])


def _free_corner(places: Sequence[tuple[float, float]], keys: int) -> tuple[tuple[float, float], str, float]:
    """A corner for the names where they cover no curve: the dash's ends, the name's side, the first name's height."""
    left, right = ((LEFT + 8, LEFT + 36), "start"), ((WIDTH - 48, WIDTH - RIGHT - 4), "end")
    high, low = TOP + 15, HEIGHT - BOTTOM - 15 - LINE * (keys - 1)
    corners = [(*side, first) for first in (high, low) for side in (right, left)]

    def crowd(corner: tuple[tuple[float, float], str, float]) -> int:
        (start, end), _, first = corner
        inside = (start - 5, end + KEY) if start < WIDTH / 2 else (start - KEY, end + 5)
        return sum(inside[0] < x < inside[1] and first - 20 < y < first + LINE * keys for x, y in places)

    return min(corners, key=crowd)


def fit_plot(xs: Sequence[float], curves: Sequence[Losses], X: Array, T: Array, up: tuple[float, float]) -> str:
    """Examples (x, t) as dots, and the outputs of networks over the same ``xs`` as curves.

    ``up`` are the limits of the other axis; whatever lies beyond them is cut off. If nothing is left of a curve, its
    name says so.
    """
    across, height = Axis(xs[0], xs[-1], LEFT, WIDTH - RIGHT), Axis(*up, HEIGHT - BOTTOM, TOP)
    dots = "".join(
        f"M{across.at(float(x)) - 3:.0f} {height.at(float(t)):.0f}a3 3 0 1 0 6 0a3 3 0 1 0-6 0"
        for x, t in zip(X[:, 0], T[:, 0], strict=True)
    )
    parts = [
        _fit_frame(across, height),
        f'<clipPath id="bp-fit"><rect x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" '
        f'height="{HEIGHT - TOP - BOTTOM}"/></clipPath>',
        f'<path class="example" d="{dots}"/>',
    ]
    for i, curve in enumerate(curves):
        points = " ".join(
            f"{across.at(x):.1f},{height.at(min(max(y, up[0] - 1), up[1] + 1)):.1f}"
            for x, y in zip(xs, curve.values, strict=True)
            if math.isfinite(y)
        )
        parts.append(f'<polyline class="{DASHES[curve.kind]}" clip-path="url(#bp-fit)" points="{points}"/>')
        is_seen = any(up[0] <= y <= up[1] for y in curve.values)
        named = curve if is_seen else replace(curve, name=f"{curve.name}: outside the picture")
        parts.append(_key(named, i, (LEFT + 8, LEFT + 36), "start", TOP + 15))
    said = "; ".join(
        f"{curve.name} from {numeral(min(curve.values))} to {numeral(max(curve.values))}" for curve in curves
    )
    return _svg(f"{len(X)} examples, and curves over x: {said}.", "".join(parts))


def _key(curve: Losses, place: int, ends: tuple[float, float], side: str, first: float) -> str:
    """The curve's dash and, at this ``side`` of it (start or end), its name; ``first`` is the first name's height."""
    y = first + LINE * place
    x = ends[1] + 8 if side == "start" else ends[0] - 8
    return (
        f'<line class="{DASHES[curve.kind]}" x1="{ends[0]:g}" x2="{ends[1]:g}" y1="{y:g}" y2="{y:g}"/>'
        f'<text x="{x:g}" y="{y + 5:g}" style="text-anchor:{side}">{escape(curve.name)}</text>'
    )


def _svg(words: str, inside: str) -> str:
    return (
        f'<svg class="bp-svg bp-plot bp-training" role="img" aria-label="{escape(words)}" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" style="width:100%;max-width:{WIDTH:g}px" '
        f'xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


def _log_frame(across: Axis, up: Axis, powers: tuple[int, int], counts: str) -> str:
    """A grid with one line per decade. Every axis has equally many: lines beyond it lie on its border, unlabelled."""
    labels = []
    for power in range(LOSSES[0], LOSSES[1] + 1):
        inside = powers[0] <= power <= powers[1]
        label = f"{10.0**power:g}".replace("0.0001", "1e−4") if inside else ""
        labels.append((up.at(min(max(power, powers[0]), powers[1])), label))
    return _lines(across, labels, (counts, "loss"))


def _fit_frame(across: Axis, up: Axis) -> str:
    return _lines(across, [(up.at(number), numeral(number)) for number in up.ticks(5)], ("x", "y"))


def _lines(across: Axis, heights: Sequence[tuple[float, str]], names: tuple[str, str]) -> str:
    """The grid, the tick labels and the names of the two axes."""
    parts = []
    for number in across.ticks(5):
        x = across.at(number)
        parts.append(f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text class="small" x="{x:.0f}" y="{HEIGHT - BOTTOM + 21}">{numeral(number)}</text>')
    for y, label in heights:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(f'<text class="small" x="{LEFT - 8}" y="{y + 5:.0f}" style="text-anchor:end">{label}</text>')
    middle, centre = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="{middle:g}" y="{HEIGHT - 8:g}">{escape(names[0])}</text>')
    parts.append(f'<text x="20" y="{centre:g}" transform="rotate(-90 20 {centre:g})">{escape(names[1])}</text>')
    return "".join(parts)
