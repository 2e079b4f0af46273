"""All named mistakes with a derivative, for any scalar graph and any of its names."""

from collections.abc import Iterator
from dataclasses import replace

from course_lib.exercises.derivative import Derivative
from course_lib.exercises.local_mistakes import (
    gate_skipped,
    minus_lost,
    more_wrong_derivatives,
    swapped,
    wrong_derivatives,
    wrong_point,
)
from course_lib.exercises.mistakes import SKIPPED, Mistake, exchanged, hand_on, sayable
from course_lib.exercises.path_mistakes import (
    one_contribution_wrong,
    one_path_wrong,
    path_left_out,
    path_subtracted,
    paths_multiplied,
)
from course_lib.exercises.telling import as_one, edits_of, together
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
# Numbers of questions are drawn such that the mistakes above show. These came later, and change no seed's numbers.
MORE_KINDS = (path_subtracted, more_wrong_derivatives)


def single_mistakes(asked: Derivative) -> list[Mistake]:
    """Every mistake that is made once, including those that give the same number."""
    more = (replace(mistake, is_kept_apart=False) for kind in MORE_KINDS for mistake in kind(asked))
    return sayable([*(mistake for kind in KINDS for mistake in kind(asked)), *more])


def derivative_mistakes(asked: Derivative) -> list[Mistake]:
    """The same, each rule also wherever it applies, and each mistake combined with skipped gates."""
    alone = single_mistakes(asked)
    gates = " ".join(mistake.sentence for mistake in alone if mistake.kind == SKIPPED)
    return [*alone, *everywhere(asked, alone), *(_without_gates(asked, gates) if gates else [])]


def everywhere(asked: Derivative, mistakes: list[Mistake]) -> Iterator[Mistake]:
    """Each mistake that a student makes at every such place, where there are several."""
    rules: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        if mistake.rule and edits_of(mistake):
            rules.setdefault(mistake.rule, []).append(mistake)
    for made in rules.values():
        wrong = as_one(asked, made)
        if len(made) > 1 and wrong is not None:
            title, sentence = together(made)
            kept = made[0].rule in ("function left out", "function for derivative")
            yield Mistake(made[0].kind, title, sentence, wrong, is_kept_apart=kept)


def _without_gates(asked: Derivative, sentence: str) -> Iterator[Mistake]:
    """The mistakes of a student who also forgot the gates: the mistakes on a graph without gates."""
    opened = asked.graph
    for user, slot in asked.gates():
        opened = exchanged(opened, user, slot, hand_on)
    for mistake in single_mistakes(Derivative(opened, asked.wrt, asked.of)):
        kind, words = f"{mistake.kind}, {SKIPPED}", f"{mistake.sentence} Also: {sentence}"
        if mistake.kind != SKIPPED:
            yield replace(mistake, kind=kind, sentence=words)
