"""A question whose answer is counted, not derived. It is judged like any other question.

No graph holds such an answer. So the question brings its own numbers, and its own
mistakes with the number that each leads to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Point
from course_lib.exercises.question import NUMBER, Question

WHOLE = "A whole number, or a calculation: 2*(3*4 + 1)"


@dataclass(frozen=True)
class Wrong:
    """A mistake and the number it leads to."""

    kind: str
    title: str
    sentence: str
    number: float


def counting(
    topic: str,
    prompt: str,
    given: Sequence[str],
    numbers: Mapping[str, float],
    truth: float,
    wrong: Sequence[Wrong],
    hints: tuple[str, str, str],
    typing: str = WHOLE,
) -> Question:
    """A question whose answer is counted. ``numbers`` are shown and may be used in an answer.

    Mistakes that give the right number are left out. If two give the same number, both are named.
    """
    graph = Graph()
    for name in numbers:
        graph.input(name)
    return Question(
        topic=topic,
        asks=NUMBER,
        prompt=prompt,
        given=tuple(given),
        typing=typing,
        names=tuple(numbers),
        points=(Point(forward(graph, **{name: float(number) for name, number in numbers.items()})),),
        truth=(float(truth),),
        mistakes=tuple(_mistake(each) for each in wrong if each.number != truth),
        hints=hints,
        reason=hints[-1],
        numbers={name: float(number) for name, number in numbers.items()},
    )


def _mistake(wrong: Wrong) -> Mistake:
    return Mistake(wrong.kind, wrong.title, wrong.sentence, lambda values: wrong.number)
