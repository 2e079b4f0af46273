"""The backward sweep, rebuilt by a student: what is asked for, and checks that name what fails.

A check compares with the engine's own sweep. Where the numbers are wrong it looks
which known slip leads to just these numbers, and says that.

What is checked is run: only ever call this on code of whoever sits at the keyboard.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from course_lib.engine import Values, forward, shaped_like, sweep
from course_lib.graph import Graph, Node
from course_lib.numerals import numeral
from course_lib.parse import parse

Gradient = dict[int, Any]
Sweep = Callable[[Sequence[Node], Sequence[Any], Gradient], Any]
STEPS = 100_000  # of a generator, at most
LONG = 5_000  # nodes in a row: more than Python's recursion allows


@dataclass(frozen=True)
class Finding:
    """One check: what it is about, whether it passed (None: it was not run), and what is to be said."""

    name: str
    passed: bool | None
    said: str


@dataclass(frozen=True)
class Task:
    """A graph at some inputs, and what a sweep must manage there."""

    name: str
    text: str
    inputs: Mapping[str, Any]
    of: str | None = None

    def values(self) -> Values:
        """The forward pass of the task."""
        return forward(parse(self.text), **self.inputs)


TASKS = (
    Task("one product", "L = w*x", {"w": 3.0, "x": 2.0}),
    Task("two in a row", "a = w*x\nL = sin(a)", {"w": 0.7, "x": 2.0}),
    Task("the lecture's network",
         "z1 = w1*x + b1\nh1 = relu(z1)\nz2 = w2*h1 + b2\ny = sigmoid(z2)\nL = (y - target)**2",
         {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}),
    Task("the gate closed", "z1 = w1*x\nh1 = relu(z1)\nL = (h1 - 1)**2", {"x": 2.0, "w1": -0.5}),
    Task("a value used twice", "a = tanh(w*x)\nb = w*a\nL = (b - 1)**2", {"w": 1.5, "x": 0.8}),
    Task("one argument in both slots", "L = w*w*w", {"w": 1.3}),
    Task("a line behind the loss", "L = w**2\nunused = 3*L + w", {"w": 1.3}, of="L"),
    Task("a batch and its bias", "Z = X @ W + b\nL = sum(Z**2)",
         {"X": np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.2]]), "W": np.array([[0.5, -1.0], [2.0, 0.3]]),
          "b": np.array([0.1, -0.2])}),
)  # fmt: skip
NAMES = (*(task.name for task in TASKS), f"{LONG} nodes in a row")


def checked(sweep_of_student: Sweep) -> tuple[Finding, ...]:
    """Every check of a rebuilt sweep, in order. After one that raises, or hands nothing on, nothing more is run."""
    found: list[Finding] = []
    for task in TASKS:
        finding, goes_on = _check(task, sweep_of_student)
        found.append(finding)
        if not goes_on:
            return (*found, *(Finding(name, None, "Not run yet.") for name in NAMES[len(found) :]))
    return (*found, _long(sweep_of_student))


def _run(sweep_of_student: Sweep, nodes: Sequence[Node], values: list[Any], gradient: Gradient) -> str:
    """Run it; a generator is taken to its end. What it raised, in words, or the empty text."""
    try:
        result = sweep_of_student(nodes, values, gradient)
        if isinstance(result, Iterator):
            for _ in islice(result, STEPS):
                pass
    except Exception as error:  # a student's code may raise anything, and the page must say what
        return f"Your sweep raises {type(error).__name__}: {error}"
    return ""


def _check(task: Task, sweep_of_student: Sweep) -> tuple[Finding, bool]:
    """The finding, and whether the next check is worth running."""
    values = task.values()
    graph, last = values.graph, values.graph.find(task.of)
    given, gradient = list(values.of_node), {last: 1.0}
    with np.errstate(all="ignore"):
        raised = _run(sweep_of_student, graph.nodes, given, gradient)
    if raised:
        return Finding(task.name, False, raised), False
    if any(one is not other for one, other in zip(given, values.of_node, strict=True)):
        return Finding(task.name, False, "Your sweep changes the values. It only reads them."), True
    right = _by(sweep, values, last)
    if gradient == {last: 1.0}:
        said = "Nothing was handed on: only the loss has a gradient. Store the contribution in gradient[arg]."
        return Finding(task.name, False, said), False
    said = _difference(gradient, right, values, last)
    return Finding(task.name, not said, said or _agrees(values, right)), True


def _by(some_sweep: Sweep, values: Values, last: int) -> Gradient:
    gradient: Gradient = {last: 1.0}
    _run(some_sweep, values.graph.nodes, list(values.of_node), gradient)
    return gradient


def _agrees(values: Values, right: Gradient) -> str:
    inputs = [(name, node) for name, node in values.graph.inputs.items() if node in right]
    told = [f"∂L/∂{name} = {numeral(right[node])}" for name, node in inputs if isinstance(right[node], float)]
    return ", ".join(told[:3]) or "Every gradient has its value's shape and its numbers."


def _difference(gradient: Gradient, right: Gradient, values: Values, last: int) -> str:
    """What is wrong with the gradients, in words; the empty text where nothing is."""
    if not isinstance(gradient, dict) or not _close(gradient.get(last), 1.0):
        return "The loss's own gradient must stay 1."
    missing = [node for node in right if node not in gradient]
    if missing:
        upwards = gradient.keys() == _by(RIGHT._replace(order="range(max(gradient) + 1)").sweep, values, last).keys()
        why = " Go from the loss down." * upwards
        return f"{_called(values, missing[0])} has no gradient, though the loss depends on it.{why}"
    more = [node for node in gradient if node not in right]
    if more:
        return f"{_called(values, more[0])} has a gradient, though nothing of the loss comes back to it."
    for node, truth in right.items():
        if np.shape(gradient[node]) != np.shape(truth):
            found, wanted = np.shape(gradient[node]), np.shape(truth)
            return (
                f"∂L/∂{_called(values, node)} has shape {found}, its value {wanted}. "
                "Undo the broadcasting with shaped_like."
            )
    wrong = [node for node, truth in right.items() if not _close(gradient[node], truth)]
    if not wrong:
        return ""
    node = wrong[0]
    if np.asarray(gradient[node]).dtype.kind not in "fiu":
        return f"∂L/∂{_called(values, node)} is {gradient[node]!r:.40}, no number."
    numbers = (
        f"∂L/∂{_called(values, node)} is {numeral(float(gradient[node]))}, it should be {numeral(float(right[node]))}. "
        if np.shape(right[node]) == ()
        else f"∂L/∂{_called(values, node)} has the right shape and wrong numbers. "
    )
    slips = [slip for slip, some_sweep in SLIPS.items() if _same(_by(some_sweep, values, last), gradient)]
    return numbers + (" Or: ".join(slips) or "Compare your lines with upstream × local = contribution, and add.")


def _same(one: Gradient, other: Gradient) -> bool:
    return one.keys() == other.keys() and all(_close(one[node], other[node]) for node in one)


def _close(one: Any, other: Any) -> bool:
    try:
        return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))
    except TypeError:  # no numbers
        return False


def _called(values: Values, node: int) -> str:
    """A node's name; of one without, its operation."""
    operation = values.graph.nodes[node].operation
    return values.graph.name.get(node) or f"the {operation.name if operation else 'constant'} at place {node}"


