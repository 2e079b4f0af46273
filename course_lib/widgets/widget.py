"""What all widgets have in common."""

import anywidget


class Widget(anywidget.AnyWidget):
    """A widget without ipywidgets' layout, a second widget that each one would bring along and no page uses."""

    layout = None
