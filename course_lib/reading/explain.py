"""One sentence and one formula for each step, in the student's own symbols and with the run's numbers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.engine.graph import Graph
from course_lib.engine.operation import ATOM
from course_lib.engine.passes import Edge, Trace, Value, Values
from course_lib.numerals import either, latex_numeral, numeral
from course_lib.reading.formulas import (
    TEXT,
    factor_latex,
    latex,
    number_binds,
    partial_latex,
    partial_text,
    text,
    write,
)
from course_lib.reading.steps import Progress
from course_lib.reading.symbolic import local_formula

NOUNS = {
    "add": "sum",
    "subtract": "difference",
    "multiply": "product",
    "divide": "quotient",
    "power": "power",
    "negate": "negative",
    "matmul": "matrix product",
}

# The reason for each local derivative, by row and, where the slots differ, by slot.
REASONS = {
    "add": ("A sum passes back what arrives, unchanged.",) * 2,
    "subtract": (
        "A difference passes it back unchanged to its first part.",
        "The subtracted part gets it with the opposite sign.",
    ),
    "multiply": ("Each factor's derivative is the other factor.",) * 2,
    "sigmoid": ("σ′ is computed from the output: y·(1 − y), largest at ½.",),
}


@dataclass(frozen=True)
class Explanation:
    """The description of a step: a title, a sentence and a formula as plain text. The formula may be empty."""

    title: str
    sentence: str
    formula: str


Explainer = Callable[[Progress], Explanation]


def explain(trace: Trace, state: Progress) -> Explanation:
    """The step that led to ``state``, in words and as a formula with the numbers in it."""
    graph = trace.values.graph
    if state.edge is not None:
        return _backward(trace, state, state.edge)
    if state.phase == "forward" and state.node is not None:
        return _forward(trace, state.node)
    of = text(graph, trace.of)
    if state.phase == "done":
        return Explanation("Done.", f"Every value is known, and so is the gradient of {of} with respect to each.", "")
    if state.phase == "loss":
        sentence = f"The backward pass begins at {of}. {of} changes exactly as much as itself, so its gradient is 1."
        if state.gradients[trace.of] is not None and np.any(state.gradients[trace.of] != 1.0):
            sentence = f"The backward pass begins at {of}, with the gradient that arrives from outside."
        formula = f"{partial_text(graph, trace.of, trace.of)} = {show(state.gradients[trace.of])}"
        return Explanation(f"At {of}.", sentence, formula)
    sentence = "Only the inputs have values. A dash, –, means not computed yet. That is not the same as 0."
    return Explanation("Nothing yet.", sentence, f"{of} = {text(graph, trace.of, expand=True)}")


def arithmetic(trace: Trace, edge: Edge) -> tuple[str, str, str]:
    """Upstream, local derivative and contribution of an edge as texts; local is empty where it is no number."""
    local = trace.local(edge)
    return show(edge.upstream), "" if local is None else factor(local), show(edge.contribution)


def computation(trace: Trace, node: int) -> str:
    """The node's operation with its arguments' numbers in it, such as ``0.5·2 + 0.1``."""
    made = trace.values.graph.nodes[node]
    if made.operation is None:
        return ""
    numbers = [trace.values.of_node[arg] for arg in made.args]
    args = [(show(number), ATOM if np.ndim(number) else number_binds(number)) for number in numbers]
    return write(made.operation, TEXT, args, made.static)


def show(value: Value) -> str:
    """A number as the pictures write it; for an array its shape; for None a dash."""
    if isinstance(value, float):
        return numeral(value)
    return numeral(value) if np.ndim(value) == 0 else "×".join(str(length) for length in np.shape(value))


def show_latex(value: Value) -> str:
    """The same as LaTeX, for a formula."""
    if np.ndim(value) == 0:
        return latex_numeral(value)
    return r"[" + r" \times ".join(str(length) for length in np.shape(value)) + "]"


def derivation(trace: Trace, name: str) -> str:
    """The whole derivation from the loss to ``name`` as aligned LaTeX, one line per node, with the run's numbers.

    If a node is used several times, its line is a sum with one term per use. The
    number of lines is the number of nodes in between, however many paths there are.
    """
    graph = trace.values.graph
    target = graph.find(name)
    into = _edges_on_the_way(trace, target)
    if target != trace.of and target not in into:
        lines = [rf"{partial_latex(graph, trace.of, target)} &= 0"]
    else:
        begin = rf"{partial_latex(graph, trace.of, trace.of)} &= {show_latex(trace.gradient_of_node[trace.of])}"
        lines = [begin, *(_derivation_line(trace, reached, into[reached]) for reached in sorted(into, reverse=True))]
    return r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}"


def _edges_on_the_way(trace: Trace, target: int) -> dict[int, list[Edge]]:
    """The edges on the paths between the loss and the node ``target``, by the node that they lead into."""
    leads = {target}
    for i, node in enumerate(trace.values.graph.nodes[: trace.of + 1]):
        if not leads.isdisjoint(node.args):
            leads.add(i)
    into: dict[int, list[Edge]] = {}
    for edge in trace.edges:
        if edge.arg in leads and edge.arg >= target:
            into.setdefault(edge.arg, []).append(edge)
    return into


def _derivation_line(trace: Trace, reached: int, edges: list[Edge]) -> str:
    """A node's gradient in four parts: the chain rule, its derivatives worked out, the numbers, and the result."""
    left = partial_latex(trace.values.graph, trace.of, reached)
    users = [edge.user for edge in edges]
    parts = [
        " + ".join(_chain_latex(trace, edge) for edge in edges),
        " + ".join(_derivative_latex(trace, edge, alone=len(edges) == 1) for edge in edges),
        " + ".join(_product_latex(trace, edge) for edge in edges),
        show_latex(trace.gradient_of_node[reached]),
    ]
    if len(edges) > 1 and (trace.of in users or len(set(users)) < len(users)):
        del parts[0]  # ∂u/∂x for one use is not ∂u/∂x for all uses, so leave it out
    return f"{left} &= " + " = ".join(dict.fromkeys(part for part in parts if part != left))


