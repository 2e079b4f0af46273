"""The memory that a gradient takes, in rows and in words."""

from course_lib.numerals import byte_size, numeral
from course_lib.sections.why.cost import BYTES, forgetting, keeping
from course_lib.sections.why.neurons import neurons, parameters_of


def rows_of_memory(hidden: int, batch: int) -> list[tuple[str, ...]]:
    """A table's rows: the most numbers of a 2-hidden-1 network in memory at once, per example and per batch."""
    kept, dropped, n = _most_in_memory(hidden)
    return [
        ("forget: differences", numeral(dropped), byte_size(dropped * batch * BYTES)),
        ("keep: reverse mode", numeral(kept), byte_size(kept * batch * BYTES)),
        ("the parameters, for all methods", numeral(n), byte_size(n * BYTES)),
    ]


def said_of_memory(hidden: int, batch: int) -> str:
    """What reverse mode keeps, and what a pass needs that drops results. Markdown."""
    kept, dropped, _ = _most_in_memory(hidden)
    return (
        f"Reverse mode keeps all **{kept}** results of the forward pass, "
        f"{byte_size(kept * batch * BYTES)} for a batch of {batch}, at {BYTES} bytes per number. "
        f"A pass that forgets never holds more than {dropped} per example."
    )


def _most_in_memory(hidden: int) -> tuple[int, int, int]:
    """The most results in memory if all are kept, if each is dropped after its last use, and how many parameters."""
    network = neurons((2, hidden, 1))
    return max(keeping(network)), max(forgetting(network)), len(parameters_of(network))
