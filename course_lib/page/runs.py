"""What takes a while: a run that is started and stopped, one that begins again by itself, a film.

Each is made by a function that gives frames (``widgets.run.Frame``), one after the other.
"""

from collections.abc import Callable, Iterator
from typing import Any

import marimo as mo

from course_lib.page.kinds import this_page
from course_lib.widgets.run import Frame


def run(begin: Callable[..., Iterator[Frame]], **controls: Any) -> Any:
    """A run that takes a while, with a button that starts and stops it.

    ``begin`` gives its frames; it is called at each start, with the controls' settings
    as they are then, by keyword. On a page without Python it was run beforehand, and
    the page says so.
    """
    return this_page().run(begin, controls)


def canvas() -> Any:
    """Where ``unfold`` shows its run; made in a cell that no control runs again. None on a page without Python."""
    return this_page().canvas()


def unfold(canvas: Any, begin: Callable[..., Iterator[Frame]], /, **controls: Any) -> mo.Html:
    """A run that starts again at each move of the controls: its first frames at once, the rest piece by piece.

    ``begin`` is called with the controls' settings by keyword. On a page without Python
    the last frame is looked up, as with ``follows``: what it shows and its words each by itself.
    """
    return this_page().unfold(canvas, begin, controls)


def player(begin: Callable[..., Iterator[Frame]], unit: str, last: int, positions: int = 13, **controls: Any) -> Any:
    """A run that is watched like a film: play, pause, step, stop.

    ``begin`` gives a frame for each ``unit`` (an epoch) from 0 to ``last``, with the
    controls' settings as they are. On a page without Python it was run beforehand, and
    a slider with so many positions looks its frames up.
    """
    return this_page().player(begin, unit, last, positions, controls)
