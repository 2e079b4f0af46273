"""The race of a numerical gradient against backpropagation, in rows and sentences."""

from collections.abc import Mapping

from course_lib.numerals import numeral
from course_lib.sections.why.cost import Progress, Tally

Run = tuple[Tally, Progress, float]  # the cost of reverse mode, the progress of the differences, the loss
Runs = Mapping[int, Run]  # by the number of hidden neurons


def race_rows(ran: Runs) -> list[tuple[str, ...]]:
    """A table's rows, one per network: gradients found, operations of both methods, loss, largest difference."""
    return [
        (
            f"2-{size}-1",
            _found(progress),
            numeral(progress.operations, 8),
            numeral(tally.operations, 8),
            numeral(loss),
            numeral(progress.worst, 1),
        )
        for size, (tally, progress, loss) in sorted(ran.items())
    ]


def said_of_race(ran: Runs, hidden: int) -> str:
    """How far the network with ``hidden`` neurons is, and what the last two finished networks say. Markdown."""
    tally, progress, _ = ran[hidden]
    return (
        f"{_found(progress)} numerical gradients, after "
        f"**{numeral(progress.operations / tally.operations, 3)} times** the operations of backpropagation. "
        f"{_growth(ran)}"
    )


def _found(progress: Progress) -> str:
    """How many of the gradients are found, at two passes per gradient."""
    return f"{progress.passes // 2} of {progress.of // 2}"


def _growth(ran: Runs) -> str:
    done = [(size, run) for size, run in sorted(ran.items()) if run[1].passes == run[1].of]
    if len(done) < 2:
        return "Run another network to the end to compare the two."
    (small, (tally, progress, _)), (large, (more, further, _)) = done[-2:]
    return (
        f"From {small} hidden neurons to {large}: **{numeral(further.of / progress.of, 3)} times** the parameters, "
        f"**{numeral(further.operations / progress.operations, 3)} times** the operations of the central difference, "
        f"{numeral(more.operations / tally.operations, 3)} times those of backpropagation."
    )
