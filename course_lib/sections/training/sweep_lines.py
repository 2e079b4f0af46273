"""The sweep with lines to choose from. For each place, the right line is the last option.

A page never runs a visitor's text. Each line stands for a function that does what the line says.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from course_lib.engine.graph import Node
from course_lib.engine.passes import shaped_like
from course_lib.sections.training.changed_sweeps import ChangedSweep, Gradient, down, up

ORDERS: dict[str, Callable[[int], range]] = {
    "range(max(gradient) + 1)": up,
    "range(max(gradient), -1, -1)": down,
}
UPSTREAMS: dict[str, Callable[[Any, Any], Any]] = {
    "1.0": lambda arrived, value: 1.0,
    "values[user]": lambda arrived, value: value,
    "gradient[user]": lambda arrived, value: arrived,
}
SHARES: dict[str, Callable[[Any, Any], Any]] = {
    "contribution": lambda value, share: share,
    "shaped_like(args[slot], contribution)": shaped_like,
}
JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "share": lambda old, new: new,
    "gradient.get(arg, 0.0) + share": lambda old, new: (0.0 if old is None else old) + new,
}


class Lines(NamedTuple):
    """The chosen lines for the four places of the sweep: one key each from ORDERS, UPSTREAMS, SHARES and JOINS."""

    order: str
    upstream: str
    share: str
    join: str

    @property
    def program(self) -> str:
        """The sweep with these lines, as a student would write it."""
        return f"""def my_sweep(nodes, values, gradient):
    for user in {self.order}:
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        upstream = {self.upstream}
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is not None:
                arg = node.args[slot]
                contribution = vjp(upstream, values[user], *args, *node.static)
                share = {self.share}
                gradient[arg] = {self.join}"""

    def sweep(self, nodes: Sequence[Node], values: Sequence[Any], gradient: Gradient) -> None:
        """Run the sweep that ``program`` shows."""
        lines = ChangedSweep(
            order=ORDERS[self.order],
            upstream=UPSTREAMS[self.upstream],
            share=SHARES[self.share],
            join=JOINS[self.join],
        )
        lines(nodes, values, gradient)


WRONG = Lines(*(next(iter(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))
RIGHT = Lines(*(next(reversed(lines)) for lines in (ORDERS, UPSTREAMS, SHARES, JOINS)))
