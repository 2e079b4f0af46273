"""A page with Python: whatever follows a control is computed when the control moves.

``exported`` has the same functions for a page without Python; ``kinds`` chooses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import marimo as mo

from course_lib.drawing.live import STATEMENTS
from course_lib.drawing.program import chain_program
from course_lib.page.settings import Chosen, Controls, Place, settings_of
from course_lib.widgets.controls import Choice, Range, Sliders
from course_lib.widgets.graph_view import GraphView
from course_lib.widgets.own_network import OwnGraph
from course_lib.widgets.pins import Pins
from course_lib.widgets.player import Player
from course_lib.widgets.run import Frame, Run

ABOUT_THE_LOG = (
    "Everything you predicted and answered on this page. Save it as a file that you or your instructor can read. "
    "Read it back in to go on where you stopped, with the same numbers."
)


def sliders(
    limits: Mapping[str, Range],
    start: Mapping[str, float],
    presets: Mapping[str, Mapping[str, float]],
    positions: int | None,
) -> Any:
    """Sliders with all their positions; ``positions`` is only for a page that looks results up."""
    return mo.ui.anywidget(Sliders(limits, start, presets))


def choose(options: Mapping[str, Any], value: str, label: str, kept: Sequence[str]) -> Any:
    """A choice with all its options; ``kept`` is only for a page that looks results up."""
    return mo.ui.anywidget(Choice(options, value, label))


def follows(show: Callable[..., Any], controls: Controls) -> mo.Html:
    """The result of ``show`` now; marimo runs the cell again when a control moves."""
    return mo.as_html(show(**settings_of(controls)))


def pins(make: Callable[..., Any], offered: Sequence[Any], first: Any, controls: Controls) -> Any:
    """A button that keeps what ``make`` returns for the controls when it is pressed."""

    def current() -> Any:
        return make(**settings_of(controls))

    return mo.ui.anywidget(Pins(current, [first]))


def run(begin: Callable[..., Iterator[Frame]], controls: Controls) -> Any:
    """A button that starts the run with the controls' settings at that moment."""
    return Run(lambda: begin(**settings_of(controls)))


def canvas() -> Any:
    """A run without a button."""
    return Run()


def unfold(canvas: Any, begin: Callable[..., Iterator[Frame]], controls: Controls) -> mo.Html:
    """The canvas, on which the run starts again."""
    canvas.restart(partial(begin, **settings_of(controls)))
    return mo.as_html(canvas)


def player(begin: Callable[..., Iterator[Frame]], unit: str, last: int, positions: int, controls: Controls) -> Any:
    """A run that is computed while it is watched."""
    return Player(lambda: begin(**settings_of(controls)))


def empty_view(sliders: Any) -> Any:
    """A view that shows nothing yet. It outlives the cells that show a graph in it."""
    return mo.ui.anywidget(GraphView([], (), (), sliders, STATEMENTS, 0))


def chain_view(chain: Chosen, where: Place) -> Any:
    """The view, which shows the chain for the present choices; marimo runs the cell again when one changes."""
    where.view.show(chain_program(chain.live), where.sliders.now, STATEMENTS, 0)
    return where.view


def own_box(own: OwnGraph) -> mo.Html:
    """The box for the text."""
    return mo.as_html(mo.ui.anywidget(own.box))
