"""Shared by tests of live graphs: what Python shows of a graph at a setting, which the browser must show as well."""

from course_lib.drawing.live import OPERATIONS, STATEMENTS, words
from course_lib.drawing.table import graph_table
from course_lib.engine.check import compare
from course_lib.engine.passes import backward
from course_lib.reading.explain import explain
from course_lib.reading.steps import Steps

ZOOMS = (OPERATIONS, STATEMENTS)


def checks_of(live, values, zoom):
    """For each node of the zoom, its numerical gradient and the relative error, as the table has them."""
    whole = backward(values)
    origin = live.coarse.origin if zoom == STATEMENTS else range(len(live.graph))
    drawn = live.pictures[zoom].layout.boxes
    compared = {i: compare(whole, origin[i]) for i in drawn}
    return {i: (found.shown, str(found)) for i, found in compared.items()}


def table_of(live, values, zoom, step):
    """The graph's table after a step, as HTML."""
    trace = live.trace(values, zoom)
    return graph_table(live.pictures[zoom], trace, Steps(trace).at(step), checks_of(live, values, zoom))


def words_of(trace, step):
    """The words of a step, as HTML."""
    state = Steps(trace).at(step)
    return words(explain(trace, state), state.phase)
