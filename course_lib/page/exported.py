"""A page without Python: results for each setting were computed when the page was made, and are looked up.

``live`` has the same functions for a page with Python; ``kinds`` chooses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import marimo as mo

from course_lib.drawing.live import STATEMENTS
from course_lib.drawing.program import chain_program
from course_lib.page.layout import stack
from course_lib.page.settings import Chosen, Controls, Place
from course_lib.page.text import code, small_print
from course_lib.widgets.controls import Choice, Range, Sliders
from course_lib.widgets.graph_view import GraphView
from course_lib.widgets.grid import Grid, coarse
from course_lib.widgets.lookup import LookupTable, lookup_table
from course_lib.widgets.own_network import OwnGraph
from course_lib.widgets.run import Frame

ABOUT_THE_LOG = ""  # on such a page, the log itself says what it can do


def sliders(
    limits: Mapping[str, Range],
    start: Mapping[str, float],
    presets: Mapping[str, Mapping[str, float]],
    positions: int | None,
) -> Any:
    """Sliders with at most ``positions`` positions, for followers that are looked up; with all positions for None."""
    if positions is not None:
        limits = {name: coarse(limit, start[name], positions) for name, limit in limits.items()}
    return mo.ui.anywidget(Sliders(limits, start, presets, snap=positions is not None))


def choose(options: Mapping[str, Any], value: str, label: str, kept: Sequence[str]) -> Any:
    """A choice of the options ``kept``, or of all of them."""
    offered = {name: options[name] for name in kept or options}
    return mo.ui.anywidget(Choice(offered, value, label))


def follows(show: Callable[..., Any], controls: Controls) -> mo.Html:
    """A table of what ``show`` returns at every setting of the controls, in which the page looks it up."""
    grid = Grid(controls)
    found = lookup_table([mo.as_html(show(**settings)).text for settings in grid.settings()], grid.shape)
    table = mo.as_html(mo.ui.anywidget(LookupTable(found, grid.axes)))
    return stack(table, small_print(grid.note)) if grid.note else table


def pins(make: Callable[..., Any], offered: Sequence[Any], first: Any, controls: Controls) -> Any:
    """A choice of one of the settings that are offered."""
    return choose({"nothing": [], **{str(thing): [thing] for thing in offered}}, str(first), "pinned", ())


def run(begin: Callable[..., Iterator[Frame]], controls: Controls) -> Any:
    """The run's last frame, with a note that it was recorded."""
    recorded = "Recorded when this page was made. In the live course you start it yourself and can stop it."
    return stack(follows(partial(_last, begin), controls), small_print(recorded))


def _last(begin: Callable[..., Iterator[Frame]], **settings: Any) -> mo.Html:
    *_, last = begin(**settings)
    return mo.Html(last.html)


def canvas() -> Any:
    """None, since a frame that is looked up needs no canvas."""
    return None


def unfold(canvas: Any, begin: Callable[..., Iterator[Frame]], controls: Controls) -> mo.Html:
    """The last frame. Its picture and its words vary in other ways, so each has a table of its own."""
    last = LastFrames(begin)
    return stack(*(follows(partial(last.part, part), controls) for part in ("show", "words")))


class LastFrames:
    """The last frame of a run at each setting; two tables ask for it, but it runs once."""

    def __init__(self, begin: Callable[..., Iterator[Frame]]) -> None:
        self._begin = begin
        self._made: dict[str, dict[str, str]] = {}

    def part(self, name: str, /, **settings: Any) -> mo.Html:
        """Its picture ("show") or its words at these settings."""
        key = repr(settings)
        if key not in self._made:
            *_, last = self._begin(**settings)
            made = {"show": last.show, "words": last.words}
            self._made[key] = {part: make() if make else "" for part, make in made.items()}
        return mo.Html(self._made[key][name])


def player(begin: Callable[..., Iterator[Frame]], unit: str, last: int, positions: int, controls: Controls) -> Any:
    """The frames of a run that was recorded beforehand, with a slider that chooses one."""
    at = sliders({unit: (0, last, 1)}, {unit: 0}, {}, positions)
    shown = follows(Recorded(begin, unit), {**controls, "at": at})
    note = "Recorded when this page was made. In the live course it plays, and you can pause, step and stop it."
    return stack(at, shown, small_print(note))


class Recorded:
    """The frames of runs, for a lookup that asks for one run after the other, and for its frames in order."""

    def __init__(self, begin: Callable[..., Iterator[Frame]], unit: str) -> None:
        self._begin, self._unit = begin, unit
        self._settings: dict[str, Any] = {}
        self._frames: Iterator[Frame] = iter(())
        self._reached, self._html = -1, ""

    def __call__(self, at: Mapping[str, float], **settings: Any) -> mo.Html:
        """The frame at this place, or the run's last frame if the run ended before."""
        place = round(at[self._unit])
        if settings != self._settings or place < self._reached:
            self._settings, self._frames, self._reached = settings, self._begin(**settings), -1
        frame = None
        while self._reached < place:
            frame = next(self._frames, None) or frame
            self._reached += 1
        if frame is not None:
            self._html = frame.html
        return mo.Html(self._html)


def empty_view(sliders: Any) -> Any:
    """None: the view is made with all its graphs in it."""
    return None


def chain_view(chain: Chosen, where: Place) -> Any:
    """A view of the chain for every choice."""
    grid = Grid(chain.choices)
    programs = [chain_program(chain.make(**settings)) for settings in grid.settings()]
    return mo.ui.anywidget(GraphView(programs, grid.shape, grid.axes, where.sliders, STATEMENTS, 0))


def own_box(own: OwnGraph) -> mo.Html:
    """The network's text, and a note on which page has the box."""
    note = "In the live course you write this text yourself, and the graph, its sliders and a question follow it."
    return stack(code(own.network.text), small_print(note))
