"""The sentences under the figures of 5.4 and the rows of its tables, made from what was computed."""

from collections.abc import Mapping

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.layer import Layer, LeakyReLU, ReLU, Sigmoid, Tanh
from course_lib.numerals import NOT_YET, decimals, numeral
from course_lib.sections.layer_gradients.weight_sum import bracketed

# One weight, one bias, one gate.


def said_of_weight(X: Array, dZ: Array, place: tuple[int, int], columns: bool) -> str:
    """The gradient of the weight at ``place``, (input, unit) from 0, as a sum; ``columns``: examples are columns."""
    source, unit = place
    products = " + ".join(
        f"{bracketed(float(x))}·{bracketed(float(z))}" for x, z in zip(X[:, source], dZ[:, unit], strict=True)
    )
    total = numeral(float(X[:, source] @ dZ[:, unit]), 3)
    index, way, whole = f"{source + 1}{unit + 1}", "down a column of X and a column of ∂L/∂Z", "Xᵀ · ∂L/∂Z"
    if columns:
        index, way, whole = f"{unit + 1}{source + 1}", "along a row of ∂L/∂Z and a row of X", "∂L/∂Z · Xᵀ"
    return (
        f"<em>∂L/∂W<sub>{index}</sub> = {products} = <strong>{total}</strong></em><br>The sum runs {way}, over the "
        f"examples. For all weights at once this is {whole}. The transpose comes from the sum, not the shapes."
    )


def bias_rows(dZ: Array, by_layer: Array, by_engine: Array) -> list[tuple[str, ...]]:
    """A table's rows: what each example contributes to the biases, and what three rules make of it."""
    lines = {f"∂L/∂Z, example {n + 1}": row for n, row in enumerate(dZ)} | {
        "Linear: dZ.sum(axis=0)": by_layer,
        "the engine's graph": by_engine,
        "one example's rule, ∂L/∂b = ∂L/∂z": dZ[0],
    }
    return [(name, *(numeral(float(share)) for share in row)) for name, row in lines.items()]


def said_of_bias(dZ: Array, by_engine: Array) -> str:
    """Whether the rule of one example is right here."""
    if np.allclose(dZ[0], by_engine):
        return "With one example the lecture's rule is right: the sum has a single term."
    return f"{len(dZ)} rows give {len(dZ)} contributions. One example's rule keeps only the first of them."


def said_of_gates(Z: Array) -> str:
    """How many gates are open and closed, and what a test sees of that."""
    closed, at_zero = int((Z <= 0).sum()), int((Z == 0).sum())
    if not closed:
        return (
            "All gates are open. A layer that forgets the gate gives the same numbers here. So it does at the "
            "lecture's numbers, where z1 = 1.1. Test a gate where it is closed."
        )
    corner = f" For {at_zero} of them Z is exactly 0, where we chose the derivative 0." if at_zero else ""
    return (
        f"{Z.size - closed} gates are open, {closed} closed. "
        f"So {closed} of the {Z.size} numbers in ∂L/∂Z are 0, whatever arrived.{corner}"
    )


# Activations and losses.

NAMES: dict[type[Layer], str] = {ReLU: "relu", LeakyReLU: "leaky", Sigmoid: "σ", Tanh: "tanh"}
KINKED = (ReLU, LeakyReLU)
STALLED = 0.0099  # a derivative below it lets less than 1 % through, also when it is rounded
VERY_WRONG = 0.95  # how far an output is from its target


def activation_rows(value: float, slope: float) -> list[tuple[str, str]]:
    """A table's rows: value and derivative of an activation, and what a gradient of 100 becomes."""
    return [
        ("value", numeral(value)),
        ("local derivative", numeral(slope)),
        ("upstream 100 becomes", numeral(100 * slope)),
    ]


