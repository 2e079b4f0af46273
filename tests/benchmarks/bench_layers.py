"""Protects the layers' speed: ratios against the same NumPy written out by hand, measured in one run.

    python tests/benchmarks/bench_layers.py

Prints one line per limit and exits with 1 if one is broken. Like is compared with like: once both sides compute the
gradient of the input, once neither does (a first layer with ``first=True``).
"""

# ruff: noqa: I001  (bench_engine sets NumPy to one thread, and must be imported first)

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.bench_engine import ratio, same

import itertools

import numpy as np

from course_lib.layers.layer import Linear, ReLU, Sequential
from course_lib.layers.losses import CrossEntropyLoss

SIZES = (784, 256, 128, 10)
BATCH = 64


def by_hand(X, classes, W1, b1, W2, b2, W3, b3, with_input) -> dict[str, np.ndarray]:
    """The loss and its gradients, as one would write them without classes."""
    Z1 = X @ W1 + b1
    H1 = np.maximum(Z1, 0)
    Z2 = H1 @ W2 + b2
    H2 = np.maximum(Z2, 0)
    Z3 = H2 @ W3 + b3
    shifted = Z3 - Z3.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(X))
    float(-np.mean(log_P[rows, classes]))
    dZ3 = np.exp(log_P)
    dZ3[rows, classes] -= 1
    dZ3 /= len(X)
    dZ2 = np.where(Z2 > 0, dZ3 @ W3.T, 0)
    dZ1 = np.where(Z1 > 0, dZ2 @ W2.T, 0)
    return {
        **{"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0)},
        **{"W2": H1.T @ dZ2, "b2": dZ2.sum(axis=0)},
        **{"W3": H2.T @ dZ3, "b3": dZ3.sum(axis=0)},
        **({"X": dZ1 @ W1.T} if with_input else {}),
    }


def limit(with_input: bool) -> bool:
    random = np.random.default_rng(1)
    linears = [Linear(*sizes, random) for sizes in itertools.pairwise(SIZES)]
    linears[0].first = not with_input
    network, loss = Sequential(linears[0], ReLU(), linears[1], ReLU(), linears[2]), CrossEntropyLoss()
    X, classes = random.normal(size=(BATCH, SIZES[0])), random.integers(SIZES[-1], size=BATCH)
    parameters = network.parameters

    def ours():
        loss.forward(network.forward(X), classes)
        dX = network.backward(loss.backward())
        return {**network.gradients, "X": dX} if with_input else network.gradients

    def theirs():
        return by_hand(X, classes, **parameters, with_input=with_input)

    same(ours(), theirs())
    what = f"layers {'-'.join(map(str, SIZES))}, batch {BATCH}{', with dX' if with_input else ''}"
    return ratio(what, "NumPy", ours, theirs, 1.05)


def main() -> int:
    kept = [limit(with_input) for with_input in (True, False)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
