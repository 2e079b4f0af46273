"""The mistakes at one operation: the wrong derivatives that students use for it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from course_lib.engine import ops
from course_lib.engine.graph import Graph, Node
from course_lib.engine.operation import VJP
from course_lib.engine.passes import Values
from course_lib.exercises.derivative import Derivative, Edit, Edited
from course_lib.exercises.gates import passes_where_positive
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

# The same for operations whose derivatives need a closer look.
MORE_SLIPS: dict[str, tuple[VJP, ...]] = {
    "cos": (lambda upstream, output, x: upstream * ops.sin(x), lambda upstream, output, x: upstream * output),
    "sin": (lambda upstream, output, x: upstream * -ops.cos(x),),
    "exp": (
        lambda upstream, output, x: upstream * (x * ops.exp(x - 1.0)),
        lambda upstream, output, x: upstream * (x * output),
    ),
    "sqrt": (
        lambda upstream, output, x: upstream * ops.divide(1.0, output),
        lambda upstream, output, x: upstream * (0.5 * output),
        lambda upstream, output, x: upstream * 0.5,
        lambda upstream, output, x: upstream * (2.0 * output),
    ),
    "log": (
        lambda upstream, output, x: upstream * ops.divide(1.0, ops.power(x, 2.0)),
        lambda upstream, output, x: upstream * x,
    ),
    "tanh": (lambda upstream, output, x: upstream * ops.power(1.0 - output, 2.0),),
    "softplus": (lambda upstream, output, x: upstream * (ops.sigmoid(x) * (1.0 - ops.sigmoid(x))),),
    "power": (
        lambda upstream, output, x, n: upstream * ops.divide(ops.power(x, n - 1.0), n),
        lambda upstream, output, x, n: upstream * ((n - 1.0) * ops.power(x, n - 1.0)),
    ),
}
# And for what a divisor gets: the square or the minus is forgotten, or both.
DIVISOR_SLIPS: tuple[VJP, ...] = (
    lambda upstream, output, a, b: upstream * -ops.divide(a, b),
    lambda upstream, output, a, b: upstream * ops.divide(a, ops.power(b, 2.0)),
    lambda upstream, output, a, b: upstream * ops.divide(a, b),
    lambda upstream, output, a, b: upstream * a,
    lambda upstream, output, a, b: upstream * -ops.divide(1.0, ops.power(b, 2.0)),
)


def more_wrong_derivatives(asked: Derivative) -> Iterator[Mistake]:
    """Slips at operations that are easily differentiated wrongly, a derivative used twice, a target forgotten."""
    yield from _another_derivative(asked, _more_slips, " more")
    yield from _used_twice(asked)
    yield from _target_forgotten(asked)
    yield from _another_weight(asked)


def _slips(node: Node, slot: int) -> tuple[VJP, ...]:
    return SLIPS.get(node.operation.name, ()) if node.operation is not None else ()


def _more_slips(node: Node, slot: int) -> tuple[VJP, ...]:
    row = node.operation
    if row is None:
        return ()
    if row is ops.divide:
        return DIVISOR_SLIPS if slot == 1 else ()
    if row is ops.power and node.static[0] == 2.0:
        return MORE_SLIPS["power"][:1]  # with n = 2, the second slip is a forgotten exponent
    return MORE_SLIPS.get(row.name, ())


def _used_twice(asked: Derivative) -> Iterator[Mistake]:
    """A function's derivative stands in the product twice, as when a loss already contains it."""
    graph = asked.graph
    for user, slot, row in _functions(asked):
        vjp = row.vjps[slot]

        def twice(upstream: Any, output: Any, *args: Any, vjp: VJP = vjp) -> Any:
            return vjp(vjp(upstream, output, *args), output, *args)

        local = local_text(graph, user, slot)
        title = f"The derivative of {text(graph, user, expand=True)}, {local}, is in your answer twice."
        sentence = f"{statement(graph, user)} is passed once on the way back. So its derivative is one factor."
        wrong = asked.with_derivative(graph, user, slot, twice)
        yield Mistake("derivative twice", title, sentence, wrong, "derivative twice")


