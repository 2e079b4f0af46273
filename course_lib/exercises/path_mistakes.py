"""The mistakes where a value has several users: a path left out, paths multiplied instead of added, one path wrong."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from course_lib.engine import ops
from course_lib.engine.passes import Values, local_number
from course_lib.exercises.derivative import Derivative, Edge, Edit, Edited, Path
from course_lib.exercises.mistakes import Mistake, statement
from course_lib.reading.formulas import partial_text, text

SIGN_OF_A_PATH = "Contributions add where paths meet, and the sign of each comes from its own factors."


def path_left_out(asked: Derivative) -> Iterator[Mistake]:
    """One contribution is missing at a value that several others use."""
    graph = asked.graph
    entering: dict[int, list[Edge]] = {}
    for user, slot in asked.edges(graph):
        entering.setdefault(graph.nodes[user].args[slot], []).append((user, slot))
    for arg, edges in entering.items():
        for user, slot in edges if len(edges) > 1 else []:
            often = "twice" if len(edges) == 2 else f"{len(edges)} times"
            sentence = (
                f"{text(graph, arg)} is used {often}, and you left out the path {path_name(asked, user, arg)}. "
                "A change travels along every path at once: contributions add where paths meet."
            )
            wrong = asked.with_derivative(graph, user, slot, None)
            yield Mistake("path left out", "One path is missing.", sentence, wrong)
    yield from _statement_left_out(asked)


def path_name(asked: Derivative, user: int, arg: int) -> str:
    """What tells the path from ``user`` to ``arg`` from the other paths: through the largest part without another use.

    Where the other paths come through the same statement later, this one goes straight into it.
    """
    graph = asked.graph
    users, home = graph.users(), asked.statement_around(user)
    others = {other for other, _ in users[arg] if other != user and asked.statement_around(other) == home}
    if not others and sum(i == arg for i in graph.nodes[user].args) == 1:
        before = graph.ancestors(home)
        later = any(other != user and other in before for other, _ in users[arg])
        return f"straight into {statement(graph, home)}" if later else f"through {statement(graph, home)}"
    top = user
    while top != home and not others.intersection(graph.ancestors(users[top][0][0])):
        top = users[top][0][0]
    return f"through {statement(graph, top)}"


def _statement_left_out(asked: Derivative) -> Iterator[Mistake]:
    """Everything that comes through one statement is left out, where there is another path."""
    graph = asked.coarse.graph
    way, edges = asked.way(graph), list(asked.edges(graph))
    for node in way[1:-1]:
        reached = {way[-1]}
        for user, slot in reversed(edges):
            if user in reached and graph.nodes[user].args[slot] != node:
                reached.add(graph.nodes[user].args[slot])
        if way[0] not in reached:
            continue  # there is no other path
        sentence = (
            f"You left out the contribution through {statement(graph, node)}. "
            f"{asked.wrt} reaches {asked.of} along more than one path: add them."
        )
        into = [(user, slot) for user, slot in edges if user == node]
        wrong = Edited(asked, tuple(Edit(graph, user, slot) for user, slot in into))
        yield Mistake("path left out", "One path is missing.", sentence, wrong)


def path_subtracted(asked: Derivative) -> Iterator[Mistake]:
    """Where two paths end in one sum, one of them is subtracted."""
    graph = asked.graph
    on_way = set(asked.way(graph))
    for user, slot in asked.edges(graph):
        node = graph.nodes[user]
        if node.operation is not ops.add or not on_way.issuperset(node.args):
            continue
        title = f"One path has the wrong sign: the one through {statement(graph, node.args[slot])}."
        wrong = asked.with_derivative(graph, user, slot, _minus)
        yield Mistake("path subtracted", title, SIGN_OF_A_PATH, wrong)


def paths_multiplied(asked: Derivative) -> Iterator[Mistake]:
    """Where the path splits, all factors are multiplied into one product."""
    graph = asked.coarse.graph
    edges = list(asked.edges(graph))
    if len({graph.nodes[user].args[slot] for user, slot in edges}) == len(edges):
        return
    sentence = "We multiply the factors along one path, but we add the paths: each contributes its own product."
    yield Mistake("paths multiplied", "You multiplied two paths.", sentence, partial(asked.product, path=edges))


def one_path_wrong(asked: Derivative) -> Iterator[Mistake]:
    """Where a few paths are added, one of them lacks a factor or has the wrong sign."""
    graph = asked.coarse.graph
    paths = asked.paths() or []
    for path in paths if len(paths) > 1 else []:
        along = _along(asked, path, paths)
        for edge in path:
            rest = [other for other in path if other != edge]

            def short(values: Values, path: Path = path, rest: Path = rest) -> float:
                return asked.right(values) - asked.product(values, path) + asked.product(values, rest)

            derivative = partial_text(graph, edge[0], graph.nodes[edge[0]].args[edge[1]])
            sentence = f"The contribution {along} has the factor {derivative}."
            title = f"A factor is missing on one path: {derivative}."
            if len(path) == 1:
                title, sentence = _on_the_direct_path(asked)
            yield Mistake("factor left out on one path", title, sentence, short)

        def turned(values: Values, path: Path = path) -> float:
            return asked.right(values) - 2 * asked.product(values, path)

        title = f"One path has the wrong sign: the one {along}."
        yield Mistake("path subtracted", title, SIGN_OF_A_PATH, turned)


def one_contribution_wrong(asked: Derivative) -> Iterator[Mistake]:
    """Where ``wrt`` is used more than once, one contribution lacks its upstream gradient or its local derivative."""
    graph = asked.coarse.graph
    target = graph.find(asked.wrt)
    into = asked.last_edges(graph)
    for user, slot in into if len(into) > 1 else []:
        arriving, local = partial_text(graph, graph.find(asked.of), user), partial_text(graph, user, target)

        def wrong(values: Values, keeps: int, user: int = user, slot: int = slot) -> float:
            parts = asked.gradient_at(user)(values), local_number(asked.coarse.values(values), user, slot)
            return asked.right(values) - parts[0] * parts[1] + parts[keeps]

        for missing, keeps in ((arriving, 1), (local, 0)):
            title = f"A factor is missing on one path: {missing}."
            sentence = f"The contribution of {statement(graph, user)} to {asked.wrt} is {arriving} times {local}."
            if missing == str(asked):
                title, sentence = _on_the_direct_path(asked)
            yield Mistake("factor left out on one path", title, sentence, partial(wrong, keeps=keeps))


def _along(asked: Derivative, path: Path, paths: Sequence[Path]) -> str:
    """What tells this path from the others: the first statement it enters, unless another path comes there too."""
    graph = asked.coarse.graph
    first = path[-1][0]
    straight = any(user == first for other in paths if other[-1][0] != first for user, _ in other)
    return f"straight into {statement(graph, first)}" if straight else f"through {statement(graph, first)}"


def _on_the_direct_path(asked: Derivative) -> tuple[str, str]:
    """The words for a missing factor where ``wrt`` stands in the line of the loss itself."""
    line = statement(asked.coarse.graph, asked.coarse.graph.find(asked.of))
    return (
        "A factor is missing on the direct path.",
        f"{asked.wrt} also stands in {line}. Differentiate that line by it.",
    )


def _minus(upstream: Any, output: Any, *args: Any) -> Any:
    """The VJP of a term that is subtracted."""
    return -upstream