def stages(trace: Trace) -> list[tuple[str, str, str, str]]:
    """For each edge: the name of its derivative, the derivative in symbols, where it is evaluated, and its number."""
    graph, values = trace.values.graph, trace.values.of_node
    return [
        (
            partial_text(graph, edge.user, edge.arg),
            text(*local_formula(graph, edge.user, edge.slot)),
            f"{text(graph, edge.arg)} = {show(values[edge.arg])}",
            show(trace.local(edge)),
        )
        for edge in trace.edges
    ]


def product_text(trace: Trace) -> str:
    """A chain's gradient as the product of its local derivatives, in symbols and in numbers."""
    graph = trace.values.graph
    last = trace.edges[-1].arg
    symbols = " · ".join(partial_text(graph, edge.user, edge.arg) for edge in trace.edges)
    numbers = " × ".join(factor(trace.local(edge)) for edge in trace.edges)
    return f"{partial_text(graph, trace.of, last)} = {symbols} = {numbers} = {show(trace.gradient_of_node[last])}"


def overflow_note(values: Values) -> str:
    """A sentence about the first value that is too large for a float; empty if there is none."""
    return next((too_large(name) for name, value in values.items() if np.any(np.isinf(value))), "")


def too_large(name: str) -> str:
    """The sentence about a value that became infinite."""
    return (
        f" {name} is beyond the largest number a float64 can hold, 1.8·10³⁰⁸: "
        "that is what ∞ means here, and ∞ − ∞ gives NaN."
    )


def _forward(trace: Trace, node: int) -> Explanation:
    graph = trace.values.graph
    expression = text(graph, node, expand=True)
    name = graph.name.get(node)
    computed = f"{name} = {expression}" if name else expression
    known = "its argument is known" if len(set(graph.nodes[node].args)) == 1 else "all its arguments are known"
    sentence = f"In the forward pass: {computed}. It can be computed now, since {known}."
    parts = [name] if name else []
    parts += [expression, computation(trace, node), show(trace.values.of_node[node])]
    return Explanation(f"Compute {name or expression}.", sentence, " = ".join(parts))


