"""THE TABLE: one row per operation. Everything else reads it.

The engine uses ``forward`` and ``vjps``. The pictures use ``symbol`` and ``text``,
the formulas ``latex``, and the browser ``javascript``, whose functions are in
``widgets/js/program.js``. To add an operation, add a row here. The tests run over the
table.

Sources: Baydin et al., "Automatic differentiation in machine learning: a
survey" (2018), section 3.2; Goodfellow, Bengio & Courville, *Deep Learning*
(2016), section 6.5.
"""

import math

import numpy as np

from course_lib.engine.operation import (
    ATOM,
    Domain,
    Kink,
    Operation,
    scalar_or_array,
    stable_sigmoid,
    stable_sigmoid_array,
)

# How tightly a formula binds, loosest first.
SUM, MATRIX_PRODUCT, PRODUCT, FRACTION, POWER = 1, 2, 3, 4, 5


def call(name: str):
    """The writer of a function call as text: ``name(first, second)``."""
    return lambda *args: f"{name}({', '.join(args)})"


def latex_call(name: str):
    """The writer of a function call as a formula: ``name(first, second)``."""
    return lambda *args: rf"{name}\left({', '.join(args)}\right)"


def superscript(base: str, exponent: str) -> str:
    """``x²`` where the exponent is a short whole number, ``x**0.5`` elsewhere."""
    digits = exponent.replace("−", "-")
    if digits.lstrip("-").isdigit():
        return base + digits.translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{base}**{exponent}"


def iverson(x: str, positive: str, otherwise: str) -> str:
    """[x > 0] for a plain gate, cases for anything else."""
    if (positive, otherwise) == ("1", "0"):
        return rf"[{x} > 0]"
    return rf"\begin{{cases}} {positive} & {x} > 0 \\ {otherwise} & \text{{else}} \end{{cases}}"


def condition(x: str, positive: str, otherwise: str) -> str:
    """``(x > 0)``, which counts as 1 or 0, for a plain gate; Python's words for anything else."""
    return f"({x} > 0)" if (positive, otherwise) == ("1", "0") else f"({positive} if {x} > 0 else {otherwise})"


def raise_to(x, exponent):
    """x to a constant exponent. The two most frequent exponents, 1 and 2, take no function call."""
    if exponent == 2.0:
        return x * x
    if exponent == 1.0:
        return x
    return general_power(x, exponent)


general_power = scalar_or_array(math.pow, lambda x, exponent: np.asarray(x) ** exponent)


def power_vjp(upstream, output, x, exponent):
    """Upstream times exponent · x^(exponent − 1). For exponent 0 it is 0, also at x = 0."""
    if exponent == 0.0:
        return upstream * 0.0
    return upstream * (exponent * power(x, exponent - 1.0))


def matrix_product(a, b):
    """a @ b for two matrices, (N, D) and (D, H)."""
    if isinstance(a, float) or isinstance(b, float) or a.ndim != 2 or b.ndim != 2:
        raise ValueError("matmul takes two matrices")
    return a @ b


def matrix_transpose(a):
    """The transpose of a matrix."""
    if isinstance(a, float) or a.ndim != 2:
        raise ValueError("transpose takes a matrix")
    return a.T


def choose(x, positive, otherwise):
    """np.where(x > 0, positive, otherwise), but faster where ``otherwise`` is 0, as in a gate.

    np.where branches for every entry, which is slow where the signs follow no
    pattern. A product with 0 or 1 needs no branch.
    """
    if isinstance(positive, np.ndarray) and isinstance(otherwise, float) and otherwise == 0.0:
        gated = positive * (x > 0)
        if math.isfinite(gated.sum()):  # otherwise 0 · ∞ may have made a NaN
            return gated
    return np.where(x > 0, positive, otherwise)


def outside_power(x, exponent):
    """True where x^exponent is not a real number."""
    if exponent < 0 and exponent != int(exponent):
        return x <= 0
    if exponent < 0:
        return x == 0
    return x < 0 if exponent != int(exponent) else False


