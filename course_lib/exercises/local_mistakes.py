"""The mistakes at one operation: the wrong derivatives that students use for it."""

from collections.abc import Iterator
from typing import Any

from course_lib.engine import ops
from course_lib.engine.operation import VJP
from course_lib.engine.passes import Values
from course_lib.exercises.derivative import Derivative, Number
from course_lib.exercises.mistakes import SKIPPED, Mistake, exchanged, hand_on, local_text, statement
from course_lib.numerals import numeral
from course_lib.reading.formulas import text

# Wrong derivatives that students use for a function: half of the right one, or another function's.
SLIPS: dict[str, tuple[VJP, ...]] = {
    "sigmoid": (
        lambda upstream, output, x: upstream * (1.0 - output),
        lambda upstream, output, x: upstream * (1.0 - ops.power(output, 2.0)),
    ),
    "tanh": (
        lambda upstream, output, x: upstream * (1.0 - output),
        lambda upstream, output, x: upstream * (output * (1.0 - output)),
        lambda upstream, output, x: upstream * (1.0 + ops.power(output, 2.0)),
    ),
    "power": (lambda upstream, output, x, n: upstream * n,),
}


def wrong_derivatives(asked: Derivative) -> Iterator[Mistake]:
    """All mistakes with the derivative of a single operation, except the skipped gate."""
    yield from _powers(asked)
    yield from _other_argument(asked)
    yield from _input_for_output(asked)
    yield from _function_for_derivative(asked)
    yield from _every_function(asked)
    yield from _another_derivative(asked)
    yield from _both_factors(asked)
    yield from _before_the_function(asked)
    yield from _at_the_output(asked)
    yield from _gate_turned(asked)


def gate_skipped(asked: Derivative) -> Iterator[Mistake]:
    """The gradient that comes back if an operation with a corner passes everything back."""
    graph = asked.graph
    for user, slot in asked.gates():
        row = graph.nodes[user].operation
        argument, local = text(graph, graph.nodes[user].args[slot]), local_text(graph, user, slot)
        sentence = f"{statement(graph, user)} passes back what arrives times {local}."
        if row is ops.relu:
            sentence = (
                f"{statement(graph, user)} passes a gradient back only where {argument} is positive. "
                f"Its derivative is {local}: 1 or 0."
            )
        title = f"What does {getattr(row, 'name', 'it')} do to the gradient?"
        yield Mistake(SKIPPED, title, sentence, asked.with_derivative(graph, user, slot, hand_on))


def minus_lost(asked: Derivative) -> Iterator[Mistake]:
    """Where something is subtracted or negated, the gradient passed back with a plus."""
    graph = asked.graph
    for user, slot in asked.edges(graph):
        row = graph.nodes[user].operation
        if row is ops.negate or (row is ops.subtract and slot == 1):
            arg = text(graph, graph.nodes[user].args[slot])
            sentence = f"With respect to {arg}, the derivative of {text(graph, user, expand=True)} is −1."
            wrong = asked.with_derivative(graph, user, slot, hand_on)
            yield Mistake("sign", "You lost a minus.", sentence, wrong)


def swapped(asked: Derivative) -> Iterator[Mistake]:
    """A product of two results on the path, each derivative taken for the other's."""
    graph = asked.coarse.graph
    way = set(asked.way(graph))
    for user in sorted(way):
        node = graph.nodes[user]
        if node.operation is not ops.multiply or not way.issuperset(node.args) or node.args[0] == node.args[1]:
            continue
        twin = exchanged(exchanged(graph, user, 0, ops.multiply.vjps[1]), user, 1, ops.multiply.vjps[0])
        one, other = (text(graph, arg) for arg in node.args)
        sentence = (
            f"With respect to {one}, the derivative of {text(graph, user, expand=True)} is {other}, "
            f"and with respect to {other} it is {one}."
        )
        yield Mistake("factors swapped", f"You swapped {one} and {other}.", sentence, asked.on(twin, graph))


