"""The library's files that are no Python: scripts for the browser and stylesheets."""

from functools import cache
from importlib.resources import files


@cache
def text(path: str) -> str:
    """What a file of the library holds, by its path inside ``course_lib``; read once for each process."""
    return files("course_lib").joinpath(path).read_text(encoding="utf-8")
