"""Pictures of a graph. ``draw(graph)`` lays it out once; the picture is then written for any trace."""

from course_lib.draw.picture import Picture, draw

__all__ = ["Picture", "draw"]
