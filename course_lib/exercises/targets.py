"""An answer that is right only where the targets of a cross-entropy sum to 1, as p1 − y1 behind a softmax."""

from collections.abc import Sequence

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward
from course_lib.errors import CourseError
from course_lib.exercises.closeness import close
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.points import Point, evaluated
from course_lib.exercises.question import EXPRESSION, TOLERANCE

ENOUGH = 6  # points at which it must hold


def targets_of(graph: Graph) -> list[str]:
    """The inputs that do nothing but multiply a logarithm."""
    users = graph.users()
    found = []
    for name, node in graph.inputs.items():
        others = [
            graph.nodes[user].args[1 - slot]
            for user, slot in users[node]
            if graph.nodes[user].operation is ops.multiply
        ]
        if len(others) == len(users[node]) > 0 and all(graph.nodes[other].operation is ops.log for other in others):
            found.append(name)
    return found


def holds_where_targets_sum_to_one(asked: Derivative, answer: Graph, points: Sequence[Point]) -> list[str]:
    """The targets, if there are several and the answer is right wherever they sum to 1; else nothing."""
    graph, names = asked.graph, targets_of(asked.graph)
    if len(names) < 2:
        return []
    for point in points[:ENOUGH]:
        inputs = {name: point.values[name] for name in graph.inputs}
        inputs[names[-1]] = 1.0 - sum(inputs[name] for name in names[:-1])
        try:
            values = forward(graph, **inputs)
            number = evaluated(answer, values).of_node[answer.find(None)]
        except CourseError:
            return []
        if not close(number, asked.right(values), TOLERANCE[EXPRESSION]):
            return []
    return names
