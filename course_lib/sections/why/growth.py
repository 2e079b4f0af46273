"""The counted costs, extrapolated to networks that are too large to count on."""

from collections.abc import Mapping

from course_lib.numerals import duration, numeral
from course_lib.sections.why.bills import bills
from course_lib.sections.why.cost import BACKWARD, FORWARD, TANGENT, Extrapolated, extrapolated
from course_lib.sections.why.neurons import neurons, parameters_of
from course_lib.sections.why.plots import growth_plot

LAW = (
    f"By formula, for many wide layers: an evaluation takes {FORWARD} operations per parameter, the backward "
    f"pass {BACKWARD}, a pass of forward mode {TANGENT}."
)
COUNTED = (1, 3, 12)  # hidden neurons of the counted networks that the plot shows
SMALL = 3  # hidden neurons of the network whose passes are timed


def picture_of_growth(n: float, rate: float) -> str:
    """The operations of central difference and reverse mode against the number of parameters, as SVG."""
    costs = extrapolated(n)
    ends = [(size, extrapolated(size)) for size in (10.0**0, 10.0**12)]
    counted = [
        (
            len(parameters_of(neurons((2, hidden, 1)))),
            bills(hidden)["central difference"].operations,
            bills(hidden)["reverse mode"].operations,
        )
        for hidden in COUNTED
    ]
    return growth_plot(
        counted,
        [(size, each["central difference"].operations) for size, each in ends],
        [(size, each["reverse mode"].operations) for size, each in ends],
        n,
        (costs["central difference"].operations, costs["reverse mode"].operations),
        rate,
    )


def rows_of_growth(costs: Mapping[str, Extrapolated], rate: float) -> list[tuple[str, ...]]:
    """A table's rows: each method's passes, operations, and time at ``rate`` operations per second."""
    return [
        (method, numeral(each.passes), numeral(each.operations), duration(each.seconds(rate)))
        for method, each in costs.items()
    ]


def said_of_growth(n: float, rate: float) -> str:
    """How long a gradient takes, and what one would predict from the passes of a small network. Markdown."""
    costs = extrapolated(n)
    central, reverse = costs["central difference"], costs["reverse mode"]
    small = bills(SMALL)["central difference"]
    naive = central.passes * small.operations / small.passes / rate
    return (
        f"With {numeral(n)} parameters the central difference takes **{duration(central.seconds(rate))}** for one "
        f"gradient, reverse mode **{duration(reverse.seconds(rate))}**. The 2-{SMALL}-1 network needs "
        f"{small.evaluations // small.passes} operations per pass. If you assume that every pass takes as long as "
        f"one of its passes, you predict {duration(naive)} instead of {duration(central.seconds(rate))}."
    )