def wrong_point(asked: Derivative) -> Iterator[Mistake]:
    """In a chain of functions of one input, derivatives are taken at that input instead of at their own arguments."""
    graph = asked.coarse.graph
    inputs = [i for i in graph.ancestors(graph.find(asked.of)) if graph.is_input(i)]
    inner = [node for node in asked.way(graph)[1:] if graph.nodes[node].args != (inputs[0],)]
    if len(inputs) > 1 or any(len(graph.nodes[node].args) > 1 for node in inner):
        return
    x = text(graph, inputs[0])
    for nodes in ([[node] for node in inner] + [inner]) if len(inner) > 1 else [inner]:
        if not nodes:
            continue
        which = " and ".join(statement(graph, node) for node in nodes)
        where = " and at ".join(text(graph, graph.nodes[node].args[0]) for node in nodes)
        sentence = f"You took the derivative of {which} at {x}. Take it at {where}, its own input."
        if len(nodes) > 1:
            sentence = sentence.replace("derivative", "derivatives").replace("Take it", "Take them")
            sentence = sentence.replace("its own input", "their own inputs")
        yield Mistake("wrong point", "Taken at the wrong point.", sentence, _taken_at(asked, nodes, inputs[0]))


def _taken_at(asked: Derivative, nodes: list[int], point: int) -> Number:
    """The result if the derivatives of these statements are taken at one node's value."""

    def wrong(values: Values) -> float:
        x = asked.coarse.values(values).of_node[point]
        twin = asked.coarse.graph
        for node in nodes:
            row, static = twin.nodes[node].operation, twin.nodes[node].static
            if row is not None and row.vjps[0] is not None:
                slope = row.vjps[0](1.0, row(x, *static), x, *static)
                twin = exchanged(twin, node, 0, lambda upstream, *rest, slope=slope: upstream * slope)
        return asked.on(twin, asked.coarse.graph)(values)

    return wrong


