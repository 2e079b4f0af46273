"""A small backpropagation engine that shows its work.

``parse`` a text or build a ``Graph``. ``forward`` gives its values, ``backward`` a
trace with every step, and ``draw`` makes the picture.
"""

from course_lib.drawing.draw import draw
from course_lib.engine.graph import Graph
from course_lib.engine.ops import OPS
from course_lib.engine.passes import backward, forward, grad
from course_lib.errors import CourseError, ParseError
from course_lib.language.parse import parse

__all__ = ["OPS", "CourseError", "Graph", "ParseError", "backward", "draw", "forward", "grad", "parse"]
