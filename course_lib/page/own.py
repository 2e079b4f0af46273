"""A network that the reader writes: its text, the box for the text, and the graph under it."""

from collections.abc import Callable, Mapping

import marimo as mo

from course_lib.page.kinds import this_page
from course_lib.page.layout import stack
from course_lib.widgets.own_network import PARAMETER, OwnGraph


def own_network(examples: Mapping[str, str], numbers: Mapping[str, float], tell: Callable[[int], None]) -> OwnGraph:
    """The student's network: at first an example, or the network in the address (``?network=…``).

    Inputs whose names are in ``numbers`` start at those numbers. ``tell`` is the setter of
    a ``mo.state``. It is called with a new number whenever another network is drawn, so
    that the cells that read the state run again.
    """
    asked = mo.query_params().get(PARAMETER)
    return OwnGraph(examples, numbers, tell, str(asked) if asked is not None else None)


def own_box(own: OwnGraph) -> mo.Html:
    """The box for the text; on a page without Python the text itself, and where the box is."""
    return this_page().own_box(own)


def own_graph(own: OwnGraph) -> mo.Html:
    """The sliders and the live graph of the student's network. They follow the text without marimo."""
    return stack(mo.ui.anywidget(own.sliders), mo.ui.anywidget(own.view))
