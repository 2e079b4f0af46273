"""The sentences under the figures of 5.2 and the rows of its tables, made from what was computed."""

from collections.abc import Mapping

from course_lib.engine.check import numerical_gradient
from course_lib.engine.forward_mode import ForwardPass
from course_lib.engine.passes import Trace, Values
from course_lib.numerals import numeral

Counted = tuple[float, int]  # a derivative, and how many paths or edges it took

# Forward mode and reverse mode.


def pass_rows(ahead: Mapping[str, ForwardPass], back: Trace) -> list[tuple[str, ...]]:
    """A table's rows: what each pass finds and how many edges it uses; the numerical gradients come last."""
    passes = [
        (f"forward, from {name}", f"∂L/∂{name} = {numeral(one.tangent[back.of])}", str(one.edges))
        for name, one in ahead.items()
    ]
    found = [("", f"∂L/∂{name} = {numeral(back.grad[name])}", "") for name in ahead]
    found[0] = ("reverse, from L", found[0][1], str(len(back.edges)))
    check = ", ".join(numeral(numerical_gradient(back.values, name)) for name in ahead)
    return [*passes, *found, ("numerical", check, "")]


def said_of_passes(start: Mapping[str, float], ahead: Mapping[str, ForwardPass], back: Trace) -> str:
    """How many passes and edges the two modes take at these inputs. Markdown."""
    where = ", ".join(f"{name} = {numeral(number)}" for name, number in start.items())
    return (
        f"At {where}: {len(ahead)} passes and "
        f"**{sum(one.edges for one in ahead.values())} edges** forwards, **1 pass and {len(back.edges)} edges** "
        "in reverse. Both find the same three numbers."
    )


# A shared weight, and a second call.


def said_of_sharing(together: Trace, apart: Trace) -> str:
    """The gradients of two separate weights, and of one weight that is used twice. Markdown."""
    first, second = apart.grad["w1"], apart.grad["w2"]
    return (
        f"Two weights: ∂L/∂w1 = {numeral(first)} and ∂L/∂w2 = {numeral(second)}. Tied together: "
        f"∂L/∂w = **{numeral(together.grad['w'])}**, their sum. Numerically it is "
        f"{numeral(numerical_gradient(together.values, 'w'))}. Moving w moves both copies at once."
    )


def call_rows(*calls: Mapping[str, float]) -> list[tuple[str, ...]]:
    """A table's rows: the contents of the nodes h and x after each call."""
    return [(f"call {i}", numeral(call["h"]), numeral(call["x"])) for i, call in enumerate(calls, start=1)]


def said_of_calls(once: Mapping[str, float], twice: Mapping[str, float]) -> str:
    """Whether a second call gives the same, and what it added if not. Markdown."""
    verdict = (
        f"The second call made ∂L/∂h {numeral(twice['h'])}, and passed {numeral(twice['x'] - once['x'])} more to x."
    )
    if twice == once:
        verdict = "Both calls give the same."
    return f"∂L/∂x is {numeral(once['x'])}. **{verdict}**"


# Paths and edges.


def path_rows(values: Values, k: int, summed: Counted, swept: Counted) -> list[tuple[str, ...]]:
    """A table's rows: the derivative through ``k`` diamonds path by path, edge by edge, and numerically."""
    return [
        ("path by path", numeral(summed[0]), f"{_counted(summed[1], 'path')} of {2 * k} edges"),
        ("edge by edge, the sweep", numeral(swept[0]), f"{swept[1]} edges"),
        ("numerical", numeral(numerical_gradient(values, "x0", f"x{k}")), ""),
    ]


def said_of_paths(k: int, summed: Counted, swept: Counted) -> str:
    """How many paths and how many edges give the same number. Markdown."""
    return (
        f"{_counted(k, 'diamond')}: **{summed[1]} paths** and **{swept[1]} edges** both give "
        f"{numeral(swept[0])}. The sweep factors: where paths meet it adds first. Then it passes back one number for "
        "all of them."
    )


def years_by_path(diamonds: int, per_second: float) -> float:
    """How many years it takes to walk every path of so many diamonds, one after the other."""
    return 2**diamonds / per_second / 3600 / 24 / 365


def _counted(many: int, noun: str) -> str:
    return f"{many} {noun}{'s' * (many != 1)}"
