"""Protects the engine's speed: ratios against micrograd and hand-written NumPy, measured in one run.

    python tests/benchmarks/bench_engine.py

Prints one line per limit and exits with 1 if one is broken. The contenders take turns, so that a busy machine
slows both; a ratio is the median over the rounds.
"""

# ruff: noqa: E402  (NumPy reads these variables when it is imported)

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[variable] = "1"

import gc
import itertools
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from micrograd.engine import Value

from course_lib import OPS, Graph, backward, forward, grad, parse
from course_lib.reading.compiled import compiled

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.networks import LECTURE
from tests.networks import OPEN as LECTURE_INPUTS

ROUNDS = 21
CHAIN_ROUNDS = 9
LENGTHS = (1_000, 10_000, 100_000)  # of the chains
GROWTH = 150  # from the shortest to the longest, without Python's collector, as in timeit; 100 is linear
LONGEST = 1.5  # seconds, with the collector
LOOP_SECONDS = 0.03  # one timing loop lasts at least this long

MLP = """
    Z1 = X @ W1 + b1
    H1 = relu(Z1)
    Z2 = H1 @ W2 + b2
    H2 = relu(Z2)
    Y  = H2 @ W3 + b3
    L  = mean((Y - T)**2)
"""
PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")

Work = Callable[[], object]


# Timing.


def seconds(work: Work, count: int) -> float:
    """How long one call takes, over ``count`` calls."""
    start = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - start) / count


def calls_for(work: Work) -> int:
    """How many calls fill a timing loop; the calls made to find out warm everything up."""
    count = 1
    while (spent := seconds(work, count) * count) < LOOP_SECONDS:
        count = math.ceil(count * min(10.0, 1.2 * LOOP_SECONDS / max(spent, 1e-9)))
    return count


def compare(ours: Work, theirs: Work) -> tuple[float, float, float]:
    """(our seconds, their seconds, ratio), each a median over rounds in which both take their turn."""
    counts = calls_for(ours), calls_for(theirs)
    rounds = []
    for i in range(ROUNDS):
        first, second = (ours, theirs) if i % 2 == 0 else (theirs, ours)
        times = {work: seconds(work, counts[work is theirs]) for work in (first, second)}
        rounds.append((times[ours], times[theirs], times[ours] / times[theirs]))
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))


def same(ours: dict, theirs: dict) -> None:
    """Raise unless both contenders give the same gradients."""
    if ours.keys() != theirs.keys():
        raise AssertionError(f"different names: {sorted(ours)} and {sorted(theirs)}")
    for name in ours:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-9, atol=1e-14, err_msg=name)


# Contenders.


def micrograd_exp(self: Value) -> Value:
    """An operation that micrograd does not have, written in micrograd's own way."""
    out = Value(math.exp(self.data), (self,), "exp")

    def _backward():
        self.grad += out.data * out.grad

    out._backward = _backward

    return out


def micrograd_lecture() -> dict[str, float]:
    """Build, evaluate and differentiate, all of which micrograd must do again for new numbers."""
    leaves = {name: Value(number) for name, number in LECTURE_INPUTS.items()}
    z1 = leaves["w1"] * leaves["x"] + leaves["b1"]
    h1 = z1.relu()
    z2 = leaves["w2"] * h1 + leaves["b2"]
    y = (1.0 + micrograd_exp(-z2)) ** -1
    loss = (y - leaves["target"]) ** 2
    loss.backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


def mlp_inputs(sizes: tuple[int, int, int, int], batch: int) -> dict[str, np.ndarray]:
    """Random examples X (N, D), targets T (N, O) and He-initialised parameters."""
    random = np.random.default_rng(1)
    inputs = {"X": random.normal(size=(batch, sizes[0])), "T": random.normal(size=(batch, sizes[-1]))}
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes), start=1):
        inputs[f"W{layer}"] = random.normal(size=(fan_in, fan_out)) * math.sqrt(2 / fan_in)
        inputs[f"b{layer}"] = random.normal(size=fan_out) * 0.1
    return inputs


