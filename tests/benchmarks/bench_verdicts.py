"""Protects the time of a verdict and of a question, on every network of the corpus of answers and on two larger ones.

    python tests/benchmarks/bench_verdicts.py

Each answer is judged on a question that nobody has answered before, then again, as a second attempt is. Prints the
limits, and exits with 1 if one is broken.
"""

import json
import sys
import time
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from course_lib import parse
from course_lib.exercises import judging, known_mistakes, question
from course_lib.exercises.question import EXPRESSION, NUMBER
from tests.exercises.answers import random_answer, typed

CORPUS = Path(__file__).parent.parent / "exercises" / "answers.jsonl"
# A 2-2-2 network of logistic units with two losses (Mazur, "A step by step backpropagation example", 2015), and relus.
MAZUR = """
    n1 = w1*i1 + w2*i2 + b1
    h1 = 1/(1 + exp(-n1))
    n2 = w3*i1 + w4*i2 + b1
    h2 = 1/(1 + exp(-n2))
    o1 = sigmoid(w5*h1 + w6*h2 + b2)
    o2 = sigmoid(w7*h1 + w8*h2 + b2)
    L = (t1 - o1)**2/2 + (t2 - o2)**2/2
"""
RELUS = """
    h1 = relu(w11*x + b1)
    h2 = relu(w12*x + b2)
    k1 = relu(v11*h1 + v12*h2 + c1)
    k2 = relu(v21*h1 + v22*h2 + c2)
    L = (k1 + k2 - t)**2
"""
LARGE = {"Mazur's 2-2-2": (MAZUR, "w1"), "four relus": (RELUS, "w11")}
VERDICT, SLOWEST, QUESTION = 0.050, 0.300, 0.250  # seconds: the 95th percentile, the slowest, a question's median
SEEDS, RANDOM_ANSWERS = 9, 40
ROWS = None  # how many of the corpus; None for all


def seconds(work):
    """How long one call takes, in seconds of this process, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def drawn(network, wrt, seed, asks=EXPRESSION):
    """The time and the question, where no other student's question has been drawn."""
    known_mistakes._kept.cache_clear()
    return seconds(lambda: question.derivative(parse(network), wrt, Random(seed), asks))


def verdicts(rows):
    """The times of all verdicts, by network: on a first attempt, and on a second one."""
    first, again = {}, {}
    for network, wrt, answers in rows:
        random, asked = Random(1), drawn(network, wrt, 0)[1]
        made = (typed(random_answer(random, list(asked.names))) for _ in range(RANDOM_ANSWERS))
        for k, text in enumerate([*answers, *made]):
            judge = partial(judging.judge, texts=[text])
            if k <= len(answers):
                asked = drawn(network, wrt, k)[1]
                first.setdefault(network, []).append(seconds(partial(judge, asked))[0])
            again.setdefault(network, []).append(seconds(partial(judge, asked))[0])
    return first, again


def main():
    broken = []

    def said(what, number, limit):
        """Print a limit, and remember whether it is broken."""
        print(f"{what}: {1000 * number:.0f} ms (limit {1000 * limit:.0f})")
        if number > limit:
            broken.append(what)

    for name, (network, wrt) in LARGE.items():
        for asks in (EXPRESSION, NUMBER):
            times = [drawn(network, wrt, seed, asks)[0] for seed in range(SEEDS)]
            said(
                f"a question for {'an' if asks == EXPRESSION else 'a'} {asks}, {name}",
                median(times),
                QUESTION,
            )
    corpus = {}
    for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()[:ROWS]):
        corpus.setdefault((row["network"], row["wrt"]), []).append(row["answer"])
    rows = [(network, wrt, answers) for (network, wrt), answers in corpus.items()]
    first, again = verdicts([*rows, *((network, wrt, []) for network, wrt in LARGE.values())])
    percentiles = {network: float(np.percentile(times, 95)) for network, times in again.items()}
    worst = max(percentiles, key=percentiles.__getitem__)
    print(f"{sum(map(len, first.values()))} first verdicts and {sum(map(len, again.values()))} others")
    said(
        f"a verdict, 95th percentile on the slowest network ({worst.strip().splitlines()[0]} …)",
        percentiles[worst],
        VERDICT,
    )
    said("the slowest first verdict", max(map(max, first.values())), SLOWEST)
    said("the slowest other verdict", max(map(max, again.values())), SLOWEST)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
