"""What all widgets have in common."""

from typing import Any, ClassVar

import anywidget

from course_lib.widgets.scripts import dressed


class Widget(anywidget.AnyWidget):
    """A widget without ipywidgets' layout, a second widget that each one would bring along and no page uses.

    With ``styles_in_script``, its script brings its stylesheet. As a trait, the stylesheet is sent again for every
    widget of a page: 400 of the 640 KB that opening 5.3 sends. A script is sent once for a kind of widget. On an
    exported page it is the other way round: a text is written once there, but each script is a text by itself.
    """

    layout = None
    _esm: Any
    _css: Any = ""
    styles_in_script: ClassVar[bool] = False

    def __init__(self, **shown: Any) -> None:
        if self.styles_in_script and self._css:
            self._esm, self._css = dressed(str(self._esm), str(self._css)), ""
        super().__init__(**shown)
