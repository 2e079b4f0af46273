"""Nodes as text and as LaTeX. A named node is written as its name; a nameless node is written out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from course_lib.engine.graph import Graph
from course_lib.engine.operation import ATOM, Operation
from course_lib.engine.ops import PRODUCT, SUM
from course_lib.numerals import latex_numeral, numeral

LONGEST = 160  # characters: longer formulas help nobody, and shared nameless nodes could make them exponentially long

GREEK = {
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
    *("nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
}


@dataclass(frozen=True)
class Notation:
    """How names, numbers and operations are written, and what stands for a part that is left out."""

    name: Callable[[str], str]
    number: Callable[[float], str]
    operation: Callable[[Operation], Callable[..., str]]
    needs: Callable[[Operation], tuple[int, ...]]
    parentheses: str
    left_out: str


def latex_name(name: str) -> str:
    r"""A name in LaTeX: ``w1`` → ``w_{1}``, ``alpha`` → ``\alpha``, ``target`` → ``\mathrm{target}``."""
    match = re.fullmatch(r"([^\W\d_]+?)_?(\d*)((?:_\w+)?)", name)
    if match is None:
        return r"\mathrm{" + name.replace("_", r"\_") + "}"
    stem, digits, tail = match.groups()
    if stem[0].lower() + stem[1:] in GREEK:
        stem = "\\" + stem
    elif len(stem) > 1:
        stem = rf"\mathrm{{{stem}}}"
    below = digits + (r"\mathrm{" + tail.replace("_", r"\,").removeprefix(r"\,") + "}" if tail else "")
    return f"{stem}_{{{below}}}" if below else stem


TEXT = Notation(
    name=str,
    number=numeral,
    operation=lambda row: row.text,
    needs=lambda row: row.needs,
    parentheses="({})",
    left_out="…",
)
LATEX = Notation(
    name=latex_name,
    number=latex_numeral,
    operation=lambda row: row.latex,
    needs=lambda row: row.needs if row.latex_needs is None else row.latex_needs,
    parentheses=r"\left({}\right)",
    left_out=r"\ldots",
)


def text(graph: Graph, node: int, expand: bool = False) -> str:
    """The node as plain text: its name; for a nameless node, or with ``expand``, the expression it computes."""
    return _written(graph, node, expand, TEXT)[0]


def latex(graph: Graph, node: int, expand: bool = False) -> str:
    """The node as LaTeX: its name; for a nameless node, or with ``expand``, the expression it computes."""
    return _written(graph, node, expand, LATEX)[0]


def partial_text(graph: Graph, of: int, node: int) -> str:
    """``∂L/∂w1``, or ``∂L/∂(w2·h1)`` for a nameless node."""
    return f"∂{_atom(graph, of, TEXT)}/∂{_atom(graph, node, TEXT)}"


def partial_latex(graph: Graph, of: int, node: int) -> str:
    """The same as a LaTeX fraction."""
    return rf"\frac{{\partial {_atom(graph, of, LATEX)}}}{{\partial {_atom(graph, node, LATEX)}}}"


def factor_latex(graph: Graph, node: int) -> str:
    """The node's LaTeX, in parentheses where it needs them as a factor of a product."""
    written, binds = _written(graph, node, False, LATEX)
    return written if binds > SUM else rf"\left({written}\right)"


def factor_text(graph: Graph, node: int) -> str:
    """The same as plain text."""
    written, binds = _written(graph, node, False, TEXT)
    return written if binds > SUM else f"({written})"


def card_symbol(graph: Graph, node: int) -> str:
    """The symbol that a card shows beside the name: the operation with its constants (``2 ×``, ``(·)²``)."""
    row = graph.nodes[node].operation
    if row is None:
        return ""
    args = graph.nodes[node].args
    folded = [numeral(graph.nodes[arg].constant) if graph.is_folded(arg) else "" for arg in args]
    if row.static and row.name == "power":
        return row.text(row.symbol, numeral(graph.nodes[node].static[0]))
    if len(args) == 2 and any(folded):
        if row.binds < ATOM:  # written between its arguments
            return f"{folded[0]} {row.symbol} {folded[1]}".strip()
        return f"{row.symbol}({folded[0] or '·'}, {folded[1] or '·'})"
    return row.symbol


def write(row: Operation, notation: Notation, args: list[tuple[str, int]], static: tuple[float, ...]) -> str:
    """The operation, written with its arguments' texts; an argument that binds too loosely gets parentheses."""
    needs = notation.needs(row)
    parts = [
        notation.parentheses.format(part) if slot < len(needs) and binds < needs[slot] else part
        for slot, (part, binds) in enumerate(args)
    ]
    return notation.operation(row)(*parts, *(notation.number(number) for number in static))


def number_binds(number: float) -> int:
    """How tightly a written number binds: a negative number as loosely as a sum, 1e−5 like a product."""
    if number < 0:
        return SUM
    return PRODUCT if "e" in numeral(number) else ATOM


def _atom(graph: Graph, node: int, notation: Notation) -> str:
    written, _ = _written(graph, node, False, notation)
    return written if node in graph.name else notation.parentheses.format(written)


def substitute(notation: Notation, graph: Graph, node: int, names: Mapping[int, str]) -> str:
    """The node written out, with the texts in ``names`` standing for their nodes."""
    return _assemble(graph, range(node + 1), names, notation)[node][0]


def _written(graph: Graph, node: int, expand: bool, notation: Notation) -> tuple[str, int]:
    """The node's text and how tightly it binds."""
    parts = _parts(graph, node, expand)
    names = {i: notation.name(graph.name[i]) for i in parts if _stays_a_name(graph, i, node, expand)}
    return _assemble(graph, parts, names, notation)[node]


def _stays_a_name(graph: Graph, i: int, node: int, expand: bool) -> bool:
    return i in graph.name and (i != node or not expand or graph.is_input(i))


def _parts(graph: Graph, node: int, expand: bool) -> list[int]:
    """The nodes whose texts are needed to write ``node``: down to the next names."""
    needed = {node}
    for i in range(node, -1, -1):
        if i in needed and not _stays_a_name(graph, i, node, expand):
            needed.update(graph.nodes[i].args)
    return sorted(needed)


def _assemble(
    graph: Graph, parts: Iterable[int], names: Mapping[int, str], notation: Notation
) -> dict[int, tuple[str, int]]:
    """The text and binding of every part, arguments first: list order is topological order."""
    done: dict[int, tuple[str, int]] = {i: (name, ATOM) for i, name in names.items()}
    for i in parts:
        node = graph.nodes[i]
        if i in done:
            continue
        if node.constant is not None:
            done[i] = (notation.number(node.constant), number_binds(node.constant))
        elif node.operation is not None:
            whole = write(node.operation, notation, [done[arg] for arg in node.args], node.static)
            done[i] = (whole, node.operation.binds) if len(whole) <= LONGEST else (notation.left_out, ATOM)
    return done
