"""The public function ``draw``, which makes a picture of a graph that can write itself as SVG."""

from collections.abc import Collection
from dataclasses import dataclass

from course_lib.drawing.graph_svg import graph_svg
from course_lib.drawing.picture import Picture, picture_of
from course_lib.engine.graph import Graph
from course_lib.engine.passes import Trace
from course_lib.reading.steps import Steps


@dataclass(frozen=True)
class Drawing:
    """A picture of a graph. Its numbers come from any trace of that graph."""

    picture: Picture

    def svg(self, trace: Trace, step: int | None = None, every_edge: bool = False, style: bool = True) -> str:
        """The picture after ``step`` steps as an SVG element. For None, everything is known and nothing is in progress.

        ``every_edge`` and ``style`` are as in :func:`graph_svg`.
        """
        steps = Steps(trace)
        return graph_svg(self.picture, trace, steps.done() if step is None else steps.at(step), every_edge, style)


def draw(graph: Graph, of: str | None = None, parameters: Collection[str] = ()) -> Drawing:
    """A picture of everything that ``of`` (by default the last line) depends on. Cards of ``parameters`` get a bar.

    Raises:
        UnknownNameError: the graph has no node with the name ``of`` or with a parameter's name.
    """
    return Drawing(picture_of(graph, of, parameters))
