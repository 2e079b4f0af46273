"""An answer that is right but for its sign: which minus was it?

Numbers cannot tell. The answer's own text can: a difference that is written the other
way round, a minus that is there already. If it cannot, no minus is named as the lost one.
"""

from collections.abc import Sequence
from dataclasses import replace

from course_lib.engine import ops
from course_lib.engine.graph import Graph
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.mistakes import Mistake
from course_lib.reading.formulas import text

TURNED = "The size is right, the sign is wrong."


def sign_mistakes(asked: Derivative, answer: Graph, found: Sequence[Mistake]) -> list[Mistake]:
    """What to say of an answer with the wrong sign; ``found`` are all mistakes that alone lead to it."""
    turned = _turned_round(asked.graph, answer)
    if turned is not None:
        there, here = turned
        sentence = f"You wrote {here}, and the graph has {there}."
        return [Mistake("sign", TURNED, sentence, lambda values: -asked.right(values))]
    lost = [mistake for mistake in found if mistake.rule]  # at one operation, and not of the whole
    if len(lost) == 1 and not _has_minus(answer):
        return [replace(lost[0], title=TURNED) if lost[0].kind == "sign" else lost[0]]
    return [mistake for mistake in found if not mistake.rule][:1]


def _turned_round(graph: Graph, answer: Graph) -> tuple[str, str] | None:
    """A difference of the graph, and how the answer has it: the other way round. None if there is none."""
    there, here = _differences(graph), _differences(answer)
    for first, second in there:
        if (second, first) in here and (first, second) not in here:
            return f"{first} − {second}", f"{second} − {first}"
    return None


def _differences(graph: Graph) -> list[tuple[str, str]]:
    """The two parts of every difference, in symbols."""
    return [
        (text(graph, node.args[0]), text(graph, node.args[1])) for node in graph.nodes if node.operation is ops.subtract
    ]


def _has_minus(answer: Graph) -> bool:
    """Whether the answer has a minus of its own, beside its differences."""
    return any(node.operation is ops.negate or (node.constant or 0.0) < 0.0 for node in answer.nodes)
