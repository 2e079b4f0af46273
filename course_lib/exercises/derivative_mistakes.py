"""All named mistakes with a derivative, for any scalar graph and any of its names."""

from collections.abc import Iterator
from dataclasses import replace

from course_lib.exercises.derivative import Derivative
from course_lib.exercises.local_mistakes import (
    gate_skipped,
    minus_lost,
    swapped,
    wrong_derivatives,
    wrong_point,
)
from course_lib.exercises.mistakes import SKIPPED, Mistake, exchanged, hand_on, sayable
from course_lib.exercises.path_mistakes import (
    one_contribution_wrong,
    one_path_wrong,
    path_left_out,
    paths_multiplied,
)
from course_lib.exercises.way_mistakes import (
    factor_left_out,
    factors_added,
    local_only,
    other_name,
    sign_turned,
    started_late,
    stopped_early,
    value_for_gradient,
)

# Mistakes are looked for in this order, and named in it where several lead to the same number.
KINDS = (
    *(stopped_early, local_only, started_late, gate_skipped, path_left_out, wrong_derivatives, swapped, wrong_point),
    *(factors_added, paths_multiplied, one_path_wrong, one_contribution_wrong, minus_lost, sign_turned),
    *(value_for_gradient, factor_left_out, other_name),
)


def derivative_mistakes(asked: Derivative) -> list[Mistake]:
    """Every named mistake, including those that give the same number, and each combined with a skipped gate."""
    alone = _alone(asked)
    gates = " ".join(mistake.sentence for mistake in alone if mistake.kind == SKIPPED)
    return [*alone, *(_without_gates(asked, gates) if gates else [])]


def _alone(asked: Derivative) -> list[Mistake]:
    return sayable(mistake for kind in KINDS for mistake in kind(asked))


def _without_gates(asked: Derivative, sentence: str) -> Iterator[Mistake]:
    """The mistakes of a student who also forgot the gates: the mistakes on a graph without gates."""
    opened = asked.graph
    for user, slot in asked.gates():
        opened = exchanged(opened, user, slot, hand_on)
    for mistake in _alone(Derivative(opened, asked.wrt, asked.of)):
        kind, words = f"{mistake.kind}, {SKIPPED}", f"{mistake.sentence} Also: {sentence}"
        if mistake.kind != SKIPPED:
            yield replace(mistake, kind=kind, sentence=words)
