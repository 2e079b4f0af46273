"""Forward mode: a sweep of the graph from one input to everything that depends on it.

Source: Baydin et al., "Automatic differentiation in machine learning: a survey"
(2018), sections 3.1 and 3.2.
"""

from typing import NamedTuple

from course_lib.engine.passes import Values, local_number


class ForwardPass(NamedTuple):
    """One pass of forward mode: ∂node/∂input for every node that depends on the input, and the edges that were used."""

    tangent: dict[int, float]
    edges: int


def forward_mode(values: Values, wrt: str) -> ForwardPass:
    """Walk the list forwards, and add each contribution to its user's tangent.

    ``tangent`` starts as {wrt: 1} and ends with ∂node/∂wrt for every node that was reached.
    """
    tangent = {values.graph.find(wrt): 1.0}
    edges = 0
    for user, node in enumerate(values.graph.nodes):
        for slot, arg in enumerate(node.args):
            if arg not in tangent:
                continue  # this argument does not depend on wrt
            share = local_number(values, user, slot) * tangent[arg]
            tangent[user] = tangent[user] + share if user in tangent else share
            edges += 1
    return ForwardPass(tangent, edges)
