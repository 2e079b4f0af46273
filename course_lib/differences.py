"""Difference quotients: derivatives computed from function values alone, and how to compare a gradient with one.

Source: Press et al., *Numerical Recipes* (3rd edition, 2007), section 5.7;
cs231n notes, "Gradient checks".
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.errors import SettingError

BOTH_ZERO = 1e-9  # below this two gradients count as 0 and are not divided
AGREE = 1e-5  # relative errors up to this pass
DIFFER = 1e-2  # beyond this a derivative is wrong; between the two it deserves a look

# The possible results of comparing two gradients, and what each means.
VERDICTS = {
    "agrees": f"relative error at most {AGREE:g}",
    "rounding": "the two evaluations differ by less than the loss is rounded: nothing can be said",
    "truncation": "the step is so long that the curve bends between the two evaluations",
    "kink": "a corner of ReLU lies between the two evaluations: the difference is not a derivative there",
    "domain": "an evaluation would leave an operation's domain",
    "doubtful": f"relative error between {AGREE:g} and {DIFFER:g}: try another step before trusting it",
    "differs": f"relative error above {DIFFER:g}: the derivative is wrong",
    "not finite": "∞ or NaN, which cannot be compared",
}

ORDER = {"forward": 1, "central": 2}  # the error falls with this power of the step


def relative_error(gradient: Any, numerical: Any, size: Callable[..., Any] = abs) -> float:
    """|a − n| / max(|a|, |n|), or 0 where both are below 1e-9.

    ``size`` computes |·|. For whole arrays pass ``np.linalg.norm``.
    """
    difference, largest = size(gradient - numerical), max(size(gradient), size(numerical))
    if difference != difference:  # NaN: every comparison with it is false
        return difference
    return 0.0 if largest < BOTH_ZERO else difference / largest


def difference(function: Callable[[Any], Any], at: Any, h: Any, scheme: str = "central") -> Any:
    """(f(θ + h) − f(θ − h)) / 2h, or (f(θ + h) − f(θ)) / h where the scheme is "forward"."""
    if scheme == "forward":
        return (function(at + h) - function(at)) / h
    return (function(at + h) - function(at - h)) / (2 * h)


def best_step(scheme: str = "central", dtype: type[np.floating] = np.float64, scale: float = 1.0) -> float:
    """The step at which truncation and rounding errors are about equal: √ε · scale forward, ∛ε · scale central.

    ``scale`` is the length over which the function changes. Use max(1, |θ|) where nothing better is known.

    Raises:
        SettingError: there is no such scheme.
    """
    if scheme not in ORDER:
        raise SettingError("scheme", scheme, "forward or central", 'Use scheme="central" if in doubt.')
    return float(np.finfo(dtype).eps) ** (1 / (ORDER[scheme] + 1)) * scale
