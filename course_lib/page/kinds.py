"""The two kinds of page: one with Python behind it (``live``), and one that was exported (``exported``).

Everything that differs between them is a function with the same name and the same
arguments in both modules. ``this_page`` is the only place that chooses.
"""

from typing import Any

from course_lib.page import exported, live
from course_lib.page.site import is_offline


def this_page() -> Any:
    """The module of this page's kind."""
    return exported if is_offline() else live


def on_this_page(live: str, exported: str) -> str:
    """The one of the two texts that is true of this kind of page."""
    return exported if is_offline() else live
