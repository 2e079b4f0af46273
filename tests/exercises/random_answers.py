"""Judges random answers, by a second judge as well: ``python tests/exercises/random_answers.py --answers 10000``.

Half of them are right answers with a word or two exchanged, some of which are right as well. An answer must be called
right where autograd's derivative agrees with it, and only there. A mistake that is named must lead to the answer's
numbers, and not to the right ones. Exits 1 at the first difference.
"""

import argparse
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from course_lib import parse
from course_lib.exercises import judging, question
from course_lib.exercises.points import evaluated
from course_lib.exercises.question import EXPRESSION
from tests.exercises.answers import RIGHT, agree, derivative_of, nearly, random_answer, typed, values_of, worth
from tests.networks import LECTURE, TWO_GATES

GATES = {LECTURE: ["z1"], TWO_GATES: ["w1*x + b1", "w2*h1 + b2"]}  # what their relus are applied to
STUDENTS = 4


@lru_cache
def asked(network, name, seed):
    """A question, drawn once."""
    return question.derivative(parse(network), name, Random(seed), EXPRESSION)


def judge(count, seed=2024):
    """How many random answers were right, wrong, and wrong with a mistake named.

    Only a condition whose threshold is not 0 but near it, as in (z1 > y), may pass: it differs where no point is drawn.
    """
    random, numbers = Random(seed), np.random.default_rng(seed)
    cases = []
    for network, answers in RIGHT.items():
        graph = parse(network)
        inputs = {name: numbers.uniform(-2, 2, 250) for name in graph.inputs}
        values, names = values_of(network, inputs), list(graph.index)
        far = np.all([np.ones(250), *(np.abs(worth(gate, values)) > 1 for gate in GATES.get(network, []))], axis=0)
        for name, answer in answers.items():
            truth = derivative_of(network, inputs, name)
            assert agree(worth(answer, values), truth, 1e-9)
            cases += [(network, name, student, answer, names, values, truth, far) for student in range(STUDENTS)]
    judged = Counter()
    while judged["right"] + judged["wrong"] < count:
        network, name, student, answer, names, values, truth, far = random.choice(cases)
        text = nearly(random, answer, names) if random.random() < 0.5 else random_answer(random, names)
        number = worth(text, values)
        is_right, is_wrong = agree(number, truth, 1e-8), not agree(number[far], truth[far], 1e-5)
        if is_right or is_wrong:
            one = asked(network, name, student)
            found = judging.judged(one, [typed(text)])
            assert (found.verdict.rung == judging.RIGHT) == is_right, (name, student, typed(text), found.verdict)
            judged["right" if is_right else "wrong"] += 1
            judged["named"] += bool(found.mistakes)
            for mistake in found.mistakes:
                assert leads_to(one, mistake, typed(text)), (name, student, typed(text), mistake.title)
    return judged


def leads_to(asked, mistake, text):
    """Whether the mistake has the answer's number at every point, and a wrong one at some."""
    answer = judging.read_answer(text, asked.names)
    theirs = [evaluated(answer, point.values).of_node[answer.find(None)] for point in asked.points]
    numbers = [mistake.wrong(point.values) for point in asked.points]
    return bool(np.allclose(numbers, theirs, rtol=1e-5, atol=1e-8) and not np.allclose(numbers, asked.truth, rtol=1e-6))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2024)
    given = parser.parse_args()
    try:
        print(", ".join(f"{number} {what}" for what, number in judge(given.answers, given.seed).items()))
    except AssertionError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
