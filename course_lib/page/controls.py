"""The controls that a reader moves: sliders with number boxes, and choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from course_lib.page.kinds import this_page


def sliders(
    ranges: Mapping[str, tuple[float, float]],
    start: Mapping[str, float],
    presets: Mapping[str, Mapping[str, float]] | None = None,
    slider_step: float = 0.01,
    positions: int | None = None,
) -> Any:
    """A slider and a number box for each name; ``.now`` has their values, by name.

    A preset is a button that sets them. An emptied box keeps the last value, and a
    number outside its range becomes the nearest one inside. ``positions`` is for a page
    without Python, which looks up whatever ``follows`` the sliders: there a slider has at
    most so many positions, its start among them, instead of one at each ``slider_step``.
    """
    limits = {name: (low, high, slider_step) for name, (low, high) in ranges.items()}
    return this_page().sliders(limits, start, presets or {}, positions)


def choose(options: Mapping[str, Any], value: str, label: str, kept: Sequence[str] = ()) -> Any:
    """A choice of one of the names in ``options``; ``.now`` is what the chosen name stands for.

    ``kept`` is for a page without Python, which looks up whatever ``follows`` the choice:
    there only these names are offered. A choice with a single option is not shown.
    """
    return this_page().choose(options, value, label, kept)
