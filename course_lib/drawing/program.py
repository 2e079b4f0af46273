"""A live graph for the browser: everything that it can show, made once for a network.

Python writes the program and every text, with slots in the place of numbers. The
browser (``widgets/js/graph.js``) computes the numbers, at every move of a slider and
without asking Python.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph, step_box, words
from course_lib.drawing.parts import Changes, Part, timeline
from course_lib.drawing.table import table, table_parts
from course_lib.engine.passes import Trace
from course_lib.numerals import text_slot
from course_lib.reading.explain import Explanation, explain, product_text, stages, too_large
from course_lib.reading.page_program import SlotTrace, evaluation, page_program, slot_trace
from course_lib.reading.steps import Progress, Steps

KEPT = 256  # programs in a process; one of 60 nodes has 150 kB


@dataclass(frozen=True)
class _Asked:
    """What a program is made of. Two that are equal have the same program."""

    key: tuple[Any, ...]
    live: LiveGraph = field(compare=False)


def graph_program(live: LiveGraph, zooms: Sequence[str] = (OPERATIONS, STATEMENTS), has_table: bool = False) -> str:
    """The network's program and texts for these zooms, as JSON; with ``has_table`` also the table and its check."""
    return _graph_program(_Asked((live.key, tuple(zooms), has_table), live))


def chain_program(live: LiveGraph) -> str:
    """The same for a chain of functions, which has no steps: all its arithmetic, and the product of its derivatives."""
    return _chain_program(_Asked((live.key,), live))


@lru_cache(KEPT)
def _graph_program(asked: _Asked) -> str:
    live, (_, zooms, has_table) = asked.live, asked.key
    program = _whole(live)
    traces = {zoom: slot_trace(live.pictures[zoom].graph) for zoom in zooms}
    if has_table:
        whole = traces.get(OPERATIONS) or slot_trace(live.graph)
        nodes = sorted(live.pictures[OPERATIONS].layout.boxes)
        program["check"] = {"of": whole.of, "nodes": nodes, "program": page_program(whole)}
    program["zooms"] = {zoom: _zoom(live, zoom, traces, has_table) for zoom in zooms}
    return json.dumps(program, ensure_ascii=False)


@lru_cache(KEPT)
def _chain_program(asked: _Asked) -> str:
    live = asked.live
    trace = slot_trace(live.pictures[STATEMENTS].graph)
    picture, said = chain(live, trace, text_slot("overflow"))
    program = _whole(live)
    program["zooms"] = {
        STATEMENTS: {
            "program": page_program(trace),
            "places": ["all"],
            "same": [0],
            "picture": [picture],
            "wide": [picture],
            "words": [said],
            "table": [],
        }
    }
    return json.dumps(program, ensure_ascii=False)


def chain(live: LiveGraph, trace: Trace, note: str) -> tuple[str, str]:
    """A chain in two pieces of HTML: the picture with all its arithmetic, and the product of the derivatives."""
    picture = live.picture(trace, STATEMENTS, Steps(trace).done(), every_edge=True)
    stages_table = table(("derivative", "is", "taken at", "number"), stages(trace), "The stages' derivatives")
    product = f'<p class="formula">{escape(product_text(trace))}</p><p>{escape(note)}</p>'
    return picture, stages_table + step_box(product, "backward short")


def _whole(live: LiveGraph) -> dict[str, Any]:
    """What does not depend on the zoom: the forward pass, and what is said where a value is missing or infinite."""
    forward = evaluation(live.graph)
    for each in forward["outside"]:
        said = f"{each['said']} The picture shows the last numbers that gave a value."
        each["said"] = step_box(f"<p><strong>No value here.</strong> {escape(said)}</p>")
    return {"evaluation": forward, "overflow": [[i, too_large(name)] for name, i in live.graph.index.items()]}


def _zoom(live: LiveGraph, zoom: str, traces: Mapping[str, SlotTrace], has_table: bool) -> dict[str, Any]:
    """One zoom: its program, and all its texts at all its steps."""
    picture, trace = live.pictures[zoom], traces[zoom]
    steps = Steps(trace)
    states = [steps.at(step) for step in range(steps.last + 1)]
    explanations = [explain(trace, state) for state in states]

    def explainer(state: Progress) -> Explanation:
        return explanations[state.step]

    def shown(parts: Sequence[Part]) -> list[str | Changes]:
        return timeline(parts, picture.graph, states)

    other = next((other for other in traces if other != zoom), zoom)
    return {
        "program": page_program(trace),
        "places": live.places(zoom),
        "same": [live.same_node(step, zoom, other) for step in range(len(states))],
        "picture": shown(live.picture_parts(trace, zoom, explainer)),
        "wide": shown(live.picture_parts(trace, zoom, explainer, every_edge=True)) if len(traces) > 1 else [],
        "words": shown([Part(lambda state: words(explainer(state), state.phase), None)]),
        "table": shown(table_parts(picture, trace, _check_slots(live, zoom, trace))) if has_table else [],
    }


def _check_slots(live: LiveGraph, zoom: str, trace: SlotTrace) -> dict[int, tuple[str, str]]:
    """For each node, the slots of its numerical gradient and relative error, which are those of the whole graph."""
    origin = live.coarse.origin if zoom == STATEMENTS else range(len(trace.values.of_node))
    return {i: (text_slot(f"n{node}"), text_slot(f"e{node}")) for i, node in enumerate(origin)}
