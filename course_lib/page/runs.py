"""Runs that take a while: one with a button, one that starts again by itself, and one that is watched like a film.

Each is made from a function that yields frames (``widgets.run.Frame``) one after the other.
"""

from collections.abc import Callable, Iterator
from typing import Any

import marimo as mo

from course_lib.page.kinds import this_page
from course_lib.widgets.run import Frame


def run(begin: Callable[..., Iterator[Frame]], **controls: Any) -> Any:
    """A run that takes a while, with a button that starts and stops it.

    ``begin`` yields its frames. It is called at each start with the controls' settings at
    that moment, by keyword. A page without Python shows a run that was recorded
    beforehand, and says so.
    """
    return this_page().run(begin, controls)


def canvas() -> Any:
    """The canvas on which ``unfold`` shows its run. Make it in a cell that no control runs again."""
    return this_page().canvas()


def unfold(canvas: Any, begin: Callable[..., Iterator[Frame]], /, **controls: Any) -> mo.Html:
    """A run that starts again at each move of the controls: its first frames at once, the rest piece by piece.

    ``begin`` is called with the controls' settings by keyword. A page without Python looks
    up the last frame, as with ``follows``, and its picture and its words separately.
    """
    return this_page().unfold(canvas, begin, controls)


def player(begin: Callable[..., Iterator[Frame]], unit: str, last: int, positions: int = 13, **controls: Any) -> Any:
    """A run that is watched like a film: play, pause, step, stop.

    ``begin`` yields a frame for each ``unit`` (such as an epoch) from 0 to ``last``, for the
    controls' present settings. On a page without Python the run was recorded beforehand,
    and a slider with ``positions`` positions looks its frames up.
    """
    return this_page().player(begin, unit, last, positions, controls)
