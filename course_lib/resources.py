"""The course's files that the library does not import: scripts, stylesheets, notebooks."""

from functools import cache
from importlib.resources import files
from pathlib import Path

LIBRARY = Path(__file__).parent


@cache
def text(path: str) -> str:
    """The text of a library file, given its path inside ``course_lib``; each process reads it once."""
    return files("course_lib").joinpath(path).read_text(encoding="utf-8")


def folder(name: str) -> Path:
    """A folder of the course, such as ``notebooks``: beside the library in the repository, inside it once installed."""
    inside = LIBRARY / name
    return inside if inside.is_dir() else LIBRARY.parent / name
