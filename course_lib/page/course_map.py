"""The course as a picture: its notebooks in order, each with the question it answers and its minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

CARD_WIDTH, CARD_HEIGHT = 222.0, 88.0
BETWEEN, BELOW = 30.0, 30.0  # the gaps between two columns and two rows
COLUMNS = 2
EDGE = 2.0


@dataclass(frozen=True)
class Stop:
    """One notebook on the map. ``minutes`` is None and ``address`` empty while there is nothing to open."""

    number: str
    title: str
    question: str
    minutes: int | None = None
    address: str = ""
    here: bool = False

    def __str__(self) -> str:
        time = f", {self.minutes} minutes" if self.minutes else ", not built yet"
        return f"{self.number} {self.title}{time}: {self.question}"


def course_map(stops: Sequence[Stop]) -> str:
    """The stops in two columns, in reading order, with an arrow from each to the next."""
    rows = -(-len(stops) // COLUMNS)
    width = COLUMNS * CARD_WIDTH + (COLUMNS - 1) * BETWEEN + 2 * EDGE
    height = rows * CARD_HEIGHT + (rows - 1) * BELOW + 2 * EDGE
    arrows = "".join(_arrow(i) for i in range(1, len(stops)))
    tips = "".join(_tip(i) for i in range(1, len(stops)))
    cards = "".join(_card(stop, *_place(i)) for i, stop in enumerate(stops))
    words = f"The course in order. {'; '.join(map(str, stops))}."
    return (
        f'<svg class="bp-svg bp-map" role="group" aria-label="{escape(words)}" viewBox="0 0 {width:g} {height:g}" '
        f'style="width:100%;max-width:34rem" xmlns="http://www.w3.org/2000/svg">'
        f'<path class="edge" d="{arrows}"/><path class="tip" d="{tips}"/>{cards}</svg>'
    )


def _place(i: int) -> tuple[float, float]:
    """The upper left corner of a card."""
    row, column = divmod(i, COLUMNS)
    return EDGE + column * (CARD_WIDTH + BETWEEN), EDGE + row * (CARD_HEIGHT + BELOW)


def _arrow(i: int) -> str:
    """The arrow to stop ``i`` from the one before: to the right, or round to the next row."""
    x, y = _place(i)
    before_x, before_y = _place(i - 1)
    if i % COLUMNS:
        return f"M{before_x + CARD_WIDTH:g} {y + CARD_HEIGHT / 2:g}H{x - 8:g}"
    middle = y - BELOW / 2
    return (
        f"M{before_x + CARD_WIDTH / 2:g} {before_y + CARD_HEIGHT:g}V{middle:g}H{x + CARD_WIDTH / 2:g}V{y - 8:g}"
    )  # fmt: skip


def _tip(i: int) -> str:
    x, y = _place(i)
    if i % COLUMNS:
        return f"M{x:g} {y + CARD_HEIGHT / 2:g}l-10 -5v10z"
    return f"M{x + CARD_WIDTH / 2:g} {y:g}l-5 -10h10z"


def _card(stop: Stop, x: float, y: float) -> str:
    kind = "stop here" if stop.here else "stop" if stop.minutes else "stop later"
    time = f"{stop.minutes} min" if stop.minutes else "not built yet"
    drawn = (
        f'<g class="{kind}" data-node="{stop.number}">'
        f'<rect class="card" x="{x:g}" y="{y:g}" width="{CARD_WIDTH:g}" height="{CARD_HEIGHT:g}" rx="8"/>'
        f'<text class="number" x="{x + 14:g}" y="{y + 25:g}">{escape(stop.number)}</text>'
        f'<text class="time" x="{x + CARD_WIDTH - 14:g}" y="{y + 25:g}">{time}</text>'
        f'<text class="title" x="{x + 14:g}" y="{y + 49:g}">{escape(stop.title)}</text>'
        f'<text class="asks" x="{x + 14:g}" y="{y + 73:g}">{escape(stop.question)}</text></g>'
    )
    return f'<a href="{escape(stop.address)}">{drawn}</a>' if stop.address else drawn
