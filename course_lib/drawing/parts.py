"""HTML in parts, each of which changes at few steps: joined for a still picture, or as a timeline for a browser.

A graph of 60 nodes has more than a hundred steps. Drawing it anew for each would take
seconds. But a step changes only the parts that belong to its own nodes.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from course_lib.engine.graph import Graph
from course_lib.reading.steps import Progress

NEVER: frozenset[int] = frozenset()

Changes = list[tuple[int, str]]  # the steps from which a text holds, each with the text


@dataclass(frozen=True)
class Part:
    """A piece of HTML. ``nodes`` are those whose steps may change it; None stands for every step."""

    draw: Callable[[Progress], str]
    nodes: Collection[int] | None


def fixed(html: str) -> Part:
    """A part that no step changes."""
    return Part(lambda _: html, NEVER)


def joined(parts: Sequence[Part], state: Progress) -> str:
    """All parts after one step."""
    return "".join(part.draw(state) for part in parts)


def timeline(parts: Sequence[Part], graph: Graph, states: Sequence[Progress]) -> list[str | Changes]:
    """All parts after each of the steps: a text for what no step changes, and the changes of each other part."""
    touched = [_touched(graph, state) for state in states]
    changed_at: dict[int, list[int]] = {}
    for step, nodes in enumerate(touched):
        for node in nodes | (touched[step - 1] if step else set()):  # a step also ends what the step before it marked
            changed_at.setdefault(node, []).append(step)
    always = range(len(states))
    found: list[str | Changes] = []
    for part in parts:
        if part.nodes is None:
            steps = set(always)
        else:
            steps = {0, *always[-1:]}.union(*(changed_at.get(node, ()) for node in part.nodes)) if part.nodes else {0}
        changes = _changes(part, states, sorted(steps))
        if len(changes) > 1:
            found.append(changes)
        elif found and isinstance(found[-1], str):
            found[-1] += changes[0][1]
        else:
            found.append(changes[0][1])
    return found


def _changes(part: Part, states: Sequence[Progress], steps: Sequence[int]) -> Changes:
    changes: Changes = []
    for step in steps:
        text = part.draw(states[step])
        if not changes or changes[-1][1] != text:
            changes.append((step, text))
    return changes


def _touched(graph: Graph, state: Progress) -> set[int]:
    """The nodes that a step computes, reads, or sends a contribution between."""
    touched = set() if state.node is None else {state.node, *graph.nodes[state.node].args}
    return touched if state.edge is None else {state.edge.user, state.edge.arg, *touched}
