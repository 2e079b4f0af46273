"""Where controls stand, and a graph that is made from where they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from course_lib.drawing.live import LiveGraph

Controls = Mapping[str, Any]  # each by the keyword that it is passed as; what is no control is passed as it is


def settings_of(controls: Controls) -> dict[str, Any]:
    """Where each control stands now; what is no control, as it is."""
    return {name: getattr(control, "now", control) for name, control in controls.items()}


@dataclass
class Chosen:
    """A graph that follows choices: what makes it from them."""

    make: Callable[..., LiveGraph]
    choices: Controls

    @cached_property
    def live(self) -> LiveGraph:
        """The graph of the choices as they are."""
        return self.make(**settings_of(self.choices))
