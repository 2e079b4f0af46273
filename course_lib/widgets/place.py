"""A place in a page that an address may lead to.

A browser looks for it when the page opens. Then marimo has not put it there yet, so
the place itself asks to be shown.
"""

import anywidget
import traitlets

from course_lib.widgets.scripts import script


class Place(anywidget.AnyWidget):
    """Nothing to see: where ``#name`` behind the address leads."""

    _esm = script("place")
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
