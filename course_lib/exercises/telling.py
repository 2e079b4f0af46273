"""How several mistakes are told at once."""

from collections.abc import Sequence

from course_lib.exercises.derivative import Derivative, Edit, Edited
from course_lib.exercises.mistakes import SKIPPED, Mistake
from course_lib.numerals import in_words
from course_lib.reading.formulas import text

MOST_PLACES = 3  # at which the same mistake is told in full
SEVERAL = {  # the title of the same mistake at several places, by its rule
    "function left out": "The functions' own derivatives are missing.",
    "function for derivative": "You used the functions themselves instead of their derivatives.",
    "input for output": "Derivatives use a function's input instead of its output.",
    "at the output": "Taken at the wrong point, at each function's output.",
    "derivative twice": "Derivatives of functions are in your answer twice.",
    "exponent forgotten": "The exponents are missing as factors.",
    "exponent kept": "Each exponent must go down by one.",
    "minus lost": "You lost more than one minus.",
    "gate turned": "Your gates are the wrong way round.",
    "other argument": "You multiplied by the wrong argument.",
    "factor too many": "There are extra factors.",
    "before the function": "You used what goes into the functions instead of what comes out.",
}


def together(mistakes: Sequence[Mistake]) -> tuple[str, str]:
    """The title and the sentence for mistakes that were all made in one answer."""
    groups: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        groups.setdefault(mistake.rule or mistake.title, []).append(mistake)
    told = [_same(group) for group in groups.values()]
    if len(told) == 1:
        return told[0]
    title = f"{in_words(len(told)).capitalize()} mistakes together give this."
    return title, " Also: ".join(f"{said} {sentence}" for said, sentence in told)


def _same(mistakes: Sequence[Mistake]) -> tuple[str, str]:
    """The words for the same mistake, at one place or at several."""
    first = mistakes[0]
    if len(mistakes) == 1:
        return first.title, first.sentence
    title = SEVERAL.get(first.rule, "")
    if first.kind == SKIPPED:
        names = [text(edit.graph, edit.user) for mistake in mistakes for edit in edits_of(mistake)]
        title = f"What do {_listed(names)} do to the gradient?"
    told = (mistake.sentence if title else f"{mistake.title} {mistake.sentence}" for mistake in mistakes[:MOST_PLACES])
    rest = " And so on." if len(mistakes) > MOST_PLACES else ""
    return title or "The same mistake in more than one place.", " ".join(dict.fromkeys(told)) + rest


def as_one(asked: Derivative, mistakes: Sequence[Mistake]) -> Edited | None:
    """The number that all of these lead to at once; None if they are not edits of one graph."""
    edits = tuple(edit for mistake in mistakes for edit in edits_of(mistake))
    in_one_graph = all(edits_of(each) for each in mistakes) and all(edit.graph is edits[0].graph for edit in edits)
    return Edited(asked, edits) if in_one_graph else None


def edits_of(mistake: Mistake) -> tuple[Edit, ...]:
    """The edges that a mistake gives a wrong derivative; none if it is a mistake of another kind."""
    return mistake.wrong.edits if isinstance(mistake.wrong, Edited) else ()


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
