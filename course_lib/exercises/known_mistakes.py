"""The part of a question that is the same for all students: the mistakes that it knows, and their numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from random import Random

import numpy as np

from course_lib.engine.passes import Values, quiet
from course_lib.errors import BuildError
from course_lib.exercises.closeness import SAME, all_close
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.derivative_mistakes import derivative_mistakes, single_mistakes
from course_lib.exercises.hints import derivative_reason
from course_lib.exercises.mistakes import Mistake
from course_lib.exercises.points import Point, Wanted, draw_points
from course_lib.exercises.value_mistakes import Value

FAINTEST = 2e-3  # a smaller derivative would start with many zeros after the point
# Where these give the same numbers as an earlier mistake, they are the same mistake in other words.
SAID_TWICE = ("factor left out", "started late", "other name", "factor left out on one path", "factor too many")
PROBES = 5  # points at which a formula typed for a number is judged, with the gates open; and with each gate closed
SAMPLES = 3  # with the gates open, and as many with each gate closed
KEPT = 128  # questions of which a process keeps what is the same for every student


@dataclass(frozen=True)
class SameForAll:
    """The part of a question that is the same for all students: what is asked, the known mistakes, the probes.

    Two of these are equal if their graphs are equal node by node. So ``_kept`` finds
    what another student's question has computed already.
    """

    asked: Derivative | Value = field(compare=False)
    ranges: Mapping[str, tuple[float, float]] | None = field(compare=False)
    content: tuple[object, ...]

    @cached_property
    def _known(self) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
        return known_mistakes(self.asked, self.ranges)

    @cached_property
    def single(self) -> tuple[Mistake, ...]:
        """Every mistake with a derivative that is made once."""
        return tuple(single_mistakes(self.asked)) if isinstance(self.asked, Derivative) else ()

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The known mistakes."""
        return self._known[0]

    @property
    def told_apart(self) -> tuple[Mistake, ...]:
        """The known mistakes, with only one of those that agree while the gates are open."""
        return self._known[1]

    @cached_property
    def probes(self) -> tuple[Point, ...]:
        """The points at which a formula that was typed for a number is judged."""
        return probes_of(self.asked, self.ranges)

    @cached_property
    def reason(self) -> str:
        """The derivative in symbols."""
        return derivative_reason(self.asked) if isinstance(self.asked, Derivative) else ""


def same_for_all(asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None) -> SameForAll:
    """The part of this question that is the same for all students; each process computes it once.

    Raises:
        BuildError: the derivative is 0, since nothing leads from one name to the other.
    """
    if isinstance(asked, Derivative) and len(asked.way(asked.graph)) < 2:
        raise BuildError(f"{asked.of} does not depend on {asked.wrt}.", f"Choose a name that {asked.of} depends on.")
    graph = asked.graph
    content = (
        *(type(asked), str(asked), asked.of, tuple(graph.nodes), tuple(graph.index.items())),
        *(tuple(graph.inputs), frozenset(graph.folded), tuple((ranges or {}).items())),
    )
    return _kept(SameForAll(asked, ranges, content))


@lru_cache(maxsize=KEPT)
def _kept(same: SameForAll) -> SameForAll:
    """The first of all equal parts, with whatever it has computed."""
    return same


def numbers_of(asked: Derivative | Value | None, mistakes: Sequence[Mistake], places: Sequence[Values]) -> np.ndarray:
    """The number of each mistake at each of these places, (mistakes, places)."""
    # A mistake with a value may leave a domain at one place alone.
    if not isinstance(asked, Derivative) or not asked.takes_arrays:
        numbers = [[mistake.wrong(values) for values in places] for mistake in mistakes]
        return np.reshape(numbers, (len(mistakes), len(places)))
    together = Values(asked.graph, list(map(np.array, zip(*(values.of_node for values in places), strict=True))), True)
    with quiet(arrays=True):
        rows = [np.broadcast_to(mistake.wrong(together), len(places)) for mistake in mistakes]
    return np.reshape(rows, (len(mistakes), len(places)))


def probes_of(asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None = None) -> tuple[Point, ...]:
    """Points at which different formulas have different numbers; the same points for every student."""
    return tuple(draw_points(asked.graph, asked.of, Random(1), ranges, Wanted((), PROBES, PROBES)))


def known_mistakes(
    asked: Derivative | Value, ranges: Mapping[str, tuple[float, float]] | None = None
) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """The mistakes that differ from the right answer; and the same with one of those that agree while gates are open.

    They are found at samples of their own, so that they are the same for every student.
    """
    points = draw_points(asked.graph, asked.of, Random(0), ranges, Wanted([shows(asked)], SAMPLES, SAMPLES))
    samples = [point.values for point in points]
    truth = np.array([asked.right(values) for values in samples])
    mistakes = mistakes_of(asked)
    numbers = numbers_of(asked, mistakes, samples)
    known = distinct(mistakes, numbers, truth)
    apart = [i for i in known if mistakes[i].is_kept_apart]
    opened = distinct([mistakes[i] for i in apart], numbers[apart, :SAMPLES], truth[:SAMPLES], merge=True)
    return tuple(mistakes[i] for i in known), tuple(mistakes[apart[k]] for k in opened)


def mistakes_of(asked: Derivative | Value) -> list[Mistake]:
    """Every named mistake, including those that give the same number."""
    return asked.mistakes() if isinstance(asked, Value) else derivative_mistakes(asked)


def shows(asked: Derivative | Value) -> Callable[[Values], bool]:
    """Whether the right number is large enough at a point."""
    return lambda values: abs(asked.right(values)) > FAINTEST


def distinct(mistakes: Sequence[Mistake], numbers: np.ndarray, truth: np.ndarray, merge: bool = False) -> list[int]:
    """Which of these mistakes give a wrong number at one of the samples at least; ``numbers`` has a row for each.

    Of mistakes that give the same numbers everywhere, one is kept if they are the same
    mistake in other words (a factor left out is also a path stopped early). With
    ``merge`` one is kept in any case.
    """
    agree = np.all(all_close(numbers[:, None], numbers[None, :], SAME), axis=-1)
    right = np.all(all_close(numbers, truth, SAME), axis=-1)
    kept: list[int] = []
    for i, mistake in enumerate(mistakes):
        same = {mistakes[k].kind for k in kept if agree[i, k]}
        said = merge or mistake.kind in SAID_TWICE or "," in mistake.kind
        if not right[i] and not (same and (said or mistake.kind in same)):
            kept.append(i)
    return kept
