"""All named mistakes with a layer's gradient. Each is a wrong formula for the whole matrix, in NumPy.

A question asks for one entry, and each mistake predicts its own number for it. The
matrices are square, so that the shape does not give away a wrong transpose.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Matrices = dict[str, np.ndarray]
Formula = Callable[[Matrices], np.ndarray]


@dataclass(frozen=True)
class Slip:
    """A wrong formula: what was done, and what belongs there instead."""

    kind: str
    title: str
    sentence: str
    formula: Formula
    is_kept_apart: bool = True  # whether the matrices are drawn such that it shows


def rows(matrix: np.ndarray, factor: float = 1.0) -> np.ndarray:
    """A vector as a matrix of one row, so that every formula has rows and columns."""
    return np.atleast_2d(matrix) * factor


SIGN = "The size is right, the sign is wrong."
SUM = "Every example used W, so every example adds its product. The 1/N of the mean is already in ∂L/∂Z."
GATED_SUM = "Every example used W, so every example adds its product, each through its own gate."
DOWN = "The sum runs down column {row} of X and column {column} of ∂L/∂Z, over the examples."
OVER = "The sum runs over the units: row {row} of ∂L/∂Z times row {column} of W."

WEIGHT = (
    Slip(
        "transposed",
        "That is the entry on the other side of the diagonal: you took (∂L/∂Z)ᵀ · X.",
        DOWN,
        lambda m: m["dZ"].T @ m["X"],
    ),
    Slip("not transposed", "You computed X · ∂L/∂Z, without the transpose.", DOWN, lambda m: m["X"] @ m["dZ"]),
    Slip(
        "wrong side",
        "You computed ∂L/∂Z · X, in the wrong order and without the transpose.",
        DOWN,
        lambda m: m["dZ"] @ m["X"],
    ),
    Slip("other transposed", "You summed along the rows: that is X · (∂L/∂Z)ᵀ.", DOWN, lambda m: m["X"] @ m["dZ"].T),
    Slip(
        "batch divided twice", "You took the mean over the examples.", SUM, lambda m: m["X"].T @ m["dZ"] / len(m["X"])
    ),
    Slip(
        "first example only",
        "That is the first example's product alone.",
        SUM,
        lambda m: np.outer(m["X"][0], m["dZ"][0]),
    ),
    Slip(
        "last example only",
        "That is the last example's product alone.",
        SUM,
        lambda m: np.outer(m["X"][-1], m["dZ"][-1]),
    ),
    Slip("sign", SIGN, "Check the sign of each product.", lambda m: -(m["X"].T @ m["dZ"])),
)

INPUT = (
    Slip("not transposed", "You computed ∂L/∂Z · W, without the transpose.", OVER, lambda m: m["dZ"] @ m["W"]),
    Slip(
        "wrong side",
        "You computed Wᵀ · ∂L/∂Z: that is for the layout in which columns are examples.",
        OVER,
        lambda m: m["W"].T @ m["dZ"],
    ),
    Slip("wrong side, not transposed", "You computed W · ∂L/∂Z.", OVER, lambda m: m["W"] @ m["dZ"]),
    Slip("transposed", "That is the entry on the other side of the diagonal.", OVER, lambda m: (m["dZ"] @ m["W"].T).T),
    Slip(
        "batch divided",
        "You divided by the number of examples.",
        "Each row of ∂L/∂X belongs to one example; nothing is averaged.",
        lambda m: m["dZ"] @ m["W"].T / len(m["dZ"]),
    ),
    Slip(
        "first unit only",
        "That is the path through the first unit alone.",
        "The input feeds every unit: contributions add where paths meet.",
        lambda m: np.outer(m["dZ"][:, 0], m["W"][:, 0]),
    ),
    Slip(
        "last unit only",
        "That is the path through the last unit alone.",
        "The input feeds every unit: contributions add where paths meet.",
        lambda m: np.outer(m["dZ"][:, -1], m["W"][:, -1]),
    ),
    Slip("sign", SIGN, "Check the sign of each product.", lambda m: -(m["dZ"] @ m["W"].T)),
)

ADDED = "b was added to every row, so every row contributes: add them up, column by column."
BIAS = (
    Slip("bias not summed", "That is the first example's row alone.", ADDED, lambda m: rows(m["dZ"][0])),
    Slip("last example only", "That is the last example's row alone.", ADDED, lambda m: rows(m["dZ"][-1])),
    Slip(
        "mean for sum",
        "You took the mean over the rows.",
        f"{ADDED} The 1/N of the mean is already in ∂L/∂Z.",
        lambda m: rows(m["dZ"].mean(axis=0)),
    ),
    Slip("wrong axis", "You summed along a row.", ADDED, lambda m: rows(m["dZ"].sum(axis=1)[: m["dZ"].shape[1]])),
    Slip(
        "all summed",
        "You summed the whole matrix.",
        f"{ADDED} Each bias has its own column.",
        lambda m: rows(np.full(m["dZ"].shape[1], m["dZ"].sum())),
    ),
    Slip(
        "sign",
        SIGN,
        "A bias is added: its local derivative is 1.",
        lambda m: rows(-m["dZ"].sum(axis=0)),
    ),
)


def through_gate(m: Matrices) -> np.ndarray:
    """The gradient that comes back through relu: ∂L/∂H where Z > 0, and 0 elsewhere."""
    return np.where(m["Z"] > 0, m["dH"], 0)


def gated(gate: Callable[[Matrices], np.ndarray]) -> Formula:
    """Xᵀ times what a wrong gate lets through."""
    return lambda m: m["X"].T @ gate(m)


GATE = (
    Slip(
        "gate forgotten",
        "You let everything through.",
        "Where Z ≤ 0, relu is flat: no gradient comes back there. Look at Z, entry by entry.",
        gated(lambda m: m["dH"]),
    ),
    Slip(
        "gate inverted",
        "Your gate is open where it should be closed.",
        "The gradient passes where Z > 0.",
        gated(lambda m: np.where(m["Z"] > 0, 0, m["dH"])),
    ),
    Slip(
        "gate on what arrives",
        "You gated by the sign of ∂L/∂H.",
        "The gate depends on Z, the input of relu. The gradient may have any sign.",
        gated(lambda m: np.where(m["dH"] > 0, m["dH"], 0)),
    ),
    Slip(
        "value for gate",
        "You multiplied by relu(Z) itself.",
        "Its derivative is 1 where Z > 0, and 0 elsewhere.",
        gated(lambda m: m["dH"] * np.maximum(m["Z"], 0)),
    ),
    Slip(
        "batch divided twice",
        "You took the mean over the examples.",
        SUM,
        gated(lambda m: through_gate(m) / len(m["X"])),
    ),
    Slip(
        "not transposed",
        "You computed X · ∂L/∂Z, without the transpose.",
        DOWN,
        lambda m: m["X"] @ through_gate(m),
    ),
    Slip(
        "transposed",
        "That is the entry on the other side of the diagonal.",
        DOWN,
        lambda m: through_gate(m).T @ m["X"],
    ),
    Slip(
        "sign",
        SIGN,
        "Check the sign of each product.",
        gated(lambda m: -through_gate(m)),
    ),
    # One example alone has the number of another slip, whatever is drawn.
    *(
        Slip("one example only", f"That is the {which} example's product alone{but}.", GATED_SUM, formula, False)
        for which, i in (("first", 0), ("last", -1))
        for but, formula in (
            ("", lambda m, i=i: np.outer(m["X"][i], through_gate(m)[i])),
            (", without its gate", lambda m, i=i: np.outer(m["X"][i], m["dH"][i])),
        )
    ),
)

ENTRIES = "The mean runs over all {entries} entries, so each entry's square is divided by {entries}."
LOSS = (
    Slip(
        "divided by the rows only",
        "You divided by the number of examples only, as the lecture's code does.",
        ENTRIES,
        lambda m: 2 * (m["Y"] - m["T"]) / len(m["Y"]),
    ),
    Slip(
        "never divided",
        "You did not divide: that is the gradient of the sum.",
        ENTRIES,
        lambda m: 2 * (m["Y"] - m["T"]),
    ),
    Slip(
        "divided by the columns only",
        "You divided by the number of outputs only.",
        ENTRIES,
        lambda m: 2 * (m["Y"] - m["T"]) / m["Y"].shape[1],
    ),
    Slip(
        "factor 2 forgotten",
        "A factor 2 is missing.",
        "The derivative of (Y − T)² is 2·(Y − T): the exponent becomes a factor.",
        lambda m: (m["Y"] - m["T"]) / m["Y"].size,
    ),
    Slip("divided twice", "You divided twice.", ENTRIES, lambda m: 2 * (m["Y"] - m["T"]) / m["Y"].size ** 2),
    Slip("sign", SIGN, "It is Y − T, not T − Y.", lambda m: -2 * (m["Y"] - m["T"]) / m["Y"].size),
    Slip(
        "value for gradient",
        "That is this entry's part of the loss, not its gradient.",
        "The gradient is 2·(Y − T) / {entries}.",
        lambda m: (m["Y"] - m["T"]) ** 2 / m["Y"].size,
    ),
)
