"""The hints after three misses: the formula, its factors, the worked answer."""

from collections.abc import Callable

from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values, local_number
from course_lib.exercises.derivative import Derivative, Path
from course_lib.exercises.mistakes import local_text, statement
from course_lib.exercises.points import inputs_of
from course_lib.exercises.value_mistakes import Value
from course_lib.numerals import numeral
from course_lib.reading.formulas import factor_text, partial_text
from course_lib.reading.symbolic import local_formula


def derivative_hints(asked: Derivative, values: Values) -> tuple[str, ...]:
    """Three hints: the chain rule for this derivative, each factor worked out, the answer."""
    graph = asked.coarse.graph
    target = graph.find(asked.wrt)
    edges = list(asked.edges(graph))
    paths = asked.paths()
    if paths is None:
        into = [(user, slot) for user, slot in edges if graph.nodes[user].args[slot] == target]
        parts = [
            f"{partial_text(graph, graph.find(asked.of), user)} · {_name(graph, user, slot)}" for user, slot in into
        ]
        formula = f"Add one contribution for each use of {asked.wrt}: {asked} = {' + '.join(parts)}."
        worked = f"{asked} = {numeral(asked.right(values))} at {inputs_of(values)}."
    else:
        formula = f"{asked} = {_sum(graph, paths, _name)}."
        if len(paths) > 1:
            formula = f"Add one product per path: {formula}"
        answer = _sum(graph, paths, _factor, "·")
        worked = f"{asked} = {answer}. At {inputs_of(values)} that is {numeral(asked.right(values))}."
    used = dict.fromkeys(edge for path in paths for edge in path) if paths else dict.fromkeys(edges)
    numbers = asked.coarse.values(values)
    factors = "; ".join(f"{_name(graph, *edge)} = {local_text(graph, *edge)}{_number(numbers, *edge)}" for edge in used)
    return formula, f"The factors: {factors}.", worked


def derivative_reason(asked: Derivative) -> str:
    """The derivative in symbols, one product per path; if there are too many paths to read, what is added."""
    paths = asked.paths()
    if paths is not None:
        return f"{asked} = {_sum(asked.coarse.graph, paths, _factor, '·')}."
    return f"It is a sum, one contribution for each use of {asked.wrt}."


def value_hints(asked: Value, values: Values) -> tuple[str, ...]:
    """Three hints: the formula, every line but the last with its number, the answer."""
    graph = asked.graph
    lines = [i for i in asked.way(graph) if i in graph.name and not graph.is_input(i)]
    written = [statement(graph, i) for i in lines]
    known = [f"{line} = {numeral(values.of_node[i])}" for line, i in zip(written, lines, strict=True)]
    before = "; ".join(known[:-1]) or "There is only one line"
    return f"Line by line: {'; '.join(written)}.", f"{before}.", f"{known[-1]}, at {inputs_of(values)}."


def _sum(graph: Graph, paths: list[Path], factor: Callable[[Graph, int, int], str], sign: str = " · ") -> str:
    """One product per path, added; a factor 1 is written only if it is alone."""
    products = ([factor(graph, *edge) for edge in path] for path in paths)
    return " + ".join(sign.join([part for part in product if part != "1"] or ["1"]) for product in products)


def _name(graph: Graph, user: int, slot: int) -> str:
    return partial_text(graph, user, graph.nodes[user].args[slot])


def _factor(graph: Graph, user: int, slot: int) -> str:
    return factor_text(*local_formula(graph, user, slot))


def _number(values: Values, user: int, slot: int) -> str:
    """`` = 0.25``, or nothing if the local derivative is written as a number already."""
    local = numeral(local_number(values, user, slot))
    return "" if local == local_text(values.graph, user, slot) else f" = {local}"
