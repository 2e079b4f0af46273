"""The cost of a gradient as SVG: passes as arrows, cost against size on log axes, results in memory.

The axes stay where they are while a slider moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from course_lib.drawing.plots import Axis, plot_svg
from course_lib.numerals import duration, numeral

WIDTH = 460.0  # px: narrow, so that its letters are 12 px on a phone
ACROSS = 25  # arrows per line
PITCH, LINE, HEADING = 18.0, 19.0, 26.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 12.0, 32.0, 50.0
GROWTH_HEIGHT, MEMORY_HEIGHT = 320.0, 300.0
SIZES = Axis(0, 12, LEFT, WIDTH - RIGHT - 92)  # of the growth plot, in powers of ten
OPERATIONS = Axis(0, 26, GROWTH_HEIGHT - BOTTOM, TOP)  # of the growth plot, in powers of ten
TIMES = ((1, "1 s"), (86400, "1 day"), (365.25 * 86400, "1 year"), (1e6 * 365.25 * 86400, "1e6 years"))


@dataclass(frozen=True)
class Passes:
    """A row of the picture of passes: how many evaluate, how many carry a derivative forward, how many go back.

    ``most`` is the largest number of arrows for which the row leaves room.
    """

    method: str
    evaluate: int
    carry: int = 0
    back: int = 0
    most: int = ACROSS

    @property
    def height(self) -> float:
        """The height of the row with its heading."""
        return HEADING + LINE * math.ceil(self.most / ACROSS)

    def __str__(self) -> str:
        along = f" and {self.carry} forward with a derivative" if self.carry else ""
        back = f" and {self.back} backward" if self.back else ""
        return f"{self.method}: {self.evaluate} forward{along}{back}"


def passes_picture(rows: Sequence[Passes]) -> str:
    """Every pass over the network as an arrow: to the right it evaluates, to the left it carries gradients back."""
    parts, top = [], 0.0
    for row in rows:
        total = row.evaluate + row.carry + row.back
        counted = f"{total} {'pass' if total == 1 else 'passes'}"
        parts.append(f'<text class="label strong ink" x="0" y="{top + 18:g}">{escape(row.method)}</text>')
        parts.append(f'<text class="small" x="{WIDTH:g}" y="{top + 18:g}" style="text-anchor:end">{counted}</text>')
        places = [(PITCH * (i % ACROSS), top + HEADING + LINE * (i // ACROSS)) for i in range(total)]
        ahead, back = places[: row.evaluate + row.carry], places[row.evaluate + row.carry :]
        parts.append(f'<path class="pass" d="{"".join(f"M{x:g} {y:g}h9l6 6.5l-6 6.5h-9z" for x, y in ahead)}"/>')
        if row.carry:
            dots = "".join(
                f"M{x + 4:g} {y + 6.5:g}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z" for x, y in ahead[row.evaluate :]
            )
            parts.append(f'<path class="carried" d="{dots}"/>')
        if back:
            turned = "".join(f"M{x + 15:g} {y:g}h-9l-6 6.5l6 6.5h9z" for x, y in back)
            parts.append(f'<path class="pass returning" d="{turned}"/>')
        top += row.height
    return _svg(top, parts, f"Passes over the network. {'; '.join(map(str, rows))}.")


def growth_plot(
    counted: Sequence[tuple[int, int, int]],
    many: Sequence[tuple[float, float]],
    few: Sequence[tuple[float, float]],
    n: float,
    costs: tuple[float, float],
    rate: float,
) -> str:
    """Operations against the number of parameters, on log axes; at the right edge, how long that takes at ``rate``.

    ``counted`` has (parameters, operations of the central difference, operations of
    reverse mode) for networks that were run. ``many`` and ``few`` are the two lines
    for sizes that were not run, and ``costs`` are their heights at ``n``.
    """
    largest = max(size for size, _, _ in counted)
    edge = SIZES.at(math.log10(largest))
    parts = [
        f'<rect class="counted" x="{LEFT:g}" y="{TOP:g}" width="{edge - LEFT:.1f}" '
        f'height="{GROWTH_HEIGHT - TOP - BOTTOM:g}"/>',
        _growth_grid(),
        *(_time(seconds * rate, label) for seconds, label in TIMES if seconds * rate < 1e26),
        _line([_on_growth(*point) for point in many], "curve beyond"),
        _line([_on_growth(*point) for point in few], "tangent"),
        *(_dot(*_on_growth(size, operations), "there", 3) for size, operations, _ in counted),
        *(_dot(*_on_growth(size, operations), "guess", 3) for size, _, operations in counted),
        _two_costs(n, costs),
        _growth_names(edge),
    ]
    return _svg(GROWTH_HEIGHT, parts, _growth_words(largest, n, costs, rate))


def _on_growth(size: float, operations: float) -> tuple[float, float]:
    """The point for these numbers of parameters and operations, in px."""
    return SIZES.at(math.log10(size)), OPERATIONS.at(math.log10(operations))


def _growth_grid() -> str:
    below = [(power, numeral(10.0**power)) for power in (0, 3, 6, 9, 12)]
    beside = [(power, numeral(10.0**power)) for power in (0, 5, 10, 15, 20, 25)]
    return _grid(SIZES, OPERATIONS, below, beside, GROWTH_HEIGHT, ("parameters", "operations"))


def _two_costs(n: float, costs: tuple[float, float]) -> str:
    """The chosen size, and its cost by both methods."""
    x = SIZES.at(math.log10(n))
    return (
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:g}" y2="{GROWTH_HEIGHT - BOTTOM:g}"/>'
        f"{_dot(*_on_growth(n, costs[0]), 'here', 6)}{_dot(*_on_growth(n, costs[1]), 'here back', 6)}"
    )


def _growth_names(edge: float) -> str:
    """The names of the two lines, and on which side of ``edge`` (px) they were counted."""
    return (
        f'<text class="small" transform="translate({LEFT + 17:g} {TOP + 6:g}) rotate(-90)" '
        'style="text-anchor:end">counted</text>'
        f'<text class="small" x="{edge + 8:.1f}" y="{TOP + 18:g}" style="text-anchor:start">extrapolated</text>'
        f"{_label(SIZES.at(8.2), OPERATIONS.at(20.4), 'of-forward', 'end', 'central difference')}"
        f"{_label(SIZES.at(6.2), OPERATIONS.at(3.1), 'of-backward', 'start', 'reverse mode')}"
    )


def _growth_words(largest: int, n: float, costs: tuple[float, float], rate: float) -> str:
    """The plot in words."""
    return (
        f"Operations against parameters, on logarithmic axes. At {numeral(n)} parameters the central difference takes "
        f"{numeral(costs[0])} operations, {duration(costs[0] / rate)} at {numeral(rate)} per second; reverse mode "
        f"{numeral(costs[1])}, {duration(costs[1] / rate)}. Up to {largest} parameters the operations are counted, "
        "beyond that extrapolated."
    )


def memory_plot(keeping: Sequence[int], forgetting: Sequence[int], batch: int) -> str:
    """Results in memory after each operation: kept for the backward pass, and dropped after their last use.

    Both are counts for one example; the picture shows them for a whole ``batch``. Its
    frame stays where it is, and its axes fit what it shows.
    """
    half = len(keeping) // 2
    across = Axis(0, 2 * half, LEFT, WIDTH - RIGHT)
    up = Axis(0, 1.12 * half * batch, MEMORY_HEIGHT - BOTTOM, TOP)
    kept = [(across.at(x), up.at(y * batch)) for x, y in enumerate([0, *keeping])]
    dropped = [(across.at(x), up.at(y * batch)) for x, y in enumerate([0, *forgetting])]
    examples = "one example" if batch == 1 else f"{batch} examples"
    top_x, top_y = kept[half]
    parts = [
        _memory_grid(across, up, examples),
        _line(kept[: half + 1], "curve"),
        _line(kept[half:], "tangent"),
        _line(dropped, "curve thin"),
        _dot(top_x, top_y, "here", 5),
        _label(top_x, top_y - 10, "of-forward", "middle", numeral(half * batch, 5)),
        _key(0, "curve", "of-forward", "forward pass"),
        _key(1, "tangent", "of-backward", "backward pass"),
        _key(2, "curve thin", "of-forward", "forgetting"),
    ]
    words = (
        f"Results in memory, {examples}. Kept for the backward pass, they grow to {half * batch} and fall as it passes "
        f"them; dropped after their last use, there are never more than {max(forgetting) * batch}."
    )
    return _svg(MEMORY_HEIGHT, parts, words)


def _memory_grid(across: Axis, up: Axis, examples: str) -> str:
    below = [(number, numeral(number)) for number in across.ticks(4)]
    beside = [(number, numeral(number, 5)) for number in up.ticks(5)]
    names = ("operations, forward and backward", f"results in memory, {examples}")
    return _grid(across, up, below, beside, MEMORY_HEIGHT, names)


def network_picture(sizes: tuple[int, int, int]) -> str:
    """The neurons of a network in three columns: each line is a weight, and each neuron with a bias shows it."""
    height, radius = 270.0, 21.0
    columns = [(60.0 + 160 * k, size) for k, size in enumerate(sizes)]
    places = [[(x, 106 + 66 * (i - (size - 1) / 2)) for i in range(size)] for x, size in columns]
    parts = [
        f'<line class="edge" x1="{x1 + radius:g}" y1="{y1:g}" x2="{x2 - radius:g}" y2="{y2:g}"/>'
        for before, behind in pairwise(places)
        for x1, y1 in before
        for x2, y2 in behind
    ]
    inputs, *neurons = places
    parts += [
        f'<rect class="input" x="{x - 16:g}" y="{y - 16:g}" width="32" height="32" rx="4"/>'
        f'<text class="label strong ink" x="{x:g}" y="{y + 6:g}" style="text-anchor:middle">x{i}</text>'
        for i, (x, y) in enumerate(inputs, start=1)
    ]
    parts += [
        f'<circle class="neuron" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
        f'<text class="label" x="{x:g}" y="{y + 6:g}" style="text-anchor:middle">+ b</text>'
        for column in neurons
        for x, y in column
    ]
    below = [f"{sizes[0]} input{'' if sizes[0] == 1 else 's'}", f"{sizes[1]} hidden", f"{sizes[2]} output"]
    parts += [_label(x, 213, "ink", "middle", words) for (x, _), words in zip(columns, below, strict=True)]
    for (x, _), before, size in zip(columns[1:], sizes, sizes[1:], strict=False):
        counted = (f"{before * size} weights", f"{size} {'bias' if size == 1 else 'biases'}")
        parts += [f'<text class="small" x="{x:g}" y="{237 + 23 * k}">{words}</text>' for k, words in enumerate(counted)]
    words = f"A network: {', '.join(below)}. Each neuron has a bias and a line from all of the column before it."
    return _svg(height, parts, words)


def _svg(height: float, parts: Sequence[str], words: str) -> str:
    return plot_svg(parts, words, WIDTH, height, "bp-plot bp-cost")


def _grid(
    across: Axis,
    up: Axis,
    below: Sequence[tuple[float, str]],
    beside: Sequence[tuple[float, str]],
    height: float,
    names: tuple[str, str],
) -> str:
    """Grid lines with their labels, and the names of the two axes: across, up."""
    parts = []
    for number, label in below:
        x = across.at(number)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:g}" y2="{height - BOTTOM:g}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{height - BOTTOM + 19:g}">{label}</text>')
    for number, label in beside:
        y = up.at(number)
        parts.append(f'<line class="grid" x1="{LEFT:g}" x2="{across.end:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="small" x="{LEFT - 7:g}" y="{y + 5:.1f}" style="text-anchor:end">{label}</text>')
    middle = (across.start + across.end) / 2
    parts.append(_label(middle, height - 8, "ink", "middle", names[0]))
    parts.append(_label(0, TOP - 14, "ink", "start", names[1]))
    return "".join(parts)


def _time(operations: float, label: str) -> str:
    """A mark at the right edge of the growth plot that says how long this many operations take."""
    y = OPERATIONS.at(math.log10(operations))
    return (
        f'<line class="axis" x1="{SIZES.end - 6:g}" x2="{SIZES.end + 6:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="small" x="{SIZES.end + 10:g}" y="{y + 5:.1f}" style="text-anchor:start">{label}</text>'
    )


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<polyline class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _dot(x: float, y: float, kind: str, radius: float) -> str:
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'


def _key(row: int, line: str, kind: str, words: str) -> str:
    """One entry of the plot's key, in the corner that no line reaches."""
    y = TOP + 14 + 21 * row
    return _line([(LEFT + 8, y), (LEFT + 38, y)], line) + _label(LEFT + 46, y + 6, kind, "start", words)


def _label(x: float, y: float, kind: str, anchor: str, words: str) -> str:
    return f'<text class="label strong {kind}" x="{x:.1f}" y="{y:.1f}" style="text-anchor:{anchor}">{words}</text>'
