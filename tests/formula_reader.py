"""The meaning of a written formula: text and LaTeX, turned into Python and evaluated.

None of the functions is the library's own.
"""

import math
import re

from tests.oracle import ORACLE

SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
FUNCTIONS = {**ORACLE, "σ": ORACLE["sigmoid"]}
LATEX_FUNCTIONS = {
    **{name.removesuffix("imum"): function for name, function in ORACLE.items()},
    "sigma": ORACLE["sigmoid"],
    "frac": lambda above: lambda below: above / below,
    "leaky": lambda slope: lambda x: ORACLE["leaky_relu"](x, slope),
    "e": math.e,
}


def python_of_text(formula):
    """A node's text as Python: what a reader takes it to mean."""
    formula = re.sub(
        f"[{SUPERSCRIPTS}]+",
        lambda found: "**" + found.group().translate(str.maketrans(SUPERSCRIPTS, "-0123456789")),
        formula,
    )
    return formula.replace("·", "*").replace("−", "-").replace("ᵀ", ".T")


def python_of_latex(formula):
    """A node's LaTeX as Python, with ``frac(a)(b)`` for a fraction and ``e**(x)`` for a power of e."""
    formula = formula.replace(r" & \text{else} \end{cases}", ")").replace(r"\begin{cases} ", "(")
    formula = formula.replace(r" \\ ", " else ").replace(" & ", " if ")
    formula = formula.replace(r"\left|", "abs(").replace(r"\right|", ")").replace(r"\left", "").replace(r"\right", "")
    formula = formula.replace(r"\sum ", "").replace(r"\cdot", "*").replace(r"\times", "*").replace("^", "**")
    formula = re.sub(r"\\mathrm\{(\w+)\}", r"\1", formula)
    formula = re.sub(r"leaky_\{(.*?)\}", r"leaky(\1)", formula)
    formula = re.sub(r"_\{(\d+)\}", r"\1", formula)
    formula = formula.replace("[", "float(").replace("]", ")").replace("{", "(").replace("}", ")")
    return formula.replace("\\", "")
