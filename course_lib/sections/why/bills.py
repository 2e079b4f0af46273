"""The cost of each method on the networks of 5.1, in pictures, rows and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from course_lib.numerals import numeral
from course_lib.sections.why.cost import METHODS, Tally, by_forward_mode, by_reverse_mode, count
from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of
from course_lib.sections.why.plots import Passes, passes_picture

ABOUT_THE_SAME = 1.1  # two methods cost about the same if their operations differ by less than this factor
BETWEEN = 3  # hidden neurons between the inputs and the outputs


@cache
def bills(hidden: int) -> Mapping[str, Tally]:
    """Each method's operations for all gradients of a 2-hidden-1 network, counted while it runs."""
    network = neurons((2, hidden, 1))
    return {
        method: count(run, network, numbers_for(network), parameters_of(network), ["L"])[0]
        for method, run in METHODS.items()
    }


def picture_of_bills(bill: Mapping[str, Tally]) -> str:
    """Every pass of the four methods as an arrow, as SVG."""
    ahead, reverse = bill["forward mode"], bill["reverse mode"]
    return passes_picture(
        [
            Passes("forward difference", bill["forward difference"].passes, most=50),
            Passes("central difference", bill["central difference"].passes, most=100),
            Passes("forward mode", ahead.passes, carry=ahead.derivative_passes, most=50),
            Passes("reverse mode", reverse.passes, back=reverse.derivative_passes),
        ]
    )


def rows_of_bills(bill: Mapping[str, Tally], digits: int = 4) -> list[tuple[str, ...]]:
    """A table's rows: each method's evaluations, derivatives, and the sum of both with ``digits`` digits."""
    return [
        (method, numeral(tally.evaluations), numeral(tally.products), numeral(tally.operations, digits))
        for method, tally in bill.items()
    ]


def said_of_bills(hidden: int) -> str:
    """How many times as much the other methods take as reverse mode. Markdown."""
    bill = bills(hidden)
    ahead, reverse, central = (bill[name] for name in ("forward mode", "reverse mode", "central difference"))
    n = len(parameters_of(neurons((2, hidden, 1))))
    return (
        f"The 2-{hidden}-1 network has **{n} parameters**. The central difference evaluates it {central.passes} "
        "times. Reverse mode takes one pass each way, "
        f"{numeral(reverse.operations / reverse.evaluations, 3)} times the operations of a forward pass. "
        "The central difference takes "
        f"**{numeral(central.operations / reverse.operations, 3)} times** as many as reverse mode, forward mode "
        f"{numeral(ahead.operations / reverse.operations, 3)} times."
    )


@dataclass(frozen=True)
class BothModes:
    """The cost of each mode for all derivatives of all outputs; ``apart`` is the largest difference between results."""

    inputs: int
    outputs: int
    ahead: Tally
    back: Tally
    apart: float

    @property
    def bill(self) -> dict[str, Tally]:
        """The two tallies by the names of their methods."""
        return {"forward mode": self.ahead, "reverse mode": self.back}

    @property
    def picture(self) -> str:
        """Every pass of the two modes as an arrow, as SVG."""
        return passes_picture(
            [
                Passes("forward mode", self.ahead.passes, carry=self.ahead.derivative_passes),
                Passes("reverse mode", self.back.passes, back=self.back.derivative_passes),
            ]
        )

    @property
    def said(self) -> str:
        """Which mode takes fewer operations, and that both give the same derivatives. Markdown."""
        rounding = f", up to rounding ({numeral(self.apart, 1)})" if self.apart else ""
        return (
            f"{_counted(self.inputs, 'input')}, {_counted(self.outputs, 'output')}: {self._verdict} "
            f"Both find the same {_counted(self.inputs * self.outputs, 'derivative')}{rounding}."
        )

    @property
    def _verdict(self) -> str:
        ahead, back = self.ahead.operations, self.back.operations
        fewest, most = sorted((ahead, back))
        if most < ABOUT_THE_SAME * fewest:
            return (
                f"**about the same**, {numeral(ahead)} operations and {numeral(back)}. When there are about as many "
                "inputs as outputs, the layer between them decides, not the number of passes."
            )
        mode = "forward mode" if ahead < back else "reverse mode"
        return f"**{mode}** takes fewer, {numeral(fewest)} operations instead of {numeral(most)}."


@cache
def both_modes(inputs: int, outputs: int) -> BothModes:
    """Both modes on a network with these numbers of inputs and outputs, ``BETWEEN`` hidden neurons, and no loss."""
    network = neurons((inputs, BETWEEN, outputs), loss=False)
    wrt, of = [f"x{i + 1}" for i in range(inputs)], [f"y{i + 1}" for i in range(outputs)]
    ahead, pushed = count(by_forward_mode, network, numbers_for(network), wrt, of)
    back, pulled = count(by_reverse_mode, network, numbers_for(network), wrt, of)
    apart = max(abs(pushed[entry] - pulled[entry]) for entry in pulled)
    return BothModes(inputs, outputs, ahead, back, apart)


def _counted(many: int, noun: str) -> str:
    return f"{many} {noun}{'s' * (many != 1)}"