def outside_power_javascript(x: str, exponent: str) -> str:
    """The same, written for a browser."""
    number = float(exponent)
    if number < 0 and number != int(number):
        return f"{x} <= 0"
    if number < 0:
        return f"{x} === 0"
    return f"{x} < 0" if number != int(number) else "false"


add: Operation = Operation(
    name="add",
    symbol="+",
    forward=lambda a, b: a + b,
    vjps=(lambda upstream, output, a, b: upstream, lambda upstream, output, a, b: upstream),
    latex="{} + {}".format,
    text="{} + {}".format,
    javascript="({} + {})".format,
    binds=SUM,
    needs=(SUM, MATRIX_PRODUCT),
)
subtract: Operation = Operation(
    name="subtract",
    symbol="−",
    forward=lambda a, b: a - b,
    vjps=(lambda upstream, output, a, b: upstream, lambda upstream, output, a, b: -upstream),
    latex="{} - {}".format,
    text="{} − {}".format,
    javascript="({} - {})".format,
    binds=SUM,
    needs=(SUM, MATRIX_PRODUCT),
)
multiply: Operation = Operation(
    name="multiply",
    symbol="×",
    forward=lambda a, b: a * b,
    vjps=(
        lambda upstream, output, a, b: upstream * b,
        lambda upstream, output, a, b: upstream * a,
    ),
    latex=r"{} \cdot {}".format,
    text="{}·{}".format,
    javascript="({} * {})".format,
    binds=PRODUCT,
    needs=(PRODUCT, PRODUCT),
)
divide: Operation = Operation(
    name="divide",
    symbol="÷",
    forward=scalar_or_array(lambda a, b: a / b, np.divide),
    vjps=(
        lambda upstream, output, a, b: divide(upstream, b),
        lambda upstream, output, a, b: -divide(upstream * output, b),
    ),
    latex=r"\frac{{{}}}{{{}}}".format,
    text="{} / {}".format,
    javascript="({} / {})".format,
    binds=PRODUCT,
    needs=(PRODUCT, FRACTION),
    latex_needs=(0, 0),
    domain=Domain(lambda a, b: b == 0, "{1} === 0".format, "the divisor must not be 0"),
)
power: Operation = Operation(
    name="power",
    symbol="(·)",
    forward=raise_to,
    vjps=(power_vjp,),
    latex="{}^{{{}}}".format,
    text=superscript,
    javascript=call("power"),
    binds=POWER,
    needs=(ATOM,),
    static=(("exponent", None),),
    domain=Domain(outside_power, outside_power_javascript, "this power is not a real number"),
)
negate: Operation = Operation(
    name="negate",
    symbol="−",
    forward=lambda x: -x,
    vjps=(lambda upstream, output, x: -upstream,),
    latex="-{}".format,
    text="−{}".format,
    javascript="(-{})".format,
    binds=SUM,
    needs=(MATRIX_PRODUCT,),
)
exp: Operation = Operation(
    name="exp",
    symbol="exp",
    forward=scalar_or_array(math.exp, np.exp),
    vjps=(lambda upstream, output, x: upstream * output,),
    latex="e^{{{}}}".format,
    text=call("exp"),
    javascript=call("exp"),
    binds=POWER,
    latex_needs=(0,),
)
log: Operation = Operation(
    name="log",
    symbol="log",
    forward=scalar_or_array(math.log, np.log),
    vjps=(lambda upstream, output, x: divide(upstream, x),),
    latex=latex_call(r"\log"),
    text=call("log"),
    javascript=call("log"),
    domain=Domain(lambda x: x <= 0, "{} <= 0".format, "log needs a positive number"),
)
sqrt: Operation = Operation(
    name="sqrt",
    symbol="√",
    forward=scalar_or_array(math.sqrt, np.sqrt),
    vjps=(lambda upstream, output, x: divide(upstream, 2.0 * output),),
    latex=r"\sqrt{{{}}}".format,
    text=call("sqrt"),
    javascript=call("sqrt"),
    domain=Domain(lambda x: x < 0, "{} < 0".format, "sqrt needs a number that is not negative"),
)
abs_: Operation = Operation(
    name="abs",
    symbol="|·|",
    forward=abs,
    vjps=(lambda upstream, output, x: upstream * sign(x),),
    latex=r"\left|{}\right|".format,
    text=call("abs"),
    javascript=call("abs"),
    kink=Kink(lambda x: x, "{}".format, "abs'(0) = 0, halfway between −1 on the left and 1 on the right"),
)
sin: Operation = Operation(
    name="sin",
    symbol="sin",
    forward=scalar_or_array(math.sin, np.sin),
    vjps=(lambda upstream, output, x: upstream * cos(x),),
    latex=latex_call(r"\sin"),
    text=call("sin"),
    javascript=call("sin"),
)
cos: Operation = Operation(
    name="cos",
    symbol="cos",
    forward=scalar_or_array(math.cos, np.cos),
    vjps=(lambda upstream, output, x: upstream * -sin(x),),
    latex=latex_call(r"\cos"),
    text=call("cos"),
    javascript=call("cos"),
)
tanh: Operation = Operation(
    name="tanh",
    symbol="tanh",
    forward=scalar_or_array(math.tanh, np.tanh),
    vjps=(lambda upstream, output, x: upstream * (1.0 - power(output, 2.0)),),
    latex=latex_call(r"\tanh"),
    text=call("tanh"),
    javascript=call("tanh"),
)
sigmoid: Operation = Operation(
    name="sigmoid",
    symbol="σ",
    forward=scalar_or_array(stable_sigmoid, stable_sigmoid_array),
    vjps=(lambda upstream, output, x: upstream * (output * (1.0 - output)),),
    latex=latex_call(r"\sigma"),
    text=call("σ"),
    javascript=call("sigmoid"),
)
relu: Operation = Operation(
    name="relu",
    symbol="relu",
    # Not x * (x > 0), which turns −∞ into NaN.
    forward=scalar_or_array(lambda x: 0.0 if x <= 0 else x, lambda x: np.maximum(x, 0.0)),
    vjps=(lambda upstream, output, x: where(x, upstream, 0.0),),
    latex=latex_call(r"\mathrm{relu}"),
    text=call("relu"),
    javascript="max(0.0, {})".format,
    kink=Kink(lambda x: x, "{}".format, "relu'(0) = 0; other libraries take ½ or 1"),
)
leaky_relu: Operation = Operation(
    name="leaky_relu",
    symbol="leaky relu",
    forward=lambda x, slope: where(x, x, slope * x),
    vjps=(lambda upstream, output, x, slope: where(x, upstream, slope * upstream),),
    latex=lambda x, slope: rf"\mathrm{{leaky}}_{{{slope}}}\left({x}\right)",
    text=call("leaky_relu"),
    javascript=call("leaky_relu"),
    static=(("slope", 0.01),),
    kink=Kink(lambda x, slope: x, "{}".format, "leaky_relu'(0) is the slope of the negative side"),
)
softplus: Operation = Operation(
    name="softplus",
    symbol="softplus",
    forward=scalar_or_array(
        lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))),
        lambda x: np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))),
    ),
    vjps=(lambda upstream, output, x: upstream * sigmoid(x),),
    latex=latex_call(r"\mathrm{softplus}"),
    text=call("softplus"),
    javascript=call("softplus"),
)
maximum: Operation = Operation(
    name="maximum",
    symbol="max",
    forward=scalar_or_array(lambda a, b: b if b > a or b != b else a, np.maximum),
    vjps=(
        lambda upstream, output, a, b: where(b - a, 0.0, upstream),
        lambda upstream, output, a, b: where(b - a, upstream, 0.0),
    ),
    latex=latex_call(r"\max"),
    text=call("maximum"),
    javascript=call("max"),
    kink=Kink(lambda a, b: a - b, "({} - {})".format, "if both are equal, the first argument gets the whole gradient"),
)
minimum: Operation = Operation(
    name="minimum",
    symbol="min",
    forward=scalar_or_array(lambda a, b: b if b < a or b != b else a, np.minimum),
    vjps=(
        lambda upstream, output, a, b: where(a - b, 0.0, upstream),
        lambda upstream, output, a, b: where(a - b, upstream, 0.0),
    ),
    latex=latex_call(r"\min"),
    text=call("minimum"),
    javascript=call("min"),
    kink=Kink(lambda a, b: a - b, "({} - {})".format, "if both are equal, the first argument gets the whole gradient"),
)
matmul: Operation = Operation(
    name="matmul",
    symbol="@",
    forward=matrix_product,
    vjps=(
        lambda upstream, output, a, b: matmul(upstream, transpose(b)),
        lambda upstream, output, a, b: matmul(transpose(a), upstream),
    ),
    latex=r"{} \, {}".format,
    text="{} @ {}".format,
    javascript=None,
    binds=MATRIX_PRODUCT,
    needs=(MATRIX_PRODUCT, FRACTION),
    elementwise=False,
)
transpose: Operation = Operation(
    name="transpose",
    symbol="(·)ᵀ",
    forward=matrix_transpose,
    vjps=(lambda upstream, output, a: transpose(upstream),),
    latex=r"{}^{{\top}}".format,
    text="{}ᵀ".format,
    javascript=None,
    binds=POWER,
    needs=(ATOM,),
    elementwise=False,
)
sum_: Operation = Operation(
    name="sum",
    symbol="Σ",
    forward=scalar_or_array(lambda x: x, lambda x: float(np.asarray(x).sum())),
    vjps=(lambda upstream, output, x: broadcast_like(upstream, x),),
    latex=latex_call(r"\sum"),
    text=call("sum"),
    javascript="{}".format,
    elementwise=False,
)
mean: Operation = Operation(
    name="mean",
    symbol="mean",
    forward=scalar_or_array(lambda x: x, lambda x: float(np.asarray(x).sum() / np.size(x))),
    vjps=(lambda upstream, output, x: broadcast_like(divide(upstream, size(x)), x),),
    latex=latex_call(r"\mathrm{mean}"),
    text=call("mean"),
    javascript="{}".format,
    elementwise=False,
)

