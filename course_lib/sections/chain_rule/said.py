"""The sentences under the smaller figures of 5.3 and the rows of its tables, made from what was computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course_lib.engine.check import numerical_gradient
from course_lib.engine.passes import Edge, Trace, Values
from course_lib.numerals import decimals, numeral
from course_lib.reading.explain import arithmetic, overflow_note
from course_lib.reading.formulas import partial_text, text

Numbers = Mapping[str, float]
THE_SAME = 1e-12  # two gradients that are no further apart count as the same

# Composing and multiplying.


def slope_rows(composed: Values, multiplied: Values, slopes: Sequence[float]) -> list[tuple[str, ...]]:
    """A table's rows: three functions composed and multiplied, with their slopes, and the product of slopes at x."""
    composed_slope, multiplied_slope, all_at_x = map(numeral, slopes)
    return [
        (
            "composed: f(g(h(x)))",
            numeral(composed["L"]),
            composed_slope,
            numeral(numerical_gradient(composed, "x", "L")),
        ),
        (
            "multiplied: f(x)·g(x)·h(x)",
            numeral(multiplied["M"]),
            multiplied_slope,
            numeral(numerical_gradient(multiplied, "x", "M")),
        ),
        ("f′(x)·g′(x)·h′(x), all at x", "", all_at_x, ""),
    ]


def said_of_slopes(composed: Values, slopes: Sequence[float]) -> str:
    """The composition's slope beside the product of slopes that are all taken at x. Markdown."""
    slope, _, all_at_x = map(numeral, slopes)
    return (
        f"At x = {numeral(composed['x'])} the composition has slope **{slope}**. "
        f"With every derivative taken at x, the product is {all_at_x}. "
        f"In the graph above x goes into h only. Where the two numbers agree, it is luck.{overflow_note(composed)}"
    )


# By hand.


@dataclass(frozen=True)
class ByHand:
    """The gradients that a student's lines give, beside the engine's; ``printed`` has the lecture's numbers, if any.

    All three are by the name with respect to which the loss is differentiated.
    """

    hand: Numbers
    engine: Numbers
    printed: Mapping[str, str] | None
    gate_forgotten: bool

    @property
    def wrong(self) -> list[str]:
        """The names whose gradients differ."""
        return [name for name in self.hand if abs(self.hand[name] - self.engine[name]) > THE_SAME]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns in ``rows``."""
        return "", *(["the lecture prints"] if self.printed else []), "by hand", "", "the engine"

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A table's rows, one per gradient."""
        wrong = self.wrong
        return [
            (
                f"∂L/∂{name}",
                *([self.printed[name]] if self.printed else []),
                decimals(self.hand[name]),
                "≠" if name in wrong else "=",
                decimals(self.engine[name]),
            )
            for name in self.hand
        ]

    def said(self, z1: float, y: float) -> str:
        """Whether the two agree, and why, at these values of the network. Markdown."""
        at = f"z1 = {numeral(z1)}"
        if self.gate_forgotten and z1 > 0:
            return f"The gate is forgotten, and **no number shows it**: {at} > 0, so the missing factor is 1."
        if self.gate_forgotten:
            wrong = ", ".join(f"∂L/∂{name}" for name in self.wrong)
            return f"The gate is forgotten, and {at} is not positive. **Wrong: {wrong}.**"
        if z1 > 0:
            return f"The lecture's output, its lines and the engine agree. Here y = {decimals(y)}."
        return f"{at}: the gate is closed. The lines and the engine agree: every gradient further back is 0."


# A nudge.


@dataclass(frozen=True)
class Nudge:
    """A leaf moved by ``epsilon`` from ``point``: the loss before and after, and the change that was predicted."""

    leaf: str
    point: float
    epsilon: float
    before: float
    after: float
    predicted: float

    @property
    def change(self) -> float:
        """The actual change of the loss."""
        return self.after - self.before

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The nudge in numbers, as a table's rows."""
        off = self.change - self.predicted
        return [
            (f"L at {self.leaf} = {numeral(self.point)}", numeral(self.before)),
            (f"L at {self.leaf} + ε", numeral(self.after)),
            ("ΔL, what happened", numeral(self.change)),
            (f"∂L/∂{self.leaf} · ε, what was predicted", numeral(self.predicted)),
            ("difference", numeral(off)),
            ("difference / ε²", numeral(off / self.epsilon**2 if self.epsilon else None)),
        ]

    @property
    def said(self) -> str:
        """What was predicted, and what happened. Markdown."""
        return (
            f"The tangent predicts **{numeral(self.predicted)}**, the network answers **{numeral(self.change)}**. "
            "Halve ε, then halve it again, and watch the last two rows of the table. "
            "If ε is large, or there is a kink in between, the two may differ by any amount."
        )


# Where paths meet, and one call of a VJP.


def sum_rows(values: Values, contributions: Sequence[float], added: float, overwritten: float) -> list[tuple[str, str]]:
    """A table's rows: two contributions to the shared weight w, their sum, and what an assignment leaves."""
    return [
        ("contribution through b = w·a", numeral(contributions[0])),
        ("contribution through a = tanh(w·x)", numeral(contributions[1])),
        ("added", numeral(added)),
        ("overwritten", numeral(overwritten)),
        ("numerical", numeral(numerical_gradient(values, "w"))),
    ]


def call_rows(trace: Trace, edge: Edge, args: Sequence[float], returned: float) -> list[tuple[str, ...]]:
    """A table's rows: the arguments of an edge's VJP, and what it returned."""
    graph, value = trace.values.graph, trace.values.of_node[edge.user]
    node = graph.nodes[edge.user]
    name = node.operation.name if node.operation else ""  # the user of an edge always has one
    given = ", ".join(numeral(number) for number in (edge.upstream, value, *args))
    return [
        ("upstream", partial_text(graph, trace.of, edge.user), numeral(edge.upstream)),
        ("values[user]", text(graph, edge.user), numeral(value)),
        *(
            (f"args[{i}]", text(graph, arg), numeral(number))
            for i, (arg, number) in enumerate(zip(node.args, args, strict=True))
        ),
        ("it returns", f"{name}.vjps[{edge.slot}]({given})", numeral(returned)),
    ]


def said_of_call(trace: Trace, edge: Edge) -> str:
    """The same edge as arithmetic. Markdown."""
    upstream, local, contribution = arithmetic(trace, edge)
    return f"That edge of the lecture's network shows the same: {upstream} × {local} = **{contribution}**."
