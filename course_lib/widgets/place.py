"""A place in a page to which an address can lead.

A browser looks for the place as soon as the page opens. At that time marimo has not put
it there yet, so the place itself scrolls the page when it arrives.
"""

import traitlets

from course_lib.widgets.scripts import script
from course_lib.widgets.widget import Widget


class Place(Widget):
    """An invisible element to which ``#name`` at the end of the address leads."""

    _esm = script("place")
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