def _long(sweep_of_student: Sweep) -> Finding:
    """A chain of so many nodes that a recursion fails."""
    graph = Graph()
    node = graph.input("w")
    for _ in range(LONG):
        node = node + 1.0
    values = forward(graph, w=1.0)
    last = len(values.of_node) - 1
    gradient: Gradient = {last: 1.0}
    raised = _run(sweep_of_student, graph.nodes, list(values.of_node), gradient)
    right = _close(gradient.get(graph.find("w")), 1.0)
    said = raised or ("∂L/∂w = 1 through all of them." if right else "∂L/∂w should be 1 after so many sums.")
    return Finding(NAMES[-1], not raised and right, said)


# Slips: the same sweep with one wrong line. Each says what it does wrong.


def _overwrites(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, lambda old, new: new)


def _keeps_the_first(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, lambda old, new: new if old is None else old)


def _multiplies(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, lambda old, new: new if old is None else old * new)


def _subtracts(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, lambda old, new: -new if old is None else old - new)


def _forgets_upstream(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, _added, lambda upstream, value, local: local)


def _hands_on_upstream(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, _added, lambda upstream, value, local: upstream)


def _uses_the_value(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, _added, lambda upstream, value, local: value * local)


def _added(old: Any, new: Any) -> Any:
    return new if old is None else old + new