def _powers(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        if graph.nodes[user].operation is not ops.power:
            continue
        exponent = numeral(graph.nodes[user].static[0])
        right = f"The derivative of {text(graph, user, expand=True)} is {local_text(graph, user, slot)}: "
        yield Mistake(
            "exponent forgotten",
            f"A factor {exponent} is missing.",
            right + "the exponent becomes a factor.",
            asked.with_derivative(graph, user, slot, lambda upstream, output, x, n: upstream * ops.power(x, n - 1.0)),
        )
        yield Mistake(
            "exponent kept",
            f"The exponent {exponent} must go down by one.",
            right + "the exponent becomes one smaller.",
            asked.with_derivative(graph, user, slot, lambda upstream, output, x, n: upstream * (n * output)),
        )


def _other_argument(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        row = node.operation
        if row not in (ops.multiply, ops.divide) or row is None:
            continue
        arg, other = (text(graph, node.args[i]) for i in (slot, 1 - slot))
        product, local = text(graph, user, expand=True), local_text(graph, user, slot)
        title = f"You multiplied by {arg} instead of {other}."
        if row is ops.divide:
            title = f"That is the derivative with respect to {other}."
        sentence = f"With respect to {arg}, the derivative of {product} is {local}."
        yield Mistake("other argument", title, sentence, asked.with_derivative(graph, user, slot, row.vjps[1 - slot]))


def _input_for_output(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot, row in _functions(asked):
        vjp = row.vjps[slot]

        def with_input(upstream: Any, output: Any, x: Any, *static: float, vjp: VJP = vjp) -> Any:
            return vjp(upstream, x, x, *static)

        right, yours = (
            local_text(graph, user, slot),
            local_text(exchanged(graph, user, slot, with_input), user, 0),
        )
        if yours == right:
            continue  # this derivative does not use the output
        output, argument = text(graph, user), text(graph, graph.nodes[user].args[slot])
        sentence = f"The derivative of {text(graph, user, expand=True)} is {right}, computed from its output {output}. "
        sentence += f"You used its input {argument}" + ("." if yours == argument else f": {yours}.")
        title = f"One factor uses the input of {row.symbol} instead of its output."
        yield Mistake("input for output", title, sentence, asked.with_derivative(graph, user, slot, with_input))


def _function_for_derivative(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        row = graph.nodes[user].operation
        if row is None or row.arity > 1 or row is ops.negate or row.vjps[slot] is None:
            continue
        title = f"You used {text(graph, user, expand=True)} itself instead of its derivative."
        sentence = (
            f"You multiplied by {text(graph, user)}, the value. Its derivative is {local_text(graph, user, slot)}."
        )
        wrong = asked.with_derivative(graph, user, slot, _times_output)
        yield Mistake("function for derivative", title, sentence, wrong)


def _every_function(asked: Derivative) -> Iterator[Mistake]:
    """The same mistake at every function, where there are several on the way."""
    graph = asked.graph
    edges = [(user, slot) for user, slot, _ in _functions(asked)]
    if len(edges) < 2:
        return
    right = " and ".join(
        f"of {text(graph, user, expand=True)} it is {local_text(graph, user, slot)}" for user, slot in edges
    )
    for kind, title, vjp in (
        ("factor left out", "The functions' own derivatives are missing.", hand_on),
        ("function for derivative", "You used the functions themselves instead of their derivatives.", _times_output),
    ):
        twin = graph
        for user, slot in edges[1:]:
            twin = exchanged(twin, user, slot, vjp)
        sentence = f"Each function passes back what arrives times its derivative: {right}."
        yield Mistake(kind, title, sentence, asked.with_derivative(twin, *edges[0], vjp))


def _another_derivative(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        row = graph.nodes[user].operation
        for vjp in SLIPS.get(row.name, ()) if row is not None else ():
            yours, right = local_text(exchanged(graph, user, slot, vjp), user, slot), local_text(graph, user, slot)
            title = f"{yours} is not the derivative of {text(graph, user, expand=True)}."
            yield Mistake("another derivative", title, f"It is {right}.", asked.with_derivative(graph, user, slot, vjp))


def _both_factors(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        if node.operation is not ops.multiply:
            continue
        arg, product = text(graph, node.args[slot]), text(graph, user, expand=True)
        sentence = f"With respect to {arg}, the derivative of {product} is {local_text(graph, user, slot)} alone."
        wrong = asked.with_derivative(graph, user, slot, _times_output)
        yield Mistake("factor too many", f"There is a factor {arg} too many.", sentence, wrong)


def _before_the_function(asked: Derivative) -> Iterator[Mistake]:
    """In a product, the input of the other factor's function is used instead of its output."""
    graph = asked.graph
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        if node.operation is not ops.multiply:
            continue
        other = node.args[1 - slot]
        made = graph.nodes[other].operation
        if made is None or made.arity != 1 or made is ops.negate:
            continue
        inner = graph.nodes[other].args[0]

        def wrong(values: Values, user: int = user, slot: int = slot, inner: int = inner) -> float:
            factor = values.of_node[inner]
            return asked.with_derivative(graph, user, slot, lambda upstream, *rest: upstream * factor)(values)

        title = f"You used {text(graph, inner)} instead of {text(graph, other)}."
        sentence = f"The factor in {text(graph, user, expand=True)} is {statement(graph, other)}."
        yield Mistake("before the function", title, sentence, wrong)


def _at_the_output(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot, row in _functions(asked):
        vjp = row.vjps[slot]

        def at_output(upstream: Any, output: Any, x: Any, *static: float, row: Any = row, vjp: Any = vjp) -> Any:
            return vjp(upstream, row(output, *static), output, *static)

        argument, output = text(graph, graph.nodes[user].args[slot]), text(graph, user)
        sentence = f"You took the derivative of {statement(graph, user)} at its output {output}. "
        sentence += f"Take it at its input {argument}."
        wrong = asked.with_derivative(graph, user, slot, at_output)
        yield Mistake("wrong point", "Taken at the wrong point.", sentence, wrong)


def _gate_turned(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.gates():
        if graph.nodes[user].operation is not ops.relu:
            continue
        argument = text(graph, graph.nodes[user].args[slot])
        sentence = f"{statement(graph, user)} lets {argument} through where {argument} > 0, and 0 elsewhere."
        wrong = asked.with_derivative(graph, user, slot, lambda upstream, output, x: ops.where(-x, upstream, 0.0))
        yield Mistake("gate turned", "Your gate is the wrong way round.", sentence, wrong)


def _times_output(upstream: Any, output: Any, *args: Any) -> Any:
    """The function's value in place of its derivative."""
    return upstream * output


def _functions(asked: Derivative) -> Iterator[tuple[int, int, Any]]:
    """(user, slot, row) of each function on the way that has one argument and no kink."""
    for user, slot in asked.edges(asked.graph):
        row = asked.graph.nodes[user].operation
        if row is None or row.arity > 1 or row.vjps[slot] is None:
            continue
        if row.kink is None and row not in (ops.power, ops.negate):
            yield user, slot, row