def _backward(trace: Trace, state: Progress, edge: Edge) -> Explanation:
    graph = trace.values.graph
    arg = text(graph, edge.arg)
    upstream, local = show(edge.upstream), trace.local(edge)
    derivative = partial_text(graph, edge.user, edge.arg)
    sentence = f"{_subject(graph, edge.user)} passes back its upstream gradient {upstream}"
    if local is not None:
        symbolic = text(*local_formula(graph, edge.user, edge.slot))
        middle = "" if symbolic == show(local) else f"{symbolic} = "
        sentence += f", times its local derivative {derivative} = {middle}{show(local)}. {_reason(trace, edge)}"
    else:
        row = graph.nodes[edge.user].operation
        how = ", multiplied as matrices" if row is not None and row.name == "matmul" else ""
        sentence += f"{how}: the result has the shape of its argument."
    earlier = _earlier(trace, state, edge)
    gradient = partial_text(graph, trace.of, edge.arg)
    product, total = _product_text(trace, edge), show(state.gradients[edge.arg])
    formula = f"{gradient} = {product} = {total}"
    if earlier is not None:
        sentence = f"{sentence.rstrip()} It adds to what {arg} has already: gradients add where paths meet."
        formula = f"{gradient} = {show(earlier)} + {product} = {total}"
    if edge.arg in state.unfinished:
        sentence = f"{sentence.rstrip()} {arg} has other users too, so more will come."
        formula += " + …"
    return Explanation(f"Into {arg}.", sentence.rstrip(), formula)


def _subject(graph: Graph, node: int) -> str:
    made = graph.nodes[node].operation
    if made is None:
        return text(graph, node)
    if made.name == graph.name.get(node):  # a whole statement
        return f"The statement {made.name} = {text(graph, node, expand=True)}"
    return f"The {NOUNS.get(made.name, f'{made.name} node')} {text(graph, node)}"


def _reason(trace: Trace, edge: Edge) -> str:
    """One short sentence that gives the reason for the local derivative; empty where none helps."""
    row = trace.values.graph.nodes[edge.user].operation
    if row is None:
        return ""
    if row.name == "relu":
        local = trace.local(edge)
        if np.any(local) and not np.all(local):
            return "The gate is open for some entries, and no gradient passes through the others."
        return either(local, "The gate is open.", "The gate is closed: no gradient passes.")
    return REASONS[row.name][edge.slot] if row.name in REASONS else ""


def _earlier(trace: Trace, state: Progress, edge: Edge) -> Value:
    """The argument's gradient before this contribution; None if the contribution is the first."""
    first = next(i for i, other in enumerate(trace.edges) if other.arg == edge.arg)
    if trace.edges[first] is edge:
        return None
    shares = [other.contribution for other in state.edges[first:-1] if other.arg == edge.arg]
    return sum(shares[1:], shares[0])


def _chain_latex(trace: Trace, edge: Edge) -> str:
    """Upstream times local derivative in symbols. At the loss, whose gradient is 1, only the local derivative."""
    graph = trace.values.graph
    local = partial_latex(graph, edge.user, edge.arg)
    return local if edge.user == trace.of else rf"{partial_latex(graph, trace.of, edge.user)} \cdot {local}"


def _derivative_latex(trace: Trace, edge: Edge, alone: bool) -> str:
    """The same with the local derivative worked out. ``alone`` says that nothing is added to it."""
    graph = trace.values.graph
    local = local_formula(graph, edge.user, edge.slot)
    if edge.user == trace.of:
        return latex(*local) if alone else factor_latex(*local)
    return rf"{partial_latex(graph, trace.of, edge.user)} \cdot {factor_latex(*local)}"


def _product_text(trace: Trace, edge: Edge) -> str:
    """Upstream × local derivative in numbers; for matrices the contribution itself."""
    upstream, local, contribution = arithmetic(trace, edge)
    return f"{upstream} × {local}" if local else contribution


def _product_latex(trace: Trace, edge: Edge) -> str:
    local = trace.local(edge)
    if local is None:
        return show_latex(edge.contribution)
    left, right = show_latex(edge.upstream), show_latex(local)
    if edge.user == trace.of and np.all(edge.upstream == 1.0):
        return right
    return rf"{left} \times ({right})" if right.startswith("-") else rf"{left} \times {right}"


def factor(value: Value) -> str:
    """A number as a factor of a product, in parentheses if it is negative."""
    written = show(value)
    return f"({written})" if written.startswith("−") else written
