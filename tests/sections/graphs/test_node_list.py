"""Protects the printed list: it is the engine's own, and the step is marked in it."""

import re

import pytest

from course_lib import forward, parse
from course_lib.drawing.live import OPERATIONS
from course_lib.reading.steps import Steps
from course_lib.sections.graphs.node_list import ListedGraph
from tests.networks import LECTURE, OPEN, traced

GRAPH = parse("s = a + b\np = s*c\nq = sin(s)\nL = p + q")
VALUES = forward(GRAPH, a=1.5, b=-0.7, c=2.0)


def rows(html):
    table = html[html.index("bp-table nodes") :]
    return [
        (kind, *re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row))
        for kind, row in re.findall(r"<tr(?: class=(\w+))?>(<th scope=\"row\">.*?)</tr>", table)
    ]


def test_the_list_is_the_engines_own():
    live = ListedGraph(GRAPH, VALUES)
    listed = rows(live.picture(live.trace(VALUES), OPERATIONS, Steps(live.trace(VALUES)).at(0)))
    printed = str(GRAPH).splitlines()
    assert len(listed) == len(printed)
    for (_, index, name, operation, args, *_), line in zip(listed, printed, strict=True):
        assert line.split()[0] == index
        assert re.sub(r"\W+", " ", line).split() == [
            index,
            *([name] if name else []),
            operation,
            *(GRAPH.name[int(arg)] for arg in re.findall(r"\d+", args)),
        ]


@pytest.mark.parametrize("text", [LECTURE])
def test_the_step_is_marked_in_picture_and_list(text):
    trace = traced(text, **OPEN)
    live = ListedGraph(trace.values.graph, trace.values)
    steps = Steps(trace)
    for k in range(1, steps.last + 1):
        state = steps.at(k)
        html = live.picture(trace, OPERATIONS, state)
        kinds = {kind: int(index) for kind, index, *_ in rows(html) if kind != "read"}
        wanted = "computing" if state.phase == "forward" else "receiving"
        assert kinds[wanted] == state.node
        names = live.pictures[OPERATIONS].names
        assert re.search(rf'class="node[^"]*{wanted}"[^>]*data-node="{re.escape(names[state.node])}"', html)
        if state.edge:
            assert kinds["handing"] == state.edge.user
        if state.phase == "forward":
            read = {int(index) for kind, index, *_ in rows(html) if kind == "read"}
            assert read == set(trace.values.graph.nodes[state.node].args)


def test_what_is_not_known_yet_is_a_dash_in_the_list_and_constants_have_no_gradient():
    trace = traced("L = 2*x + 1", x=3.0)
    live = ListedGraph(trace.values.graph, trace.values)
    begun = rows(live.picture(trace, OPERATIONS, Steps(trace).at(0)))
    done = rows(live.picture(trace, OPERATIONS, Steps(trace).at(99)))
    by_index = {row[1]: row for row in begun}
    constant = next(row for row in begun if row[3] == "2")
    assert constant[-1] == ""
    assert by_index[str(trace.of)][-2:] == ("–", "–")
    assert {row[1]: row for row in done}[str(trace.of)][-2:] == ("7", "1")
