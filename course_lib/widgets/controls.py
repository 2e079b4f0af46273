"""Sliders with number boxes, a choice, and the stepper of a live graph.

Slider and number stay in step in the browser itself. What the browser sends comes from
a visitor, so it is checked here.
"""

import math
from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from course_lib.drawing.theme import STYLESHEET
from course_lib.widgets.scripts import script, styles

Range = tuple[float, float, float]  # low, high, step


def clean_numbers(sent: object, ranges: Mapping[str, Range], last: Mapping[str, float]) -> dict[str, float]:
    """What a browser sent, made safe: a finite number inside its range for every name, else the last one."""
    given = sent if isinstance(sent, Mapping) else {}
    numbers = {}
    for name, (low, high, _) in ranges.items():
        value = given.get(name)
        numbers[name] = last[name]
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        if isinstance(value, int) or math.isfinite(value):  # an int may be too large to become a float
            numbers[name] = float(min(max(value, low), high))
    return numbers


class Sliders(anywidget.AnyWidget):
    """Label · track · number for each name; ``numbers`` has their values.

    Anything with an order is sent as pairs, because an exported page sorts dictionaries.
    On a page without Python, ``channel`` is the name under which the sliders publish
    their numbers, and with ``snap`` a typed number moves to the slider's nearest position.
    """

    _esm = script("sliders")
    _css = styles("controls")
    ranges: Any = traitlets.List().tag(sync=True)
    presets: Any = traitlets.List().tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    channel = traitlets.Unicode().tag(sync=True)
    snap = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        ranges: Mapping[str, Range],
        start: Mapping[str, float],
        presets: Mapping[str, Mapping[str, float]],
        channel: str = "",
        snap: bool = False,
    ) -> None:
        self.limits, self._last = dict(ranges), dict(start)
        super().__init__(
            ranges=pairs(self.limits), presets=pairs(presets), numbers=self._last, channel=channel, snap=snap
        )

    @property
    def now(self) -> dict[str, float]:
        """The numbers, by name."""
        return self.numbers

    @traitlets.validate("numbers")
    def _clean(self, proposal: dict[str, Any]) -> dict[str, float]:
        self._last = clean_numbers(proposal["value"], self.limits, self._last)
        return self._last


class Choice(anywidget.AnyWidget):
    """A choice of one of ``options``; ``name`` is the chosen name, and ``now`` is what it stands for."""

    _esm = script("choice")
    _css = styles("controls")
    label = traitlets.Unicode().tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    channel = traitlets.Unicode().tag(sync=True)

    def __init__(self, meanings: Mapping[str, Any], name: str, label: str, channel: str = "") -> None:
        self.meanings, self._last_name = dict(meanings), name
        super().__init__(options=list(meanings), name=name, label=label, channel=channel)

    @property
    def now(self) -> Any:
        """What the chosen name stands for."""
        return self.meanings[self.name]

    @traitlets.validate("name")
    def _offered(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] in self.meanings:
            self._last_name = proposal["value"]
        return self._last_name


def pairs(mapping: Mapping[str, Any]) -> list[list[Any]]:
    """A dictionary as a list that keeps its order."""
    return [[name, value] for name, value in mapping.items()]


class Stepper(anywidget.AnyWidget):
    """A live graph's picture, words and table, with controls to step through it: back, next, play, step, zoom.

    ``places`` has the names of each zoom's steps. ``same`` maps a step of one zoom to
    the step of the other. ``show`` sets the HTML of picture, words and table.
    """

    _esm = script("stepper")
    _css = STYLESHEET + styles("controls")
    places = traitlets.Dict().tag(sync=True)
    same = traitlets.Dict().tag(sync=True)
    zoom = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    every_edge = traitlets.Bool(False).tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    table = traitlets.Unicode().tag(sync=True)

    def __init__(self, places: Mapping[str, list[str]], same: Mapping[str, list[int]], zoom: str, step: int) -> None:
        self._zooms = tuple(places)
        super().__init__(places=dict(places), same=dict(same), zoom=zoom, step=step)

    def show(self, picture: str, words: str, table: str = "") -> None:
        """Set what the page shows from now on, in one message."""
        with self.hold_sync():
            self.picture, self.words, self.table = picture, words, table

    @traitlets.validate("zoom")
    def _known(self, proposal: dict[str, Any]) -> str:
        return proposal["value"] if proposal["value"] in self._zooms else self._zooms[0]
