"""The backward sweep, rebuilt by a student: the tasks, and checks that name what fails.

A check compares with the engine's own sweep. If the numbers are wrong, it looks for a
known slip that leads to exactly these numbers, and names it.

The checks run the student's code. Only ever call them on code that was written by the
person at the keyboard.
"""

import inspect
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from course_lib.engine.graph import Graph, Node
from course_lib.engine.passes import Values, forward, sweep
from course_lib.language.parse import parse
from course_lib.numerals import numeral
from course_lib.reading.formulas import partial_text, text
from course_lib.sections.training.changed_sweeps import SLIPS, UPWARDS, Gradient, Sweep
from course_lib.sections.training.time_limit import TooLong, at_most

STEPS = 100_000  # the most steps that are taken of a generator
SECONDS = 5.0  # for one check; a right sweep takes a hundredth of a second
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
    """A number as text; for an array, how many numbers it has."""
    return numeral(value) if isinstance(value, float) else f"{' × '.join(map(str, value.shape))} numbers"


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
    """Every check of a rebuilt sweep, in order. After one that raises or passes nothing on, no more are run."""
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
    """Run the sweep (a generator to its end), and return what it raised, or None."""
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
    """What a sweep raised, and in which of its lines; for a gradient that is read too early, which one it is."""
    node = error.args[0] if isinstance(error, KeyError) and error.args else None
    if isinstance(error, TooLong):
        said = f"Your sweep has not ended after {numeral(SECONDS)} seconds: perhaps a loop never ends."
    elif type(node) is int and 0 <= node < len(values.of_node):
        said = f"{_called(values, node)} has no gradient yet: begin with gradient.get(arg, 0.0)."
    else:
        said = f"Your sweep raises {type(error).__name__}: {error}."
    if not inspect.isfunction(sweep_of_student):
        return said  # it has no lines of its own to point to
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
        said = "Nothing was passed back: only the loss has a gradient. Store the contribution in gradient[arg]."
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
    """What is wrong with the gradients, in words; empty if nothing is."""
    if not isinstance(gradient, dict) or not _close(gradient.get(last), 1.0):
        return "The loss's own gradient must stay 1."
    missing = [node for node in right if node not in gradient]
    if missing:
        why = _went_up(gradient, values, last)
        return f"{_called(values, missing[0])} has no gradient, though the loss depends on it.{why}"
    more = [node for node in gradient if node not in right]
    if more:
        return f"{_called(values, more[0])} has a gradient, though no contribution comes back to it."
    for node, truth in right.items():
        if np.shape(gradient[node]) != np.shape(truth):
            found, wanted = np.shape(gradient[node]), np.shape(truth)
            return (
                f"{_partial(values, node)} has shape {found}, but its value has {wanted}. "
                "Undo the broadcasting with shaped_like."
            )
    wrong = [node for node, truth in right.items() if not _close(gradient[node], truth)]
    if not wrong:
        return ""
    node = wrong[0]
    if np.asarray(gradient[node]).dtype.kind not in "fiu":
        return f"{_partial(values, node)} is {gradient[node]!r:.40}, which is not a number."
    numbers = (
        f"{_partial(values, node)} is {numeral(float(gradient[node]))}, but should be {numeral(float(right[node]))}. "
        if np.shape(right[node]) == ()
        else f"{_partial(values, node)} has the right shape but wrong numbers. "
    )
    slips = _slips(gradient, values, last)
    return numbers + (slips or "Compare your lines with upstream × local = contribution, and add.")


def _went_up(gradient: Gradient, values: Values, last: int) -> str:
    """A reminder of the order, if a sweep from the inputs to the loss reaches exactly these nodes."""
    return " Go from the loss down." * (gradient.keys() == _by(UPWARDS, values, last).keys())


def _slips(gradient: Gradient, values: Values, last: int) -> str:
    """The slips that lead to exactly this gradient, in words."""
    return " Or: ".join(slip for slip, wrong in SLIPS.items() if _same(_by(wrong, values, last), gradient))


def _same(one: Gradient, other: Gradient) -> bool:
    return one.keys() == other.keys() and all(_close(one[node], other[node]) for node in one)


def _close(one: Any, other: Any) -> bool:
    try:
        return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))
    except TypeError:  # these are not numbers
        return False


def _called(values: Values, node: int) -> str:
    """A node's name, or its expression if it has no name."""
    return text(values.graph, node)


def _partial(values: Values, node: int) -> str:
    return partial_text(values.graph, values.graph.find("L"), node)


def _long(sweep_of_student: Sweep) -> Finding:
    """The check on a chain of so many nodes that recursion fails."""
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
