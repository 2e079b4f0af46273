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
    """A live graph that follows its controls: picture, stepper, sentence, formula, and with ``table`` the table."""
    return this_page().live_graph(live, values, stepper, controls, table)


def chosen(make: Callable[..., LiveGraph], **choices: Any) -> Chosen:
    """The graph that ``make`` returns for the choices, for use with ``chain_graph``."""
    return Chosen(make, choices)


def chain_graph(chain: Chosen, setting: Any) -> mo.Html:
    """A chain of statements that follows its slider: arithmetic on all edges, each derivative, and their product."""
    return this_page().chain_graph(chain, setting)


def derivation_of(live: LiveGraph, values: Values, name: str) -> mo.Html:
    """The whole derivation from the loss to ``name``, with one line per node."""
    return mo.md(f"$${derivation(live.trace(values, STATEMENTS), name)}$$")
