"""Numbers as a student reads them: four significant digits and a real minus sign."""

import math
from typing import Any

import numpy as np

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
DIGITS = 4  # significant digits of a number on a page
NOT_YET = "–"  # never 0: a number that is not computed yet is not zero


class Slot(float):
    """A number that the browser will compute; it prints as a placeholder, ``−⟦v3⟧``.

    It counts as negative, so that it gets parentheses wherever a negative number
    would. The page drops them where the number turns out positive.
    """

    name: str

    def __new__(cls, name: str) -> "Slot":
        """A slot with this name: ``v3``, ``g3``, ``u0``, ``l0`` or ``c0`` of a trace, or a sum of them."""
        slot = super().__new__(cls, -1.5)
        slot.name = name
        return slot

    def __format__(self, _: str) -> str:
        return f"-⟦{self.name}⟧"

    def __add__(self, other: Any) -> Any:
        return Slot(f"{self.name}+{other.name}") if isinstance(other, Slot) else super().__add__(other)


def text_slot(name: str) -> str:
    """The placeholder of a text that the browser will compute."""
    return f"⟦{name}⟧"


def has_slot(text: str) -> bool:
    """Whether the browser still has to put something into this text."""
    return "⟦" in text


def numeral(number: float | None, digits: int = DIGITS) -> str:
    """The number as text, such as ``−0.01619``, ``1e−5``, ``∞`` or ``NaN``; ``–`` for None."""
    if number is None:
        return NOT_YET
    if isinstance(number, Slot):
        return f"−{text_slot(number.name)}"
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if number == 0:
        return "0"  # also for −0.0
    text = rounded(number, digits)
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def rounded(number: float, digits: int) -> str:
    """A finite number to so many significant digits, as Python writes it."""
    return f"{number:.{digits}g}"


def in_words(count: int) -> str:
    """A count below 100 as a word: ``ten``, ``thirty``, ``forty-two``; a larger one in digits."""
    if not 0 <= count < 100:
        return str(count)
    if count < len(ONES):
        return ONES[count]
    ten, one = divmod(count, 10)
    return TENS[ten - 2] + (f"-{ONES[one]}" if one else "")


def decimals(number: float, places: int = 6) -> str:
    """The number with ``places`` digits after the point, as a program prints it: ``−0.025898``."""
    text = f"{number:.{places}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def latex_numeral(number: float | None, digits: int = DIGITS) -> str:
    """The number for a LaTeX formula, such as ``-0.01619``, ``10^{-5}`` or ``\\infty``."""
    text = numeral(number, digits).replace("−", "-")
    if "e" in text:
        mantissa, exponent = text.split("e")
        factor = {"1": "", "-1": "-"}.get(mantissa, rf"{mantissa} \times ")
        return rf"{factor}10^{{{exponent}}}"
    return text.replace("∞", r"\infty").replace("NaN", r"\text{NaN}").replace(NOT_YET, r"\text{–}")


def about(number: float) -> str:
    """The number to two digits, with a power of ten only where it needs one: ``280``, ``0.8``, ``1.2e−19``."""
    return numeral(float(f"{number:.2g}"))


def subscripted(name: str, index: int | str) -> str:
    """A name with an index of digits: ``h₃₀``."""
    return name + str(index).translate(SUBSCRIPTS)


def duration(seconds: float) -> str:
    """A time in a suitable unit, to two digits: ``0.24 s``, ``46 days``, ``1.3e5 years``."""
    units = {"years": 365.25 * 86400, "days": 86400, "hours": 3600, "min": 60}
    unit, length = next(((unit, length) for unit, length in units.items() if seconds >= 2 * length), ("s", 1))
    return f"{numeral(float(f'{seconds / length:.2g}'))} {unit}"


def byte_size(count: float) -> str:
    """A number of bytes in a suitable unit, to three digits: ``688 bytes``, ``1.4 MB``."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{numeral(count / size, 3)} {unit}"
    return f"{numeral(count)} bytes"


def either(number: Any, nonzero: str, zero: str) -> str:
    """``nonzero`` if the number (or any entry of the array) is other than 0, else ``zero``."""
    if isinstance(number, Slot):
        return f"⟦{number.name}?{nonzero}|{zero}⟧"
    return nonzero if np.any(number) else zero
