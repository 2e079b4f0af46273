"""The answers that a question knows beforehand, each with its reply, for a page without Python."""

from dataclasses import asdict
from typing import Any

from course_lib.exercises import judging
from course_lib.exercises.choice import ChoiceQuestion
from course_lib.exercises.question import NUMBER, Question


def known_answers(asked: Question | ChoiceQuestion) -> list[dict[str, Any]]:
    """Each option, or the numbers of the right answer and of each mistake, with the verdict on it.

    The list is empty for an expression, which can be written in too many ways.
    """
    if isinstance(asked, ChoiceQuestion):
        return [{"said": text, "verdict": asdict(judging.judge(asked, [text]))} for text in asked.fields]
    if asked.asks != NUMBER:
        return []
    numbers = [asked.truth, *([mistake.wrong(point.values) for point in asked.points] for mistake in asked.mistakes)]
    return [
        {"numbers": list(each), "verdict": asdict(judging.judge(asked, [repr(number) for number in each]))}
        for each in numbers
    ]
