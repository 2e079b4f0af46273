"""Followers of controls: anything that is made from their settings and changes with them."""

from collections.abc import Callable, Sequence
from typing import Any

import marimo as mo

from course_lib.page.kinds import this_page


def follows(show: Callable[..., Any], **controls: Any) -> mo.Html:
    """The result of ``show``, called with the controls' settings by keyword; other arguments are passed as they are.

    For a page without Python, it is computed beforehand at every position of the
    controls, and looked up there. Sliders without ``positions`` have too many positions
    for that: there they keep their first value, and the page says so.
    """
    return this_page().follows(show, controls)


def pins(make: Callable[..., Any], offered: Sequence[Any], first: Any, /, **controls: Any) -> Any:
    """A button that keeps the result of ``make`` for the controls' settings; ``.now`` has ``first`` and what was kept.

    On a page without Python it is a choice of one of the results in ``offered``.
    """
    return this_page().pins(make, offered, first, controls)