# Rows that the derivatives above need.

sign: Operation = Operation(
    name="sign",
    symbol="sign",
    forward=scalar_or_array(lambda x: math.copysign(1.0, x) if x != 0 and x == x else x, np.sign),
    vjps=(None,),
    latex=latex_call(r"\mathrm{sign}"),
    text=call("sign"),
    javascript=call("sign"),
    kink=Kink(lambda x: x, "{}".format, "sign(0) = 0, and its derivative is taken as 0 everywhere"),
)
where: Operation = Operation(
    name="where",
    symbol="where",
    forward=lambda x, positive, otherwise: (
        (positive if x > 0 else otherwise)
        if isinstance(x, float) and isinstance(positive, float) and isinstance(otherwise, float)
        else choose(x, positive, otherwise)
    ),
    vjps=(
        None,
        lambda upstream, output, x, positive, otherwise: where(x, upstream, 0.0),
        lambda upstream, output, x, positive, otherwise: where(x, 0.0, upstream),
    ),
    latex=iverson,
    text=condition,
    javascript=call("where"),
    kink=Kink(lambda x, positive, otherwise: x, "{}".format, "at 0 it takes the second branch"),
)
broadcast_like: Operation = Operation(
    name="broadcast_like",
    symbol="broadcast",
    forward=lambda x, like: x if isinstance(like, float) else np.full(like.shape, x),
    vjps=(lambda upstream, output, x, like: upstream, None),
    latex=lambda x, like: x,
    text=lambda x, like: x,
    javascript=lambda x, like: x,
    needs=(ATOM, 0),
    elementwise=False,
)
size: Operation = Operation(
    name="size",
    symbol="size",
    forward=lambda x: float(np.size(x)),
    vjps=(None,),
    latex=latex_call(r"\mathrm{size}"),
    text=call("size"),
    javascript=lambda x: "1.0",
    elementwise=False,
)

OPS: dict[str, Operation] = {
    row.name: row
    for row in (
        *(add, subtract, multiply, divide, power, negate),
        *(exp, log, sqrt, abs_, sin, cos, tanh, sigmoid, relu, leaky_relu, softplus),
        *(maximum, minimum, matmul, transpose, sum_, mean),
        *(sign, where, broadcast_like, size),
    )
}
