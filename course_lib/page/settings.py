"""The settings of controls, a graph that is made from such settings, and the place where it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from course_lib.drawing.live import LiveGraph

Controls = Mapping[str, Any]  # by keyword; anything that is not a control is passed on as it is


def settings_of(controls: Controls) -> dict[str, Any]:
    """The present setting of each control; anything that is not a control, as it is."""
    return {name: getattr(control, "now", control) for name, control in controls.items()}


@dataclass
class Chosen:
    """A graph that follows choices, and the function that makes it from them."""

    make: Callable[..., LiveGraph]
    choices: Controls

    @cached_property
    def live(self) -> LiveGraph:
        """The graph for the present choices."""
        return self.make(**settings_of(self.choices))


@dataclass(frozen=True)
class Place:
    """Sliders, and the view beneath them that shows one graph after the other; None where it never changes."""

    sliders: Any
    view: Any