def mlp_by_hand(X, T, W1, b1, W2, b2, W3, b3) -> dict[str, np.ndarray]:
    """The loss of MLP and its gradients, as one would write them without an engine."""
    Z1 = X @ W1 + b1
    H1 = np.maximum(Z1, 0.0)
    Z2 = H1 @ W2 + b2
    H2 = np.maximum(Z2, 0.0)
    Y = H2 @ W3 + b3
    error = Y - T
    np.mean(error * error)
    dY = 2.0 * error / error.size
    dZ2 = (dY @ W3.T) * (Z2 > 0)
    dZ1 = (dZ2 @ W2.T) * (Z1 > 0)
    return {
        **{"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0)},
        **{"W2": H1.T @ dZ2, "b2": dZ2.sum(axis=0)},
        **{"W3": H2.T @ dY, "b3": dY.sum(axis=0)},
    }


def chain(length: int) -> Graph:
    """A graph of exactly ``length`` nodes, each but the first two using the one before it."""
    graph = Graph()
    w = graph.input("w")
    handle = graph.input("x")
    while len(graph) < length:
        row = (OPS["multiply"], OPS["sin"], OPS["add"], OPS["tanh"])[len(graph) % 4]
        handle = row(handle, w) if row.arity == 2 else row(handle)
    graph.let(L=handle)
    return graph


# Limits.


def report(what: str, measured: str, limit: str, kept: bool) -> bool:
    print(f"{'ok  ' if kept else 'OVER'}  {what:<52}  {measured:<44}  limit {limit}", flush=True)
    return kept


def ratio(what: str, against: str, ours: Work, theirs: Work, limit: float) -> bool:
    mine, others, quotient = compare(ours, theirs)
    measured = f"{quotient:5.2f} × {against} ({mine * 1e6:.1f} and {others * 1e6:.1f} µs)"
    return report(what, measured, f"{limit:.2f} ×", quotient <= limit)


def lecture_limits() -> list[bool]:
    graph = parse(LECTURE)

    def with_backward():
        return backward(forward(graph, **LECTURE_INPUTS)).grad

    def with_grad():
        return grad(forward(graph, **LECTURE_INPUTS))

    run, numbers = compiled(graph), [LECTURE_INPUTS[name] for name in graph.inputs]

    def with_program():
        return run(numbers)

    expected = micrograd_lecture()
    _, gradients = with_program()
    same({name: gradients[graph.find(name)] for name in expected}, expected)
    for ours in (with_backward, with_grad):
        same({name: ours()[name] for name in expected}, expected)
    return [
        ratio("lecture's network, forward + backward", "micrograd", with_backward, micrograd_lecture, 1.0),
        ratio("lecture's network, forward + grad", "micrograd", with_grad, micrograd_lecture, 0.7),
        ratio("the same, compiled", "micrograd", with_program, micrograd_lecture, 0.15),
    ]


def mlp_limit(sizes: tuple[int, int, int, int], batch: int, limit: float) -> bool:
    graph = parse(MLP)
    inputs = mlp_inputs(sizes, batch)

    def ours():
        return grad(forward(graph, **inputs), wrt=PARAMETERS)

    def theirs():
        return mlp_by_hand(**inputs)

    same(ours(), theirs())
    name = "-".join(map(str, sizes))
    return ratio(f"MLP {name}, batch {batch}, forward + grad", "NumPy", ours, theirs, limit)


def chain_limits() -> list[bool]:
    works = {}
    for length in LENGTHS:
        graph = chain(length)
        works[length] = lambda graph=graph: backward(forward(graph, x=0.5, w=0.9))
    counts = {length: calls_for(work) for length, work in works.items()}
    collected, uncollected = [], []
    for _ in range(CHAIN_ROUNDS):
        collected.append([seconds(works[length], counts[length]) for length in LENGTHS])
        gc.disable()
        uncollected.append([seconds(works[length], counts[length]) for length in LENGTHS])
        gc.enable()
        gc.collect()
    spent = [statistics.median(column) for column in zip(*collected, strict=True)]
    for length, time_taken in zip(LENGTHS, spent, strict=True):
        print(f"      chain of {length:>7,} nodes, forward + backward: {time_taken * 1e3:.1f} ms", flush=True)
    growth, with_collector = (
        statistics.median(times[-1] / times[0] for times in rounds) for rounds in (uncollected, collected)
    )
    return [
        report(
            "chain of 100,000 nodes against one of 1,000",
            f"{growth:5.0f} × the time ({with_collector:.0f} × with Python's collector)",
            f"{GROWTH} ×",
            growth <= GROWTH,
        ),
        report("chain of 100,000 nodes", f"{spent[-1]:5.2f} s", f"{LONGEST:.2f} s", spent[-1] <= LONGEST),
    ]


def main() -> int:
    kept = [
        *lecture_limits(),
        mlp_limit((784, 256, 128, 10), batch=64, limit=1.10),
        mlp_limit((2, 16, 16, 1), batch=100, limit=2.5),
        *chain_limits(),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
