"""The error of a difference quotient at each step: the numbers of the V-curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.differences import ORDER, best_step, difference


@dataclass(frozen=True)
class VCurve:
    """The relative error |n − a| / |a| of a difference quotient against its step; on two log axes it looks like a V.

    ``rounding`` and ``truncation`` are the two lines that theory predicts. The first is
    ε |f| / (|f'| h), with slope −1. The second has slope ``order`` (1 forward, 2 central)
    and passes through the largest step's error. ``best`` is the theoretical best step.
    """

    steps: Sequence[float]
    errors: Sequence[float]
    rounding: Sequence[float]
    truncation: Sequence[float]
    order: int
    best: float


STEPS = tuple(10.0**power for power in range(-1, -16, -1))


def v_curve(
    function: Callable[[Any], Any],
    derivative: float,
    at: float,
    scheme: str = "central",
    dtype: type[np.floating] = np.float64,
    steps: Sequence[float] = STEPS,
) -> VCurve:
    """How far the difference quotient at ``at`` is from the true ``derivative``, for each step, largest first.

    Everything is computed in ``dtype``; ``function`` must keep it.

    Raises:
        SettingError: there is no such scheme.
    """
    best = best_step(scheme, dtype, scale=max(1.0, abs(at)))
    order = ORDER[scheme]
    numerical = [float(difference(function, dtype(at), dtype(h), scheme)) for h in steps]
    errors = [abs(n - derivative) / abs(derivative) for n in numerical]
    noise = float(np.finfo(dtype).eps) * abs(float(function(dtype(at))) / derivative)
    return VCurve(
        steps=tuple(steps),
        errors=tuple(errors),
        rounding=tuple(noise / h for h in steps),
        truncation=tuple(errors[0] * (h / steps[0]) ** order for h in steps),
        order=order,
        best=best,
    )
