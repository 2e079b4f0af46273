"""A served notebook is read once, not twice for each visitor.

marimo 0.25 reads, parses and compiles a notebook's file for the page it sends and again for the session behind it.
For 5.3 that is 0.2 s of CPU for each visitor, a quarter of what opening the page costs. A visitor of a served page
cannot change a notebook, so all of them can share what was read. A file that was changed is read again.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from marimo._ast import load  # marimo has no public way in


def read_once() -> None:
    """From now on marimo keeps what it has read of a notebook, until the file changes."""
    if not hasattr(load.load_app, "__wrapped__"):
        load.load_app = remembering(load.load_app)


def remembering(read: Callable[..., Any]) -> Callable[..., Any]:
    """``read`` with a memory: each version of a file is read only once. Without a name or a file it reads as before."""
    kept: dict[str | Path, tuple[tuple[int, int], Any]] = {}

    @wraps(read)
    def read_or_remember(name: str | Path | None) -> Any:
        if name is None or not Path(name).is_file():
            return read(name)
        about = Path(name).stat()
        version = (about.st_mtime_ns, about.st_size)
        if name not in kept or kept[name][0] != version:
            kept[name] = (version, read(name))
        return kept[name][1]

    return read_or_remember
