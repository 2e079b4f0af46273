"""The picture of one whole pass, in forward mode or in reverse mode."""

from course_lib.drawing.picture import Picture
from course_lib.drawing.still import BACKWARD, FORWARD, Walk, still
from course_lib.engine.forward_mode import ForwardPass
from course_lib.engine.passes import Trace
from course_lib.reading.explain import show
from course_lib.reading.formulas import text


def forward_pass_picture(picture: Picture, trace: Trace, wrt: str, made: ForwardPass) -> str:
    """One pass of forward mode as HTML: every card with its value and ∂card/∂wrt, and the arrows that it used."""
    graph = picture.graph
    start = graph.find(wrt)
    walked = frozenset(
        (user, slot)
        for user, node in enumerate(graph.nodes)
        for slot, arg in enumerate(node.args)
        if arg in made.tangent and not graph.is_folded(arg)
    )
    numbers = {i: show(made.tangent.get(i, 0.0)) for i in picture.layout.boxes}
    caption = f"forward mode from {wrt}: each card has\nits value, and under it ∂(card)/∂{wrt}"
    return still(picture, _values(picture, trace), numbers, Walk(FORWARD, walked, start), caption)


def backward_pass_picture(picture: Picture, trace: Trace) -> str:
    """The pass of reverse mode as HTML: every card with its value and ∂loss/∂card, and the arrows that it used."""
    of = text(picture.graph, trace.of)
    numbers = {i: show(trace.gradient_of_node[i]) for i in picture.layout.boxes}
    walked = frozenset((edge.user, edge.slot) for edge in trace.edges)
    caption = f"reverse mode from {of}: each card has\nits value, and under it ∂{of}/∂(card)"
    return still(picture, _values(picture, trace), numbers, Walk(BACKWARD, walked, trace.of), caption)


def _values(picture: Picture, trace: Trace) -> dict[int, str]:
    return {i: show(trace.values.of_node[i]) for i in picture.layout.boxes}