def said_of_activation(activation: type[Layer], z: float, value: float, slope: float) -> str:
    """Where an activation's derivative comes from, and whether anything gets through at z."""
    told = {
        ReLU: "The gate is open or closed, with nothing in between.",
        LeakyReLU: "The gate is never quite closed: at least a hundredth gets through.",
        Sigmoid: f"Computed from the output: h·(1 − h), with h = {numeral(value)}. It is never larger than ¼.",
        Tanh: f"Computed from the output: 1 − h², with h = {numeral(value)}. It reaches 1 only at z = 0.",
    }[activation]
    if 0 < slope < STALLED:
        told += " The unit is saturated: less than 1 % of the gradient gets through."
    if z == 0 and activation in KINKED:
        told += " At the corner there is no derivative; this number is our choice."
    return told


def loss_rows(squared: float, entropy: float) -> list[tuple[str, str]]:
    """A table's rows: ∂L/∂z with either loss, and how many times as large the second is."""
    return [
        ("squared error, 2·(p − t)·p·(1 − p)", numeral(squared)),
        ("cross-entropy, p − t", numeral(entropy)),
        ("how many times as large", numeral(entropy / squared, 3) if squared else NOT_YET),
    ]


def said_of_losses(z: float, p: float, target: float) -> str:
    """How wrong the output is."""
    wrong = "The output is very wrong, but squared error gives a tiny gradient."
    where = f"p = σ({numeral(z)}) = {numeral(p)}, and the target is {numeral(target)}."
    return f"{where} {wrong}" if abs(p - target) > VERY_WRONG else where


# Where the division by the number of examples belongs.


def division_rows(right: Mapping[str, Array], lecture: Mapping[str, Array]) -> list[tuple[str, ...]]:
    """A table's rows: the lecture's gradients beside the right ones, with the ratio found and the ratio expected."""
    examples, outputs = right["Y"].shape
    expected = {"Y": ("D", outputs), "W": ("D/N", outputs / examples), "b": ("D/N", outputs / examples)}
    expected["X"] = ("D", outputs)
    return [
        (
            f"∂L/∂{name}",
            numeral(float(right[name].flat[0])),
            numeral(float(lecture[name].flat[0])),
            numeral(float(np.linalg.norm(lecture[name]) / np.linalg.norm(right[name]))),
            f"{formula} = {numeral(float(factor))}",
        )
        for name, (formula, factor) in expected.items()
    ]


def said_of_division(examples: int, outputs: int) -> str:
    """How large the lecture's gradients are, and whether a test of these sizes finds that."""
    if examples != outputs:
        times = "right" if outputs == 1 else f"{outputs} times the right one"
        return (
            f"The lecture's loss averages {examples * outputs} entries and divides by {examples}: ∂L/∂Y is "
            f"{times}, and so is ∂L/∂X. Its layer divides once more: the parameters' gradients are "
            f"{numeral(outputs / examples)} times the right ones. No error is raised."
        )
    inputs = "is right, too" if examples == 1 else f"is {outputs} times too large"
    return (
        f"N = D = {examples}: the parameters' gradients are right by accident, and a test with these sizes passes. "
        f"The input's gradient {inputs}."
    )


# The lecture's network, three ways.

Found = Mapping[str, float]  # the loss L and the gradients of W1, b1, W2, b2 and x, by these names
SHOWN = ("L", "W1", "b1", "W2", "b2", "x")


def whole_rows(layers: Found, graph: Found, lecture: Found) -> list[tuple[str, ...]]:
    """A table's rows: the loss and every gradient, three ways."""
    return [
        (
            name if name == "L" else f"∂L/∂{name}",
            decimals(layers[name]),
            decimals(graph[name]),
            numeral(abs(layers[name] - graph[name]), 1),
            decimals(lecture[name]),
        )
        for name in SHOWN
    ]


def said_of_whole(layers: Found, graph: Found) -> str:
    """Whether the gate is closed, and how far layers and engine are apart."""
    apart = max(abs(layers[name] - graph[name]) for name in SHOWN)
    told = f"∂L/∂W1 = {decimals(layers['W1'])}, as in 5.3."
    if layers["W1"] == 0:
        told = "The gate is closed: in all three, the gradients of W1, b1 and x are 0."
    return (
        f"{told} Layers and engine differ by at most {numeral(apart, 1)}. The lecture's classes agree as well: "
        "with one example and one output, N = D = 1, so both of its divisions divide by 1."
    )
