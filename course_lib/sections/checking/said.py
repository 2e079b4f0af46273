"""The sentences under the smaller experiments of 5.5, in Markdown, made from measured numbers."""

from collections.abc import Mapping

import numpy as np

from course_lib.differences import AGREE
from course_lib.layers.check import Report, check_layers
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import one_neuron
from course_lib.sections.checking.lab import listed

ON_THE_CORNER = 1e-12  # an input of relu that is no further from 0 counts as on the corner


def said_of_norm(report: Report) -> str:
    """The one norm over everything, compared with the row of b1, whose gradient has the wrong sign."""
    noticed = "passes the check" if report.overall <= AGREE else "is noticed"
    return (
        f"With all gradients in one norm, the error is **{numeral(report.overall, 2)}**: the bug {noticed}. "
        f"In its own row it is **{numeral(report.blocks['b1'].worst.error, 2)}**, whatever the weights: a wrong sign. "
        "So report every parameter, with its worst entry."
    )


def failing_rows(counts: Mapping[float, tuple[int, int]], shortest: float, checked: int) -> list[tuple[str, ...]]:
    """A table of how many of the ``checked`` entries fail at each step; steps below ``shortest`` are not shown yet."""
    return [
        (numeral(h), f"{failing} of {checked}", str(across)) if h >= shortest else (numeral(h), "·", "·")
        for h, (failing, across) in counts.items()
    ]


def said_of_failing(counts: Mapping[float, tuple[int, int]], step: float, checked: int) -> str:
    """How many right entries fail with this step, and whether it is the kinks or rounding."""
    failing, across = counts[step]
    found = f"**{failing}** right entries fail, none of them across a kink: that is rounding."
    if not failing:
        found = f"none of the {checked} fails: no corner lies within any step."
    elif across:
        found = f"**{failing}** right entries fail, {across} of them across a kink. A kink does not prove a bug."
    return f"At h = {numeral(step)}, {found}"


def check_at(w1: float, forgotten: bool) -> tuple[Report, str]:
    """The check of the lecture's network at this weight, and what it shows; ``forgotten`` leaves out relu's gate."""
    bench = one_neuron(w1, forgotten)
    parameters = bench.network.parameters
    z1 = float((bench.X @ parameters["W1"] + parameters["b1"])[0, 0])
    report = check_layers(*bench)
    state = "closed"
    if abs(z1) <= ON_THE_CORNER:
        state = "on the corner"
    elif z1 > 0:
        state = "open"
    return report, f"z1 = {numeral(round(z1, 9))}: the gate is {state}. {_of_a_gate(report, forgotten)}"


def _of_a_gate(report: Report, forgotten: bool) -> str:
    if report.caught:
        return f"**Caught in {listed(report.caught)}:** the gradient by hand passes the closed gate."
    if "kink" in {block.verdict for block in report.blocks.values()}:
        return "**The check cannot tell:** its two evaluations lie on opposite sides of the corner."
    if forgotten:
        return "**Not caught.** The gate is missing, but every number is right, since nothing has to be stopped here."
    return "Nothing is wrong, and the report says so."


def said_of_edge(z: float, log_sigmoid: tuple[float, float], relu: tuple[float, float]) -> str:
    """What breaks at z. Each pair has the lecture's number and this course's; ``log_sigmoid`` is in float32."""
    lost, kept = (bool(np.isinf(number)) for number in log_sigmoid)
    masked, cut = relu
    said = {
        "In float32 exp(100) is inf: clipping at 500 is too late, so σ is exactly 0 and its logarithm −∞.": lost > kept,
        "In float32 both σ are 0, and 0 has no logarithm: a loss must compute log σ from z itself.": lost and kept,
        "In float64 the clip gives σ(−500), whatever z is.": z < -500,
        "The mask turns −inf into nan, since inf · 0 has no value.": np.isnan(masked),
        "The mask turns a negative number into −0.0.": np.signbit(masked) and cut == masked,
    }
    found = " ".join(sentence for sentence, applies in said.items() if applies)
    return found or "At an ordinary number both agree, and no check tells them apart."


def said_of_single(step: float) -> str:
    """What happens with this step in float32."""
    epsilon = float(np.finfo(np.float32).eps)
    return (
        f"float32 has ε = {numeral(epsilon, 2)}, and the step divides it. "
        f"At h = {numeral(step)} the error is about {numeral(epsilon / step, 2)} times the loss. "
        "**Check in float64**, even if you train in float32, and write the dtype into the report."
    )


def where_caught(caught: tuple[str, ...], options: tuple[str, str, str]) -> str:
    """Which of the options is true: in every row, in X alone, nowhere."""
    everywhere, only_in_x, nowhere = options
    if not caught:
        return nowhere
    return only_in_x if caught == ("X",) else everywhere
