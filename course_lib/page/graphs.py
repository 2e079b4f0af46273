"""Live graphs: a network's picture with its stepper, a chain of functions, the derivation of one gradient."""

from collections.abc import Callable, Sequence
from typing import Any

import marimo as mo

from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.drawing.program import graph_program
from course_lib.engine.passes import Values
from course_lib.errors import BuildError
from course_lib.page.kinds import this_page
from course_lib.page.layout import stack
from course_lib.page.settings import Chosen, Place
from course_lib.reading.explain import derivation
from course_lib.widgets.graph_view import GraphView


def live_graph(
    live: LiveGraph,
    sliders: Any,
    zooms: Sequence[str] = (OPERATIONS, STATEMENTS),
    step: int | None = None,
    table: bool = False,
) -> mo.Html:
    """A network's sliders and its live graph: picture, stepper, sentence, formula, and with ``table`` the table.

    It opens at ``step`` of the first zoom, or for None at the end, where everything is known. The browser computes it.
    So the cell that shows it should make the sliders too: then a move runs no cell at all.

    Raises:
        BuildError: the sliders are not the graph's inputs.
    """
    if sliders.now.keys() != live.graph.inputs.keys():
        raise BuildError("A live graph needs a slider for each input, and no other.", "Give it these sliders alone.")
    start = live.steps[zooms[0]].last if step is None else step
    view = GraphView([graph_program(live, zooms, table)], (), (), sliders, zooms[0], start)
    return stack(sliders, mo.ui.anywidget(view))


def chosen(make: Callable[..., LiveGraph], **choices: Any) -> Chosen:
    """The graph that ``make`` returns for the choices, for use with ``chain_graph``."""
    return Chosen(make, choices)


def place(sliders: Any) -> Place:
    """A place for a chain with this slider, to be made in the cell that makes the slider.

    A cell that shows a chain there follows the chain's choices, but not the slider: the browser does that.
    """
    return Place(sliders, this_page().empty_view(sliders))


def chain_graph(chain: Chosen, where: Place) -> mo.Html:
    """A chain of statements with its slider: arithmetic on all edges, each derivative, and their product."""
    return stack(where.sliders, this_page().chain_view(chain, where))


def derivation_of(live: LiveGraph, values: Values, name: str) -> mo.Html:
    """The whole derivation from the loss to ``name``, with one line per node."""
    return mo.md(f"$${derivation(live.trace(values, STATEMENTS), name)}$$")
