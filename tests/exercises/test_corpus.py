"""Protects the diagnosis of answers that people gave: what is said is what they did, and nothing false is said.

``answers.jsonl`` has one answer per line: the network, what is asked for, the answer, what its author did, a pattern
that the reply must match, one that it must not, and the rung where it is not a miss.
"""

import json
import re
from pathlib import Path
from random import Random

import pytest

from course_lib import parse
from course_lib.exercises import judging, question

ANSWERS = [
    json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ANSWERS, ids=[row["did"] for row in ANSWERS])
@pytest.mark.parametrize("seed", [0, 7])
def test_what_was_done_is_said_and_nothing_else(row, seed):
    asked = question.derivative(parse(row["network"]), row["wrt"], Random(seed), question.EXPRESSION)
    verdict = judging.judge(asked, [row["answer"]])
    said = f"{verdict.title} {verdict.sentence} {verdict.numbers}"
    assert verdict.rung == row["rung"] if row["rung"] else verdict.rung != judging.RIGHT
    assert re.search(row["says"], said), said
    assert not row["never"] or not re.search(row["never"], said), said
