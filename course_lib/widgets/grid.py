"""All settings of some controls. For a page without Python, whatever follows them is computed at each beforehand."""

import math
from collections.abc import Iterator, Mapping
from itertools import count, product
from typing import Any

from course_lib.errors import CourseError
from course_lib.numerals import numeral
from course_lib.widgets.controls import Choice, Range, Sliders
from course_lib.widgets.lookup import ControlAxis

MOST_SETTINGS = 5000


class TooManySettingsError(CourseError):
    """More settings than a page can carry."""


def coarse(limit: Range, start: float, most: int) -> Range:
    """The same range with a step that is wider by 1, 2, 2½ or 5 times a power of ten, for at most ``most`` positions.

    ``start`` is one of the positions, so there may be far fewer than ``most``.

    Raises:
        ValueError: no such step has ``start`` among its positions.
    """
    low, high, step = limit
    for factor in (digit * 10**power for power in count() for digit in (1, 2, 2.5, 5)):
        wide = step * factor
        if (high - low) / wide < most - 1e-9:
            if abs((start - low) / wide - round((start - low) / wide)) < 1e-9:
                return low, high, wide
            if wide > high - low:
                raise ValueError(f"{start} is not a position of {low} to {high} in {most} steps")
    raise AssertionError


class Grid:
    """The settings of ``controls``: choices, sliders, and anything else, which stays as it is."""

    def __init__(self, controls: Mapping[str, Any]) -> None:
        self.controls = controls
        widgets = {keyword: getattr(control, "widget", control) for keyword, control in controls.items()}
        self.choices = {keyword: widget for keyword, widget in widgets.items() if isinstance(widget, Choice)}
        self.sliders = {keyword: widget for keyword, widget in widgets.items() if isinstance(widget, Sliders)}
        self.axes = [
            ControlAxis(choice.channel, "", list(choice.meanings), choice.name) for choice in self.choices.values()
        ]
        for moved in self.sliders.values():
            if moved.snap:
                self.axes += [
                    ControlAxis(moved.channel, name, _positions(limit), moved.numbers[name])
                    for name, limit in moved.limits.items()
                ]
        if math.prod(self.shape) > MOST_SETTINGS:
            raise TooManySettingsError(
                f"{' × '.join(map(str, self.shape))} settings are more than {MOST_SETTINGS}.",
                "Give the sliders fewer positions, or offer fewer choices.",
            )

    @property
    def shape(self) -> list[int]:
        """How many positions each axis has."""
        return [len(axis.positions) for axis in self.axes]

    @property
    def note(self) -> str:
        """What is coarser here than in the live course, or fixed, in words; empty if nothing is."""
        return " ".join(said for said in (self._held(), self._steps()) if said)

    def _steps(self) -> str:
        coarse = {
            name: step for moved in self.sliders.values() if moved.snap for name, (*_, step) in moved.limits.items()
        }
        told = [f"{name} moves in steps of {numeral(step)}" for name, step in coarse.items() if step != 1]
        return f"On this page {', '.join(told)}." if told else ""

    def _held(self) -> str:
        numbers = {name: n for moved in self.sliders.values() if not moved.snap for name, n in moved.numbers.items()}
        if not numbers:
            return ""
        places = ", ".join(f"{name} = {numeral(number)}" for name, number in numbers.items())
        return f"On this page these numbers hold at {places}. In the live course they follow the slider."

    def settings(self) -> Iterator[dict[str, Any]]:
        """Every setting, by keyword; the last axis varies fastest."""
        for place in product(*(axis.positions for axis in self.axes)):
            at = {(axis.channel, axis.name): position for axis, position in zip(self.axes, place, strict=True)}
            yield {
                **self.controls,
                **{key: choice.meanings[at[choice.channel, ""]] for key, choice in self.choices.items()},
                **{
                    key: {name: at.get((moved.channel, name), n) for name, n in moved.numbers.items()}
                    for key, moved in self.sliders.items()
                },
            }


def _positions(limit: Range) -> list[float]:
    """Where a slider may stand, without the noise of adding steps."""
    low, high, step = limit
    return [float(f"{low + k * step:.10g}") for k in range(math.floor((high - low) / step + 1e-9) + 1)]
