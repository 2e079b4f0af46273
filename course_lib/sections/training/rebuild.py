"""The backward sweep, rebuilt by a student: what is asked for, and checks that name what fails.

A check compares with the engine's own sweep. Where the numbers are wrong it looks
which known slip leads to just these numbers, and says that.

What is checked is run: only ever call this on code of whoever sits at the keyboard.
"""

import inspect
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from course_lib.engine.graph import Graph, Node
from course_lib.engine.passes import Values, forward, shaped_like, sweep
from course_lib.language.parse import parse
from course_lib.numerals import numeral
from course_lib.reading.formulas import partial_text, text
from course_lib.sections.training.time_limit import TooLong, at_most

Gradient = dict[int, Any]
Sweep = Callable[[Sequence[Node], Sequence[Any], Gradient], Any]
STEPS = 100_000  # of a generator, at most
SECONDS = 5.0  # for one check: a right sweep takes a hundredth of one
LONG = 5_000  # nodes in a row: more than Python's recursion allows


@dataclass(frozen=True)
class Finding:
    """One check: what it is about, whether it passed (None: it was not run), and what is to be said.

    ``task`` is the graph and its inputs, where somebody may want to go through it by hand.
    """

    name: str
    passed: bool | None
    said: str
    task: str = ""


@dataclass(frozen=True)
class Task:
    """A graph at some inputs, and what a sweep must manage there."""

    name: str
    text: str
    inputs: Mapping[str, Any]
    of: str | None = None

    def __str__(self) -> str:
        """The lines and the inputs: ``a = w*x · L = sin(a); w = 0.7, x = 2``."""
        inputs = ", ".join(f"{name} = {_number_or_shape(value)}" for name, value in self.inputs.items())
        return f"{self.text.replace(chr(10), ' · ')}; {inputs}"

    def values(self) -> Values:
        """The forward pass of the task."""
        return forward(parse(self.text), **self.inputs)


def _number_or_shape(value: Any) -> str:
    return (
        numeral(value)
        if isinstance(value, float)
        else f"{value.shape[0]} numbers"
        if value.ndim == 1
        else (f"{value.shape[0]} × {value.shape[1]} numbers")
    )


TASKS = (
    Task("one product", "L = w*x", {"w": 3.0, "x": 2.0}),
    Task("two in a row", "a = w*x\nL = sin(a)", {"w": 0.7, "x": 2.0}),
    Task("the lecture's network",
         "z1 = w1*x + b1\nh1 = relu(z1)\nz2 = w2*h1 + b2\ny = sigmoid(z2)\nL = (y - target)**2",
         {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}),
    Task("the gate closed", "z1 = w1*x\nh1 = relu(z1)\nL = (h1 - 1)**2", {"x": 2.0, "w1": -0.5}),
    Task("a value used twice", "a = tanh(w*x)\nb = w*a\nL = (b - 1)**2", {"w": 1.5, "x": 0.8}),
    Task("one argument in both slots", "L = w*w + 3*w", {"w": 1.3}),
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


def _run(
    sweep_of_student: Sweep, nodes: Sequence[Node], values: list[Any], gradient: Gradient
) -> Exception | TooLong | None:
    """Run it; a generator is taken to its end. What it raised, if anything."""
    try:
        with at_most(SECONDS):
            result = sweep_of_student(nodes, values, gradient)
            if isinstance(result, Iterator):
                for _ in islice(result, STEPS):
                    pass
    except (Exception, TooLong) as error:  # a student's code may raise anything, and the page must say what
        return error
    return None


def _told(error: Exception | TooLong, sweep_of_student: Sweep, values: Values) -> str:
    """What a sweep has raised, and in which of its lines; of a gradient that is asked for too early, whose it is."""
    node = error.args[0] if isinstance(error, KeyError) and error.args else None
    if isinstance(error, TooLong):
        said = f"Your sweep has not ended after {numeral(SECONDS)} seconds: a loop goes on for ever."
    elif type(node) is int and 0 <= node < len(values.of_node):
        said = f"{_called(values, node)} has no gradient yet: begin with gradient.get(arg, 0.0)."
    else:
        said = f"Your sweep raises {type(error).__name__}: {error}."
    if not inspect.isfunction(sweep_of_student):
        return said  # nobody has written its lines
    code = sweep_of_student.__code__
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.co_filename]
    if not own or own[-1].lineno is None or not own[-1].line:
        return said
    return f"{said} In line {own[-1].lineno - code.co_firstlineno + 1}: {own[-1].line}"


