"""The cheapest explanations of a wrong derivative: one wrong edit of the backward sweep, or a few of them.

A sweep is linear in the local derivative of each edge. If the local derivative of an
edge from ``user`` to ``arg`` is off by Δ, the result changes by

    ∂of/∂user · Δ · ∂arg/∂wrt.

So the results of all edits, and of all pairs of edits, are a few operations on arrays,
with one number per point: nothing is swept again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from course_lib.engine.passes import forward, local_number, quiet
from course_lib.exercises.closeness import all_close
from course_lib.exercises.derivative import Derivative, Edited
from course_lib.exercises.mistakes import SKIPPED, Mistake
from course_lib.exercises.points import Point
from course_lib.exercises.telling import edits_of

TOLERANCE = 1e-6  # relative
# How many bits it takes to say that a student made this mistake: a frequent one takes few.
BITS = {
    **{SKIPPED: 2.0, "sign": 3.0, "path left out": 2.5, "exponent forgotten": 2.5, "upstream only": 2.5},
    **{"factor left out": 3.0, "local derivative only": 3.0, "other argument": 3.5, "stopped early": 3.0},
    **{"function for derivative": 3.5, "input for output": 3.5, "wrong point": 3.5, "another derivative": 3.5},
    **{"path subtracted": 3.75, "paths multiplied": 3.5, "factors added": 3.5, "value for gradient": 3.0},
    **{"derivative twice": 3.5, "started late": 2.9},
}
RARE = 4.5
EVERYWHERE = 0.5  # bits more for the same mistake wherever it can be made
ONE_MORE = 2.0  # bits more for a second mistake that has nothing to do with the first
SAME_AGAIN = 0.5  # and for the same mistake at a second place
FILTER = 3  # points at which all pairs are tried; those that fit are tried at all points
MOST = 3  # explanations that are told
SAME_BITS = 0.25
WHICH_MINUS = "Look for a minus that does not belong, or for one that is missing."
ONE_WORD = {"path left out", "path subtracted", "factor left out"}  # which have one cause, however they are told
# Where these are as cheap as another explanation, they are the same in other words.
IN_OTHER_WORDS = {"factor left out", "other name", "factor left out on one path", "factor too many"}


@dataclass(frozen=True)
class Explanation:
    """Mistakes that together lead to an answer, and how many bits it takes to say so."""

    mistakes: tuple[Mistake, ...]
    bits: float


def bits_of(mistake: Mistake) -> float:
    """How unlikely a mistake is by itself."""
    return BITS.get(mistake.kind, RARE)


class Explainer:
    """Explains answers to one question.

    ``mistakes`` are the single ones, ``points`` those at which an answer's numbers are known. Arrays have one
    number per point in their last axis.
    """

    def __init__(self, asked: Derivative, mistakes: Sequence[Mistake], points: Sequence[Point]) -> None:
        self.asked, self.points = asked, points
        graph = asked.graph
        inputs = {name: np.array([point.values[name] for point in points]) for name in graph.inputs}
        self._values = forward(graph, **inputs)
        self._coarse = asked.coarse.values(self._values)
        self._of, self._wrt = graph.find(asked.of), graph.find(asked.wrt)
        self._plain = self._jacobian({})
        self._truth = self._plain[self._of, self._wrt]
        self._mistakes = mistakes

    def single(self, numbers: Sequence[float]) -> list[Mistake]:
        """Every mistake that alone leads to these numbers, one per point."""
        found = self._listed(np.asarray(numbers, dtype=float))
        return [explanation.mistakes[0] for explanation in found if len(explanation.mistakes) == 1]

    def cheapest(self, numbers: Sequence[float]) -> list[Explanation]:
        """The cheapest explanations of these numbers, one per point; several if they are equally cheap."""
        answer = np.asarray(numbers, dtype=float)
        with quiet(arrays=True):
            found = list(self._listed(answer))
            best = min((each.bits for each in found), default=np.inf)
            if best > 2 * min(BITS.values()) + SAME_AGAIN:
                found += self._pairs(answer)
        return _cheapest(found)

    # The numbers.

    def _spread(self, number: object) -> np.ndarray:
        """A number, or an array of one per point, as such an array."""
        return np.broadcast_to(np.asarray(number, dtype=float), (len(self.points),))

    def _jacobian(self, extra: dict[int, list[tuple[int, np.ndarray]]]) -> np.ndarray:
        """∂i/∂j for all nodes i and j, (nodes, nodes, points); ``extra`` has wrong edges beside the right ones."""
        count = len(self.asked.graph)
        result = np.zeros((count, count, len(self.points)))
        for i, into in enumerate(self._locals):
            for arg, factor in [*into, *extra.get(i, ())]:
                result[i] += factor * result[arg]
            result[i, i] = 1.0
        return result

    @cached_property
    def _locals(self) -> list[list[tuple[int, np.ndarray]]]:
        """For each node its arguments, each with the right local derivative."""
        graph = self.asked.graph
        return [
            [
                (arg, self._spread(local_number(self._values, i, slot)))
                for slot, arg in enumerate(node.args)
                if not graph.is_folded(arg)
            ]
            for i, node in enumerate(graph.nodes)
        ]

    def _deltas(self, edited: Edited) -> list[tuple[int, int, np.ndarray]]:
        """(user, arg, Δ) of each edit, with the nodes of the whole graph."""
        found = []
        for edit in edited.edits:
            coarse = edit.graph is self.asked.coarse.graph
            if not coarse and edit.graph is not self.asked.graph:
                return []
            values = self._coarse if coarse else self._values
            arg = edit.graph.nodes[edit.user].args[edit.slot]
            delta = self._spread(edit.local(values)) - self._spread(local_number(values, edit.user, edit.slot))
            origin = self.asked.coarse.origin
            user, arg = (origin[edit.user], origin[arg]) if coarse else (edit.user, arg)
            found.append((user, arg, delta))
        return found

    @cached_property
    def _known(self) -> list["_Known"]:
        """Every mistake that changes the result at some point, with its numbers; of two that are the same edit, one."""
        known: list[_Known] = []
        with quiet(arrays=True):
            for mistake in sorted(self._mistakes, key=lambda made: (bits_of(made), not made.rule, made.is_kept_apart)):
                deltas = self._deltas(mistake.wrong) if isinstance(mistake.wrong, Edited) else []
                numbers = self._with(deltas) if deltas else self._spread(mistake.wrong(self._values))
                if not _fits(numbers, self._truth) and not any(each.is_same(deltas) for each in known):
                    known.append(_Known(mistake, deltas, numbers))
        return known

    def _with(self, deltas: Sequence[tuple[int, int, np.ndarray]]) -> np.ndarray:
        """The result with these edits of the sweep."""
        if len(deltas) == 1:
            ((user, arg, delta),) = deltas
            return self._with_one(self._plain, user, arg, delta)
        return self._jacobian(_by_user(deltas))[self._of, self._wrt]

    def _with_one(self, jacobian: np.ndarray, user: Any, arg: Any, delta: np.ndarray) -> np.ndarray:
        """The result with one more edit; for arrays of edits, a row for each."""
        return jacobian[self._of, self._wrt] + jacobian[self._of, user] * delta * jacobian[arg, self._wrt]

    # The search.

    def _listed(self, answer: np.ndarray) -> Iterator[Explanation]:
        """Those among the candidates that lead to this answer, or to it with the other sign."""
        candidates, numbers = self._candidates
        near = np.all(all_close(numbers, answer, TOLERANCE), axis=1)
        turned = np.all(all_close(-numbers, answer, TOLERANCE), axis=1)
        for i in np.flatnonzero(near | turned):
            explanation, with_sign = candidates[i]
            if near[i]:
                yield explanation
            elif with_sign:
                yield from self._with_sign(explanation.mistakes, explanation.bits)

    def _with_sign(self, mistakes: tuple[Mistake, ...], bits: float) -> Iterator[Explanation]:
        """The same mistakes, and the wrong sign of the whole."""
        for known in self._known:
            if known.mistake.kind == "sign" and not known.mistake.rule and known.mistake not in mistakes:
                turned = replace(known.mistake, title="The sign of the whole is wrong.", sentence=WHICH_MINUS)
                yield Explanation((turned, *mistakes), bits + bits_of(known.mistake) + ONE_MORE)

    @cached_property
    def _groups(self) -> list[list["_Known"]]:
        """Mistakes that a student makes at every such place, by their rule; only rules with several places."""
        groups: dict[str, list[_Known]] = {}
        for known in self._known:
            if known.mistake.rule and known.deltas:
                groups.setdefault(known.mistake.rule, []).append(known)
        return [group for group in groups.values() if len(group) > 1]

    @cached_property
    def _candidates(self) -> tuple[list[tuple[Explanation, bool]], np.ndarray]:
        """What does not depend on the answer: each mistake alone, at every place, and that with one other mistake.

        With whether the sign of the whole may be wrong besides, and the numbers, a row for each.
        """
        found = [(Explanation((known.mistake,), bits_of(known.mistake)), True) for known in self._known]
        numbers = [known.numbers for known in self._known]
        for group in self._groups:
            deltas = [delta for known in group for delta in known.deltas]
            jacobian = self._jacobian(_by_user(deltas))
            bits = bits_of(group[0].mistake) + EVERYWHERE
            together = tuple(known.mistake for known in group)
            found.append((Explanation(together, bits), True))
            numbers.append(jacobian[self._of, self._wrt])
            taken = {(user, arg) for user, arg, _ in deltas}
            others = [
                known
                for known in self._known
                if len(known.deltas) == 1 and known not in group and known.deltas[0][:2] not in taken
            ]
            for known in others:
                more = bits_of(known.mistake) + ONE_MORE
                found.append((Explanation((*together, known.mistake), bits + more), False))
            if others:
                numbers.extend(self._with_one(jacobian, *_stacked(others)))
        return found, np.reshape(numbers, (len(found), len(self.points)))

    def _pairs(self, answer: np.ndarray) -> Iterator[Explanation]:
        """Two edits, each of one edge."""
        edits = [known for known in self._known if len(known.deltas) == 1]
        if len(edits) < 2:
            return
        users, args, delta = _stacked(edits)
        delta = delta[:, :FILTER]
        plain, few = self._plain[:, :, :FILTER], answer[:FILTER]
        entry, leave = plain[self._of, users] * delta, plain[args, self._wrt]
        alone = entry * leave
        between = plain[args[:, None], users[None, :]]  # from the first edit's argument down to the second's user
        crossed = entry[:, None] * between * (delta * leave)[None, :]
        both = self._truth[:FILTER] + alone[:, None] + alone[None, :] + crossed + crossed.transpose(1, 0, 2)
        fitting = np.all(all_close(both, few, TOLERANCE), axis=-1)
        for one, two in zip(*np.nonzero(np.triu(fitting, 1)), strict=True):
            first, second = edits[one], edits[two]
            if self._overlap(first, second):
                continue
            if _fits(self._with([*first.deltas, *second.deltas]), answer):
                again = first.mistake.rule != "" and first.mistake.rule == second.mistake.rule
                bits = bits_of(first.mistake) + (SAME_AGAIN if again else bits_of(second.mistake) + ONE_MORE)
                yield Explanation((first.mistake, second.mistake), bits)

    def _overlap(self, first: "_Known", second: "_Known") -> bool:
        """Whether two edits are about the same edge, or one is about a statement that contains the other's edge."""
        (one, arg, _), (two, other, _) = first.deltas[0], second.deltas[0]
        if (one, arg) == (two, other):
            return True
        levels = {edit.graph is self.asked.graph for each in (first, second) for edit in edits_of(each.mistake)}
        return len(levels) == 2 and self.asked.coarse.home[one] == self.asked.coarse.home[two]


