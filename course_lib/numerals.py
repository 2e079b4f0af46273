"""Numbers as a student reads them: four significant digits and a real minus sign."""

import math

NOT_YET = "–"  # never 0: a number that is not computed yet is not zero


def numeral(number: float | None, digits: int = 4) -> str:
    """The number as text: ``−0.01619``, ``1e−5``, ``∞``, ``NaN``; ``–`` for None."""
    if number is None:
        return NOT_YET
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if number == 0:
        return "0"  # also for −0.0
    text = f"{number:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def latex_numeral(number: float | None, digits: int = 4) -> str:
    """The same number for a formula: ``-0.01619``, ``10^{-5}``, ``\\infty``."""
    text = numeral(number, digits).replace("−", "-")
    if "e" in text:
        mantissa, exponent = text.split("e")
        factor = {"1": "", "-1": "-"}.get(mantissa, rf"{mantissa} \times ")
        return rf"{factor}10^{{{exponent}}}"
    return text.replace("∞", r"\infty").replace("NaN", r"\text{NaN}").replace(NOT_YET, r"\text{–}")
