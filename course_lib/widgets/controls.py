"""Sliders with number boxes, and a choice.

Slider and number stay in step in the browser itself. What the browser sends comes from
a visitor, so it is checked here.
"""

import math
from collections.abc import Mapping
from itertools import count
from typing import Any

import traitlets

from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

Range = tuple[float, float, float]  # low, high, step
CHANNELS = count(1)


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


def new_channel() -> str:
    """A name that no other control of this process has."""
    return f"control-{next(CHANNELS)}"


class Sliders(Widget):
    """Label · track · number for each name; ``numbers`` has their values.

    Anything with an order is sent as pairs, because an exported page sorts dictionaries.
    ``channel`` is the name under which the browser publishes their numbers, for graphs and
    lookups on the page. With ``snap`` a typed number moves to the slider's nearest position.
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
        snap: bool = False,
    ) -> None:
        self.limits, self._last = dict(ranges), dict(start)
        super().__init__(
            ranges=pairs(self.limits), presets=pairs(presets), numbers=self._last, channel=new_channel(), snap=snap
        )

    def replace(self, ranges: Mapping[str, Range], numbers: Mapping[str, float]) -> None:
        """Show other sliders from now on, at these numbers."""
        self.limits, self._last = dict(ranges), dict(numbers)
        with self.hold_sync():
            self.numbers, self.ranges = self._last, pairs(self.limits)

    @property
    def now(self) -> dict[str, float]:
        """The numbers, by name."""
        return self.numbers

    @traitlets.validate("numbers")
    def _clean(self, proposal: dict[str, Any]) -> dict[str, float]:
        self._last = clean_numbers(proposal["value"], self.limits, self._last)
        return self._last


class Choice(Widget):
    """A choice of one of ``options``; ``name`` is the chosen name, and ``now`` is what it stands for."""

    _esm = script("choice")
    _css = styles("controls")
    label = traitlets.Unicode().tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    channel = traitlets.Unicode().tag(sync=True)

    def __init__(self, meanings: Mapping[str, Any], name: str, label: str) -> None:
        self.meanings, self._last_name = dict(meanings), name
        super().__init__(options=list(meanings), name=name, label=label, channel=new_channel())

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
