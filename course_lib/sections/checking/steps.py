"""One step of a difference quotient: its place on the curve over all steps, and its two ends around a kink."""

from dataclasses import dataclass

import numpy as np

from course_lib.differences import difference, relative_error
from course_lib.numerals import numeral
from course_lib.sections.checking.examples import Case, curve_of, gated, gated_slope
from course_lib.sections.checking.step_errors import VCurve

STEPS = tuple(10.0 ** (power / 2) for power in range(-2, -31, -1))  # two per power of ten, from 1e−1 to 1e−15
KINK_STEPS = tuple(10.0 ** (power / 10) for power in range(-10, -151, -1))  # ten per power of ten


@dataclass(frozen=True)
class StepOnCurve:
    """A step of a case's V-curve: the curve, the step's ``place`` on it, and the quotient that it gives.

    ``is_lost`` says that u + h is rounded to u itself.
    """

    curve: VCurve
    place: int
    quotient: float
    slope: float
    is_lost: bool

    @property
    def step(self) -> float:
        """h."""
        return self.curve.steps[self.place]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The step in numbers, as a table's rows."""
        return [
            ("step h", numeral(self.step, 2)),
            ("difference quotient", numeral(self.quotient, 9)),
            ("derivative", numeral(self.slope, 9)),
            ("relative error", numeral(self.curve.errors[self.place], 2)),
            ("theory: truncation", numeral(self.curve.truncation[self.place], 2)),
            ("theory: rounding", numeral(self.curve.rounding[self.place], 2)),
        ]


def step_on_curve(case: Case, scheme: str, dtype: type[np.floating], log_step: float) -> StepOnCurve:
    """The step whose decimal logarithm is nearest to ``log_step``, on the case's curve in ``dtype``."""
    curve = curve_of(case, scheme, dtype, STEPS)
    place = min(range(len(STEPS)), key=lambda i: abs(np.log10(STEPS[i]) - log_step))
    at, h = dtype(case.at), dtype(curve.steps[place])
    quotient = float(difference(case.function, at, h, scheme))
    return StepOnCurve(curve, place, quotient, case.derivative(case.at), bool(at + h == at))


@dataclass(frozen=True)
class KinkStep:
    """A step of a quotient of relu(tanh u), whose corner is at 0: the point, its two ends, and the quotient."""

    at: float
    step: float
    ends: tuple[float, float]
    slope: float
    quotient: float
    errors: tuple[float, ...]

    @property
    def crosses(self) -> bool:
        """Whether the corner lies between the two ends."""
        return self.ends[0] <= 0 < self.ends[1]

    @property
    def corner(self) -> tuple[float, str] | None:
        """The step that just reaches the corner, and its name; None if the point is the corner itself."""
        return (abs(self.at), "corner") if self.at else None


def kink_step(at: float, scheme: str, log_step: float) -> KinkStep:
    """The step 10 to the power of ``log_step`` at u = ``at``, and the errors of all ``KINK_STEPS``."""
    step, slope = 10.0**log_step, gated_slope(at)
    ends = (at, at + step) if scheme == "forward" else (at - step, at + step)
    errors = tuple(relative_error(slope, float(difference(gated, at, each, scheme))) for each in KINK_STEPS)
    return KinkStep(at, step, ends, slope, float(difference(gated, at, step, scheme)), errors)


def said_of_kink(found: KinkStep) -> str:
    """The quotient compared with the derivative, and whether the step crosses the corner. Markdown."""
    crossed = "**The step crosses the corner.**" if found.crosses else "The step stays on one side."
    helps = f"Any h below {numeral(abs(found.at))} stays on one side, and there the error drops sharply."
    if found.at == 0:
        helps = "No step helps here: at the corner the quotient follows another convention than the gradient by hand."
    return (
        f"f(u) = relu(tanh u) at u = {numeral(found.at)}: by hand {numeral(found.slope)}, "
        f"quotient {numeral(found.quotient)}, "
        f"relative error **{numeral(relative_error(found.slope, found.quotient), 2)}**. {crossed} {helps}"
    )