def _check(task: Task, sweep_of_student: Sweep) -> tuple[Finding, bool]:
    """The finding, and whether the next check is worth running."""
    values = task.values()
    graph, last = values.graph, values.graph.find(task.of)
    given, gradient = list(values.of_node), {last: 1.0}

    def failed(said: str) -> Finding:
        return Finding(task.name, False, said, str(task))

    with np.errstate(all="ignore"):
        error = _run(sweep_of_student, graph.nodes, given, gradient)
    if error:
        return failed(_told(error, sweep_of_student, values)), False
    if any(one is not other for one, other in zip(given, values.of_node, strict=True)):
        return failed("Your sweep changes the values. It only reads them."), True
    right = _by(sweep, values, last)
    if gradient == {last: 1.0}:
        said = "Nothing was handed on: only the loss has a gradient. Store the contribution in gradient[arg]."
        return failed(said), False
    said = _difference(gradient, right, values, last)
    slips = _slips(gradient, values, last) if said else ""
    said = said if slips in said else f"{said} {slips}"
    return failed(said) if said else Finding(task.name, True, _agrees(values, right)), True


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
        why = _went_up(gradient, values, last)
        return f"{_called(values, missing[0])} has no gradient, though the loss depends on it.{why}"
    more = [node for node in gradient if node not in right]
    if more:
        return f"{_called(values, more[0])} has a gradient, though nothing of the loss comes back to it."
    for node, truth in right.items():
        if np.shape(gradient[node]) != np.shape(truth):
            found, wanted = np.shape(gradient[node]), np.shape(truth)
            return (
                f"{_partial(values, node)} has shape {found}, its value {wanted}. "
                "Undo the broadcasting with shaped_like."
            )
    wrong = [node for node, truth in right.items() if not _close(gradient[node], truth)]
    if not wrong:
        return ""
    node = wrong[0]
    if np.asarray(gradient[node]).dtype.kind not in "fiu":
        return f"{_partial(values, node)} is {gradient[node]!r:.40}, no number."
    numbers = (
        f"{_partial(values, node)} is {numeral(float(gradient[node]))}, it should be {numeral(float(right[node]))}. "
        if np.shape(right[node]) == ()
        else f"{_partial(values, node)} has the right shape and wrong numbers. "
    )
    slips = _slips(gradient, values, last)
    return numbers + (slips or "Compare your lines with upstream × local = contribution, and add.")


def _went_up(gradient: Gradient, values: Values, last: int) -> str:
    """A reminder of the order, where a sweep from the inputs up reaches just these nodes."""
    upwards = RIGHT._replace(order=WRONG.order).sweep
    return " Go from the loss down." * (gradient.keys() == _by(upwards, values, last).keys())


def _slips(gradient: Gradient, values: Values, last: int) -> str:
    """Which slips lead to just this gradient, in words."""
    return " Or: ".join(slip for slip, wrong in SLIPS.items() if _same(_by(wrong, values, last), gradient))


def _same(one: Gradient, other: Gradient) -> bool:
    return one.keys() == other.keys() and all(_close(one[node], other[node]) for node in one)


def _close(one: Any, other: Any) -> bool:
    try:
        return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))
    except TypeError:  # no numbers
        return False


def _called(values: Values, node: int) -> str:
    """A node's name; of one without, its expression."""
    return text(values.graph, node)


def _partial(values: Values, node: int) -> str:
    return partial_text(values.graph, values.graph.find("L"), node)


