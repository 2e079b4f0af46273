"""What follows controls: anything that is made from their settings."""

from collections.abc import Callable, Sequence
from typing import Any

import marimo as mo

from course_lib.page.kinds import this_page


def follows(show: Callable[..., Any], **controls: Any) -> mo.Html:
    """What ``show`` makes of the controls' settings, passed by keyword; what is no control is passed as it is.

    On a page without Python it is computed at every position of the controls
    beforehand, and looked up there. Sliders without ``positions`` have too many for
    that: they are held at their start, and the page says so.
    """
    return this_page().follows(show, controls)


def pins(make: Callable[..., Any], offered: Sequence[Any], first: Any, /, **controls: Any) -> Any:
    """A button that keeps what ``make`` makes of the controls' settings; ``.now`` has what was kept, and ``first``.

    On a page without Python it is a choice of one of those ``offered``.
    """
    return this_page().pins(make, offered, first, controls)
