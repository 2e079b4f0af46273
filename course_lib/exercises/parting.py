"""Where a wrong product and the right one part: the first step whose factor is not in the answer."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import local_number
from course_lib.errors import CourseError
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.mistakes import local_text
from course_lib.exercises.points import Point, evaluated
from course_lib.reading.formulas import partial_text

MOST_FACTORS = 8
ENOUGH = 4  # points at which a factor must have the step's number
CLOSE = 1e-9  # relative


def where_it_parts(asked: Derivative, answer: Graph, points: Sequence[Point]) -> str:
    """A sentence: the answer has the factor of this step, but not that of the next. Empty if it cannot be said.

    It can be said of a product, where one path leads from the loss to the name.
    """
    paths = asked.paths() or []
    factors = list(_factors(answer))
    if len(paths) != 1 or not 1 < len(factors) <= MOST_FACTORS:
        return ""
    values = [point.values for point in points[:ENOUGH]]
    try:
        runs = [evaluated(answer, each).of_node for each in values]
    except CourseError:
        return ""
    numbers = [[run[factor] for run in runs] for factor in factors]  # of each factor, one per point
    coarse, last = asked.coarse.graph, ""
    at_statements = [asked.coarse.values(each) for each in values]
    for user, slot in paths[0]:
        step = [local_number(each, user, slot) for each in at_statements]
        used = _subset(numbers, step)
        derivative = partial_text(coarse, user, coarse.nodes[user].args[slot])
        if used is None:
            if not last:
                return ""
            return f"Your answer has the factor {last}. I do not find {_step(coarse, user, slot, derivative)} in it."
        numbers = [number for i, number in enumerate(numbers) if i not in used]
        last = _step(coarse, user, slot, derivative)
    return ""


def _step(graph: Graph, user: int, slot: int, derivative: str) -> str:
    return f"{derivative} = {local_text(graph, user, slot)}"


def _factors(answer: Graph) -> Iterator[int]:
    """The factors of the answer, as nodes."""
    waiting = [answer.find(None)]
    while waiting:
        node = waiting.pop()
        made = answer.nodes[node]
        if made.operation is ops.multiply:
            waiting += reversed(made.args)
        else:
            yield node


def _subset(numbers: Sequence[Sequence[float]], step: Sequence[float]) -> tuple[int, ...] | None:
    """The fewest factors whose product is this step's number at every point; none at all where it is 1."""
    for count in range(len(numbers) + 1):
        for chosen in combinations(range(len(numbers)), count):
            products = [math.prod(numbers[i][k] for i in chosen) for k in range(len(step))]
            if all(math.isclose(a, b, rel_tol=CLOSE) for a, b in zip(products, step, strict=True)):
                return chosen
    return None
