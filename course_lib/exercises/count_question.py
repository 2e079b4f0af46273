"""A question whose answer is counted, not derived: its own numbers, its own named mistakes, judged as any other.

No graph holds such an answer, so the question brings what each way of going wrong
leads to. ``cost_questions`` makes the course's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Point
from course_lib.exercises.question import NUMBER, Question

LARGEST = 60  # an answer off by one must be further off than the 1% that any number may be
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
    """A question whose answer is counted. ``numbers`` are shown, and may stand in an answer.

    Mistakes that give the right number are left out; where two give the same, both are said.
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
        numbers={name: float(number) for name, number in numbers.items()},
    )


def _mistake(wrong: Wrong) -> Mistake:
    return Mistake(wrong.kind, wrong.title, wrong.sentence, lambda values: wrong.number)


def off_by_one(truth: float, known: Sequence[Wrong], sentence: str) -> list[Wrong]:
    """Counted one too many, or one too few; not where a known mistake explains the number. ``sentence``: what to do."""
    explained = {wrong.number for wrong in known}
    numbers = [number for number in (truth + 1, truth - 1) if number not in explained]
    return [Wrong("off by one", "You are off by one.", sentence, number) for number in numbers]