def _target_forgotten(asked: Derivative) -> Iterator[Mistake]:
    """The derivative of a power of a sum or a difference, with one of the two parts forgotten."""
    graph = asked.graph
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        inner = graph.nodes[node.args[slot]]
        if node.operation is not ops.power or inner.operation not in (ops.subtract, ops.add):
            continue
        exponent = node.static[0]
        for kept in (0, 1):
            forgotten = text(graph, inner.args[1 - kept])
            title = f"{forgotten} is forgotten in {text(graph, user, expand=True)}."
            sentence = f"Its derivative is {local_text(graph, user, slot)}: the whole parenthesis stays."
            factor = partial(_power_of, inner.args[kept], exponent)
            wrong = asked.with_factor(graph, user, slot, factor)
            yield Mistake("part forgotten", title, sentence, wrong, f"part {1 - kept} forgotten")


def _power_of(node: int, exponent: float, values: Values) -> Any:
    """The derivative of the power, taken at this node alone."""
    return exponent * ops.power(values.of_node[node], exponent - 1.0)


def _another_weight(asked: Derivative) -> Iterator[Mistake]:
    """In a product with a weight, another weight: one of the same statement, or one that multiplies the same."""
    graph = asked.graph
    products = [i for i in graph.ancestors(graph.find(asked.of)) if graph.nodes[i].operation is ops.multiply]
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        if node.operation is not ops.multiply or not graph.is_input(node.args[1 - slot]):
            continue
        weight, arg = node.args[1 - slot], node.args[slot]
        home = asked.statement_around(user)
        for other in products:
            args = graph.nodes[other].args
            if other == user or not any(graph.is_input(i) for i in args):
                continue
            beside = asked.statement_around(other) == home
            for k in (0, 1):
                if args[k] == weight or not graph.is_input(args[k]) or not (beside or args[1 - k] == arg):
                    continue
                yours, right = text(graph, args[k]), text(graph, weight)
                title = f"You used {yours} instead of {right}."
                sentence = f"{text(graph, arg)} is multiplied by {right} in {statement(graph, home)}."
                wrong = asked.with_factor(graph, user, slot, partial(_value_of, args[k]))
                yield Mistake("another weight", title, sentence, wrong)


def wrong_derivatives(asked: Derivative) -> Iterator[Mistake]:
    """All mistakes with the derivative of a single operation, except the skipped gate."""
    yield from _powers(asked)
    yield from _other_argument(asked)
    yield from _input_for_output(asked)
    yield from _function_for_derivative(asked)
    yield from _another_derivative(asked, _slips)
    yield from _both_factors(asked)
    yield from _before_the_function(asked)
    yield from _at_the_output(asked)
    yield from _gate_turned(asked)


def gate_skipped(asked: Derivative) -> Iterator[Mistake]:
    """The gradient that comes back if an operation with a corner passes everything back."""
    graph = asked.graph
    for user, slot in asked.gates():
        row, arg = graph.nodes[user].operation, graph.nodes[user].args[slot]
        local, name = local_text(graph, user, slot), getattr(row, "name", "it")
        sentence = f"{statement(graph, user)} passes back what arrives times {local}."
        if row is ops.relu or (row is ops.maximum and passes_where_positive(graph, user) == arg):
            sentence = (
                f"{statement(graph, user)} passes a gradient back only where {text(graph, arg)} is positive. "
                f"Its derivative is {local}: 1 or 0."
            )
        title = f"What does {name} do to the gradient?"
        wrong = asked.with_derivative(graph, user, slot, hand_on)
        yield Mistake(SKIPPED, title, sentence, wrong, SKIPPED)


def minus_lost(asked: Derivative) -> Iterator[Mistake]:
    """Where something is subtracted or negated, the gradient passed back with a plus."""
    graph = asked.graph
    for user, slot in asked.edges(graph):
        row = graph.nodes[user].operation
        if row is ops.negate or (row is ops.subtract and slot == 1):
            arg = text(graph, graph.nodes[user].args[slot])
            sentence = f"With respect to {arg}, the derivative of {text(graph, user, expand=True)} is −1."
            wrong = asked.with_derivative(graph, user, slot, hand_on)
            yield Mistake("sign", "You lost a minus.", sentence, wrong, "minus lost")


def swapped(asked: Derivative) -> Iterator[Mistake]:
    """A product of two results on the path, each derivative taken for the other's."""
    graph = asked.coarse.graph
    way = set(asked.way(graph))
    for user in sorted(way):
        node = graph.nodes[user]
        if node.operation is not ops.multiply or not way.issuperset(node.args) or node.args[0] == node.args[1]:
            continue
        one, other = (text(graph, arg) for arg in node.args)
        sentence = (
            f"With respect to {one}, the derivative of {text(graph, user, expand=True)} is {other}, "
            f"and with respect to {other} it is {one}."
        )
        edits = (Edit(graph, user, 0, ops.multiply.vjps[1]), Edit(graph, user, 1, ops.multiply.vjps[0]))
        yield Mistake("factors swapped", f"You swapped {one} and {other}.", sentence, Edited(asked, edits))


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