def _walk(
    nodes: Sequence[Node],
    values: Sequence[Any],
    gradient: Gradient,
    join: Callable[[Any, Any], Any],
    contribution_of: Callable[[Any, Any, Any], Any] | None = None,
) -> None:
    """The sweep, with another way to join contributions, or to make them from upstream, value and local derivative."""
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        args, upstream = [values[arg] for arg in node.args], gradient[user]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is None:
                continue
            arg, static = node.args[slot], node.static
            if contribution_of is None:
                share = vjp(upstream, values[user], *args, *static)
            else:
                share = contribution_of(
                    upstream, values[user], vjp(np.ones_like(upstream)[()], values[user], *args, *static)
                )
            gradient[arg] = join(gradient.get(arg), shaped_like(args[slot], share))


SLIPS: dict[str, Sweep] = {
    "The last contribution has overwritten the one before. Where a value is used twice, add.": _overwrites,
    "Only the first contribution was kept. Where a value is used twice, add.": _keeps_the_first,
    "The contributions were multiplied. Along a path multiply, across paths add.": _multiplies,
    "Right size, wrong sign: contributions are added, and the minus of an update comes later.": _subtracts,
    "That is the local derivative alone. Multiply by what arrives: the user's own gradient.": _forgets_upstream,
    "That is what arrived, handed on as it is. Multiply by the local derivative.": _hands_on_upstream,
    "The user's value stands where its gradient belongs: upstream is gradient[user].": _uses_the_value,
}


# The sweep with lines to choose from; of each place the right one is last. A page runs no text: a line stands for the
# function that does what it says.

ORDERS: dict[str, Callable[[int], range]] = {
    "range(max(gradient) + 1)": lambda last: range(last + 1),
    "range(max(gradient), -1, -1)": lambda last: range(last, -1, -1),
}
UPSTREAMS: dict[str, Callable[[Any, Any], Any]] = {
    "1.0": lambda arrived, value: 1.0,
    "values[user]": lambda arrived, value: value,
    "gradient[user]": lambda arrived, value: arrived,
}
SHARES: dict[str, Callable[[Any, Any], Any]] = {
    "contribution": lambda value, share: share,
    "shaped_like(args[slot], contribution)": shaped_like,
}
JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "share": lambda old, new: new,
    "gradient.get(arg, 0.0) + share": lambda old, new: (0.0 if old is None else old) + new,
}


class Lines(NamedTuple):
    """What stands in the four places of the sweep: a key each of ORDERS, UPSTREAMS, SHARES and JOINS."""

    order: str
    upstream: str
    share: str
    join: str

    @property
    def program(self) -> str:
        """The sweep with these lines, as a student would write it."""
        return f"""def my_sweep(nodes, values, gradient):
    for user in {self.order}:
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        upstream = {self.upstream}
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is not None:
                arg = node.args[slot]
                contribution = vjp(upstream, values[user], *args, *node.static)
                share = {self.share}
                gradient[arg] = {self.join}"""

    def sweep(self, nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
        """What ``program`` says, done."""
        for user in ORDERS[self.order](max(gradient)):
            node = nodes[user]
            if user not in gradient or node.operation is None:
                continue
            upstream = UPSTREAMS[self.upstream](gradient[user], values[user])
            args = [values[arg] for arg in node.args]
            for slot, vjp in enumerate(node.operation.vjps):
                if vjp is not None:
                    arg = node.args[slot]
                    contribution = vjp(upstream, values[user], *args, *node.static)
                    share = SHARES[self.share](args[slot], contribution)
                    gradient[arg] = JOINS[self.join](gradient.get(arg), share)


WRONG = Lines(*(next(iter(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))
RIGHT = Lines(*(next(reversed(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))


def told(findings: Sequence[Finding]) -> str:
    """How many checks passed, and where to look first. Markdown."""
    failed = [finding for finding in findings if finding.passed is False]
    if not failed:
        return f"**All {len(findings)} checks pass.** It is the engine's own sweep, line by line."
    passed = sum(finding.passed is True for finding in findings)
    return f"**{passed} of {len(findings)} checks pass.** Begin with the first that fails: {failed[0].name}."
