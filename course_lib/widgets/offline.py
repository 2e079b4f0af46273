"""A live graph that needs no Python: everything it may show, with slots for the numbers, and the program for them."""

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from course_lib.draw.theme import STYLESHEET
from course_lib.widgets.control_scripts import SCREEN, SLIDERS, STEPPER, STYLE
from course_lib.widgets.offline_scripts import NUMBERS, OFFLINE


class OfflineGraph(anywidget.AnyWidget):
    """Sliders, stepper, picture, words and table, computed in the browser.

    ``graphs`` has for each zoom its program and, for each step, its templates. What
    has an order is sent as pairs: an exported page keeps its dictionaries sorted.
    """

    _esm = SCREEN + SLIDERS + STEPPER + NUMBERS + OFFLINE
    _css = STYLESHEET + STYLE
    graphs = traitlets.Dict().tag(sync=True)
    ranges: Any = traitlets.List().tag(sync=True)
    presets: Any = traitlets.List().tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    places: Any = traitlets.List().tag(sync=True)
    same = traitlets.Dict().tag(sync=True)
    zoom = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        graphs: Mapping[str, Any],
        ranges: Mapping[str, Any],
        presets: Mapping[str, Any],
        places: Mapping[str, list[str]],
        **state: Any,
    ) -> None:
        super().__init__(
            graphs=dict(graphs), ranges=_pairs(ranges), presets=_pairs(presets), places=_pairs(places), **state
        )


def _pairs(mapping: Mapping[str, Any]) -> list[list[Any]]:
    return [[name, value] for name, value in mapping.items()]
