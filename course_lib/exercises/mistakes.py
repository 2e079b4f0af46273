"""The named mistake, and the functions that make one from a graph.

A mistake is data that predicts its own wrong number. Most mistakes are the same graph
with one derivative (or one operation) replaced by a wrong one: the engine's own sweep
then computes what the student computed. ``derivative_mistakes`` and
``value_mistakes`` make them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from course_lib.engine.graph import Graph
from course_lib.engine.operation import VJP
from course_lib.engine.passes import Values
from course_lib.reading.formulas import TEXT, text
from course_lib.reading.symbolic import local_formula

SKIPPED = "gate skipped"  # the kind of mistake that passes a gradient through a closed gate

# The most frequent mistakes first. Where many mistakes give the same number, these are named.
LIKELY = (
    *("path left out", "sign", SKIPPED, "upstream only", "local derivative only", "exponent forgotten"),
    *("paths multiplied", "factors added", "other argument", "factor left out", "stopped early", "value for gradient"),
)


@dataclass(frozen=True)
class Mistake:
    """One way to go wrong.

    ``kind`` is its name on every graph ("factor left out"). ``title`` and ``sentence``
    tell the student what was done wrong and what belongs there. ``wrong`` returns the
    number that it leads to, given the values of a forward pass.
    """

    kind: str
    title: str
    sentence: str
    wrong: Callable[[Values], float]
    rule: str = ""  # what a student does at every such place, who does it at one; empty for what happens only once
    is_kept_apart: bool = True  # whether a question's numbers are drawn such that this mistake shows


def likely(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The same mistakes, the likely ones first."""
    return sorted(mistakes, key=lambda made: LIKELY.index(made.kind) if made.kind in LIKELY else len(LIKELY))


def exchanged(graph: Graph, user: int, slot: int, vjp: VJP | None) -> Graph:
    """The same graph with this derivative on one edge."""
    twin = graph.copy()
    row = twin.nodes[user].operation
    if row is not None:
        vjps = (*row.vjps[:slot], vjp, *row.vjps[slot + 1 :])
        twin.nodes[user] = replace(twin.nodes[user], operation=replace(row, vjps=vjps))
    return twin


def hand_on(upstream: Any, output: Any, *args: Any) -> Any:
    """A VJP that passes the upstream gradient on unchanged, as if there were no operation."""
    return upstream


def plus(vjp: VJP | None) -> VJP | None:
    """A VJP that adds upstream and local derivative instead of multiplying them."""
    return vjp and (lambda upstream, output, *args: upstream + vjp(1.0, output, *args))


def local_text(graph: Graph, user: int, slot: int) -> str:
    """The edge's local derivative in symbols."""
    return text(*local_formula(graph, user, slot))


def sayable(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The mistakes whose sentences are complete, since one with a formula too long to be written helps nobody."""
    return [mistake for mistake in mistakes if TEXT.left_out not in mistake.title + mistake.sentence]


def statement(graph: Graph, node: int) -> str:
    """``y = σ(z2)``, or for a nameless node its expression."""
    expression = text(graph, node, expand=True)
    return f"{graph.name[node]} = {expression}" if node in graph.name else expression
