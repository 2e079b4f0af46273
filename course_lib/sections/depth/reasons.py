"""The reasons for what a setting of the depth lab does to the gradient: a sentence or two, with its numbers.

Each activation has its own reasons (``REASONS``), so that a sentence about tanh is never
used for another activation.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from course_lib.numerals import numeral
from course_lib.sections.depth.blocks import Measured, Setting

WIDE = "N(0, 1)"  # the initialisation whose weights have variance 1, at any width
GOES_ON_TOP = "The skip passes everything, and the branch adds to it in every layer."


class Reasons(NamedTuple):
    """One activation's reasons: alone, with a normalisation, with a plain skip, and with a scaled skip."""

    bare: Callable[[Measured], str]
    normalised: Callable[[Setting], str]
    skipped: Callable[[Setting], str]
    small_branch: Callable[[Setting], str]


def why(found: Measured) -> str:
    """The reason for the measured gradient. For an activation without reasons it says that there is none."""
    setting = found.setting
    reasons = REASONS.get(setting.activation)
    if reasons is None:
        return f"For {setting.activation} there is no reason in words here: compare it with the others."
    if setting.skip == "plain":
        return _of_a_normalised_skip(setting) if setting.normalise else reasons.skipped(setting)
    if setting.skip == "1/√depth":
        return reasons.small_branch(setting)
    return reasons.normalised(setting) if setting.normalise else reasons.bare(found)


def _of_a_normalised_skip(setting: Setting) -> str:
    large = " With weights of variance 1 the first branches add a lot." if setting.start == WIDE else ""
    return f"As h grows, each normalisation divides by more, so deeper branches add less.{large}"


def _of_a_small_branch(setting: Setting) -> str:
    return f"{_share(setting)}; the skip's 1 does the rest."


def _share(setting: Setting) -> str:
    return f"The branch counts only 1/√{setting.depth} = {numeral(setting.depth**-0.5, 2)}"


# relu


def _relu(found: Measured) -> str:
    width = found.setting.width
    return {
        "He": "Half of relu's gates are closed; weights of variance 2/n make up for that.",
        "Xavier": "Half of relu's gates are closed, so a layer multiplies the norm by 1/√2. Nothing undoes that.",
        WIDE: f"Weights of variance 1 multiply the norm by √{width} = {numeral(math.sqrt(width), 3)}, "
        "closed gates by 1/√2.",
    }[found.setting.start]


def _normalised_relu(setting: Setting) -> str:
    factor = numeral(1 / math.sqrt(1 - 1 / math.pi), 3)
    return (
        "Without relu's mean the deviation is small: dividing by it makes the gradient "
        f"1/√(1 − 1/π) = {factor} times larger. Only the first layer depends on its weights' size."
    )


def _small_branch_of_relu(setting: Setting) -> str:
    if setting.start == WIDE and not setting.normalise:
        return f"{_share(setting)}, but weights of variance 1 are too large."
    return _of_a_small_branch(setting)


# sigmoid and tanh, which saturate


def _saturating(slope: str, found: Measured) -> str:
    """The reasons of an activation that saturates; ``slope`` says how large its derivative can be."""
    start, width = found.setting.start, found.setting.width
    if start == "Xavier":
        return f"{slope}, and weights of variance 1/n do not make up for that."
    variance, root, factor = ("2/n", "√2", math.sqrt(2)) if start == "He" else ("1", f"√{width}", math.sqrt(width))
    saturated = ", and near 0 for most units, which saturate" if start == WIDE else ""
    each = found.layer_factor
    return (
        f"Weights of variance {variance} multiply by {root} = {numeral(factor, 3)}. {slope}{saturated}: "
        f"the slopes multiply by {numeral(each / factor, 2)}, so it is {numeral(each, 3)} in all."
    )


def _normalised_saturating(otherwise: str, setting: Setting) -> str:
    """The reason with a normalisation; ``otherwise`` is used if the initial weights do not saturate most units."""
    if setting.start == WIDE:
        return "Weights of variance 1 saturate most units; the others pass back far more than these lose."
    return otherwise


def _skipped_sigmoid(setting: Setting) -> str:
    if setting.start == WIDE:
        return "The skip passes everything. The branch adds to it, until h is so large that most units saturate."
    return "The skip passes everything, and the branch, with its slope of at most ¼, adds little."


REASONS = {
    "relu": Reasons(_relu, _normalised_relu, lambda setting: GOES_ON_TOP, _small_branch_of_relu),
    "sigmoid": Reasons(
        partial(_saturating, "σ′ is at most ¼"),
        partial(
            _normalised_saturating,
            "σ shrinks the spread, and the normalisation divides by it. That undoes σ′, except in the first layer.",
        ),
        _skipped_sigmoid,
        _of_a_small_branch,
    ),
    "tanh": Reasons(
        partial(_saturating, "tanh′ is 1 only at 0"),
        partial(
            _normalised_saturating,
            "tanh shrinks the spread, and the normalisation divides by it. This more than makes up for tanh's slope.",
        ),
        lambda setting: GOES_ON_TOP,
        _of_a_small_branch,
    ),
}
