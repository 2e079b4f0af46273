"""Followers of controls on a page without Python: live graphs are computed there, everything else is looked up.

Both get the controls' settings through the page (``js/channels.js``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import anywidget
import traitlets

from course_lib.drawing.graph_svg import CHARACTER, TAG_MARGIN, TAG_PADDING
from course_lib.drawing.theme import STYLESHEET
from course_lib.widgets.controls import pairs
from course_lib.widgets.lookup import packed
from course_lib.widgets.scripts import script, styles

TAG = {"character": CHARACTER, "padding": TAG_PADDING, "margin": TAG_MARGIN}  # the browser fits it to its numbers


@dataclass(frozen=True)
class ControlAxis:
    """One control's positions, along which a lookup table was computed.

    ``name`` is the slider's name, or empty for a choice. ``start`` is the control's first position.
    """

    channel: str
    name: str
    positions: Sequence[Any]
    start: Any


class OfflineGraph(anywidget.AnyWidget):
    """Stepper, picture, words and table of a graph, computed in the browser.

    ``table`` holds, at each setting of the choices along ``axes``, a JSON text: for
    each zoom the program and, for each step, its templates.
    """

    _esm = script("offline_graph")
    _css = STYLESHEET + styles("controls")
    table = traitlets.Unicode().tag(sync=True)
    axes: Any = traitlets.List().tag(sync=True)
    channel = traitlets.Unicode().tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    places: Any = traitlets.List().tag(sync=True)
    same = traitlets.Dict().tag(sync=True)
    zoom = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    tag: Any = traitlets.Dict(TAG).tag(sync=True)

    def __init__(
        self, table: Mapping[str, Any], axes: Sequence[ControlAxis], places: Mapping[str, list[str]], **state: Any
    ) -> None:
        super().__init__(table=packed(table), axes=[asdict(axis) for axis in axes], places=pairs(places), **state)


class LookupTable(anywidget.AnyWidget):
    """HTML that follows controls: ``table`` holds it at each of their positions along ``axes``."""

    _esm = script("lookup_table")
    _css = STYLESHEET + styles("controls")
    table = traitlets.Unicode().tag(sync=True)
    axes: Any = traitlets.List().tag(sync=True)

    def __init__(self, table: Mapping[str, Any], axes: Sequence[ControlAxis]) -> None:
        super().__init__(table=packed(table), axes=[asdict(axis) for axis in axes])
