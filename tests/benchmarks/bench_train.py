"""Protects the training loop's speed: an epoch against the same NumPy written out by hand, measured in one run.

    python tests/benchmarks/bench_train.py

Prints one line per limit and exits with 1 if one is broken. Two moons, 200 points, 2-16-16-1, once in one batch,
once in four.
"""

# ruff: noqa: I001  (bench_engine sets NumPy to one thread, and must be imported first)

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.bench_engine import ratio, same

import itertools

import numpy as np

from course_lib.sections.training.datasets import two_moons
from course_lib.layers.layer import Linear, Sequential, Tanh
from course_lib.layers.losses import BCELoss
from course_lib.layers.train import SGD, train

SIZES = (2, 16, 16, 1)
POINTS = 200
RATE = 0.1
LIMIT = 1.5


def by_hand(X, T, parameters, batch, random) -> dict[str, np.ndarray]:
    """One epoch of stochastic gradient descent, as one would write it without a library."""
    W1, b1, W2, b2, W3, b3 = (value.copy() for value in parameters.values())
    order = random.permutation(len(X))
    total = 0.0
    for start in range(0, len(X), batch):
        chosen = order[start : start + batch]
        x, t = X[chosen], T[chosen]
        H1 = np.tanh(x @ W1 + b1)
        H2 = np.tanh(H1 @ W2 + b2)
        Z3 = H2 @ W3 + b3
        power = np.exp(-np.abs(Z3))
        P = np.where(Z3 >= 0, 1, power) / (1 + power)
        total += float(np.mean(np.maximum(Z3, 0) - Z3 * t + np.log1p(power))) * len(chosen)
        dZ3 = (P - t) / P.size
        dZ2 = (dZ3 @ W3.T) * (1 - H2**2)
        dZ1 = (dZ2 @ W2.T) * (1 - H1**2)
        dW3, db3 = H2.T @ dZ3, dZ3.sum(axis=0)
        dW2, db2 = H1.T @ dZ2, dZ2.sum(axis=0)
        dW1, db1 = x.T @ dZ1, dZ1.sum(axis=0)
        W1, b1 = W1 - RATE * dW1, b1 - RATE * db1
        W2, b2 = W2 - RATE * dW2, b2 - RATE * db2
        W3, b3 = W3 - RATE * dW3, b3 - RATE * db3
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3, "loss": np.array(total / len(X))}


def limit(batch: int) -> bool:
    random = np.random.default_rng(1)
    X, T = two_moons(POINTS, random)
    linears = [Linear(*sizes, random, first=not i) for i, sizes in enumerate(itertools.pairwise(SIZES))]
    network = Sequential(linears[0], Tanh(), linears[1], Tanh(), linears[2])
    parameters = network.parameters
    run = iter(())

    def epoch():
        return next(run)

    def theirs():
        return by_hand(X, T, parameters, batch, np.random.default_rng(2))

    run = train(network, BCELoss(), X, T, SGD(RATE), 10**9, batch, np.random.default_rng(2))
    next(run)
    state = next(run)
    same({**state.parameters, "loss": np.array(state.loss)}, theirs())
    return ratio(f"an epoch of two moons, batches of {batch}", "NumPy", epoch, theirs, LIMIT)


def main() -> int:
    kept = [limit(batch) for batch in (POINTS, 50)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
