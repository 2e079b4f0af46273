"""Every layer checked: numerically, and against the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from course_lib.layers.check import Report, check_layers
from course_lib.layers.guards import Array
from course_lib.layers.layer import Layer
from course_lib.layers.losses import Loss
from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.layer_graphs import largest_difference


@dataclass(frozen=True)
class Proof:
    """For each layer, by name: the check's report, and the largest difference from the engine's gradients."""

    reports: dict[str, Report]
    apart: dict[str, float]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A table's rows: a layer, what was checked, the worst relative error, the verdict, the engine's difference."""
        return [
            (
                name,
                ", ".join(report.blocks),
                numeral(max(block.worst.error for block in report.blocks.values()), 2),
                " and ".join(dict.fromkeys(block.verdict for block in report.blocks.values())),
                numeral(self.apart[name], 1),
            )
            for name, report in self.reports.items()
        ]

    @property
    def said(self) -> str:
        """How many gradients agree, and how far they are from the engine's."""
        blocks = [block for report in self.reports.values() for block in report.blocks.values()]
        return (
            f"{len(blocks)} gradients, {sum(len(block.entries) for block in blocks)} entries: "
            f"{sum(block.verdict == 'agrees' for block in blocks)} of {len(blocks)} agree. "
            f"They differ from the engine's by {numeral(max(self.apart.values()), 1)} at most."
        )


def proof(cases: Iterable[tuple[str, tuple[Layer, Loss, Array, Any]]]) -> Proof:
    """Check each of these layers behind its loss, at its examples and targets."""
    known = dict(cases)
    return Proof(
        {name: check_layers(*case) for name, case in known.items()},
        {name: largest_difference(*case) for name, case in known.items()},
    )
