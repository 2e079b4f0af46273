"""The backward sweep with one of its lines changed, to be compared with a student's sweep.

Each slip is a sweep with one wrong line, and the sentence that tells a student about it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.engine.graph import Node
from course_lib.engine.passes import shaped_like

Gradient = dict[int, Any]
Sweep = Callable[[Sequence[Node], Sequence[Any], Gradient], Any]


def down(last: int) -> range:
    """The right order of nodes: from the loss to the inputs."""
    return range(last, -1, -1)


def up(last: int) -> range:
    """The wrong order of nodes: from the inputs to the loss."""
    return range(last + 1)


@dataclass(frozen=True)
class ChangedSweep:
    """The sweep, called in the same way as the engine's. Each field is one of its lines, by default the right one.

    - ``order`` gives the order in which nodes are visited;
    - ``upstream`` takes a node's gradient and value, and gives the upstream gradient to use;
    - ``args`` takes a node and all values, and gives the values to use for its arguments;
    - ``contribution`` takes an edge's VJP and the VJP's arguments: upstream, the node's value, its arguments;
    - ``place`` takes a node and a slot, and gives the node that gets the contribution;
    - ``share`` takes the argument and the contribution, and gives what is added to the argument's gradient;
    - ``join`` takes the gradient so far (None at first) and the share, and gives the new gradient.
    """

    order: Callable[[int], range] = down
    upstream: Callable[[Any, Any], Any] = lambda arrived, value: arrived
    args: Callable[[Node, Sequence[Any]], list[Any]] = lambda node, values: [values[arg] for arg in node.args]
    contribution: Callable[..., Any] = lambda vjp, *given: vjp(*given)
    place: Callable[[Node, int], int] = lambda node, slot: node.args[slot]
    share: Callable[[Any, Any], Any] = shaped_like
    join: Callable[[Any, Any], Any] = lambda old, new: new if old is None else old + new

    def __call__(self, nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
        """Run the sweep; ``gradient`` has the loss's gradient at the start and all gradients at the end."""
        for user in self.order(max(gradient)):
            node, value = nodes[user], values[user]
            if user not in gradient or node.operation is None:
                continue
            upstream = self.upstream(gradient[user], value)
            args = self.args(node, values)
            for slot, vjp in enumerate(node.operation.vjps):
                if vjp is None:
                    continue
                contribution = self.contribution(vjp, upstream, value, *args, *node.static)
                arg = self.place(node, slot)
                gradient[arg] = self.join(gradient.get(arg), self.share(args[slot], contribution))


def _local(vjp: Callable[..., Any], upstream: Any, *rest: Any) -> Any:
    """The local derivative: the VJP of an upstream gradient of ones."""
    return vjp(np.ones_like(upstream)[()], *rest)


UPWARDS = ChangedSweep(order=up)

SLIPS: dict[str, Sweep] = {
    "The last contribution overwrote the one before. If a value is used twice, add.": ChangedSweep(
        join=lambda old, new: new
    ),
    "Only the first contribution was kept. If a value is used twice, add.": ChangedSweep(
        join=lambda old, new: new if old is None else old
    ),
    "The contributions were multiplied. Multiply along a path, add across paths.": ChangedSweep(
        join=lambda old, new: new if old is None else old * new
    ),
    "The size is right, the sign is wrong: add contributions. The minus of an update comes later.": ChangedSweep(
        join=lambda old, new: -new if old is None else old - new
    ),
    "That is the local derivative alone. Multiply by the upstream gradient, the user's own.": ChangedSweep(
        contribution=_local
    ),
    "The upstream gradient is passed on unchanged. Multiply it by the local derivative.": ChangedSweep(
        contribution=lambda vjp, upstream, *rest: upstream
    ),
    "You used the user's value instead of its gradient: upstream is gradient[user].": ChangedSweep(
        contribution=lambda vjp, upstream, value, *args: value * _local(vjp, upstream, value, *args)
    ),
    "gradient[slot] belongs to another node: the argument in that slot is node.args[slot].": ChangedSweep(
        place=lambda node, slot: slot
    ),
    "node.args are positions in the list. A vjp needs the values there: values[arg] for each.": ChangedSweep(
        args=lambda node, values: list(node.args)
    ),
}