def _long(sweep_of_student: Sweep) -> Finding:
    """A chain of so many nodes that a recursion fails."""
    graph = Graph()
    node = graph.input("w")
    for _ in range(LONG):
        node = node + 1.0
    values = forward(graph, w=1.0)
    last = len(values.of_node) - 1
    gradient: Gradient = {last: 1.0}
    error = _run(sweep_of_student, graph.nodes, list(values.of_node), gradient)
    right = _close(gradient.get(graph.find("w")), 1.0)
    if error:
        said = _told(error, sweep_of_student, values)
    elif right:
        said = "∂L/∂w = 1 through all of them."
    else:
        said = f"∂L/∂w should be 1 after so many sums.{_went_up(gradient, values, last)}"
    return Finding(NAMES[-1], not error and right, said)


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


def _takes_slots_for_arguments(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, _added, place_of=lambda node, slot: slot)


def _takes_indices_for_values(nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
    _walk(nodes, values, gradient, _added, args_of=lambda node: list(node.args))


def _added(old: Any, new: Any) -> Any:
    return new if old is None else old + new


def _walk(
    nodes: Sequence[Node],
    values: Sequence[Any],
    gradient: Gradient,
    join: Callable[[Any, Any], Any],
    contribution_of: Callable[[Any, Any, Any], Any] | None = None,
    place_of: Callable[[Node, int], int] = lambda node, slot: node.args[slot],
    args_of: Callable[[Node], list[Any]] | None = None,
    order_of: Callable[[int], range] = lambda last: range(last, -1, -1),
    upstream_of: Callable[[Any, Any], Any] = lambda arrived, value: arrived,
    share_of: Callable[[Any, Any], Any] = shaped_like,
) -> None:
    """The sweep, with another way to join contributions, or to make them from upstream, value and local derivative.

    ``place_of`` says where a contribution goes, ``args_of`` what stands for the values of a node's arguments,
    ``order_of`` in which order nodes are reached, ``upstream_of`` what counts as upstream (of what arrived and the
    node's value), ``share_of`` what of a contribution an argument gets.
    """
    for user in order_of(max(gradient)):
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        args = args_of(node) if args_of else [values[arg] for arg in node.args]
        upstream = upstream_of(gradient[user], values[user])
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is None:
                continue
            arg, static = place_of(node, slot), node.static
            if contribution_of is None:
                contribution = vjp(upstream, values[user], *args, *static)
            else:
                contribution = contribution_of(
                    upstream, values[user], vjp(np.ones_like(upstream)[()], values[user], *args, *static)
                )
            gradient[arg] = join(gradient.get(arg), share_of(args[slot], contribution))


SLIPS: dict[str, Sweep] = {
    "The last contribution has overwritten the one before. Where a value is used twice, add.": _overwrites,
    "Only the first contribution was kept. Where a value is used twice, add.": _keeps_the_first,
    "The contributions were multiplied. Along a path multiply, across paths add.": _multiplies,
    "Right size, wrong sign: contributions are added, and the minus of an update comes later.": _subtracts,
    "That is the local derivative alone. Multiply by what arrives: the user's own gradient.": _forgets_upstream,
    "That is what arrived, handed on as it is. Multiply by the local derivative.": _hands_on_upstream,
    "The user's value stands where its gradient belongs: upstream is gradient[user].": _uses_the_value,
    "gradient[slot] is another node's: the argument in that slot is node.args[slot].": _takes_slots_for_arguments,
    "node.args are places in the list. A vjp wants the values there: values[arg] for each.": _takes_indices_for_values,
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
        _walk(
            nodes,
            values,
            gradient,
            JOINS[self.join],
            order_of=ORDERS[self.order],
            upstream_of=UPSTREAMS[self.upstream],
            share_of=SHARES[self.share],
        )


WRONG = Lines(*(next(iter(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))
RIGHT = Lines(*(next(reversed(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))


def told(findings: Sequence[Finding]) -> str:
    """How many checks passed, and where to look first. Markdown."""
    failed = [finding for finding in findings if finding.passed is False]
    if not failed:
        return f"**All {len(findings)} checks pass.** It is the engine's own sweep, line by line."
    passed = sum(finding.passed is True for finding in findings)
    return f"**{passed} of {len(findings)} checks pass.** Begin with the first that fails: {failed[0].name}."