def _taken_at(asked: Derivative, nodes: list[int], point: int) -> Edited:
    """The result if the derivatives of these statements are taken at one node's value."""
    graph = asked.coarse.graph
    return Edited(asked, tuple(Edit(graph, node, 0, factor=partial(_slope_at, graph, node, point)) for node in nodes))


def _slope_at(graph: Graph, node: int, point: int, values: Values) -> Any:
    """The derivative of this statement at another node's value."""
    row, static, x = graph.nodes[node].operation, graph.nodes[node].static, values.of_node[point]
    if row is None or row.vjps[0] is None:
        return 0.0
    return row.vjps[0](1.0, row(x, *static), x, *static)


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
            "exponent forgotten",
        )
        yield Mistake(
            "exponent kept",
            f"The exponent {exponent} must go down by one.",
            right + "the exponent becomes one smaller.",
            asked.with_derivative(graph, user, slot, lambda upstream, output, x, n: upstream * (n * output)),
            "exponent kept",
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
            title = f"You took the derivative of {product} with respect to {other}."
        sentence = f"With respect to {arg}, the derivative of {product} is {local}."
        wrong = asked.with_derivative(graph, user, slot, row.vjps[1 - slot])
        yield Mistake("other argument", title, sentence, wrong, "other argument")


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
        yield Mistake(
            "input for output",
            title,
            sentence,
            asked.with_derivative(graph, user, slot, with_input),
            "input for output",
        )


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
        yield Mistake("function for derivative", title, sentence, wrong, "function for derivative")


def _another_derivative(
    asked: Derivative, slips: Callable[[Node, int], tuple[VJP, ...]], which: str = ""
) -> Iterator[Mistake]:
    """The wrong derivatives that ``slips`` has for each edge; ``which`` distinguishes their rules from others'."""
    graph = asked.graph
    for user, slot in asked.edges(graph):
        row = graph.nodes[user].operation
        for k, vjp in enumerate(slips(graph.nodes[user], slot)):
            yours, right = local_text(exchanged(graph, user, slot, vjp), user, slot), local_text(graph, user, slot)
            arg = text(graph, graph.nodes[user].args[slot])
            title = f"{yours} is not the derivative of {text(graph, user, expand=True)} with respect to {arg}."
            wrong, rule = asked.with_derivative(graph, user, slot, vjp), f"{getattr(row, 'name', '')}{which} {k}"
            yield Mistake("another derivative", title, f"It is {right}.", wrong, rule)


def _both_factors(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        if node.operation is not ops.multiply:
            continue
        arg, product = text(graph, node.args[slot]), text(graph, user, expand=True)
        sentence = f"With respect to {arg}, the derivative of {product} is {local_text(graph, user, slot)} alone."
        wrong = asked.with_derivative(graph, user, slot, _times_output)
        yield Mistake("factor too many", f"There is an extra factor {arg}.", sentence, wrong, "factor too many")


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

        title = f"You used {text(graph, inner)} instead of {text(graph, other)}."
        sentence = f"The factor in {text(graph, user, expand=True)} is {statement(graph, other)}."
        wrong = asked.with_factor(graph, user, slot, partial(_value_of, inner))
        yield Mistake("before the function", title, sentence, wrong, "before the function")


def _value_of(node: int, values: Values) -> Any:
    return values.of_node[node]


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
        yield Mistake("wrong point", "Taken at the wrong point.", sentence, wrong, "at the output")


def _gate_turned(asked: Derivative) -> Iterator[Mistake]:
    graph = asked.graph
    for user, slot in asked.gates():
        if graph.nodes[user].operation is not ops.relu:
            continue
        argument = text(graph, graph.nodes[user].args[slot])
        sentence = f"{statement(graph, user)} passes a gradient back where {argument} > 0, and nothing elsewhere."
        wrong = asked.with_derivative(graph, user, slot, lambda upstream, output, x: ops.where(-x, upstream, 0.0))
        yield Mistake("gate turned", "Your gate is the wrong way round.", sentence, wrong, "gate turned")


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
