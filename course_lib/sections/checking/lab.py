"""The gradient-check lab: what is checked, and its report in words.

Every sentence comes from a measurement. If a planted mistake is not caught, the same
line is checked again with another step and with other sizes, to say which of them hid it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_lib.differences import AGREE, ORDER
from course_lib.layers.check import ROUNDINGS, Entry, Report, check_layers
from course_lib.layers.layer import Layer, LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, Loss, MSELoss
from course_lib.numerals import numeral
from course_lib.sections.checking.bench import Bench, bench
from course_lib.sections.checking.planted import LAYER_MISTAKES, LayerMistake, plant
from course_lib.sections.checking.step_errors import VCurve

PARTS: tuple[type[Layer] | type[Loss], ...] = (
    *(Linear, ReLU, LeakyReLU, Sigmoid, Tanh, LayerNorm, Residual),
    *(MSELoss, BCELoss, CrossEntropyLoss),
)
UNTOLD = ("kink", "rounding", "truncation")  # verdicts for which the quotient cannot tell right from wrong


class Planted(NamedTuple):
    """What is on the bench: a layer or loss, and the mistake in it (None if it is correct)."""

    part: type[Layer] | type[Loss]
    mistake: LayerMistake | None


PLANTED = {
    f"{part.__name__}: {mistake.name if mistake else 'correct'}": Planted(part, mistake)
    for part in PARTS
    for mistake in (None, *LAYER_MISTAKES)
    if mistake is None or part in mistake.variants
}


class Sizes(NamedTuple):
    """How many examples and outputs the bench has: N and D."""

    examples: int
    outputs: int


ROOMY = Sizes(5, 2)  # sizes at which every mistake shows: N ≠ D > 1


class Measure(NamedTuple):
    """How a check is done."""

    scheme: str = "central"
    step: float | None = None
    dtype: type[np.floating] = np.float64


BEST = Measure()  # central differences, the theoretical best step, float64


def on_bench(planted: Planted, sizes: Sizes = ROOMY, seed: int = 0) -> Bench:
    """A small network around the layer or loss, with the mistake in it; of three Linear layers, in the middle one."""
    setup = bench(planted.part, np.random.default_rng(seed), *sizes)
    if planted.mistake is None:
        return setup
    alike = [place for place, layer in enumerate(setup.network.walk()) if type(layer) is planted.part]
    alone = len(alike) > 1 and len(planted.mistake.variants) == 1
    network, loss = plant(planted.mistake, setup.network, setup.loss, alike[len(alike) // 2] if alone else None)
    return setup._replace(network=network, loss=loss)


@lru_cache(maxsize=256)
def examine(planted: Planted, sizes: Sizes = ROOMY, measure: Measure = BEST) -> Report:
    """The report on what stands on the bench."""
    return check_layers(*on_bench(planted, sizes), scheme=measure.scheme, step=measure.step, dtype=measure.dtype)


def said_of_report(planted: Planted, sizes: Sizes, measure: Measure, report: Report) -> str:
    """What the report shows, in a few sentences of Markdown."""
    if planted.mistake is None:
        return _of_a_correct_one(planted, sizes, report)
    if report.caught:
        return f"**Caught in {rows_of(report)}.** {planted.mistake.what} {planted.mistake.shows}"
    return f"**Not caught.** {planted.mistake.what} {_what_hides(planted, sizes, report)}"


def _what_hides(planted: Planted, sizes: Sizes, report: Report) -> str:
    """Why a mistake is not caught: the same line checked again, first with another step, then with other sizes."""
    measured_well, roomy = examine(planted, sizes), examine(planted)
    if measured_well.caught:
        step, unsure = numeral(report.step, 2), " or ".join(sorted({b.verdict for b in report.blocks.values()}))
        return (
            f"The measurement hides it: with h = {step} in {report.dtype} the check can only say *{unsure}*. "
            f"In float64, with the best central step in theory, the line is caught in {rows_of(measured_well)}."
        )
    here = f"N = {sizes.examples} and D = {sizes.outputs}"
    if roomy.caught:
        return (
            f"The sizes hide it: with {here} the wrong line gives the right numbers. "
            f"With N = {ROOMY.examples} and D = {ROOMY.outputs} it is caught in {rows_of(roomy)}."
        )
    return f"With {here} the wrong line gives the right numbers."


def _of_a_correct_one(planted: Planted, sizes: Sizes, report: Report) -> str:
    entries, failing, worst = failures(report)
    if not failing:
        if worst.error == 0:
            return "**Nothing is wrong, but nothing is tested.** Every gradient is 0 here, by hand and numerically."
        found = f"the worst of {len(entries)} errors is {numeral(worst.error, 2)}"
        return f"**Nothing is wrong,** and the report says so: {found}."
    words = f"**Nothing is wrong, but {len(failing)} of {len(entries)} errors are above {numeral(AGREE)}.** "
    verdicts = {entry.verdict for entry in failing}
    reasons = [_REASONS[verdict](planted, sizes, report) for verdict in UNTOLD if verdict in verdicts]
    if verdicts - {*UNTOLD}:
        reasons.append("Some right entries are called wrong: a verdict is only as good as its step. Try another step.")
    return words + " ".join(reasons)


def _rounding(planted: Planted, sizes: Sizes, report: Report) -> str:
    setup = on_bench(planted, sizes)
    size = abs(setup.loss.forward(setup.network.forward(setup.X), setup.T))
    epsilon = float(np.finfo(report.dtype).eps)
    return (
        f"Rounding: {report.dtype} stores a loss of {numeral(size, 2)} to about {numeral(epsilon * size, 2)}. "
        f"Divided by h = {numeral(report.step, 2)}, that is {numeral(epsilon * size / report.step, 2)}. "
        "Smaller gradients are lost in this error."
    )


def _truncation(planted: Planted, sizes: Sizes, report: Report) -> str:
    return f"Truncation: within h = {numeral(report.step, 2)} the loss bends, so the quotient is not the slope."


def _kink(planted: Planted, sizes: Sizes, report: Report) -> str:
    crossed = sum(block.kinks for block in report.blocks.values())
    where = "1 difference straddles" if crossed == 1 else f"{crossed} differences straddle"
    return f"Kinks: {where} a corner. A shorter step crosses fewer."


_REASONS: dict[str, Callable[[Planted, Sizes, Report], str]] = {
    "kink": _kink,
    "rounding": _rounding,
    "truncation": _truncation,
}


def said_of_step(curve: VCurve, place: int, lost: bool) -> str:
    """Which of a quotient's two errors is larger at one of its steps; ``lost`` means that θ + h is rounded to θ."""
    step, found = numeral(curve.steps[place], 2), numeral(curve.errors[place], 2)
    if lost:
        return f"**At h = {step} nothing moves:** u + h is rounded to u itself, so the difference is 0."
    if curve.rounding[place] > curve.truncation[place]:
        return (
            f"**At h = {step} rounding dominates:** the error is {found}. The two values agree in nearly all digits, "
            f"and their difference keeps the rounding error. A shorter step makes it worse."
        )
    return (
        f"**At h = {step} truncation dominates:** the error is {found}. The function bends within the step. "
        f"A step ten times shorter makes it about {10**curve.order} times smaller."
    )


def failures(report: Report) -> tuple[list[Entry], list[Entry], Entry]:
    """All entries, the entries with an error above 1e-5 for whatever reason, and the one with the largest error."""
    entries = [entry for block in report.blocks.values() for entry in block.entries]
    return entries, [entry for entry in entries if not entry.error <= AGREE], max(entries, key=lambda e: e.error)


def rows_of(report: Report) -> str:
    """The rows in which something is wrong: ``W1 and X``, or every row."""
    return "every row" if len(report.caught) == len(report.blocks) else listed(report.caught)


def listed(names: tuple[str, ...]) -> str:
    """``W1, b1 and X``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def bounds(report: Report, block: str, size: float) -> tuple[float, float]:
    """The gaps that rounding and truncation can explain, as in the check; ``size`` is the size of the loss."""
    rounding = ROUNDINGS * float(np.finfo(report.dtype).eps) * size / report.step
    largest = max(abs(entry.numerical) for entry in report.blocks[block].entries)
    return rounding, report.step ** ORDER[report.scheme] * largest
