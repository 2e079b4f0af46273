"""A live graph in the browser, which follows its sliders there, with or without Python behind the page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import traitlets

from course_lib.differences import BOTH_ZERO, DIFFER
from course_lib.drawing.graph_svg import CHARACTER, LABEL_CHARACTER, TAG_MARGIN, TAG_PADDING
from course_lib.drawing.program import KEPT
from course_lib.drawing.theme import STYLESHEET
from course_lib.engine.check import ROUNDING, STEP, TRUNCATION
from course_lib.numerals import DIGITS
from course_lib.widgets.controls import Sliders
from course_lib.widgets.lookup import ControlAxis, lookup_table, packed
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

WIDTHS = {"character": CHARACTER, "padding": TAG_PADDING, "margin": TAG_MARGIN, "label": LABEL_CHARACTER}
LIMITS = {
    **{"step": STEP, "rounding": ROUNDING, "truncation": TRUNCATION},
    **{"both_zero": BOTH_ZERO, "differ": DIFFER, "digits": DIGITS},
}


class GraphView(Widget):
    """Picture, stepper, words and table of a graph, computed in the browser from the sliders' numbers.

    ``table`` holds the graph's program (``drawing/program.py``), at each setting of the choices along ``axes``.
    Without a program nothing is shown until ``show``.
    ``start`` is the zoom and the step at which a network opens. ``walk`` is where the reader stands: zoom, step, and
    whether every edge has its arithmetic. The browser keeps it, and does not tell Python.
    """

    _esm = script("graph")
    _css = STYLESHEET + styles("controls")
    table = traitlets.Unicode().tag(sync=True)
    axes: Any = traitlets.List().tag(sync=True)
    channel = traitlets.Unicode().tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    walk = traitlets.Dict().tag(sync=True)
    widths: Any = traitlets.Dict(WIDTHS).tag(sync=True)
    limits: Any = traitlets.Dict(LIMITS).tag(sync=True)

    def __init__(
        self,
        programs: Sequence[str],
        shape: Sequence[int],
        axes: Sequence[ControlAxis],
        sliders: Sliders,
        zoom: str,
        step: int,
    ) -> None:
        super().__init__(
            table=_packed(tuple(programs), tuple(shape)) if programs else "",
            axes=[asdict(axis) for axis in axes],
            channel=sliders.channel,
            numbers=dict(sliders.now),
            start={"zoom": zoom, "step": step},
            walk={"zoom": zoom, "step": step, "every_edge": False},
        )

    def show(self, program: str, numbers: Mapping[str, float], zoom: str, step: int) -> None:
        """Show another network from now on, at these numbers and this step."""
        with self.hold_sync():
            self.numbers, self.start = dict(numbers), {"zoom": zoom, "step": step}
            self.table = _packed((program,), ())


@lru_cache(KEPT)
def _packed(programs: tuple[str, ...], shape: tuple[int, ...]) -> str:
    """The programs as a browser gets them; made once in a process, as the programs are."""
    return packed(lookup_table(programs, shape))
