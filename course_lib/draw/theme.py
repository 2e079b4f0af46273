"""The one theme: colours and the look of every piece, for light and dark pages."""

from functools import cache
from importlib.resources import files


@cache
def stylesheet() -> str:
    """The CSS of ``theme.css``, which pages load once and a picture on its own carries along."""
    return files("course_lib.draw").joinpath("theme.css").read_text(encoding="utf-8")
