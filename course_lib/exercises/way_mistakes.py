"""The mistakes on the way from the loss to a name: stopped early, begun late, a step left out or added."""

from collections.abc import Iterator
from operator import itemgetter

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values, local_number
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.mistakes import Mistake, exchanged, hand_on, local_text, plus, statement
from course_lib.reading.formulas import partial_text, text


def stopped_early(asked: Derivative) -> Iterator[Mistake]:
    """The gradient of another name on the way, where the student stopped."""
    graph = asked.coarse.graph
    target = graph.find(asked.wrt)
    for node in asked.way(graph)[1:-1]:
        name = text(graph, node)
        arrived = partial_text(graph, graph.find(asked.of), node)
        sentence = f"That is {arrived}, the gradient that arrives at {name}. "
        kind = "stopped early"
        if target in graph.nodes[node].args:
            kind = "upstream only"
            local = partial_text(graph, node, target)
            sentence += f"{asked.wrt} is one step further back: multiply by the local derivative {local}."
            sentence += _other_uses(asked)
        else:
            sentence += f"The path to {asked.wrt} goes on from there, and every further step is a factor."
        yield Mistake(kind, f"You stopped at {name}.", sentence, asked.gradient_at(node))


def local_only(asked: Derivative) -> Iterator[Mistake]:
    """Only the last local derivative."""
    graph = asked.coarse.graph
    for user, slot in asked.last_edges(graph):
        if user == graph.find(asked.of):
            continue
        arriving = partial_text(graph, graph.find(asked.of), user)
        sentence = f"{local_text(graph, user, slot)} is how {statement(graph, user)} changes with {asked.wrt}. "
        sentence += f"Multiply it by what arrives, {arriving}.{_other_uses(asked)}"

        def wrong(values: Values, user: int = user, slot: int = slot) -> float:
            return local_number(asked.coarse.values(values), user, slot)

        yield Mistake("local derivative only", "That is the local derivative alone.", sentence, wrong)


def started_late(asked: Derivative) -> Iterator[Mistake]:
    """The derivative of a name on the way instead of the derivative of the loss."""
    graph = asked.coarse.graph
    target = graph.find(asked.wrt)
    for node in asked.way(graph)[1:-1]:
        name = text(graph, node)
        piece, arriving = partial_text(graph, node, target), partial_text(graph, graph.find(asked.of), node)
        sentence = f"That is {piece}. From {name} the path goes on to {asked.of}: multiply by {arriving}."
        sentence += _other_uses(asked)
        title = f"You differentiated {name}, not {asked.of}."
        yield Mistake("started late", title, sentence, asked.gradient_of(node))


def factor_left_out(asked: Derivative) -> Iterator[Mistake]:
    """One step on the path that passes back what arrives, unchanged."""
    which = "The" if len(asked.paths() or []) == 1 else "A"
    for graph in (asked.coarse.graph, asked.graph):
        for user, slot in asked.edges(graph):
            derivative = partial_text(graph, user, graph.nodes[user].args[slot])
            sentence = (
                f"{derivative} = {local_text(graph, user, slot)}. {which} path from {asked.of} to {asked.wrt} "
                f"leads through {statement(graph, user)}, and every step on it is a factor."
            )
            wrong = asked.with_derivative(graph, user, slot, hand_on)
            rule = "function left out" if graph is asked.graph and _is_function(graph, user) else ""
            yield Mistake("factor left out", f"A factor is missing: {derivative}.", sentence, wrong, rule)


def _is_function(graph: Graph, node: int) -> bool:
    row = graph.nodes[node].operation
    return row is not None and row.arity == 1 and row.kink is None and row not in (ops.power, ops.negate)


def factors_added(asked: Derivative) -> Iterator[Mistake]:
    """All factors are added instead of multiplied, or only the last one is."""
    graph = asked.coarse.graph
    sentence = (
        "Along one path, each step scales the change from the step before it, so we multiply the factors. "
        "We add only across different paths."
    )
    for edges, upstream in ((list(asked.edges(graph)), 0.0), (asked.last_edges(graph), 1.0)):
        twin = graph
        for user, slot in edges:
            row = graph.nodes[user].operation
            twin = exchanged(twin, user, slot, plus(row.vjps[slot] if row is not None else None))

        wrong = asked.on(twin, graph, upstream)
        yield Mistake("factors added", "You added where you should multiply.", sentence, wrong)


def sign_turned(asked: Derivative) -> Iterator[Mistake]:
    """The right number with the wrong sign."""
    sentence = "Your answer has the opposite sign. Look for a minus that does not belong, or for one that is missing."
    yield Mistake("sign", "The size is right, the sign is wrong.", sentence, lambda values: -asked.right(values))


def value_for_gradient(asked: Derivative) -> Iterator[Mistake]:
    """A value where a derivative is asked for."""
    sentence = f"{asked} asks how fast {asked.of} changes when {asked.wrt} does, not how large either of them is."
    for name in (asked.wrt, asked.of):
        title = f"That is {name} itself, not a derivative."
        yield Mistake("value for gradient", title, sentence, itemgetter(name))


def other_name(asked: Derivative) -> Iterator[Mistake]:
    """The gradient of something that is not on the way."""
    graph = asked.coarse.graph
    on_way = set(asked.way(graph))
    lines = " and ".join(dict.fromkeys(statement(graph, user) for user, _ in asked.last_edges(graph)))
    for node in graph.index.values():
        if node not in on_way and node < graph.find(asked.of):
            title = f"That is {partial_text(graph, graph.find(asked.of), node)}."
            sentence = f"The question asks for {asked}. {asked.wrt} is used in {lines}."
            yield Mistake("other name", title, sentence, asked.gradient_at(node))


def _other_uses(asked: Derivative) -> str:
    """A reminder where ``wrt`` is used more than once."""
    several = len(asked.last_edges(asked.coarse.graph)) > 1
    return f" And {asked.wrt} is used more than once: each use adds its contribution." if several else ""
