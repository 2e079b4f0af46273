"""A served notebook is read, compiled and typeset once, not again for each visitor.

marimo 0.25 reads and parses a notebook's file for the page it sends and again for the session behind it. There it
compiles every cell twice, typesets every text, and looks through all installed packages for plugins. For 5.3 that is
more than half of the CPU that opening the page costs. A visitor of a served page cannot change a notebook, so all of
them can share what was made. A file that was changed is read again, and its cells are other cells.

marimo has no public way for this: ``tests/publish/test_once.py`` says so when its inside changes.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from marimo._ast import compiler, load
from marimo._ast.cell import CellConfig, CellImpl, CellOutput, CellStaleState, RunResultStatus, RuntimeState
from marimo._entrypoints import registry
from marimo._output import md
from marimo._runtime import runtime

from course_lib.widgets.widget import Widget

KEPT = 2048  # cells and texts: the course has about 1,300 of each, with those of its decks


def share_work() -> None:
    """From now on marimo keeps what it makes of a notebook's file."""
    if hasattr(load.load_app, "__wrapped__"):
        return
    Widget.styles_in_script = True
    load.load_app = remembering(load.load_app)
    runtime.compile_cell = compiling_once(runtime.compile_cell)
    registry.get_entry_points = lru_cache(registry.get_entry_points)
    md._render_markdown = lru_cache(KEPT)(md._render_markdown)
    positions = lru_cache(64)(compiler._build_source_position_map.__wrapped__)  # marimo keeps those of one file only
    compiler._build_source_position_map = runtime._build_source_position_map = positions


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


def compiling_once(compile_cell: Callable[..., CellImpl]) -> Callable[..., CellImpl]:
    """``compile_cell`` with a memory for served notebooks. Each cell that it returns has its own state."""

    @lru_cache(KEPT)
    def compiled(code: str, cell_id: Any, filename: str) -> CellImpl:
        return compile_cell(code, cell_id=cell_id, filename=filename)

    @wraps(compile_cell)
    def compile_or_remember(
        code: str, cell_id: Any, carried_imports: Any = None, filename: str | None = None, **options: Any
    ) -> CellImpl:
        if filename is None or carried_imports or options:
            return compile_cell(code, cell_id=cell_id, carried_imports=carried_imports, filename=filename, **options)
        return with_own_state(compiled(code, cell_id, filename))

    return compile_or_remember


def with_own_state(cell: CellImpl) -> CellImpl:
    """The same cell, with everything new that marimo lists as mutable."""
    workspace = cell.import_workspace
    return replace(
        cell,
        config=CellConfig(),
        import_workspace=replace(workspace, imported_defs=set(workspace.imported_defs)),
        _status=RuntimeState(),
        _run_result_status=RunResultStatus(),
        _stale=CellStaleState(),
        _output=CellOutput(),
    )
