"""The answers that a question knows beforehand, each with its reply, for a page without Python."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from course_lib.exercises import judging
from course_lib.exercises.choice import ChoiceQuestion
from course_lib.exercises.compared import compared
from course_lib.exercises.question import NUMBER, TOLERANCE, Question

NEARLY = 1 + TOLERANCE[NUMBER] / 2


def known_answers(asked: Question | ChoiceQuestion, has_pictures: bool = True) -> list[dict[str, Any]]:
    """Each option, or the numbers of the right answer and of each mistake, with the verdict on it.

    The first one, which is right, also has the verdict on a number that is only near. The
    list is empty for an expression, which can be written in too many ways. Without
    ``has_pictures`` a comparison of two backward passes is told in words alone.
    """
    if isinstance(asked, ChoiceQuestion):
        return [{"said": text, "verdict": asdict(judging.judge(asked, [text]))} for text in asked.fields]
    if asked.asks != NUMBER:
        return []
    numbers = [asked.truth, *asked.wrong_numbers.tolist()]
    right, *wrong = [{"numbers": list(each), **_reply(asked, each, has_pictures)} for each in numbers]
    near = judging.judge(asked, [repr(number * NEARLY) for number in asked.truth])
    return [{**right, "near": asdict(near)}, *wrong]


def _reply(asked: Question, numbers: Sequence[float], has_pictures: bool) -> dict[str, Any]:
    """The verdict, and both backward passes where it is known which step differs."""
    found = judging.judged(asked, [repr(number) for number in numbers])
    both = compared(found.mistakes, found.point.values, has_pictures) if found.point else None
    return {"verdict": asdict(found.verdict), **({"compared": asdict(both)} if both else {})}
