"""Live graphs: a network's picture with its stepper, a chain of functions, the derivation of one gradient."""

from collections.abc import Callable
from typing import Any

import marimo as mo

from course_lib.drawing.live import STATEMENTS, LiveGraph
from course_lib.engine.passes import Values
from course_lib.page.kinds import this_page
from course_lib.page.settings import Chosen
from course_lib.reading.explain import derivation


def live_graph(live: LiveGraph, values: Values, stepper: Any, *controls: Any, table: bool = False) -> mo.Html:
    """The live graph under its controls: picture, stepper, the step's sentence and formula, and the table if wanted."""
    return this_page().live_graph(live, values, stepper, controls, table)


def chosen(make: Callable[..., LiveGraph], **choices: Any) -> Chosen:
    """The graph that ``make`` makes of the choices, for ``chain_graph``."""
    return Chosen(make, choices)


def chain_graph(chain: Chosen, setting: Any) -> mo.Html:
    """A chain of statements under its slider: every edge's arithmetic, each derivative at its point, their product."""
    return this_page().chain_graph(chain, setting)


def derivation_of(live: LiveGraph, values: Values, name: str) -> mo.Html:
    """The whole way from the loss to ``name``, one line for each node."""
    return mo.md(f"$${derivation(live.trace(values, STATEMENTS), name)}$$")