@dataclass(frozen=True, eq=False)
class _Known:
    """A mistake, its edits as numbers (none if it is no edit of edges), and the numbers that it leads to."""

    mistake: Mistake
    deltas: list[tuple[int, int, np.ndarray]]
    numbers: np.ndarray

    def is_same(self, deltas: Sequence[tuple[int, int, np.ndarray]]) -> bool:
        """Whether these edits are the same, in other words perhaps."""
        return len(self.deltas) == len(deltas) > 0 and all(
            one[:2] == other[:2] and _fits(one[2], other[2]) for one, other in zip(self.deltas, deltas, strict=True)
        )


def _stacked(edits: Sequence[_Known]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The users, the arguments and the deltas of mistakes that edit one edge each."""
    users, args, deltas = zip(*(known.deltas[0] for known in edits), strict=True)
    return np.array(users), np.array(args), np.array(deltas)


def _by_user(deltas: Sequence[tuple[int, int, np.ndarray]]) -> dict[int, list[tuple[int, np.ndarray]]]:
    found: dict[int, list[tuple[int, np.ndarray]]] = {}
    for user, arg, delta in deltas:
        found.setdefault(user, []).append((arg, delta))
    return found


def _fits(numbers: np.ndarray, others: np.ndarray) -> bool:
    """Whether these are equal at every point, up to rounding."""
    return bool(np.all(all_close(numbers, others, TOLERANCE)))


def _cheapest(found: Sequence[Explanation]) -> list[Explanation]:
    """Those that take the fewest bits, in the order in which they were found."""
    if not found:
        return []
    best = min(each.bits for each in found)
    told: dict[object, Explanation] = {}
    for each in sorted(found, key=lambda each: each.bits):
        kinds = tuple(mistake.kind for mistake in each.mistakes)
        if each.bits >= best + SAME_BITS or (told and set(kinds) <= IN_OTHER_WORDS):
            continue
        # The same path may be left out at an operation or at its statement: that is one mistake in two words.
        told.setdefault(kinds if set(kinds) <= ONE_WORD else tuple(made.sentence for made in each.mistakes), each)
    return list(told.values())[:MOST]
